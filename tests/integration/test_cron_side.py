"""What pg_cron's jobs run, and the counts beside it: who is rung when something is due."""

from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest

from infra.local.pg_net import install
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, add_outbound, add_user, column, one

# Poking goes by the database's clock: these are far enough from the whole run of the tests.
NOW = datetime.now(UTC)
PAST = NOW - timedelta(days=1)
LONG_PAST = NOW - timedelta(days=2)
FUTURE = NOW + timedelta(days=1)
PROCESSORS = ("task_processor", "message_orchestrator", "sms_sender", "event_processor")

TASK: LiteralString = (
    "insert into agent_tasks (task_type, agent_type, user_id, scheduled_for, priority, status,"
    " available_at, leased_until, context_json)"
    " values ('schedule_followup', 'concierge', %s, %s, %s, %s, %s, %s, '{}')"
)
QUEUED: LiteralString = (
    "insert into message_queue (user_id, agent_id, message_data, scheduled_for, priority, status)"
    " values (%s, 'concierge', '{}', %s, %s, %s)"
)


@pytest.fixture
def person(owner: Connection) -> UUID:
    return add_user(owner)


@pytest.fixture
def net(database: Database, owner: Connection) -> Connection:
    """The owner's connection where pg_net is and every processor listens somewhere."""
    install(database.owner_url)
    for name in PROCESSORS:
        owner.execute("select private.set_function_endpoint(%s, %s)", (name, f"http://{name}/"))
    return owner


def add_task(
    connection: Connection,
    user: UUID,
    due: datetime,
    *,
    priority: str = "medium",
    status: str = "pending",
    not_before: datetime | None = None,
) -> None:
    connection.execute(TASK, (user, due, priority, status, not_before, not_before))


def queue(
    connection: Connection,
    user: UUID,
    due: datetime,
    *,
    priority: str = "medium",
    status: str = "queued",
) -> None:
    connection.execute(QUEUED, (user, due, priority, status))


def rung_by(net: Connection, statement: LiteralString) -> tuple[int, set[str]]:
    """What the function returned, and whom it poked."""
    net.execute("delete from net.http_request_queue")
    answer = one(net, statement)
    rows = net.execute("select url, convert_from(body, 'UTF8') from net.http_request_queue")
    poked: set[str] = set()
    for url, body in rows.fetchall():
        assert body == "{}"
        poked.add(url.removeprefix("http://").removesuffix("/"))
    return answer, poked


TASKS: LiteralString = "select process_tasks_batch()"
MESSAGES: LiteralString = "select process_outbound_messages()"


def test_nobody_is_rung_for_nothing(net: Connection, person: UUID) -> None:
    assert rung_by(net, TASKS) == (0, set())
    assert rung_by(net, MESSAGES) == (0, set())
    add_task(net, person, FUTURE)
    add_task(net, person, PAST, not_before=FUTURE)  # in backoff
    add_task(net, person, PAST, status="processing", not_before=FUTURE)  # at work
    for status in ("completed", "failed", "cancelled"):
        add_task(net, person, PAST, status=status)
    queue(net, person, FUTURE)
    for status in ("sent", "superseded", "cancelled"):
        queue(net, person, PAST, status=status)
    assert rung_by(net, TASKS) == (0, set())
    assert rung_by(net, MESSAGES) == (0, set())


def test_a_due_task_rings_the_task_processor_without_touching_it(
    net: Connection, person: UUID
) -> None:
    add_task(net, person, PAST)
    add_task(net, person, LONG_PAST, not_before=PAST)
    assert rung_by(net, TASKS) == (2, {"task_processor"})
    assert rung_by(net, TASKS) == (2, {"task_processor"})
    assert column(net, "select distinct status from agent_tasks") == ["pending"]


def test_a_task_whose_worker_died_rings_too(net: Connection, person: UUID) -> None:
    add_task(net, person, LONG_PAST, status="processing", not_before=PAST)
    assert rung_by(net, TASKS) == (1, {"task_processor"})


def test_a_due_message_of_the_queue_rings_the_orchestrator(net: Connection, person: UUID) -> None:
    queue(net, person, PAST)
    queue(net, person, PAST, status="approved")
    assert rung_by(net, MESSAGES) == (2, {"message_orchestrator"})


def test_what_a_lost_poke_left_behind_is_rung_for_again(net: Connection, person: UUID) -> None:
    add_outbound(net, person, "Hello", at=PAST)
    assert rung_by(net, MESSAGES) == (0, {"sms_sender"})
    net.execute("insert into events (event_type, payload) values ('thing.happened', '{}')")
    assert rung_by(net, MESSAGES) == (0, {"sms_sender", "event_processor"})


def test_the_search_for_texts_that_never_arrived_goes_on(net: Connection) -> None:
    net.execute(
        "insert into private.sweeps (name, finished_at) values ('reconcile_inbound', now())"
    )
    assert rung_by(net, MESSAGES) == (0, set())
    net.execute("update private.sweeps set finished_at = %s", (PAST,))
    assert rung_by(net, MESSAGES) == (0, {"event_processor"})


def test_entities_whose_loops_are_due_ring_the_event_processor(net: Connection) -> None:
    queued: LiteralString = (
        "insert into private.loop_queue (org_id, entity_type, entity_id, available_at)"
        " values (gen_random_uuid(), 'deal', gen_random_uuid(), %s)"
    )
    net.execute(queued, (FUTURE,))
    assert rung_by(net, MESSAGES) == (0, set())
    net.execute(queued, (PAST,))
    assert rung_by(net, MESSAGES) == (0, {"event_processor"})


def test_a_poke_that_cannot_be_made_fails_neither(app: Connection, owner: Connection) -> None:
    person = add_user(owner)
    add_task(owner, person, PAST)
    queue(owner, person, PAST)
    assert one(app, TASKS) == 1
    assert one(app, MESSAGES) == 1


@pytest.mark.parametrize("role", ["owner", "app"])
def test_counts_go_by_true_priority_with_the_oldest_of_each(
    request: pytest.FixtureRequest, owner: Connection, person: UUID, role: str
) -> None:
    asking: psycopg.Connection[tuple[object, ...]] = request.getfixturevalue(role)
    for priority in ("low", "urgent", "medium", "high"):
        for add in (add_task, queue):
            add(owner, person, PAST, priority=priority)
            add(owner, person, LONG_PAST, priority=priority)
            add(owner, person, FUTURE, priority=priority)
            add(owner, person, LONG_PAST, priority=priority, status="cancelled")
    expected = [(each, 2, LONG_PAST) for each in ("urgent", "high", "medium", "low")]
    assert asking.execute("select * from get_pending_tasks_count()").fetchall() == expected
    assert asking.execute("select * from get_queued_messages_count()").fetchall() == expected
