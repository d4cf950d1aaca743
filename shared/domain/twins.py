"""What twins tell each other, as far as people are told of it (seed 000, SPEC 9)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, cast

# The event types that people are told of; the others are between twins. In SQL: is_for_people.
SpokenType = Literal["suggestion", "alert", "request"]

MOST_CHARACTERS = 600  # of what is passed on: two or three texts
_BODY = ("text", "message", "summary", "description", "details", "body", "note", "question")
_MOST_FACTS = 5


def spoken_of(payload: object) -> str | None:
    """What a payload says, in one line; None when there is nothing in it that can be said.

    A title and a text where it has them under a usual name, otherwise its plain facts.
    """
    if not isinstance(payload, Mapping):
        return None
    fields = {
        str(name): words
        for name, value in cast("Mapping[object, Any]", payload).items()
        if (words := _words(value)) is not None
    }
    body = next((fields[name] for name in _BODY if name in fields), None)
    parts = [part for part in (fields.get("title"), body) if part]
    said = ": ".join(dict.fromkeys(parts)) or "; ".join(
        f"{name.replace('_', ' ')} {words}" for name, words in [*fields.items()][:_MOST_FACTS]
    )
    said = " ".join(said.split())
    return _cut(said) or None


def _cut(said: str) -> str:
    """No longer than a text may be; between two words, unless that loses most of it."""
    if len(said) <= MOST_CHARACTERS:
        return said
    kept = said[: MOST_CHARACTERS - 3]
    words = kept.rpartition(" ")[0]
    return (words if len(words) > len(kept) // 2 else kept) + "..."


def _words(value: object) -> str | None:
    """A plain value on one line."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    return " ".join(str(value).split()) or None
