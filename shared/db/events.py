"""The queue of background events in the functions' own log: in order within an aggregate.

Every call is one statement. Times are timezone-aware; `now` is an argument so that tests own the
clock, None meaning the database's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.db.documents import decoded
from shared.db.pool import Database

if TYPE_CHECKING:
    from shared.domain.effects.base import Effect


@dataclass(frozen=True)
class ClaimedEvent:
    """An event that is ours to handle. `document` is its payload, as it was written."""

    id: UUID
    event_type: str
    aggregate_type: str | None
    aggregate_id: UUID | None
    document: str
    attempts: int  # this one included

    @property
    def payload(self) -> Any:
        """Its payload. Raises PermanentFailure if that cannot be read."""
        return decoded(self.document, "payload")


@dataclass(frozen=True)
class ClaimedEvents:
    """One claim: the oldest events of aggregates, which were due."""

    events: list[ClaimedEvent]
    dead: int  # buried by this claim: their worker died in their last attempt
    now: datetime  # the claim's time


@dataclass(frozen=True)
class Events:
    """The queue of background events. `lease` is how long a claimed one may take."""

    database: Database
    lease: timedelta = timedelta(seconds=30)
    max_attempts: int = 5

    def claim(self, limit: int, token: UUID, *, now: datetime | None = None) -> ClaimedEvents:
        """The oldest event of each aggregate, where it is due. A token is for one claim only."""
        rows = self.database.rows(
            "select id, event_type, aggregate_type, aggregate_id, payload::text, attempts, dead,"
            " moment from (select coalesce(%s, now()) as moment) clock"
            " left join lateral claim_events(%s, %s, %s, %s, moment) on true",
            (now, limit, token, self.lease, self.max_attempts),
        )
        claimed = [ClaimedEvent(*row) for *row, dead, _ in rows if dead is False]
        return ClaimedEvents(claimed, sum(row[-2] is True for row in rows), rows[0][-1])

    def settle(
        self,
        event: ClaimedEvent,
        token: UUID,
        *,
        user_id: UUID | None = None,
        effects: "Sequence[Effect]" = (),
        now: datetime | None = None,
    ) -> None:
        """Finishes an event together with all that it changes, which is `user_id`'s.

        Raises LeaseLost if it is not ours, EffectNoLongerApplies when an effect met a state that it
        may not change; nothing was changed then.
        """
        document = {
            "user_id": str(user_id) if user_id else None,
            "effects": [effect.model_dump(mode="json") for effect in effects],
        }
        self.database.value(
            "select settle_event(%s, %s, %s, %s, coalesce(%s, now()))",
            (event.id, token, event.attempts, Jsonb(document), now),
        )

    def pass_by(
        self,
        events: Sequence[ClaimedEvent],
        token: UUID,
        *,
        handled: Sequence[str],
        now: datetime | None = None,
    ) -> int:
        """Marks them processed, nothing reacting to them, with those due behind; returns how many.

        Of each aggregate 200 at most, and none from the first on whose type is `handled`.
        """
        return self.database.value(
            "select pass_events(%s, %s, %s, coalesce(%s, now()))",
            ([event.id for event in events], token, list(handled), now),
        )

    def fail(
        self,
        event: ClaimedEvent,
        token: UUID,
        error: str,
        *,
        retryable: bool = True,
        now: datetime | None = None,
    ) -> Literal["retried", "dead", "lost"]:
        """A handler failed: tried again later, or dead with `error`, free of personal text."""
        return self.database.value(
            "select fail_event(%s, %s, %s, %s, %s, %s, coalesce(%s, now()))",
            (event.id, token, event.attempts, error, retryable, self.max_attempts, now),
        )

    def release(self, events: Sequence[ClaimedEvent], token: UUID) -> int:
        """Gives back what was not begun; the attempt does not count. Returns how many were ours."""
        return self.database.value(
            "select release_events(%s, %s)", ([event.id for event in events], token)
        )
