"""The queue between AI twins of an organisation.

Every call is one statement. Times are timezone-aware; `now` is an argument so that tests own the
clock, None meaning the database's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, LiteralString
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from shared.db.documents import decoded
from shared.db.pool import Database
from shared.domain import exact_json
from shared.domain.model import Document
from shared.domain.values import Priority

_CLAIMED: LiteralString = "select c - 'payload', (c -> 'payload')::text"


class ClaimedTwinEvent(Document):
    """An event that is ours to act on. `document` is its payload, as somebody wrote it."""

    id: UUID
    org_id: UUID
    source_user_id: UUID  # the profile whose twin sent it
    source_role: str
    source_name: str | None = None
    target_role: str | None = None  # None: for every role
    event_type: str
    document: str
    priority: Priority
    attempts: int  # this one included
    created_at: datetime
    expires_at: datetime | None = None

    @property
    def payload(self) -> Any:
        """Its payload. Raises PermanentFailure if that cannot be read."""
        return decoded(self.document, "payload")


@dataclass(frozen=True)
class Published:
    """What became of a publication."""

    id: UUID
    created: bool  # False: it was there already
    conflict: bool  # the id stands for another event; of that nothing is told


@dataclass(frozen=True)
class TwinEvents:
    """The queue. `lease` is how long a claimed event may take."""

    database: Database
    lease: timedelta = timedelta(seconds=30)
    max_attempts: int = 5

    def publish(
        self,
        org_id: UUID,
        source_user_id: UUID,
        *,
        target_role: str | None,
        event_type: str,
        payload: Mapping[str, Any],
        priority: Priority = Priority.MEDIUM,
        expires_at: datetime | None = None,
        id: UUID | None = None,
        now: datetime | None = None,
    ) -> Published:
        """Hands an event to the twins of a role; None: to those of every role.

        `id` makes it idempotent: the same again changes nothing. Expires after 7 days unless told
        otherwise. Raises MalformedRequest when the source is no profile of the organisation.
        """
        rows = self.database.rows(
            "select id, created, conflict from publish_twin_event("
            "%s, %s, %s, %s, %s, %s, %s, %s, coalesce(%s, now()))",
            (
                org_id,
                source_user_id,
                target_role,
                event_type,
                Jsonb(dict(payload), dumps=exact_json.dumps),
                priority,
                expires_at,
                id or uuid4(),
                now,
            ),
        )
        return Published(*rows[0])

    def claim(
        self,
        org_id: UUID,
        role: str,
        profile_id: UUID,
        limit: int,
        token: UUID,
        *,
        now: datetime | None = None,
    ) -> list[ClaimedTwinEvent]:
        """What is for the twins of a profile's role, most urgent first, then oldest; never its own.

        Suggestions, alerts and requests are not among them: `claim_due` takes those to people. A
        token is used for one claim only. Raises MalformedRequest when the profile has not that
        role in that organisation.
        """
        rows = self.database.rows(
            _CLAIMED + " from claim_twin_events(%s, %s, %s, %s, %s, %s, %s, coalesce(%s, now())) c",
            (org_id, role, profile_id, limit, token, self.lease, self.max_attempts, now),
        )
        return [_claimed(*row) for row in rows]

    def claim_due(
        self, limit: int, token: UUID, *, now: datetime | None = None
    ) -> list[ClaimedTwinEvent]:
        """What people are to be told, most urgent first, then oldest, in all organisations."""
        rows = self.database.rows(
            _CLAIMED + " from claim_due_twin_events(%s, %s, %s, %s, coalesce(%s, now())) c",
            (limit, token, self.lease, self.max_attempts, now),
        )
        return [_claimed(*row) for row in rows]

    def deliver(
        self,
        event_id: UUID,
        token: UUID,
        message_data: Mapping[str, Any],
        *,
        now: datetime | None = None,
    ) -> int:
        """Queues a message for each member of the event's role but its source, and settles it.

        Returns how many; 0: nobody of that role can be texted. Raises LeaseLost, and then nothing
        was queued.
        """
        return self.database.value(
            "select deliver_twin_event(%s, %s, %s, coalesce(%s, now()))",
            (event_id, token, Jsonb(dict(message_data)), now),
        )

    def settle(
        self,
        event_ids: Sequence[UUID],
        token: UUID,
        *,
        processed_by: UUID | None = None,
        now: datetime | None = None,
    ) -> int:
        """Marks them processed by a profile, None for the system; how many were still ours."""
        return self.database.value(
            "select settle_twin_events(%s, %s, %s, coalesce(%s, now()))",
            (list(event_ids), token, processed_by, now),
        )

    def fail(
        self,
        event_id: UUID,
        token: UUID,
        error: str,
        *,
        retryable: bool = True,
        now: datetime | None = None,
    ) -> Literal["retried", "dead", "lost"]:
        """Acting on it failed: tried again later, or dead with `error`, free of personal text."""
        return self.database.value(
            "select fail_twin_event(%s, %s, %s, %s, %s, coalesce(%s, now()))",
            (event_id, token, error, retryable, self.max_attempts, now),
        )

    def redrive(self, event_id: UUID, *, now: datetime | None = None) -> bool:
        """Puts a dead event back, with all its attempts. False: it is not dead."""
        return self.database.value(
            "select redrive_twin_event(%s, coalesce(%s, now()))", (event_id, now)
        )

    def expire(self, limit: int = 1000, *, now: datetime | None = None) -> int:
        """Takes what nobody processed in time out of the queue; returns how many."""
        return self.database.value(
            "select expire_twin_events(%s, coalesce(%s, now()))", (limit, now)
        )


def _claimed(event: Mapping[str, Any], document: str) -> ClaimedTwinEvent:
    return ClaimedTwinEvent.model_validate({**event, "document": document})
