"""What the handlers of background tasks read: one statement each, changing nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from shared.db.pool import Database
from shared.domain.context import HistoryMessage, ReadableQuestion, User, Waiting
from shared.domain.model import Document


class Unsummarised(Document):
    """A conversation, and what has been said in it since its last summary, oldest first."""

    user: User
    summary: str | None = None
    messages: list[HistoryMessage] = Field(default_factory=list)
    texts_at: list[datetime] = Field(
        default_factory=list
    )  # theirs of the last 90 days, 500 at most
    waiting: list[Waiting] = Field(default_factory=list)  # what will be said to them, soonest first
    open_question: ReadableQuestion = None


class Silence(Document):
    """Somebody who may be written to once more, and what was tried before."""

    user: User
    messages: list[HistoryMessage] = Field(default_factory=list)  # the last ten, oldest first
    last_text_at: datetime | None = None
    sent: list[datetime] = Field(default_factory=list)  # re-engagements, oldest first
    answered_at: list[datetime] = Field(default_factory=list)  # their first texts after these
    waiting: bool = False
    paused: bool = False
    unanswered_id: UUID | None = None  # what they were shown and said nothing to, if it is open
    best_id: UUID | None = None  # of their active priorities, by score
    best_score: float | None = None


class SupersededPart(Document):
    """A superseded row of `message_queue` that nothing has replaced."""

    id: UUID
    message_data: Any


class Superseded(Document):
    """A waiting message that was superseded, and what has been said since it was made."""

    user: User
    agent_id: str
    priority: str
    parts: list[SupersededPart] = Field(default_factory=list)  # more than one for a sequence
    item_type: str | None = None
    item_id: UUID | None = None
    still_matter: list[UUID] = Field(default_factory=list)  # of its priorities, best rank first
    since: list[HistoryMessage] = Field(default_factory=list)


class Candidate(Document):
    """Something active that matters to the person."""

    id: UUID
    item_type: str
    item_id: UUID
    score: float


class Priorities(Document):
    """What matters to a person, best rank first, and what they have been told lately."""

    user: User
    active: list[Candidate] = Field(default_factory=list)
    returning: Candidate | None = None  # what they wanted to decide later, if it is open
    waiting: list[UUID] = Field(default_factory=list)  # told by a message that still waits
    presented_score: float = 0  # the best of those presented in the last 7 days


def unsummarised(
    database: Database, conversation_id: UUID, *, most: int, now: datetime
) -> Unsummarised | None:
    """At most `most` messages after the last summary; None when there is no such conversation."""
    document = database.value(
        "select private.unsummarised_conversation(%s, %s, %s)", (conversation_id, most, now)
    )
    return Unsummarised.model_validate(document) if document else None


def person(database: Database, user_id: UUID) -> User | None:
    """Somebody's own row; None when there is no such person."""
    document = database.value(
        "select private.user_document(u) from users u where u.id = %s", (user_id,)
    )
    return User.model_validate(document) if document else None


def silence(
    database: Database, user_id: UUID, *, shown: UUID | None = None, now: datetime
) -> Silence | None:
    """What decides over a re-engagement; None when there is no such person."""
    document = database.value("select private.silence_of(%s, %s, %s)", (user_id, shown, now))
    return Silence.model_validate(document) if document else None


def superseded(database: Database, queue_id: UUID, *, now: datetime) -> Superseded | None:
    """A waiting message that may be said anew, with its sequence; None when there is none."""
    document = database.value("select private.superseded_message(%s, %s)", (queue_id, now))
    return Superseded.model_validate(document) if document else None


def priorities(
    database: Database, user_id: UUID, *, returning: UUID | None = None, now: datetime
) -> Priorities | None:
    """What could be told to a person; None when there is no such person."""
    document = database.value("select private.priorities_of(%s, %s, %s)", (user_id, returning, now))
    return Priorities.model_validate(document) if document else None
