"""A person is erased while somebody is at work for them: none of that work brings them back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from psycopg import sql

from shared.db.message_queue import MessageQueue
from shared.db.outbound import Outbound
from shared.db.pool import Database as Pool
from shared.db.privacy import find_person
from shared.db.reconciliation import unknown_message_sids
from shared.db.tasks import Tasks
from shared.db.turns import Turns
from shared.domain.decision import ActionRecord
from shared.errors import LeaseLost, MalformedRequest
from shared.privacy.requests import erase
from tests.fixtures.people import (
    SARAH,
    Connection,
    add_outbound,
    add_user,
    column,
    decision,
    one,
    text,
)
from tests.fixtures.queued import MORNING, add_queued
from tests.fixtures.tasks import add_task
from tests.fixtures.waiting import until

WORDS = "my daughter is ill"
SAID = ActionRecord(action_type="llm_call", input_data={"text": WORDS}, output_data={"text": WORDS})


ALL = sql.SQL("select to_jsonb(t)::text from {} t")


@pytest.fixture
def sarah(app: Connection) -> UUID:
    return add_user(app)


def erased(pool: Pool, user: UUID) -> None:
    person = find_person(pool, user_id=user, phone=None)
    assert person is not None
    assert erase(pool, None, person)


def assert_nothing_is_left(app: Connection, sarah: UUID) -> None:
    for table in ("messages", "message_queue", "conversations", "agent_tasks", "agent_actions_log"):
        rows = column(
            app, ALL.format(sql.Identifier(table)) + sql.SQL(" where user_id = %s"), sarah
        )
        assert rows == [], table
    for log in ("events", "agent_actions_log"):
        assert WORDS not in "".join(column(app, ALL.format(sql.Identifier(log))))
    assert one(app, "select phone_number like 'erased:%%' from users where id = %s", sarah)


def test_a_turn_decided_before_settles_nothing_after(
    app: Connection, pool: Pool, turns: Turns, sarah: UUID
) -> None:
    turn = turns.record(text(WORDS)).turn
    assert turn is not None
    erased(pool, sarah)
    with pytest.raises(LeaseLost):
        turns.settle(turn, decision("I am sorry", log=[SAID]), [("I am sorry", 1)], decided_ms=1)
    assert_nothing_is_left(app, sarah)


def test_a_task_handled_before_settles_nothing_after(
    app: Connection, pool: Pool, sarah: UUID
) -> None:
    add_task(app, "schedule_followup", at=MORNING, user=sarah, context={"note": WORDS})
    tasks, token = Tasks(pool), uuid4()
    (task,) = tasks.claim(5, token, now=MORNING).tasks
    erased(pool, sarah)
    with pytest.raises(LeaseLost):
        tasks.settle(task, token, result={"text": WORDS}, calls=[SAID], now=MORNING)
    tasks.book(task, [SAID])
    assert tasks.fail(task, token, "it broke", now=MORNING) == "lost"
    assert_nothing_is_left(app, sarah)


def test_what_an_orchestrator_decided_before_is_not_applied_after(
    app: Connection, pool: Pool, sarah: UUID
) -> None:
    add_queued(app, sarah, WORDS, at=MORNING)
    queue = MessageQueue(pool)
    (context,) = queue.claim(5, uuid4(), now=MORNING)
    erased(pool, sarah)
    decided = {
        "valid_until": (MORNING + timedelta(hours=1)).isoformat(),
        "clock": context.clock,
        "prompt_version": "test",
        "log": [SAID.model_dump(mode="json")],
    }
    with pytest.raises(LeaseLost):
        queue.settle(context, decided, [], now=MORNING)
    queue.book(context, "test", [SAID])
    assert_nothing_is_left(app, sarah)


@pytest.mark.parametrize("called", [False, True])
def test_a_text_on_its_way_to_twilio_leaves_no_row(
    app: Connection, pool: Pool, outbound: Outbound, sarah: UUID, called: bool
) -> None:
    add_outbound(app, sarah, WORDS, at=MORNING)
    token, limit = uuid4(), timedelta(seconds=1)
    (message,) = outbound.claim(5, token, now=MORNING)

    def begin() -> str:
        return outbound.begin(
            message, token, content=WORDS, segments=1, call_limit=limit, now=MORNING
        )

    if called:
        assert begin() == "call"
    erased(pool, sarah)
    if not called:
        assert begin() == "lost", "Twilio is not called any more"
    assert outbound.accepted(message.id, token, "SM1", now=MORNING) == "known"
    assert_nothing_is_left(app, sarah)


def test_a_text_from_before_does_not_come_back_by_twilios_list_or_a_late_webhook(
    app: Connection, pool: Pool, turns: Turns, sarah: UUID
) -> None:
    said = text(f"{WORDS}, forget me")
    turns.record(said)
    erased(pool, sarah)
    assert unknown_message_sids(pool, [said.sid]) == []
    assert turns.record(said).outcome == "duplicate"
    assert one(app, "select count(*) from users") == 1
    assert_nothing_is_left(app, sarah)

    again = turns.record(text("hello"))
    assert again.turn is not None, "who texts anew is somebody new"
    assert again.turn.user_id != sarah
    assert turns.record(said).outcome == "duplicate"


def test_a_text_that_comes_in_meanwhile_is_somebody_new(
    app: Connection, pool: Pool, turns: Turns, sarah: UUID
) -> None:
    token = uuid4()
    pool.value("select claim_archive(%s, '1 minute')", (token,))
    with ThreadPoolExecutor(1) as beside:
        with app.transaction():
            app.execute("select erase_person(%s, %s)", (sarah, token))
            recorded = beside.submit(turns.record, text("hello"))
            until(
                lambda: pool.value(
                    "select exists (select from pg_stat_activity"
                    " where datname = current_database() and wait_event_type = 'Lock')"
                ),
                "the text waits for the person's row",
            )
        turn = recorded.result(timeout=60).turn
    assert turn is not None
    assert turn.user_id != sarah
    assert one(app, "select id from users where phone_number = %s", SARAH) == turn.user_id
    assert_nothing_is_left(app, sarah)


def test_nobody_approves_whom_nobody_knows_any_more(
    app: Connection, pool: Pool, sarah: UUID
) -> None:
    erased(pool, sarah)
    with pytest.raises(MalformedRequest, match="there is no user"):
        pool.value("select approve_user(%s)", (sarah,))
