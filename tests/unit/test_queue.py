"""The loop that works every queue off, and the single flight that has it run."""

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

import pytest

from shared.errors import DatabaseUnavailable, LeaseLost
from shared.queue import Outcome, SingleFlight, work_off

PATIENCE = 60  # seconds; nothing here takes that long unless it is broken


class Rows:
    """A queue in memory that notes what it was asked for."""

    def __init__(self, count: int) -> None:
        self.waiting = deque(range(count))
        self.asked: list[int] = []

    def claim(self, limit: int) -> list[int]:
        self.asked.append(limit)
        return [self.waiting.popleft() for _ in range(min(limit, len(self.waiting)))]


def done(_: int) -> Outcome:
    return Outcome.DONE


# work_off


def test_everything_is_claimed_handled_and_counted_by_outcome() -> None:
    outcomes = list(Outcome) * 4
    rows = Rows(len(outcomes))

    counts = work_off(rows.claim, lambda row: outcomes[row], workers=3, seconds=PATIENCE)

    assert counts == Counter({"claimed": 20, **{str(outcome): 4 for outcome in Outcome}})


def test_an_empty_queue_is_asked_once() -> None:
    rows = Rows(0)
    assert work_off(rows.claim, done, workers=3, seconds=PATIENCE) == Counter()
    assert rows.asked == [3]


def test_as_many_rows_are_handled_at_once_as_there_are_workers() -> None:
    rows = Rows(12)
    together = threading.Barrier(4)  # passed only while four handlers run at once

    def handle(_: int) -> Outcome:
        together.wait(PATIENCE)
        return Outcome.DONE

    counts = work_off(rows.claim, handle, workers=4, seconds=PATIENCE)
    assert counts == Counter(claimed=12, done=12)


def test_no_more_is_claimed_than_there_are_free_workers() -> None:
    rows = Rows(40)
    others = threading.Semaphore(0)

    def handle(row: int) -> Outcome:
        if row == 0:  # busy until all others are done: one slow row does not hold them up
            for _ in range(39):
                assert others.acquire(timeout=PATIENCE)
        else:
            others.release()
        return Outcome.DONE

    assert work_off(rows.claim, handle, workers=3, seconds=PATIENCE)["done"] == 40
    while_one_was_busy = rows.asked[1:-1]
    assert rows.asked[0] == 3
    assert set(while_one_was_busy) <= {1, 2}


@pytest.mark.parametrize(
    "error", [LeaseLost("gone"), DatabaseUnavailable("away"), ValueError("defect")]
)
def test_a_handler_that_raises_leaves_its_row_to_its_lease_and_hinders_no_other(
    error: Exception,
) -> None:
    rows = Rows(5)

    def handle(row: int) -> Outcome:
        if row == 1:
            raise error
        return Outcome.DONE

    counts = work_off(rows.claim, handle, workers=2, seconds=PATIENCE)
    assert counts == Counter(claimed=5, done=4, lost=1)


def test_a_server_that_stops_begins_nothing_and_finishes_what_runs() -> None:
    rows = Rows(9)
    stopping = threading.Event()

    def handle(_: int) -> Outcome:
        stopping.set()
        return Outcome.DONE

    counts = work_off(rows.claim, handle, workers=3, seconds=PATIENCE, stopping=stopping.is_set)
    assert counts == Counter(claimed=3, done=3)
    assert len(rows.waiting) == 6
    assert work_off(rows.claim, done, workers=3, seconds=PATIENCE, stopping=lambda: True) == {}


def test_nothing_is_claimed_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("shared.queue.work.time.monotonic", lambda: now)
    rows = Rows(9)

    def handle(_: int) -> Outcome:
        nonlocal now
        now += 20.0
        return Outcome.DONE

    assert work_off(rows.claim, handle, workers=1, seconds=45) == Counter(claimed=3, done=3)
    assert work_off(rows.claim, handle, workers=1, seconds=0) == Counter()
    assert len(rows.waiting) == 6


def test_a_database_that_is_away_is_the_callers_to_know_after_what_runs_has_ended() -> None:
    ended = threading.Event()
    second_claim = threading.Event()
    claims: Iterator[Sequence[int]] = iter([[0, 1]])

    def claim(_: int) -> Sequence[int]:
        for rows in claims:
            return rows
        second_claim.set()
        raise DatabaseUnavailable("away")

    def handle(row: int) -> Outcome:
        if row == 1:
            assert second_claim.wait(PATIENCE)
            ended.set()
        return Outcome.DONE

    with pytest.raises(DatabaseUnavailable):
        work_off(claim, handle, workers=2, seconds=PATIENCE)
    assert ended.is_set()


def test_handlers_run_in_the_context_of_who_called() -> None:
    function: ContextVar[str] = ContextVar("function")
    function.set("sms_sender")
    seen: list[str] = []

    def handle(_: int) -> Outcome:
        seen.append(function.get("none"))
        return Outcome.DONE

    work_off(Rows(2).claim, handle, workers=2, seconds=PATIENCE)
    assert seen == ["sms_sender"] * 2


# Single flight.


class Work:
    """A loop of work whose every run waits until it is let go."""

    def __init__(self, error: Exception | None = None) -> None:
        self.begun = threading.Semaphore(0)
        self.may_end = threading.Semaphore(0)
        self.runs = 0
        self._error = error

    def __call__(self, seconds: float) -> Counter[str]:
        self.runs += 1
        self.begun.release()
        assert self.may_end.acquire(timeout=PATIENCE)
        if self._error is not None:
            raise self._error
        return Counter(done=self.runs)

    def wait_until_begun(self) -> None:
        assert self.begun.acquire(timeout=PATIENCE)


def test_one_slow_row_does_not_hold_up_what_comes_in_after_it() -> None:
    slow_ends = threading.Event()
    arrived = ["slow"]
    handled: list[str] = []

    def claim(free: int) -> list[str]:
        rows, arrived[:] = arrived[:free], arrived[free:]
        return rows

    def handle(row: str) -> Outcome:
        if row == "slow":
            arrived.append("quick")
            assert slow_ends.wait(PATIENCE), "the quick one never came"
        else:
            slow_ends.set()
        handled.append(row)
        return Outcome.DONE

    counts = work_off(claim, handle, workers=2, seconds=PATIENCE)
    assert (handled[0], counts["done"]) == ("quick", 2)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as executor:
        yield executor


def counted(counts: Counter[str]) -> Callable[[float], Counter[str]]:
    return lambda seconds: counts


def test_one_ring_is_one_run_and_its_counts() -> None:
    flight = SingleFlight()
    assert flight.run(counted(Counter(claimed=2, done=2)), 60) == Counter(claimed=2, done=2)
    assert flight.run(counted(Counter(claimed=1, dead=1)), 60) == Counter(claimed=1, dead=1)


def test_many_rings_during_a_run_are_answered_at_once_and_make_one_more_run(
    threads: ThreadPoolExecutor,
) -> None:
    flight, work = SingleFlight(), Work()
    first = threads.submit(flight.run, work, 60)
    work.wait_until_begun()

    others = [threads.submit(flight.run, work, 60) for _ in range(12)]
    assert [other.result(PATIENCE) for other in others] == [Counter()] * 12
    assert work.runs == 1, "nobody else works meanwhile"

    work.may_end.release(2)
    assert first.result(PATIENCE) == Counter(done=1 + 2)
    assert work.runs == 2


def test_a_ring_during_the_last_run_is_not_forgotten_either(threads: ThreadPoolExecutor) -> None:
    flight, work = SingleFlight(), Work()
    first = threads.submit(flight.run, work, 60)
    for _ in range(3):
        work.wait_until_begun()
        assert flight.run(work, 60) == Counter()
        work.may_end.release()
    work.wait_until_begun()
    work.may_end.release()

    first.result(PATIENCE)
    assert work.runs == 4


def test_what_was_due_before_a_ring_is_worked_by_a_run_that_begins_after_it(
    threads: ThreadPoolExecutor,
) -> None:
    flight = SingleFlight()
    lock = threading.Lock()
    waiting: list[int] = []
    worked: list[int] = []

    def work(seconds: float) -> Counter[str]:
        with lock:
            worked.extend(waiting)
            waiting.clear()
        return Counter()

    def add_and_ring(row: int) -> None:
        with lock:
            waiting.append(row)
        flight.run(work, 60)

    list(threads.map(add_and_ring, range(2000)))
    assert sorted(worked) == list(range(2000))


def test_an_error_reaches_who_rang_and_frees_the_bell(threads: ThreadPoolExecutor) -> None:
    flight, work = SingleFlight(), Work(DatabaseUnavailable("away"))
    first = threads.submit(flight.run, work, 60)
    work.wait_until_begun()
    assert flight.run(work, 60) == Counter(), "it trusted in the run that fails; the sweep takes it"
    work.may_end.release()

    with pytest.raises(DatabaseUnavailable):
        first.result(PATIENCE)
    assert flight.run(counted(Counter(done=1)), 60) == Counter(done=1), (
        "and it runs once, not twice"
    )


def test_a_bell_that_never_rests_ends_its_loop_when_the_time_is_up() -> None:
    flight = SingleFlight()
    left: list[float] = []

    def work(seconds: float) -> Counter[str]:
        left.append(seconds)
        assert flight.run(work, 60) == Counter(), "somebody pokes all the time"
        return Counter(done=1)

    assert flight.run(work, 0.05)["done"] == len(left)
    assert left == sorted(left, reverse=True)
    assert left[-1] <= 0.05
