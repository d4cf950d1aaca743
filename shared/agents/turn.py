"""What a turn has to answer, and what was said before it."""

from collections.abc import Sequence
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


_AGAIN = ("{} Same as before.", "{} That hasn't changed.", "{} Still so.", "{} As I said.")
_ASKED_AGAIN = ("Once more: {}", "To ask again: {}", "Again: {}", "Sorry, but: {}")
_SHORT = 5  # words: so much may be said again


def unsaid(wordings: Sequence[str], context: TurnContext) -> str:
    """The first of several wordings of the same that we have not used lately.

    Our own last texts are compared as they stand, to say nothing twice; nothing is read in them.
    """
    said = _said(context)
    latest = {one: at for one in wordings for at, text in enumerate(said) if _same(one) in text}
    fresh = (one for one in wordings if one not in latest)
    return next(fresh, min(wordings, key=lambda one: latest.get(one, -1)))


def unrepeated(reply: str, context: TurnContext) -> str:
    """The reply, with a word to it where one of our last texts was the very same."""
    said = _said(context)
    if len(reply.split()) <= _SHORT or _same(reply) not in said:
        return reply
    forms = _ASKED_AGAIN if reply.endswith("?") else _AGAIN
    return next((one for form in forms if _same(one := form.format(reply)) not in said), reply)


def _said(context: TurnContext) -> list[str]:
    return [_same(one.content) for one in context.messages if one.direction == "outbound"]


def _same(text: str) -> str:
    return " ".join(plain(text).split()).casefold()


def joined(parts: list[str]) -> list[str]:
    """One reply of all parts, none said twice."""
    return [" ".join(dict.fromkeys(part for part in parts if part))]
