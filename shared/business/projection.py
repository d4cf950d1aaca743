"""Keeps `open_loops` what the events say: as they come in, or all of it anew.

Both ways fold all events of an entity and store what they come to; the same events make the same
rows. While an entity is stored its events wait, so nothing that came meanwhile is overlooked.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from uuid import UUID, uuid4

from shared.db.loops import EntityEvents, Loops, Projected
from shared.domain.loops import UnreadableEvent
from shared.log import logger
from shared.queue import Finished, Lane, Outcome, Steps, work_lanes

BATCH = 500  # entities


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild has done, in entities."""

    stored: int
    overtaken: int  # had events meanwhile: event_processor works them out
    unreadable: int  # keep their loops; `private.loop_queue` will say why


@dataclass(frozen=True)
class Projection:
    """The worker of `private.loop_queue`. Any number of them may run."""

    loops: Loops
    batch: int = BATCH

    def work_off(self, *, seconds: float, stopping: Callable[[], bool]) -> Counter[str]:
        """Works out the loops of all entities that are due; counts entities.

        Two round trips for each batch. Raises DatabaseUnavailable.
        """
        return work_lanes(
            Steps(claim=self._claim, handle=lambda read, _: _projected(read), settle=self._settle),
            workers=1,
            seconds=seconds,
            stopping=stopping,
        )

    def _claim(self, _: int) -> list[Lane[EntityEvents, UUID]]:
        token = uuid4()
        claimed = self.loops.claim(self.batch, token)
        return [Lane(None, claimed, token)] if claimed else []

    def _settle(self, finished: Finished[EntityEvents, UUID, Projected]) -> Counter[str]:
        done = [projected for _, projected in finished.done]
        settled = self.loops.settle(done, finished.batch)
        return Counter(
            {Outcome.DONE: settled, Outcome.RETRIED: sum(1 for one in done if one.error)}
        )

    def rebuild(self, org_id: UUID | None = None) -> Rebuilt:
        """All loops, or an organisation's, anew from the log, while everybody goes on working.

        Raises DatabaseUnavailable; what was stored by then is right, and running it again is too.
        """
        stored = entities = unreadable = 0
        reads = chain(self.loops.log(org_id=org_id), self.loops.without_events(org_id))
        # One batch is stored while the next is folded: two cores, two connections.
        with ThreadPoolExecutor(1, thread_name_prefix="restore") as storing:
            stores: list[Future[int]] = []
            for batch in _batches(reads, self.batch):
                done = [_projected(read) for read in batch]
                entities += len(done)
                unreadable += sum(1 for one in done if one.error)
                stored += sum(store.result() for store in stores)
                stores = [storing.submit(self.loops.restore, done)]
            stored += sum(store.result() for store in stores)
        return Rebuilt(stored, entities - stored - unreadable, unreadable)


def _projected(read: EntityEvents) -> Projected:
    try:
        return Projected(read, read.loops())
    except UnreadableEvent as error:
        logger.error("loops are kept as they are: %s", error)
        return Projected(read, error=str(error))


def _batches(reads: Iterable[EntityEvents], size: int) -> Iterator[list[EntityEvents]]:
    remaining = iter(reads)
    while batch := list(islice(remaining, size)):
        yield batch
