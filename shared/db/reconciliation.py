"""Periodic work that one process at a time does, and which of Twilio's texts are missing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from shared.db.pool import Database


def claim_sweep(database: Database, name: str, every: timedelta, token: UUID) -> datetime | None:
    """Takes a periodic piece of work if it is due; returns up to when it has covered, or None.

    What never ran has covered up to 1970.
    """
    return database.value("select claim_sweep(%s, %s, %s)", (name, every, token))


def finish_sweep(
    database: Database, name: str, token: UUID, covered_until: datetime | None
) -> None:
    """Ends a periodic piece of work; None says that it failed and is due again."""
    database.rows("select finish_sweep(%s, %s, %s)", (name, token, covered_until))


def unknown_message_sids(database: Database, sids: Sequence[str]) -> list[str]:
    """Those SIDs that no message of ours holds, in order."""
    return [sid for (sid,) in database.rows("select unknown_message_sids(%s)", (list(sids),))]
