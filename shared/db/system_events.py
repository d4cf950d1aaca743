"""The organisations' log of business events: each written once by its id, read by time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.db.pool import Database, Row
from shared.domain import exact_json

Document = dict[str, Any]


class Position(NamedTuple):
    """Of an event in its log; without a type, before everything of that moment."""

    occurred_at: datetime
    id: UUID
    event_type: str | None = None


_SELECT = (
    "select private.system_event_document(e)::text, e.occurred_at, e.id, e.event_type"
    " from system_events e"
)
# The first comparison is for the index, the second tells events of one moment apart.
_BEFORE = (
    " and e.occurred_at <= coalesce(%(at)s::timestamptz, 'infinity')"
    " and (%(at)s::timestamptz is null"
    "   or (e.occurred_at, private.system_event_rank(e.event_type), e.id)"
    "     < (%(at)s, private.system_event_rank(%(kind)s::text), %(id)s))"
    " order by e.occurred_at desc, private.system_event_rank(e.event_type) desc, e.id desc"
    " limit %(rows)s"
)


@dataclass(frozen=True)
class Recorded:
    """What became of one event that was to be written."""

    id: UUID
    created: bool  # False: it had been written before
    conflict: bool  # its id stands for another fact; nothing was written
    event: Document | None  # as stored; None after a conflict, and never another organisation's


@dataclass(frozen=True)
class Page:
    """Events in the order asked for, and where the next page starts; None: that was the last."""

    documents: list[str]  # JSON, as the database has it
    next: Position | None

    @property
    def events(self) -> list[Document]:
        """The documents read; numbers are int or Decimal."""
        return [_read(document) for document in self.documents]


@dataclass(frozen=True)
class SystemEvents:
    """Every call is one round trip and sees one organisation's rows only."""

    database: Database

    def record(
        self, org_id: UUID, events: Sequence[Document], *, now: datetime | None = None
    ) -> list[Recorded]:
        """Writes the events, documents of the catalog, in this order; each once by its id.

        All or nothing: if any conflicts, none is written. Raises MalformedRequest if one is of
        another organisation or its loops could not be made of it, DatabaseUnavailable when it is
        worth trying again.
        """
        rows = self.database.rows(
            "select id, created, conflict, event::text"
            " from record_system_events(%s, %s, coalesce(%s, now()))",
            (org_id, Jsonb(list(events), dumps=exact_json.dumps), now),
        )
        return [
            Recorded(id, created, conflict, None if event is None else _read(event))
            for id, created, conflict, event in rows
        ]

    def timeline(
        self,
        org_id: UUID,
        entity_type: str,
        entity_id: UUID,
        *,
        limit: int,
        before: Position | None = None,
    ) -> Page:
        """An entity's events, the latest first, from before that position on."""
        rows = self.database.rows(
            _SELECT + " where e.primary_entity_type = %(type)s and e.primary_entity_id = %(entity)s"
            " and e.org_id = %(org)s" + _BEFORE,
            {"type": entity_type, "entity": entity_id} | _after(org_id, before, limit),
        )
        return _page(rows, limit)

    def of_org(self, org_id: UUID, *, limit: int, before: Position | None = None) -> Page:
        """An organisation's events, the latest first, from before that position on."""
        rows = self.database.rows(
            _SELECT + " where e.org_id = %(org)s" + _BEFORE,
            _after(org_id, before, limit),
        )
        return _page(rows, limit)

    def of_type(
        self, org_id: UUID, event_type: str, *, limit: int, before: Position | None = None
    ) -> Page:
        """An organisation's events of one type, the latest first, from before that position on."""
        rows = self.database.rows(
            _SELECT + " where e.event_type = %(type)s and e.org_id = %(org)s" + _BEFORE,
            {"type": event_type} | _after(org_id, before, limit),
        )
        return _page(rows, limit)


def _after(org_id: UUID, before: Position | None, limit: int) -> Document:
    at, event_id, kind = Position(*before) if before else (None, None, None)
    return {"org": org_id, "at": at, "id": event_id, "kind": kind, "rows": limit + 1}


def _page(rows: list[Row], limit: int) -> Page:
    """One row more was read than is shown, to know whether there is a next page."""
    shown = rows[:limit]
    position = Position(*shown[-1][1:]) if len(rows) > limit else None
    return Page([row[0] for row in shown], position)


def _read(document: str) -> Document:
    return cast("Document", exact_json.loads(document))
