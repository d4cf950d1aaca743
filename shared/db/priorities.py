"""What matters to members: who is to be reviewed, and the facts by which it is scored.

Each call is one statement. Times are timezone-aware.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.db.pool import Database
from shared.domain.context import PriorityStatus, User
from shared.domain.model import Document


class Mattering(Document):
    """Something that matters to a member, and what decides when they are told of it."""

    user: User
    status: PriorityStatus
    score: float
    last_text_at: datetime | None = None  # the last that they wrote


def begin_reviews(database: Database) -> None:
    """Sees to it that whoever is due is reviewed; every ten minutes something, else nothing."""
    database.value("select private.begin_reviews()")


def due(database: Database, *, most: int, now: datetime) -> list[UUID]:
    """Whose priorities are to be reviewed, the longest waiting first."""
    return database.value("select private.due_reviews(%s, %s)", (most, now))


def facts(
    database: Database, user_ids: Sequence[UUID], *, now: datetime
) -> Iterator[tuple[UUID, dict[str, Any]]]:
    """What is open for these people, an item at a time: documents of `network.priorities.Facts`."""
    yield from database.rows(
        "select user_id, facts from private.review_facts(%s, %s)", (list(user_ids), now)
    )


def mattering(database: Database, priority_id: UUID, *, now: datetime) -> Mattering | None:
    """A row of `user_priorities` with its person; None when there is none any more."""
    document = database.value("select private.mattering(%s, %s)", (priority_id, now))
    return Mattering.model_validate(document) if document else None


__all__ = ["Mattering", "begin_reviews", "due", "facts", "mattering"]
