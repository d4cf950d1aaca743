"""How long what is due has been waiting: one bounded reading for each queue."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal, LiteralString

from shared.db.pool import Database
from shared.errors import DatabaseRejected
from shared.log import logger

UNMEASURED = -1.0

Queue = Literal["messages", "message_queue", "agent_tasks", "events", "twin_events", "loop_queue"]

# Each along the index that its claims use; a lease that has run out is due again. Where the index
# begins with a rank, so does the order: row-level security hides from the planner that it is fixed.
SINCE: Mapping[Queue, LiteralString] = MappingProxyType(
    {
        "messages": (
            "select available_at as since from messages"
            " where status in ('queued_for_send', 'sending', 'unconfirmed')"
            " and available_at <= moment order by available_at, seq limit 1"
        ),
        "message_queue": (
            "select greatest(scheduled_for, available_at) as since from message_queue"
            " where status in ('queued', 'approved') and scheduled_for <= moment"
            " and (available_at is null or available_at <= moment) order by scheduled_for limit 1"
        ),
        "agent_tasks": (
            "select min(oldest.since) as since from generate_series(1, 4) rank cross join lateral ("
            " select greatest(scheduled_for, available_at) as since from agent_tasks"
            " where status in ('pending', 'processing') and private.priority_rank(priority) = rank"
            " and greatest(scheduled_for, available_at) <= moment"
            " order by private.priority_rank(priority), greatest(scheduled_for, available_at), seq"
            " limit 1) oldest"
        ),
        "events": (
            "select min(oldest.since) as since from unnest(array['conversation', 'background']) l"
            " cross join lateral (select available_at as since from events"
            " where lane = l and not processed and available_at <= moment"
            " order by available_at, seq limit 1) oldest"
        ),
        # What people are to be told, the oldest of each priority; and what has to be given up.
        "twin_events": (
            "select min(oldest.since) as since from (select people.since from generate_series(1, 4)"
            " rank cross join lateral (select available_at as since from twin_events"
            " where processed = false and closed is null and private.is_for_people(event_type)"
            " and private.priority_rank(priority) = rank and available_at <= moment"
            " order by private.priority_rank(priority), created_at, seq limit 1) people union all"
            " (select greatest(expires_at, available_at) from twin_events"
            " where processed = false and closed is null"
            " and expires_at <= moment and available_at <= moment order by expires_at limit 1))"
            " oldest"
        ),
        "loop_queue": (
            "select available_at as since from private.loop_queue where available_at <= moment"
            " order by available_at limit 1"
        ),
    }
)


def oldest_due_seconds(database: Database, queue: Queue, *, now: datetime | None = None) -> float:
    """Seconds since the oldest waiting row of a queue became due; 0 when nothing is due.

    UNMEASURED, which is not 0, where the database refuses to say: what is measured is worked off
    all the same. Raises DatabaseUnavailable.
    """
    try:
        return _oldest_due_seconds(database, queue, now)
    except DatabaseRejected as error:
        logger.error("how long rows of %s have waited is unknown: %s", queue, error)
        return UNMEASURED


def _oldest_due_seconds(database: Database, queue: Queue, now: datetime | None) -> float:
    # Put together from literals of this module only.
    return database.value(
        "select coalesce((select extract(epoch from moment - private.moment(since))::float8 from ("  # noqa: S608
        + SINCE[queue]
        + ") oldest), 0) from (select coalesce(%s, now()) as moment) clock",
        (now,),
    )
