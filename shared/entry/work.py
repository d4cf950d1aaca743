"""What a queue's function does when it is called: for a poke, and for the scheduler's sweep."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from shared.db.queues import QueueSpec
from shared.db.waiting import oldest_due_seconds
from shared.entry.call import Call, Json
from shared.entry.function import database, stopping
from shared.log import log_sweep
from shared.queue import EMPTY_COUNTS, SingleFlight


class Worker(Protocol):
    """Works off what is due until nothing is, the time is up, or the server stops."""

    def __call__(self, *, seconds: float, stopping: Callable[[], bool]) -> Counter[str]:
        """Counts of what it did."""
        ...


@dataclass(frozen=True)
class Work:
    """A queue's work in this process: however many pokes come at once, one loop of it runs.

    `worker` is asked for when there is something to do, so that what it needs is loaded then.
    """

    queue: QueueSpec
    worker: Callable[[], Worker]
    seconds: float  # of a poke, or of a sweep
    always: bool = True  # False: a sweep that finds nothing due loads and does nothing
    flight: SingleFlight = field(default_factory=SingleFlight)

    def do(self, seconds: float | None = None) -> Counter[str]:
        """Works off what is due, in `seconds` if fewer are left than usual."""
        return self.flight.run(self._run, self.seconds if seconds is None else seconds)

    def _run(self, seconds: float) -> Counter[str]:
        return self.worker()(seconds=seconds, stopping=stopping)


def do_work(
    call: Call,
    works: Sequence[Work],
    *,
    empty: Mapping[str, int] = EMPTY_COUNTS,
    sweep: Callable[[Counter[str]], Json] | None = None,
) -> Json:
    """Works off what is due, one queue after the other, and answers counts, `empty` ones too.

    A poke names rows in the field of its queue and is not believed: all that is due is worked off,
    whatever it names. What names none is a sweep: how long anything had waited for it is logged,
    and `sweep` does what only a sweep does, may add to the counts, and says what it did.
    """
    poked = any(call.ids(name) is not None for name in {one.queue.poke for one in works})
    queues = {} if poked else {one.queue.name: one.queue for one in works}
    waited = {name: oldest_due_seconds(database(), queue) for name, queue in queues.items()}
    counts: Counter[str] = Counter()
    for one in works:
        if poked or one.always or waited[one.queue.name]:
            counts.update(one.do())
    if poked:
        return {**empty, **counts}
    more = sweep(counts) if sweep else {}
    answer: Json = {**empty, **counts, **more}
    log_sweep(answer, max(waited.values()))
    return answer
