"""How health is read: one bounded statement at a time, and what waits in one shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from shared.db.pool import Database, Row

SECONDS = 5.0  # of one statement; past it the check says that it does not know
MOST = 1000  # rows that a reading counts; more than that is no other verdict


@dataclass(frozen=True)
class Backlog:
    """Rows that should not be there. `count` stops at MOST + 1, which means: more than MOST."""

    count: int
    since: datetime | None  # of the oldest
    ids: tuple[UUID, ...]  # of the oldest, at most five
    kinds: Mapping[str, int]


def database_now(database: Database) -> datetime:
    """The database's clock. Asks nothing of the schema: fails only without a database."""
    return database.value("select now()")


@dataclass(frozen=True)
class Reading:
    """Where and when is read. `now` is a moment with time zone; tests move it."""

    database: Database
    now: datetime

    def rows(self, query: LiteralString, **parameters: object) -> list[Row]:
        """The rows of one statement, which may use %(now)s and %(most)s."""
        given = {"now": self.now, "most": MOST + 1, **parameters}
        return self.database.read(query, given, seconds=SECONDS)

    def value(self, query: LiteralString, **parameters: object) -> Any:
        """The first column of the first row, or None."""
        rows = self.rows(query, **parameters)
        return rows[0][0] if rows else None

    def backlog(self, query: LiteralString, **parameters: object) -> Backlog:
        """What a query of `id, kind, since` finds; it has to limit itself to %(most)s."""
        ((count, since, ids, kinds),) = self.rows(_BEGIN + query + _END, **parameters)
        return Backlog(count, since, tuple(ids), kinds)


_BEGIN: LiteralString = "with found (id, kind, since) as materialized ("
_END: LiteralString = (
    ") select count(*), private.moment(min(since)),"
    " array(select id from found order by since, id limit 5),"
    " (select coalesce(jsonb_object_agg(kind, n), '{}')"
    "  from (select coalesce(kind, '') as kind, count(*) as n from found group by 1) kinds)"
    " from found"
)
