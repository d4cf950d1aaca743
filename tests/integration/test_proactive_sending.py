"""From release to the phone: quiet hours in the sender, the budget's give-back, proactive turns."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb

from shared.db.outbound import Outbound
from shared.db.turns import Turns
from shared.release.orchestrator import Orchestrator
from tests.fixtures.people import Connection, add_user, column, decision, new_sid, one, text
from tests.fixtures.queued import (
    EIGHT,
    MORNING,
    NINE_PM,
    add_part,
    add_priority,
    add_queued,
    release,
    steps,
)

SECOND = timedelta(seconds=1)
LIMIT = timedelta(seconds=10)
TOKEN = uuid4()


def budget(app: Connection) -> list[int]:
    return column(app, "select messages_sent from user_message_budget order by date")


def statuses(app: Connection) -> list[str]:
    return column(app, "select status from messages where direction = 'outbound' order by seq")


def send(outbound: Outbound, now: datetime) -> list[str]:
    """One sender's round at a moment: everything that may be called is accepted."""
    sent: list[str] = []
    while claimed := outbound.claim(5, TOKEN, now=now):
        for message in claimed:
            begun = outbound.begin(
                message, TOKEN, content=message.content, segments=1, call_limit=LIMIT, now=now
            )
            if begun == "call":
                outbound.accepted(message.id, TOKEN, new_sid(), now=now)
                sent.append(message.content)
    return sent


# Quiet hours begin before it is sent.


def test_the_sender_takes_nothing_proactive_once_quiet_hours_have_begun(
    orchestrator: Orchestrator, outbound: Outbound, app: Connection
) -> None:
    queued = add_queued(app, add_user(app), "x", at=NINE_PM - SECOND)
    release(orchestrator, now=NINE_PM - SECOND)

    assert send(outbound, NINE_PM) == []
    (trace,) = column(app, "select trace from messages")
    assert (trace[-1]["step"], trace[-1]["reason"]) == (
        "cancelled",
        "quiet hours began before it was sent",
    )
    assert one(app, "select status from message_queue") == "queued"
    assert budget(app) == [0]
    assert release(orchestrator, now=NINE_PM) == {"hold": 1}
    assert one(app, "select scheduled_for from message_queue") == EIGHT
    assert release(orchestrator, now=EIGHT) == {"release": 1}
    assert send(outbound, EIGHT) == ["x"]
    assert budget(app) == [0, 1]
    assert [step["step"] for step in steps(app, queued)] == [
        *("released", "budget returned", "queued", "held", "released")
    ]


def test_a_second_before_it_is_sent(
    orchestrator: Orchestrator, outbound: Outbound, app: Connection
) -> None:
    add_queued(app, add_user(app), "x", at=MORNING)
    release(orchestrator, now=MORNING)
    assert send(outbound, NINE_PM - SECOND) == ["x"]


def test_the_last_look_before_the_call_sees_the_quiet_hours(
    orchestrator: Orchestrator, outbound: Outbound, app: Connection
) -> None:
    add_queued(app, add_user(app), "x", at=MORNING)
    release(orchestrator, now=MORNING)
    (message,) = outbound.claim(5, TOKEN, now=NINE_PM - SECOND)

    begun = outbound.begin(message, TOKEN, content="x", segments=1, call_limit=LIMIT, now=NINE_PM)
    assert begun == "quiet"
    assert statuses(app) == ["cancelled"]
    assert one(app, "select status from message_queue") == "queued"
    assert budget(app) == [0]


def test_an_answer_behind_what_came_too_late_goes_out_in_the_same_round(
    orchestrator: Orchestrator, outbound: Outbound, turns: Turns, app: Connection
) -> None:
    add_queued(app, add_user(app), "news", at=NINE_PM - SECOND)
    release(orchestrator, now=NINE_PM - SECOND)
    turn = turns.record(text("Hello"), now=NINE_PM).turn
    assert turn is not None
    turns.settle(turn, decision("Hi."), [("Hi.", 1)], decided_ms=1, now=NINE_PM)

    assert send(outbound, NINE_PM) == ["Hi."]


def test_what_came_too_late_gives_way_to_a_newer_message_about_the_same_item(
    orchestrator: Orchestrator, outbound: Outbound, app: Connection
) -> None:
    user, about = add_user(app), {"item_type": "goal", "item_id": uuid4()}
    older = add_queued(app, user, "older", at=NINE_PM - SECOND, **about)
    release(orchestrator, now=NINE_PM - SECOND)
    newer = add_queued(app, user, "newer", at=NINE_PM - SECOND, **about)

    assert send(outbound, NINE_PM) == []

    assert app.execute("select id, status from message_queue order by seq").fetchall() == [
        (older, "superseded"),
        (newer, "queued"),
    ]
    assert steps(app, older)[-1]["by"] == str(newer)


def test_of_a_sequence_cut_off_by_quiet_hours_the_rest_follows_in_the_morning(
    orchestrator: Orchestrator, outbound: Outbound, app: Connection
) -> None:
    user, sequence = add_user(app), uuid4()
    for position in (1, 2, 3):
        add_part(app, user, sequence, position)
    release(orchestrator, now=MORNING)
    (first,) = outbound.claim(1, TOKEN, now=NINE_PM - SECOND)
    outbound.accepted(first.id, TOKEN, new_sid(), now=NINE_PM - SECOND)

    assert send(outbound, NINE_PM) == []
    assert budget(app) == [1], "a part of it went out"
    release(orchestrator, now=NINE_PM)
    assert release(orchestrator, now=EIGHT) == {"release": 1}
    assert send(outbound, EIGHT) == ["part 2", "part 3"]


def test_of_a_long_text_cut_off_by_quiet_hours_only_the_rest_is_said_in_the_morning(
    orchestrator: Orchestrator, outbound: Outbound, app: Connection
) -> None:
    long = " ".join(f"This is sentence number {n}." for n in range(150))
    add_queued(app, add_user(app), long, at=MORNING)
    release(orchestrator, now=MORNING)
    (first,) = outbound.claim(1, TOKEN, now=NINE_PM - SECOND)
    outbound.accepted(first.id, TOKEN, new_sid(), now=NINE_PM - SECOND)
    assert send(outbound, NINE_PM) == []
    release(orchestrator, now=NINE_PM)
    release(orchestrator, now=EIGHT)

    rest = send(outbound, EIGHT)
    assert " ".join([first.content, *rest]).split() == long.split()


def test_the_rest_of_a_long_part_of_a_sequence_comes_before_the_parts_behind_it(
    orchestrator: Orchestrator, outbound: Outbound, app: Connection
) -> None:
    user, sequence = add_user(app), uuid4()
    long = " ".join(f"This is sentence number {n}." for n in range(150))
    first, _ = (add_part(app, user, sequence, position, total=2) for position in (1, 2))
    data = {"kind": "text", "text": long}
    app.execute("update message_queue set message_data = %s where id = %s", (Jsonb(data), first))
    release(orchestrator, now=MORNING)
    (out,) = outbound.claim(1, TOKEN, now=NINE_PM - SECOND)
    outbound.accepted(out.id, TOKEN, new_sid(), now=NINE_PM - SECOND)
    assert send(outbound, NINE_PM) == []
    release(orchestrator, now=NINE_PM)
    assert release(orchestrator, now=EIGHT) == {"release": 1}

    *rest, last = send(outbound, EIGHT)
    assert " ".join([out.content, *rest]).split() == long.split()
    assert last == "part 2"


def test_what_failed_and_was_to_be_tried_again_waits_whole_for_the_morning(
    orchestrator: Orchestrator, outbound: Outbound, app: Connection
) -> None:
    queued = add_queued(app, add_user(app), "x", at=MORNING)
    release(orchestrator, now=MORNING)
    send(outbound, NINE_PM - SECOND)
    tried_again(outbound, app, "failed", now=NINE_PM - SECOND)
    assert budget(app) == [1], "it may still go out"

    assert send(outbound, NINE_PM + timedelta(minutes=5)) == []
    assert budget(app) == [0]
    assert column(app, "select id from message_queue where status = 'queued'") == [queued]


def tried_again(outbound: Outbound, app: Connection, end: str, *, now: datetime) -> None:
    message = one(app, "select id from messages")
    sid = one(app, "select twilio_message_sid from messages")
    outbound.delivery(message, sid, end, retry_after=timedelta(minutes=5), now=now)


def test_a_passing_failure_is_tried_again_only_before_quiet_hours(
    orchestrator: Orchestrator, outbound: Outbound, app: Connection
) -> None:
    add_queued(app, add_user(app), "x", at=MORNING)
    release(orchestrator, now=MORNING)
    send(outbound, NINE_PM - SECOND)
    tried_again(outbound, app, "undelivered", now=NINE_PM - SECOND)
    assert send(outbound, NINE_PM + timedelta(minutes=5)) == []


# The budget is given back, once, when nothing went out.


def refused(outbound: Outbound, app: Connection, message: UUID) -> None:
    outbound.claim(5, TOKEN, now=MORNING)
    outbound.refused(message, TOKEN, 21211, "not valid", now=MORNING)


def opted_out(outbound: Outbound, app: Connection, message: UUID) -> None:
    one(app, "select record_opt_out(user_id, 'operator', p_now => %s) from messages", MORNING)


def never_shown(outbound: Outbound, app: Connection, message: UUID) -> None:
    """Unconfirmed attempt after attempt, absent from Twilio's list each time, then given up."""
    now = MORNING
    for _ in range(5):
        outbound.claim(5, TOKEN, now=now)
        outbound.unconfirmed(message, TOKEN, "timeout", now=now)
        for _ in range(2):
            now += timedelta(seconds=60)
            (due,) = outbound.claim_unconfirmed(5, now=now)
            outbound.settle_unconfirmed(due, [], now=now)


def accepted_then(status: str) -> Any:
    def play(outbound: Outbound, app: Connection, message: UUID) -> None:
        outbound.claim(5, TOKEN, now=MORNING)
        outbound.accepted(message, TOKEN, "SM1", now=MORNING)
        outbound.delivery(message, "SM1", status, error_code=30005, now=MORNING)

    return play


def unconfirmed(outbound: Outbound, app: Connection, message: UUID) -> None:
    outbound.claim(5, TOKEN, now=MORNING)
    outbound.unconfirmed(message, TOKEN, "timeout", now=MORNING)


@pytest.mark.parametrize(
    ("end", "left"),
    [
        (refused, 0),
        (opted_out, 0),
        (never_shown, 0),
        (accepted_then("undelivered"), 1),
        (accepted_then("failed"), 0),
        (accepted_then("delivered"), 1),
        (unconfirmed, 1),
    ],
    ids=["refused", "opted out", "never shown", "undelivered", "failed", "delivered", "unknown"],
)
def test_the_budget_is_given_back_when_it_is_known_not_to_have_gone_out(
    orchestrator: Orchestrator, outbound: Outbound, app: Connection, end: Any, left: int
) -> None:
    queued = add_queued(app, add_user(app), "x", at=MORNING)
    release(orchestrator, now=MORNING)
    end(outbound, app, one(app, "select id from messages"))

    assert budget(app) == [left]
    returned = one(app, "select budget_returned_at is not null from message_queue")
    assert returned is (left == 0)
    assert ("budget returned" in [step["step"] for step in steps(app, queued)]) is (left == 0)


def test_what_was_given_back_makes_room_within_the_hour(
    orchestrator: Orchestrator, outbound: Outbound, app: Connection
) -> None:
    user = add_user(app)
    for number in range(3):
        add_queued(app, user, str(number), at=MORNING)
    release(orchestrator, now=MORNING)
    refused(outbound, app, one(app, "select id from messages order by seq limit 1"))
    add_queued(app, user, "another", at=MORNING)

    assert release(orchestrator, now=MORNING) == {"release": 1}
    assert budget(app) == [2]


def test_a_sequence_is_given_back_once_and_only_when_no_part_went_out(
    orchestrator: Orchestrator, outbound: Outbound, app: Connection
) -> None:
    user = add_user(app)
    for sequence in (uuid4(), uuid4()):
        for position in (1, 2):
            add_part(app, user, sequence, position, total=2)
    release(orchestrator, now=MORNING)
    assert budget(app) == [2]
    (first,) = outbound.claim(1, TOKEN, now=MORNING)
    outbound.accepted(first.id, TOKEN, "SM1", now=MORNING)
    for _ in range(3):
        (message,) = outbound.claim(1, TOKEN, now=MORNING)
        outbound.refused(message.id, TOKEN, 21211, "not valid", now=MORNING)

    assert budget(app) == [1]


# So are presentations.


@pytest.mark.parametrize(
    ("end", "status", "count"),
    [
        (refused, "active", 0),
        (accepted_then("failed"), "active", 0),
        (accepted_then("undelivered"), "presented", 1),
        (unconfirmed, "presented", 1),
    ],
    ids=["refused", "failed", "undelivered", "unknown"],
)
def test_what_did_not_go_out_has_presented_nothing(
    orchestrator: Orchestrator,
    outbound: Outbound,
    app: Connection,
    end: Any,
    status: str,
    count: int,
) -> None:
    user = add_user(app)
    add_queued(app, user, spoken_of(add_priority(app, user, 1)), at=MORNING)
    release(orchestrator, now=MORNING)
    end(outbound, app, one(app, "select id from messages"))

    assert presentations(app) == [(status, count, MORNING if count else None)]


def test_a_second_presentation_that_did_not_go_out_leaves_the_first(
    orchestrator: Orchestrator, outbound: Outbound, app: Connection
) -> None:
    user = add_user(app)
    priority = add_priority(app, user, 1)
    for now in (MORNING, NINE_PM - SECOND):
        add_queued(app, user, spoken_of(priority), at=now)
        release(orchestrator, now=now)
        send(outbound, now if now == MORNING else NINE_PM)

    assert presentations(app) == [("presented", 1, MORNING)]
    release(orchestrator, now=NINE_PM)
    assert release(orchestrator, now=EIGHT) == {"release": 1}
    assert presentations(app) == [("presented", 2, EIGHT)]


def test_a_part_of_a_sequence_that_lapsed_is_presented_once_when_it_goes_out(
    orchestrator: Orchestrator, outbound: Outbound, app: Connection
) -> None:
    user, sequence = add_user(app), uuid4()
    _, part = (add_part(app, user, sequence, position, total=2) for position in (1, 2))
    data = spoken_of(add_priority(app, user, 1))
    app.execute("update message_queue set message_data = %s where id = %s", (Jsonb(data), part))
    release(orchestrator, now=MORNING)
    (out,) = outbound.claim(1, TOKEN, now=NINE_PM - SECOND)
    outbound.accepted(out.id, TOKEN, new_sid(), now=NINE_PM - SECOND)

    assert send(outbound, NINE_PM) == []
    assert presentations(app) == [("active", 0, None)]
    release(orchestrator, now=NINE_PM)
    release(orchestrator, now=EIGHT)
    assert presentations(app) == [("presented", 1, EIGHT)]


def spoken_of(priority: UUID) -> dict[str, Any]:
    return {"kind": "priorities", "priority_ids": [str(priority)]}


def presentations(app: Connection) -> list[Any]:
    return app.execute(
        "select status, presentation_count, last_presented_at from user_priorities"
    ).fetchall()


# Turns without a text.


def test_what_an_agent_says_to_an_approval_waits_its_turn_as_a_sequence(
    turns: Turns, orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app, verified=False, poc_agent_type="bouncer", first_name="Sarah")
    one(app, "select approve_user(%s)", user)
    now = one(app, "select now()")
    (turn,) = turns.claim(1, uuid4(), apology="sorry", now=now)
    turns.settle(
        turn, decision("Welcome.", "Ask."), [("Welcome.", 1), ("Ask.", 1)], decided_ms=1, now=now
    )

    rows = app.execute(
        "select message_data, priority, requires_fresh_context, sequence_position, sequence_total"
        " from message_queue order by seq"
    ).fetchall()
    assert rows == [
        ({"kind": "text", "text": "Welcome."}, "high", False, 1, 2),
        ({"kind": "text", "text": "Ask."}, "high", False, 2, 2),
    ]
    assert one(app, "select count(*) from messages") == 0
    assert column(app, "select processed from events where event_type = 'user.verified'") == [True]


def test_who_has_just_texted_is_welcomed_at_once_even_at_night(
    turns: Turns, orchestrator: Orchestrator, app: Connection
) -> None:
    night = NINE_PM + timedelta(hours=1)
    user = add_user(app)
    turns.record(text("Any news?"), now=night)
    add_queued(app, user, "Welcome.", at=night, priority="high")
    assert release(orchestrator, now=night + SECOND) == {"release": 1}
