"""What a person asks about our texts, stored with the turn and obeyed by the orchestrator.

The person's number lies in San Francisco; MORNING is Monday, March 2nd 2026, 10 in the morning
there. On Sunday, March 8th, clocks go forward.
"""

from datetime import UTC, date, datetime, timedelta

from shared.db.background import silence
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.domain.effects.base import Effect
from shared.domain.effects.texting import (
    LimitTexts,
    PauseTexts,
    ResumeTexts,
    SetRestDays,
    SetTimeZone,
)
from shared.release.orchestrator import Orchestrator
from tests.fixtures.people import SARAH, Connection, add_user, column, decision, one, text
from tests.fixtures.queued import MORNING, add_queued, release, steps, texts
from tests.fixtures.tasks import TaskRunner, add_task

DAY = timedelta(days=1)
REMINDER = {"kind": "followup", "note": "stretch"}
HOUR = timedelta(hours=1)


def wishes(turns: Turns, *effects: Effect, now: datetime) -> None:
    """A text in which they ask for these, answered."""
    recorded = turns.record(text("please", sender=SARAH), now=now)
    assert recorded.turn is not None
    made = decision("Done.", effects=list(effects))
    turns.settle(recorded.turn, made, [("Done.", 1)], decided_ms=1, now=now)


def test_a_pause_holds_what_we_start_to_its_moment_and_lets_their_reminders_through(
    orchestrator: Orchestrator, turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    until = MORNING + 3 * DAY
    wishes(turns, PauseTexts(until=until), now=MORNING)
    held = add_queued(app, user, "news", at=MORNING + HOUR)
    add_queued(app, user, REMINDER, at=MORNING + HOUR)

    assert release(orchestrator, now=MORNING + HOUR) == {"release": 1, "hold": 1}
    assert "stretch" in texts(app)[-1]
    assert steps(app, held)[-1]["reason"] == "a pause that they asked for"
    assert one(app, "select scheduled_for from message_queue where id = %s", held) == until
    assert release(orchestrator, now=until) == {"release": 1}


def test_a_pause_of_everything_holds_reminders_too_until_they_resume(
    orchestrator: Orchestrator, turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    wishes(turns, PauseTexts(until=MORNING + 30 * DAY, everything=True), now=MORNING)
    add_queued(app, user, REMINDER, at=MORNING + HOUR)
    assert release(orchestrator, now=MORNING + HOUR) == {"hold": 1}

    wishes(turns, ResumeTexts(), now=MORNING + DAY)
    assert release(orchestrator, now=MORNING + DAY) == {"release": 1}


def test_on_a_day_of_rest_nothing_goes_out_before_the_morning_after_across_a_change_of_clocks(
    orchestrator: Orchestrator, turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    wishes(turns, SetRestDays(days=(6, 7)), now=MORNING)
    saturday = datetime(2026, 3, 7, 18, tzinfo=UTC)
    held = add_queued(app, user, "news", at=saturday)

    assert release(orchestrator, now=saturday) == {"hold": 1}
    assert steps(app, held)[-1]["reason"] == "a day of rest"
    monday = datetime(2026, 3, 9, 15, tzinfo=UTC)  # 8 in the morning, summer time
    assert one(app, "select scheduled_for from message_queue where id = %s", held) == monday
    assert release(orchestrator, now=monday) == {"release": 1}


def test_days_of_rest_hold_also_where_quiet_hours_are_switched_off(
    orchestrator: Orchestrator, turns: Turns, app: Connection
) -> None:
    user = add_user(app, rest_days=[1])
    app.execute(
        "insert into user_message_budget (user_id, date, quiet_hours_enabled)"
        " values (%s, %s, false)",
        (user, date(2026, 3, 1)),
    )
    held = add_queued(app, user, "news", at=MORNING)
    assert release(orchestrator, now=MORNING) == {"hold": 1}
    midnight = datetime(2026, 3, 3, 8, tzinfo=UTC)
    assert one(app, "select scheduled_for from message_queue where id = %s", held) == midnight


def test_fewer_texts_hold_for_the_days_to_come_and_the_context_says_so(
    orchestrator: Orchestrator, turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    fewer = LimitTexts(
        day=date(2026, 3, 2), daily_limit=1, hourly_limit=1, frustrated_until=MORNING + 60 * DAY
    )
    wishes(turns, fewer, now=MORNING)
    for day in (0, 1):
        now = MORNING + day * DAY + HOUR
        for _ in range(2):
            add_queued(
                app, user, f"news of day {day}", at=now, priority="urgent" if day > 1 else "low"
            )
        assert release(orchestrator, now=now)["release"] == 1
    limits = column(app, "select daily_limit from user_message_budget order by date")
    assert limits == [1, 1]
    recorded = turns.record(text("hi", sender=SARAH), now=MORNING + 2 * DAY)
    assert recorded.turn is not None
    told = recorded.turn.context.user
    assert (told.daily_limit, told.hourly_limit) == (1, 1)
    assert told.frustrated_until == MORNING + 60 * DAY


def test_a_wish_that_comes_while_a_message_is_decided_makes_that_decision_stale(
    orchestrator: Orchestrator, turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    add_queued(app, user, "news", at=MORNING)
    (context,) = orchestrator.queue.claim(1, user, now=MORNING)
    app.execute("update users set proactive_paused_until = %s where id = %s", (MORNING + DAY, user))
    assert orchestrator.settle(context, now=MORNING)[1] == {"hold": 1}
    assert texts(app) == []


def test_a_time_zone_moves_their_hours(
    orchestrator: Orchestrator, turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    wishes(turns, SetTimeZone(timezone="Asia/Tokyo"), now=MORNING)
    add_queued(app, user, "news", at=MORNING + HOUR)
    assert release(orchestrator, now=MORNING + HOUR) == {"hold": 1}, "4 in the morning there"


def test_who_wants_quiet_is_looked_at_again_when_that_is_over(pool: Pool, app: Connection) -> None:
    until = MORNING + 60 * DAY
    user = add_user(app, verified=True, poc_agent_type="concierge", frustrated_until=until)
    add_task(app, "re_engagement_check", at=MORNING, user=user)
    assert TaskRunner(pool).run(MORNING) == [{"ruling": "put_off"}]
    again = column(app, "select scheduled_for from agent_tasks where status = 'pending'")
    assert again == [until]
    found = silence(pool, user, now=MORNING)
    assert found is not None
    assert found.user.frustrated_until == until
