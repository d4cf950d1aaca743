"""A request for a reminder, put together from one text or from several: when, how often, what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

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
_NIGHT_BEFORE = (
    r"\bthe (night|evening|day|morning) (?:before|prior)\b(?=\W*$|,|[.;]| (?:to|about|so|abt|please"
    r"|pls)\b)"
)
_WAKE = r"\bwake me(?: up)? (?:at|by|@) \d{1,2}(?:[:.]\d\d)?(?! ?[ap]\.?m|[\d:]| in the)\b"
_ABOUT = r"^\W*(?:to|about|abt|that|for|re|regarding|:|-)\b|^\W*[:-]"

_ONE_MORE = r"^\W*(?:(?:and|also|plus|oh|then|another(?: one)?|one(?: more)?)\b[\s,:]*)+"
_NEXT_ONE = re.compile(r"\s*,\s*(?:and )?|\s+(?:and|then|plus|also|n|&)\s+", re.IGNORECASE)
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
    texts = [re.sub(r"\byesterday\b", " ", text) if len(texts) > 1 else text for text in texts]
    texts = [re.sub(_WAKE, r"\g<0> in the morning", text, flags=re.IGNORECASE) for text in texts]
    before = next((found for text in texts if (found := matches(_NIGHT_BEFORE, text))), None)
    if before is not None:
        return _the_day_before(texts, before[1], now)
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


def _the_day_before(texts: Sequence[str], part: str, now: datetime) -> Request:
    """ "I have a flight on thursday, remind me the night before": that day less one."""
    plain = [re.sub(_NIGHT_BEFORE, " ", text, flags=re.IGNORECASE) for text in texts]
    _, parts, note = _together(plain, now)
    if not parts.days.days:
        return Request(asks=WHEN, note=note)
    clock = time(20) if part.lower() in ("night", "evening") else time(9)
    at = datetime.combine(parts.days.days[0] - timedelta(days=1), clock, now.tzinfo)
    if at <= now:
        return Request(asks=PASSED, note=note)
    return Request(at=at, note=note)


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


_BEFORE_IT = (
    r"\b(?:remind|ping|nudge|text|poke|buzz|message) me(?: about (?:it|that))? (?:about |like "
    r")?(?:an?|the|one|half an?|two|"
    r"three|\d+)(?: \w+)? (?:before(?:hand)?|ahead|prior|earlier|in advance)(?: of (?:it|time"
    r"|that))?\b(?! \d| the\b| my\b|"
    r" our\b| that\b)"
)


def tells_when(before: str, after: str) -> bool:
    """Whether a sentence names the moment that the request after it counts from.

    "When I land tomorrow at 4, remind me ...", "dinner tomorrow at 7, ping me an hour before".
    """
    if not wants_followup(after) or wants_followup(before) or not read_parts(before, ANY):
        return False
    if matches(r"^\W*(?:when|once|after|before|as soon as|while|by the time)\b", before):
        return not read_parts(after, ANY)
    relative = matches(_BEFORE_IT, after) or matches(_NIGHT_BEFORE, after)
    return relative is not None


def is_another_reminder(before: str, after: str) -> bool:
    """ "Friday at 3 to swim", after "remind me tomorrow at 9 to run"."""
    asked = wants_followup(before) or begins_with_a_time(before, ANY)
    request = asked and read_request((before,), ANY)
    if not (request and request.at and request.note):
        return False
    after = _up_to_the_next(after)
    parts = read_parts(after, ANY)
    whole = parts.leads and parts.days.days and parts.clock.hour is not None and not parts.left
    return bool(whole and parts.rest) or is_one_more(after)


def _up_to_the_next(text: str) -> str:
    """ "At 3 to call Ravi and at 5 to email Sue" up to the second moment."""
    for joint in _NEXT_ONE.finditer(text):
        if joint.start() and read_parts(text[joint.end() :], ANY).leads:
            return text[: joint.start()]
    return text


def without_more(text: str) -> str:
    """The text without "and" or "also" before it."""
    return re.sub(_ONE_MORE, "", text, flags=re.IGNORECASE)


def is_one_more(after: str) -> bool:
    """ "And every monday at 8 to send the report": when, and to do what, with nothing else."""
    led, after = after, without_more(_up_to_the_next(after))
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
    "tells_when",
    "without_more",
]
