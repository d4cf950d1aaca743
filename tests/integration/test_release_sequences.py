"""Messages that belong together go out whole, in order, or not at all."""

from datetime import timedelta
from uuid import uuid4

from shared.release.orchestrator import Orchestrator
from tests.fixtures.people import Connection, add_user, column, one
from tests.fixtures.queued import (
    MORNING,
    SOON,
    add_part,
    add_queued,
    release,
    row,
    texts,
)


def test_a_sequence_goes_out_whole_in_order_and_counts_once(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user, sequence = add_user(app), uuid4()
    for position in (3, 1):
        add_part(app, user, sequence, position)
    assert release(orchestrator, now=MORNING) == {"hold": 1}
    assert column(app, "select distinct status from message_queue") == ["approved"]
    add_part(app, user, sequence, 2)
    assert release(orchestrator, now=MORNING + SOON) == {"release": 1}

    assert texts(app) == ["part 1", "part 2", "part 3"]
    assert one(app, "select messages_sent from user_message_budget") == 1
    add_queued(app, user, "another", at=MORNING)
    assert release(orchestrator, now=MORNING + SOON) == {"release": 1}, "two an hour"


def test_a_sequence_waits_for_the_part_that_is_due_last(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user, sequence = add_user(app), uuid4()
    later = MORNING + timedelta(hours=1)
    first = add_part(app, user, sequence, 1, total=2)
    last = add_part(app, user, sequence, 2, total=2, scheduled_for=later)

    assert release(orchestrator, now=MORNING) == {"hold": 1}
    assert (row(app, first)["status"], row(app, last)["status"]) == ("approved", "queued")
    assert release(orchestrator, now=later) == {"release": 1}
    assert texts(app) == ["part 1", "part 2"]


def test_a_sequence_that_stays_incomplete_is_given_up_visibly(
    orchestrator: Orchestrator, app: Connection
) -> None:
    part = add_part(app, add_user(app), uuid4(), 1)
    for hour in range(26):
        release(orchestrator, now=MORNING + timedelta(hours=hour))

    after = row(app, part)
    assert after["status"] == "cancelled"
    assert after["trace"][-1]["reason"] == "its sequence stayed incomplete for 24 hours"
    assert len(after["trace"]) == 2, "held again and again is one entry"
