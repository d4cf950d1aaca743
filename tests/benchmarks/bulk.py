"""Tables filled in bulk, where how they are filled is not what is measured."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

# Those of constraints stay: primary keys, and what foreign keys refer to.
_INDEXES = """
select n.nspname, c.relname, pg_get_indexdef(i.indexrelid)
from pg_index i join pg_class c on c.oid = i.indexrelid
  join pg_namespace n on n.oid = c.relnamespace
where i.indrelid = any (%s::regclass[])
  and not exists (select from pg_constraint where conindid = i.indexrelid)
"""


@contextmanager
def filling(owner: psycopg.Connection[Any], *tables: str) -> Generator[None]:
    """Rows are written without triggers and foreign keys, indexes made when all are there.

    `owner` is in autocommit; its session stays as it has become.
    """
    owner.execute("set session_replication_role = replica; set maintenance_work_mem = '512MB'")
    indexes = owner.execute(_INDEXES, (list(tables),)).fetchall()
    for schema, name, _ in indexes:
        owner.execute(sql.SQL("drop index {}").format(sql.Identifier(schema, name)))
    yield
    for *_, definition in indexes:
        owner.execute(definition.encode())
    owner.execute("vacuum analyze")
