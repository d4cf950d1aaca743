"""Decisions that were overtaken, orchestrators that die, rows that kill: nothing is said twice."""

from contextlib import nullcontext
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from shared.db.message_queue import MessageQueue
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.domain.decision import ActionRecord
from shared.errors import DatabaseRejected, LeaseLost
from shared.llm.ask import Answered
from shared.queue import Outcome
from shared.release.orchestrator import Orchestrator
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, add_user, column, one, text
from tests.fixtures.queued import (
    MORNING,
    NIGHT,
    SOON,
    add_part,
    add_queued,
    claimed,
    release,
    row,
    texts,
)

# Decisions that have become stale.


@pytest.mark.parametrize("change", ["text", "opt-out", "pause", "quiet hours"])
def test_what_changes_between_deciding_and_settling_makes_it_decide_again(
    orchestrator: Orchestrator, turns: Turns, app: Connection, change: str
) -> None:
    user = add_user(app)
    turns.record(text("I need a CRM"), now=MORNING - timedelta(hours=1))
    queued = add_queued(
        app, user, "Two CRM options came up.", at=MORNING, requires_fresh_context=True
    )
    (context,) = orchestrator.queue.claim(1, uuid4(), now=MORNING)
    now = MORNING + timedelta(seconds=2)
    if change == "text":
        turns.record(text("Never mind the CRM"), now=now)
    elif change == "opt-out":
        one(app, "select record_opt_out(%s, 'operator')", user)
    elif change == "pause":
        app.execute("update conversations set status = 'paused'")
    else:
        now = NIGHT
    _, counts = orchestrator.settle(context, now=now)

    expected = {"text": "superseded", "opt-out": "cancelled"}.get(change, "queued")
    assert row(app, queued)["status"] == expected
    assert "release" not in counts
    assert one(app, "select count(*) from user_message_budget") == 0


def test_hours_that_they_change_meanwhile_hold_at_once(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    queued = add_queued(app, user, "x", at=MORNING)
    (context,) = orchestrator.queue.claim(1, uuid4(), now=MORNING)
    app.execute("update users set quiet_hours_start = '00:00', quiet_hours_end = '23:00'")

    assert orchestrator.settle(context, now=MORNING)[1] == {"hold": 1}
    assert row(app, queued)["status"] == "queued"


def test_deciding_again_is_no_death(orchestrator: Orchestrator, app: Connection) -> None:
    user = add_user(app)
    queued = add_queued(app, user, "x", at=MORNING)
    for _ in range(8):
        (context,) = orchestrator.queue.claim(1, uuid4(), now=MORNING)
        stale = {**settlement(), "clock": "something else", "last_inbound_seq": None}
        settled = orchestrator.queue.settle(context, stale, [], now=MORNING)
        assert settled.outcome == "stale"
        app.execute("update private.lanes set leased_until = null, lease_token = null")

    assert row(app, queued)["attempts"] == 0
    assert release(orchestrator, now=MORNING) == {"release": 1}


# One orchestrator a person, and crashes.


def test_a_person_is_one_orchestrators_at_a_time_and_holds_nobody_else_up(
    orchestrator: Orchestrator, app: Connection
) -> None:
    sarah, mike = add_user(app), add_user(app, "+14155550102")
    add_queued(app, sarah, "x", at=MORNING)
    assert [c.user.id for c in claimed(orchestrator, MORNING)] == [sarah]
    add_queued(app, sarah, "y", at=MORNING)
    add_queued(app, mike, "m", at=MORNING)

    assert [c.user.id for c in claimed(orchestrator, MORNING + SOON / 3)] == [mike]


def test_a_claim_waits_for_nobody_who_changes_a_waiting_message(
    orchestrator: Orchestrator, database: Database, app: Connection
) -> None:
    user = add_user(app)
    first, second = (add_queued(app, user, name, at=MORNING) for name in ("first", "second"))

    with psycopg.connect(database.app_url) as other:
        # As an opt-out does that has come to the second: it may want the first next.
        other.execute("update message_queue set priority = 'low' where id = %s", (second,))
        (context,) = claimed(orchestrator, MORNING)
        other.execute("update message_queue set priority = 'low' where id = %s", (first,))

    assert {item.id for item in context.items} == {first, second}


def test_killed_between_claim_and_settle_it_is_done_by_the_next_and_only_by_the_next(
    orchestrator: Orchestrator, app: Connection
) -> None:
    add_queued(app, add_user(app), "x", at=MORNING)
    (killed,) = claimed(orchestrator, MORNING)

    later = MORNING + timedelta(seconds=30)
    (rescued,) = claimed(orchestrator, later)
    with pytest.raises(LeaseLost):
        orchestrator.queue.settle(killed, settlement(), [], now=later)
    assert orchestrator.settle(killed, now=later) == (Outcome.LOST, {}), "should it still live"
    assert orchestrator.settle(rescued, now=later) == (Outcome.DONE, {"release": 1})
    assert texts(app) == ["x"]


def test_killed_before_commit_nothing_has_happened(
    orchestrator: Orchestrator, app: Connection, owner: Connection
) -> None:
    queued = add_queued(app, add_user(app), "x", at=MORNING)
    (context,) = claimed(orchestrator, MORNING)
    # The server itself ends the connection as the very last of the transaction's statements runs.
    owner.execute(
        "create function die() returns trigger language plpgsql security definer as"
        " $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;"
        " create constraint trigger die after insert on messages"
        " deferrable initially deferred for each row execute function die()"
    )
    with pytest.raises(Exception, match="database"):
        orchestrator.settle(context, now=MORNING)
    owner.execute("drop trigger die on messages")

    assert (row(app, queued)["status"], texts(app)) == ("queued", [])
    assert one(app, "select count(*) from user_message_budget") == 0
    assert release(orchestrator, now=MORNING + SOON) == {"release": 1}
    assert texts(app) == ["x"]


def test_killed_after_commit_it_is_not_said_again(
    orchestrator: Orchestrator, app: Connection
) -> None:
    add_queued(app, add_user(app), "x", at=MORNING)
    (context,) = claimed(orchestrator, MORNING)
    orchestrator.settle(context, now=MORNING)

    # Its caller never heard of the commit and settles once more, as does the next sweep.
    assert orchestrator.settle(context, now=MORNING) == (Outcome.LOST, {})
    assert release(orchestrator, now=MORNING + SOON) == {}
    assert texts(app) == ["x"]


def test_what_kills_every_orchestrator_is_found_cancelled_and_blocks_nothing(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    deadly = add_queued(app, user, "deadly", at=MORNING)
    fine = [add_queued(app, user, f"fine {n}", at=MORNING) for n in (1, 2)]
    now, deaths = MORNING, 0
    while one(app, "select count(*) from message_queue where status = 'queued'"):
        for context in claimed(orchestrator, now):
            live = [item for item in context.items if item.attempts <= 5]
            if deadly in {item.id for item in live}:
                deaths += 1
            else:
                orchestrator.settle(context, now=now)
        now += timedelta(seconds=30)
        assert deaths <= 5, "it must end"

    assert [row(app, id)["status"] for id in (deadly, *fine)] == ["cancelled", "sent", "sent"]
    assert row(app, deadly)["last_error"] == "failed 5 times: the orchestrator died over it"


def test_whose_rows_cannot_be_read_block_nobody_and_are_named(
    orchestrator: Orchestrator, owner: Connection, app: Connection
) -> None:
    people = [add_user(app, f"+1415555010{number}") for number in range(6)]
    rows = [add_queued(app, user, "Hello.", at=MORNING) for user in people]
    owner.execute(
        "create or replace function private.clock_of(p_user users) returns text language plpgsql"
        " as $$ begin if p_user.phone_number < '+14155550105' then raise 'no clock'; end if;"
        " return ''; end $$"
    )

    token = uuid4()
    readable = [context.user.id for context in orchestrator.queue.claim(4, token, now=MORNING)]
    readable += [context.user.id for context in orchestrator.queue.claim(4, token, now=MORNING)]

    assert readable == [people[5]]
    errors = column(app, "select last_error from message_queue where id = any (%s)", rows[:5])
    assert set(errors) == {"its context cannot be read (P0001)"}
    for attempt in range(1, 7):
        orchestrator.queue.claim(9, uuid4(), now=MORNING + attempt * timedelta(minutes=1))
    ends = column(app, "select status from message_queue where id = any (%s)", rows[:5])
    assert ends == ["cancelled"] * 5, "nothing is tried for ever"


def test_what_cannot_be_worded_is_tried_with_backoff_then_cancelled_and_blocks_nothing(
    pool: Pool, app: Connection
) -> None:
    def broken(question: Any, seconds: float, spend: Any = None) -> Any:
        raise ValueError("+14155550101 said something private")

    orchestrator = Orchestrator(
        queue=MessageQueue(pool), ask=broken, default_timezone="America/New_York"
    )
    user = add_user(app)
    failing = add_queued(app, user, {"kind": "followup", "note": "call"}, at=MORNING)
    add_queued(app, user, "fine", at=MORNING)
    assert release(orchestrator, now=MORNING) == {"release": 1, "fail": 1}
    for minute in range(1, 40):
        release(orchestrator, now=MORNING + minute * SOON)

    after = row(app, failing)
    assert after["status"] == "cancelled"
    assert after["last_error"] == "failed 5 times: ValueError"
    assert [step["step"] for step in after["trace"]] == ["failed"] * 5 + ["cancelled"]


def test_what_was_given_up_is_put_back_whole_and_decided_afresh(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user, sequence = add_user(app), uuid4()
    parts = [add_part(app, user, sequence, position, total=2) for position in (1, 2)]
    app.execute("update message_queue set attempts = 6, last_error = 'ValueError'")
    assert release(orchestrator, now=MORNING) == {"cancel": 1}
    called_off = add_queued(app, user, "never mind", at=MORNING)
    app.execute("update message_queue set status = 'cancelled' where id = %s", (called_off,))

    redrive = "select redrive_queued_message(%s, %s)"
    assert one(app, redrive, parts[1], MORNING) is True
    assert one(app, redrive, parts[1], MORNING) is False, "it waits again"
    assert one(app, redrive, called_off, MORNING) is False, "nobody wants it"

    assert release(orchestrator, now=MORNING) == {"release": 1}
    assert [row(app, part)["status"] for part in parts] == ["sent", "sent"]


def settlement() -> dict[str, Any]:
    return {
        "valid_until": "infinity",
        "day": "2026-03-02",
        "day_end": "infinity",
        "clock": "-",
        "prompt_version": "release-test",
        "log": [],
    }


@pytest.mark.parametrize("end", ["stale", "lost", "broken"])
def test_what_a_decision_that_is_never_settled_asked_the_model_is_booked(
    pool: Pool, turns: Turns, app: Connection, owner: Connection, end: str
) -> None:
    user = add_user(app)
    add_queued(app, user, {"kind": "followup", "note": "call"}, at=MORNING)

    def costly(question: Any, seconds: float, spend: Any = None) -> Any:
        if end == "stale":
            turns.record(text(f"{uuid4()}"), now=MORNING, take=False)
        elif end == "lost":
            app.execute("update private.lanes set lease_token = gen_random_uuid()")
        else:
            owner.execute("alter table messages add check (direction <> 'outbound')")
        call = ActionRecord(action_type="llm_call", model_used="model", cost_usd=Decimal("0.01"))
        return Answered(value=question.rules(), engine="model", log=(call,))

    orchestrator = Orchestrator(
        queue=MessageQueue(pool), ask=costly, default_timezone="America/New_York"
    )
    (context,) = claimed(orchestrator, MORNING)
    with nullcontext() if end != "broken" else pytest.raises(DatabaseRejected):
        assert orchestrator.settle(context, now=MORNING) == (Outcome.LOST, {})

    asked = column(app, "select cost_usd from agent_actions_log where user_id = %s", user)
    assert asked == [Decimal("0.01")] * (4 if end == "stale" else 1)
