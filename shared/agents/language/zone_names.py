"""Time zones by their own names: IANA names and aliases, abbreviations, "Eastern", "GMT+2".

An abbreviation that several countries use is settled by the country of the person's number, else by
the only country that has it, else it is asked about. Sources: the abbreviations of the IANA time
zone database (tz), and CLDR's metazones for the words.
"""

import re
from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from shared.agents.language.gazetteer import clock_of, gazetteer
from shared.agents.language.words import word_set
from shared.domain.quiet_hours import zone_named

_NEW_YORK, _CHICAGO, _DENVER = "America/New_York", "America/Chicago", "America/Denver"
_LOS_ANGELES, _LONDON, _BERLIN = "America/Los_Angeles", "Europe/London", "Europe/Berlin"

# By word: the zone for each country that uses it; "" is every other country.
TERMS: Mapping[str, Mapping[str, str]] = {
    "eastern": {"": _NEW_YORK, "CA": "America/Toronto", "AU": "Australia/Sydney"},
    "et": {"": _NEW_YORK, "CA": "America/Toronto"},
    "est": {"": _NEW_YORK, "CA": "America/Toronto", "AU": "Australia/Sydney"},
    "edt": {"": _NEW_YORK, "CA": "America/Toronto", "AU": "Australia/Sydney"},
    "central": {"": _CHICAGO, "CA": "America/Winnipeg", "AU": "Australia/Adelaide"},
    "ct": {"": _CHICAGO, "CA": "America/Winnipeg"},
    "cst": {"US": _CHICAGO, "CA": "America/Winnipeg", "MX": "America/Mexico_City"}
    | {"CN": "Asia/Shanghai", "TW": "Asia/Taipei", "CU": "America/Havana"},
    "cdt": {"": _CHICAGO, "CA": "America/Winnipeg", "CU": "America/Havana"},
    "mountain": {"": _DENVER, "CA": "America/Edmonton"},
    "mt": {"": _DENVER, "CA": "America/Edmonton"},
    "mst": {"": _DENVER, "CA": "America/Edmonton", "MY": "Asia/Kuala_Lumpur"},
    "mdt": {"": _DENVER, "CA": "America/Edmonton"},
    "pacific": {"": _LOS_ANGELES, "CA": "America/Vancouver"},
    "pt": {"": _LOS_ANGELES, "CA": "America/Vancouver"},
    "pst": {"": _LOS_ANGELES, "CA": "America/Vancouver", "PH": "Asia/Manila"},
    "pdt": {"": _LOS_ANGELES, "CA": "America/Vancouver"},
    "alaska": {"": "America/Anchorage"},
    "akst": {"": "America/Anchorage"},
    "akdt": {"": "America/Anchorage"},
    "hst": {"": "Pacific/Honolulu"},
    "atlantic": {"": "America/Halifax"},
    "ast": {"CA": "America/Halifax", "SA": "Asia/Riyadh", "PR": "America/Puerto_Rico"},
    "adt": {"": "America/Halifax"},
    "utc": {"": "UTC"},
    "zulu": {"": "UTC"},
    "gmt": {"": _LONDON, "GH": "Africa/Accra", "IE": "Europe/Dublin", "SN": "Africa/Dakar"},
    "bst": {"GB": _LONDON, "": _LONDON, "BD": "Asia/Dhaka"},
    "british": {"": _LONDON},
    "uk": {"": _LONDON},
    "irish": {"": "Europe/Dublin"},
    "wet": {"": "Europe/Lisbon"},
    "west": {"": "Europe/Lisbon"},
    "cet": {"": _BERLIN, "FR": "Europe/Paris", "ES": "Europe/Madrid", "IT": "Europe/Rome"},
    "cest": {"": _BERLIN, "FR": "Europe/Paris", "ES": "Europe/Madrid", "IT": "Europe/Rome"},
    "central european": {"": _BERLIN},
    "eet": {"": "Europe/Athens", "RO": "Europe/Bucharest", "FI": "Europe/Helsinki"},
    "eest": {"": "Europe/Athens", "RO": "Europe/Bucharest", "FI": "Europe/Helsinki"},
    "msk": {"": "Europe/Moscow"},
    "ist": {"IN": "Asia/Kolkata", "IL": "Asia/Jerusalem", "IE": "Europe/Dublin"},
    "indian": {"": "Asia/Kolkata"},
    "india": {"": "Asia/Kolkata"},
    "israel": {"": "Asia/Jerusalem"},
    "gulf": {"": "Asia/Dubai"},
    "pkt": {"": "Asia/Karachi"},
    "sgt": {"": "Asia/Singapore"},
    "hkt": {"": "Asia/Hong_Kong"},
    "jst": {"": "Asia/Tokyo"},
    "kst": {"": "Asia/Seoul"},
    "china": {"": "Asia/Shanghai"},
    "sast": {"": "Africa/Johannesburg"},
    "wat": {"": "Africa/Lagos"},
    "eat": {"": "Africa/Nairobi"},
    "aest": {"": "Australia/Sydney"},
    "aedt": {"": "Australia/Sydney"},
    "acst": {"": "Australia/Adelaide"},
    "acdt": {"": "Australia/Adelaide"},
    "awst": {"": "Australia/Perth"},
    "nzst": {"": "Pacific/Auckland"},
    "nzdt": {"": "Pacific/Auckland"},
    "brt": {"": "America/Sao_Paulo"},
    "east coast": {"": _NEW_YORK},
    "west coast": {"": _LOS_ANGELES},
}
# English words as well: they name a zone only with "time" or "zone" behind them.
NEEDS_TIME = word_set(
    "central mountain west gulf et ct mt pt eat wet wat indian irish british eastern pacific"
    " atlantic alaska"
)
_IANA = re.compile(r"\b([a-z]+(?:/[a-z_+\-0-9]+){1,2})", re.IGNORECASE)
_OFFSET = re.compile(
    r"\b(?:utc|gmt) ?([+\u2212-]) ?(\d{1,2})(?::?(\d\d))?\b(?! ?[ap]\.?m)", re.IGNORECASE
)


@cache
def _by_folded_name() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if "/" in name}


def iana_name(text: str) -> tuple[str, str] | None:
    """An IANA name anywhere in the text, and the words that said it; for an alias today's name."""
    for found in _IANA.finditer(text):
        name = _by_folded_name().get(found.group(1).casefold())
        if name is not None and not name.startswith(("posix/", "right/")):
            return todays_name(name), found.group(0)
    return None


def todays_name(name: str) -> str:
    """The name in use for an alias: Asia/Kolkata for Asia/Calcutta; others stay as they are.

    Among the zones with the same clock in the same part of the world, the one of most people.
    """
    zones = gazetteer().zones
    if name in zones or name.startswith("Etc/") or zone_named(name) is None:
        return name
    part = name.split("/")[0]
    alike = [zone for zone in zones if clock_of(zone) == clock_of(name)]
    near = [zone for zone in alike if zone.split("/")[0] == part] or alike
    if part == "US":
        near = [zone for zone in alike if zone in (_NEW_YORK, _CHICAGO, _DENVER, _LOS_ANGELES)]
    return max(near or alike or [name], key=lambda zone: zones.get(zone, 0))


def fixed_offset(text: str) -> tuple[str, str] | None:
    """The zone of "UTC-5" or "GMT+5:30", which has no summer time, and the words that said it."""
    found = _OFFSET.search(text)
    if found is None:
        return None
    hours, minutes = int(found.group(2)), int(found.group(3) or 0)
    if minutes == 0 and hours <= 12:
        # POSIX counts west of Greenwich: Etc/GMT-2 is two hours ahead.
        sign = "-" if found.group(1) == "+" else "+"
        return ("UTC" if hours == 0 else f"Etc/GMT{sign}{hours}"), found.group(0)
    seconds = (hours * 60 + minutes) * 60 * (1 if found.group(1) == "+" else -1)
    zones = gazetteer().zones
    fixed = [
        zone
        for zone in zones
        if all(
            offset is not None and offset.total_seconds() == seconds for offset in clock_of(zone)
        )
    ]
    return (max(fixed, key=lambda zone: zones[zone]), found.group(0)) if fixed else None


__all__ = ["NEEDS_TIME", "TERMS", "fixed_offset", "iana_name", "todays_name"]
