"""A database that says nothing: every wait ends, and when it answers again all is as before."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import LiteralString

import pytest
from psycopg import sql

from shared.db.bounded import CONNECT_SECONDS
from shared.db.pool import LOOK_SECONDS, STATEMENT_SECONDS
from shared.db.pool import Database as Pool
from shared.entry.function import READY_SECONDS
from shared.errors import DatabaseUnavailable
from tests.fixtures.database import Database
from tests.fixtures.people import Connection
from tests.fixtures.raw_server import RawServer
from tests.fixtures.swallowing_proxy import Fate, SwallowingProxy, full_backlog, swallowing_proxy
from tests.fixtures.waiting import until

LOOK = b"current_schemas"  # what each new connection asks, in a transaction of its own
HANGS = 60  # seconds after which a test says so
SIZE = 4

# psycopg's cursor of a connection that ended before it could be closed.
LEFT_OPEN = pytest.mark.filterwarnings("ignore:.* was deleted while still open:ResourceWarning")

Call = Callable[[Pool], object]


@pytest.fixture(autouse=True)
def shortened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.db.pool.GRACE_SECONDS", 0.1)


@pytest.fixture
def proxy(database: Database) -> Iterator[SwallowingProxy]:
    with swallowing_proxy(database.app_url) as proxy:
        yield proxy


@pytest.fixture
def pool(database: Database, proxy: SwallowingProxy) -> Iterator[Pool]:
    pool = impatient(proxy.url(database.app_url))
    yield pool
    pool.close()


def impatient(url: str) -> Pool:
    return Pool(url, pool_max=SIZE, wait_seconds=1, statement_seconds=0.5)


def at_once(pool: Pool, calls: int, call: Call) -> list[object]:
    """What each call returned or raised; fails when one does neither."""
    with ThreadPoolExecutor(calls) as threads:
        asked = [threads.submit(call, pool) for _ in range(calls)]
        return [one.exception(HANGS) or one.result() for one in asked]


def count(pool: Pool) -> int:
    return pool.value("select 1")


def busy(pool: Pool) -> object:
    """Long enough that calls at once each have a connection."""
    return pool.value("select pg_sleep(0.2)")


def works(pool: Pool) -> bool:
    with suppress(DatabaseUnavailable):
        return count(pool) == 1
    return False


def read(pool: Pool) -> object:
    return pool.read("select 2", {}, seconds=0.3)


def change(pool: Pool) -> object:
    return pool.change("select 3", (), seconds=0.3)


def stream(pool: Pool) -> object:
    return list(pool.stream("select generate_series(1, 3000)", {}, seconds=0.5))


def test_a_silent_statement_and_a_new_connection_take_less_than_fifteen_seconds() -> None:
    """So long it takes at most until a function works again after the database does."""
    assert STATEMENT_SECONDS + CONNECT_SECONDS + LOOK_SECONDS < 15
    assert READY_SECONDS < 3


def test_statements_that_never_return_cost_themselves_alone(
    pool: Pool, proxy: SwallowingProxy
) -> None:
    assert at_once(pool, SIZE, busy) == [""] * SIZE
    proxy.blackhole()
    swallowed = at_once(pool, 2 * SIZE, count)
    assert {type(one) for one in swallowed} == {DatabaseUnavailable}

    proxy.heal()
    until(lambda: works(pool), "it works again by itself")
    assert at_once(pool, 2 * SIZE, count) == [1] * 2 * SIZE


def test_after_the_first_silence_no_connection_of_that_age_is_tried(
    pool: Pool, proxy: SwallowingProxy
) -> None:
    assert at_once(pool, SIZE, busy) == [""] * SIZE
    proxy.blackhole()
    proxy.fate = lambda sent: Fate.PASSED  # on new connections
    with pytest.raises(DatabaseUnavailable):
        count(pool)

    assert [count(pool) for _ in range(2 * SIZE)] == [1] * 2 * SIZE


@pytest.mark.parametrize(
    ("call", "query", "fate"),
    [
        (count, b"select 1", Fate.LOST),
        (count, b"select 1", Fate.UNANSWERED),
        (read, b"read only; set local", Fate.UNANSWERED),
        (read, b"select 2", Fate.UNANSWERED),
        (read, b"rollback", Fate.UNANSWERED),
        (change, b"begin isolation level", Fate.UNANSWERED),
        (change, b"select 3", Fate.UNANSWERED),
        (change, b"commit\0", Fate.UNANSWERED),
        (stream, b"BEGIN", Fate.UNANSWERED),
        (stream, b"set local", Fate.UNANSWERED),
        (stream, b"DECLARE", Fate.UNANSWERED),
        (stream, b"FETCH FORWARD", Fate.UNANSWERED),
        pytest.param(stream, b"CLOSE", Fate.UNANSWERED, marks=LEFT_OPEN),
        (stream, b"COMMIT", Fate.UNANSWERED),
    ],
)
def test_whatever_is_waited_for_has_an_end(
    pool: Pool, proxy: SwallowingProxy, call: Call, query: bytes, fate: Fate
) -> None:
    asked: list[bytes] = []

    def swallow(sent: bytes) -> Fate:
        if query not in sent or LOOK in sent:
            return Fate.PASSED
        asked.append(sent)
        return fate

    proxy.fate = swallow
    (ended,) = at_once(pool, 1, call)
    assert isinstance(ended, DatabaseUnavailable)
    assert len(asked) == 1, "what may have been done is not done again by itself"

    proxy.heal()
    assert count(pool) == 1
    assert not isinstance(call(pool), Exception)


def test_a_stream_that_stops_in_the_middle_ends(pool: Pool, proxy: SwallowingProxy) -> None:
    rows = pool.stream("select generate_series(1, 3000)", {}, seconds=0.5)
    assert next(rows) == (1,)
    proxy.blackhole()
    with pytest.raises(DatabaseUnavailable):
        list(rows)

    proxy.heal()
    assert count(pool) == 1


def test_an_answer_that_trickles_ends_too(database: Database) -> None:
    """Each byte is news, and none of them the last."""
    pool = impatient(database.app_url)
    slow = (
        "select repeat('x', 1000) from generate_series(1, 1000) n where pg_sleep(0.01) is not null"
    )
    with pytest.raises(DatabaseUnavailable):
        pool.rows(slow)
    assert count(pool) == 1
    pool.close()


def test_readiness_is_told_in_time_while_every_connection_is_in_use(
    pool: Pool, proxy: SwallowingProxy
) -> None:
    swallowed = 0

    def swallow(sent: bytes) -> Fate:
        nonlocal swallowed
        if b"pg_sleep" not in sent:
            return Fate.PASSED
        swallowed += 1
        return Fate.LOST

    proxy.fate = swallow
    with ThreadPoolExecutor(SIZE) as threads:
        hung = [threads.submit(pool.value, "select pg_sleep(0)") for _ in range(SIZE)]
        until(lambda: swallowed == SIZE, "every connection is waited on")
        with pytest.raises(DatabaseUnavailable):
            pool.answers(within=0.2)
        assert [type(one.exception(HANGS)) for one in hung] == [DatabaseUnavailable] * SIZE
    pool.answers(within=2)


def test_readiness_is_told_in_time_when_the_statement_is_swallowed(
    pool: Pool, proxy: SwallowingProxy
) -> None:
    count(pool)
    proxy.blackhole()
    with pytest.raises(DatabaseUnavailable):
        pool.answers(within=0.2)
    proxy.heal()
    pool.answers(within=2)


def test_a_login_that_is_never_answered_is_given_up(
    database: Database, proxy: SwallowingProxy
) -> None:
    pool = impatient(proxy.url(database.app_url))
    proxy.blackhole()
    with pytest.raises(DatabaseUnavailable):
        count(pool)
    with pytest.raises(DatabaseUnavailable):
        pool.answers(within=0.2)
    proxy.heal()
    until(lambda: works(pool), "it works again by itself")
    pool.close()


def test_a_port_that_drops_who_asks_for_a_connection_is_given_up() -> None:
    with full_backlog() as port:
        pool = impatient(f"postgresql://nobody@127.0.0.1:{port}/nothing")
        with pytest.raises(DatabaseUnavailable):
            count(pool)
        pool.close()


def test_a_tls_handshake_that_is_begun_and_not_ended_is_given_up() -> None:
    def agrees_and_is_silent(connection: socket.socket) -> None:
        connection.recv(8)  # libpq asks for TLS
        connection.sendall(b"S")
        while connection.recv(65536):
            pass

    server = RawServer(agrees_and_is_silent)
    port = server.url.rpartition(":")[2]
    pool = impatient(f"postgresql://nobody@127.0.0.1:{port}/nothing?sslmode=require")
    with pytest.raises(DatabaseUnavailable):
        count(pool)
    pool.close()
    server.close()


def test_connections_that_are_taken_away_and_refused_come_back(
    database: Database, owner: Connection, app: Connection, pool: Pool
) -> None:
    """As when the database restarts, or somebody else holds all of its connections."""
    assert at_once(pool, SIZE, busy) == [""] * SIZE
    refuse: LiteralString = "alter database {} connection limit {}"
    name = sql.Identifier(database.name)
    owner.execute(sql.SQL(refuse).format(name, 0))
    app.execute(
        "select pg_terminate_backend(pid, 60000) from pg_stat_activity"
        " where application_name = 'yachtparty' and datname = current_database()"
    )
    assert {type(one) for one in at_once(pool, SIZE, count)} == {DatabaseUnavailable}

    owner.execute(sql.SQL(refuse).format(name, -1))
    until(lambda: works(pool), "it works again by itself")
    assert at_once(pool, 2 * SIZE, count) == [1] * 2 * SIZE
