"""Background events: claimed in order within an aggregate, settled in batches, buried when dead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shared.db.pool import Database


@dataclass(frozen=True)
class ClaimedEvent:
    """An event that is ours to handle."""

    id: UUID
    event_type: str
    aggregate_type: str | None
    aggregate_id: UUID | None
    payload: dict[str, Any]
    attempts: int


@dataclass(frozen=True)
class Events:
    """The queue of background events."""

    database: Database
    lease: timedelta = timedelta(seconds=30)
    max_attempts: int = 5

    def claim(
        self,
        limit: int,
        token: UUID,
        *,
        now: datetime | None = None,
    ) -> list[ClaimedEvent]:
        """The oldest unprocessed event of each aggregate, where it is due."""
        rows = self.database.rows(
            "select id, event_type, aggregate_type, aggregate_id, payload, attempts"
            " from claim_events(%s, %s, %s, %s, coalesce(%s, now()))",
            (limit, token, self.lease, self.max_attempts, now),
        )
        return [ClaimedEvent(*row) for row in rows]

    def settle(self, event_ids: Sequence[UUID], token: UUID, *, now: datetime | None = None) -> int:
        """Marks them processed; returns how many were still ours."""
        return self.database.value(
            "select settle_events(%s, %s, coalesce(%s, now()))", (list(event_ids), token, now)
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
