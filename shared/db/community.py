"""What the flow of community questions reads: one statement each, changing nothing."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from shared.db.pool import Database
from shared.domain.model import Document
from shared.network.community import RequestState


class Ask(Document):
    """A question as somebody is asked it."""

    request_id: UUID
    status: str
    question: str
    context: str | None = None
    outcome: str | None = None
    tags: list[str] = Field(default_factory=list)
    urgency: str
    score: int
    expires_at: datetime
    settled: bool  # they have answered or passed
    asker_name: str | None = None
    asker: str | None = None  # with title and company
    others: int = 0  # who ask the same


class Answer(Document):
    """An answer and its question, in the words of one asker or of the first."""

    response_id: UUID
    request_id: UUID
    expert_id: UUID
    status: str
    request_status: str
    answer: str | None = None  # None: erased
    score: int | None = None
    credits: int | None = None
    expert_name: str | None = None  # the first name
    expert_title: str | None = None
    question: str
    context: str | None = None
    asker: bool  # the person asks the question
    told: bool  # they have been told of this answer
    askers: int = 1


def state_of(database: Database, request_id: UUID) -> RequestState | None:
    """How far a question has come; None when there is none."""
    document = database.value("select private.community_state(%s)", (request_id,))
    return RequestState.model_validate(document) if document else None


def ask_of(database: Database, request_id: UUID, user_id: UUID) -> Ask | None:
    """A question as this person is asked it; None when they were not."""
    document = database.value("select private.community_ask_of(%s, %s)", (request_id, user_id))
    return Ask.model_validate(document) if document else None


def answer_of(database: Database, response_id: UUID, user_id: UUID | None) -> Answer | None:
    """An answer, as this person would be told of it; None when there is none."""
    document = database.value("select private.community_answer_of(%s, %s)", (response_id, user_id))
    return Answer.model_validate(document) if document else None


__all__ = ["Answer", "Ask", "answer_of", "ask_of", "state_of"]
