"""When what waits goes out: priority, budget, quiet hours, a conversation that goes on."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb

from shared.db.turns import Turns
from shared.queue import Outcome
from shared.release.orchestrator import Orchestrator
from tests.fixtures.people import SARAH, Connection, add_user, column, decision, one, text
from tests.fixtures.queued import (
    EIGHT,
    MORNING,
    NIGHT,
    SOON,
    add_queued,
    moment,
    release,
    row,
    steps,
    texts,
)

# Priority and budget.


def test_true_priority_goes_first_then_age_and_two_an_hour_is_all(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    minute = timedelta(minutes=1)
    for number, priority in enumerate(["medium", "low", "high", "medium", "high"]):
        add_queued(
            app, user, f"{priority} {number}", at=MORNING + number * minute, priority=priority
        )
    now = MORNING + 5 * minute
    assert release(orchestrator, now=now) == {"release": 2, "hold": 3}
    assert texts(app) == ["high 2", "high 4"]
    held = one(app, "select id from message_queue where message_data ->> 'text' = 'medium 0'")
    assert steps(app, held)[-1] | {"at": ""} == {
        "step": "held",
        "at": "",
        "reason": "over budget: 2 in 60 minutes",
        "until": (now + timedelta(hours=1)).isoformat().replace("+00:00", "+00:00"),
    }
    assert release(orchestrator, now=now + timedelta(minutes=59)) == {}
    assert release(orchestrator, now=now + timedelta(minutes=60)) == {"release": 2, "hold": 1}
    assert texts(app)[2:] == ["medium 0", "medium 3"]


def test_who_has_the_most_urgent_waiting_comes_first_whoever_has_waited_longer(
    orchestrator: Orchestrator, app: Connection
) -> None:
    people = {
        priority: add_user(app, f"+1415555010{number}")
        for number, priority in enumerate(["medium", "low", "urgent", "high"])
    }
    for number, (priority, user) in enumerate(people.items()):
        add_queued(app, user, "x", at=MORNING + number * SOON, priority=priority)

    claims = [orchestrator.queue.claim(1, uuid4(), now=MORNING + 4 * SOON) for _ in people]
    assert [context.user.id for (context,) in claims] == [
        people[priority] for priority in ("urgent", "high", "medium", "low")
    ]


def test_five_a_local_day_and_the_sixth_waits_for_the_morning(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    queued = [add_queued(app, user, str(n), at=MORNING) for n in range(6)]
    for hour in range(4):
        release(orchestrator, now=MORNING + timedelta(hours=hour))

    assert texts(app) == ["0", "1", "2", "3", "4"]
    assert one(app, "select messages_sent from user_message_budget") == 5
    assert row(app, queued[5])["trace"][-1]["reason"] == "over budget: 5 a day"
    assert moment(row(app, queued[5])["scheduled_for"]) == EIGHT
    assert release(orchestrator, now=EIGHT) == {"release": 1}
    assert column(app, "select messages_sent from user_message_budget order by date") == [5, 1]


def test_a_new_days_row_takes_over_the_last_ones_limits(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    app.execute(
        "insert into user_message_budget (user_id, date, daily_limit, hourly_limit,"
        " quiet_hours_enabled) values (%s, '2026-01-01', 3, 3, false)",
        (user,),
    )
    for number in range(4):
        add_queued(app, user, str(number), at=NIGHT)

    assert release(orchestrator, now=NIGHT) == {"release": 3, "hold": 1}, "nor quiet hours"
    assert app.execute(
        "select date::text, messages_sent, daily_limit, hourly_limit, quiet_hours_enabled"
        " from user_message_budget order by date desc limit 1"
    ).fetchone() == ("2026-03-02", 3, 3, 3, False)
    assert column(app, "select send_before from messages") == [None] * 3


def test_urgent_skips_the_budget_but_not_the_quiet_hours_and_is_counted(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    for number in range(7):
        add_queued(app, user, str(number), at=MORNING, priority="urgent")
    assert release(orchestrator, now=MORNING) == {"release": 7}
    assert one(app, "select messages_sent from user_message_budget") == 7

    late = add_queued(app, user, "late", at=NIGHT, priority="urgent")
    assert release(orchestrator, now=NIGHT) == {"hold": 1}
    assert moment(row(app, late)["scheduled_for"]) == EIGHT


def test_settling_checks_the_budget_itself(orchestrator: Orchestrator, app: Connection) -> None:
    user = add_user(app)
    queued = add_queued(app, user, "x", at=MORNING)
    (context,) = orchestrator.queue.claim(1, uuid4(), now=MORNING)
    app.execute(
        "insert into user_message_budget (user_id, date, messages_sent)"
        " values (%s, '2026-03-02', 5)",
        (user,),
    )
    assert orchestrator.settle(context, now=MORNING) == (Outcome.DONE, {"hold": 1})
    assert row(app, queued)["trace"][-1]["reason"] == "over budget: 5 a day"
    assert texts(app) == []


# Quiet hours.


def test_at_night_a_message_moves_to_the_end_of_the_quiet_hours(
    orchestrator: Orchestrator, app: Connection
) -> None:
    queued = add_queued(app, add_user(app), "x", at=NIGHT)

    assert release(orchestrator, now=NIGHT) == {"hold": 1}
    assert moment(row(app, queued)["scheduled_for"]) == EIGHT
    assert steps(app, queued)[-1]["reason"] == "quiet hours"
    assert release(orchestrator, now=EIGHT) == {"release": 1}


@pytest.mark.parametrize(
    ("columns", "now", "until"),
    [
        # Their own hours, over midnight, in the zone they told us.
        (
            {
                "timezone": "Asia/Kathmandu",
                "quiet_hours_start": time(22, 30),
                "quiet_hours_end": time(6, 15),
            },
            datetime(2026, 3, 2, 20, 0, tzinfo=UTC),
            datetime(2026, 3, 3, 0, 30, tzinfo=UTC),
        ),
        # Toll-free: the deployment's zone, New York.
        (
            {"phone_number": "+18005550101"},
            datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
            datetime(2026, 3, 2, 13, 0, tzinfo=UTC),
        ),
        # A zone that does not exist says nothing, the number still does.
        (
            {"phone_number": "+442079460123", "timezone": "Mars/Olympus"},
            datetime(2026, 3, 2, 7, 0, tzinfo=UTC),
            datetime(2026, 3, 2, 8, 0, tzinfo=UTC),
        ),
        # An Australian mobile: Perth must be awake and Sydney not yet asleep.
        (
            {"phone_number": "+61412345678"},
            datetime(2026, 6, 30, 22, 30, tzinfo=UTC),  # 08:30 in Sydney, 06:30 in Perth
            datetime(2026, 7, 1, 1, 30, tzinfo=UTC),
        ),
    ],
)
def test_quiet_hours_are_those_of_where_they_may_be(
    orchestrator: Orchestrator,
    app: Connection,
    columns: dict[str, Any],
    now: datetime,
    until: datetime,
) -> None:
    phone = columns.pop("phone_number", SARAH)
    queued = add_queued(app, add_user(app, phone, **columns), "x", at=now)

    assert release(orchestrator, now=now) == {"hold": 1}
    assert moment(row(app, queued)["scheduled_for"]) == until


def test_quiet_hours_may_end_at_the_end_of_the_day(
    orchestrator: Orchestrator, app: Connection
) -> None:
    queued = add_queued(app, add_user(app, quiet_hours_end="24:00"), "Hello.", at=NIGHT)

    assert release(orchestrator, now=NIGHT) == {"hold": 1}
    assert moment(row(app, queued)["scheduled_for"]) == NIGHT + timedelta(hours=2)


def test_a_low_priority_waits_for_an_hour_at_which_they_answer(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app, response_pattern=Jsonb({"hours": [15, 3]}))
    low = add_queued(app, user, "low", at=MORNING, priority="low")
    add_queued(app, user, "medium", at=MORNING)

    assert release(orchestrator, now=MORNING) == {"release": 1, "hold": 1}
    three_pm = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    assert moment(row(app, low)["scheduled_for"]) == three_pm
    assert release(orchestrator, now=three_pm) == {"release": 1}


# In conversation.


def test_who_has_just_texted_gets_what_is_relevant_at_night_and_over_budget(
    orchestrator: Orchestrator, turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    turns.record(text("Any news about my CRM search?"), now=NIGHT)
    now = NIGHT + timedelta(minutes=2)
    for number in range(3):
        add_queued(app, user, f"The CRM search found option {number}.", at=now)
    other = add_queued(app, user, "Mike would like to meet you.", at=now)

    assert release(orchestrator, now=now) == {"release": 3, "hold": 1}
    assert row(app, other)["trace"][-1]["reason"] == "quiet hours"
    assert one(app, "select messages_sent from user_message_budget") == 3, "counted all the same"
    assert column(app, "select distinct send_before from messages where purpose = 'proactive'") == [
        NIGHT + timedelta(minutes=10)
    ], "the conversation's end, in the night"


@pytest.mark.parametrize("hold", ["quiet hours", "over budget", "no good hour"])
def test_what_was_held_before_they_texted_goes_out_if_it_is_relevant_now(
    orchestrator: Orchestrator, turns: Turns, app: Connection, hold: str
) -> None:
    user = add_user(app, response_pattern=Jsonb({"hours": [15]}))
    now = NIGHT if hold == "quiet hours" else MORNING
    priority = "low" if hold == "no good hour" else "medium"
    if hold == "over budget":
        add_queued(app, user, "One.", at=now - SOON, priority="urgent")
        add_queued(app, user, "Two.", at=now - SOON, priority="urgent")
        release(orchestrator, now=now)
    search = add_queued(app, user, "The CRM search found two options.", at=now, priority=priority)
    other = add_queued(app, user, "Mike would like to meet you.", at=now, priority=priority)
    assert release(orchestrator, now=now) == {"hold": 2}
    held_until = row(app, other)["scheduled_for"]

    turn = turns.record(text("Any news about my CRM search?"), now=now + SOON).turn
    assert turn is not None
    turns.settle(turn, decision("A moment."), [("A moment.", 1)], decided_ms=1, now=now + SOON)
    assert release(orchestrator, now=now + 2 * SOON) == {"release": 1, "hold": 1}

    assert row(app, search)["trace"][-1]["why"] == "in conversation"
    assert row(app, other)["scheduled_for"] == held_until
    assert [step["step"] for step in row(app, other)["trace"]] == ["held"]


def test_what_waits_for_its_own_moment_is_left_alone_when_they_text(
    turns: Turns, app: Connection
) -> None:
    queued = add_queued(app, add_user(app), "x", at=NIGHT, scheduled_for=EIGHT)
    turn = turns.record(text("Hello"), now=NIGHT).turn
    assert turn is not None
    turns.settle(turn, decision("Hi."), [("Hi.", 1)], decided_ms=1, now=NIGHT)

    assert moment(row(app, queued)["scheduled_for"]) == EIGHT


def test_ten_minutes_after_their_text_it_is_night_again(
    orchestrator: Orchestrator, turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    turns.record(text("Any news about my CRM search?"), now=NIGHT)
    add_queued(app, user, "The CRM search is done.", at=NIGHT + timedelta(minutes=10))

    assert release(orchestrator, now=NIGHT + timedelta(minutes=10)) == {"hold": 1}
