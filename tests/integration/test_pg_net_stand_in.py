"""The stand-in for pg_net: the same calls and promises as the extension, and as few of them."""

import json
import queue
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import psycopg
import pytest

from infra.local.pg_net import PgNetRelay, install
from tests.fixtures.database import Database
from tests.fixtures.waiting import until


class Received(NamedTuple):
    at: float
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that did not wait for its answer is part of the tests."""


class Target:
    """An HTTP server that keeps what it received; requests to /slow wait for `release`."""

    def __init__(self) -> None:
        self.received: queue.Queue[Received] = queue.Queue()
        self.release = threading.Event()
        target = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                target.received.put(
                    Received(time.monotonic(), self.command, self.path, headers, body)
                )
                if self.path == "/slow":
                    target.release.wait(timeout=60)
                self.send_response(201)
                self.send_header("content-type", "text/plain")
                self.end_headers()
                self.wfile.write(b"thanks\0")

            do_GET = do_POST = do_DELETE = _answer

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def next(self) -> Received:
        return self.received.get(timeout=60)

    def close(self) -> None:
        self.release.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def target() -> Iterator[Target]:
    server = Target()
    yield server
    server.close()


@pytest.fixture
def connection(database: Database) -> Iterator["psycopg.Connection[Any]"]:
    install(database.owner_url)
    with psycopg.connect(database.app_url) as connection:
        yield connection


@pytest.fixture
def relay(database: Database, connection: "psycopg.Connection[Any]") -> Iterator[PgNetRelay]:
    relay = PgNetRelay(database.owner_url)
    relay.start()
    yield relay
    relay.stop()


def answer_to(connection: "psycopg.Connection[Any]", request_id: int) -> tuple[Any, ...]:
    rows: list[tuple[Any, ...]] = []

    def stored() -> bool:
        rows[:] = connection.execute(
            "SELECT status_code, content_type, content, timed_out, error_msg"
            " FROM net._http_response WHERE id = %s",
            (request_id,),
        ).fetchall()
        connection.commit()
        return bool(rows)

    until(stored, "a response is stored")
    return rows[0]


def call(connection: "psycopg.Connection[Any]", statement: str, *values: Any) -> int:
    row = connection.execute(statement.encode(), values).fetchone()
    assert row is not None
    return int(row[0])


POST = "SELECT net.http_post(%s, %s, '{}', '{\"X-Told\": \"yes\"}', 60000)"
IMPATIENT = "SELECT net.http_post(%s, '{}', timeout_milliseconds => 1000)"


@pytest.mark.usefixtures("relay")
def test_a_post_leaves_after_the_commit_and_its_response_is_kept(
    connection: "psycopg.Connection[Any]", target: Target
) -> None:
    request_id = call(connection, POST, target.url, json.dumps({"ids": [1, 2]}))
    assert target.received.empty()
    connection.commit()
    received = target.next()
    assert received.method == "POST"
    assert json.loads(received.body) == {"ids": [1, 2]}
    assert received.headers["content-type"] == "application/json"
    assert received.headers["x-told"] == "yes"
    assert answer_to(connection, request_id) == (201, "text/plain", "thanks", False, None)


@pytest.mark.usefixtures("relay")
def test_a_rolled_back_transaction_sends_nothing(
    connection: "psycopg.Connection[Any]", target: Target
) -> None:
    call(connection, POST, target.url + "/undone", "{}")
    connection.rollback()
    call(connection, POST, target.url + "/done", "{}")
    connection.commit()
    assert target.next().path == "/done"
    assert target.received.empty()


@pytest.mark.usefixtures("relay")
def test_parameters_are_encoded_into_the_query(
    connection: "psycopg.Connection[Any]", target: Target
) -> None:
    call(connection, "SELECT net.http_get(%s, %s)", target.url + "/a", '{"q": "é &=/?"}')
    call(connection, "SELECT net.http_delete(%s)", target.url + "/b")
    connection.commit()
    received = {one.path: one.method for one in (target.next(), target.next())}
    assert received == {"/a?q=%C3%A9%20%26%3D%2F%3F": "GET", "/b": "DELETE"}


@pytest.mark.usefixtures("relay")
def test_what_fails_is_noted_and_not_repeated(
    connection: "psycopg.Connection[Any]", target: Target
) -> None:
    refused = call(connection, POST, "http://127.0.0.1:1/", "{}")
    slow = call(connection, IMPATIENT, target.url + "/slow")
    connection.commit()
    assert answer_to(connection, slow)[3:] == (True, "Timeout of 1000 ms reached")
    status, _, _, timed_out, error = answer_to(connection, refused)
    assert (status, timed_out) == (None, False)
    assert error
    assert target.next().path == "/slow"
    assert call(connection, "SELECT count(*) FROM net.http_request_queue") == 0
    assert target.received.empty()


@pytest.mark.usefixtures("relay")
def test_a_slow_answer_holds_up_nobody_when_quick(
    connection: "psycopg.Connection[Any]", target: Target
) -> None:
    call(connection, POST, target.url + "/slow", "{}")
    connection.commit()
    assert target.next().path == "/slow"
    call(connection, POST, target.url + "/next", "{}")
    connection.commit()
    assert target.next().path == "/next"
    assert not target.release.is_set()


def test_a_slow_answer_holds_up_the_next_batch_when_faithful(
    database: Database, connection: "psycopg.Connection[Any]", target: Target
) -> None:
    relay = PgNetRelay(database.owner_url, faithful=True)
    relay.start()
    try:
        call(connection, IMPATIENT, target.url + "/slow")
        before = time.monotonic()
        connection.commit()
        assert target.next().path == "/slow"
        call(connection, POST, target.url + "/next", "{}")
        connection.commit()
        following = target.next()
        assert following.path == "/next"
        assert following.at - before > 1.9  # the slow one's second, then a second's pause
    finally:
        relay.stop()


def test_a_share_is_lost_as_the_seed_says(
    database: Database, connection: "psycopg.Connection[Any]", target: Target
) -> None:
    for number in range(300):
        url = f"{target.url}/{number}"
        call(connection, "SELECT net.http_post(%s, timeout_milliseconds => 60000)", url)
    connection.commit()
    relay = PgNetRelay(database.owner_url, loss=0.5, seed=7)
    relay.start()
    try:
        until(lambda: relay.counts.sent + relay.counts.lost == 300, "each is sent or lost")
    finally:
        relay.stop()
    assert relay.counts.sent == target.received.qsize() == 300 - relay.counts.lost
    assert 120 < relay.counts.lost < 180


def test_only_json_may_be_posted(connection: "psycopg.Connection[Any]") -> None:
    with pytest.raises(psycopg.errors.RaiseException, match="application/json"):
        connection.execute(
            "SELECT net.http_post('http://x', headers => '{\"content-type\": \"text/plain\"}')"
        )


def test_installing_again_changes_nothing(
    database: Database, connection: "psycopg.Connection[Any]"
) -> None:
    call(connection, POST, "http://127.0.0.1:1/", "{}")
    connection.commit()
    install(database.owner_url)
    assert call(connection, "SELECT count(*) FROM net.http_request_queue") == 1
