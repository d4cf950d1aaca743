"""Which tasks a claim gives: by priority, then due time, and a person's one after another."""

import threading
from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from shared.db.pool import Database as Pool
from shared.db.tasks import ClaimedTask, Tasks
from shared.tasks.handler import Done
from tests.fixtures.database import Database
from tests.fixtures.people import MIKE, SARAH, Connection, add_user, column, one
from tests.fixtures.tasks import (
    LEASE,
    add_task,
    claim,
    handler,
    state,
    work_off,
)
from tests.fixtures.waiting import until
from tests.integration.conftest import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def tasks(pool: Pool) -> Tasks:
    return Tasks(pool, lease=LEASE)


def test_tasks_come_by_true_priority_then_due_time_then_arrival(
    owner: Connection, tasks: Tasks
) -> None:
    wanted = [
        add_task(owner, name, at=NOON - timedelta(minutes=minutes), user=None, priority=priority)
        for name, priority, minutes in [
            ("e", "low", 90),
            ("c", "medium", 60),
            ("d", "medium", 5),
            ("b", "high", 1),
            ("a", "urgent", 0),
            ("d2", "medium", 5),
        ]
    ]
    add_task(owner, "later", at=NOON + MINUTE, user=None, priority="urgent")

    claimed = claim(tasks, NOON)

    assert [task.task_type for task in claimed] == ["a", "b", "c", "d", "d2", "e"]
    assert {task.id for task in claimed} == set(wanted)


def test_a_quick_look_goes_on_where_the_last_one_came_to(owner: Connection, tasks: Tasks) -> None:
    for minutes in (5, 4, 3):
        add_task(owner, f"{minutes} ago", at=NOON - minutes * MINUTE, user=None)

    first = tasks.claim(2, uuid4(), now=NOON)
    add_task(owner, "late arrival", at=NOON - timedelta(hours=1), user=None)
    add_task(owner, "urgent", at=NOON - timedelta(hours=1), user=None, priority="urgent")
    second = tasks.claim(5, uuid4(), after=first.after, now=NOON)
    third = tasks.claim(5, uuid4(), now=NOON)

    assert [task.task_type for task in first.tasks] == ["5 ago", "4 ago"]
    assert [task.task_type for task in second.tasks] == ["urgent", "3 ago"]
    assert [task.task_type for task in third.tasks] == ["late arrival"]


def test_one_persons_tasks_go_to_one_claim_at_a_time(owner: Connection, tasks: Tasks) -> None:
    sarah, mike = add_user(owner, SARAH), add_user(owner, MIKE)
    for number in range(3):
        add_task(owner, f"sarah {number}", at=NOON - (9 - number) * MINUTE, user=sarah)
    add_task(owner, "mike", at=NOON, user=mike)

    token = uuid4()
    first = tasks.claim(1, token, now=NOON).tasks
    second = claim(tasks, NOON)
    tasks.settle_all([(first[0], {})], token, free=[sarah], now=NOON)
    third = claim(tasks, NOON)

    assert [task.task_type for task in first] == ["sarah 0"]
    assert [task.task_type for task in second] == ["mike"]
    assert [task.task_type for task in third] == ["sarah 1", "sarah 2"]


def test_a_busy_persons_backlog_hides_nobody(owner: Connection, tasks: Tasks) -> None:
    sarah = add_user(owner, SARAH)
    owner.execute(
        "insert into agent_tasks (task_type, agent_type, user_id, scheduled_for, context_json)"
        " select 'backlog', 'system', %s, %s, '{}' from generate_series(1, 5000)",
        (sarah, NOON - timedelta(hours=1)),
    )
    add_task(owner, "behind it", at=NOON, user=None)

    assert [task.task_type for task in claim(tasks, NOON, limit=1)] == ["backlog"]
    assert [task.task_type for task in claim(tasks, NOON, limit=3)] == ["behind it"]


def test_a_sibling_in_backoff_or_due_later_holds_nobody(owner: Connection, tasks: Tasks) -> None:
    sarah = add_user(owner, SARAH)
    add_task(owner, "fails", at=NOON - 9 * MINUTE, user=sarah)
    add_task(owner, "later", at=NOON + MINUTE, user=sarah, priority="urgent")
    add_task(owner, "ready", at=NOON, user=sarah, priority="low")
    token = uuid4()
    (failing,) = tasks.claim(1, token, now=NOON).tasks
    tasks.fail(failing, token, "broken", now=NOON)
    tasks.settle_all([], token, free=[sarah], now=NOON)

    assert [task.task_type for task in claim(tasks, NOON)] == ["ready"]


def test_claimers_that_race_never_run_two_tasks_of_one_person_and_lose_none(
    database: Database, owner: Connection
) -> None:
    people = [add_user(owner, f"+1415555{number:04}") for number in range(20)]
    owner.execute(
        "insert into agent_tasks (task_type, agent_type, user_id, scheduled_for, context_json)"
        " select 'count', 'system', case when n %% 2 = 0 then %s[1] else %s[1 + n %% 20] end,"
        "        now(), '{}' from generate_series(1, 2000) n",
        (people, people),
    )
    running: Counter[UUID | None] = Counter()
    runs: Counter[UUID] = Counter()
    problems: list[str] = []
    lock = threading.Lock()

    def count(task: ClaimedTask) -> Done:
        with lock:
            running[task.user_id] += 1
            runs[task.id] += 1
            if running[task.user_id] > 1:
                problems.append(f"two at a time for {task.user_id}")
        with lock:
            running[task.user_id] -= 1
        return Done()

    def work() -> None:
        pool = Pool(database.app_url, pool_max=6)
        work_off(pool, handler("count", count))
        pool.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    assert set(runs.values()) == {1}
    assert column(owner, "select distinct status from agent_tasks") == ["completed"]
    assert one(owner, "select count(*) from agent_tasks") == len(runs)


def test_a_task_that_a_long_transaction_changes_holds_up_neither_the_rest_nor_its_person(
    database: Database, owner: Connection, tasks: Tasks
) -> None:
    sarah = add_user(owner, SARAH)
    held = add_task(owner, "held", at=NOON, user=sarah, priority="high")
    add_task(owner, "another", at=NOON, user=None)

    with psycopg.connect(database.app_url) as other:
        other.execute("update agent_tasks set context_json = '[]' where id = %s", (held,))
        found = [task.task_type for task in claim(tasks, NOON)]

    assert found == ["another"]
    assert [task.task_type for task in claim(tasks, NOON)] == ["held"], "the lane was given back"


def test_a_task_due_since_ever_is_a_task_like_others(owner: Connection, tasks: Tasks) -> None:
    add_task(owner, "other", at=NOON, user=None)
    add_task(owner, "ever", at=NOON, user=None)
    owner.execute("update agent_tasks set scheduled_for = '-infinity' where task_type = 'ever'")

    assert [task.task_type for task in claim(tasks, NOON)] == ["ever", "other"]


@pytest.mark.parametrize("end", ["settled", "released"])
def test_who_ends_late_takes_the_person_before_the_tasks_as_a_claim_does(
    database: Database, owner: Connection, tasks: Tasks, end: str
) -> None:
    sarah = add_user(owner, SARAH)
    task_id = add_task(owner, "late", at=NOON, user=sarah)
    token = uuid4()
    (task,) = tasks.claim(1, token, now=NOON).tasks

    with psycopg.connect(database.app_url) as claimer:
        claimer.execute("select from private.lanes for update")
        late = threading.Thread(
            target=lambda: (
                tasks.settle_all([(task, {})], token, free=[sarah])
                if end == "settled"
                else tasks.release([task], token, free=[sarah])
            )
        )
        late.start()
        waiting = (
            "select exists (select from pg_stat_activity where datname = current_database()"
            " and cardinality(pg_blocking_pids(pid)) > 0)"
        )
        until(lambda: one(owner, waiting), "it waits for the person")
        claimer.execute("select from agent_tasks where id = %s for update nowait", (task_id,))
    late.join()

    assert state(owner, task_id)["status"] in ("completed", "pending")
