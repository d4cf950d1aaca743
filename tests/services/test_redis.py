"""The outbox and a real Redis: killed, frozen, full; publishers and readers killed in between."""

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid4

import httpx2
import psycopg
import pytest

from infra.examples.stream_consumer import (
    MOST_DELIVERIES,
    Consumer,
    Event,
    HandlerAway,
    event_of,
    forward_to,
)
from infra.local.functions import FunctionProcess
from infra.local.guardian import Guardian
from infra.local.ports import free_port
from infra.local.scheduler import Job, Scheduler
from infra.local.services import read_services
from shared.business.publishing import Publisher, stream_of
from shared.db.outbox import Outbox
from shared.db.pool import Database as Pool
from shared.errors import TransportUnavailable
from shared.transport import Entry, RedisStreams
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, column, one
from tests.fixtures.receiver import Receiver
from tests.fixtures.redis_server import RedisServer, redis_server
from tests.fixtures.system_events import ORG, OTHER_ORG, write_event, write_many
from tests.fixtures.waiting import until

SECRET = "a secret of this test"
STREAM = stream_of(ORG)
LONG = 90.0  # seconds, on a busy machine


@pytest.fixture
def server() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture
def quick_server() -> Iterator[RedisServer]:
    """For tests that leave the server alone: it does not wait for its disk."""
    with redis_server(fsync="no") as server:
        yield server


Start = Callable[[], FunctionProcess]


@pytest.fixture
def start_publisher(database: Database, server: RedisServer, tmp_path: Path) -> Iterator[Start]:
    """Starts outbox_publisher as its own process, as often as asked."""
    service = next(one for one in read_services() if one.name == "outbox_publisher")
    started: list[FunctionProcess] = []
    with Guardian() as guardian:

        def start() -> FunctionProcess:
            function = FunctionProcess(
                service,
                free_port(),
                {
                    "DATABASE_URL": database.app_url,
                    "POKE_SECRET": SECRET,
                    "REDIS_URL": server.url,
                    "LEASE_SECONDS": "2",
                },
                log=tmp_path / f"log-{len(started)}",
                guardian=guardian,
            )
            started.append(function)
            function.start()
            return function

        yield start
        for function in started:
            function.stop()


def call(function: FunctionProcess, seconds: float = 50) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {SECRET}"}
    return httpx2.post(function.url, json={}, headers=headers, timeout=seconds)


def waiting(owner: Connection) -> int:
    return one(owner, "select count(*) from private.outbox")


def first_ids(server: RedisServer, stream: str = STREAM) -> list[str]:
    """Of the events of a stream as a reader sees them: each where it came first."""
    return list(dict.fromkeys(entry["id"] for entry in server.entries(stream)))


class Writers:
    """Keep writing about the same few entities, each in turn, until told to stop."""

    def __init__(self, url: str, count: int) -> None:
        self._url = url
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(n,)) for n in range(count)]
        self.written = Counter[int]()
        for thread in self._threads:
            thread.start()

    def _write(self, writer: int) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            while not self._stop.is_set():
                self.written[writer] += 1
                n = self.written[writer]
                entity = UUID(int=1 + n % 5)
                write_event(connection, entity=entity, payload={"writer": writer, "n": n})
                self._stop.wait(0.002)

    def stop(self) -> int:
        """How many events they have written."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return self.written.total()


def test_redis_killed_in_the_middle_loses_nothing_keeps_the_order_and_is_caught_up_with(
    start_publisher: Start, server: RedisServer, owner: Connection, database: Database
) -> None:
    # The order in which the entities' events became visible, kept by the test itself.
    owner.execute("create table truth (seq bigint, event_id uuid)")
    owner.execute("grant insert on truth to yachtparty_app")
    owner.execute(
        "create function keep_truth() returns trigger language plpgsql as"
        " 'begin insert into public.truth values (new.seq, new.event_id); return null; end'"
    )
    owner.execute(
        "create trigger keep_truth after insert on private.outbox"
        " for each row execute function keep_truth()"
    )
    functions = [start_publisher(), start_publisher()]
    answers = Counter[object]()
    scheduler = Scheduler(
        [Job(f.url, f.url, "* * * * *", 60) for f in functions],
        SECRET,
        interval=0.2,
        on_sweep=lambda _, answer: answers.update([answer]),
    )
    scheduler.start()
    writers = Writers(database.app_url, 4)
    try:
        until(lambda: len(first_ids(server)) > 100, "events arrive", LONG)
        server.kill()
        until(lambda: waiting(owner) > 200, "events wait", LONG)
        answer = call(functions[0]).json()
        assert answer["waiting"] > 200
        assert answer["done"] == 0
        server.start()
        arrived = len(first_ids(server))
        until(lambda: len(first_ids(server)) > arrived + 300, "it catches up", LONG)
    finally:
        written = writers.stop()
    until(lambda: waiting(owner) == 0, "everything is out", LONG)
    scheduler.stop()

    assert set(answers) == {200}
    truth = column(owner, "select event_id::text from truth order by seq")
    seen = first_ids(server)
    assert len(seen) == len(truth) == written
    by_entity: dict[str, list[str]] = {}
    for entry in server.entries(STREAM):
        ids = by_entity.setdefault(entry["primary_entity_id"], [])
        if entry["id"] not in ids:
            ids.append(entry["id"])
    for ids in by_entity.values():
        wanted = set(ids)
        assert ids == [id for id in truth if id in wanted]


def test_a_publisher_killed_before_it_settles_repeats_events_with_the_same_ids(
    start_publisher: Start, server: RedisServer, owner: Connection, database: Database
) -> None:
    write_many(owner, 40)
    ids = column(owner, "select event_id::text from private.outbox order by seq")
    function = start_publisher()
    with psycopg.connect(database.owner_url) as blocking:
        blocking.execute("lock table private.outbox in share mode")  # reads go on, deletes wait
        caller = threading.Thread(target=lambda: _call_who_dies(function))
        caller.start()
        until(lambda: server.client.xlen(STREAM) == 40, "Redis has them", LONG)
        function.kill()
        caller.join()
        # Its delete has reached the server already: as if it had not.
        owner.execute(
            "select pg_terminate_backend(pid, 60000) from pg_stat_activity"
            " where datname = current_database() and application_name = 'yachtparty'"
        )
        blocking.rollback()
    assert waiting(owner) == 40

    write_many(owner, 10, org=OTHER_ORG)
    again = start_publisher()
    until(lambda: call(again).json()["waiting"] == 0, "the dead one's lease has ended", LONG)
    assert [entry["id"] for entry in server.entries(STREAM)] == [*ids, *ids]
    assert len(first_ids(server, stream_of(OTHER_ORG))) == 10


def _call_who_dies(function: FunctionProcess) -> None:
    with pytest.raises(httpx2.TransportError):
        call(function)


def test_a_frozen_redis_is_waited_for_no_longer_than_it_may(
    server: RedisServer, database: Database, owner: Connection
) -> None:
    write_many(owner, 5)
    pool = Pool(database.functions_url)
    publisher = Publisher(Outbox(pool), RedisStreams(server.url, seconds=2))

    def publish() -> dict[str, int]:
        owner.execute("update private.lanes set leased_until = now()")
        return dict(publisher.publish_due(seconds=30, stopping=lambda: False))

    server.freeze()
    assert publish() == {"claimed": 5, "deferred": 5}
    assert "Timeout" in one(owner, "select last_error from outbox_lag()")
    server.thaw()
    assert server.client.ping()
    # It may have taken what it could not confirm: then they are there twice.
    assert publish()["done"] == 5
    assert waiting(owner) == 0
    assert len(first_ids(server)) == 5
    pool.close()


def test_a_restarted_redis_is_reconnected_to_at_once(server: RedisServer) -> None:
    transport = RedisStreams(server.url)
    entry = Entry(STREAM, {"id": "1"})
    assert transport.append([entry]) == [None]
    server.kill()
    with pytest.raises(TransportUnavailable, match="ConnectionError"):
        transport.append([entry])
    server.start()
    assert transport.append([entry]) == [None]
    assert server.client.xlen(STREAM) == 2
    transport.close()


def test_a_full_redis_takes_all_of_a_batch_or_none_and_its_error_quotes_nobody(
    server: RedisServer,
) -> None:
    transport = RedisStreams(server.url)
    server.client.config_set("maxmemory", "1mb")
    with pytest.raises(TransportUnavailable) as caught:
        transport.append([Entry(STREAM, {"text": "very private words"}), Entry("b", {"x": "y"})])
    assert "maxmemory" in str(caught.value)
    assert "private" not in str(caught.value)
    assert server.client.dbsize() == 0
    server.client.config_set("maxmemory", "0")
    assert transport.append([Entry(STREAM, {"x": "y"})]) == [None]
    transport.close()


def test_one_key_in_the_way_refuses_its_own_stream_only(server: RedisServer) -> None:
    transport = RedisStreams(server.url)
    server.client.set(STREAM, "somebody else's")
    refused, taken = transport.append([Entry(STREAM, {"x": "y"}), Entry("b", {"x": "y"})])
    assert "WRONGTYPE" in (refused or "")
    assert taken is None
    transport.close()


def test_a_stream_stays_as_long_as_it_may(server: RedisServer) -> None:
    transport = RedisStreams(server.url, most_entries=500)
    for _ in range(20):
        transport.append([Entry(STREAM, {"x": "y"})] * 100)
    assert 500 <= server.client.xlen(STREAM) <= 600  # whole nodes of a hundred
    transport.close()


def test_large_payloads_and_every_letter_arrive_as_they_are(
    server: RedisServer, database: Database, owner: Connection
) -> None:
    payload = {"text": "Grüße \U0001f600 日本\r\n$5\r\n" * 50_000, "quote": '"\\'}
    write_event(owner, payload=payload)
    pool = Pool(database.functions_url)
    Publisher(Outbox(pool), RedisStreams(server.url)).publish_due(
        seconds=30, stopping=lambda: False
    )
    pool.close()
    ((fields),) = server.entries(STREAM)
    assert event_of(fields)["payload"] == payload


# Reading.


def fill(server: RedisServer, numbers: range) -> None:
    for n in numbers:
        server.client.xadd(
            STREAM,
            {
                "id": f"event {n}",
                "org_id": str(ORG),
                "event_type": "note_added",
                "occurred_at": "2026-03-02T12:00:00Z",
                "created_at": "2026-03-02T12:00:00Z",
                "actor_id": str(uuid4()),
                "actor_type": "user",
                "primary_entity_id": str(uuid4()),
                "primary_entity_type": "deal",
                "payload": json.dumps({"n": n}),
            },
        )


def start_consumer(
    server: RedisServer, output: "int | IO[str]", name: str = "one"
) -> "subprocess.Popen[str]":
    arguments = ("--org", str(ORG), "--group", "crm", "--name", name, "--abandoned-after", "0.5")
    return subprocess.Popen(
        [sys.executable, "-m", "infra.examples.stream_consumer", *arguments],
        env={"REDIS_URL": server.url, "PATH": ""},
        stdout=output,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def handled(output: Path) -> list[int]:
    """Lines that were written whole."""
    numbers: list[int] = []
    for line in output.read_text().split("\n"):
        try:
            numbers.append(json.loads(line)["payload"]["n"])
        except ValueError:
            continue
    return numbers


@pytest.mark.parametrize("heir", ["one", "two"], ids=["itself", "another"])
def test_a_reader_killed_in_the_middle_loses_nothing_whoever_comes_after_it(
    quick_server: RedisServer, tmp_path: Path, heir: str
) -> None:
    output = tmp_path / "handled"
    fill(quick_server, range(1000))
    # A pipe that nobody empties holds some hundred lines: it cannot be quicker than the kill.
    with start_consumer(quick_server, subprocess.PIPE) as first:
        assert first.stdout is not None
        written = "".join(first.stdout.readline() for _ in range(50))
        first.kill()
        written += first.stdout.read()
    output.write_text(written if written.endswith("\n") else f"{written}\n")
    assert 50 <= len(handled(output)) < 1000
    with output.open("a") as lines, start_consumer(quick_server, lines, heir) as second:
        try:
            fill(quick_server, range(1000, 1050))
            until(lambda: len(set(handled(output))) == 1050, "all are handled", LONG)
            until(lambda: acknowledged(quick_server), "nothing is in hand", LONG)
        finally:
            second.terminate()
            assert second.wait(timeout=60) == 0
    numbers = handled(output)
    assert set(numbers) == set(range(1050))
    assert len(numbers) <= 1051, "at most the one in hand came twice"
    if heir == "one":  # another reads what is new until what was in hand counts as abandoned
        assert list(dict.fromkeys(numbers)) == list(range(1050)), "in order"


def acknowledged(server: RedisServer) -> bool:
    """Whether nothing is in any reader's hand."""
    return server.client.xpending(STREAM, "crm")["pending"] == 0


class Reader:
    """A consumer in a thread, which has handled these."""

    def __init__(self, server: RedisServer, handle: Callable[[Event], None]) -> None:
        self.events: list[Any] = []

        def keep(event: Event) -> None:
            handle(event)
            self.events.append(event["payload"]["n"])

        self.consumer = Consumer(server.client, STREAM, "crm", "one", keep, wait=0.05)
        self._thread = threading.Thread(target=self.consumer.run)

    def __enter__(self) -> "Reader":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.consumer.stopped.set()
        self._thread.join()


def test_an_event_that_comes_twice_is_handled_once(server: RedisServer) -> None:
    fill(server, range(5))
    fill(server, range(6))
    with Reader(server, lambda event: None) as reader:
        until(lambda: 5 in reader.events, "all are handled")
    assert reader.events == [0, 1, 2, 3, 4, 5]


def test_what_fails_is_tried_again_before_anything_later(server: RedisServer) -> None:
    failures = iter([True, True])

    def handle(event: Event) -> None:
        if event["payload"]["n"] == 2 and next(failures, False):
            raise OSError

    fill(server, range(5))
    with Reader(server, handle) as reader:
        until(lambda: 4 in reader.events, "all are handled")
    assert reader.events == [0, 1, 2, 3, 4]


def test_what_always_fails_is_put_aside_alone(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.examples.stream_consumer.LONGEST_PAUSE", 0.01)
    tries: list[int] = []

    def handle(event: Event) -> None:
        if event["payload"]["n"] == 1:
            tries.append(1)
            raise OSError

    fill(server, range(4))
    with Reader(server, handle) as reader:
        until(lambda: 3 in reader.events, "the others are handled", LONG)
    assert reader.events == [0, 2, 3]
    assert len(tries) == MOST_DELIVERIES
    assert [entry["id"] for entry in server.entries(f"{STREAM}:dead:crm")] == ["event 1"]


def test_while_nobody_can_be_reached_events_wait_in_order_and_none_is_put_aside(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.examples.stream_consumer.LONGEST_PAUSE", 0.01)
    away = iter([True] * (3 * MOST_DELIVERIES))

    def handle(event: Event) -> None:
        if event["payload"]["n"] == 1 and next(away, False):
            raise HandlerAway

    fill(server, range(4))
    with Reader(server, handle) as reader:
        until(lambda: 3 in reader.events, "all are handled", LONG)
    assert reader.events == [0, 1, 2, 3]
    assert server.entries(f"{STREAM}:dead:crm") == []


def test_who_cannot_be_reached_or_is_overloaded_is_away_and_who_refuses_is_not() -> None:
    with pytest.raises(HandlerAway):
        forward_to(f"http://127.0.0.1:{free_port()}", "")({})
    with closing(Receiver()) as n8n:
        n8n.answers = [503, 422]
        forward = forward_to(n8n.url, "")
        with pytest.raises(HandlerAway):
            forward({})
        with pytest.raises(httpx2.HTTPStatusError):
            forward({})
        forward({})


def test_a_reader_outlives_a_restart_of_redis(server: RedisServer) -> None:
    fill(server, range(5))
    with Reader(server, lambda event: None) as reader:
        until(lambda: 4 in reader.events and acknowledged(server), "handled and noted")
        server.kill()
        server.start()
        fill(server, range(5, 10))
        until(lambda: 9 in reader.events, "handled", LONG)
    assert reader.events == list(range(10))
