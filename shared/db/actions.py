"""What the model has cost where nothing else came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.db.pool import Database

if TYPE_CHECKING:
    from shared.domain.decision import ActionRecord


def book(
    database: Database,
    calls: Sequence[ActionRecord],
    *,
    agent_type: str,
    prompt_version: str,
    user_id: UUID | None,
    conversation_id: UUID | None = None,
) -> None:
    """Books calls of the model whose work is not settled: they have cost all the same."""
    if calls:
        log = Jsonb([call.model_dump(mode="json") for call in calls])
        database.value(
            "select book_calls(%s, %s, %s, %s, %s)",
            (agent_type, prompt_version, user_id, conversation_id, log),
        )
