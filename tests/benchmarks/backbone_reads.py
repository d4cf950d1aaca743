"""What reading the log of business events costs while it grows."""

import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from uuid import UUID

from shared.db.pool import Database
from shared.db.system_events import SystemEvents
from tests.benchmarks.report import Section, milliseconds, percentile, ratio

ROUNDS = 3
READS = 200  # of each kind in each round
PAGE = 50


class Key(NamedTuple):
    """An event, and what it can be found by."""

    id: UUID
    org_id: UUID
    entity_type: str
    entity_id: UUID
    event_type: str


def measure(urls: dict[int, str]) -> Section:
    """The log's queries and a bare SELECT, at each size in turn."""
    pools = {size: Database(url, pool_max=1) for size, url in urls.items()}
    logs = {size: SystemEvents(pool) for size, pool in pools.items()}
    keys = {size: _sample(pool) for size, pool in pools.items()}
    queries: dict[str, Callable[[SystemEvents, Key], object]] = {
        "bare SELECT by primary key": lambda log, key: log.database.rows(
            "select * from system_events where id = %s", (key.id,)
        ),
        "an organisation's latest": lambda log, key: log.of_org(key.org_id, limit=PAGE),
        "an entity's timeline": lambda log, key: log.timeline(
            key.org_id, key.entity_type, key.entity_id, limit=PAGE
        ),
        "a type's latest": lambda log, key: log.of_type(key.org_id, key.event_type, limit=PAGE),
    }
    times: dict[tuple[str, int], list[float]] = {}
    for round_ in range(ROUNDS + 1):
        for name, query in queries.items():
            for number in range(READS):
                for size, log in logs.items():  # in turn: what disturbs one disturbs all
                    took = _timed(partial(query, log, keys[size][number]))
                    if round_:  # the first brings what is read into memory
                        times.setdefault((name, size), []).append(took)
    for pool in pools.values():
        pool.close()
    p50 = {measured: percentile(took, 0.5) for measured, took in times.items()}
    sizes = sorted(urls)
    smallest = sizes[0]
    return Section(
        "Business events: reading a log that grows",
        f"{PAGE} latest events of an organisation, an entity and a type, as the API reads them;"
        f" {READS} keys from all over the log and as many organisations at each size; median of"
        f" {ROUNDS} rounds in turn, in memory. The promise: at 5 million events at most 1.5 times"
        " what it is at 10 thousand.",
        [
            "",
            *(f"{size:,} / {smallest:,}" for size in sizes[1:]),
            *(f"{n:,}, p50 ms" for n in sizes),
        ],
        [
            [
                name,
                *(ratio(p50[name, size], p50[name, smallest]) for size in sizes[1:]),
                *(milliseconds(p50[name, size]) for size in sizes),
            ]
            for name in queries
        ],
    )


def _sample(pool: Database) -> list[Key]:
    """Keys of some events from all over the table."""
    rows = pool.rows(
        "select found.* from generate_series(1, %s) n, lateral (select id, org_id,"
        " primary_entity_type, primary_entity_id, event_type from system_events"
        " where id >= md5(n::text)::uuid order by id limit 1) found",
        (READS,),
    )
    return [Key(*row) for row in rows]


def _timed(once: Callable[[], object]) -> float:
    began = time.perf_counter()
    once()
    return time.perf_counter() - began
