"""How what matters to a member is asked for, and told."""

from collections.abc import Sequence
from typing import Any

from shared.agents.language.words import matches
from shared.agents.rendering import WHICH_ONE, Facts, about, clause, plain_words
from shared.domain.context import PriorityItem
from shared.domain.queued import QueuedPriorities

_FOR_ME = (
    r"(?:for me|on my (?:plate|desk|list|side)|from (?:you|your side)|on your (?:end|side)|"
    r"in my (?:inbox|queue))"
)
_WHAT_MATTERS = (
    r"^\W*(?:(?:so|and|ok(?:ay)?|hey|hi|hello|yo|please|well)\b[\s,]*)*(?:"
    r"what(?:'?s| is| are)?(?: the)? ?(?:most )?(?:matters?|important|top priorit(?:y|ies)|"
    r"priorit(?:y|ies))(?: (?:most|now|today|for me|to me|right now|this week))*|"
    rf"(?:what(?:'?s| is| do i have| have you got| do you have| have i got)?|anything|something|"
    rf"is there anything|got anything|have you (?:got )?anything|do you have anything)"
    rf"(?:'s)?(?: (?:else|new|good|interesting|important|open|waiting|pending|up|there|more))* "
    rf"{_FOR_ME}(?: (?:now|today|right now|this week|at the moment))?|"
    r"(?:what|anything)(?:'?s| is)? (?:waiting|pending) (?:for|on) (?:me|my (?:answer|reply|say))|"
    r"what (?:should|do) i (?:need to )?(?:look at|answer|decide|reply to|respond to)(?: (?:now|"
    r"today|first|next))?|(?:show|tell) me what(?:'s| is)? (?:matters|"
    r"waiting(?: for me)?|important)|"
    r"(?:what(?:'?s| is)?|anything|something)(?: (?:new|up))?(?: (?:do |have )?(?:u|you|ya)"
    rf"(?:'ve)? (?:got|have))? {_FOR_ME}|"
    r"what(?:'?s| is) new(?: (?:today|here|with me))?|any(?:thing)? new|"
    r"my priorities|any(?:thing)? (?:intros?|introductions?|requests?|offers?) for me"
    r")\W*$"
)
_OVER_THEN = "It is open until {until} only. When before that shall I come back to it?"


def asks_what_matters(text: str) -> bool:
    """Whether it asks what is waiting for them, or what matters, and nothing else."""
    return matches(_WHAT_MATTERS, text) is not None


def told_of(items: Sequence[PriorityItem]) -> str:
    """What matters, as it is told when nobody has asked too; at least one."""
    data = QueuedPriorities(priority_ids=[item.id for item in items])
    return plain_words(Facts(data=data, priorities=items)) or ""


def several(items: Sequence[PriorityItem]) -> str:
    """Which of them is meant, as a question that names them."""
    if not 1 < len(items) <= 3:
        return WHICH_ONE
    *first, last = (clause(about(item)) for item in items)
    return f"Which one do you mean: {'; '.join(first)}; or {last}?"


def by_number(items: Sequence[PriorityItem]) -> str:
    """The same, shorter, for whom the long question did not help; in the order that they stand."""
    named = (f"{place} for {short(item)}" for place, item in enumerate(items, 1))
    return f'A number is enough: {", ".join(named)}. Or "none".'


def short(item: PriorityItem) -> str:
    """What it is, in as few words as tell it from others: its kind, and of whom."""
    kind = _KINDS.get(item.item_type, "the goal")
    return f"{kind} {item.item_primary_name}" if item.item_primary_name else kind


_KINDS = {
    "intro_opportunity": "the introduction to",
    "intro_offer": "the introduction offered by",
    "connection_request": "meeting",
    "community_request": "the question of",
    "community_response": "the answer by",
    "solution_update": "the search for",
}


def more_of(facts: dict[str, Any]) -> str:
    """All that is stored of an item; `facts` are those of its tool."""
    told, more = facts["about"], facts["more"]
    known = bool(more) and more not in told
    return f"{told}: {more}." if known else f"{told}: that is all I have on it so far."


def when_asked(asks: str) -> str:
    """The question for the moment."""
    return asks or "When shall I come back to it? A day is enough."


def comes_back(told: dict[str, Any]) -> str:
    """That it is put off, and until when."""
    return f"All right, I'll come back to it on {told['comes_back']}."


def is_over(told: dict[str, Any]) -> str:
    """Why nothing came of it."""
    if "open_until" in told:
        return _OVER_THEN.format(until=told["open_until"])
    if "passed" in told["error"]:
        return "That moment has passed. When shall I come back to it?"
    named = f'About "{told["about"]}": ' if "about" in told else ""
    return f"{named}{told['error']}.".capitalize() if not named else f"{named}{told['error']}."


__all__ = [
    "asks_what_matters",
    "by_number",
    "comes_back",
    "is_over",
    "more_of",
    "several",
    "short",
    "told_of",
    "when_asked",
]
