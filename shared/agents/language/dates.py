"""Dates, as people write them: 24.12., 12/24, march 14 2028, the 3rd, the first monday of july."""

import re
from calendar import monthrange
from datetime import date, timedelta

from shared.agents.language.calendar_words import DAY, MONTH, day_of, month_of
from shared.agents.language.numbers import ORDINAL, whole
from shared.agents.language.scan import READ, Scan

ON = r"\b(?:on |by |from |as of |come |until |till )?"
_NUMBER_DAY = rf"(?P<day>{ORDINAL}|\d{{1,2}})"
_YEAR = r"(?:,? (?:of )?(?P<year>20\d\d)\b|,? '(?P<short>\d\d)\b)?"
_DATES = (
    re.compile(rf"{ON}(?P<year>20\d\d)[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})\b"),
    re.compile(rf"{ON}(?:the )?{_NUMBER_DAY}\.?(?: of)? (?P<name>{MONTH})\b\.?{_YEAR}(?![a-z])"),
    re.compile(
        rf"{ON}(?:(?:next|this|this coming|coming) )?(?P<name>{MONTH})\.? (?:the )?"
        rf"{_NUMBER_DAY}\b(?!:|\.\d|\s?[ap]\.?m|h\d){_YEAR}"
    ),
    re.compile(
        rf"{ON}(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})(?:/(?P<year>20\d\d|\d\d))?\b(?!/)"
    ),
    re.compile(
        rf"{ON}(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.(?:\s?(?P<year>20\d\d|\d\d)\b)?(?!\d)"
    ),
    re.compile(
        rf"{ON}(?:the )?(?P<ordinal>{ORDINAL}|\d{{1,2}}) (?:of )?(?P<which>this|next|the) month\b"
    ),
    re.compile(
        rf"\b(?:(?:on|by|until|till|from) )?the (?P<ordinal>{ORDINAL})\b"
        rf"(?! (?:one|two|half|quarter|time|thing|draft|round|week|month|year|day of|{DAY})\b)"
    ),
    re.compile(r"\b(?:on|by) (?P<ordinal>\d{1,2}(?:st|nd|rd|th))\b"),
    re.compile(
        rf"(?:(?<={READ})(?:,? )|(?:^|\| ?)\W*)(?:the )?(?P<ordinal>\d{{1,2}}(?:st|nd|rd|th))\b"
    ),
)
_PLACED = re.compile(
    rf"{ON}the (?P<place>first|1st|second|2nd|third|3rd|fourth|4th|last) (?P<weekday>{DAY})"
    rf" (?:of|in) (?:(?P<name>{MONTH})|(?P<which>next|this|the) month)\b"
    rf"|{ON}(?P<place2>first|second|third|fourth|last) (?P<weekday2>{DAY}) (?:of|in) "
    rf"(?P<name2>{MONTH})\b"
)


def take_date(scan: Scan, today: date, *, month_first: bool) -> tuple[date, ...]:
    """The day of a date, or two where 3/4 may be both; empty: the text has none.

    Raises ValueError for a date that no calendar has.
    """
    if found := scan.take(_PLACED):
        return (_placed(found, today),)
    for pattern in _DATES:
        found = scan.find(pattern)
        if found is None or _is_a_fraction(scan, found):
            continue
        scan.mark(*found.span())
        parts = found.groupdict()
        _take_its_weekday(scan)
        if parts.get("first"):
            return _slashed(parts, today, month_first=month_first)
        if ordinal := parts.get("ordinal"):
            return (_of_month(whole(ordinal) or 0, parts.get("which") == "next", today),)
        month = month_of(parts["name"]) if parts.get("name") else int(parts["month"] or 0)
        year = parts.get("year") or parts.get("short")
        return (_in_year(year, month, whole(parts["day"] or "") or 0, today),)
    return ()


def _placed(found: re.Match[str], today: date) -> date:
    """ "The first monday of july": the next that is still to come."""
    parts = found.groupdict()
    name = parts["name"] or parts["name2"]
    place = parts["place"] or parts["place2"] or ""
    wanted = day_of(parts["weekday"] or parts["weekday2"] or "")
    month = today.replace(day=1, month=month_of(name)) if name else today.replace(day=1)
    if parts["which"] == "next":
        month = (month + timedelta(days=31)).replace(day=1)
    day = _in_month(month, wanted, -1 if place == "last" else whole(place) or 1)
    if day >= today:
        return day
    later = (
        month.replace(year=month.year + 1) if name else (month + timedelta(days=31)).replace(day=1)
    )
    return _in_month(later, wanted, -1 if place == "last" else whole(place) or 1)


def _in_month(month: date, weekday: int, place: int) -> date:
    if place < 0:
        last = month.replace(day=monthrange(month.year, month.month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    return month + timedelta(days=(weekday - month.weekday()) % 7 + 7 * (place - 1))


def _is_a_fraction(scan: Scan, found: re.Match[str]) -> bool:
    """ "1/2" of an hour, or 24/7, is no date."""
    return found.group().strip() in ("24/7", "50/50") or (
        bool(found.groupdict().get("first"))
        and re.match(
            r"\s*(?:an? |of )?(?:hour|day|price|off|time|gallon|cup)", scan.text[found.end() :]
        )
        is not None
    )


def _take_its_weekday(scan: Scan) -> None:
    """ "Friday the 12th": the day's name is part of the date."""
    beside = re.compile(
        rf"\b(?:on )?(?:{DAY})(?:,? (?:the )?|, ?)(?={READ})|(?<={READ}),? \(?(?:{DAY})\b\)?(?!'s)"
    )
    if found := scan.find(beside):
        scan.mark(*found.span())


def _slashed(parts: dict[str, str | None], today: date, *, month_first: bool) -> tuple[date, ...]:
    first, second = int(parts["first"] or 0), int(parts["second"] or 0)
    year = parts.get("year")
    if first > 12 or second > 12 or first == second:
        month, day = (second, first) if first > 12 else (first, second)
        return (_in_year(year, month, day, today),)
    if month_first:
        return (_in_year(year, first, second, today),)
    both = sorted({_in_year(year, first, second, today), _in_year(year, second, first, today)})
    return tuple(both)


def _in_year(year: str | None, month: int, day: int, today: date) -> date:
    if year:
        return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    for ahead in range(5):  # February 29th waits for its year
        if month == 2 and day == 29 and monthrange(today.year + ahead, 2)[1] < 29:
            continue
        found = date(today.year + ahead, month, day)
        if found >= today:
            return found
    raise ValueError(day)


def _of_month(day: int, next_month: bool, today: date) -> date:
    """ "The 12th": of this month, or of the next one that has it when that is over."""
    if not 1 <= day <= 31:
        raise ValueError(day)
    month = today.replace(day=1)
    if next_month or day < today.day:
        month = (month + timedelta(days=31)).replace(day=1)
    if day > monthrange(month.year, month.month)[1]:
        if next_month:
            raise ValueError(day)
        month = (month + timedelta(days=31)).replace(day=1)
    return month.replace(day=day)


__all__ = ["ON", "take_date"]
