"""The event backbone: what waits for Redis, loops behind their log, what twins have to say."""

from dataclasses import dataclass

from shared.db.health.reading import Backlog, Reading
from shared.db.health.work import Failure


@dataclass(frozen=True)
class OutboxLag:
    """Events on their way to Redis. `seconds` is the age of the oldest, 0 with none waiting."""

    waiting: int
    seconds: int
    attempts: int  # of the oldest
    last_error: str
    ever_published: bool  # whether any publisher has had a transport


def outbox_lag(reading: Reading) -> OutboxLag:
    """How far Redis is behind."""
    rows = reading.rows(
        "select waiting, coalesce(extract(epoch from lag), 0)::bigint, attempts,"
        " coalesce(last_error, ''),"
        " exists (select from private.lanes where queue = 'outbox') from outbox_lag(%(now)s)"
    )
    return OutboxLag(*rows[0])


def loops_due(reading: Reading) -> Backlog:
    """Entities whose events nobody has worked into open_loops for 2 minutes, by their type."""
    return reading.backlog(
        "select entity_id, entity_type, available_at from private.loop_queue"
        " where available_at <= %(now)s - interval '2 minutes' order by available_at limit %(most)s"
    )


def unreadable_loops(reading: Reading) -> list[Failure]:
    """Entities whose events cannot be worked out, that with the latest event first."""
    rows = reading.rows(
        "select entity_id, entity_type, last_error,"
        " extract(epoch from %(now)s - private.moment(least(changed_at, %(now)s)))::bigint"
        " from private.loop_queue where last_error is not null"
        " order by changed_at desc limit %(most)s"
    )
    return [Failure(*row) for row in rows]


def twin_events_due(reading: Reading) -> Backlog:
    """Twin events for people, due for 2 minutes, that nobody has taken up, by type."""
    return reading.backlog(
        "select id, event_type, available_at from twin_events"
        " where processed = false and closed is null and private.is_for_people(event_type)"
        " and available_at <= %(now)s - interval '2 minutes'"
        " and (expires_at is null or expires_at > %(now)s)"
        " order by private.priority_rank(priority), created_at, seq limit %(most)s"
    )


def dead_twin_events(reading: Reading) -> list[Failure]:
    """Twin events given up and not tried again since, latest first."""
    rows = reading.rows(
        "select id, event_type, coalesce(last_error, ''),"
        " extract(epoch from %(now)s - private.moment(least(available_at, %(now)s)))::bigint"
        " from twin_events"
        " where closed = 'dead' order by created_at desc limit %(most)s"
    )
    return [Failure(*row) for row in rows]
