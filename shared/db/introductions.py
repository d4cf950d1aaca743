"""What the flows of introductions read: one statement, changing nothing."""

from uuid import UUID

from shared.db.pool import Database
from shared.network.introductions import State


def state_of(database: Database, item_type: str, item_id: UUID) -> State | None:
    """How far an introduction has come; None when there is none."""
    document = database.value("select private.introduction_state(%s, %s)", (item_type, item_id))
    return State.model_validate(document) if document else None


__all__ = ["state_of"]
