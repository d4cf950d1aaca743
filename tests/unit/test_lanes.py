"""The loop that works a queue off in lanes, on a queue made of lists."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from shared.queue import Finished, Lane, Outcome, Steps, work_lanes

Row = tuple[str, int]  # key and number; the key "" belongs to nobody


class ListQueue:
    """Rows that wait, leased by removing them, with what was settled and given back."""

    def __init__(self, rows: Sequence[Row], begin_within: float = 60) -> None:
        self.waiting = list(rows)
        self.begin_within = begin_within
        self.settled: list[Row] = []
        self.given_back: list[Row] = []
        self.leased: set[str] = set()
        self.claims: list[int] = []
        self._lock = threading.Lock()

    def claim(self, limit: int) -> list[Lane[Row, str]]:
        with self._lock:
            self.claims.append(limit)
            due = [row for row in self.waiting if row[0] not in self.leased][:limit]
            lanes: dict[object, Lane[Row, str]] = {}
            for row in due:
                self.waiting.remove(row)
                lane = lanes.setdefault(
                    row[0] or row,
                    Lane(row[0] or None, [], "batch", time.monotonic() + self.begin_within),
                )
                lane.rows.append(row)
                if row[0]:
                    self.leased.add(row[0])
            return list(lanes.values())

    def settle(self, finished: Finished[Row, str, dict[str, object]]) -> Counter[str]:
        with self._lock:
            self.settled += [row for row, _ in finished.done]
            self.given_back += finished.given_back
            self.leased -= {str(key) for key in finished.free}
            return Counter(done=len(finished.done))

    def run(
        self,
        handle: Callable[[Row], "dict[str, object] | Outcome"],
        *,
        workers: int = 4,
        stopping: Callable[[], bool] = lambda: False,
    ) -> Counter[str]:
        def handled(row: Row, batch: str) -> "dict[str, object] | Outcome":
            assert batch == "batch"
            return handle(row)

        steps = Steps[Row, str, dict[str, object]](
            claim=self.claim, handle=handled, settle=self.settle, ahead=True
        )
        return work_lanes(steps, workers=workers, seconds=120, stopping=stopping)


def done(_: Row) -> dict[str, object]:
    return {}


def test_everything_that_waits_is_done_once_and_counted() -> None:
    rows = [("", number) for number in range(3000)] + [("sarah", n) for n in range(500)]
    queue = ListQueue(rows)

    counts = queue.run(done)

    assert sorted(queue.settled) == sorted(rows)
    assert counts["claimed"] == counts["done"] == 3500


def test_the_rows_of_one_key_run_in_order_and_never_two_at_a_time() -> None:
    rows = [(key, number) for number in range(50) for key in ("sarah", "mike", "ana")]
    queue = ListQueue(rows)
    running: set[str] = set()
    seen: dict[str, list[int]] = {"sarah": [], "mike": [], "ana": []}

    def handle(row: Row) -> dict[str, object]:
        assert row[0] not in running, "two rows of one key at a time"
        running.add(row[0])
        time.sleep(0.001)  # long enough for another thread to step in
        seen[row[0]].append(row[1])
        running.remove(row[0])
        return {}

    counts = queue.run(handle)

    assert counts["done"] == 150
    assert all(numbers == list(range(50)) for numbers in seen.values())


def test_a_handler_that_hangs_holds_up_nobody_else() -> None:
    queue = ListQueue([("stuck", 0), *[("", number) for number in range(2000)]])
    release = threading.Event()

    def handle(row: Row) -> dict[str, object]:
        if row[0] == "stuck":
            assert release.wait(60), "the others waited for the one that hangs"
        elif row[1] == 1999:
            release.set()
        return {}

    assert queue.run(handle)["done"] == 2001


class Clock:
    """Monotonic seconds that only the handlers of a test move."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._lock = threading.Lock()

    def __call__(self) -> float:
        return self.now

    def takes(self, seconds: float) -> Callable[[Row], dict[str, object]]:
        """A handler that takes so long."""

        def handle(_: Row) -> dict[str, object]:
            with self._lock:
                self.now += seconds
            return {}

        return handle


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("shared.queue.work.time.monotonic", clock)
    return clock


def test_quick_rows_are_claimed_in_ever_larger_batches_and_slow_ones_are_not(clock: Clock) -> None:
    quick, slow = (ListQueue([("", n) for n in range(many)]) for many in (5000, 400))

    quick.run(done)
    slow.run(clock.takes(0.2))

    assert quick.claims[0] == 4
    assert max(quick.claims) >= 500
    assert max(slow.claims) <= 32


def test_what_could_not_be_begun_within_half_the_lease_is_given_back(clock: Clock) -> None:
    queue = ListQueue([("sarah", n) for n in range(4)], begin_within=15)

    counts = queue.run(clock.takes(16), workers=4)

    assert queue.settled == [("sarah", 0)]
    assert queue.given_back == [("sarah", 1), ("sarah", 2), ("sarah", 3)]
    assert counts["claimed"] == counts["done"] == 1


def test_a_server_that_stops_begins_nothing_more_and_gives_back_the_rest() -> None:
    queue = ListQueue([("sarah", n) for n in range(4)])
    stop = threading.Event()

    def handle(row: Row) -> dict[str, object]:
        stop.set()
        return {}

    queue.run(handle, stopping=stop.is_set)

    assert queue.settled == [("sarah", 0)]
    assert len(queue.given_back) == 3


def test_a_handler_that_raises_leaves_its_row_to_its_lease_and_frees_the_next() -> None:
    queue = ListQueue([("sarah", 0), ("sarah", 1), ("", 2)])

    def handle(row: Row) -> "dict[str, object] | Outcome":
        if row == ("sarah", 0):
            raise RuntimeError("broken")
        return Outcome.RETRIED if row[1] == 2 else {}

    counts = queue.run(handle)

    assert queue.settled == [("sarah", 1)]
    assert (counts["lost"], counts["retried"], counts["done"]) == (1, 1, 1)
