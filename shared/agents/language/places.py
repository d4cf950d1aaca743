"""Where somebody is, as far as their clock goes: a time zone by city, state, country or its name.

The rule: whole words, and the longest place that they name. Several places of one name are one
where their clocks agree all year. Else the one with ten times the people of each of the others is
meant (Paris, France), else one of the country of the person's number that has as many people as
each of the others, or more (San Jose for a Californian); else they are asked (Portland). A state or
country stands for the zone of ten in eleven of its people, and else asks for a city.
"""

import re
from dataclasses import dataclass

from shared.agents.language.gazetteer import Place, dominant, fold, gazetteer
from shared.agents.language.words import matches, places_in, word_set
from shared.agents.language.zone_names import NEEDS_TIME, TERMS, fixed_offset, iana_name

MOST_WORDS = 5  # of a place's name, its state or country included
_MOST_OPTIONS = 3
_UNLIKELY = 30  # times fewer people than the first: not offered, though understood
_TIME = r"(?:(?:standard |daylight |summer )?time(?: ?zone)?|zone)"
_NO_PLACE = word_set(
    """
    here there home the a an my our your it this that me us you now in on of at or and to
    meeting meetings bed march may august deal sale bar split time clock zone local use one
    """
)


@dataclass(frozen=True)
class Named:
    """One zone. `place` is what they named, told apart from others of its name."""

    zone: str  # IANA name
    place: str = ""  # empty where they named the zone itself
    left: str = ""  # the words behind it


@dataclass(frozen=True)
class Several:
    """More than one zone fits: to be asked. `name` is what they wrote."""

    name: str
    options: tuple[Named, ...] = ()  # none: a state or country in which a city is asked for
    left: str = ""

    @property
    def question(self) -> str:
        """What to ask."""
        if not self.options:
            return f"{self.name.title()} has more than one time zone. Which city is nearest to you?"
        *first, last = (option.place for option in self.options)
        return f"Do you mean {'; '.join(first)} or {last}?"


Zone = Named | Several


def read_zone(words: str, home: str | None = None) -> Zone | None:
    """The zone or place that `words` begin with, the longest; None when they begin with none.

    `home` is the country of the person's number (ISO 3166-1).
    """
    words = words.strip()
    for reads in (iana_name, fixed_offset):
        found = reads(words)
        if found is not None and words.startswith(found[1]):
            return Named(found[0], left=words[len(found[1]) :].strip())
    parts = [(match.end(), fold(match.group())) for match in re.finditer(r"[^\s,]+", words)]
    parts = [(end, word) for end, word in parts if word]
    for count in range(min(MOST_WORDS, len(parts)), 0, -1):
        name = " ".join(word for _, word in parts[:count])
        left = words[parts[count - 1][0] :].strip()
        found = _term(name, left, home) or _place(name, home)
        if found is not None:
            left = found.left or re.sub(rf"^{_TIME}\b", "", left, flags=re.IGNORECASE).strip()
            return (
                Named(found.zone, found.place, left)
                if isinstance(found, Named)
                else Several(found.name, found.options, left)
            )
    return None


def find_zone(text: str, home: str | None = None) -> Zone | None:
    """A zone named anywhere in a text as such: "5pm PST", "London time", "UTC+2", an IANA name."""
    for reads in (iana_name, fixed_offset):
        if found := reads(text):
            return Named(found[0], left=text.replace(found[1], " ", 1).strip())
    words = [(match.start(), match.group()) for match in re.finditer(r"[\w.'-]+", text)]
    for start, word in words:
        term = fold(word)
        if term in TERMS and term not in NEEDS_TIME and term not in ("uk", "india", "china"):
            return read_zone(text[start:], home)
    timed = matches(rf"\b{_TIME}\b", text)
    if timed is None:
        # "10 to 7 pacific", "9am et": at the end, behind a time of day.
        last = matches(r"(?<=\d|m) (pacific|eastern|central|mountain|[ecmp]t)\W*$", text)
        return _term(last.group(1).casefold(), "time", home) if last else None
    before = [start for start, _ in words if start < timed.start()][-MOST_WORDS:]
    for start in before:
        named = text[start : timed.end()]
        found = read_zone(named, home)
        if found is not None and not found.left:
            return found
    return None


def _term(name: str, left: str, home: str | None) -> Zone | None:
    zones = TERMS.get(name)
    if zones is None or (name in NEEDS_TIME and not matches(rf"^{_TIME}\b", left)):
        return None
    zone = zones.get(home or "") or zones.get("")
    if zone is not None:
        return Named(zone)
    called = {country.country: country for country in _countries()}
    options = tuple(Named(zone, f"in {called[code].name}") for code, zone in zones.items())
    return Several(name.upper(), options)


def _countries() -> list[Place]:
    return [
        place for places in gazetteer().regions.values() for place in places if not place.division
    ]


def _place(name: str, home: str | None) -> Zone | None:
    name = name.removeprefix("the ") if name not in ("the hague", "the dalles") else name
    if name in _NO_PLACE:
        return None
    places = gazetteer()
    found = places.named(name) or places.within(name.split())
    meant = dominant(found, home)
    if not meant:
        return None
    if len(meant) == 1:
        return _named(meant[0]) or Several(meant[0].name)
    likely = [place for place in meant if place.population * _UNLIKELY >= meant[0].population]
    likely = likely if len(likely) > 1 else meant
    options = tuple(option for place in likely[:_MOST_OPTIONS] if (option := _named(place)))
    return Several(name, options) if len(options) > 1 else Several(name)


def _named(place: Place) -> Named | None:
    return Named(place.zone, place.spoken) if place.zone else None


def read_which(text: str, name: str, home: str | None = None) -> Zone | None:
    """The answer to a question about `name`: "the first", "Oregon", "gary", another place."""
    asked = _term(name.casefold(), "time", home) or _place(fold(name), home)
    options = asked.options if isinstance(asked, Several) else ()
    chosen = [options[place] for place in places_in(text, len(options))]
    said = fold(
        re.sub(r"^(?:the (?:one )?in|in|it'?s|i mean|um|uh|oh)\b", "", text.strip().lower())
    )
    said = re.sub(r"^the | one$| please$| not .*$", "", said)
    within = [option for option in options if said and f" {said} " in f" {fold(option.place)} "]
    if len(found := chosen or within) == 1:
        return found[0]
    inside = dominant(gazetteer().within(f"{fold(name)} {said}".split()), home) or dominant(
        gazetteer().within(f"{said} {fold(name)}".split()), home
    )
    if len(inside) == 1 and (one := _named(inside[0])):
        return one
    other = read_zone(said, home) if len(said.split()) <= MOST_WORDS else None
    return other if other is not None and not other.left else None


__all__ = ["Named", "Several", "Zone", "find_zone", "read_which", "read_zone"]
