"""The time zone that is named with a time of day: "5pm PST", "9 London time", "noon UTC"."""

import re
from zoneinfo import ZoneInfo

from shared.agents.language.scan import READ, Scan

_ABBREVIATIONS = {
    "utc gmt zulu": "UTC",
    "et est edt eastern": "America/New_York",
    "ct cst cdt central": "America/Chicago",
    "mt mst mdt mountain": "America/Denver",
    "pt pst pdt pacific": "America/Los_Angeles",
    "akst akdt alaska": "America/Anchorage",
    "hst hawaii": "Pacific/Honolulu",
    "bst uk british": "Europe/London",
    "cet cest german french italian spanish": "Europe/Berlin",
    "eet eest": "Europe/Athens",
    "ist indian india": "Asia/Kolkata",
    "sgt": "Asia/Singapore",
    "hkt": "Asia/Hong_Kong",
    "jst japan": "Asia/Tokyo",
    "aest aedt": "Australia/Sydney",
    "awst": "Australia/Perth",
    "nzst nzdt": "Pacific/Auckland",
}
_BY_WORD = {word: zone for words, zone in _ABBREVIATIONS.items() for word in words.split()}
_SHORT = "|".join(word for word in _BY_WORD if len(word) <= 4 and word not in ("uk", "ct", "mt"))
_AFTER = rf"(?<={READ})\s*\(?\s*(?:in (?:the )?)?"
_NAMED = re.compile(
    rf"{_AFTER}(?P<short>{_SHORT}|uk|ct|mt)\b(?: time)?\)?(?!-)"
    rf"|{_AFTER}(?P<region>{'|'.join(_BY_WORD)})(?: standard| daylight| summer)? ?time\)?"
    rf"|{_AFTER}(?P<us>eastern|pacific|central|mountain)\b(?: standard| daylight)?"
    rf"|{_AFTER}(?P<place>[a-z][a-z.'-]*(?: [a-z][a-z.'-]*){{0,2}}?)(?:'s)? time\b"
)
_OURS = ("my", "our", "local", "your", "the same", "same", "this", "any", "that", "of", "at the")
# "At 7 bath time" is what it is about.
_NO_PLACES = (
    "bath",
    "bed",
    "dinner",
    "lunch",
    "tea",
    "nap",
    "game",
    "show",
    "play",
    "story",
    "reading",
)
_SINGLE = re.compile(rf"{_AFTER}z\b")


def take_zone(scan: Scan) -> ZoneInfo | str | None:
    """The zone named right after a time of day; a text is the name of a place that is not known."""
    if scan.take(_SINGLE):
        return ZoneInfo("UTC")
    found = scan.find(_NAMED)
    if found is None:
        return None
    word = found["short"] or found["region"] or found["us"]
    place = found["place"]
    if place is not None and place.split()[0] in (*_OURS, *_NO_PLACES, "to", "and", "for", "about"):
        if place in _OURS:
            scan.mark(*found.span())
        return None
    scan.mark(*found.span())
    if word is not None:
        return ZoneInfo(_BY_WORD[word])
    from shared.agents.language.places import Named, read_zone  # many places: only where one may be

    zone = read_zone(place or "")
    known = isinstance(zone, Named) and not zone.left.strip(" .,")
    return ZoneInfo(zone.zone) if isinstance(zone, Named) and known else place


__all__ = ["take_zone"]
