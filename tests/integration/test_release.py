"""Release: what waits in message_queue goes out at its moment, or says why not."""

from datetime import timedelta
from typing import Any

import pytest

from shared.db.turns import Turns
from shared.release.orchestrator import Orchestrator
from tests.fixtures.people import Connection, add_user, one, text
from tests.fixtures.queued import (
    MORNING,
    NINE_PM,
    SOON,
    add_queued,
    moment,
    release,
    row,
    steps,
    texts,
)

# One message on its way.


def test_what_is_due_goes_out_counted_and_traced(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    queued = add_queued(app, user, "Hello there.", at=MORNING)

    assert release(orchestrator, now=MORNING) == {"release": 1}

    message = app.execute(
        "select id, content, status, role, purpose, queue_id, segments, send_before from messages"
    ).fetchone()
    assert message is not None
    assert message[1:] == (
        *("Hello there.", "queued_for_send", "concierge", "proactive", queued, 1),
        NINE_PM,
    )
    after = row(app, queued)
    assert (after["status"], after["final_message"]) == ("sent", "Hello there.")
    assert after["delivered_message_id"] == str(message[0])
    assert (moment(after["sent_at"]), after["budget_date"]) == (MORNING, "2026-03-02")
    assert after["trace"][-1]["step"] == "released"
    assert app.execute(
        "select date::text, messages_sent, last_message_at from user_message_budget"
    ).fetchall() == [("2026-03-02", 1, MORNING)]
    assert release(orchestrator, now=MORNING) == {}, "once"


def test_what_is_due_later_waits(orchestrator: Orchestrator, app: Connection) -> None:
    add_queued(app, add_user(app), "Later.", at=MORNING, scheduled_for=MORNING + SOON)

    assert release(orchestrator, now=MORNING) == {}
    assert release(orchestrator, now=MORNING + SOON) == {"release": 1}


def test_a_long_text_goes_out_as_at_most_three_messages_counted_once(
    orchestrator: Orchestrator, app: Connection
) -> None:
    long = " ".join(f"This is sentence number {n}." for n in range(150))
    add_queued(app, add_user(app), long, at=MORNING)
    release(orchestrator, now=MORNING)

    assert len(texts(app)) == 3
    assert " ".join(texts(app)) == long
    assert one(app, "select messages_sent from user_message_budget") == 1


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "fax", "text": "x"},
        {"kind": "text"},
        {"kind": "text", "text": "  "},
        {"text": "x"},
        [],
        {"kind": "priorities", "priority_ids": ["x"]},
    ],
)
def test_what_cannot_be_read_is_cancelled_at_once_with_the_error(
    orchestrator: Orchestrator, app: Connection, data: Any
) -> None:
    user = add_user(app)
    broken = add_queued(app, user, data, at=MORNING)
    fine = add_queued(app, user, "Fine.", at=MORNING)

    assert release(orchestrator, now=MORNING) == {"release": 1, "cancel": 1}
    after = row(app, broken)
    assert after["status"] == "cancelled"
    assert "message_data" in after["last_error"]
    assert after["trace"][-1] | {"at": ""} == {
        "step": "cancelled",
        "at": "",
        "reason": after["last_error"],
    }
    assert row(app, fine)["status"] == "sent"


# Consent and pauses.


def test_an_opt_out_cancels_what_waits_at_once(turns: Turns, app: Connection) -> None:
    user = add_user(app)
    queued = add_queued(app, user, "x", at=MORNING)
    turns.record(text("STOP"), now=MORNING)

    assert row(app, queued)["status"] == "cancelled"
    assert steps(app, queued)[-1]["reason"] == "opted out"


def test_who_has_opted_out_before_is_not_written_to(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app, opted_out_at=MORNING)
    queued = add_queued(app, user, "x", at=MORNING)

    assert release(orchestrator, now=MORNING) == {"cancel": 1}
    assert steps(app, queued)[-1]["reason"] == "opted out"


def test_a_paused_conversation_holds_and_lifting_the_pause_frees(
    orchestrator: Orchestrator, turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    turns.record(text("Hello"), now=MORNING - timedelta(hours=1))
    app.execute("update conversations set status = 'paused'")
    queued = add_queued(app, user, "x", at=MORNING)

    assert release(orchestrator, now=MORNING) == {"hold": 1}
    assert steps(app, queued)[-1]["reason"] == "the conversation is paused"
    one(app, "select resume_conversation(id, %s) from conversations", MORNING + SOON)
    assert release(orchestrator, now=MORNING + SOON) == {"release": 1}
