"""Every queue, described once: who works it off, what of it is due, what of it is dead.

From this follow its pokes and sweeps (`shared.entry.work`), how long what is due has waited
(`shared.db.waiting`), and doctor's checks. A queue is one `QueueSpec` and the SQL functions that
claim, settle and fail its rows, with a class of typed calls beside this module.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import LiteralString


@dataclass(frozen=True, kw_only=True)
class QueueSpec:
    """A table whose rows wait for a worker.

    `due` reads id, kind and since when, of what is due by %(by)s (None: now), oldest first, at most
    %(most)s rows of each part of it. It goes along the index that the claims use; a lease that has
    run out is due again. Where the index begins with a rank, so does the order: row-level security
    hides from the planner that it is fixed.

    `dead` reads id, kind, error and the seconds since, of at most %(most)s rows that were given up
    by %(now)s, latest first.
    """

    name: str
    table: str  # with its schema, unless that is public
    function: str  # it works the queue off; the triggers poke it
    due: LiteralString
    poke: str = ""  # the field of a poke that names rows; empty: a poke is the same as a sweep
    rows: str = "row"  # what one is called, in the singular
    late: timedelta = timedelta(minutes=2)  # due for so long, nobody works it off
    id_column: str = "id"
    state: str = "attempts, last_error, available_at"  # the columns that say what holds a row
    waiting_check: str = ""  # doctor's name for the check that nothing is late; empty: its own
    dead: LiteralString = ""
    dead_check: str = ""  # doctor's name for the check that nothing is dead; empty: its own
    redrive: str = ""  # the SQL function that has a dead one tried again


MESSAGES = QueueSpec(
    name="messages",
    table="messages",
    function="sms_sender",
    poke="message_ids",
    rows="message to be sent",
    state="status, last_error, trace",
    waiting_check="sms_waiting",
    due=(
        "select id, status as kind, available_at as since from messages"
        " where status in ('queued_for_send', 'sending', 'unconfirmed')"
        " and available_at <= coalesce(%(by)s, now()) order by available_at, seq limit %(most)s"
    ),
)

MESSAGE_QUEUE = QueueSpec(
    name="message_queue",
    table="message_queue",
    function="message_orchestrator",
    rows="queued message",
    late=timedelta(minutes=5),
    state="status, last_error, trace",
    waiting_check="queue_waiting",
    # What quiet hours or the budget hold back has a later moment, so none of it is here.
    due=(
        "select id, priority as kind, greatest(scheduled_for, available_at) as since"
        " from message_queue where status in ('queued', 'approved')"
        " and scheduled_for <= coalesce(%(by)s, now())"
        " and (available_at is null or available_at <= coalesce(%(by)s, now()))"
        " order by scheduled_for limit %(most)s"
    ),
    dead_check="queue_failed",
    dead=(  # of the last week, by the agent that had asked
        "select id, agent_id, last_error,"
        " extract(epoch from %(now)s - private.moment((trace -> -1 ->> 'at')::timestamptz))::bigint"
        " from message_queue where status = 'cancelled' and last_error is not null"
        " and (trace -> -1 ->> 'at')::timestamptz > %(now)s - interval '7 days'"
        " order by 4 limit %(most)s"
    ),
    redrive="redrive_queued_message",
)

TASKS = QueueSpec(
    name="agent_tasks",
    table="agent_tasks",
    function="task_processor",
    poke="task_ids",
    rows="task",
    state="status, attempts, last_error, available_at",
    waiting_check="tasks_waiting",
    due=(
        "select oldest.id, oldest.kind, oldest.since from generate_series(1, 4) rank"
        " cross join lateral ("
        " select id, task_type as kind, greatest(scheduled_for, available_at) as since"
        " from agent_tasks"
        " where status in ('pending', 'processing') and private.priority_rank(priority) = rank"
        " and greatest(scheduled_for, available_at) <= coalesce(%(by)s, now())"
        " order by private.priority_rank(priority), greatest(scheduled_for, available_at), seq"
        " limit %(most)s) oldest"
    ),
    dead_check="tasks_failed",
    dead=(  # of the last week
        # The agent types there are, by hops along the index instead of a scan of the table.
        "with recursive agents (agent_type) as ("
        "  (select agent_type from agent_tasks order by agent_type limit 1)"
        "  union all"
        "  select (select t.agent_type from agent_tasks t where t.agent_type > a.agent_type"
        "          order by t.agent_type limit 1)"
        "  from agents a where a.agent_type is not null)"
        " select t.id, t.task_type, coalesce(t.error_log, t.last_error, ''),"
        "   extract(epoch from %(now)s - private.moment("
        "    coalesce(t.last_attempted_at, t.scheduled_for)))::bigint"
        " from agents a cross join lateral ("
        "   select * from agent_tasks t where t.agent_type = a.agent_type and t.status = 'failed'"
        "   and t.scheduled_for > %(now)s - interval '8 days'"
        "   order by t.scheduled_for desc limit %(most)s) t"
        " where coalesce(t.last_attempted_at, t.scheduled_for) > %(now)s - interval '7 days'"
        " order by 4 limit %(most)s"
    ),
    redrive="redrive_task",
)

EVENTS = QueueSpec(
    name="events",
    table="events",
    function="event_processor",
    poke="event_ids",
    rows="event",
    waiting_check="events_waiting",
    due=(
        "select oldest.id, oldest.kind, oldest.since"
        " from unnest(array['conversation', 'background']) l cross join lateral ("
        " select id, event_type as kind, available_at as since from events"
        " where lane = l and not processed and available_at <= coalesce(%(by)s, now())"
        " order by available_at, seq limit %(most)s) oldest"
    ),
    dead_check="dead_letters",
    dead=(
        "select event_id, event_type, error_message,"
        " extract(epoch from %(now)s - private.moment(created_at))::bigint from event_dead_letters"
        " order by created_at desc limit %(most)s"
    ),
    redrive="redrive_event",
)

TWIN_EVENTS = QueueSpec(
    name="twin_events",
    table="twin_events",
    function="event_processor",
    poke="event_ids",
    rows="event of a twin",
    waiting_check="twin_events_waiting",
    # What people are to be told, the oldest of each priority; and what has to be given up.
    due=(
        "select oldest.id, oldest.kind, oldest.since from (select people.id, people.kind,"
        " people.since from generate_series(1, 4) rank cross join lateral ("
        " select id, event_type as kind, available_at as since from twin_events"
        " where processed = false and closed is null and private.is_for_people(event_type)"
        " and private.priority_rank(priority) = rank and available_at <= coalesce(%(by)s, now())"
        " order by private.priority_rank(priority), created_at, seq limit %(most)s) people"
        " union all (select id, event_type, greatest(expires_at, available_at) from twin_events"
        " where processed = false and closed is null and expires_at <= coalesce(%(by)s, now())"
        " and available_at <= coalesce(%(by)s, now()) order by expires_at limit %(most)s)) oldest"
    ),
    dead_check="twin_events_dead",
    dead=(
        "select id, event_type, coalesce(last_error, ''),"
        " extract(epoch from %(now)s - private.moment(least(available_at, %(now)s)))::bigint"
        " from twin_events where closed = 'dead' order by created_at desc limit %(most)s"
    ),
    redrive="redrive_twin_event",
)

LOOP_QUEUE = QueueSpec(
    name="loop_queue",
    table="private.loop_queue",
    function="event_processor",
    poke="event_ids",
    rows="entity with new events",
    id_column="entity_id",
    due=(
        "select entity_id as id, entity_type as kind, available_at as since from private.loop_queue"
        " where available_at <= coalesce(%(by)s, now()) order by available_at limit %(most)s"
    ),
    # Never given up: these cannot be worked out, and keep the loops that they have.
    dead=(
        "select entity_id, entity_type, last_error,"
        " extract(epoch from %(now)s - private.moment(least(changed_at, %(now)s)))::bigint"
        " from private.loop_queue where last_error is not null"
        " order by changed_at desc limit %(most)s"
    ),
)

OUTBOX = QueueSpec(
    name="outbox",
    table="private.outbox",
    function="outbox_publisher",
    rows="business event",
    id_column="event_id",
    state="attempts, last_error, created_at",
    # Its one lane may rest while the transport is away: what waits for it is late all the same.
    due=(
        "select event_id as id, org_id::text as kind, created_at as since from private.outbox"
        " where created_at <= coalesce(%(by)s, now()) order by seq limit %(most)s"
    ),
)

QUEUES = (MESSAGES, MESSAGE_QUEUE, TASKS, EVENTS, TWIN_EVENTS, LOOP_QUEUE, OUTBOX)
