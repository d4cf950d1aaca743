"""What a conversation has left open, as data: nothing is read back from an agent's own prose.

`settle_turn` stores it with the conversation, `turn_context` gives it back, and both engines set
and read it by the same tools. A text of ours that starts a conversation leaves one too.
"""

from datetime import datetime, timedelta
from typing import Any

from pydantic import Field

from shared.domain.model import Document

OPEN_FOR = timedelta(days=1)  # older than that, an answer belongs to something else


class Option(Document):
    """One of the things that are asked about: a row, or a fixed choice, and its name in words."""

    id: str
    name: str


class OpenQuestion(Document):
    """What our last text left open: a question, or something told that the next text may mean.

    `kind` names a `QuestionKind` of a capability, which knows how an answer to it reads. `about`
    holds what the answer is to be joined to; JSON values only. The options stand in the order in
    which they were told. It ends when it is answered, when a text is about something else, or
    after a day.
    """

    kind: str
    about: dict[str, Any] = Field(default_factory=dict)
    options: list[Option] = Field(default_factory=list[Option])
    asked_at: datetime

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be answered at a moment with time zone."""
        return now - self.asked_at < OPEN_FOR


__all__ = ["OPEN_FOR", "OpenQuestion", "Option"]
