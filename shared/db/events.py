"""The functions' own event log: written once, replayed; and the queue of what has to react to it.

Background events are claimed in order within an aggregate, settled in batches, buried when dead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.db.documents import decoded
from shared.db.pool import Database

_LOGGED = (
    "select id, event_type, aggregate_type, aggregate_id, payload, metadata, source, request_id,"
    " event_version, occurred_at, created_at, created_by from events"
)


@dataclass(frozen=True)
class NewEvent:
    """An event to be published. `occurred_at` is business time, now if None."""

    event_type: str  # open text, noun.verb
    payload: dict[str, Any]  # ids rather than texts and phone numbers
    source: str  # who writes it; with request_id the idempotency key
    request_id: str  # stored as a hash where it may hold somebody's words
    aggregate_type: str | None = None
    aggregate_id: UUID | None = None
    metadata: dict[str, Any] | None = None
    created_by: str | None = None
    event_version: int = 1
    occurred_at: datetime | None = None


@dataclass(frozen=True)
class Published:
    """The event of an idempotency key."""

    id: UUID  # always the first one's
    created: bool  # False: it had been written before
    conflict: bool  # the first one says something else


@dataclass(frozen=True)
class LoggedEvent:
    """An event as it was written."""

    id: UUID
    event_type: str
    aggregate_type: str | None
    aggregate_id: UUID | None
    payload: dict[str, Any]
    metadata: dict[str, Any] | None
    source: str
    request_id: str  # as stored: the same key again, hashed or not
    event_version: int
    occurred_at: datetime
    created_at: datetime
    created_by: str | None


@dataclass(frozen=True)
class ClaimedEvent:
    """An event that is ours to handle. `document` is its payload, as it was written."""

    id: UUID
    event_type: str
    aggregate_type: str | None
    aggregate_id: UUID | None
    document: str
    attempts: int

    @property
    def payload(self) -> Any:
        """Its payload. Raises PermanentFailure if that cannot be read."""
        return decoded(self.document, "payload")


@dataclass(frozen=True)
class Events:
    """The log, and the queue of background events in it."""

    database: Database
    lease: timedelta = timedelta(seconds=30)
    max_attempts: int = 5

    def publish(self, event: NewEvent, *, now: datetime | None = None) -> Published:
        """Writes it once per (source, request_id). Again: the first row's id, and says so."""
        rows = self.database.rows(
            "select id, created, conflict from publish_event("
            " %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, coalesce(%s, now()))",
            (
                event.event_type,
                Jsonb(event.payload),
                *(event.source, event.request_id, event.aggregate_type, event.aggregate_id),
                None if event.metadata is None else Jsonb(event.metadata),
                *(event.created_by, event.event_version, event.occurred_at, now),
            ),
        )
        return Published(*rows[0])

    def replay(self, aggregate_type: str, aggregate_id: UUID) -> list[LoggedEvent]:
        """An aggregate's events as they occurred; those of one moment in order of arrival."""
        rows = self.database.rows(
            _LOGGED + " where aggregate_type = %s and aggregate_id = %s order by occurred_at, seq",
            (aggregate_type, aggregate_id),
        )
        return [LoggedEvent(*row) for row in rows]

    def timeline(
        self, event_type: str, *, since: datetime, until: datetime, limit: int = 1000
    ) -> list[LoggedEvent]:
        """A type's events that occurred from `since` on and before `until`, the earliest first."""
        rows = self.database.rows(
            _LOGGED + " where event_type = %s and occurred_at >= %s and occurred_at < %s"
            " order by occurred_at, seq limit %s",
            (event_type, since, until, limit),
        )
        return [LoggedEvent(*row) for row in rows]

    def claim(
        self,
        limit: int,
        token: UUID,
        *,
        now: datetime | None = None,
    ) -> list[ClaimedEvent]:
        """The oldest unprocessed event of each aggregate, where it is due."""
        rows = self.database.rows(
            "select id, event_type, aggregate_type, aggregate_id, payload::text, attempts"
            " from claim_events(%s, %s, %s, %s, coalesce(%s, now()))",
            (limit, token, self.lease, self.max_attempts, now),
        )
        return [ClaimedEvent(*row) for row in rows]

    def settle(self, event_ids: Sequence[UUID], token: UUID, *, now: datetime | None = None) -> int:
        """Marks them processed; returns how many were still ours."""
        return self.database.value(
            "select settle_events(%s, %s, coalesce(%s, now()))", (list(event_ids), token, now)
        )

    def pass_by(
        self, event_ids: Sequence[UUID], token: UUID, *, now: datetime | None = None
    ) -> int:
        """Marks them processed, nothing reacting to them, with those due behind them.

        Of each aggregate 200 at most; returns how many in all.
        """
        return self.database.value(
            "select pass_events(%s, %s, coalesce(%s, now()))", (list(event_ids), token, now)
        )

    def fail(
        self,
        event_id: UUID,
        token: UUID,
        error: str,
        *,
        retryable: bool = True,
        now: datetime | None = None,
    ) -> str:
        """A handler failed: `retried` later, `dead`, or `lost`."""
        return self.database.value(
            "select fail_event(%s, %s, %s, %s, %s, coalesce(%s, now()))",
            (event_id, token, error, retryable, self.max_attempts, now),
        )
