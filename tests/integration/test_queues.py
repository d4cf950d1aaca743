"""A queue is described once: what its description names is there."""

import pytest

from infra.local.services import read_services
from shared.db.health.queues import dead, late
from shared.db.health.reading import Reading, database_now
from shared.db.pool import Database as Pool
from shared.db.queues import QUEUES, QueueSpec
from shared.db.waiting import oldest_due_seconds
from shared.doctor.checks import CHECKS
from tests.fixtures.people import Connection, one

each_queue = pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)


@each_queue
def test_an_empty_queue_has_nothing_due_late_or_dead(pool: Pool, queue: QueueSpec) -> None:
    reading = Reading(pool, database_now(pool))
    assert oldest_due_seconds(pool, queue) == 0
    assert late(reading, queue).count == 0
    assert dead(reading, queue) == []


@each_queue
def test_who_works_it_off_is_poked_and_swept(queue: QueueSpec) -> None:
    (service,) = (one for one in read_services() if one.name == queue.function)
    assert {"poke", "schedule"} <= set(service.triggers)


@each_queue
def test_the_columns_and_the_function_that_an_operator_is_told_of_are_there(
    owner: Connection, queue: QueueSpec
) -> None:
    shown = f"explain select {queue.state}, {queue.id_column} from {queue.table}"  # noqa: S608
    assert owner.execute(shown.encode()).fetchall()
    assert bool(queue.redrive) == bool(queue.dead_check)
    if queue.redrive:
        found = "select count(*) from pg_proc where proname = %s"
        assert one(owner, found, queue.redrive) == 1


def test_every_queue_has_checks_and_no_two_of_a_name() -> None:
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    of_queues = [name for one in QUEUES for name in (one.waiting_check, one.dead_check) if name]
    assert set(of_queues) <= set(names)
