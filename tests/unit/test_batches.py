"""The loop that works a queue off, where a claim's rows are one lane and settled together."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest

from shared.errors import DatabaseUnavailable, LeaseLost
from shared.queue import Finished, Lane, Outcome, Steps, work_lanes


class Batches:
    """Batches that wait, with what was settled and what the loop did in which order."""

    def __init__(self, *batches: list[int], begin_by: float | None = None) -> None:
        self.waiting = list(batches)
        self.begin_by = begin_by
        self.settled: list[int] = []
        self.given_back: list[int] = []
        self.steps: list[str] = []

    def claim(self, _: int) -> list[Lane[int, str]]:
        self.steps.append("claim")
        return [Lane(None, self.waiting.pop(0), "", self.begin_by)] if self.waiting else []

    def settle(self, finished: Finished[int, str, float]) -> Counter[str]:
        self.steps.append("settle")
        self.settled += [row for row, _ in finished.done]
        self.given_back += finished.given_back
        return Counter(done=len(finished.done))

    def run(
        self,
        handle: Callable[[int], float | str],
        settle: Callable[[Finished[int, str, float]], Counter[str]] | None = None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> Counter[str]:
        steps = Steps[int, str, float](
            claim=self.claim, handle=lambda row, _: handle(row), settle=settle or self.settle
        )
        return work_lanes(steps, workers=1, seconds=60, stopping=stopping)


def half(row: int) -> float:
    return row / 2


def test_a_batch_is_settled_in_one_before_the_next_is_claimed() -> None:
    queue = Batches([1, 2, 3], [4])
    assert queue.run(half) == Counter(claimed=4, done=4)
    assert queue.steps == ["claim", "settle", "claim", "settle", "claim"]
    assert queue.settled == [1, 2, 3, 4]


def test_what_a_handler_settles_itself_is_counted_in_its_own_words() -> None:
    queue = Batches([1, 2, 3])
    counts = queue.run(lambda row: "told" if row == 2 else half(row))
    assert counts == Counter(claimed=3, told=1, done=2)
    assert queue.settled == [1, 3]


@pytest.mark.parametrize("error", [LeaseLost("gone"), ValueError("odd")])
def test_one_bad_row_costs_that_row_alone(error: Exception) -> None:
    def handle(row: int) -> float:
        if row == 2:
            raise error
        return half(row)

    queue = Batches([1, 2, 3], [4])
    assert queue.run(handle) == Counter(claimed=4, done=3, lost=1)
    assert queue.settled == [1, 3, 4]


@pytest.mark.parametrize(("begin_by", "given_back", "lost"), [(None, [], 3), (1e12, [3, 4], 1)])
def test_with_the_database_away_the_rest_of_a_batch_is_not_tried(
    begin_by: float | None, given_back: list[int], lost: int
) -> None:
    tried: list[int] = []

    def handle(row: int) -> float:
        tried.append(row)
        if row == 2:
            raise DatabaseUnavailable("away")
        return half(row)

    queue = Batches([1, 2, 3, 4], begin_by=begin_by)
    counts = queue.run(handle)
    assert tried == [1, 2]
    assert queue.given_back == given_back
    assert (counts["done"], counts["lost"]) == (1, lost)


@pytest.mark.parametrize("error", [DatabaseUnavailable("away"), ValueError("odd")])
def test_a_batch_whose_settling_fails_is_left_to_its_lease_and_the_next_one_worked(
    error: Exception,
) -> None:
    queue = Batches([1, 2], [3])

    def settle(finished: Finished[int, str, float]) -> Counter[str]:
        if finished.done[0][0] == 1:
            raise error
        return queue.settle(finished)

    assert queue.run(half, settle) == Counter(claimed=3, done=1, lost=2)
    assert queue.settled == [3]


def test_what_settling_does_not_count_was_lost() -> None:
    queue = Batches([1, 2, 3])
    counts = queue.run(half, lambda _: Counter({Outcome.DONE: 1, Outcome.RETRIED: 1}))
    assert counts == Counter(claimed=3, done=1, retried=1, lost=1)


def test_a_server_that_stops_finishes_what_cannot_be_given_back_and_claims_no_more() -> None:
    stop = threading.Event()

    def handle(row: int) -> float:
        stop.set()
        return half(row)

    queue = Batches([1, 2, 3], [4])
    assert queue.run(handle, stopping=stop.is_set) == Counter(claimed=3, done=3)
    assert queue.waiting == [[4]]
