"""What a session must be like, whatever the database or the role sets.

Where they are pinned: what a function computes with (times, intervals, string literals) in the
function itself, by sql/functions/server/settings.sql, so that it is right for every caller; what
only a session or a transaction has (isolation, time limits, the search path, how results are
written) in the transaction, with SET LOCAL. Not in startup options: a pooler refuses those that it
does not know. Not by SET: behind a transaction-mode pooler the next statement may run in another
session.

A transaction of its own would make three round trips of one. Defaults come from the server's
configuration, the database and the role, so they are the same for every session that a pooler may
choose: they are looked at once for each connection, and only where they would change what a
statement does does each statement get a transaction. (migrate gives the functions' roles the right
ones, which win over a database's.) A connection grows ten minutes old at most, so a default that is
changed is noticed by then. `default_transaction_read_only` is respected: somebody has said that
nothing may be written.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import LiteralString

import psycopg

from shared.db.bounded import BoundedConnection

PINS: LiteralString = (
    "set local timezone = 'UTC'; set local datestyle = 'ISO, MDY';"
    " set local intervalstyle = 'postgres'; set local standard_conforming_strings = on;"
    " set local extra_float_digits = 1; set local bytea_output = 'hex';"
    " set local row_security = on; set local search_path = public;"
    " set local quote_all_identifiers = off; set local transform_null_equals = off;"
    " set local array_nulls = on; set local gin_fuzzy_search_limit = 0;"
    " set local idle_in_transaction_session_timeout = '15s'"
)
BEGIN: LiteralString = "begin isolation level read committed;"

# In a transaction with limits of its own: a default of some milliseconds would end the look at a
# busy moment and leave it half read at another. `reset_val` is the default below those limits.
_LOOK: LiteralString = (
    "begin isolation level read committed; set local statement_timeout = '3s'; set local jit = off;"
    " select (current_schemas(false))[1] is distinct from 'public' or exists ("
    " select from (select name, reset_val as setting from pg_settings) defaults where case name"
    " when 'TimeZone' then setting not in ('UTC', 'Etc/UTC', 'GMT')"
    " when 'DateStyle' then setting not like 'ISO%'"
    " when 'IntervalStyle' then setting <> 'postgres'"
    " when 'bytea_output' then setting <> 'hex'"
    " when 'extra_float_digits' then setting::integer < 1"
    " when 'default_transaction_isolation' then setting <> 'read committed'"
    " when 'statement_timeout' then setting::integer between 1 and 7999"
    " when 'lock_timeout' then setting::integer between 1 and 999"
    " when 'idle_in_transaction_session_timeout' then setting::integer between 1 and 4999"
    " else name in ('standard_conforming_strings', 'row_security', 'array_nulls')"
    "   and setting <> 'on'"
    "  or name = 'gin_fuzzy_search_limit' and setting <> '0'"
    "  or name in ('quote_all_identifiers', 'transform_null_equals') and setting <> 'off' end);"
    " commit"
)


def odd(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Whether the defaults of a new connection are others than ours have to be."""
    try:
        cursor = connection.execute(_LOOK)
    except (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable):
        connection.execute("rollback")
        return True  # not seen in three seconds: a transaction each is right whatever they are
    rows = [row for _ in cursor.results() if cursor.description for row in cursor]
    return rows != [(False,)]


@contextmanager
def pinned(connection: BoundedConnection, seconds: float) -> Generator[None]:
    """A transaction with the right settings, in which a statement may take `seconds`."""
    limit = max(1, int(seconds * 1000))
    begin = f"{BEGIN} set local statement_timeout = {limit}; set local lock_timeout = '5s'; {PINS}"
    connection.execute(begin.encode())
    try:
        yield
        connection.execute("commit")
    except psycopg.Error:
        if not connection.closed:
            connection.execute("rollback")
        raise
