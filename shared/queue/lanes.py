"""Works a queue off in batches: lanes run beside each other, the rows of a lane one after another.

A lane is what must not run twice at a time: one person's rows, or a row that belongs to nobody.
Claims and settles go in batches, each on its own thread, so that the next batch is claimed while
the last one is settled. A batch is only as large as what the workers finish in a fraction of the
lease; what could not be begun by half of it is given back.
"""

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

from shared.errors import YachtpartyError
from shared.log import logger
from shared.queue.work import LOOK_AGAIN_SECONDS, Outcome, handled

RowT = TypeVar("RowT")
BatchT = TypeVar("BatchT")

MOST_ROWS = 1000  # of a batch
QUICK_SECONDS = 0.1  # a batch that is begun within this was too small
GATHER_SECONDS = 0.02  # how long a finished row waits for others to be settled with
SLOW_SECONDS = 0.5  # one that is not begun within this was too large


@dataclass(eq=False)
class Lane(Generic[RowT, BatchT]):
    """Rows of one key, in their order, with the batch that fences them."""

    key: Hashable | None  # None: it belongs to nobody
    rows: list[RowT]
    batch: BatchT
    begin_by: float  # time.monotonic(): what is not begun by then is given back


@dataclass(kw_only=True)
class Finished(Generic[RowT, BatchT]):
    """What is to be settled of one batch: rows without effects, and keys that are through."""

    batch: BatchT
    done: list[tuple[RowT, dict[str, object]]] = field(
        default_factory=list[tuple[RowT, dict[str, object]]]
    )
    given_back: list[RowT] = field(default_factory=list[RowT])
    free: list[Hashable] = field(default_factory=list[Hashable])
    outcomes: Counter[Outcome] = field(
        default_factory=Counter[Outcome]
    )  # of rows settled by their handler


@dataclass(frozen=True, kw_only=True)
class Steps(Generic[RowT, BatchT]):
    """What differs from queue to queue."""

    claim: Callable[[int], Sequence[Lane[RowT, BatchT]]]
    # A dict: done, to be settled with others. An Outcome: settled or failed already.
    handle: Callable[[RowT, BatchT], "dict[str, object] | Outcome"]
    settle: Callable[[Finished[RowT, BatchT]], int]  # returns how many done rows were still ours


def work_lanes(
    steps: Steps[RowT, BatchT],
    *,
    workers: int,
    seconds: float,
    stopping: Callable[[], bool] = lambda: False,
) -> Counter[str]:
    """Claims, handles and settles until nothing is due, the time is up, or the server stops.

    Returns counts: claimed, and one per outcome. A row whose handler raises, or whose settling
    fails, is left to its lease. Raises DatabaseUnavailable when nothing can be claimed.
    """
    return _Run(steps, workers, seconds, stopping).run()


class _Run(Generic[RowT, BatchT]):
    def __init__(
        self,
        steps: Steps[RowT, BatchT],
        workers: int,
        seconds: float,
        stopping: Callable[[], bool],
    ) -> None:
        self._steps = steps
        self._workers = workers
        self._until = time.monotonic() + seconds
        self._stopping = stopping
        self._changed = threading.Condition()
        self._lanes: deque[Lane[RowT, BatchT]] = deque()
        self._waiting = 0  # rows in lanes that no worker has
        self._idle = workers
        self._ended: list[Finished[RowT, BatchT]] = []
        self._settling = False
        self._settles = 0
        self._over = False
        self._counts: Counter[str] = Counter()
        self._limit = workers

    def run(self) -> Counter[str]:
        with ThreadPoolExecutor(self._workers + 1, thread_name_prefix="lanes") as pool:
            threads = [
                pool.submit(copy_context().run, work)
                for work in [self._settle_ended, *[self._work] * self._workers]
            ]
            try:
                self._claim_all()
            finally:
                with self._changed:
                    self._over = True
                    self._changed.notify_all()
            for thread in threads:
                thread.result()
        return self._counts

    def _claim_all(self) -> None:
        while self._wanted():
            started = time.monotonic()
            with self._changed:
                # Asked before the claim: it passes over the people whom we serve ourselves.
                quiet = self._all_settled()
                settles = self._settles
            lanes = self._steps.claim(self._limit)
            rows = sum(len(lane.rows) for lane in lanes)
            with self._changed:
                self._counts["claimed"] += rows
                self._lanes.extend(lanes)
                self._waiting += rows
                self._changed.notify_all()
                if not rows and quiet:
                    return
                if not rows:
                    # Also what was settled while we claimed may have freed a person.
                    self._changed.wait_for(
                        partial(self._settled_since, settles), LOOK_AGAIN_SECONDS
                    )
                    continue
                full = rows >= self._limit
                self._changed.wait_for(lambda: self._waiting <= self._limit // 2)
            took = time.monotonic() - started
            if full and took < QUICK_SECONDS:
                self._limit = min(self._limit * 2, MOST_ROWS)
            elif took > SLOW_SECONDS:
                self._limit = max(self._workers, self._limit // 2)

    def _wanted(self) -> bool:
        """Whether to claim more; waits while all hands are busy with work that is not quick."""
        with self._changed:
            while time.monotonic() < self._until and not self._stopping():
                if self._idle or self._limit > self._workers:
                    return True
                self._changed.wait(LOOK_AGAIN_SECONDS)
        return False

    def _settled_since(self, settles: int) -> bool:
        return self._settles > settles

    def _all_settled(self) -> bool:
        busy = self._idle < self._workers or self._settling
        return not (busy or self._lanes or self._ended)

    def _work(self) -> None:
        lane: Lane[RowT, BatchT] | None = None
        while True:
            with self._changed:
                if lane is not None:
                    self._idle += 1
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._lanes or self._over)
                if not self._lanes:
                    return
                lane = self._lanes.popleft()
                self._waiting -= len(lane.rows)
                self._idle -= 1
            self._run_lane(lane)

    def _run_lane(self, lane: Lane[RowT, BatchT]) -> None:
        ended = Finished[RowT, BatchT](batch=lane.batch)
        for position, row in enumerate(lane.rows):
            if time.monotonic() > lane.begin_by or self._stopping():
                ended.given_back = lane.rows[position:]
                break
            outcome = handled(partial(self._steps.handle, row, lane.batch))
            if isinstance(outcome, Outcome):
                ended.outcomes[outcome] += 1
            else:
                ended.done.append((row, outcome))
        if lane.key is not None:
            ended.free.append(lane.key)
        with self._changed:
            self._ended.append(ended)

    def _settle_ended(self) -> None:
        """Settles what the workers have ended, all that has gathered at a time."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ended or self._over)
                self._changed.wait_for(self._worth_settling, GATHER_SECONDS)
                ended, self._ended = self._ended, []
                if not ended and self._over and self._idle == self._workers:
                    return
                self._settling = True
            for finished in _merged(ended):
                self._settle(finished)
            with self._changed:
                self._settling = False
                self._settles += 1
                self._changed.notify_all()

    def _worth_settling(self) -> bool:
        return len(self._ended) >= self._limit // 2 or (
            not self._lanes and self._idle == self._workers
        )

    def _settle(self, finished: "Finished[RowT, BatchT]") -> None:
        settled = 0
        try:
            settled = self._steps.settle(finished)
        except YachtpartyError as error:
            logger.error("left to their leases: %s", error)
        with self._changed:
            self._counts.update({str(kind): n for kind, n in finished.outcomes.items()})
            self._counts[Outcome.DONE] += settled
            self._counts[Outcome.LOST] += len(finished.done) - settled
            self._counts["claimed"] -= len(finished.given_back)


def _merged(ended: "list[Finished[RowT, BatchT]]") -> "list[Finished[RowT, BatchT]]":
    """What ended, in one piece for each batch."""
    merged: dict[int, Finished[RowT, BatchT]] = {}
    for lane in ended:
        whole = merged.setdefault(id(lane.batch), Finished(batch=lane.batch))
        whole.done += lane.done
        whole.given_back += lane.given_back
        whole.free += lane.free
        whole.outcomes.update(lane.outcomes)
    return list(merged.values())
