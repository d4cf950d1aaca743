"""Quiet hours and time zones, as people write them."""

import re
from dataclasses import dataclass
from datetime import time

from shared.agents.language.words import matches

_ASKS = (
    r"\bquiet (?:hours|time)\b|\bdo not disturb\b|\bdnd\b|"
    r"\b(?:don'?t|do not|never|stop|please no|no) (?:text|texts|texting|message|messages|"
    r"messaging|ping|pings|bother|"
    r"bothering|disturb|contact|write)(?:ing)?(?: me| to me)?\b.{0,40}\b(?:after|before|"
    r"between|from|at night|until|during|past)\b|"
    r"\bonly (?:text|message|contact|write)(?: to)? ?me (?:between|from|after|before)\b"
)
_ZONE_ASKS = (
    r"\bi(?:'m| am|'ve| have)? (?:just )?(?:moved|moving|relocated|live|living|based)\b|"
    r"\b(?:time ?zone|i'?m (?:in|on) (?:the )?\w+ (?:time|zone)|i(?:'m| am) on \w+ time|"
    r"i(?:'m| am) (?:in|on) (?:[ecmp][sd]t|gmt|bst|cest?|ist|utc))\b"
)
_CLOCK = (
    r"(\d{1,2})(?::(\d\d))?\s*(a\.?m\.?|p\.?m\.?)?(?: ?o'?clock)?"
    r"(?: in the (morning|afternoon|evening)| at (night))?|\b(noon|midnight)\b"
)
_ZONES = {
    r"eastern|\be[sd]?t\b|new york|\bnyc\b|boston|miami|atlanta|toronto": "America/New_York",
    r"central(?! europe)|\bc[sd]t\b|chicago|dallas|houston|austin": "America/Chicago",
    r"mountain|\bm[sd]t\b|denver|salt lake": "America/Denver",
    r"arizona|phoenix": "America/Phoenix",
    r"pacific|\bp[sd]?t\b|los angeles|\bla time\b|san francisco|seattle|california|bay area": (
        "America/Los_Angeles"
    ),
    r"alaska": "America/Anchorage",
    r"hawaii|honolulu": "Pacific/Honolulu",
    r"london|\buk\b|\bgmt\b|\bbst\b|british": "Europe/London",
    r"berlin|paris|amsterdam|madrid|rome|vienna|zurich|\bcest?\b|central europe": "Europe/Berlin",
    r"\butc\b": "UTC",
    r"india|mumbai|bangalore|delhi|\bist\b": "Asia/Kolkata",
    r"singapore": "Asia/Singapore",
    r"tokyo|japan": "Asia/Tokyo",
    r"sydney|melbourne": "Australia/Sydney",
}


@dataclass(frozen=True)
class QuietRequest:
    """What somebody said about quiet hours; None: nothing about it."""

    start: time | None
    end: time | None
    timezone: str | None  # IANA name
    off: bool = False  # wants none at all


def read_quiet_hours(text: str) -> QuietRequest | None:
    """A wish about quiet hours or the time zone; None when the text has none."""
    zone = next((name for words, name in _ZONES.items() if matches(words, text)), None)
    if not matches(_ASKS, text):
        named = zone if matches(_ZONE_ASKS, text) else None
        return QuietRequest(None, None, named) if named else None
    if matches(
        r"\b(?:turn off|disable|remove|cancel|no more|delete|without|stop) (?:my |"
        r"the )?quiet (?:hours|time)",
        text,
    ):
        return QuietRequest(None, None, zone, off=True)
    start, end = _span(text)
    return QuietRequest(start, end, zone)


def _span(text: str) -> tuple[time | None, time | None]:
    between = matches(
        rf"(?:between |from |hours:? )?(?:{_CLOCK})\s*(?:-|to|and|until|till|"
        rf"through)\s*(?:{_CLOCK})",
        text,
    )
    if between:
        groups = between.groups()
        only = matches(r"\bonly\b", text) is not None
        first = _time(groups[:6], evening=not only)
        second = _time(groups[6:], evening=only)
        return (second, first) if only else (first, second)
    after = matches(rf"\b(?:after|past|from)\s+(?:{_CLOCK})", text)
    before = matches(rf"\b(?:before|until|till)\s+(?:{_CLOCK})", text)
    start = _time(after.groups(), evening=True) if after else None
    end = _time(before.groups(), evening=False) if before else None
    if matches(r"\bonly\b", text) and (start or end):
        # "Only text me after 10": quiet until then.
        return (_time(before.groups(), evening=True) if before else None), (
            _time(after.groups(), evening=False) if after else None
        )
    return start, end


def _time(groups: tuple[str | None, ...], *, evening: bool) -> time | None:
    hour_text, minute_text, half, part, night, word = groups
    if word:
        return time(12) if word.lower() == "noon" else time(0)
    if hour_text is None:
        return None
    hour, minute = int(hour_text), int(minute_text or 0)
    if hour > 23 or minute > 59:
        return None
    said = (half or part or night or "").lower()
    if not said:
        pm = evening and hour_text[0] != "0" and hour < 12
    else:
        pm = said[0] in "pen" or said == "afternoon"
        if hour > 12:
            return time(hour, minute)
    if said or hour <= 12:
        hour = hour % 12 + (12 if pm or (not said and hour == 12 and not evening) else 0)
    return time(hour, minute)


def spoken_time(moment: time) -> str:
    """A time of day as a person says it, for example "9 PM" or "7:30 AM"."""
    minutes = f":{moment:%M}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {moment:%p}"


def spoken_zone(name: str) -> str:
    """A time zone as a person says it: the city of its IANA name."""
    return re.sub(r"_", " ", name.rsplit("/", 1)[-1]) + " time"
