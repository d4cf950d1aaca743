"""Reminders that come again: the next occurrence is made as the last one is finished."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.domain.effects.member import CancelWaiting, ScheduleFollowup
from shared.domain.recurrence import Recurrence
from shared.domain.values import AgentType
from shared.errors import PermanentFailure
from tests.fixtures.people import Connection, add_user, column, decision, one, text
from tests.fixtures.tasks import TaskRunner, add_task

# The last Saturday before summer time ends in New York: 9 in the morning there.
SATURDAY = datetime(2026, 10, 31, 13, tzinfo=UTC)
BEFORE = SATURDAY - timedelta(hours=1)
DAILY = Recurrence(rule="FREQ=DAILY", first=datetime(2026, 10, 31, 9))  # noqa: DTZ001


@pytest.fixture
def runner(pool: Pool) -> TaskRunner:
    return TaskRunner(pool)


def answer(turns: Turns, body: str, *effects: Any, at: datetime = BEFORE) -> None:
    recorded = turns.record(text(body), now=at)
    assert recorded.turn is not None
    made = decision("Ok.", effects=effects, agent=AgentType.CONCIERGE)
    turns.settle(recorded.turn, made, [("Ok.", 1)], decided_ms=1, now=at)


def a_new_yorker(app: Connection) -> UUID:
    user = add_user(app)
    app.execute("update users set timezone = 'America/New_York' where id = %s", (user,))
    return user


def waiting(app: Connection) -> list[datetime]:
    return column(app, "select scheduled_for from agent_tasks where status = 'pending' order by 1")


def queued(app: Connection) -> int:
    return one(app, "select count(*) from message_queue where status = 'queued'")


def daily(turns: Turns, recurrence: Recurrence = DAILY) -> None:
    answer(
        turns,
        "remind me every day at 9 to stretch",
        ScheduleFollowup(at=SATURDAY, note="stretch", recurrence=recurrence),
    )


def test_the_next_one_comes_at_the_same_time_on_the_wall_after_the_clocks_change(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    a_new_yorker(app)
    daily(turns)
    assert runner.run(SATURDAY) == [{"queued": True}]
    assert waiting(app) == [datetime(2026, 11, 1, 14, tzinfo=UTC)]
    runner.run(datetime(2026, 11, 1, 14, tzinfo=UTC))
    assert waiting(app) == [datetime(2026, 11, 2, 14, tzinfo=UTC)]
    assert queued(app) == 2


def test_it_is_told_in_the_context_with_its_rule_and_with_the_next_moment(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    a_new_yorker(app)
    daily(turns)
    runner.run(SATURDAY)
    recorded = turns.record(text("what reminders do I have?"), now=SATURDAY + timedelta(hours=1))
    assert recorded.turn is not None
    repeating = [item for item in recorded.turn.context.waiting if item.recurrence]
    assert [(item.summary, item.recurrence) for item in repeating] == [("stretch", DAILY)]


def test_a_worker_killed_before_it_settles_leaves_one_message_and_one_next_occurrence(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    a_new_yorker(app)
    daily(turns)
    runner.handle(SATURDAY)
    assert (waiting(app), queued(app)) == ([], 0)
    runner.run(SATURDAY + timedelta(minutes=10))
    assert (waiting(app), queued(app)) == ([datetime(2026, 11, 1, 14, tzinfo=UTC)], 1)


def test_what_was_missed_while_nothing_ran_is_not_made_up_for(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    a_new_yorker(app)
    daily(turns)
    runner.run(SATURDAY + timedelta(days=3, hours=2))
    assert (waiting(app), queued(app)) == ([datetime(2026, 11, 4, 14, tzinfo=UTC)], 1)


def test_cancelling_what_waits_ends_it(turns: Turns, app: Connection, runner: TaskRunner) -> None:
    a_new_yorker(app)
    daily(turns)
    runner.run(SATURDAY)
    next_one: UUID = one(app, "select id from agent_tasks where status = 'pending'")
    later = SATURDAY + timedelta(hours=1)
    answer(turns, "stop the daily one", CancelWaiting(id=next_one), at=later)
    runner.run(SATURDAY + timedelta(days=30))
    assert waiting(app) == []
    assert queued(app) == 1


@pytest.mark.parametrize(
    ("rule", "occurrences"),
    [("FREQ=DAILY;COUNT=2", 2), ("FREQ=DAILY;UNTIL=20261102", 3)],
)
def test_it_ends_where_its_rule_does(
    turns: Turns, app: Connection, runner: TaskRunner, rule: str, occurrences: int
) -> None:
    a_new_yorker(app)
    daily(turns, DAILY.model_copy(update={"rule": rule}))
    for day in range(6):
        runner.run(SATURDAY + timedelta(days=day, hours=2))
    assert waiting(app) == []
    assert queued(app) == occurrences


def test_it_follows_a_person_who_moves_unless_it_was_set_for_a_place(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    a_new_yorker(app)
    daily(turns)
    daily(turns, DAILY.model_copy(update={"timezone": "America/New_York"}))
    app.execute("update users set timezone = 'Europe/Berlin'")
    runner.run(SATURDAY)
    expected = [datetime(2026, 11, 1, 8, tzinfo=UTC), datetime(2026, 11, 1, 14, tzinfo=UTC)]
    assert waiting(app) == expected


@pytest.mark.parametrize("change", [{"recurrence": "FREQ=SECONDLY"}, {"timezone": "Mars/Base"}])
def test_a_rule_that_cannot_be_read_is_a_permanent_failure(
    app: Connection, runner: TaskRunner, change: dict[str, str]
) -> None:
    user = a_new_yorker(app)
    context = {"note": "x", "recurrence": "FREQ=DAILY", "first": "2026-10-31T09:00:00", **change}
    add_task(app, "schedule_followup", at=SATURDAY, user=user, context=context)
    with pytest.raises(PermanentFailure, match="recurrence cannot be read"):
        runner.run(SATURDAY)


def due_days(moments: Sequence[datetime]) -> list[str]:
    return [f"{at:%a %d}" for at in moments]


def test_every_other_week_counts_from_its_first(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    a_new_yorker(app)
    daily(turns, DAILY.model_copy(update={"rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"}))
    runner.run(SATURDAY)
    assert due_days(waiting(app)) == ["Sat 14"]
