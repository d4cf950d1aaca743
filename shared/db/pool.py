"""Connections to Postgres: pooled, in autocommit, fit for a transaction-mode pooler.

One statement in autocommit is one round trip; psycopg's default transaction would make three.
No named prepared statements and no session state, so Supavisor and PgBouncer may stand between.
Every wait ends by the client's own clock. What was given up may still have been done: a statement
has to bear being run twice, since leases fence it or its key makes it idempotent.
"""

import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import tuple_row
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout

from shared.db.bounded import (
    CONNECT_SECONDS,
    NETWORK_MILLISECONDS,
    BoundedConnection,
    Row,
    Unanswered,
)
from shared.db.deadline import deadline, limited, limited_by_server
from shared.db.session import PINS, odd, pinned
from shared.errors import (
    ConfigurationError,
    DatabaseRejected,
    DatabaseUnavailable,
    EffectNoLongerApplies,
    LeaseLost,
    MalformedRequest,
    YachtpartyError,
)

Parameters = Sequence[object] | Mapping[str, object]  # by position, or by name
Result = TypeVar("Result")

# What the SQL functions raise, by SQLSTATE. Each has one error here.
_ERRORS: dict[str, type[YachtpartyError]] = {
    "YP001": LeaseLost,
    "YP002": EffectNoLongerApplies,
    "YP003": EffectNoLongerApplies,  # too few credits
}


# Longer than the server's limit for the same statement, whose answer says more than silence.
GRACE_SECONDS = 1.0
STATEMENT_SECONDS = 8.0 + GRACE_SECONDS  # the role's statement_timeout is 8 s
LOOK_SECONDS = 2.0  # of the look at a new connection
COMMAND_SECONDS = 60.0  # of an operator's statement; an owner has no statement_timeout
LONGEST_SECONDS = 3600.0  # until the first rows of a whole log
_TRIES = 3


class Database:
    """A pool that is opened on first use, so that it begins in the worker and not at import.

    A call waits `wait_seconds` at most for a connection and `statement_seconds` for an answer, and
    is over when both have passed, whatever broke in between.
    """

    def __init__(
        self,
        url: str,
        *,
        pool_max: int = 4,
        wait_seconds: float = 4,
        statement_seconds: float = STATEMENT_SECONDS,
    ) -> None:
        try:
            conninfo_to_dict(url)
        except psycopg.ProgrammingError:
            # Without the cause, which quotes the URL, and with it perhaps a password; the pool
            # would log it too.
            raise ConfigurationError("DATABASE_URL is no libpq URL") from None
        self._wait_seconds = wait_seconds
        self._statement_seconds = statement_seconds
        self._renewed_at = 0.0  # time.monotonic(): connections that were made before are given up
        self._renewing = threading.Lock()
        self._pool: ConnectionPool[_Pooled] = ConnectionPool(
            url,
            connection_class=_Pooled,
            min_size=0,
            max_size=pool_max,
            timeout=wait_seconds,
            # pg_net leaks a callback per transaction that uses it: connections do not grow old.
            max_lifetime=600,
            max_idle=300,
            reconnect_timeout=5,
            configure=_look_at,
            kwargs={
                "autocommit": True,
                "prepare_threshold": None,
                "connect_timeout": CONNECT_SECONDS,
                "tcp_user_timeout": NETWORK_MILLISECONDS,
                "application_name": "yachtparty",
                "client_encoding": "UTF8",  # every pooler knows it
                "row_factory": tuple_row,
            },
            open=False,
        )

    def rows(self, query: LiteralString, parameters: Parameters = ()) -> list[Row]:
        """All rows of one statement: one round trip, three where the session's defaults are odd.

        Raises DatabaseUnavailable, LeaseLost or EffectNoLongerApplies. A connection that turns
        out to be broken is replaced, and the statement sent again.
        """

        def run(connection: _Pooled) -> list[Row]:
            limit = limited(self._statement_seconds - GRACE_SECONDS)
            own = connection.odd or limited_by_server()
            with pinned(connection, limit) if own else nullcontext():
                cursor = connection.execute(sql.SQL(query), parameters)
                return cursor.fetchall() if cursor.description else []

        return self._with_connection(run, self._statement_seconds)

    def value(self, query: LiteralString, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None."""
        rows = self.rows(query, parameters)
        return rows[0][0] if rows else None

    def answers(self, *, within: float) -> None:
        """Asks for nothing. Raises DatabaseUnavailable after `within` seconds at the latest."""
        self._with_connection(lambda connection: connection.execute("select 1"), within, within)

    def read(
        self, query: LiteralString, parameters: Mapping[str, object], *, seconds: float
    ) -> list[Row]:
        """All rows of one statement that may change nothing and is ended after `seconds`.

        In a transaction of its own, so that the limits hold behind a transaction-mode pooler too.
        Raises DatabaseUnavailable (also when the time is up) or DatabaseRejected.
        """
        limits = sql.SQL(
            "begin isolation level read committed read only; set local statement_timeout = {};"
            + PINS
        )

        def run(connection: _Pooled) -> list[Row]:
            connection.execute(limits.format(sql.Literal(int(limited(seconds) * 1000) or 1)))
            try:
                return connection.execute(sql.SQL(query), parameters).fetchall()
            finally:
                if not connection.closed:
                    connection.execute("rollback")

        return self._with_connection(run, seconds + GRACE_SECONDS)

    def stream(
        self,
        query: LiteralString,
        parameters: Mapping[str, object],
        *,
        seconds: float = LONGEST_SECONDS,
    ) -> Generator[Row]:
        """The rows of one statement as they are read, all of one moment; memory stays bounded.

        Each fetch may take `seconds`. Raises DatabaseUnavailable or DatabaseRejected. It holds a
        connection until the last row, or until it is closed.
        """
        limits = sql.SQL(
            "set transaction isolation level read committed; set local statement_timeout = {};"
            + PINS
            + "; set local idle_in_transaction_session_timeout = 0;"
            " set local cursor_tuple_fraction = 1; set local work_mem = '64MB'"
        ).format(sql.Literal(int(seconds * 1000)))
        patience = seconds + GRACE_SECONDS
        with self._borrowed(self._wait_seconds, patience) as connection, connection.transaction():
            connection.execute(limits)
            with connection.cursor(name="stream") as cursor:
                cursor.itersize = 1000
                yield from cursor.execute(sql.SQL(query), parameters)

    def change(self, query: LiteralString, parameters: Parameters, *, seconds: float) -> Any:
        """The first column of one statement that may take `seconds`, longer than a turn may.

        Raises what `rows` raises.
        """

        def run(connection: _Pooled) -> Any:
            with pinned(connection, limited(seconds)):
                row = connection.execute(sql.SQL(query), parameters).fetchone()
            return row[0] if row else None

        return self._with_connection(run, seconds + GRACE_SECONDS)

    def close(self) -> None:
        """Closes all connections; for tests and commands."""
        self._pool.close()

    def _with_connection(
        self,
        run: Callable[["_Pooled"], Result],
        seconds: float,
        altogether: float | None = None,
    ) -> Result:
        """`run` on a connection on which each answer may take `seconds`.

        All in all it takes `altogether`, or `seconds` and the time until a connection is free; by
        the caller's deadline it is over in any case.
        """
        until = time.monotonic() + (altogether or self._wait_seconds + seconds)
        until = min(until, deadline())
        for left in reversed(range(_TRIES)):
            wait = min(self._wait_seconds, _left(until))
            try:
                with self._borrowed(wait, seconds) as connection:
                    connection.patience = min(seconds, _left(until))
                    return run(connection)
            except _Broken:
                if not left:
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    @contextmanager
    def _borrowed(self, wait: float, patience: float) -> Generator["_Pooled"]:
        """A connection, after `wait` seconds at most; psycopg's errors become ours."""
        self._pool.open()
        try:
            with self._pool.connection(wait) as connection:
                connection.patience, connection.until = patience, deadline()
                try:
                    yield connection
                except psycopg.OperationalError as error:
                    if not connection.broken:
                        raise
                    self._renew(connection)
                    if isinstance(error, Unanswered):
                        raise
                    raise _Broken(
                        f"the connection to the database broke ({_kind(error)})"
                    ) from error
        except (PoolTimeout, PoolClosed) as error:
            raise DatabaseUnavailable("no database connection became free in time") from error
        except psycopg.Error as error:
            raise _translate(error) from error

    def _renew(self, broken: "_Pooled") -> None:
        """Gives up all connections that are as old as a broken one: likely they are broken too.

        Found out one by one, each would cost a caller its whole time.
        """
        with self._renewing:
            if broken.made_at > self._renewed_at:
                self._renewed_at = time.monotonic()
                self._pool.drain()


class _Broken(DatabaseUnavailable):
    """The connection had broken, most likely while it lay idle: another one may do."""


class _Pooled(BoundedConnection):
    """A connection that knows its age, and whether its defaults are others than they have to be."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.made_at = time.monotonic()
        self.odd = False


def _look_at(connection: _Pooled) -> None:
    connection.patience = LOOK_SECONDS
    connection.odd = odd(connection)


def _left(until: float) -> float:
    return max(0.0, until - time.monotonic())


def _kind(error: psycopg.Error) -> str:
    """What an error may be called in a log: its text may quote a person's row."""
    return error.sqlstate or type(error).__name__


def _translate(error: psycopg.Error) -> YachtpartyError:
    """One error of ours for each of psycopg's; without its text, which may quote a person's row."""
    state = error.sqlstate or ""
    if state in _ERRORS:
        return _ERRORS[state](error.diag.message_primary or state)
    if isinstance(error, Unanswered):
        return DatabaseUnavailable(str(error))
    if isinstance(error, psycopg.OperationalError):
        return DatabaseUnavailable(f"the database did not answer ({_kind(error)})")
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
    database = Database(url, pool_max=pool_max, statement_seconds=COMMAND_SECONDS)
    try:
        yield database
    finally:
        database.close()
