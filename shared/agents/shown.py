"""Which of the things that a person was shown a text is about: the one function that says so.

By name, by place ("the second"), by its kind ("the question"), or the only one that our last text
told of. What nobody has been shown is never found, so that nothing of it can be accepted. A text
with words that are about something else is about none of them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from shared.agents.language.stances import Said, Stance, names_its_type, naming, said_in
from shared.agents.language.words import matches, places_in
from shared.domain.context import PriorityItem, TurnContext

_ALL = r"\b(?:all(?: of them)?|everything|all three)\b"
_BOTH = r"\bboth\b"
_MIDDLE = r"\bmiddle\b"
_NOT_THAT = r"^\W*not (?!(?:right )?now\b|yet\b|sure\b|interested\b|for me\b|today\b|this )"
_OTHER = r"\b(?:the )?other(?: one)?\b"
_POINTED_AT_FOR = timedelta(days=1)  # "the second" is of what was told within a day


@dataclass(frozen=True)
class Meant:
    """What a text is about. `sure`: all of the items; otherwise it is to be asked which."""

    items: tuple[PriorityItem, ...]
    stance: Stance | None  # None: only which one they mean is said
    sure: bool = True
    corrects: bool = False  # it was not the one that they have just answered

    @property
    def one(self) -> PriorityItem | None:
        """The item, if it is certain and only one."""
        return self.items[0] if self.sure and len(self.items) == 1 else None


def item_meant(
    text: str,
    context: TurnContext,
    *,
    types: Collection[str] | None = None,
    among: Sequence[UUID] | None = None,
    answered: UUID | None = None,
) -> Meant | None:
    """The item that a text answers or asks about; None when it is about something else.

    `types` are the item types to look at, None all. `among` are the rows that an open question
    told of, in its order; without it, those that our last text told of. `answered` is the one that
    they have just answered: "the other one" is not that. An item may be answered or
    over by now: its status says so, and the person is to be told.
    """
    known = [
        item
        for item in context.priorities
        if (item.last_presented_at is not None or item.id in (among or ()))
        and (types is None or item.item_type in types)
    ]
    told = _told(known, context, among)
    said = said_in(text)
    if matches(_NOT_THAT, text) and (others := _others(text, told, context)):
        return Meant(others, None, sure=len(others) == 1)
    if said.words:
        return _named(said, told, known)
    if said.stance is None and not said.corrects and not _points(text, told):
        return None
    if found := _pointed(text, told or _newest(known, context), context, answered):
        return Meant(tuple(found), said.stance, corrects=said.corrects)
    if said.stance is None:
        return None
    if matches(_BOTH, text):
        return Meant(tuple(told), said.stance, sure=False) if told else None
    open_ones = tuple(item for item in told if item.is_open(context.now))
    if len(open_ones) == 1 or (len(told) == 1 and not open_ones):
        return Meant(open_ones or tuple(told), said.stance, corrects=said.corrects)
    return Meant(open_ones, said.stance, sure=False) if open_ones else None


def unshown_named(text: str, context: TurnContext) -> PriorityItem | None:
    """What they were not told of yet and name by who it is about: it is told, never accepted."""
    words = said_in(text).words
    found = [
        item
        for item in context.mattering
        if item.last_presented_at is None and words and words <= _names_of(item)
    ]
    return found[0] if len(found) == 1 else None


def _names_of(item: PriorityItem) -> frozenset[str]:
    return naming(f"{item.item_primary_name or ''} {item.item_secondary_name or ''}")


def _told(
    known: list[PriorityItem], context: TurnContext, among: Sequence[UUID] | None
) -> list[PriorityItem]:
    if among is None:
        return [item for item in context.shown_last if item in known]
    by_id = {item.id: item for item in known}
    return [by_id[id] for id in among if id in by_id]


def _newest(known: list[PriorityItem], context: TurnContext) -> list[PriorityItem]:
    """What was told last, in its order, though something else has been said since."""
    recent = [
        item
        for item in known
        if item.last_presented_at and item.last_presented_at > context.now - _POINTED_AT_FOR
    ]
    newest = max(recent, key=_shown_at, default=None)
    if newest is None or newest.presented_message_id is None:
        return []
    together = [i for i in recent if i.presented_message_id == newest.presented_message_id]
    return sorted(together, key=lambda item: item.presented_position or 0)


def _shown_at(item: PriorityItem) -> float:
    return item.last_presented_at.timestamp() if item.last_presented_at else 0.0


def _named(said: Said, told: list[PriorityItem], known: list[PriorityItem]) -> Meant | None:
    """Those that share most words with it, of what was told last or else lately."""
    for items in (told, known):
        scored = [(len(said.words & words_of(item)), item) for item in items]
        best = max((score for score, _ in scored), default=0)
        found = tuple(item for score, item in scored if best and score == best)
        named = [said.words & words_of(item) for item in found]
        apart = len(set(named)) == len(found)  # each by a word of its own, not two of one name
        # To hear more, of a name and more words; to answer, of nothing but what names it.
        every = frozenset[str]().union(*(words_of(item) for item in found))
        if found and (said.stance is Stance.MORE or said.words <= every):
            sure = len(found) == 1 or (apart and said.stance is not None and not said.mixed)
            stance = None if said.mixed else said.stance
            return Meant(found, stance, sure=sure, corrects=said.corrects)
    return None


def _others(text: str, told: list[PriorityItem], context: TurnContext) -> tuple[PriorityItem, ...]:
    """Those that are left when a text says which it is not: "not the first one", "not Ada"."""
    places = {told[place].id for place in places_in(text, len(told))}
    words = said_in(text).words
    named = {item.id for item in told if words and words <= words_of(item)}
    excluded = places | named
    left = tuple(i for i in told if i.id not in excluded and i.is_open(context.now))
    return left if excluded else ()


def words_of(item: PriorityItem) -> frozenset[str]:
    """The words by which an item can be named."""
    parts = (item.item_primary_name, item.item_secondary_name, item.item_summary)
    return naming(" ".join(part for part in parts if part))


def _points(text: str, told: list[PriorityItem]) -> bool:
    by_type = any(names_its_type(text, item.item_type) for item in told)
    by_place = bool(places_in(text, len(told) or 4))
    by_word = matches(rf"{_ALL}|{_BOTH}|{_OTHER}|{_MIDDLE}", text) is not None
    return by_type or by_place or by_word


def _pointed(
    text: str, told: list[PriorityItem], context: TurnContext, answered: UUID | None
) -> list[PriorityItem]:
    """Those named by place, by "both", or by their kind."""
    if places := places_in(text, len(told)):
        return [told[place] for place in places]
    if matches(_ALL, text) or (matches(_BOTH, text) and len(told) == 2):
        return told
    if matches(_MIDDLE, text) and len(told) == 3:
        return told[1:2]
    left = [item for item in told if item.is_open(context.now) and item.id != answered]
    if matches(_OTHER, text) and len(left) == 1:
        return left
    alike = [item for item in told if names_its_type(text, item.item_type)]
    return alike if len(alike) == 1 and len(told) > 1 else []


__all__ = ["Meant", "item_meant", "unshown_named", "words_of"]
