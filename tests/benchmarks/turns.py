"""What a turn costs the database: recorded and settled, beside the round trips it is made of."""

import itertools
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

from shared.db.pool import Database
from shared.db.turns import InboundText, Turn, Turns
from shared.domain.decision import Decision
from shared.domain.values import AgentType
from tests.benchmarks.cost import Times
from tests.benchmarks.load import TEXTS
from tests.benchmarks.report import Section, milliseconds, percentile, ratio
from tests.fixtures.people import decision, text

SECONDS = 4.0
ROUNDS = 3
SPENT_TURNS = 300
TURNS_EACH = 30_000  # more than a thread makes in one round


def measure(app_url: str) -> list[Section]:
    """What one waits, and what it costs."""
    return [_waited(app_url), _spent(app_url)]


def _waited(app_url: str) -> Section:
    """One thread and eight, `select 1` and turns in turn."""
    pool = Database(app_url, pool_max=8)
    turns = Turns(pool)
    numbers = itertools.count(step=TURNS_EACH)
    rows: list[list[str]] = []
    try:
        for threads in (1, 8):
            probes: list[float] = []
            made: list[float] = []
            for _ in range(ROUNDS):
                probes += _times(lambda _: pool.value("select 1"), threads, numbers)
                made += _times(lambda turn: _turn(turns, turn), threads, numbers)
            span = ROUNDS * SECONDS
            probe_rate, turn_rate = len(probes) / span, len(made) / span
            rows.append(
                [
                    str(threads),
                    ratio(percentile(made, 0.5), percentile(probes, 0.5)),
                    ratio(turn_rate, probe_rate),
                    f"{turn_rate:.0f}",
                    f"{probe_rate:.0f}",
                    milliseconds(percentile(made, 0.5)),
                    milliseconds(percentile(made, 0.95)),
                    milliseconds(percentile(probes, 0.5)),
                ]
            )
    finally:
        pool.close()
    return Section(
        "A turn in the database",
        "A text recorded with all that the agent will know, and its reply settled: two round trips."
        " The peer is `select 1` on the same pool, of which no turn can make fewer than two.",
        [
            "threads",
            "time of a turn / of `select 1`",
            "turns / `select 1` a second",
            "turns/s",
            "`select 1`/s",
            "turn p50 ms",
            "turn p95 ms",
            "`select 1` p50 ms",
        ],
        rows,
    )


def _spent(app_url: str) -> Section:
    """Processor time, of which each round's median is taken, and of those the median."""
    pool = Database(app_url, pool_max=1)
    turns = Turns(pool)
    server: int = pool.value("select pg_backend_pid()")
    numbers = itertools.count(5_000_000 * len(TEXTS))
    measured: dict[str, list[tuple[float, float]]] = {}
    try:
        for round_ in range(ROUNDS + 1):
            probe, recorded, settled = (Times(server) for _ in range(3))
            for _ in range(SPENT_TURNS):
                with probe.taken():
                    pool.value("select 1")
                received = _text(next(numbers))
                with recorded.taken():
                    turn = _recorded(turns, received)
                with settled.taken():
                    _settle(turns, turn)
            whole = [("`select 1`", probe), ("recorded", recorded), ("settled", settled)]
            for name, times in whole if round_ else ():  # the first round warms
                measured.setdefault(name, []).append((times.cost_of_server, times.cost_here))
    finally:
        pool.close()
    costs = {
        name: tuple(statistics.median(one) for one in zip(*rounds, strict=True))
        for name, rounds in measured.items()
    }
    costs["both: a turn"] = tuple(map(sum, zip(costs["recorded"], costs["settled"], strict=True)))
    floor = sum(costs["`select 1`"])
    return Section(
        "A turn in processor time",
        f"The same without what one waits for: medians of {ROUNDS} rounds of {SPENT_TURNS} turns of"
        " one thread, of the server's process and of ours. Other work on the machine makes all of"
        " it dearer, and the ratios little.",
        ["", "/ `select 1`", "server ms", "ours ms"],
        [
            [name, ratio(sum(cost), floor), *(f"{one * 1000:.3f}" for one in cost)]
            for name, cost in costs.items()
        ],
    )


def _turn(turns: Turns, number: int) -> None:
    _settle(turns, _recorded(turns, _text(number)))


def _text(number: int) -> InboundText:
    sender = f"+1628{2_000_000 + number // len(TEXTS)}"
    return text(TEXTS[number % len(TEXTS)], sender=sender, sid=f"SM{uuid4().hex}")


def _recorded(turns: Turns, received: InboundText) -> Turn:
    recorded = turns.record(received)
    assert recorded.turn is not None, recorded.outcome
    return recorded.turn


def _settle(turns: Turns, turn: Turn) -> None:
    turns.settle(turn, _ANSWER, [("Nice to meet you. What do you do?", 1)], decided_ms=1)


_ANSWER: Decision = decision(agent=AgentType.BOUNCER)


def _times(once: Callable[[int], object], threads: int, numbers: Iterator[int]) -> list[float]:
    """Seconds that each call took, from so many threads for SECONDS; the first fifth is dropped."""
    times: list[tuple[float, float]] = []
    errors: list[BaseException] = []
    # Each thread has people of its own: nobody is asked twice at once.
    firsts = [next(numbers) for _ in range(threads)]
    began = time.perf_counter()

    def work(first: int) -> None:
        number = itertools.count(first)
        try:
            while (start := time.perf_counter()) < began + SECONDS * 1.25:
                once(next(number))
                times.append((start, time.perf_counter() - start))
        except BaseException as error:
            errors.append(error)

    workers = [threading.Thread(target=work, args=(first,)) for first in firsts]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if errors:
        raise errors[0]
    return [took for start, took in times if start > began + SECONDS * 0.25]
