"""How long what is due has been waiting: one bounded reading for each queue."""

from datetime import datetime

from shared.db.pool import Database
from shared.db.queues import QueueSpec
from shared.errors import DatabaseRejected
from shared.log import logger

UNMEASURED = -1.0


def oldest_due_seconds(
    database: Database, queue: QueueSpec, *, now: datetime | None = None
) -> float:
    """Seconds since the oldest waiting row of a queue became due; 0 when nothing is due.

    UNMEASURED, which is not 0, where the database refuses to say: what is measured is worked off
    all the same. Raises DatabaseUnavailable.
    """
    try:
        return database.value(
            "select coalesce(extract(epoch from"  # noqa: S608 - literals of shared.db.queues only
            " coalesce(%(by)s, now()) - private.moment(min(since)))::float8, 0)"
            " from (" + queue.due + ") oldest",
            {"by": now, "most": 1},
        )
    except DatabaseRejected as error:
        logger.error("how long rows of %s have waited is unknown: %s", queue.name, error)
        return UNMEASURED
