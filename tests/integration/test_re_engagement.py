"""Writing to people who fell silent: newcomers once, members rarely, nobody twice by a retry."""

from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID, uuid4

import pytest
from psycopg.sql import SQL

from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.domain.effects.member import StoreGoal
from shared.domain.effects.profile import CompleteOnboarding
from shared.domain.effects.publishing import PublishEvent
from shared.domain.events import OnboardingInfoComplete
from shared.errors import PermanentFailure
from tests.fixtures.background import handle_events
from tests.fixtures.people import (
    MIKE,
    SARAH,
    Connection,
    add_user,
    column,
    decision,
    one,
    text,
)
from tests.fixtures.tasks import TaskRunner, add_task
from tests.integration.conftest import NOON

DAY = timedelta(days=1)
NEWCOMER = {"verified": False, "poc_agent_type": "bouncer"}


@pytest.fixture
def runner(pool: Pool) -> TaskRunner:
    return TaskRunner(pool)


def answer(turns: Turns, body: str, *, now: datetime, sender: str = SARAH, **made: Any) -> None:
    """A text, and our answer to it."""
    recorded = turns.record(text(body, sender=sender), now=now)
    assert recorded.turn is not None
    turns.settle(recorded.turn, decision("Ok.", **made), [("Ok.", 1)], decided_ms=1, now=now)


def checks(app: Connection) -> list[datetime]:
    return column(
        app,
        "select scheduled_for from agent_tasks"
        " where task_type = 're_engagement_check' and status = 'pending'",
    )


def queued(app: Connection) -> list[dict[str, Any]]:
    return column(
        app, "select message_data from message_queue where status = 'queued' order by seq"
    )


def went_out(app: Connection, user: UUID, *moments: datetime) -> None:
    """Re-engagements that were released at these moments."""
    for moment in moments:
        app.execute(
            "insert into message_queue (user_id, agent_id, message_data, scheduled_for, status,"
            " sent_at, item_type, item_id)"
            " values (%s, 'concierge', '{\"kind\": \"re_engagement\"}', %s, 'sent', %s,"
            " 're_engagement', %s)",
            (user, moment, moment, user),
        )


def add_priority(app: Connection, user: UUID, score: float) -> UUID:
    return one(
        app,
        "insert into user_priorities (user_id, priority_rank, item_type, item_id, value_score)"
        " values (%s, 1, 'goal', gen_random_uuid(), %s) returning id",
        user,
        score,
    )


def test_each_turn_of_a_newcomer_moves_the_one_check_to_24_hours_later(
    turns: Turns, app: Connection
) -> None:
    for minutes in (0, 5, 90):
        answer(turns, f"text {minutes}", now=NOON + timedelta(minutes=minutes))
    assert checks(app) == [NOON + timedelta(minutes=90) + DAY]


def test_members_and_those_who_wait_for_approval_get_no_check(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    add_user(app)
    answer(turns, "hi", now=NOON)
    assert checks(app) == []
    columns = {"first_name": "M", "last_name": "J", "company": "A", "title": "B"}
    mike = add_user(app, MIKE, **NEWCOMER, **columns, email_verified=True, name_dropped="none")
    answer(turns, "hi", now=NOON, sender=MIKE)
    assert len(checks(app)) == 1
    published = PublishEvent(event=OnboardingInfoComplete(), aggregate_id=mike, key="done")
    done = [CompleteOnboarding(), published]
    answer(turns, "done", now=NOON, sender=MIKE, effects=done)
    handle_events(pool)
    assert checks(app) == []
    answer(turns, "and now?", now=NOON, sender=MIKE)
    assert checks(app) == []


def test_after_a_days_silence_a_newcomer_is_written_to_once_and_never_again(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    answer(turns, "hello", now=NOON)
    assert runner.run(NOON + DAY - timedelta(seconds=1)) == []
    assert runner.run(NOON + DAY) == [{"ruling": "go"}]
    (data,) = queued(app)
    assert data == {
        "kind": "re_engagement",
        "last_step": "the question who told you about us",
        "reformulate": False,
    }
    assert one(app, "select agent_id from message_queue") == "bouncer"
    assert one(app, "select requires_fresh_context from message_queue")

    app.execute("update message_queue set status = 'sent', sent_at = %s", (NOON + DAY,))
    answer(turns, "oh, hi", now=NOON + 2 * DAY)
    assert checks(app) == []
    user = one(app, "select id from users")
    add_task(app, "re_engagement_check", at=NOON + 4 * DAY, user=user, agent="bouncer")
    assert runner.run(NOON + 4 * DAY) == [{"ruling": "once_only"}]
    assert queued(app) == []


def test_who_writes_before_it_went_out_takes_it_back_and_may_get_another(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    answer(turns, "hello", now=NOON)
    runner.run(NOON + DAY)
    answer(turns, "still here", now=NOON + DAY + timedelta(hours=1))
    assert queued(app) == []
    assert one(app, "select superseded_reason from message_queue") == "they have written"
    assert checks(app) == [NOON + 2 * DAY + timedelta(hours=1)]


@pytest.mark.parametrize("words", ["not interested", "no thanks", "never mind"])
def test_who_declined_is_left_alone(
    turns: Turns, app: Connection, runner: TaskRunner, words: str
) -> None:
    answer(turns, "hello", now=NOON - timedelta(hours=1))
    recorded = turns.record(text(words), now=NOON)
    if recorded.turn is not None:  # otherwise it was answered by how to end all texts
        turns.settle(recorded.turn, decision("Ok."), [("Ok.", 1)], decided_ms=1, now=NOON)
    assert runner.run(NOON + DAY) == [{"ruling": "would_mind"}]
    assert queued(app) == []


def test_who_has_written_since_is_not_silent(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    answer(turns, "hello", now=NOON)
    turns.record(text("wait"), take=False, now=NOON + timedelta(hours=20))
    assert runner.run(NOON + DAY) == [{"ruling": "not_silent"}]


def test_who_opted_out_is_not_written_to(turns: Turns, app: Connection, runner: TaskRunner) -> None:
    answer(turns, "hello", now=NOON)
    turns.record(text("STOP"), now=NOON + timedelta(hours=1))
    assert runner.run(NOON + 2 * DAY) == [{"ruling": "opted_out"}]
    assert queued(app) == []


def test_the_first_printed_shape_of_a_follow_up_is_a_re_engagement(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    """`schedule_followup` of the bouncer, with the conversation and the step that was reached."""
    columns = {"first_name": "S", "last_name": "C", "company": "A", "title": "B"}
    user = add_user(app, **NEWCOMER, **columns, name_dropped="none")
    context = {"conversation_id": str(uuid4()), "last_step": "requested_email"}
    add_task(app, "schedule_followup", at=NOON, user=user, agent="bouncer", context=context)
    assert runner.run(NOON) == [{"ruling": "go"}]
    assert [data["last_step"] for data in queued(app)] == ["the mail from your work email"]


def test_two_checks_at_once_queue_one_message(app: Connection, runner: TaskRunner) -> None:
    user = add_user(app)
    for _ in range(2):
        add_task(app, "re_engagement_check", at=NOON, user=user)
    assert runner.run(NOON) == [{"ruling": "go"}, {"ruling": "waiting"}]
    assert len(queued(app)) == 1


def test_a_worker_killed_before_it_settled_repeats_nothing(
    app: Connection, runner: TaskRunner
) -> None:
    add_task(app, "re_engagement_check", at=NOON, user=add_user(app))
    (done,) = runner.handle(NOON)
    assert done.effects
    assert queued(app) == []
    assert runner.run(NOON + timedelta(minutes=5)) == [{"ruling": "go"}]
    assert runner.run(NOON + timedelta(minutes=10)) == []
    assert len(queued(app)) == 1


def test_a_member_gets_one_in_seven_days(app: Connection, runner: TaskRunner) -> None:
    user = add_user(app)
    went_out(app, user, NOON)
    for days, ruled in ((6, "too_soon"), (7, "go")):
        add_task(app, "re_engagement_check", at=NOON + days * DAY, user=user)
        assert runner.run(NOON + days * DAY) == [{"ruling": ruled}]


def test_three_without_an_answer_end_it_for_good_save_for_what_scores_above_90(
    app: Connection, runner: TaskRunner
) -> None:
    user = add_user(app)
    went_out(app, user, NOON, NOON + 20 * DAY, NOON + 40 * DAY)
    now = NOON + 60 * DAY
    add_task(app, "re_engagement_check", at=now, user=user)
    assert runner.run(now) == [{"ruling": "pause"}]
    assert one(app, "select re_engagement_paused_at from users") == now
    assert queued(app) == []

    now = NOON + 300 * DAY  # the 90 days are long over, and still
    add_task(app, "re_engagement_check", at=now, user=user)
    add_priority(app, user, 90)
    assert runner.run(now) == [{"ruling": "paused"}]

    above = add_priority(app, user, 90.01)
    add_task(app, "re_engagement_check", at=now, user=user)
    assert runner.run(now) == [{"ruling": "go_with_priority"}]
    (data,) = queued(app)
    assert data["priority_ids"] == [str(above)]
    assert (
        one(app, "select item_type from message_queue where status = 'queued'") == "re_engagement"
    )


def test_answers_count_however_much_they_have_written_since(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    user = add_user(app)
    sent = [NOON + days * DAY for days in (0, 10, 20, 60)]
    went_out(app, user, *sent)
    for moment in sent[:3]:
        turns.record(text("Thanks"), now=moment + timedelta(hours=1))
    app.execute(
        "insert into messages (conversation_id, user_id, role, content, direction, created_at)"
        " select c.id, c.user_id, 'user', n::text, 'inbound', %s::timestamptz + n * %s"
        " from conversations c, generate_series(1, 600) n",
        (sent[2] + timedelta(hours=2), timedelta(minutes=1)),
    )
    app.execute("delete from agent_tasks")  # the summaries
    add_task(app, "re_engagement_check", at=NOON + 70 * DAY, user=user)
    assert runner.run(NOON + 70 * DAY) == [{"ruling": "go"}]


def test_a_task_that_names_nobody_dies_at_once(app: Connection, runner: TaskRunner) -> None:
    add_task(app, "re_engagement_check", at=NOON, user=None)
    with pytest.raises(PermanentFailure, match="user_id"):
        runner.run(NOON)


# Members: 30 days after a goal, and 7 days after something was shown first without an answer.


def shown(app: Connection, user: UUID, at: datetime) -> UUID:
    id = add_priority(app, user, 60)
    one(app, "select private.mark_presented(%s, %s, null, %s)::text", user, [id], at)
    return id


def test_a_member_is_looked_after_30_days_after_a_goal_and_7_after_a_showing_the_newest_counts(
    turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    answer(turns, "I need a CRM", now=NOON, effects=[StoreGoal(text="a CRM")])
    assert checks(app) == [NOON + 30 * DAY]
    id = shown(app, user, NOON + DAY)
    assert checks(app) == [NOON + 8 * DAY]
    one(app, "select private.mark_presented(%s, %s, null, %s)::text", user, [id], NOON + 4 * DAY)
    assert checks(app) == [NOON + 8 * DAY], "a second showing is none"
    answer(turns, "and a CFO", now=NOON + 5 * DAY, effects=[StoreGoal(text="a CFO")])
    assert checks(app) == [NOON + 35 * DAY]


def test_what_was_shown_and_left_without_an_answer_is_brought_up_a_second_time(
    app: Connection, runner: TaskRunner
) -> None:
    id = shown(app, add_user(app), NOON)
    assert runner.run(NOON + 7 * DAY) == [{"ruling": "go"}]
    assert [data["priority_ids"] for data in queued(app)] == [[str(id)]]


@pytest.mark.parametrize(
    "change", ["status = 'actioned'", "spoken_of_at = '2026-03-03'", "expires_at = '2026-03-03'"]
)
def test_nobody_is_brought_back_to_what_they_have_answered_or_what_is_over(
    app: Connection, runner: TaskRunner, change: LiteralString
) -> None:
    shown(app, add_user(app), NOON)
    app.execute(SQL("update user_priorities set {}").format(SQL(change)))
    assert runner.run(NOON + 7 * DAY) == [{"ruling": "nothing_left"}]


def test_a_goal_is_named_where_a_member_is_brought_back_to_it(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    add_user(app)
    answer(turns, "I need a CRM", now=NOON, effects=[StoreGoal(text="a CRM")])
    assert runner.run(NOON + 30 * DAY) == [{"ruling": "go"}]
    assert [data["last_step"] for data in queued(app)] == ['your goal, "a CRM"']


def test_who_found_it_too_many_texts_is_brought_back_when_60_days_are_over(
    app: Connection, runner: TaskRunner
) -> None:
    user = add_user(app, frustrated_until=NOON + 60 * DAY)
    id = shown(app, user, NOON)
    assert runner.run(NOON + 7 * DAY) == [{"ruling": "put_off"}]
    assert checks(app) == [NOON + 60 * DAY]
    assert runner.run(NOON + 60 * DAY) == [{"ruling": "go"}]
    assert [data["priority_ids"] for data in queued(app)] == [[str(id)]]
