"""The queue of background tasks: retries, death, leases, cancelling, kills, costs."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from shared.db.pool import Database as Pool
from shared.db.tasks import ClaimedTask, Tasks
from shared.domain.context import ModelSpend
from shared.domain.decision import ActionRecord
from shared.domain.effects.background import QueueMessage
from shared.domain.effects.member import CancelWaiting
from shared.errors import LeaseLost, PermanentFailure
from shared.llm.ask import Answered, Question
from shared.llm.interface import AgentSettings
from shared.tasks.handler import Done, Handler, Ports
from tests.fixtures.database import Database
from tests.fixtures.people import SARAH, Connection, add_user, one
from tests.fixtures.tasks import (
    LEASE,
    NoArguments,
    add_task,
    claim,
    handler,
    state,
    work_off,
)
from tests.integration.conftest import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def tasks(pool: Pool) -> Tasks:
    return Tasks(pool, lease=LEASE)


# Failing


def test_a_failing_task_is_tried_again_later_and_later_and_then_dead(
    owner: Connection, tasks: Tasks
) -> None:
    task_id = add_task(owner, "breaks", at=NOON, user=None)
    now = NOON
    waits: list[timedelta] = []
    for attempt in range(4):  # once, and max_retries = 3 times again
        token = uuid4()
        (task,) = tasks.claim(5, token, now=now).tasks
        assert task.attempts == attempt + 1
        outcome = tasks.fail(task, token, f"broken {attempt}", now=now)
        assert outcome == ("dead" if attempt == 3 else "retried")
        waits.append(datetime.fromisoformat(state(owner, task_id)["available_at"]) - now)
        assert claim(tasks, now) == []
        now += timedelta(hours=1)

    row = state(owner, task_id)
    assert timedelta(seconds=2) <= waits[0] < waits[1] * 1.01 < waits[2] * 1.02
    assert (row["status"], row["error_log"], row["retry_count"]) == ("failed", "broken 3", 3)
    assert claim(tasks, now) == []


def test_a_dead_task_can_be_driven_again_with_all_its_attempts(
    owner: Connection, app: Connection, tasks: Tasks
) -> None:
    task_id = add_task(owner, "breaks", at=NOON, user=None)
    token = uuid4()
    (task,) = tasks.claim(5, token, now=NOON).tasks
    tasks.fail(task, token, "gone", retryable=False, now=NOON)

    assert state(owner, task_id)["status"] == "failed"
    assert one(app, "select redrive_task(%s, %s)", task_id, NOON)
    assert not one(app, "select redrive_task(%s, %s)", task_id, NOON)
    assert [task.attempts for task in claim(tasks, NOON)] == [1]


def test_a_type_that_nobody_executes_dies_at_once_and_says_so(
    owner: Connection, pool: Pool
) -> None:
    task_id = add_task(owner, "paint_the_fence", at=NOON, user=None)

    counts = work_off(pool, handler("known", lambda _: Done()))

    row = state(owner, task_id)
    assert counts["dead"] == 1
    assert (row["status"], row["attempts"]) == ("failed", 1)
    assert "no handler executes tasks of type paint_the_fence" in row["error_log"]
    assert "known" in row["error_log"]


def test_arguments_that_do_not_fit_kill_the_task_and_name_the_field_not_the_value(
    owner: Connection, pool: Pool
) -> None:
    task_id = add_task(owner, "known", at=NOON, user=None, context={"colour": "secret words"})

    work_off(pool, handler("known", lambda _: Done()))

    row = state(owner, task_id)
    assert row["status"] == "failed"
    assert "colour" in row["error_log"]
    assert "secret words" not in row["error_log"]


def test_a_poisoned_task_does_not_slow_the_others_down(owner: Connection, pool: Pool) -> None:
    sarah = add_user(owner, SARAH)
    poison = add_task(owner, "poison", at=NOON - timedelta(days=1), user=sarah, priority="urgent")
    # It comes back in minutes, and not while the others are done.
    owner.execute("update agent_tasks set attempts = 6, max_retries = 9 where id = %s", (poison,))
    hopeless = add_task(owner, "hopeless", at=NOON - timedelta(days=1), user=sarah)
    for number in range(50):
        add_task(owner, "fine", at=NOON, user=sarah if number % 2 else None)

    def raises(task: ClaimedTask) -> Done:
        raise RuntimeError("poisoned")

    def gives_up(task: ClaimedTask) -> Done:
        raise PermanentFailure("what it is about is gone")

    counts = work_off(
        pool,
        handler("poison", raises),
        handler("hopeless", gives_up),
        handler("fine", lambda _: Done()),
    )

    assert (counts["done"], counts["retried"], counts["dead"]) == (50, 1, 1)
    assert state(owner, poison)["status"] == "pending"
    assert state(owner, hopeless)["error_log"] == "what it is about is gone"


# Leases


def test_a_dead_workers_task_is_done_again_when_its_lease_has_run_out(
    owner: Connection, tasks: Tasks
) -> None:
    sarah = add_user(owner, SARAH)
    add_task(owner, "again", at=NOON, user=sarah)

    first = claim(tasks, NOON)
    within = claim(tasks, NOON + LEASE - timedelta(seconds=1))
    after = claim(tasks, NOON + LEASE)

    assert (len(first), len(within), len(after)) == (1, 0, 1)
    assert after[0].attempts == 2


def test_a_task_that_kills_its_worker_every_time_ends_dead(owner: Connection, tasks: Tasks) -> None:
    sarah = add_user(owner, SARAH)
    task_id = add_task(owner, "crashes", at=NOON, user=sarah)
    now = NOON
    for _ in range(4):
        assert len(claim(tasks, now)) == 1
        now += LEASE

    claimed = tasks.claim(5, uuid4(), now=now)

    assert (claimed.tasks, claimed.dead) == ([], 1)
    row = state(owner, task_id)
    assert (row["status"], row["lease_token"]) == ("failed", None)
    assert "worker died" in row["error_log"]
    assert one(owner, "select lease_token from private.lanes where key = %s", sarah) is None


def test_what_was_claimed_and_not_begun_goes_back_without_an_attempt(
    owner: Connection, tasks: Tasks
) -> None:
    sarah = add_user(owner, SARAH)
    add_task(owner, "patient", at=NOON, user=sarah)
    token = uuid4()
    claimed = tasks.claim(5, token, now=NOON).tasks

    assert tasks.release(claimed, token, free=[sarah]) == 1
    assert tasks.release(claimed, token) == 0
    assert [task.attempts for task in claim(tasks, NOON)] == [1]


def test_a_worker_that_lost_its_lease_can_neither_settle_fail_nor_release(
    owner: Connection, tasks: Tasks
) -> None:
    task_id = add_task(owner, "slow", at=NOON, user=None)
    lost = uuid4()
    (task,) = tasks.claim(5, lost, now=NOON).tasks
    assert len(claim(tasks, NOON + LEASE)) == 1
    before = state(owner, task_id)

    assert tasks.settle_all([(task, {})], lost) == 0
    assert tasks.fail(task, lost, "late") == "lost"
    assert tasks.release([task], lost) == 0
    with pytest.raises(LeaseLost):
        tasks.settle(task, lost, result={})
    assert state(owner, task_id) == before


# Cancelling


def test_a_cancelled_task_is_not_done_and_one_that_runs_has_no_effect(
    owner: Connection, tasks: Tasks
) -> None:
    sarah = add_user(owner, SARAH)
    waiting = add_task(owner, "waits", at=NOON + MINUTE, user=None)
    running = add_task(owner, "runs", at=NOON, user=sarah)
    token = uuid4()
    (task,) = tasks.claim(5, token, now=NOON).tasks

    assert tasks.cancel(waiting, "not wanted")
    assert tasks.cancel(running, "not wanted")
    assert not tasks.cancel(running, "again")
    with pytest.raises(LeaseLost):
        tasks.settle(task, token, result={}, effects=[SAYING], now=NOON)
    assert claim(tasks, NOON + timedelta(hours=1)) == []
    assert one(owner, "select count(*) from message_queue") == 0
    assert state(owner, running)["error_log"] == "not wanted"


# Killed at each point


SAYING = QueueMessage(
    agent_id="concierge",
    message_data={"kind": "text", "text": "As you asked: call Mike."},
    scheduled_for=NOON,
)


@pytest.mark.parametrize(
    "point", ["after the claim", "before the commit", "after the commit", "never"]
)
def test_a_worker_killed_at_any_point_loses_no_task_and_repeats_no_effect(
    database: Database, owner: Connection, pool: Pool, tasks: Tasks, point: str
) -> None:
    """The kill is the end of its connection: the server sees no more of a dead process."""
    sarah = add_user(owner, SARAH)
    owner.execute(
        "insert into conversations (user_id, phone_number) values (%s, %s)", (sarah, SARAH)
    )
    task_id = add_task(owner, "say", at=NOON, user=sarah)
    doomed = psycopg.connect(database.app_url, autocommit=True)
    token = uuid4()
    (task,) = tasks.claim(5, token, now=NOON).tasks
    if point != "after the claim":
        doomed.execute("begin")
        doomed.execute(
            "select settle_task(%s, %s, %s, jsonb_build_object('effects',"
            " jsonb_build_array(%s::jsonb), 'log', '[]'::jsonb, 'result', '{}'::jsonb), %s)",
            (task_id, token, task.attempts, SAYING.model_dump_json(), NOON),
        )
    if point in ("after the commit", "never"):
        doomed.execute("commit")
    if point != "never":
        # The kill is waited for: until the backend is gone, its locks stand.
        owner.execute("select pg_terminate_backend(%s, 60000)", (doomed.info.backend_pid,))
    doomed.close()
    finished_before = state(owner, task_id)["status"] == "completed"

    for step in range(1, 4):
        for again in claim(tasks, NOON + step * LEASE):
            owner_token = UUID(state(owner, again.id)["lease_token"])
            tasks.settle(again, owner_token, result={}, effects=[SAYING], now=NOON + step * LEASE)

    assert finished_before == (point in ("after the commit", "never"))
    assert state(owner, task_id)["status"] == "completed"
    assert one(owner, "select count(*) from message_queue where user_id = %s", sarah) == 1


def test_an_effect_that_fails_leaves_nothing_behind_and_the_task_waits(
    owner: Connection, pool: Pool
) -> None:
    sarah = add_user(owner, SARAH)
    task_id = add_task(owner, "say", at=NOON, user=sarah)
    unsayable = SAYING.model_copy(update={"priority": "whenever"})

    counts = work_off(pool, handler("say", lambda _: Done(effects=(SAYING, unsayable))))

    assert counts["retried"] == 1
    assert state(owner, task_id)["status"] == "pending"
    assert one(owner, "select count(*) from message_queue") == 0


def test_results_and_ends_are_kept(owner: Connection, pool: Pool) -> None:
    ids: dict[str, UUID] = defaultdict(UUID)
    for name in ("plain", "with a result"):
        ids[name] = add_task(owner, name, at=NOON, user=None)

    work_off(
        pool,
        handler("plain", lambda _: Done()),
        handler("with a result", lambda _: Done(result={"found": 3})),
    )

    plain, told = state(owner, ids["plain"]), state(owner, ids["with a result"])
    assert plain["status"] == told["status"] == "completed"
    assert plain["completed_at"] is not None
    assert told["result_json"] == {"found": 3}


# What the model cost


class CostlyEngines:
    """Each question is one call of the model, for a cent."""

    agent_settings = AgentSettings()

    def ask(
        self, question: Question[NoArguments], seconds: float, spend: ModelSpend
    ) -> Answered[NoArguments]:
        call = ActionRecord(
            action_type="llm_call",
            model_used="model",
            cost_usd=Decimal("0.01"),
            input_data=question.logged,
        )
        return Answered(value=NoArguments(), engine="model", log=(call,))


QUESTION = Question(
    name="summary",
    prompt_version="summary-7",
    instructions="",
    content="",
    answer=NoArguments,
    rules=NoArguments,
)


def asks(then: Callable[[ClaimedTask], Done]) -> Handler[NoArguments]:
    def handle(task: ClaimedTask, _context: NoArguments, ports: Ports) -> Done:
        ports.ask(QUESTION, 1.0)
        return then(task)

    return Handler(task_type="asks", context=NoArguments, run=handle)


def booked(connection: Connection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "select l.model_used, l.cost_usd, l.user_id, i.prompt_version from agent_actions_log l"
        " join agent_instances i on i.id = l.agent_instance_id"
    ).fetchall()


def test_what_a_task_asked_the_model_is_booked_with_the_prompts_version(
    owner: Connection, pool: Pool
) -> None:
    sarah = add_user(owner, SARAH)
    add_task(owner, "asks", at=NOON, user=sarah)

    work_off(pool, asks(lambda _: Done()), engines=CostlyEngines())

    assert booked(owner) == [("model", Decimal("0.01"), sarah, "summary-7")]


@pytest.mark.parametrize("end", ["fails", "gives up", "no effect", "cancelled"])
def test_what_a_task_that_came_to_nothing_asked_the_model_is_booked_too(
    owner: Connection, pool: Pool, tasks: Tasks, end: str
) -> None:
    sarah = add_user(owner, SARAH)
    add_task(owner, "asks", at=NOON, user=sarah)

    def then(task: ClaimedTask) -> Done:
        if end == "fails":
            raise RuntimeError("broken")
        if end == "gives up":
            raise PermanentFailure("gone")
        if end == "cancelled":
            tasks.cancel(task.id, "not wanted")
        return Done(effects=(CancelWaiting(id=uuid4()),))

    counts = work_off(pool, asks(then), engines=CostlyEngines())

    assert counts["done"] == 0
    assert booked(owner) == [("model", Decimal("0.01"), sarah, "summary-7")]
