"""What the saga of research on solutions reads: one statement each, changing nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.db.pool import Database
from shared.domain.research import Research


def search_of(database: Database, workflow_id: UUID, now: datetime) -> Research | None:
    """A search as it stands; None when there is none. `now` with time zone."""
    document = database.value("select private.solution_state(%s, %s)", (workflow_id, now))
    return Research.model_validate(document) if document else None


def matching_innovators(
    database: Database, user_id: UUID, wanted: str, tags: Sequence[str]
) -> list[dict[str, Any]]:
    """Innovators whose listing fits, best first: user_id, company, about, fit (0 to 1)."""
    query = "select private.match_innovators(%s, %s, %s)"
    return database.value(query, (user_id, wanted, list(tags))) or []


def names_of(database: Database, user_id: UUID) -> list[str]:
    """What a member is called, and their company: what is asked outside leaves these out."""
    query = (
        "select array_remove(array[first_name, last_name, company], null) from users where id = %s"
    )
    return database.value(query, (user_id,)) or []


__all__ = ["matching_innovators", "names_of", "search_of"]
