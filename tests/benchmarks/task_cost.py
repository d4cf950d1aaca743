"""What a claim costs beside a history, what a held snapshot does, how soon a task begins."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from infra.local.postgres import Postgres
from infra.local.stack import DatabaseUrls, Stack, StackOptions
from shared.db.pool import Database
from shared.db.tasks import Tasks
from tests.benchmarks.grown import clone
from tests.benchmarks.orders import Worker
from tests.benchmarks.report import Section, milliseconds, percentile, ratio
from tests.benchmarks.task_tables import Table

FINISHED = (0, 100_000, 1_000_000)
PENDING = 10_000
CLAIMED_AT_ONCE = 20
CLAIMS = 300
WARM = 20  # claims that are not counted

SETTLED_SECONDS = 4  # before the first measured second
UNDISTURBED_SECONDS = 8
HELD_SECONDS = 60
LAST_SECONDS = 10

INSERTS = 60
PAUSE_SECONDS = 0.03


def claims(postgres: Postgres) -> Section:
    """Claim and settle with so many finished rows, in turn."""
    databases = {finished: Database(_with_history(postgres, finished)) for finished in FINISHED}
    claimed: dict[int, list[float]] = {finished: [] for finished in FINISHED}
    settled: dict[int, list[float]] = {finished: [] for finished in FINISHED}
    after: dict[int, dict[str, Any] | None] = dict.fromkeys(FINISHED)
    for number in range(WARM + CLAIMS):
        for finished, database in databases.items():
            tasks, token = Tasks(database), uuid4()
            began = time.perf_counter()
            found = tasks.claim(CLAIMED_AT_ONCE, token, after=after[finished])
            between = time.perf_counter()
            done = tasks.settle_all([(task, {}) for task in found.tasks], token)
            assert done == CLAIMED_AT_ONCE
            after[finished] = found.after  # as the loop does
            if number >= WARM:
                claimed[finished].append(between - began)
                settled[finished].append(time.perf_counter() - between)
    for database in databases.values():
        database.close()
    none, none_settled = (percentile(times[0], 0.5) for times in (claimed, settled))
    return Section(
        "Tasks: a claim beside finished ones",
        f"A claim of {CLAIMED_AT_ONCE} from {PENDING // 1000} thousand due tasks in a table with a"
        f" history, and their settling; median of {CLAIMS} each, on three databases in turn, one"
        " claim each.",
        ["finished", "claim / with none", "settle / with none", "claim p50 ms", "settle p50 ms"],
        [
            [
                f"{finished:,}",
                ratio(percentile(claimed[finished], 0.5), none),
                ratio(percentile(settled[finished], 0.5), none_settled),
                milliseconds(percentile(claimed[finished], 0.5)),
                milliseconds(percentile(settled[finished], 0.5)),
            ]
            for finished in FINISHED
        ],
    )


def _with_history(postgres: Postgres, finished: int) -> str:
    database = clone(postgres, f"finished_{finished}")
    table = Table(database.owner)
    if finished:
        table.fill_finished(finished)
    table.fill(PENDING)
    table.vacuum()
    return database.app


def disturbed(postgres: Postgres) -> Section:
    """Inserting and draining go on while another transaction stays open for a minute."""
    database = clone(postgres, "disturbed")
    before = SETTLED_SECONDS + UNDISTURBED_SECONDS
    with (
        Worker("tests.benchmarks.task_worker", database.owner) as worker,
        psycopg.connect(database.owner) as other,
    ):
        worker.begin("churn", seconds=before + HELD_SECONDS)
        time.sleep(before)
        other.execute("set transaction isolation level repeatable read")
        other.execute("select 1 from users limit 1")
        each_second = worker.end()["each_second"]
    undisturbed = statistics.mean(each_second[SETTLED_SECONDS:before])
    first, last = (
        statistics.mean(seconds)
        for seconds in (each_second[before:][:LAST_SECONDS], each_second[-LAST_SECONDS:])
    )
    return Section(
        "Tasks: with another transaction held open",
        "One worker, while a second connection keeps putting due tasks in. Dead rows that nobody"
        f" may remove yet pile up for {HELD_SECONDS} s, as during a backup:"
        f" {sum(each_second[before:]) / 1000:.0f} thousand tasks were done meanwhile.",
        ["", "tasks/s / undisturbed", "tasks/s"],
        [
            [f"undisturbed, {UNDISTURBED_SECONDS} s", ratio(1, 1), f"{undisturbed:.0f}"],
            [f"its first {LAST_SECONDS} s", ratio(first, undisturbed), f"{first:.0f}"],
            [f"its last {LAST_SECONDS} s", ratio(last, undisturbed), f"{last:.0f}"],
        ],
    )


def latency(directory: Path, postgres: Postgres) -> Section:
    """From an insert to its task's start: ours by a poke, the others' workers by NOTIFY."""
    times = {"ours: poke, request, claim": _poked(directory, clone(postgres, "poked"))}
    for name in ("pgqueuer", "procrastinate"):
        postgres.create_database(f"{name}_latency")
        with Worker("tests.benchmarks.peers", name, postgres.url(f"{name}_latency")) as worker:
            worker.do("install")
            worker.do("serve")
            times[f"{name}: NOTIFY"] = worker.do("enqueue", count=INSERTS, pause=PAUSE_SECONDS)[
                "seconds"
            ]
    ours = times["ours: poke, request, claim"]
    return Section(
        "Tasks: from insert to start",
        f"{INSERTS} tasks one after the other. Ours is the whole way of the cloud: the trigger"
        " pokes `task_processor` by (a quick) pg_net over HTTP, and it claims; the others' workers"
        " have a connection each that listens, which a function that scales to none cannot.",
        ["", "p50 / ours", "p50 ms", "p95 ms"],
        [
            [
                name,
                ratio(percentile(measured, 0.5), percentile(ours, 0.5)),
                milliseconds(percentile(measured, 0.5)),
                milliseconds(percentile(measured, 0.95)),
            ]
            for name, measured in times.items()
        ],
    )


def _poked(directory: Path, database: DatabaseUrls) -> list[float]:
    """Seconds from insert to claim, by the database's clock, of tasks that nobody can execute."""
    options = StackOptions(database=database)
    with (
        Stack(directory / "stack-tasks", options=options),
        psycopg.connect(database.owner, autocommit=True) as connection,
    ):

        def claimed(id: object) -> float | None:
            row = connection.execute(
                "select extract(epoch from last_attempted_at - created_at)::float8"
                " from agent_tasks where id = %s",
                (id,),
            ).fetchone()
            return row[0] if row else None

        seconds: list[float] = []
        for number in range(INSERTS + 5):
            row = connection.execute(
                "insert into agent_tasks (task_type, agent_type, scheduled_for, context_json)"
                " values ('no_op', 'concierge', now(), '{}') returning id"
            ).fetchone()
            assert row is not None
            took = _wait_for(partial(claimed, row[0]))
            if number >= 5:  # pools and caches are warm
                seconds.append(took)
            time.sleep(PAUSE_SECONDS)
    return seconds


def _wait_for(measured: Callable[[], float | None]) -> float:
    deadline = time.monotonic() + 30
    while (value := measured()) is None:
        if time.monotonic() > deadline:
            raise RuntimeError("a task was not claimed within 30 s")
        time.sleep(0.005)
    return value
