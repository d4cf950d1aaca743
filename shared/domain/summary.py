"""A conversation's summary: what is needed, known and pending, in at most 200 words.

Source of the limit and of the four parts: the product's rules for summaries. It is kept as text, in
a form that `Summary.read` takes apart again, so that the next summary goes on from it.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

MOST_WORDS = 200
_LABELS = {"needs": "Needs", "facts": "Facts", "pending": "Pending", "mood": "Mood"}
_LEAST_TEXTS = 2  # of an hour, to count as one in which they answer
_LEAST_SHARE = 0.05


def _one_point(value: object) -> object:
    """Text without what separates points and parts, at most 200 characters of it."""
    if not isinstance(value, str):
        return value
    flat = " ".join(value.replace(";", ",").split()).strip(" .")
    return flat if len(flat) <= 200 else f"{flat[:197].rstrip()}..."


Point = Annotated[str, BeforeValidator(_one_point), Field(min_length=1, max_length=200)]
Points = Annotated[list[Point], Field(max_length=20)]


class Summary(BaseModel):
    """What is worth remembering; within each part the newest comes last."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    needs: Points = Field(default=[], description="what they want or look for")
    facts: Points = Field(default=[], description="what they said about themselves and others")
    pending: Points = Field(default=[], description="what was promised or waits for an answer")
    mood: Annotated[str, BeforeValidator(_one_point), Field(max_length=200)] = Field(
        default="", description="how they feel about it, a few words"
    )

    @classmethod
    def read(cls, text: str | None) -> Self:
        """A stored summary as its parts; text of another form counts as facts."""
        parts: dict[str, list[str]] = {"needs": [], "facts": [], "pending": [], "mood": []}
        names = {label: name for name, label in _LABELS.items()}
        for line in (text or "").splitlines():
            label, _, rest = line.partition(": ")
            if label in names:
                parts[names[label]] += [part for part in rest.split(";") if _one_point(part)]
            else:
                sentences = re.split(r"(?<=[.!?])\s+", line)
                parts["facts"] += [part for part in sentences if _one_point(part)]
        return cls(
            needs=parts["needs"][-20:],
            facts=parts["facts"][-20:],
            pending=parts["pending"][-20:],
            mood=", ".join(parts["mood"]),
        )

    def text(self) -> str:
        """One line a part, at most 200 words: the oldest points of the longest part give way."""
        parts = {name: list(points) for name, points in self._points().items()}
        while _words(_written(parts)) > MOST_WORDS:
            longest = max(parts, key=lambda name: _words(" ".join(parts[name])))
            parts[longest].pop(0)
        return _written(parts)

    def _points(self) -> dict[str, list[str]]:
        mood = [self.mood] if self.mood else []
        return {"needs": self.needs, "facts": self.facts, "pending": self.pending, "mood": mood}


def _written(parts: dict[str, list[str]]) -> str:
    return "\n".join(
        f"{_LABELS[name]}: {'; '.join(points)}." for name, points in parts.items() if points
    )


def _words(text: str) -> int:
    return len(text.split())


def answering_hours(texts: Sequence[datetime], zone: ZoneInfo) -> list[int]:
    """The hours of the day, in their zone, in which a person texts; for low-priority messages.

    An hour counts with at least two of their texts and a twentieth of them all.
    """
    counts = [0] * 24
    for moment in texts:
        counts[moment.astimezone(zone).hour] += 1
    least = max(_LEAST_TEXTS, len(texts) * _LEAST_SHARE)
    return [hour for hour, count in enumerate(counts) if count >= least]
