"""Whether what waits is still worth saying when its moment comes."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb

from shared.db.turns import Turns
from shared.queue import Outcome
from shared.release.orchestrator import Orchestrator
from tests.fixtures.people import Connection, add_user, column, one, text
from tests.fixtures.queued import (
    MORNING,
    SOON,
    add_part,
    add_priority,
    add_queued,
    claimed,
    release,
    row,
    steps,
    texts,
)

# Relevance and supersession.


@pytest.mark.parametrize(
    ("wrote", "expected"),
    [
        ("Never mind the CRM, already found one", "superseded"),
        ("How is the CRM search going?", "sent"),
        ("What are my credits?", "sent"),
    ],
)
def test_what_needs_fresh_context_is_judged_when_they_have_written_since(
    orchestrator: Orchestrator, turns: Turns, app: Connection, wrote: str, expected: str
) -> None:
    user = add_user(app)
    queued = add_queued(
        app, user, "Two CRM options came up.", at=MORNING, requires_fresh_context=True
    )
    turns.record(text(wrote), now=MORNING + SOON)
    release(orchestrator, now=MORNING + 2 * SOON)

    after = row(app, queued)
    assert after["status"] == expected
    if expected == "superseded":
        assert after["superseded_reason"] == "stale: the conversation has moved on"
        assert after["trace"][-1]["step"] == "superseded"
    assert one(app, "select count(*) from agent_tasks") == 0, "finished prose does not ask"


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "followup", "note": "find a CRM"},
        {"kind": "text", "text": "Two CRM options came up.", "reformulate": True},
    ],
)
def test_what_is_stale_may_ask_its_agent_for_new_words(
    orchestrator: Orchestrator, turns: Turns, app: Connection, data: Any
) -> None:
    user = add_user(app)
    queued = add_queued(app, user, data, at=MORNING, requires_fresh_context=True)
    turns.record(text("Forget about the CRM"), now=MORNING + SOON)
    release(orchestrator, now=MORNING + 2 * SOON)

    assert row(app, queued)["status"] == "superseded"
    task = app.execute(
        "select task_type, agent_type, user_id, context_json ->> 'queue_id'"
        " from agent_tasks where task_type = 'reformulate_message'"
    ).fetchone()
    assert task == ("reformulate_message", "concierge", user, str(queued))


def test_a_stale_sequence_asks_once_for_all_of_it(
    orchestrator: Orchestrator, turns: Turns, app: Connection
) -> None:
    user, sequence = add_user(app), uuid4()
    data = Jsonb({"kind": "text", "text": "Two CRM options came up.", "reformulate": True})
    parts = [
        add_part(app, user, sequence, n, total=2, message_data=data, requires_fresh_context=n == 1)
        for n in (1, 2)
    ]
    turns.record(text("Forget about the CRM"), now=MORNING + SOON)
    release(orchestrator, now=MORNING + 2 * SOON)

    assert [row(app, part)["status"] for part in parts] == ["superseded"] * 2
    asked = column(app, "select context_json ->> 'queue_id' from agent_tasks")
    assert asked == [str(parts[0])]


def test_a_newer_message_about_the_same_item_supersedes_the_older_that_waits(
    app: Connection,
) -> None:
    user, other, item = add_user(app), add_user(app, "+14155550109"), uuid4()
    about = {"item_type": "intro_offer", "item_id": item}
    sequence = {"sequence_id": uuid4(), "sequence_total": 2}
    first = add_queued(app, user, "1", at=MORNING, **about)
    parts = [
        add_queued(
            app, user, "s", at=MORNING, **sequence, sequence_position=n, **(about if n == 1 else {})
        )
        for n in (1, 2)
    ]
    unrelated = add_queued(app, user, "u", at=MORNING, item_type="goal", item_id=item)
    theirs = add_queued(app, other, "o", at=MORNING, **about)
    newest = add_queued(app, user, "2", at=MORNING, **about)

    assert [row(app, id)["status"] for id in (first, *parts)] == ["superseded"] * 3
    assert row(app, first)["superseded_by_message_id"] == str(parts[0])
    assert row(app, parts[1])["superseded_by_message_id"] == str(newest), "whole or not at all"
    assert row(app, first)["superseded_reason"] == "a newer message about the same item"
    assert steps(app, first)[-1]["by"] == str(parts[0])
    assert [row(app, id)["status"] for id in (unrelated, theirs, newest)] == ["queued"] * 3


# What matters to a person is read again.


def test_of_priorities_only_what_still_matters_is_spoken_of_and_it_counts_as_presented(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    live = add_priority(app, user, 1, summary="Mike can introduce you to Acme!")
    gone = add_priority(app, user, 2, status="expired")
    tired = add_priority(app, user, 3, status="presented", presented=2)
    ids = [str(id) for id in (live, gone, tired)]
    add_queued(app, user, {"kind": "priorities", "priority_ids": ids}, at=MORNING)
    assert release(orchestrator, now=MORNING) == {"release": 1}

    assert texts(app) == [
        "Something that may matter to you: Mike can introduce you to Acme. Want to hear more?"
    ]
    rows = app.execute(
        "select status, presentation_count, last_presented_at from user_priorities"
        " order by priority_rank"
    ).fetchall()
    assert rows == [("presented", 1, MORNING), ("expired", 0, None), ("presented", 2, None)]


def test_priorities_that_are_all_gone_are_not_spoken_of(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    gone = add_priority(app, user, 1, status="actioned")
    queued = add_queued(app, user, {"kind": "priorities", "priority_ids": [str(gone)]}, at=MORNING)
    assert release(orchestrator, now=MORNING) == {"cancel": 1}
    assert steps(app, queued)[-1]["reason"] == "nothing of it matters any more"


def test_priorities_that_are_all_gone_take_nobodys_place_in_the_budget(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    gone = add_priority(app, user, 1, status="actioned")
    for _ in range(2):
        add_queued(app, user, {"kind": "priorities", "priority_ids": [str(gone)]}, at=MORNING)
    add_queued(app, user, "Hello.", at=MORNING)

    assert release(orchestrator, now=MORNING) == {"cancel": 2, "release": 1}


def test_priorities_in_a_part_that_is_due_later_are_spoken_of_with_their_sequence(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user, sequence = add_user(app), uuid4()
    spoken = {
        "kind": "priorities",
        "priority_ids": [str(add_priority(app, user, 1, summary="Acme"))],
    }
    parts = [add_part(app, user, sequence, number, total=2) for number in (1, 2)]
    app.execute(
        "update message_queue set message_data = %s, scheduled_for = %s where id = %s",
        (Jsonb(spoken), MORNING + SOON, parts[1]),
    )

    assert release(orchestrator, now=MORNING) == {"hold": 1}
    assert release(orchestrator, now=MORNING + SOON) == {"release": 1}
    assert "Acme" in texts(app)[1]


def test_a_priority_that_goes_while_it_is_worded_is_not_spoken_of(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    priority = add_priority(app, user, 1)
    add_queued(app, user, {"kind": "priorities", "priority_ids": [str(priority)]}, at=MORNING)
    (context,) = claimed(orchestrator, MORNING)
    app.execute("update user_priorities set status = 'actioned'")

    assert orchestrator.settle(context, now=MORNING) == (Outcome.DONE, {"cancel": 1})
    assert texts(app) == []


# Re-engagement.


@pytest.mark.parametrize(
    ("case", "outcome", "reason"),
    [
        ("first", "sent", None),
        ("paused for good", "cancelled", "re-engagement is paused for good"),
        ("six days after the last", "cancelled", "re-engaged less than 7 days ago"),
        ("seven days after the last", "sent", None),
        ("they have written", "superseded", "they have written by themselves"),
    ],
)
def test_re_engagement_at_release(
    orchestrator: Orchestrator,
    turns: Turns,
    app: Connection,
    case: str,
    outcome: str,
    reason: str | None,
) -> None:
    user = add_user(app, re_engagement_paused_at=MORNING if case == "paused for good" else None)
    now = MORNING
    if case.endswith("the last"):
        add_queued(app, user, {"kind": "re_engagement"}, at=now)
        release(orchestrator, now=now)
        now += timedelta(days=6 if case.startswith("six") else 7)
    queued = add_queued(app, user, {"kind": "re_engagement", "last_step": "your email"}, at=now)
    if case == "they have written":
        turns.record(text("Hi again"), now=now + SOON)
    release(orchestrator, now=now + 2 * SOON)

    after = row(app, queued)
    assert after["status"] == outcome
    assert after["trace"][-1].get("reason") == reason
