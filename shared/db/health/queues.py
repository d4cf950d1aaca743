"""Any queue: what of it is late, and what was given up."""

from dataclasses import dataclass
from uuid import UUID

from shared.db.health.reading import Backlog, Reading
from shared.db.queues import QueueSpec


@dataclass(frozen=True)
class Failure:
    """Work that was given up. `error` is what its worker wrote down."""

    id: UUID
    kind: str
    error: str
    seconds: int  # since its last attempt


def late(reading: Reading, queue: QueueSpec) -> Backlog:
    """What has been due for so long that somebody should have taken it up."""
    return reading.backlog(queue.due, by=reading.now - queue.late)


def dead(reading: Reading, queue: QueueSpec) -> list[Failure]:
    """What was given up and not tried again since, latest first."""
    return [Failure(*row) for row in reading.rows(queue.dead)] if queue.dead else []
