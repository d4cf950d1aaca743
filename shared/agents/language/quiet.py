"""Quiet hours, as people write them: between which times of day nothing is to come."""

import re
from dataclasses import dataclass
from datetime import time

from shared.agents.language.places import Named, find_zone
from shared.agents.language.spoken_hours import in_digits
from shared.agents.language.words import matches

MESSAGE = (
    r"(?:text(?:s|ing|ed)?|txts?|txting|messag(?:e|es|ing)|msgs?|msging|ping(?:s|ing)?|"
    r"bother(?:ing)?|"
    r"disturb(?:ing)?|contact(?:ing)?|writ(?:e|ing)|bug(?:ging)?|buzz(?:ing)?|sms(?:es)?|"
    r"notif(?:y|ications?)|send(?:ing)?(?: (?:me|texts|messages|stuff|anything))*)"
)
REFUSES = (
    r"(?:do ?n[o']?t|don'?t|do not|dont|never|stop|please no|no more|no|not|quit|avoid|without|"
    r"hold off(?: on)?|"
    r"(?:you )?(?:should|can)(?:n'?t| not)|rather you did(?:n'?t| not))"
)
NO_TEXTS = (
    rf"\b{REFUSES} (?:(?:want|like|get|send|be|any|more|me|the|your|to|please|calls?|emails?|or|"
    rf"and) )*{MESSAGE}\b"
)
_NAMED = r"\bquiet (?:hours|times?)\b|\bdo not disturb\b|\bdnd\b|\bsleep(?:ing)? hours\b"
_QUIET = (
    r"\b(?:be |stay |keep (?:it )?|make it |i want |it )?(?:quiet|silent|silence)\b"
    r"(?! (?:place|room|spot|office|cafe|quitting))"
)
_ONLY = (
    r"^\W*(?:(?:and|also|but|oh|please|pls|just)\b[\s,]*)*(?:only )?(?:between|from) "
    r"\d.{2,20}\bonly\b|"
    rf"\bonly (?:{MESSAGE}(?: to)? ?(?:me )?|reach me )?(?:between|from|after|before|during|in|"
    rf"at|until|till)\b|"
    rf"\b{MESSAGE} me only\b|\b{MESSAGE} (?:is |are )?(?:ok(?:ay)?|fine) (?:only )?(?:between|"
    rf"from|after|before)\b"
)
_USUAL = (
    r"\b(?:reset|restore|default|normal|usual|original)\b.{0,12}\bquiet (?:hours|times?)\b|"
    r"\bquiet (?:hours|times?)\b.{0,16}\b(?:back to|to|as) (?:the )?(?:normal|default|usual|before|"
    r"original|standard)\b"
)
_FINE = (
    rf"\b(?:you|u) (?:can|may|could) {MESSAGE}(?= (?:till?|until|up to|as late))\b|"
    rf"\b(?:you|u) (?:can|may|could) {MESSAGE} me\b|\b(?:you'?re|u r|you are|ur) (?:allowed|free|"
    rf"welcome|good|ok(?:ay)?) to {MESSAGE} me\b|\b(?:feel free|ok(?:ay)?|fine|good|free) to "
    rf"{MESSAGE} me\b|\b{MESSAGE} (?:is |are )?(?:ok(?:ay)?|fine|good)\b"
)
_DND = r"\bdo not disturb\b|\bdon'?t disturb\b|\bdnd\b"
_LINKED = r"\bfrom\b|\bbetween\b|\bevery\b|\bhours\b|\balways\b"
# "I go to bed at 8, so nothing after that": the time stands with what they do then.
_SLEEPS = (
    r"\b(?:i|we)(?:'?m| am)? (?:usually |always |normally |typically )?(?:go(?:ing)? to (?:bed|"
    r"sleep)|"
    r"(?:am |'m )?(?:asleep|in bed|off|out|done|offline)|sleep|crash|turn in|log off|sign off|"
    r"clock out)"
    r"(?: (?:at|by|around|from|after))+ "
)
_WAKES = (
    r"\b(?:i|we)(?:'?m| am|'?re| are)? (?:usually |always |normally |typically |not |don'?t |"
    r"never )*"
    r"(?:get up|wake up|wake|awake|up|start work|start|online)(?: (?:at|until|till|til|before|"
    r"around|by))+ "
)
_NIGHT = (
    r"\b(?:at|during|in|over) (?:the )?night(?:s|time)?\b|\bovernight\b|\bnights?\b|"
    r"\bwhile i(?:'m| am)? (?:sleep(?:ing)?|asleep)\b|\bwhen i(?:'m| am)? (?:sleep(?:ing)?|"
    r"asleep)\b"
)
_LATE = (
    r"\b(?:this|so|too|that) late\b|\blate (?:texts?|messages?|at night|in the evening)\b|\blate\b"
)
_EARLY = r"\b(?:this|so|too|that) early\b|\bearly\b"
_PART = r"\b(?:in the |during the |on )?(morning|afternoon|evening)s?\b"
_WORK = (
    r"\b(?:business|office|work(?:ing)?) hours\b|\b(?:while|when) i(?:'m| am) (?:at work|working)\b"
)
_OFF = (
    r"\b(?:turn off|disable|remove|cancel|no|no more|delete|without|stop|drop|clear|end|"
    r"lift|scrap|ditch|kill|lose|get rid of|forget) (?:my |"
    r"the |any )?(?:quiet (?:hours|times?)|dnd|do not disturb)|"
    r"\bquiet hours off\b|\b(?:text|message) me (?:at )?(?:any ?time|whenever|"
    r"24/7)\b(?! (?:about|when|if|you))"
)
_CLOCK = (
    r"(\d{1,2})(?:[:.h]?(\d\d))?\s*(a\.?m?\b\.?|p\.?m?\b\.?)?(?: ?o'?clock)?(?: ?ish)?"
    r"(?: (?:in the|every) (morning|afternoon|evening)| at (night))?|\b(noon|midnight|midday)\b"
)
_OCCASION = (
    r"\b(?:during|over|at|while i'?m (?:at|in|having)) (?:my |the )?(?:lunch|dinner|breakfast|"
    r"supper|"
    r"meetings|class|classes|practice|the gym|gym|church|school|lunch time|lunchtime)\W*$"
)
_UNTIL = r"(?:until|till?|til)"
_LINK = r"\s*(?:-|to|and|until|till?|til|thru|through|'til|up to)\s*"
_PARTS = {
    "morning": (time(5), time(12)),
    "afternoon": (time(12), time(18)),
    "evening": (time(18), time(8)),
}


@dataclass(frozen=True)
class QuietRequest:
    """What somebody said about quiet hours; None: nothing about it."""

    start: time | None
    end: time | None
    timezone: str | None  # IANA name
    off: bool = False  # wants none at all
    late: bool = False  # it is too late for them now: from when on is not said
    every_day: bool = False  # they named days, which quiet hours do not have


def read_quiet_hours(text: str, home: str | None = None) -> QuietRequest | None:
    """A wish about quiet hours; None when the text has none.

    `home` is the country of the person's number, by which zones are told apart.
    """
    text = in_digits(text)
    if (found := _said_otherwise(text)) is not None:
        return found
    named = matches(_NAMED, text) is not None
    only = matches(_ONLY, text) is not None
    refuses = matches(NO_TEXTS, text) is not None or matches(
        r"^\W*(?:(?:and|also|but|oh|please|pls)\b[\s,]*)*(?:nothing|no texts|not?|never) (?:after"
        r"|before|past|between|at night|late|early)\b",
        text,
    )
    if not (named or only or refuses or matches(_QUIET, text)) or _is_pause(text):
        return None
    zone = find_zone(text, home)
    timezone = zone.zone if isinstance(zone, Named) else None
    start, end = read_span(text, only=only)
    if matches(r"\b(?:lunch|noon|midday|afternoon)\b", text):
        start, end = _about_noon(start), _about_noon(end)
    if start is None and end is None:
        start, end = _in_words(text, only=only)
    if start is None and end is None and named:
        start, end = read_times(text)  # "move quiet hours to 10pm", "end my quiet hours at 7"
        if matches(r"\b(?:end|finish|stop)(?:s|ing)?\b", text) and end is None:
            start, end = None, _morning(start)
    late = bool(start is None and end is None and refuses and matches(_LATE, text))
    occasion = matches(_OCCASION, text) is not None  # whose times they have not said
    if start is None and end is None and not (named or late or occasion):
        return None
    if (
        start is None
        and end is not None
        and end > time(12)
        and not (named or only)
        and matches(rf"\b{_UNTIL}\b", text)
    ):
        return None  # "quiet until 5pm" is a pause, no bound of the night
    days = matches(
        r"\b(?:week(?:day|end|night)s?|mon|tues?|wednes|thurs?|fri|satur|sun)(?:days?)?\b", text
    )
    return QuietRequest(start, end, timezone, late=late, every_day=days is not None)


def _fine_until(text: str) -> QuietRequest | None:
    """ "You can text me till 11 at night", or "from 7 on": what is fine bounds what is quiet."""
    if matches(_FINE, text) is None or matches(r"\b(?:only|about|when|if|not|n't)\b", text):
        return None
    late = matches(rf"\b(?:till?|until|up to|as late as) (?:{_CLOCK})", text)
    early = matches(rf"\b(?:as early as|from|starting(?: at)?|after) (?:{_CLOCK})", text)
    if late is None and early is None:
        return None
    start = _time(late.groups()[-6:], evening=True) if late else None
    end = _time(early.groups()[-6:], evening=False) if early else None
    return QuietRequest(start, end, None)


def _is_pause(text: str) -> bool:
    """Whether "do not disturb" has an end and no beginning: "until 3pm"."""
    ends = matches(rf"\b(?:{_UNTIL}|for)\b", text)
    return bool(matches(_DND, text) and ends and not matches(_LINKED, text))


def _said_otherwise(text: str) -> QuietRequest | None:
    """What is wanted where no span of quiet is named: as usual, off, until a time that is fine."""
    if matches(_USUAL, text):
        return QuietRequest(time(21), time(8), None, every_day=True)
    if (found := _fine_until(text) or _bedtime(text)) is not None:
        return found
    return QuietRequest(None, None, None, off=True) if matches(_OFF, text) else None


def _about_noon(at: time | None) -> time | None:
    """A time of a lunch: "12 to 1" is from noon."""
    if at is None or 6 <= at.hour < 18:
        return at
    return at.replace(hour=(at.hour + 12) % 24)


def _bedtime(text: str) -> QuietRequest | None:
    """When they go to bed or get up, where they want nothing after or before that."""
    wants = r"\b(?:nothing|no|not|don'?t|dont|never|quiet|hold|stop|only|wait)\b"
    bounds = r"\b(?:after|past|before|until|till?|by|then|that|earlier|later)\b"
    for pattern, evening in ((_SLEEPS, True), (_WAKES, False)):
        found = matches(rf"{pattern}(?:{_CLOCK})", text)
        if found is None:
            continue
        rest = text[: found.start()] + " " + text[found.end() :]
        if matches(wants, rest) and matches(bounds, rest) and not matches(r"\bremind", text):
            at = _time(found.groups()[-6:], evening=evening)
            return QuietRequest(at if evening else None, None if evening else at, None)
    return None


def read_span(text: str, *, only: bool = False) -> tuple[time | None, time | None]:
    """When it is to begin and end being quiet; with `only`, the times name when it is not."""
    between = matches(rf"(?<![\d/])(?:{_CLOCK}){_LINK}(?:{_CLOCK})(?![\d/])", text)
    if between:
        groups = between.groups()
        first, second = groups[:6], groups[6:]
        if (alike := _same_half(first, second)) is not None:
            first = alike
        begins = _time(first, evening=not only)
        ends = _time(second, evening=only)
        return (ends, begins) if only else (begins, ends)
    after = matches(rf"\b(?:after|past|from|starting(?: at)?|as of)\s+(?:{_CLOCK})(?![\d/])", text)
    before = matches(rf"\b(?:before|until|till|til|'til)\s+(?:{_CLOCK})(?![\d/])", text)
    start = _time(after.groups(), evening=not only) if after else None
    end = _time(before.groups(), evening=only) if before else None
    return (end, start) if only else (start, end)


def _same_half(
    first: tuple[str | None, ...], second: tuple[str | None, ...]
) -> tuple[str | None, ...] | None:
    """ "9 to 11pm": the first takes the half of the second where it comes before it."""
    said = second[2]
    if (
        said is None
        or first[2]
        or first[3]
        or first[4]
        or first[5]
        or not first[0]
        or not second[0]
    ):
        return None
    if said[0].lower() == "p" and int(first[0]) < int(second[0]) <= 12 and int(second[0]) > 9:
        return (*first[:2], said, *first[3:])
    return None


def _in_words(text: str, *, only: bool) -> tuple[time | None, time | None]:
    """Parts of the day: "at night", "in the mornings", "only during work hours"."""
    if matches(_WORK, text):
        return (time(17), time(9)) if only else (time(9), time(17))
    if not only and matches(_NIGHT, text):
        return time(21), time(8)
    if found := matches(_PART, text):
        begins, ends = _PARTS[found.group(1).lower()]
        if only:
            return ends, begins.replace(hour=max(begins.hour, 8))
        return (None, ends) if begins.hour == 5 else (begins, ends)
    if not only and matches(_EARLY, text):
        return None, time(9)
    return None, None


def read_times(text: str) -> tuple[time | None, time | None]:
    """Times without a word of what they are for, as in an answer; "11pm" alone is the start."""
    text = in_digits(text)
    start, end = read_span(text)
    if start is not None or end is not None:
        return start, end
    found = matches(rf"(?<![\d/])(?:{_CLOCK})(?![\d/:])", text)
    return (_time(found.groups(), evening=True) if found else None), None


def _morning(moment: time | None) -> time | None:
    return moment.replace(hour=moment.hour % 12) if moment else None


def _time(groups: tuple[str | None, ...], *, evening: bool) -> time | None:
    hour_text, minute_text, half, part, night, word = groups
    if word:
        return time(0) if word.lower() == "midnight" else time(12)
    if hour_text is None:
        return None
    hour, minute = int(hour_text), int(minute_text or 0)
    if hour > 24 or minute > 59:
        return None
    said = (half or part or night or "").lower()
    if hour > 12 or hour_text.startswith("0"):
        return time(hour % 24, minute)
    pm = (said[0] in "pen" or said == "afternoon") if said else evening and hour != 12
    noon = hour == 12 and not said and not evening
    return time(hour % 12 + (12 if pm or noon else 0), minute)


def spoken_time(moment: time) -> str:
    """A time of day as a person says it, for example "9 PM" or "7:30 AM"."""
    minutes = f":{moment:%M}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {moment:%p}"


def spoken_zone(name: str) -> str:
    """A time zone as a person says it: the city of its IANA name, or its offset."""
    if name.startswith("Etc/GMT") and name[7:]:
        return f"UTC{'+' if name[7] == '-' else '-'}{name[8:]}"
    city = name.rsplit("/", 1)[-1]
    return city if city == "UTC" else re.sub(r"_", " ", city) + " time"


__all__ = [
    "MESSAGE",
    "NO_TEXTS",
    "REFUSES",
    "QuietRequest",
    "read_quiet_hours",
    "read_span",
    "read_times",
    "spoken_time",
    "spoken_zone",
]
