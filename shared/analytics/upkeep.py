"""Keeps twin analytics up with what happens: texts are projected, totals refreshed.

Figures are exact without it too; with it few rows have to be counted when somebody looks.
"""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from shared.db.pool import Database
from shared.db.reconciliation import claim_sweep, finish_sweep
from shared.log import logger

SWEEP = "twin_analytics"
EVERY = timedelta(seconds=30)
_SECONDS = 20.0


def keep_up(database: Database) -> int:
    """Unless somebody is at it, or was a moment ago: how many members and totals were touched."""
    token = uuid4()
    if claim_sweep(database, SWEEP, EVERY, token) is None:
        return 0
    begun, finished = datetime.now(UTC), None
    try:
        members: int = database.change("select private.project_texts()", (), seconds=_SECONDS)
        totals: int = database.change("select private.refresh_twin_totals()", (), seconds=_SECONDS)
        finished = begun
    finally:
        finish_sweep(database, SWEEP, token, finished)
    if members or totals:
        logger.info(
            "twin analytics were brought up to date",
            extra={"event": "analytics", "members": members, "totals": totals},
        )
    return members + totals


def rebuild(database: Database, zone: str | None) -> int:
    """Makes all of it anew, with another reporting zone if one is given; how many members.

    Raises MalformedRequest for a zone that the database does not know.
    """
    members: int = database.change("select private.project_all_texts()", (), seconds=3600.0)
    database.change("select private.rebuild_twin_totals(%s)", (zone,), seconds=3600.0)
    return members
