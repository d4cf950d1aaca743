"""Many rows of twin analytics at once: what each would pay for by itself is done once for all."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]

_INDEXES = (
    "select format('drop index %I.%I', schemaname, indexname), indexdef from pg_indexes"
    " where schemaname = 'twin_analytics' and indexdef not like 'CREATE UNIQUE%' order by indexname"
)
# References first: they need the keys.
_CONSTRAINTS = (
    "select format('alter table %s drop constraint %I', conrelid::regclass, conname),"
    " format('alter table %s add constraint %I %s', conrelid::regclass, conname,"
    "  pg_get_constraintdef(oid))"
    " from pg_constraint where contype in ('f', 'p', 'u')"
    " and connamespace = 'twin_analytics'::regnamespace"
    " order by contype <> 'f', conrelid::regclass::text, conname"
)
_TRIGGERS = (
    "select distinct format('alter table %s disable trigger user', tgrelid::regclass),"
    " format('alter table %s enable trigger user', tgrelid::regclass)"
    " from pg_trigger t join pg_class c on c.oid = t.tgrelid"
    " where c.relnamespace = 'twin_analytics'::regnamespace and not t.tgisinternal"
)


@contextmanager
def at_once(connection: Connection) -> Generator[None]:
    """In the transaction that is open: indexes, keys and references are made when all rows are
    there, so that a row that breaks one fails it; no trigger marks what has to be counted.

    Nobody else reads or writes the tables meanwhile. Afterwards totals are to be rebuilt. Needs the
    owner's rights.
    """
    done: list[tuple[str, str]] = []
    for query in (_TRIGGERS, _CONSTRAINTS, _INDEXES):
        for away, back in connection.execute(query.encode()).fetchall():
            connection.execute(away.encode())
            done.append((away, back))
    yield
    connection.execute("set local maintenance_work_mem = '256MB'")
    for _, back in reversed(done):
        connection.execute(back.encode())


__all__ = ["at_once"]
