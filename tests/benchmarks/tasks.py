"""How fast tasks drain: nobody's, beside the other queues; and everybody's, in their order."""

import statistics
from collections.abc import Callable
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Final

import psycopg

from infra.local.postgres import Postgres
from tests.benchmarks import task_cost
from tests.benchmarks.grown import clone
from tests.benchmarks.orders import Worker
from tests.benchmarks.report import Section, ratio
from tests.benchmarks.task_tables import BARE_BATCH, Table, bare_rate

ROUNDS = 3
JOBS = 20_000
FEW = 2_000  # of what is slow
PENDING = 100_000  # with an order
PGQUEUER_BATCHES = (100, 500, 1000)
PROCRASTINATE_AT_ONCE = 50  # jobs; more or fewer were not faster

_LAST = {
    "pgqueuer": "select extract(epoch from max(created))::float8, count(*) from pgqueuer_log"
    " where status = 'successful'",
    "procrastinate": "select extract(epoch from max(at))::float8, count(*)"
    " from procrastinate_events where type = 'succeeded'",
}

OUR_WORKER = "tests.benchmarks.task_worker"
PEERS = "tests.benchmarks.peers"


def _no_ops(directory: Path, postgres: Postgres) -> Section:
    rates: dict[tuple[str, str], list[float]] = {}
    with ExitStack() as cleanup:
        competitors: dict[tuple[str, str], Callable[[], float]] = {
            **_ours(cleanup, postgres),
            **_bare(directory, postgres),
            **_pgqueuer(cleanup, postgres),
            **_procrastinate(cleanup, postgres),
        }
        for _ in range(ROUNDS):  # in turn, so that what else the machine does strikes all
            for name, once in competitors.items():
                rates.setdefault(name, []).append(once())
    medians = {name: statistics.median(measured) for name, measured in rates.items()}
    ours = medians["ours", "up to 1000"]
    bare = [] if ("pgbench", str(BARE_BATCH)) in medians else [" No pgbench on this machine."]
    return Section(
        "Tasks: no-ops that belong to nobody, one worker",
        f"{JOBS // 1000} thousand due jobs ({FEW // 1000} thousand of the slow ones) on the same"
        " durable server, from the loop's start to the last settle's transaction, median of"
        f" {ROUNDS} rounds in turn. pgbench runs the bare claim and finish statements on"
        " `agent_tasks` and does no work: the limit. Ours and the peers keep leases, retries and"
        " durability on; each peer is at its best setting or beside it." + "".join(bare),
        ["", "batch or jobs at once", "tasks/s / ours", "tasks/s"],
        [
            [name, batch, ratio(rate, ours), f"{rate:.0f}"]
            for (name, batch), rate in medians.items()
        ],
    )


def _ours(cleanup: ExitStack, postgres: Postgres) -> dict[tuple[str, str], Callable[[], float]]:
    database = clone(postgres, "no_ops")
    table = Table(database.owner)
    worker = cleanup.enter_context(Worker(OUR_WORKER, database.app))

    def once() -> float:
        table.clear()
        table.fill(JOBS)
        table.vacuum()
        began = worker.do("drain")["began"]
        return JOBS / (table.last_finished(JOBS) - began)

    return {("ours", "up to 1000"): once}


def _bare(directory: Path, postgres: Postgres) -> dict[tuple[str, str], Callable[[], float]]:
    pgbench = postgres.psql_path().with_name("pgbench")
    if not pgbench.exists():
        return {}
    url = clone(postgres, "bare").owner
    table = Table(url)

    def once(batch: int, count: int) -> float:
        table.clear()
        table.fill(count)
        table.vacuum()
        rate = bare_rate(pgbench, url, directory, count, batch)
        table.last_finished(count)
        return rate

    return {
        ("pgbench", str(BARE_BATCH)): lambda: once(BARE_BATCH, JOBS),
        ("pgbench", "1"): lambda: once(1, FEW // 2),
    }


def _pgqueuer(cleanup: ExitStack, postgres: Postgres) -> dict[tuple[str, str], Callable[[], float]]:
    drain = _peer(cleanup, postgres, "pgqueuer", JOBS)
    return {("pgqueuer", str(size)): lambda size=size: drain(size) for size in PGQUEUER_BATCHES}


def _procrastinate(
    cleanup: ExitStack, postgres: Postgres
) -> dict[tuple[str, str], Callable[[], float]]:
    drain = _peer(cleanup, postgres, "procrastinate", FEW)
    at_once = PROCRASTINATE_AT_ONCE
    return {("procrastinate", str(at_once)): lambda: drain(at_once)}


def _peer(cleanup: ExitStack, postgres: Postgres, name: str, count: int) -> Callable[[int], float]:
    postgres.create_database(name)
    url = postgres.url(name)
    worker = cleanup.enter_context(Worker(PEERS, name, url))
    worker.do("install")
    drained = 0

    def drain(size: int) -> float:
        nonlocal drained
        worker.do("fill", count=count)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("vacuum analyze")
            began = worker.do("drain", size=size)["began"]
            row = connection.execute(_LAST[name].encode()).fetchone()
        drained += count
        assert row is not None
        assert row[1] == drained, f"{name} has done {row[1]} of {drained}"
        return count / (row[0] - began)

    return drain


def _in_order(postgres: Postgres) -> Section:
    rows: list[list[str]] = []
    with ExitStack() as cleanup:
        database = clone(postgres, "in_order")
        table = Table(database.owner)
        workers = [cleanup.enter_context(Worker(OUR_WORKER, database.app)) for _ in range(2)]
        for count in (1, 2):
            table.clear()
            table.fill(PENDING, people=True)
            table.vacuum()
            for worker in workers[:count]:
                worker.begin("drain")
            answers = [worker.end() for worker in workers[:count]]
            took = table.last_finished(PENDING) - min(answer["began"] for answer in answers)
            _check_order([answer["ran"] for answer in answers])
            shares = " + ".join(str(answer["done"]) for answer in answers)
            rows.append([str(count), f"{PENDING / took:.0f}", shares, "0"])
    return Section(
        "Tasks: one at a time for each person",
        f"{PENDING // 1000} thousand due tasks of a thousand people, half of them one person's, by"
        " processes of eight threads. Every hundredth takes a millisecond. From when each ran, by"
        " one clock, it is checked that no two of a person ever ran at a time.",
        ["processes", "tasks/s", "done by each", "two of one person at a time"],
        rows,
    )


def _check_order(reports: list[dict[str, list[tuple[int, int]]]]) -> None:
    """Raises if two tasks of one person ran at the same time, or if some did not run once."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for report in reports:
        for user, ran in report.items():
            spans.setdefault(user, []).extend((start, end) for start, end in ran)
    assert sum(map(len, spans.values())) == PENDING
    for ran in spans.values():
        for (_, end), (start, _) in pairwise(sorted(ran)):
            assert end <= start, "two tasks of one person at a time"


# All about tasks, on databases of their own on the server.
PARTS: Final[dict[str, Callable[[Path, Postgres], list[Section]]]] = {
    "tasks": lambda directory, postgres: [_no_ops(directory, postgres)],
    "tasks_in_order": lambda directory, postgres: [_in_order(postgres)],
    "tasks_beside_history": lambda directory, postgres: [task_cost.claims(postgres)],
    "tasks_disturbed": lambda directory, postgres: [task_cost.disturbed(postgres)],
    "tasks_latency": lambda directory, postgres: [task_cost.latency(directory, postgres)],
}
