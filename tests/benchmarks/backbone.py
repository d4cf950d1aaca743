"""The event backbone: writing, projecting and rebuilding loops, and reading a log that grows."""

import itertools
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import psycopg

from infra.local.postgres import Postgres
from infra.local.stack import DatabaseUrls, Stack, StackOptions
from shared.business.projection import Projection
from shared.db.loops import Loops
from shared.db.pool import Database
from shared.db.system_events import SystemEvents
from tests.benchmarks import backbone_reads
from tests.benchmarks.business_log import (
    BARE_INSERT,
    ORG,
    bare_row,
    fill,
    new_events,
    queue_all,
)
from tests.benchmarks.grown import clone
from tests.benchmarks.message_db import install
from tests.benchmarks.report import Section, milliseconds, percentile, ratio

ROUNDS = 3
SECONDS = 1.5  # of each competitor in each round
BATCH = 100
HISTORY = 100_000  # events that are there before

LAGS = 60
PAUSE_SECONDS = 0.03

LOG = 1_000_000
SIZES = (10_000, LOG, 5_000_000)

_LOOPS = (
    b"select id, org_id, type, entity_type, entity_id, due_at, severity, suggested_action, status,"
    b" opened_at, closed_at from "
)


def _ingest(directory: Path, postgres: Postgres) -> Section:
    ours, bare = clone(postgres, "ingest"), clone(postgres, "bare_ingest")
    for database in (ours, bare):
        fill(database.owner, HISTORY)
    pool = Database(ours.app, pool_max=1)
    events = new_events()
    with psycopg.connect(bare.owner, autocommit=True) as plain:
        plain.execute("alter table system_events disable trigger user")
        competitors: dict[tuple[str, int], Callable[[], object]] = {}
        for size in (1, BATCH):
            competitors["ours", size] = lambda size=size: SystemEvents(pool).record(
                ORG, list(itertools.islice(events, size))
            )
            competitors["bare INSERT", size] = lambda size=size: _insert(
                plain, [bare_row(event) for event in itertools.islice(events, size)]
            )
        peer = install(postgres, directory)
        with psycopg.connect(peer or bare.owner, autocommit=True) as store:
            for size in (1, BATCH) if peer else ():
                competitors["message-db", size] = lambda size=size: _write(store, size)
            rates = _rates(competitors)
    pool.close()
    missing = "" if peer else " message-db's package could not be had from npm here."
    return Section(
        "Business events: written by one connection",
        "An event written for good: by `record_system_events`, which locks its entity, compares a"
        " repeated id, queues its loops and its way out; by a bare INSERT into the same table"
        " without triggers, which does none of it; and by message-db's `write_message` (a call an"
        f" event), which numbers its stream. Median of {ROUNDS} rounds in turn, beside"
        f" {HISTORY // 1000} thousand events.{missing}",
        ["", "events a call", "events/s / ours", "events/s"],
        [
            [name, str(size), ratio(rate, rates["ours", size]), f"{rate:.0f}"]
            for (name, size), rate in rates.items()
        ],
    )


def _rates(
    competitors: dict[tuple[str, int], Callable[[], object]],
) -> dict[tuple[str, int], float]:
    """Events a second of each, in turn so that what else the machine does strikes all."""
    measured: dict[tuple[str, int], list[float]] = {}
    for _ in range(ROUNDS):
        for (name, size), once in competitors.items():
            once()
            began, calls = time.perf_counter(), 0
            while time.perf_counter() < began + SECONDS:
                once()
                calls += 1
            rate = calls * size / (time.perf_counter() - began)
            measured.setdefault((name, size), []).append(rate)
    return {competitor: statistics.median(rates) for competitor, rates in measured.items()}


def _insert(connection: psycopg.Connection, rows: list[tuple[object, ...]]) -> None:
    values = b", ".join([BARE_INSERT.partition(b" values ")[2]] * len(rows))
    connection.execute(
        BARE_INSERT.partition(b" values ")[0] + b" values " + values,
        [value for row in rows for value in row],
    )


def _write(connection: psycopg.Connection, size: int) -> None:
    connection.execute(
        "select write_message(gen_random_uuid()::text, 'deal-' || %s || '-' || n / 4,"
        " 'quote_requested', '{\"description\": \"a new website\"}')"
        " from generate_series(0, %s - 1) n",
        (uuid4(), size),
    )


def _lag(directory: Path, database: DatabaseUrls) -> Section:
    """From the commit of an event to its loop's row, one at a time, by the whole way."""
    seconds: list[float] = []
    with (
        Stack(directory / "stack-loops", options=StackOptions(database=database)),
        psycopg.connect(database.owner, autocommit=True) as connection,
    ):
        for number in range(LAGS + 5):
            entity = uuid4()
            connection.execute(
                BARE_INSERT,
                (
                    *(uuid4(), ORG, "lead_created", "2026-06-01T00:00:00Z", uuid4(), "system"),
                    *(entity, "client", "{}"),
                ),
            )
            took = _projected(connection, entity)
            if number >= 5:  # pools and caches are warm
                seconds.append(took)
            time.sleep(PAUSE_SECONDS)
    with psycopg.connect(database.owner, autocommit=True) as connection:
        floor = percentile(
            [_timed(lambda: connection.execute("select 1")) for _ in range(200)], 0.5
        )
    return Section(
        "Business events: from insert to loop",
        f"{LAGS} events one after the other, the whole way of the cloud: the trigger pokes"
        " `event_processor` by (a quick) pg_net over HTTP, which claims the entity, folds its"
        " events and stores the loop. The floor is a `select 1`.",
        ["", "p50 / floor", "p50 ms", "p95 ms"],
        [
            [
                "insert to loop",
                ratio(percentile(seconds, 0.5), floor),
                milliseconds(percentile(seconds, 0.5)),
                milliseconds(percentile(seconds, 0.95)),
            ]
        ],
    )


def _projected(connection: psycopg.Connection, entity: UUID) -> float:
    """By the database's clock, from the insert's transaction to the settle's."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        row = connection.execute(
            "select extract(epoch from l.created_at - e.created_at)::float8"
            " from open_loops l join system_events e on e.primary_entity_id = l.entity_id"
            " where l.org_id = %s and l.type = 'new_lead' and l.entity_id = %s",
            (ORG, entity),
        ).fetchone()
        if row is not None:
            return row[0]
        time.sleep(0.005)
    raise RuntimeError("an event had no loop within 30 s")


def _reads(postgres: Postgres) -> Section:
    logs = {size: clone(postgres, f"log_{size}") for size in SIZES}
    for size, database in logs.items():
        fill(database.owner, size)
    return backbone_reads.measure({size: database.app for size, database in logs.items()})


def _rebuild(database: DatabaseUrls) -> Section:
    """A million events worked off by the worker, and then all anew from the log."""
    fill(database.owner, LOG)
    queue_all(database.owner)
    pool = Database(database.app, pool_max=2)
    projection = Projection(Loops(pool))
    incremental = _timed(lambda: projection.work_off(seconds=600, stopping=lambda: False))
    with psycopg.connect(database.owner, autocommit=True) as connection:
        connection.execute(b"create table incremental as " + _LOOPS + b"open_loops")
        connection.execute("truncate open_loops")
        connection.execute("vacuum analyze private.loop_queue")
        read = _timed(lambda: sum(1 for _ in projection.loops.log()))
        rebuilt = _timed(lambda: projection.rebuild())
        row = connection.execute(
            b"with both_ways as ((" + _LOOPS + b"open_loops except table incremental) union all"
            b" (table incremental except " + _LOOPS + b"open_loops))"
            b" select (select count(*) from both_ways), (select count(*) from incremental)"
        ).fetchone()
        connection.execute("drop table incremental")
    pool.close()
    assert row is not None
    assert row[0] == 0, f"{row[0]} rows differ after a rebuild"
    assert row[1] > LOG / 8
    return Section(
        "Business events: loops from a million events",
        f"{LOG:,} events about {LOG // 4:,} entities, one process. Incrementally: every entity is"
        " claimed, folded and settled, as when all had new events. Rebuilt: the log is streamed and"
        " stored while workers may go on. Afterwards the rows are compared, all but their"
        " bookkeeping. The peer is the same stream read and thrown away.",
        ["", "events/s / read only", "events/s", "loops", "rows that differ"],
        [
            ["read only", ratio(1, 1), f"{LOG / read:.0f}", "", ""],
            [
                "incremental",
                ratio(read, incremental),
                f"{LOG / incremental:.0f}",
                f"{row[1]:,}",
                "",
            ],
            ["rebuilt", ratio(read, rebuilt), f"{LOG / rebuilt:.0f}", f"{row[1]:,}", str(row[0])],
        ],
    )


def _timed(once: Callable[[], object]) -> float:
    began = time.perf_counter()
    once()
    return time.perf_counter() - began


# All about business events, on databases of their own on the server.
PARTS: Final[dict[str, Callable[[Path, Postgres], list[Section]]]] = {
    "business_events": lambda directory, postgres: [_ingest(directory, postgres)],
    "loops_latency": lambda directory, postgres: [_lag(directory, clone(postgres, "lag"))],
    "loops": lambda directory, postgres: [_rebuild(clone(postgres, "loops"))],
    "business_log": lambda directory, postgres: [_reads(postgres)],
}
