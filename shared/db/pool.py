"""Connections to Postgres: pooled, in autocommit, fit for a transaction-mode pooler.

One statement in autocommit is one round trip; psycopg's default transaction would make three.
No named prepared statements and no session state, so Supavisor and PgBouncer may stand between.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import tuple_row
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout

from shared.errors import (
    ConfigurationError,
    DatabaseRejected,
    DatabaseUnavailable,
    EffectNoLongerApplies,
    LeaseLost,
    MalformedRequest,
    YachtpartyError,
)

Row = tuple[Any, ...]
Parameters = Sequence[object] | Mapping[str, object]  # by position, or by name
Result = TypeVar("Result")

# What the SQL functions raise, by SQLSTATE. Each has one error here.
_ERRORS: dict[str, type[YachtpartyError]] = {
    "YP001": LeaseLost,
    "YP002": EffectNoLongerApplies,
}


class Database:
    """A pool that is opened on first use, so that it begins in the worker and not at import."""

    def __init__(self, url: str, *, pool_max: int = 4, wait_seconds: float = 4) -> None:
        try:
            conninfo_to_dict(url)
        except psycopg.ProgrammingError as error:
            # Said here, because the pool would log the URL, and with it perhaps a password.
            raise ConfigurationError("DATABASE_URL is no libpq URL") from error
        # All that may lie idle and broken after the server has restarted, and a fresh one.
        self._tries = pool_max + 1
        self._pool: ConnectionPool[psycopg.Connection[Row]] = ConnectionPool(
            url,
            min_size=0,
            max_size=pool_max,
            timeout=wait_seconds,
            # pg_net leaks a callback per transaction that uses it: connections do not grow old.
            max_lifetime=600,
            max_idle=300,
            reconnect_timeout=5,
            kwargs={
                "autocommit": True,
                "prepare_threshold": None,
                "connect_timeout": 4,
                # A server that is gone without a word: milliseconds until the kernel gives up.
                "tcp_user_timeout": 5000,
                "application_name": "yachtparty",
                "row_factory": tuple_row,
            },
            open=False,
        )

    def rows(self, query: LiteralString, parameters: Parameters = ()) -> list[Row]:
        """All rows of one statement: one round trip.

        Raises DatabaseUnavailable, LeaseLost or EffectNoLongerApplies. A connection that turns
        out to be broken is replaced: every statement here may be run twice, since leases fence it
        or its key makes it idempotent.
        """

        def run(connection: psycopg.Connection[Row]) -> list[Row]:
            cursor = connection.execute(sql.SQL(query), parameters)
            return cursor.fetchall() if cursor.description else []

        return self._with_connection(run)

    def value(self, query: LiteralString, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None."""
        rows = self.rows(query, parameters)
        return rows[0][0] if rows else None

    def read(
        self, query: LiteralString, parameters: Mapping[str, object], *, seconds: float
    ) -> list[Row]:
        """All rows of one statement that may change nothing and is ended after `seconds`.

        In a transaction of its own, so that the limits hold behind a transaction-mode pooler too.
        Raises DatabaseUnavailable (also when the time is up) or DatabaseRejected.
        """
        limits = sql.SQL("begin read only; set local statement_timeout = {}").format(
            sql.Literal(int(seconds * 1000))
        )

        def run(connection: psycopg.Connection[Row]) -> list[Row]:
            connection.execute(limits)
            try:
                return connection.execute(sql.SQL(query), parameters).fetchall()
            finally:
                if not connection.closed:
                    connection.execute("rollback")

        return self._with_connection(run)

    def stream(
        self, query: LiteralString, parameters: Mapping[str, object], *, seconds: float = 0
    ) -> Generator[Row]:
        """The rows of one statement as they are read, all of one moment; memory stays bounded.

        Each fetch may take `seconds`, 0 being for ever. Raises DatabaseUnavailable or
        DatabaseRejected. It holds a connection until the last row, or until it is closed.
        """
        limits = sql.SQL(
            "set local statement_timeout = {};"
            " set local idle_in_transaction_session_timeout = 0;"
            " set local cursor_tuple_fraction = 1; set local work_mem = '64MB'"
        ).format(sql.Literal(int(seconds * 1000)))
        self._pool.open()
        try:
            with self._pool.connection() as connection, connection.transaction():
                connection.execute(limits)
                with connection.cursor(name="stream") as cursor:
                    cursor.itersize = 1000
                    yield from cursor.execute(sql.SQL(query), parameters)
        except (PoolTimeout, PoolClosed) as error:
            raise DatabaseUnavailable("no database connection became free in time") from error
        except psycopg.Error as error:
            raise _translate(error) from error

    def change(self, query: LiteralString, parameters: Parameters, *, seconds: float) -> Any:
        """The first column of one statement that may take `seconds`, longer than a turn may.

        Raises what `rows` raises.
        """
        limits = sql.SQL("begin; set local statement_timeout = {}").format(
            sql.Literal(int(seconds * 1000))
        )

        def run(connection: psycopg.Connection[Row]) -> Any:
            connection.execute(limits)
            try:
                row = connection.execute(sql.SQL(query), parameters).fetchone()
                connection.execute("commit")
            except psycopg.Error:
                if not connection.closed:
                    connection.execute("rollback")
                raise
            return row[0] if row else None

        return self._with_connection(run)

    def close(self) -> None:
        """Closes all connections; for tests and commands."""
        self._pool.close()

    def _with_connection(self, run: Callable[[psycopg.Connection[Row]], Result]) -> Result:
        self._pool.open()
        for left in reversed(range(self._tries)):
            try:
                with self._pool.connection() as connection:
                    try:
                        return run(connection)
                    except psycopg.OperationalError:
                        if not left or not connection.broken:
                            raise
            except (PoolTimeout, PoolClosed) as error:
                raise DatabaseUnavailable("no database connection became free in time") from error
            except psycopg.Error as error:
                raise _translate(error) from error
        raise AssertionError("unreachable: the last try returns or raises")


def _translate(error: psycopg.Error) -> YachtpartyError:
    """One error of ours for each of psycopg's; without its text, which may quote a person's row."""
    state = error.sqlstate or ""
    if state in _ERRORS:
        return _ERRORS[state](error.diag.message_primary or state)
    if isinstance(error, psycopg.OperationalError):
        return DatabaseUnavailable(f"the database did not answer ({state or type(error).__name__})")
    if state == "42501":
        return DatabaseRejected(
            "the role that DATABASE_URL names may not do that (42501); what is the owner's to do"
            " wants the owner's DATABASE_URL"
        )
    if state == "YP004":
        return MalformedRequest(error.diag.message_primary or state)
    return DatabaseRejected(f"the database refused a statement ({state} {type(error).__name__})")


@contextmanager
def opened(url: str, *, pool_max: int = 2) -> Generator[Database]:
    """A database for a command: closed at the end."""
    database = Database(url, pool_max=pool_max)
    try:
        yield database
    finally:
        database.close()
