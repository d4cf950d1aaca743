"""How fast the outbox goes to Redis, beside appending the same entries and nothing else."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import psycopg
import redis

from infra.local.postgres import Postgres
from shared.business.publishing import BATCH, Publisher, entry_of
from shared.db.outbox import Outbox
from shared.db.pool import Database
from shared.transport import MOST_ENTRIES, Entry, RedisStreams
from tests.benchmarks.grown import clone
from tests.benchmarks.report import Section, ratio
from tests.fixtures.redis_server import REDIS, redis_server

EVENTS = 20_000
ORGANISATIONS = 10
ROUNDS = 3
COLUMNS = ["", "events/s / bare", "events/s"]
_LANE = UUID(int=1)  # this benchmark's token


def measure(postgres: Postgres) -> Section:
    """The outbox's drain; without a Redis server on this machine, that there is none."""
    if not Path(REDIS).exists():
        return Section("Outbox to Redis Streams", "No redis-server here.", COLUMNS, [])
    urls = clone(postgres, "publishing")
    rates: dict[str, list[float]] = {}
    # As hosted ones are: on the disk within a second.
    with redis_server(fsync="everysec") as server:
        database = Database(urls.app)
        entries = _fill(urls.owner, database)
        client = cast("Any", redis.Redis).from_url(server.url)
        transport = RedisStreams(server.url)
        ways: dict[str, Callable[[], None]] = {
            "bare XADD, pipelined": lambda: _bare(client, entries),
            "the same in our transport (MULTI)": lambda: _transport(transport, entries),
            "the publisher, database included": lambda: _publish(database, transport),
        }
        for _ in range(ROUNDS):  # in turn, so that what else the machine does strikes all
            for name, go in ways.items():
                client.flushall()
                began = time.perf_counter()
                go()
                rates.setdefault(name, []).append(EVENTS / (time.perf_counter() - began))
                assert sum(client.xlen(key) for key in client.keys("*")) == EVENTS
            _refill(urls.owner)
        transport.close()
        client.close()
        database.close()
    medians = {name: statistics.median(measured) for name, measured in rates.items()}
    bare = next(iter(medians.values()))
    return Section(
        "Outbox to Redis Streams",
        f"{EVENTS // 1000} thousand events of {ORGANISATIONS} organisations that wait in the outbox"
        f" of the durable server, in batches of {BATCH} to a Redis that appends to its file; median"
        f" of {ROUNDS} rounds in turn. The publisher reads them, appends them and deletes them.",
        COLUMNS,
        [[name, ratio(rate, bare), f"{rate:.0f}"] for name, rate in medians.items()],
    )


def _fill(owner_url: str, database: Database) -> list[Entry]:
    """Events that wait, and the entries that they become."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(
            "insert into system_events (id, org_id, event_type, occurred_at, actor_id, actor_type,"
            "   primary_entity_id, primary_entity_type, payload)"
            " select gen_random_uuid(), md5('org' || n %% %s)::uuid, 'note_added', now(),"
            "   gen_random_uuid(), 'user', md5('deal' || n %% 5000)::uuid, 'deal',"
            "   jsonb_build_object('text', repeat('word ', 20), 'n', n)"
            " from generate_series(1, %s) n",
            (ORGANISATIONS, EVENTS),
        )
        connection.execute("vacuum analyze")
    outbox = Outbox(database)
    taken = outbox.take(_LANE)
    assert taken
    waiting = outbox.claim(EVENTS, _LANE)
    outbox.free(_LANE)
    # A claim is bounded in bytes; what is missing is as long as what is there.
    entries = [entry_of(event) for event in waiting]
    return (entries * (EVENTS // len(entries) + 1))[:EVENTS]


def _refill(owner_url: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(
            "insert into private.outbox (event_id, org_id) select id, org_id from system_events"
        )
        connection.execute("vacuum analyze private.outbox")


def _bare(client: Any, entries: list[Entry]) -> None:
    for start in range(0, EVENTS, BATCH):
        pipeline = client.pipeline(transaction=False)
        for entry in entries[start : start + BATCH]:
            pipeline.xadd(entry.stream, entry.fields, maxlen=MOST_ENTRIES, approximate=True)
        pipeline.execute()


def _transport(transport: RedisStreams, entries: list[Entry]) -> None:
    for start in range(0, EVENTS, BATCH):
        transport.append(entries[start : start + BATCH])


def _publish(database: Database, transport: RedisStreams) -> None:
    counts = Publisher(Outbox(database), transport).publish_due(seconds=600, stopping=lambda: False)
    assert counts["done"] == EVENTS
