"""The event backbone: what waits for Redis."""

from dataclasses import dataclass

from shared.db.health.reading import Reading


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
