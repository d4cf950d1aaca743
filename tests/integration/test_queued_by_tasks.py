"""Tasks that put something into message_queue: follow-ups, new words for old, priorities."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb

from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.domain.effects.background import ReplaceMessage
from shared.domain.effects.member import CancelWaiting, ScheduleFollowup
from shared.domain.values import AgentType
from shared.errors import EffectNoLongerApplies, PermanentFailure
from tests.fixtures.people import MIKE, Connection, add_user, column, decision, one, text
from tests.fixtures.tasks import TaskRunner, add_task
from tests.integration.conftest import NOON

HOUR = timedelta(hours=1)


@pytest.fixture
def runner(pool: Pool) -> TaskRunner:
    return TaskRunner(pool)


def answer(turns: Turns, body: str, *effects: Any, at: Any = NOON) -> None:
    recorded = turns.record(text(body), now=at)
    assert recorded.turn is not None
    made = decision("Ok.", effects=effects, agent=AgentType.CONCIERGE)
    turns.settle(recorded.turn, made, [("Ok.", 1)], decided_ms=1, now=at)


def add_queued(app: Connection, user: UUID, data: dict[str, Any], **columns: Any) -> UUID:
    return one(
        app,
        "insert into message_queue (user_id, agent_id, message_data, scheduled_for, status,"
        " created_at, item_type, item_id, sequence_id, sequence_position, sequence_total)"
        " values (%s, 'concierge', %s, %s, %s, %s, %s, %s, %s, %s, %s) returning id",
        user,
        Jsonb(data),
        NOON,
        columns.get("status", "superseded"),
        NOON,
        columns.get("item_type"),
        columns.get("item_id"),
        columns.get("sequence_id"),
        columns.get("sequence_position"),
        columns.get("sequence_total"),
    )


def waiting(app: Connection) -> list[dict[str, Any]]:
    return column(
        app, "select message_data from message_queue where status = 'queued' order by seq"
    )


def add_priority(app: Connection, user: UUID, rank: int, score: float, **columns: Any) -> UUID:
    return one(
        app,
        "insert into user_priorities (user_id, priority_rank, item_type, item_id, value_score,"
        " status, last_presented_at, expires_at)"
        " values (%s, %s, 'goal', gen_random_uuid(), %s, %s, %s, %s) returning id",
        user,
        rank,
        score,
        columns.get("status", "active"),
        columns.get("presented"),
        columns.get("expires"),
    )


def test_a_follow_up_is_queued_at_its_time_in_the_words_asked_for(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    add_user(app)
    answer(turns, "remind me", ScheduleFollowup(at=NOON + HOUR, note="call Bob"))
    assert runner.run(NOON + HOUR - timedelta(seconds=1)) == []
    assert runner.run(NOON + HOUR) == [{"queued": True}]
    row = app.execute(
        "select message_data, priority, requires_fresh_context, agent_id, scheduled_for,"
        " conversation_context_id = (select id from conversations) from message_queue"
    ).fetchone()
    expected = {"kind": "followup", "note": "call Bob", "reformulate": True}
    assert row == (expected, "medium", True, "concierge", NOON + HOUR, True)


def test_a_follow_up_whose_worker_was_killed_is_queued_once(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    add_user(app)
    answer(turns, "remind me", ScheduleFollowup(at=NOON + HOUR, note="call Bob"))
    runner.handle(NOON + HOUR)
    runner.run(NOON + 2 * HOUR)
    runner.run(NOON + 3 * HOUR)
    assert len(waiting(app)) == 1


def test_a_follow_up_for_somebody_who_opted_out_never_waits(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    add_user(app)
    answer(turns, "remind me", ScheduleFollowup(at=NOON + HOUR, note="call Bob"))
    turns.record(text("STOP"), now=NOON + timedelta(minutes=1))
    runner.run(NOON + HOUR)
    assert waiting(app) == []


def reformulate(app: Connection, runner: TaskRunner, user: UUID, queue_id: UUID) -> dict[str, Any]:
    context = {"queue_id": str(queue_id)}
    add_task(app, "reformulate_message", at=NOON + HOUR, user=user, context=context)
    (result,) = runner.run(NOON + HOUR)
    return result


def test_a_stale_message_is_said_anew_once_and_the_old_row_points_to_the_new_one(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    user = add_user(app)
    item = user
    data = {"kind": "followup", "note": "call Bob"}
    old = add_queued(app, user, data, item_type="goal", item_id=item)
    answer(turns, "how are you", at=NOON + timedelta(minutes=5))

    assert reformulate(app, runner, user, old) == {"reformulated": True}
    (new,) = waiting(app)
    assert new["kind"] == "text"
    assert "call Bob" in new["text"]
    assert new["reformulate"] is False
    linked = one(app, "select superseded_by_message_id from message_queue where id = %s", old)
    assert linked == one(
        app, "select id from message_queue where status = 'queued' and item_id = %s", item
    )
    assert reformulate(app, runner, user, old)["reformulated"] is False
    assert len(waiting(app)) == 1


def test_the_task_that_the_orchestrator_makes_of_a_stale_message_is_understood(
    app: Connection, runner: TaskRunner
) -> None:
    old = add_queued(app, add_user(app), {"kind": "followup", "note": "call Bob"})
    app.execute("select private.reformulate_message(%s, 'overtaken', %s)", (old, NOON))
    assert runner.run(NOON) == [{"reformulated": True}]
    assert len(waiting(app)) == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("I have called Bob, that's sorted", "settled"),
        ("don't remind me about Bob", "unwanted"),
    ],
)
def test_what_is_settled_or_unwanted_is_dropped_with_the_reason_in_its_trace(
    turns: Turns, app: Connection, runner: TaskRunner, words: str, reason: str
) -> None:
    user = add_user(app)
    old = add_queued(app, user, {"kind": "followup", "note": "call Bob"})
    answer(turns, words, at=NOON + timedelta(minutes=5))
    assert reformulate(app, runner, user, old) == {"reformulated": False, "reason": reason}
    assert waiting(app) == []
    step = one(app, "select trace -> -1 from message_queue where id = %s", old)
    assert (step["step"], step["reason"]) == ("not said anew", reason)


def test_of_stale_priorities_those_that_still_matter_are_queued_again(
    app: Connection, runner: TaskRunner
) -> None:
    user = add_user(app)
    still = add_priority(app, user, 1, 70)
    gone = add_priority(app, user, 2, 60, status="expired")
    old = add_queued(app, user, {"kind": "priorities", "priority_ids": [str(still), str(gone)]})
    assert reformulate(app, runner, user, old) == {"reformulated": True}
    assert waiting(app)[0]["priority_ids"] == [str(still)]


def test_a_stale_sequence_is_said_anew_as_one_and_its_parts_point_to_it(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    user = add_user(app)
    sequence = {"sequence_id": uuid4(), "sequence_total": 2}
    asked = {"kind": "followup", "note": "call Bob"}
    said = {"kind": "text", "text": "His number is in your mail."}
    parts = [
        add_queued(app, user, data, sequence_position=position, **sequence)
        for position, data in ((2, said), (1, asked))
    ]
    answer(turns, "how are you", at=NOON + timedelta(minutes=5))

    assert reformulate(app, runner, user, parts[1]) == {"reformulated": True}
    assert [data["text"] for data in waiting(app)] == [
        "You had asked me to come back to this: call Bob. Still wanted? His number is in your mail."
    ]
    new = one(app, "select id from message_queue where status = 'queued'")
    links = "select superseded_by_message_id from message_queue where status = 'superseded'"
    assert column(app, links) == [new, new]


def test_what_matters_in_a_stale_sequence_follows_what_is_said_anew_of_it(
    app: Connection, runner: TaskRunner
) -> None:
    user = add_user(app)
    still = str(add_priority(app, user, 1, 70))
    sequence = {"sequence_id": uuid4(), "sequence_total": 2, "item_type": "goal", "item_id": user}
    first, _ = (
        add_queued(app, user, data, sequence_position=position, **sequence)
        for position, data in (
            (1, {"kind": "followup", "note": "call Bob"}),
            (2, {"kind": "priorities", "priority_ids": [still]}),
        )
    )
    assert reformulate(app, runner, user, first) == {"reformulated": True}
    rows = app.execute(
        "select message_data ->> 'kind', sequence_position, sequence_total from message_queue"
        " where status = 'queued' order by seq"
    ).fetchall()
    assert rows == [("text", 1, 2), ("priorities", 2, 2)]
    assert one(app, "select count(distinct sequence_id) from message_queue") == 2


def test_a_word_after_silence_is_never_said_anew(app: Connection, runner: TaskRunner) -> None:
    user = add_user(app)
    old = add_queued(app, user, {"kind": "re_engagement"})
    assert reformulate(app, runner, user, old) == {"reformulated": False, "reason": "overtaken"}


def test_another_persons_message_cannot_be_reformulated(
    app: Connection, runner: TaskRunner
) -> None:
    add_user(app)
    old = add_queued(app, add_user(app, MIKE), {"kind": "followup", "note": "x"})
    user = one(app, "select id from users where phone_number <> %s", MIKE)
    with pytest.raises(PermanentFailure):
        reformulate(app, runner, user, old)


def test_a_message_that_still_waits_is_not_replaced(app: Connection, runner: TaskRunner) -> None:
    user = add_user(app)
    old = add_queued(app, user, {"kind": "followup", "note": "x"}, status="queued")
    assert reformulate(app, runner, user, old)["reformulated"] is False
    effect = ReplaceMessage.model_validate(
        {"queue_ids": [old], "message": {"agent_id": "concierge", "message_data": {}}}
    )
    with pytest.raises(EffectNoLongerApplies):
        runner.pool.value(
            "select private.apply_effect(%s, null, 'concierge', %s, now())",
            (user, effect.model_dump_json()),
        )


def notify(app: Connection, runner: TaskRunner, user: UUID) -> int:
    add_task(app, "notify_user_of_priorities", at=NOON, user=user)
    (result,) = runner.run(NOON)
    return result["told"]


def test_the_top_one_of_what_matters_is_queued_and_not_twice_while_it_waits(
    app: Connection, runner: TaskRunner
) -> None:
    user = add_user(app)
    ranked = [add_priority(app, user, rank, 90 - rank) for rank in (1, 2, 3, 4)]
    add_priority(app, user, 5, 99, expires=NOON - HOUR)
    assert notify(app, runner, user) == 1
    assert [told["priority_ids"] for told in waiting(app)] == [[str(ranked[0])]]
    assert notify(app, runner, user) == 0


def test_only_what_is_above_what_was_presented_this_week_is_told(
    app: Connection, runner: TaskRunner
) -> None:
    user = add_user(app)
    shown = add_priority(app, user, 1, 80, status="presented", presented=NOON - HOUR)
    add_priority(app, user, 2, 70)
    assert notify(app, runner, user) == 0
    above = add_priority(app, user, 3, 85)
    assert notify(app, runner, user) == 1
    assert waiting(app)[0]["priority_ids"] == [str(above)]
    app.execute(
        "update user_priorities set last_presented_at = %s where id = %s",
        (NOON - timedelta(days=8), shown),
    )
    assert notify(app, runner, user) == 1


@pytest.mark.parametrize("columns", [{"verified": False}, {"opted_out_at": NOON}])
def test_newcomers_and_those_who_opted_out_are_told_nothing(
    app: Connection, runner: TaskRunner, columns: dict[str, Any]
) -> None:
    user = add_user(app, **columns)
    add_priority(app, user, 1, 99)
    assert notify(app, runner, user) == 0


def test_the_next_three_that_wait_are_in_the_context_soonest_first(
    turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    later = NOON + 5 * HOUR
    answer(turns, "remind me", ScheduleFollowup(at=later, note="call Bob"))
    add_queued(app, user, {"kind": "followup", "note": "pay rent"}, status="queued")
    add_queued(app, user, {"kind": "text", "text": "gone"}, status="sent")
    add_queued(app, add_user(app, MIKE), {"kind": "text", "text": "theirs"}, status="queued")
    recorded = turns.record(text("what waits?"), now=NOON + HOUR)
    assert recorded.turn is not None
    items = recorded.turn.context.waiting
    assert [(item.summary, item.due) for item in items] == [("pay rent", NOON), ("call Bob", later)]


def test_what_waits_is_cancelled_whether_it_is_queued_or_still_a_task(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    user = add_user(app)
    answer(turns, "remind me", ScheduleFollowup(at=NOON + HOUR, note="call Bob"))
    task = one(app, "select id from agent_tasks")
    message = add_queued(app, user, {"kind": "text", "text": "news"}, status="queued")
    cancels = [CancelWaiting(id=task), CancelWaiting(id=message)]
    answer(turns, "cancel both", *cancels, at=NOON + timedelta(minutes=1))
    assert one(app, "select status from agent_tasks where id = %s", task) == "cancelled"
    assert one(app, "select status from message_queue where id = %s", message) == "cancelled"
    assert runner.run(NOON + HOUR) == []
    with pytest.raises(EffectNoLongerApplies):
        answer(turns, "again", CancelWaiting(id=task), at=NOON + timedelta(minutes=2))


def test_nobody_cancels_what_waits_for_another(turns: Turns, app: Connection) -> None:
    add_user(app)
    theirs = add_queued(app, add_user(app, MIKE), {"kind": "text", "text": "x"}, status="queued")
    with pytest.raises(EffectNoLongerApplies):
        answer(turns, "cancel it", CancelWaiting(id=theirs))
    assert one(app, "select status from message_queue") == "queued"
