"""What a turn has to answer, and what was said before it."""

from dataclasses import dataclass

from shared.agents.reading.words import plain
from shared.domain.context import HistoryMessage, TurnContext, TurnEvent
from shared.domain.values import EventType


@dataclass(frozen=True)
class Pending:
    """The events of one turn, sorted by kind; `said` is what both sides said last before it."""

    texts: tuple[str, ...]  # cleaned, oldest first
    pictures_only: bool  # a picture came, and no words at all
    facts: tuple[TurnEvent, ...]  # what happened, other than texts
    last_reply: str  # our last text before this turn, empty if there was none
    last_text: str  # theirs
    before: tuple[HistoryMessage, ...]  # what both sides said before this turn, oldest first


def pending(context: TurnContext) -> Pending:
    """Sorts the context's events and finds the last words of both sides."""
    answering = {event.message_id for event in context.events if event.message_id}
    before = [message for message in context.messages if message.id not in answering]
    replies = [message.content for message in before if message.direction == "outbound"]
    heard = [message.content for message in before if message.direction == "inbound"]
    received = [e for e in context.events if e.event_type == EventType.MESSAGE_RECEIVED]
    texts = tuple(text for event in received if (text := plain(event.text or "")))
    return Pending(
        texts=texts,
        pictures_only=not texts and any(event.media_count for event in received),
        facts=tuple(e for e in context.events if e.event_type != EventType.MESSAGE_RECEIVED),
        last_reply=replies[-1] if replies else "",
        last_text=plain(heard[-1]) if heard else "",
        before=tuple(before),
    )


def joined(parts: list[str]) -> list[str]:
    """One reply of all parts, none said twice."""
    return [" ".join(dict.fromkeys(part for part in parts if part))]
