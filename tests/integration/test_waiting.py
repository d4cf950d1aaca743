"""How long what is due has waited, which is what the oldest-message alert looks at."""

from datetime import timedelta
from typing import LiteralString
from uuid import UUID

import pytest

from shared.db.pool import Database as Pool
from shared.db.queues import OUTBOX, QUEUES, TASKS, TWIN_EVENTS, QueueSpec
from shared.db.waiting import oldest_due_seconds
from tests.fixtures.people import SARAH, Connection, add_user
from tests.integration.conftest import NOON

Insert = dict[str, LiteralString]

of_each_queue = pytest.mark.parametrize(
    # The outbox has no row leases: test_outbox has its lag.
    "queue",
    [queue for queue in QUEUES if queue is not OUTBOX],
    ids=lambda queue: queue.name,
)

# A row that is due at a moment, past the triggers.
DUE: Insert = {
    "messages": (
        "insert into messages (conversation_id, user_id, role, content, direction, status,"
        " available_at) select id, user_id, 'concierge', 'Hi', 'outbound', 'queued_for_send', %s"
        " from conversations"
    ),
    "message_queue": (
        "insert into message_queue (user_id, agent_id, message_data, priority, scheduled_for,"
        " available_at) select id, 'concierge', '{}', 'low', %s, null from users"
    ),
    "agent_tasks": (
        "insert into agent_tasks (task_type, agent_type, user_id, priority, context_json,"
        " scheduled_for) select 'schedule_followup', 'system', id, 'low', '{}', %s from users"
    ),
    "events": (
        "insert into events (event_type, aggregate_type, aggregate_id, payload, lane,"
        " available_at) select 'thing.happened', 'user', id, '{}', 'background', %s from users"
    ),
    "twin_events": (
        "insert into twin_events (org_id, source_user_id, source_role, event_type, priority,"
        " created_at, available_at) select org_id, id, role, 'alert', 'low', moment, moment"
        " from user_profiles, (values (%s::timestamptz)) clock (moment)"
    ),
    "loop_queue": (
        "insert into private.loop_queue (org_id, entity_type, entity_id, available_at)"
        " select gen_random_uuid(), 'customer', gen_random_uuid(), %s from users"
    ),
}
# The same row, while its worker holds it until a moment.
HELD: Insert = {
    "messages": "update messages set available_at = %s",
    "message_queue": "update message_queue set available_at = %s",
    "agent_tasks": "update agent_tasks set status = 'processing', available_at = %s",
    "events": "update events set available_at = %s",
    "twin_events": "update twin_events set available_at = %s",
    "loop_queue": "update private.loop_queue set available_at = %s",
}


@pytest.fixture
def person(owner: Connection) -> UUID:
    person = add_user(owner, SARAH)
    owner.execute(
        "alter table messages disable trigger user; alter table message_queue disable trigger user;"
        "alter table agent_tasks disable trigger user; alter table events disable trigger user;"
        "alter table twin_events disable trigger user"
    )
    owner.execute("insert into user_profiles (org_id, role) values (gen_random_uuid(), 'sales')")
    owner.execute(
        "insert into conversations (user_id, phone_number) select id, phone_number from users"
        " where not exists (select from conversations)"
    )
    return person


@pytest.mark.usefixtures("person")
@of_each_queue
def test_it_is_the_oldest_due_row_that_counts(
    owner: Connection, pool: Pool, queue: QueueSpec
) -> None:
    assert oldest_due_seconds(pool, queue, now=NOON) == 0
    for minutes in (-5, 1, 3):
        owner.execute(DUE[queue.name], (NOON - timedelta(minutes=minutes),))
    assert oldest_due_seconds(pool, queue, now=NOON) == 180
    assert oldest_due_seconds(pool, queue, now=NOON - timedelta(minutes=10)) == 0
    owner.execute(HELD[queue.name], (NOON + timedelta(seconds=30),))
    assert oldest_due_seconds(pool, queue, now=NOON) == 0
    # Its worker has died: it is due again when the lease is over.
    assert oldest_due_seconds(pool, queue, now=NOON + timedelta(seconds=40)) == 10


@pytest.mark.usefixtures("person")
def test_backing_off_is_not_waiting(owner: Connection, pool: Pool) -> None:
    owner.execute(DUE["agent_tasks"], (NOON - timedelta(hours=1),))
    owner.execute("update agent_tasks set available_at = %s", (NOON + timedelta(minutes=1),))
    assert oldest_due_seconds(pool, TASKS, now=NOON) == 0


@pytest.mark.usefixtures("person")
def test_what_twins_tell_each_other_waits_for_them_until_it_expires(
    owner: Connection, pool: Pool
) -> None:
    owner.execute(DUE["twin_events"], (NOON - timedelta(hours=1),))
    owner.execute(
        "update twin_events set event_type = 'context_shared', expires_at = %s",
        (NOON + timedelta(seconds=30),),
    )
    assert oldest_due_seconds(pool, TWIN_EVENTS, now=NOON) == 0
    assert oldest_due_seconds(pool, TWIN_EVENTS, now=NOON + timedelta(seconds=40)) == 10


@pytest.mark.usefixtures("person")
@of_each_queue
def test_a_backlog_is_not_sorted_to_find_its_oldest(
    owner: Connection, app: Connection, queue: QueueSpec
) -> None:
    owner.execute(DUE[queue.name] + ", generate_series(1, 5000)", (NOON,))
    owner.execute("analyze")
    lines = app.execute("explain " + queue.due, {"by": None, "most": 1}).fetchall()
    plan = "\n".join(line for (line,) in lines)
    assert "Index" in plan
    assert "Sort" not in plan, plan
