"""What of a member's organisation needs attention: told when they ask, dismissed by their words."""

from typing import Any

from shared.agents.reading import wishes
from shared.agents.reading.words import SENTENCE_WORDS, matches, places_in, tokens, word_set
from shared.agents.rules.turn import Pending
from shared.agents.tools.loops import NO_ORGANISATION
from shared.llm.interface import Toolbox

_NOW = "needs you now"  # begins every list of ours
_SOON = "Coming up"
_ASKED = "should I dismiss"  # ends every question of ours about what to dismiss
MOST_TOLD = 4  # in one text
_NONE = "I see no organisation of yours, so I have nothing open to tell you about."
_UNTELLING = SENTENCE_WORDS | word_set(
    """
    the a an of on for in with at to dismiss dismissed dismissing drop skip hide ignore remove
    clear close rid off show one ones that's open loop loops item items first second third fourth
    1st 2nd 3rd 4th 1 2 3 4 last due was draft check waits decision unpaid
    """
)
Told = dict[str, Any]  # of a loop: id, what, due


def attention(text: str, now: Pending, box: Toolbox) -> str:
    """Tells what is open, or dismisses what they name; "" when the text is not about it."""
    asked = _ASKED in now.last_reply
    listed = asked or any(mark in now.last_reply for mark in (_NOW, _SOON))
    if wishes.wants_dismissed(text, listed=listed):
        return _dismiss(text, now, box)
    if wishes.asks_attention(text):
        return _tell(box)
    if asked:
        if matches(
            r"\b(?:neither|none|no|nope|nothing|never ?mind|leave (?:it|them)|keep)\b", text
        ):
            return "All right, they stay as they are."
        return _dismiss(text, now, box, answer=True)
    return ""


def _tell(box: Toolbox) -> str:
    told = box.run("list_open_loops", {})
    if "error" in told:
        return _NONE
    critical, upcoming = told["critical"], told["upcoming"]
    parts: list[str] = []
    if critical:
        parts.append(f"This {_NOW}: {_listed(critical, MOST_TOLD)}.")
    else:
        parts.append("Nothing needs your attention now.")
    room = MOST_TOLD - len(critical)
    if upcoming and room > 0:
        parts.append(f"{_SOON}: {_listed(upcoming, room)}.")
    return " ".join(parts)


def _listed(items: list[Told], most: int) -> str:
    shown = [f"{item['what']}, {item['due']}" for item in items[:most]]
    rest = len(items) - len(shown)
    return "; ".join(shown) + (f"; and {rest} more" if rest else "")


def _dismiss(text: str, now: Pending, box: Toolbox, *, answer: bool = False) -> str:
    """Dismisses what the words name, and asks when they name none; an answer may be none at all."""
    told = box.run("list_open_loops", {})
    if told.get("error") == NO_ORGANISATION:
        return "" if answer else _NONE
    items: list[Told] = [*told["critical"], *told["upcoming"]]
    chosen = _chosen(text, items, _as_told(items, now.last_reply))
    if chosen:
        return " ".join(_dismissed(item, box) for item in chosen)
    if answer:
        return ""
    if not items:
        return "Nothing is open that you could dismiss."
    doubtful = _named(_telling(text), items) or items
    question = f"{_ASKED} it" if len(doubtful) == 1 else f"which of them {_ASKED}"
    return f"What is open is {_listed(doubtful, MOST_TOLD)}: {question}?"


def _as_told(items: list[Told], last_reply: str) -> list[Told]:
    """Those that our last text named, in the order in which it did."""
    found: list[tuple[int, Told]] = []
    past: dict[str, int] = {}  # of what reads the same, each stands for a place of its own
    for item in items:
        at = last_reply.casefold().find(item["what"].casefold(), past.get(item["what"], 0))
        if at >= 0:
            past[item["what"]] = at + 1
            found.append((at, item))
    return [item for _, item in sorted(found, key=lambda place: place[0])]


def _chosen(text: str, items: list[Told], told: list[Told]) -> list[Told]:
    """What is meant: all that was told, what has these words, a place among it, the only one."""
    if told and matches(r"\b(?:all|everything|both)\b", text):
        return told
    said = _telling(text)
    named = _named(said, told) or _named(said, items)
    if len(named) == 1 or (len(items) == 1 and not said):
        return named or items
    among = [item for item in told if item in named] or told
    return [among[place] for place in places_in(text, len(among))]


def _telling(text: str) -> set[str]:
    return {word for word in tokens(text) if word not in _UNTELLING and len(word) > 1}


def _named(said: set[str], items: list[Told]) -> list[Told]:
    """Those that have most of the words; none when none has any."""
    shared = [len(said & set(tokens(item["what"]))) for item in items]
    best = max(shared, default=0)
    return [item for item, words in zip(items, shared, strict=True) if best and words == best]


def _dismissed(item: Told, box: Toolbox) -> str:
    told = box.run("dismiss_open_loop", {"id": item["id"]})
    if "error" in told:
        return f"I couldn't dismiss that: {told['error']}."
    return f"Dismissed: {told['dismissed']}."
