"""Spans of time, as people write them: "in 2 1/2 hours", "a week from", "2 days before"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.agents.language.numbers import AMOUNT, amount
from shared.agents.language.scan import Scan

_UNIT = (
    r"(?:min(?:ute)?s?|m(?![a-z])|h(?:ou)?rs?|h(?![a-z])|(?:business |working |week)?days?"
    r"|fortnights?|w(?:ee)?ks?|months?|mos?(?![a-z])|years?|yrs?)"
)
_PART = rf"({AMOUNT})\s*-?({_UNIT})\b( and an? (?:half|quarter))?"
_HOURS_MINUTES = r"(\d{1,2})\s?h\s?([0-5]\d)\s?(?:m(?:ins?)?)?\b"
_BARE_SPAN = rf"(?:{AMOUNT}\s*-?{_UNIT}\b(?: and an? (?:half|quarter))?)"
# "hour and a half", "half hour" need no article.
_LOOSE_SPAN = r"(?:hour and a (?:half|quarter)|fortnight)"
SPAN = (
    rf"(?:{_HOURS_MINUTES.replace('(', '(?:', 2)}"
    rf"|{_BARE_SPAN}(?:\s*(?:,|and|,\s*and|\s)\s*{_BARE_SPAN})*|{_LOOSE_SPAN})"
)
_ABOUT = r"(?:about |around |roughly |like |maybe |exactly |say |approximately |just )*"
_IN = re.compile(
    rf"\b(?:in|within|after|for another|give me|give it|in another) {_ABOUT}({SPAN})"
    r"(?: or so|(?:'s)? time)?(?!\s*(?:before|after|from|ago|earlier)\b)"
)
# "Remind me in 20 to take the bread out": minutes.
_IN_MINUTES = re.compile(
    rf"\b(?:in|in another) {_ABOUT}(5|10|15|20|25|30|40|45|50|60|90)(?=\W*$|,? (?:to|about|that|"
    rf"re)\b)"
)
_FROM_NOW = re.compile(rf"\b{_ABOUT}({SPAN})(?: or so)? (?:from now|from today|hence|later)\b")
_ALONE = re.compile(
    rf"^\W*{_ABOUT}(?!\d{{1,2}}\s?h\s?\d\d\W*$)({SPAN})(?: or so)?(?: (?:please|"
    r"thanks|pls|is (?:fine|ok)))?\W*$"
)
_ANCHORED = re.compile(
    rf"\b(?:in )?({SPAN}) (before|prior to|ahead of|after|from|following|on(?= \w*day\b))\b"
)
_SHIFT = re.compile(
    rf"\b(?:by |back |out |forward |up )*({SPAN})(?: (later|earlier|sooner|back))?\b"
)
_MONTHS = {"month": 1, "mo": 1, "year": 12, "yr": 12}


@dataclass(frozen=True)
class Delay:
    """A span of time: calendar months and days, on the clock of a place; and real time."""

    months: int = 0
    days: int = 0
    workdays: int = 0
    real: timedelta = timedelta(0)

    @property
    def of_the_calendar(self) -> bool:
        """Whether it leads to a day, rather than to a moment."""
        return not self.real

    def day_from(self, day: date, *, back: bool = False) -> date:
        """The day that lies this far after a day, or before it."""
        sign = -1 if back else 1
        months = day.year * 12 + day.month - 1 + sign * self.months
        year, month = divmod(months, 12)
        first = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        moved = first + sign * timedelta(days=self.days)
        for _ in range(self.workdays):
            moved += timedelta(days=sign)
            while moved.isoweekday() > 5:
                moved += timedelta(days=sign)
        return moved

    def moment_from(self, moment: datetime, *, back: bool = False) -> datetime:
        """The moment this far away; real time also counts across a change to summer time."""
        day = self.day_from(moment.date(), back=back)
        clock = moment.time().replace(second=0, microsecond=0) if not self.real else moment.time()
        local = datetime.combine(day, clock, moment.tzinfo) if day != moment.date() else moment
        seconds = self.real.total_seconds() * (-1 if back else 1)
        return datetime.fromtimestamp(local.timestamp() + seconds, moment.tzinfo)


def delay_of(text: str) -> Delay:
    """The span that `SPAN` has found. Raises ValueError for one of no known length."""
    months, days, workdays, real = 0, 0.0, 0, timedelta(0)
    for number, unit in _parts(text):
        stem = unit.removesuffix("s") if unit != "s" else unit
        if stem in _MONTHS:
            if number != int(number):
                days += 30 * _MONTHS[stem] * (number - int(number))
            months += int(number) * _MONTHS[stem]
        elif stem in ("day", "week", "wk", "fortnight"):
            days += number * {"day": 1, "week": 7, "wk": 7, "fortnight": 14}[stem]
        elif stem.endswith("day"):
            workdays += int(number)
        else:
            real += timedelta(hours=number) if stem[0] == "h" else timedelta(minutes=number)
    if real and days:
        real += timedelta(days=days - int(days))
    elif days != int(days):
        real = timedelta(days=days - int(days)) if days < 1 else real
    return Delay(months=months, days=int(days), workdays=workdays, real=real)


def _parts(text: str) -> Iterator[tuple[float, str]]:
    if found := re.fullmatch(_HOURS_MINUTES, text.strip()):
        yield int(found[1]) + int(found[2]) / 60, "hour"
        return
    if re.fullmatch(_LOOSE_SPAN, text.strip()):
        text = f"a {text.strip()}"
    for found in re.finditer(_PART, text):
        extra = 0.0
        if found[3]:
            extra = 0.5 if "half" in found[3] else 0.25
        yield amount(found[1]) + extra, found[2]


def take_delay(scan: Scan) -> Delay | None:
    """ "In 20 minutes", "2 weeks from now"; a span that is all the text needs no "in"."""
    for pattern in (_FROM_NOW, _IN, _ALONE):
        if found := scan.take(pattern):
            return delay_of(found[1])
    found = scan.take(_IN_MINUTES)
    return Delay(real=timedelta(minutes=int(found[1]))) if found else None


def take_anchored(scan: Scan) -> tuple[Delay, bool] | None:
    """The span of "2 days before", and whether it leads back; what it is before stays unread."""
    found = scan.take(_ANCHORED)
    return (delay_of(found[1]), found[2] in ("before", "prior to", "ahead of")) if found else None


def read_shift(text: str) -> tuple[Delay, bool] | None:
    """How far something is to be moved ("push it by an hour"), and whether to an earlier moment."""
    found = _SHIFT.search(text.lower())
    if found is None:
        return None
    earlier = found[2] in ("earlier", "sooner") or " forward " in found[0] or " up " in found[0]
    return delay_of(found[1]), earlier


__all__ = ["SPAN", "Delay", "delay_of", "read_shift", "take_anchored", "take_delay"]
