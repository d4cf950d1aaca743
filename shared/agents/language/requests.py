"""A request for a reminder, put together from one text or from several: when, how often, what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.agents.language.followups import note_in, wants_followup
from shared.agents.language.recurring import Recurring, first_of
from shared.agents.language.repeats import Repeats, read_days, read_repeats
from shared.agents.language.time_words import without_courtesies, without_fillers
from shared.agents.language.times import (
    ANY,
    PASSED,
    Moment,
    Parts,
    Unclear,
    confirmed,
    joined,
    read_parts,
    resolved,
)
from shared.agents.language.words import matches

WHEN = "When should I text you? A day and a time is enough."
_CORRECTS = re.compile(
    r"[\s,.;-]+(?:(?:i mean|i meant|no,? wait|wait,? no|or rather|scratch that|make "
    r"that|no,? make it|"
    r"make it|sorry|actually|correction|no)\b[,.:\s]*)+",
    re.IGNORECASE,
)
_YESTERDAY = (
    r"\byesterday(?: morning| afternoon| evening| night)?,? (?:at )?\d[\d:.]*(?: ?[ap]\.?m\.?)?"
)
_WAKE = r"\bwake me(?: up)? (?:at|by|@) \d{1,2}(?:[:.]\d\d)?(?! ?[ap]\.?m|[\d:]| in the)\b"
_ABOUT = r"^\W*(?:to|about|abt|that|for|re|regarding|:|-)\b|^\W*[:-]"

_ONE_MORE = r"^\W*(?:(?:and|also|plus|oh|then|another one|one more)\b[\s,:]*)+"
_NO_TASK = (
    r"\b(?:works?|is|are|was|fine|ok(?:ay)?|good|better|instead|please|thanks|too|i|you|it)\b"
)
_TO_DO = r"^\W*(?:[:]|-(?= )|about\b|abt\b|re\b|to\b(?! (?:be|me|you|us)\b))"


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked for. Without a moment, `asks` is the question for it."""

    at: datetime | None = None  # on the person's clock
    rule: str = ""  # of RFC 5545, for what repeats
    timezone: str | None = None  # IANA name, where they named one
    asks: str = ""
    choices: tuple[datetime, ...] = ()  # the moments between which it asks
    note: str = ""


def read_request(texts: Sequence[str], now: datetime) -> Request:
    """What these texts ask for together, oldest first; `now` on the person's clock."""
    if any(matches(_YESTERDAY, text) for text in texts[-1:]):
        return Request(asks=PASSED, note=note_in(re.sub(_YESTERDAY, " ", texts[-1])))
    texts = [re.sub(_WAKE, r"\g<0> in the morning", text, flags=re.IGNORECASE) for text in texts]
    repeats, parts, note = _together(texts, now)
    read = _moment(repeats, parts, now)
    if isinstance(read, Recurring):
        sure = confirmed(read.at, parts, now)
        if isinstance(sure, Unclear):
            return Request(asks=sure.question, choices=sure.choices, note=note)
        return Request(at=read.at, rule=read.rule, timezone=read.timezone, note=note)
    if isinstance(read, Moment):
        return Request(at=read.at, note=note)
    choices = read.choices if read else ()
    return Request(asks=read.question if read else WHEN, choices=choices, note=note)


def _moment(
    repeats: Repeats | None, parts: Parts, now: datetime
) -> Recurring | Moment | Unclear | None:
    if repeats is not None:
        return first_of(repeats, parts, now)
    at = resolved(parts, now)
    return confirmed(at, parts, now) if isinstance(at, datetime) else at


def _together(texts: Sequence[str], now: datetime) -> tuple[Repeats | None, Parts, str]:
    repeats: Repeats | None = None
    parts = Parts(rest="")
    note = ""
    said = [part for text in texts for part in _corrected(text, now)]
    for place, text in enumerate(said):
        plain = without_fillers(text)
        found, rest = read_days(plain, repeats, now) if repeats else read_repeats(plain, now)
        if found is None and repeats:
            found, rest = read_repeats(plain, now)
        own = read_parts(rest, now)
        repeats = found or repeats
        parts = joined(parts, own) if place else own
        note = note or (_note_of_answer(own.rest) if place else note_in(own.rest))
    return repeats, parts, note


def _corrected(text: str, now: datetime) -> list[str]:
    """ "Tomorrow at 3, no wait, 4pm" as the text and what corrects it."""
    for found in _CORRECTS.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if read_parts(before, now) and read_parts(after, now).leads:
            return [before, after]
    return [text]


def _note_of_answer(rest: str) -> str:
    """What an answer adds besides the time: "tomorrow, to call Bo"."""
    if not without_courtesies(rest):
        return ""
    return note_in(rest) if re.match(_ABOUT, rest, re.IGNORECASE) or len(rest.split()) > 1 else ""


def is_when(text: str) -> bool:
    """Whether a text says no more than when, or how often."""
    repeats, rest = read_repeats(without_fillers(text), ANY)
    parts = read_parts(re.sub(r"^\W*(?:starting|beginning)\b", "", rest), ANY)
    named = repeats is not None or bool(parts)
    return named and not without_courtesies(parts.rest)


def is_another_reminder(before: str, after: str) -> bool:
    """ "Friday at 3 to swim", after "remind me tomorrow at 9 to run"."""
    request = wants_followup(before) and read_request((before,), ANY)
    if not (request and request.at and request.note):
        return False
    parts = read_parts(after, ANY)
    whole = parts.leads and parts.days.days and parts.clock.hour is not None and not parts.left
    return bool(whole and parts.rest) or is_one_more(after)


def without_more(text: str) -> str:
    """The text without "and" or "also" before it."""
    return re.sub(_ONE_MORE, "", text, flags=re.IGNORECASE)


def is_one_more(after: str) -> bool:
    """ "And every monday at 8 to send the report": when, and to do what, with nothing else."""
    led, after = after, without_more(after)
    repeats, rest = read_repeats(without_fillers(after), ANY)
    if repeats is not None:
        parts = read_parts(rest, ANY)
        begins = re.match(r"\W*(?:every|each|daily|weekly|monthly)\b", after, re.IGNORECASE)
        return begins is not None and re.match(_TO_DO, parts.rest, re.IGNORECASE) is not None
    parts = read_parts(after, ANY)
    timed = parts.leads and parts.clock.hour is not None and not parts.left
    if led != after and timed and parts.rest and not re.search(_NO_TASK, parts.rest, re.I):
        return True  # "and wed at noon lunch with dan"
    return begins_with_a_time(after, ANY)


def begins_with_a_time(text: str, now: datetime) -> bool:
    """Whether it reads as a time and then what to do: "tomorrow at 3: ship the deck"."""
    parts = read_parts(text, now)
    if not parts.leads or not (parts.clock or parts.delay or parts.days.days) or parts.left:
        return False
    return re.match(_TO_DO, parts.rest) is not None


__all__ = [
    "WHEN",
    "Request",
    "begins_with_a_time",
    "is_another_reminder",
    "is_one_more",
    "is_when",
    "read_request",
    "without_more",
]
