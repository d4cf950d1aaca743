"""The loop that works every queue off: claim, handle, settle, until nothing is due.

Rows are claimed in lanes: lanes run beside each other, the rows of a lane one after another, so a
lane is what must not run twice at a time (one person's rows), or must run in order, or is claimed
and settled as one batch. What differs from queue to queue is in its `Steps`:

- A row whose handler settles it is a lane of its own (`work_off`): no more is claimed than there
  are free workers, so what is claimed is begun at once.
- Rows that are settled together are one lane, and `settle` finishes it before more is claimed.
- With `ahead`, claims and settles go in batches, each on its own thread, so that the next batch is
  claimed while the last one is settled. A batch is only as large as what the workers finish in a
  fraction of the lease; what could not be begun by half of it is given back.
"""

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

from shared.errors import DatabaseUnavailable, LeaseLost
from shared.log import error_summary, logger
from shared.queue.outcome import Outcome

RowT = TypeVar("RowT")
BatchT = TypeVar("BatchT")
ResultT = TypeVar("ResultT")

LOOK_AGAIN_SECONDS = 0.1  # while something is at work
MOST_ROWS = 1000  # of a batch
QUICK_SECONDS = 0.1  # a batch that is begun within this was too small
GATHER_SECONDS = 0.02  # how long a finished row waits for others to be settled with
SLOW_SECONDS = 0.5  # one that is not begun within this was too large


@dataclass(eq=False)
class Lane(Generic[RowT, BatchT]):
    """Rows in their order, with the batch that fences them."""

    key: Hashable | None  # None: it belongs to nobody
    rows: list[RowT]
    batch: BatchT
    # time.monotonic(): what is not begun by then, or when the server stops, is given back.
    # None: nothing of it can be given back, so all of it is begun.
    begin_by: float | None = None


@dataclass(kw_only=True)
class Finished(Generic[RowT, BatchT, ResultT]):
    """What is to be settled of one batch: rows with their results, and keys that are through."""

    batch: BatchT
    done: list[tuple[RowT, ResultT]] = field(default_factory=list[tuple[RowT, ResultT]])
    given_back: list[RowT] = field(default_factory=list[RowT])
    free: list[Hashable] = field(default_factory=list[Hashable])
    outcomes: Counter[str] = field(default_factory=Counter[str])  # of rows that handlers settled


@dataclass(frozen=True, kw_only=True)
class Steps(Generic[RowT, BatchT, ResultT]):
    """What differs from queue to queue."""

    # Is told how many rows to claim; a queue whose batches have their own size need not listen.
    claim: Callable[[int], Sequence[Lane[RowT, BatchT]]]
    # A str: what became of it, settled or failed already: an Outcome, or a word of the queue's own.
    # Anything else: its result, to be settled with others.
    handle: Callable[[RowT, BatchT], ResultT | str]
    # What became of the done rows; those that it does not count were lost. None: handlers settle.
    settle: Callable[[Finished[RowT, BatchT, ResultT]], Counter[str]] | None = None
    ahead: bool = False  # claims more than is begun at once, and settles what has gathered


def work_off(
    claim: Callable[[int], Sequence[RowT]],
    handle: Callable[[RowT], str],
    *,
    workers: int,
    seconds: float,
    stopping: Callable[[], bool] = lambda: False,
) -> Counter[str]:
    """Works off rows that their handlers settle, each alone: see `work_lanes`."""
    steps = Steps[RowT, None, None](
        claim=lambda free: [Lane(None, [row], None) for row in claim(free)],
        handle=lambda row, _: handle(row),
    )
    return work_lanes(steps, workers=workers, seconds=seconds, stopping=stopping)


def work_lanes(
    steps: Steps[RowT, BatchT, ResultT],
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


class _Run(Generic[RowT, BatchT, ResultT]):
    def __init__(
        self,
        steps: Steps[RowT, BatchT, ResultT],
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
        self._ended: list[Finished[RowT, BatchT, ResultT]] = []
        self._settling = False
        self._settles = 0
        self._over = False
        self._counts: Counter[str] = Counter()
        self._limit = workers

    def run(self) -> Counter[str]:
        threads: list[Future[None]] = []
        with ThreadPoolExecutor(self._workers + 1, thread_name_prefix="work") as pool:

            def begin(work: Callable[[], None]) -> None:
                threads.append(pool.submit(copy_context().run, work))

            if self._steps.ahead:
                begin(self._settle_ended)
            workers = iter(range(self._workers))  # begun as lanes come for them

            def employ(lanes: int) -> None:
                for _ in range(lanes):
                    if next(workers, None) is not None:
                        begin(self._work)

            try:
                self._claim_all(employ)
            finally:
                with self._changed:
                    self._over = True
                    self._changed.notify_all()
            for thread in threads:
                thread.result()
        return self._counts

    def _claim_all(self, employ: Callable[[int], None]) -> None:
        while limit := self._wanted():
            started = time.monotonic()
            with self._changed:
                # Asked before the claim: it passes over the people whom we serve ourselves.
                quiet = self._all_settled()
                settles = self._settles
            lanes = self._steps.claim(limit)
            rows = sum(len(lane.rows) for lane in lanes)
            with self._changed:
                if rows:
                    self._counts["claimed"] += rows
                self._lanes.extend(lanes)
                self._waiting += rows
                self._changed.notify_all()
            employ(len(lanes))
            if not rows and quiet:
                return
            if not self._look_again_at_once(rows, limit):
                # Also what was settled while we claimed may have freed a person.
                with self._changed:
                    self._changed.wait_for(
                        partial(self._settled_since, settles), LOOK_AGAIN_SECONDS
                    )
            elif self._steps.ahead:
                with self._changed:
                    self._changed.wait_for(lambda: self._waiting <= self._limit // 2)
                self._adapt(full=rows >= limit, took=time.monotonic() - started)

    def _look_again_at_once(self, rows: int, limit: int) -> bool:
        """Whether there may be more; if not, one slow row must not hold up what comes in."""
        return rows > 0 if self._steps.ahead else rows >= limit

    def _adapt(self, *, full: bool, took: float) -> None:
        if full and took < QUICK_SECONDS:
            self._limit = min(self._limit * 2, MOST_ROWS)
        elif took > SLOW_SECONDS:
            self._limit = max(self._workers, self._limit // 2)

    def _wanted(self) -> int:
        """How many rows to claim; waits while all hands are busy with work that is not quick."""
        with self._changed:
            while time.monotonic() < self._until and not self._stopping():
                free = self._idle - len(self._lanes)
                if not self._steps.ahead and free > 0:
                    return free
                if self._steps.ahead and (self._idle or self._limit > self._workers):
                    return self._limit
                self._changed.wait(LOOK_AGAIN_SECONDS)
        return 0

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
            ended = self._run_lane(lane)
            if not self._steps.ahead:
                self._settle(ended)
            with self._changed:
                if self._steps.ahead:
                    self._ended.append(ended)
                else:
                    self._settles += 1

    def _run_lane(self, lane: Lane[RowT, BatchT]) -> Finished[RowT, BatchT, ResultT]:
        ended = Finished[RowT, BatchT, ResultT](batch=lane.batch)
        for position, row in enumerate(lane.rows):
            if self._too_late(lane):
                ended.given_back = lane.rows[position:]
                break
            try:
                outcome = self._steps.handle(row, lane.batch)
            except DatabaseUnavailable as error:
                # Each of the others would wait for the database as long.
                logger.error("left to its lease: %s", error)
                ended.outcomes[Outcome.LOST] += 1
                self._leave(lane, lane.rows[position + 1 :], ended)
                break
            except Exception as error:
                ended.outcomes[Outcome.LOST] += 1
                if not isinstance(error, LeaseLost):
                    logger.exception("left to its lease: %s", error_summary(error))
                continue
            if isinstance(outcome, str):
                ended.outcomes[outcome] += 1
            else:
                ended.done.append((row, outcome))
        if lane.key is not None:
            ended.free.append(lane.key)
        return ended

    def _too_late(self, lane: Lane[RowT, BatchT]) -> bool:
        return lane.begin_by is not None and (time.monotonic() > lane.begin_by or self._stopping())

    def _leave(
        self,
        lane: Lane[RowT, BatchT],
        rows: list[RowT],
        ended: Finished[RowT, BatchT, ResultT],
    ) -> None:
        if lane.begin_by is not None:
            ended.given_back = rows
        elif rows:
            ended.outcomes[Outcome.LOST] += len(rows)

    def _settle_ended(self) -> None:
        """Settles what the workers have ended, all that has gathered at a time."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ended or self._over)
                self._changed.wait_for(self._worth_settling, GATHER_SECONDS)
                ended, self._ended = self._ended, []
                if not ended and self._over and self._idle == self._workers and not self._lanes:
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

    def _settle(self, finished: Finished[RowT, BatchT, ResultT]) -> None:
        settled: Counter[str] = Counter()
        if self._steps.settle is not None:
            try:
                settled = self._steps.settle(finished)
            except Exception as error:
                if isinstance(error, DatabaseUnavailable):
                    logger.error("left to their leases: %s", error)
                else:
                    logger.exception("left to their leases: %s", error_summary(error))
        lost = max(0, len(finished.done) - settled.total())
        with self._changed:
            self._counts.update(finished.outcomes)
            self._counts.update(+settled)
            if lost:
                self._counts[Outcome.LOST] += lost
            self._counts["claimed"] -= len(finished.given_back)


def _merged(
    ended: "list[Finished[RowT, BatchT, ResultT]]",
) -> "list[Finished[RowT, BatchT, ResultT]]":
    """What ended, in one piece for each batch."""
    merged: dict[int, Finished[RowT, BatchT, ResultT]] = {}
    for lane in ended:
        whole = merged.setdefault(id(lane.batch), Finished(batch=lane.batch))
        whole.done += lane.done
        whole.given_back += lane.given_back
        whole.free += lane.free
        whole.outcomes.update(lane.outcomes)
    return list(merged.values())
