"""Every queue, described once: who works it off, what of it is due, what of it is dead.

From this follow its pokes and sweeps (`shared.entry.work`), how long what is due has waited
(`shared.db.waiting`), and doctor's checks. A queue is one `QueueSpec`, its SQL functions, and a
class of typed calls beside this module. What is due and what is dead is read in SQL alone, by
`private.<name>_due` and `private.<name>_dead` in `sql/functions/queues`, so that pg_cron's
`private.poke_overdue` goes by the same rows.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import LiteralString


@dataclass(frozen=True, kw_only=True)
class QueueSpec:
    """A table whose rows wait for a worker."""

    name: LiteralString
    table: LiteralString  # with its schema, unless that is public
    function: str  # it works the queue off; the triggers poke it
    poke: str = ""  # the field of a poke that names rows; empty: a poke is the same as a sweep
    rows: str = "row"  # what one is called, in the singular
    late: timedelta = timedelta(minutes=2)  # due for so long, nobody works it off
    id_column: LiteralString = "id"
    state: str = "attempts, last_error, available_at"  # the columns that say what holds a row
    waiting_check: str = ""  # doctor's name for the check that nothing is late; empty: its own
    gives_up: bool = True  # whether there are rows that nobody tries again
    dead_check: str = ""  # doctor's name for the check that nothing is dead; empty: its own
    redrive: LiteralString = ""  # the SQL function that has a dead one tried again
    dismiss: LiteralString = ""  # the one that leaves it undone, for good
    payload: LiteralString = "payload"  # the column that says what was to be done
    sequence: LiteralString = "id"  # what the rows have in common that are given up together
    # What the page of operations counts by %(now)s: rows that a worker has, rows that wait for
    # another try, and `at`, the moments at which rows were done in the last hour; empty: not told.
    busy: LiteralString = ""
    retrying: LiteralString = ""
    done: LiteralString = ""

    @property
    def due(self) -> LiteralString:
        """Reads id, kind and since when, of what is due by %(by)s (None: now), oldest first.

        At most %(most)s rows of each part of it. It goes along the index that the claims use.
        """
        return f"select id, kind, since from private.{self.name}_due(%(by)s, %(most)s)"  # noqa: S608 - a literal

    @property
    def dead(self) -> LiteralString:
        """Reads id, kind, error and the seconds since, of what was given up by %(now)s.

        At most %(most)s rows, latest first; empty where nothing is ever given up.
        """
        if not self.gives_up:
            return ""
        return f"select id, kind, error, seconds from private.{self.name}_dead(%(now)s, %(most)s)"  # noqa: S608 - a literal


MESSAGES = QueueSpec(
    name="messages",
    table="messages",
    function="sms_sender",
    poke="message_ids",
    rows="message to be sent",
    state="status, last_error, trace",
    waiting_check="sms_waiting",
    gives_up=False,
    busy="select 1 from messages where status in ('sending', 'unconfirmed')",
    retrying=(
        "select 1 from messages where status in ('pending', 'queued_for_send') and attempts > 0"
    ),
    done=(
        "select sent_at as at from messages where created_at > %(now)s - interval '2 days' "
        "and sent_at > %(now)s - interval '1 hour'"
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
    dead_check="queue_failed",
    redrive="redrive_queued_message",
    dismiss="dismiss_queued_message",
    payload="message_data",
    sequence="coalesce(sequence_id, id)",
    busy=(
        "select 1 from message_queue where status in ('queued', 'approved') and "
        "leased_until > %(now)s"
    ),
    retrying=(
        "select 1 from message_queue where status in ('queued', 'approved') and attempts > 0"
    ),
    done=(
        "select sent_at as at from message_queue where status = 'sent' and sent_at > "
        "%(now)s - interval '1 hour'"
    ),
)

TASKS = QueueSpec(
    name="agent_tasks",
    table="agent_tasks",
    function="task_processor",
    poke="task_ids",
    rows="task",
    state="status, attempts, last_error, available_at",
    waiting_check="tasks_waiting",
    dead_check="tasks_failed",
    redrive="redrive_task",
    dismiss="dismiss_task",
    payload="context_json",
    busy="select 1 from agent_tasks where status = 'processing' and leased_until > %(now)s",
    retrying="select 1 from agent_tasks where status = 'pending' and attempts > 0",
    done=(
        "select completed_at as at from agent_tasks where status = 'completed' and "
        "completed_at > %(now)s - interval '1 hour'"
    ),
)

EVENTS = QueueSpec(
    name="events",
    table="events",
    function="event_processor",
    poke="event_ids",
    rows="event",
    waiting_check="events_waiting",
    dead_check="dead_letters",
    redrive="redrive_event",
    dismiss="dismiss_event",
    busy="select 1 from events where not processed and leased_until > %(now)s",
    retrying="select 1 from events where not processed and attempts > 0",
    done=(
        "select processed_at as at from events where created_at > %(now)s - interval '2 "
        "days' and processed_at > %(now)s - interval '1 hour'"
    ),
)

TWIN_EVENTS = QueueSpec(
    name="twin_events",
    table="twin_events",
    function="event_processor",
    poke="event_ids",
    rows="event of a twin",
    waiting_check="twin_events_waiting",
    dead_check="twin_events_dead",
    redrive="redrive_twin_event",
    dismiss="dismiss_twin_event",
    busy=(
        "select 1 from twin_events where not processed and closed is null and leased_until "
        "> %(now)s"
    ),
    retrying="select 1 from twin_events where not processed and closed is null and attempts > 0",
    done=(
        "select processed_at as at from twin_events where processed and processed_at > "
        "%(now)s - interval '1 hour'"
    ),
)

LOOP_QUEUE = QueueSpec(
    name="loop_queue",
    table="private.loop_queue",
    function="event_processor",
    poke="event_ids",
    rows="entity with new events",
    id_column="entity_id",
    busy="select 1 from private.loop_queue where leased_until > %(now)s",
    retrying="select 1 from private.loop_queue where attempts > 0",
)

OUTBOX = QueueSpec(
    name="outbox",
    table="private.outbox",
    function="outbox_publisher",
    rows="business event",
    id_column="event_id",
    state="attempts, last_error, created_at",
    gives_up=False,
    retrying="select 1 from private.outbox where attempts > 0",
)

QUEUES = (MESSAGES, MESSAGE_QUEUE, TASKS, EVENTS, TWIN_EVENTS, LOOP_QUEUE, OUTBOX)
