"""Rows that queues have given up: found by a filter, and opened."""

import json
from dataclasses import dataclass, fields
from typing import Any, LiteralString
from urllib.parse import urlencode
from uuid import UUID

from shared.db.queues import QUEUES, QueueSpec
from shared.domain.masking import masked
from shared.errors import MalformedRequest
from shared.pages.dashboard import Visit

DEAD = {spec.name: spec for spec in QUEUES if spec.redrive}
MOST_FOUND = 10_000  # of each queue

Row = tuple[QueueSpec, UUID]


@dataclass(frozen=True)
class Filter:
    """Which of them; empty: any. It stands in the address bar, and survives an act."""

    queue: str = ""
    kind: str = ""
    words: str = ""  # of the error, or an id
    newer: str = ""  # given up within so many hours
    older: str = ""  # given up so many hours ago, or longer
    field: str = ""  # of the payload or the row, like user_id or person.email
    value: str = ""  # that it has; empty: any

    @property
    def query(self) -> str:
        """As the address bar has it."""
        return urlencode(self.given)

    @property
    def given(self) -> dict[str, str]:
        """What is asked for, by name."""
        return {name: value for name, value in vars(self).items() if value}

    @property
    def hours(self) -> tuple[int | None, int | None]:
        """Newer and older, where they are numbers."""
        newer, older = (
            int(value) if value.isdecimal() and len(value) < 6 else None
            for value in (self.newer, self.older)
        )
        return newer, older


FILTER_NAMES = [one.name for one in fields(Filter)]


@dataclass(frozen=True)
class DeadLetter:
    """A row that nobody tries again."""

    queue: str
    id: UUID
    kind: str
    error: str
    seconds: float  # since it was given up

    @property
    def field(self) -> str:
        """Its name in a form."""
        return f"row:{self.queue}:{self.id}"

    @property
    def shown_error(self) -> str:
        """The error as a list shows it: numbers and addresses are masked."""
        return masked(self.error)


def matching(visit: Visit, chosen: Filter) -> list[DeadLetter]:
    """What matches, of each queue MOST_FOUND at most; the latest first."""
    specs = [spec for spec in DEAD.values() if chosen.queue in ("", spec.name)]
    statement: LiteralString = " union all ".join(
        _reading(spec, with_fields=bool(chosen.field)) for spec in specs
    )
    if not specs:
        return []
    newer, older = chosen.hours
    rows = visit.rows(
        "select queue, id, kind, error, seconds from (" + statement + ") d"  # noqa: S608 - literals of shared.db.queues
        " where (%(kind)s = '' or kind = %(kind)s)"
        " and (%(words)s = '' or id::text = lower(%(words)s)"
        " or strpos(lower(error), lower(%(words)s)) > 0)"
        " and (%(newer)s::int is null or seconds < %(newer)s::int * 3600)"
        " and (%(older)s::int is null or seconds >= %(older)s::int * 3600)"
        " and (%(field)s = '' or case when %(value)s = '' then said is not null"
        "   else said = %(value)s end)"
        " order by seconds, id",
        most=MOST_FOUND,
        kind=chosen.kind,
        words=chosen.words,
        newer=newer,
        older=older,
        field=chosen.field,
        value=chosen.value,
    )
    return [DeadLetter(*row) for row in rows]


def _reading(spec: QueueSpec, *, with_fields: bool) -> LiteralString:
    said: LiteralString = "null::text"
    joined: LiteralString = ""
    if with_fields:
        path: LiteralString = "string_to_array(%(field)s, '.')"
        said = "coalesce(t." + spec.payload + " #>> " + path + ", to_jsonb(t) #>> " + path + ")"
        joined = " join " + spec.table + " t on t." + spec.id_column + " = q.id"
    found: LiteralString = (
        "select '" + spec.name + "' as queue, q.id, q.kind, coalesce(q.error, '') as error,"  # noqa: S608 - literals
        " q.seconds, " + said + " as said from (" + spec.dead + ") q" + joined
    )
    return found.replace("%(now)s", "now()")


def row_named(name: str) -> Row:
    """The row of a field of a form. Raises MalformedRequest."""
    _, queue, id = [*name.split(":"), "", ""][:3]
    try:
        return DEAD[queue], UUID(id)
    except (KeyError, ValueError) as error:
        raise MalformedRequest("a row of the form is none of a queue", field="row") from error


def opened(
    visit: Visit, spec: QueueSpec, id: UUID
) -> tuple[DeadLetter, Any, dict[str, Any]] | None:
    """A dead row with its payload and its columns, noted as looked at. None: it is dead no more."""
    rows = visit.rows(
        "select q.kind, coalesce(q.error, ''), q.seconds, t."  # noqa: S608 - literals of shared.db.queues
        + spec.payload
        + ", to_jsonb(t) - '"
        + spec.payload
        + "' from ("
        + spec.dead.replace("%(now)s", "now()")
        + ") q join "
        + spec.table
        + " t on t."
        + spec.id_column
        + " = q.id where q.id = %(id)s",
        most=MOST_FOUND,
        id=id,
    )
    if not rows:
        return None
    kind, error, seconds, payload, columns = rows[0]
    record_act(visit, "open_dead_letter", spec.table, id)
    held = {name: value for name, value in columns.items() if value not in (None, "", [], {})}
    return DeadLetter(spec.name, id, kind, error, seconds), payload, held


def record_act(
    visit: Visit, action: str, table: str, id: UUID, reason: str = "", **detail: Any
) -> None:
    """Notes what the visitor did to a row; `detail` holds ids and counts only."""
    visit.database.value(
        "select private.record_operator_action(%s, %s, %s, %s, %s, %s::jsonb)",
        (visit.who.email, action, table, id, reason, json.dumps(detail)),
    )


__all__ = [
    "DEAD",
    "FILTER_NAMES",
    "DeadLetter",
    "Filter",
    "Row",
    "matching",
    "opened",
    "record_act",
    "row_named",
]
