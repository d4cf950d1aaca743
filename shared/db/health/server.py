"""The server underneath: schema, tables, sessions, the scheduler and pg_net."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from shared.db.health.reading import Reading
from shared.db.migrate import SQL

_DEFINED = re.compile(r"^create or replace function ([\w.]+)\s*\(", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Trigger:
    """A trigger of a public table. `enabled`: it fires for ordinary sessions."""

    table: str
    name: str
    function: str
    enabled: bool


@dataclass(frozen=True)
class Table:
    """A table's size and state, as the server's statistics have it; rows are estimates."""

    name: str
    bytes: int
    rows: int
    dead_rows: int
    changed_rows: int  # since the last ANALYZE
    analyzed: bool
    pages: int


@dataclass(frozen=True)
class Shipped:
    """What came with the code: migrations with checksums, names of functions. Empty: nothing."""

    migrations: dict[str, str]
    functions: frozenset[str]


def shipped() -> Shipped:
    """The migrations and functions beside the code; an image may come without them."""
    migrations = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((SQL / "migrations").glob("*.sql"))
    }
    functions = (
        name
        for path in (SQL / "functions").glob("*/*.sql")
        for name in _DEFINED.findall(path.read_text())
    )
    return Shipped(
        migrations, frozenset(name if "." in name else f"public.{name}" for name in functions)
    )


def functions(reading: Reading) -> set[str]:
    """Names of the functions in our schemas, each with its schema."""
    rows = reading.rows(
        "select n.nspname || '.' || p.proname from pg_catalog.pg_proc p"
        " join pg_catalog.pg_namespace n on n.oid = p.pronamespace"
        " where n.nspname in ('public', 'private')"
    )
    return {name for (name,) in rows}


def applied_migrations(reading: Reading) -> dict[str, str]:
    """Migrations that the project's runner has applied, with their checksums."""
    return dict(reading.rows("select name, checksum from private.applied_migrations()"))


def triggers(reading: Reading) -> list[Trigger]:
    """Every trigger of a public table."""
    rows = reading.rows(
        "select c.relname::text, t.tgname::text,"
        " case f.nspname when 'public' then p.proname::text else f.nspname || '.' || p.proname end,"
        " t.tgenabled in ('O', 'A')"
        " from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid"
        " join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'"
        " join pg_catalog.pg_proc p on p.oid = t.tgfoid"
        " join pg_catalog.pg_namespace f on f.oid = p.pronamespace"
        " where not t.tgisinternal order by 1, 2"
    )
    return [Trigger(*row) for row in rows]


def column_type(reading: Reading, table: str, column: str) -> str | None:
    """The type of a public table's column; None: there is none."""
    return reading.value(
        "select format_type(a.atttypid, a.atttypmod) from pg_catalog.pg_attribute a"
        " join pg_catalog.pg_class c on c.oid = a.attrelid"
        " join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'"
        " where c.relname = %(table)s and a.attname = %(column)s and not a.attisdropped",
        table=table,
        column=column,
    )


def unprotected_tables(reading: Reading) -> list[str]:
    """Public tables without row-level security."""
    rows = reading.rows(
        "select c.relname::text from pg_catalog.pg_class c"
        " join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'"
        " where c.relkind in ('r', 'p') and not c.relrowsecurity order by 1"
    )
    return [name for (name,) in rows]


def tables(reading: Reading) -> list[Table]:
    """Our tables, largest first."""
    rows = reading.rows(
        "select case s.schemaname when 'public' then '' else s.schemaname || '.' end || s.relname,"
        "   pg_total_relation_size(s.relid), greatest(s.n_live_tup, c.reltuples::bigint, 0),"
        "   s.n_dead_tup, s.n_mod_since_analyze, c.reltuples >= 0,"
        "   pg_relation_size(s.relid) / current_setting('block_size')::integer"
        " from pg_catalog.pg_stat_user_tables s join pg_catalog.pg_class c on c.oid = s.relid"
        " where s.schemaname in ('public', 'private') order by 2 desc, 1"
    )
    return [Table(*row) for row in rows]


def tables_with_rows(reading: Reading) -> dict[str, bool]:
    """Of the tables that any use fills: whether there is a row."""
    ((users, conversations, messages, actions),) = reading.rows(
        "select exists (select from users), exists (select from conversations),"
        " exists (select from messages), exists (select from agent_actions_log)"
    )
    return {
        "users": users,
        "conversations": conversations,
        "messages": messages,
        "agent_actions_log": actions,
    }


def poke_state(reading: Reading) -> dict[str, Any]:
    """Whether pokes are set up and how they fared; see `private.poke_state` in SQL."""
    return reading.value("select private.poke_state(%(now)s)")


def cron_state(reading: Reading) -> list[dict[str, Any]] | None:
    """The pg_cron jobs that call us; None: no pg_cron. See `private.cron_state` in SQL."""
    return reading.value("select private.cron_state(%(now)s)")


def session_state(reading: Reading) -> dict[str, Any]:
    """Old transactions, slots and connections; see `private.session_state` in SQL."""
    return reading.value("select private.session_state(%(now)s)")
