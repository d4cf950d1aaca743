"""Open loops: what the projection reads and writes, and what is shown.

Times are timezone-aware; `now` is an argument so that tests own the clock, None meaning the
database's.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.db.pool import LONGEST_SECONDS, Database, Row
from shared.domain.attention import MOST_UPCOMING, attention
from shared.domain.loops import (
    Entity,
    Loop,
    LoopEvent,
    LoopStatus,
    LoopType,
    UnreadableEvent,
    fold,
)
from shared.log import logger

AS_OF_SECONDS = 30.0  # that a look into the past may take until its first rows


@dataclass(frozen=True)
class EntityEvents:
    """All events of an entity, as read. `mark` changes with every change of them."""

    entity: Entity
    mark: int  # their version if claimed, else their number, erased ones twice
    events: str | None  # a JSON list, in order; None: more than are folded

    def loops(self) -> list[Loop]:
        """What they come to. Raises UnreadableEvent, whatever is wrong with them."""
        if self.events is None:
            raise UnreadableEvent("it has too many events: see private.most_folded_events()")
        return fold(self.entity, _events(self.events))


@dataclass(frozen=True)
class Projected:
    """What an entity's events came to, or why they came to nothing."""

    read: EntityEvents
    loops: Sequence[Loop] = ()
    error: str = ""  # free of personal text


@dataclass(frozen=True)
class Loops:
    """The loops and the queue of entities that they have to be worked out for."""

    database: Database
    lease: timedelta = timedelta(seconds=30)

    def open_loops(
        self, org_id: UUID, now: datetime | None = None, as_of: datetime | None = None
    ) -> dict[str, list[dict[str, Any]]]:
        """What asks for the organisation's attention: `critical` and `upcoming`, JSON values.

        With `as_of`, of the events recorded by then, with that moment as the clock: from the log,
        so in time that grows with it.
        """
        if as_of is not None:
            return attention(self.loops_as_of(as_of, org_id), as_of).document()
        rows = self.database.rows(
            "select clock.now, l.id, l.org_id, l.entity_type, l.entity_id, l.type, l.status,"
            " l.due_at, l.opened_at, l.closed_at"
            " from (values (coalesce(%(now)s, now()))) as clock (now)"
            " left join private.pressing_loops(array[%(org)s::uuid], clock.now, %(later)s) l"
            " on true",
            {"org": org_id, "now": now, "later": MOST_UPCOMING},
        )
        return attention([_loop(row[1:]) for row in rows if row[1]], rows[0][0]).document()

    def loops_as_of(self, moment: datetime, org_id: UUID | None = None) -> Iterator[Loop]:
        """Every loop, closed ones too, as the events recorded by that moment make them.

        The loops of an entity with an event that cannot be read are left out, and logged.
        """
        for read in self.log(org_id=org_id, until=moment, seconds=AS_OF_SECONDS):
            try:
                yield from read.loops()
            except UnreadableEvent as error:
                logger.error("left out of the loops: %s", error)

    def dismiss(
        self,
        org_id: UUID,
        loop_id: UUID,
        *,
        actor_id: UUID,
        actor_type: str = "user",
        reason: str | None = None,
        now: datetime | None = None,
    ) -> dict[str, Any] | None:
        """Writes `loop_dismissed` and returns the loop as it is then; None: no such loop of theirs.

        Again, or of a loop that is closed anyway, it writes nothing. A later opening event opens
        the loop again.
        """
        rows = self.database.rows(
            "select id, org_id, entity_type, entity_id, type, status, due_at, opened_at, closed_at"
            " from private.dismiss_loop(%s, %s, %s, %s, %s, coalesce(%s, now()))"
            " where id is not null",
            (org_id, loop_id, actor_id, actor_type, reason, now),
        )
        return _loop(rows[0]).document() if rows else None

    def claim(self, limit: int, token: UUID, *, now: datetime | None = None) -> list[EntityEvents]:
        """Entities whose loops are due to be worked out, with all their events."""
        rows = self.database.rows(
            "select org_id, entity_type, entity_id, version, events"
            " from claim_loops(%s, %s, %s, coalesce(%s, now()))",
            (limit, token, self.lease, now),
        )
        return [EntityEvents(Entity(*row[:3]), *row[3:]) for row in rows]

    def settle(self, done: Sequence[Projected], token: UUID, *, now: datetime | None = None) -> int:
        """Stores what claimed entities came to; returns how many were done and still ours.

        One with an error keeps the loops that it has, shows the error and is tried again later.
        """
        return self.database.value(
            "select settle_loops(%s, %s, coalesce(%s, now()))",
            (token, Jsonb([_projected(one, "version") for one in done]), now),
        )

    def restore(self, read: Sequence[Projected], *, now: datetime | None = None) -> int:
        """Stores what a rebuild read; returns how many were stored.

        Who has had events since, or cannot be read, is left to the incremental projection.
        """
        return self.database.value(
            "select restore_loops(%s, coalesce(%s, now()))",
            (Jsonb([_projected(one, "events") for one in read]), now),
        )

    def log(
        self,
        *,
        org_id: UUID | None = None,
        until: datetime | None = None,
        seconds: float = LONGEST_SECONDS,
    ) -> Iterator[EntityEvents]:
        """The whole log, or an organisation's, entity by entity, all of one moment.

        With `until`, only events that were recorded by then.
        """
        rows = self.database.stream(
            "select e.org_id, e.primary_entity_type, e.primary_entity_id,"
            " count(*) + count(*) filter (where private.is_tombstone(e.payload)),"
            " case when count(*) <= private.most_folded_events()"
            " then json_agg(private.loop_event(e) order by e.occurred_at,"
            " private.system_event_rank(e.event_type), e.id)::text end"
            " from system_events e"
            " where (%(org)s::uuid is null or e.org_id = %(org)s)"
            " and (%(until)s::timestamptz is null or e.created_at <= %(until)s)"
            " group by 1, 2, 3 order by 1, 2, 3",
            {"org": org_id, "until": until},
            seconds=seconds,
        )
        for row in rows:
            yield EntityEvents(Entity(*row[:3]), *row[3:])

    def without_events(self, org_id: UUID | None = None) -> Iterator[EntityEvents]:
        """Entities that have loops and no events, which no projection makes."""
        rows = self.database.stream(
            "select distinct l.org_id, l.entity_type, l.entity_id from open_loops l"
            " where (%(org)s::uuid is null or l.org_id = %(org)s) and not exists"
            " (select from system_events e where e.org_id = l.org_id"
            " and (e.primary_entity_type, e.primary_entity_id) = (l.entity_type, l.entity_id))",
            {"org": org_id},
        )
        for row in rows:
            yield EntityEvents(Entity(*row), 0, "[]")


def _events(text: str) -> Iterator[LoopEvent]:
    for event_id, kind, occurred_at, payload, erased in json.loads(text):
        moment = datetime.fromisoformat(occurred_at)
        if moment.tzinfo is not UTC:
            moment = moment.astimezone(UTC)
        yield LoopEvent(UUID(event_id), kind, moment, payload or {}, erased)


def _loop(row: Row) -> Loop:
    """Of the columns in the order in which all statements here have them."""
    loop_id, org_id, entity_type, entity_id, kind, status, *times = row
    entity = Entity(org_id, entity_type, entity_id)
    return Loop(loop_id, entity, LoopType(kind), LoopStatus(status), *times)


def _projected(one: Projected, mark: str) -> dict[str, Any]:
    entity = one.read.entity
    document: dict[str, Any] = {
        "org_id": str(entity.org_id),
        "entity_type": entity.type,
        "entity_id": str(entity.id),
        mark: one.read.mark,
        "loops": {loop.type.value: _stored(loop) for loop in one.loops},
    }
    if one.error:
        document |= {"error": one.error, mark: -1}
    return document


def _stored(loop: Loop) -> dict[str, Any]:
    """What private.store_loops is told of a loop beside its entity and its type."""
    return {
        "id": str(loop.id),
        "due_at": loop.due_at.isoformat(),
        "severity": loop.severity,
        "suggested_action": loop.suggested_action,
        "status": loop.status.value,
        "opened_at": loop.opened_at.isoformat(),
        "closed_at": loop.closed_at.isoformat() if loop.closed_at else None,
    }
