"""The outbox of system events: read in order by one publisher at a time, deleted when taken.

Every call is one statement. Times are timezone-aware; `now` is an argument so that tests own the
clock, None meaning the database's.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.db.pool import Database

LANE = UUID(int=0)  # there is one outbox, and so one lane in private.lanes


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """An event on its way. All but `seq` and `org_id` as the texts that others read."""

    seq: int  # its place: right in order for each entity
    org_id: UUID
    id: str
    event_type: str
    occurred_at: str  # ISO 8601, UTC
    actor_id: str
    actor_type: str
    primary_entity_id: str
    primary_entity_type: str
    payload: str  # JSON
    created_at: str  # ISO 8601, UTC


@dataclass(frozen=True)
class Lag:
    """How far the transport is behind. `lag` is the age of the oldest; None: nothing waits."""

    waiting: int
    oldest_at: datetime | None
    lag: timedelta | None
    attempts: int  # of the oldest
    last_error: str | None


@dataclass(frozen=True)
class Outbox:
    """The calls of the publisher. `lease` is how long it has for one batch."""

    database: Database
    lease: timedelta = timedelta(seconds=30)

    def take(self, token: UUID, *, now: datetime | None = None) -> bool:
        """Becomes the one publisher. False: another one is, or the lane rests after a failure."""
        return self.database.value(
            "select cardinality(private.take_lanes('outbox', array[%(lane)s::uuid], %(token)s,"
            " coalesce(%(now)s, now()) + %(lease)s, coalesce(%(now)s, now()))) = 1",
            {"lane": LANE, "token": token, "lease": self.lease, "now": now},
        )

    def free(self, token: UUID) -> None:
        """Lets others publish."""
        self.database.value(
            "select private.free_lanes('outbox', array[%s::uuid], %s)", (LANE, token)
        )

    def claim(
        self,
        limit: int,
        token: UUID,
        *,
        without: Collection[UUID] = (),
        now: datetime | None = None,
    ) -> list[WaitingEvent]:
        """The oldest that wait, in order; the lease begins anew. Nothing when it was lost.

        `without`: organisations whose stream refuses entries at present.
        """
        rows = self.database.rows(
            "select seq, org_id, id, event_type, occurred_at, actor_id, actor_type,"
            " primary_entity_id, primary_entity_type, payload, created_at"
            " from claim_outbox(%s, %s, %s, %s, coalesce(%s, now()))",
            (limit, token, self.lease, list(without), now),
        )
        return [WaitingEvent(*row) for row in rows]

    def settle(self, seqs: Sequence[int]) -> int:
        """The transport has them: they leave. Returns how many were still there."""
        return self.database.value("select settle_outbox(%s)", (list(seqs),))

    def fail(
        self,
        seqs: Sequence[int],
        error: str,
        *,
        rest: UUID | None = None,
        now: datetime | None = None,
    ) -> None:
        """The transport did not take them: they stay, with the error.

        `rest`: nobody can be reached, so the lane of this token rests for a while, with backoff.
        """
        self.database.value(
            "select fail_outbox(%s, %s, %s, coalesce(%s, now()))", (list(seqs), error, rest, now)
        )

    def waits(self, *, without: Collection[UUID] = ()) -> bool:
        """Whether there is anything to publish, those organisations aside."""
        return self.database.value(
            "select exists (select from private.outbox where org_id <> all (%s))", (list(without),)
        )

    def lag(self, *, now: datetime | None = None) -> Lag:
        """What waits now."""
        rows = self.database.rows(
            "select waiting, oldest_at, lag, attempts, last_error"
            " from outbox_lag(coalesce(%s, now()))",
            (now,),
        )
        return Lag(*rows[0])
