"""What a turn has to answer, and what was said before it."""

from dataclasses import dataclass

from shared.agents.language.words import plain
from shared.domain.context import TurnContext, TurnEvent
from shared.domain.values import EventType


@dataclass(frozen=True)
class Pending:
    """The events of one turn, sorted by kind, and what came before."""

    texts: tuple[str, ...]  # cleaned, oldest first
    pictures_only: bool  # a picture came, and no words at all
    facts: tuple[TurnEvent, ...]  # what happened, other than texts
    first_contact: bool  # we have never written to them in this conversation
    before: str  # the last text of theirs that an earlier turn answered; empty if there is none


def pending(context: TurnContext) -> Pending:
    """Sorts the context's events."""
    answering = {event.message_id for event in context.events if event.message_id}
    before = [message for message in context.messages if message.id not in answering]
    heard = [message.content for message in before if message.direction == "inbound"]
    received = [e for e in context.events if e.event_type == EventType.MESSAGE_RECEIVED]
    texts = tuple(text for event in received if (text := plain(event.text or "")))
    return Pending(
        texts=texts,
        pictures_only=not texts and any(event.media_count for event in received),
        facts=tuple(e for e in context.events if e.event_type != EventType.MESSAGE_RECEIVED),
        first_contact=not any(message.direction == "outbound" for message in before),
        before=plain(heard[-1]) if heard else "",
    )


def joined(parts: list[str]) -> list[str]:
    """One reply of all parts, none said twice."""
    return [" ".join(dict.fromkeys(part for part in parts if part))]
