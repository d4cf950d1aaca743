"""Works a queue off: as many rows at once as there are workers, until nothing is due."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from enum import StrEnum
from functools import partial
from typing import TypeVar

from shared.errors import DatabaseUnavailable, LeaseLost
from shared.log import error_summary, logger

Row = TypeVar("Row")
Result = TypeVar("Result")


LOOK_AGAIN_SECONDS = 0.1  # while something is at work
EMPTY_COUNTS = {"claimed": 0, "done": 0, "retried": 0, "dead": 0}


class Outcome(StrEnum):
    """What became of a claimed row; the keys of a sweep's summary."""

    DONE = "done"
    RETRIED = "retried"  # back to waiting, with backoff
    DEAD = "dead"  # given up, visible with its error
    LOST = "lost"  # another worker has it, or the lease has to run out
    UNCONFIRMED = "unconfirmed"  # sent or not: to be asked


def work_off(
    claim: Callable[[int], Sequence[Row]],
    handle: Callable[[Row], Outcome],
    *,
    workers: int,
    seconds: float,
    stopping: Callable[[], bool] = lambda: False,
) -> Counter[str]:
    """Claims and handles rows until none is due, the time is up, or the server stops.

    Never claims more than it has free workers, so what is claimed is begun at once. A handler that
    raises leaves its row to its lease. Returns counts: claimed, and one per outcome. Raises
    DatabaseUnavailable when nothing can be claimed.
    """
    counts: Counter[str] = Counter()
    deadline = time.monotonic() + seconds
    running: set[Future[Outcome]] = set()
    with ThreadPoolExecutor(workers, thread_name_prefix="work") as pool:
        while True:
            if len(running) < workers and time.monotonic() < deadline and not stopping():
                for row in claim(workers - len(running)):
                    counts["claimed"] += 1
                    running.add(pool.submit(copy_context().run, handled, partial(handle, row)))
            if not running:
                return counts
            # With a hand free, look again soon: one slow row must not hold up what comes in.
            patience = LOOK_AGAIN_SECONDS if len(running) < workers else None
            finished, running = wait(running, patience, FIRST_COMPLETED)
            counts.update(str(future.result()) for future in finished)


def handled(handle: Callable[[], Result]) -> Result | Outcome:
    """What the handler returns; LOST where it raises, its row being left to its lease."""
    try:
        return handle()
    except LeaseLost:
        pass
    except DatabaseUnavailable as error:
        logger.error("left to its lease: %s", error)
    except Exception as error:
        logger.exception("left to its lease: %s", error_summary(error))
    return Outcome.LOST
