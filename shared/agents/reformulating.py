"""A waiting message that the conversation has overtaken: said anew, or dropped with a reason."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.agents.language import followups
from shared.agents.language.words import plain
from shared.agents.voice import VOICE
from shared.domain.context import HistoryMessage
from shared.domain.queued import QueuedFollowup, QueuedText
from shared.domain.relevance import Relevance, judge_by_words
from shared.llm.ask import Question, quoted

PROMPT_VERSION = "reformulation-1"
_LONGEST = 320

_INSTRUCTIONS = (
    VOICE
    + """
What you do now
- A text that waited to be sent has been overtaken by the conversation. Decide whether anything of
  it is still worth saying. If so, write it anew, so that it fits what was said since, in at most
  two sentences. If not, drop it: settled, when it is done or answered; unwanted, when they do not
  want it; overtaken, when it no longer makes sense.
- Say only what the old text and the conversation say.
"""
)


Spoken = QueuedText | QueuedFollowup


class Reason(StrEnum):
    """Why nothing is said anew."""

    SETTLED = "settled"  # done or answered meanwhile
    UNWANTED = "unwanted"  # they said that they do not want it
    OVERTAKEN = "overtaken"  # it no longer makes sense


class Reformulated(BaseModel):
    """New words, or the reason why there are none."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    text: Annotated[
        str | None,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST),
        Field(description="the new text; leave it out to drop the message"),
    ] = None
    drop: Annotated[Reason | None, Field(description="why nothing is said")] = None

    @model_validator(mode="after")
    def _either(self) -> Self:
        if (self.text is None) == (self.drop is None):
            raise ValueError("give either text or drop")
        return self


def reformulation(
    parts: Sequence[Spoken], since: Sequence[HistoryMessage]
) -> Question[Reformulated]:
    """Asks what becomes of a text, given what both sides have written since, oldest first.

    Of a sequence all parts are given: they are one text.
    """
    said = [
        quoted("they_wrote_since" if m.direction == "inbound" else "we_wrote_since", m.content)
        for m in since
    ]
    return Question(
        name="reformulate_message",
        prompt_version=PROMPT_VERSION,
        instructions=_INSTRUCTIONS,
        content="\n".join([quoted("old_text", _words(parts)), *said]),
        answer=Reformulated,
        rules=lambda: _by_rules(parts, since),
    )


def _words(parts: Sequence[Spoken]) -> str:
    return "\n".join(part.text if isinstance(part, QueuedText) else part.note for part in parts)


def _by_rules(parts: Sequence[Spoken], since: Sequence[HistoryMessage]) -> Reformulated:
    """A follow-up is asked after, finished prose goes again, what is settled or refused not."""
    theirs = [plain(m.content) for m in since if m.direction == "inbound"]
    ours = [m.content for m in since if m.direction == "outbound"]
    if any(followups.is_unwanted(text) for text in theirs):
        return Reformulated(drop=Reason.UNWANTED)
    if judge_by_words(_words(parts), theirs, ours) is Relevance.STALE:
        return Reformulated(drop=Reason.SETTLED)
    text = " ".join(part.text if isinstance(part, QueuedText) else _asked(part) for part in parts)
    return Reformulated(text=text) if len(text) <= _LONGEST else Reformulated(drop=Reason.OVERTAKEN)


def _asked(followup: QueuedFollowup) -> str:
    note = " ".join(followup.note.split()).rstrip(" .!?")
    shown = note if len(note) <= 200 else f"{note[:197].rstrip()}..."
    return f"You had asked me to come back to this: {shown}. Still wanted?"
