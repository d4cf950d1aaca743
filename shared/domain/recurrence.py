"""Reminders that come again: a rule of RFC 5545 on the wall clock of a time zone.

The rule is the value of an RRULE ("FREQ=WEEKLY;BYDAY=MO,TH"), its time of day is that of the first
occurrence. Each occurrence is at the same time on the wall: across a change to or from summer time
the moment moves. A time that the change skips is the one that the clock shows instead, an hour
later; of a time that comes twice it is the first.
"""

import re
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from shared.domain.model import Value

if TYPE_CHECKING:
    from dateutil.rrule import rrule

_PARTS: dict[str, str] = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d?",
    "COUNT": r"[1-9]\d{0,2}",
    "UNTIL": r"\d{8}(?:T\d{6}Z?)?",
    "BYDAY": r"(?:[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU))(?:,[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU))*",
    "BYMONTHDAY": r"-?\d{1,2}(?:,-?\d{1,2})*",
    "BYMONTH": r"\d{1,2}(?:,\d{1,2})*",
    "BYSETPOS": r"-?\d{1,2}",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
}
_DAY_NAMES = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday",
    "SA": "Saturday", "SU": "Sunday",
}  # fmt: skip
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}


def rule_of(text: str) -> str:
    """The rule in its usual form. Raises ValueError, which says what is wrong with it."""
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, _, value = part.partition("=")
        pattern = _PARTS.get(name.strip())
        if name.strip() == "FREQ" and value.strip() in ("HOURLY", "MINUTELY", "SECONDLY"):
            raise ValueError("a reminder comes at most once a day")
        if pattern is None or not re.fullmatch(pattern, value.strip()):
            raise ValueError(f"{part.strip()!r:.40} is no part of a rule that a reminder may have")
        parts[name.strip()] = value.strip()
    if "FREQ" not in parts:
        raise ValueError("the rule has no FREQ")
    rule = ";".join(f"{name}={parts[name]}" for name in _PARTS if name in parts)
    try:
        _parsed(rule, datetime(2026, 1, 1))  # noqa: DTZ001
    except ValueError as error:
        raise ValueError(f"the rule {rule} cannot be read: {error}") from error
    return rule


class Recurrence(Value):
    """How a reminder repeats."""

    rule: Annotated[str, Field(max_length=200)]
    first: datetime  # its first occurrence, on the wall clock: without an offset
    timezone: str | None = None  # IANA name; None: wherever the person is then

    def after(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """The next occurrence after an aware moment, in a zone; None when it has ended.

        `zone` is the person's, for a reminder that has none of its own.
        """
        there = ZoneInfo(self.timezone) if self.timezone else zone
        rule = _parsed(self.rule, self.first)
        wall = moment.astimezone(there).replace(tzinfo=None)
        # In the hour that comes twice the wall clock does not tell what is later.
        found = rule.after(wall, inc=True)
        while found is not None and found.replace(tzinfo=there).timestamp() <= moment.timestamp():
            found = rule.after(found)
        if found is None:
            return None
        # By way of UTC, so that a time that the change to summer time skips becomes one that is.
        return datetime.fromtimestamp(found.replace(tzinfo=there).timestamp(), there)

    def comes_at(self, wall: datetime) -> bool:
        """Whether it comes at a time of the wall clock, without an offset."""
        return _parsed(self.rule, self.first).after(wall, inc=True) == wall

    def at(self, first: datetime) -> "Recurrence":
        """The same rule from another first occurrence on."""
        return self.model_copy(update={"first": first})

    @property
    def words(self) -> str:
        """How it repeats and when, as a person says it: "every Monday and Thursday at 9:00 AM"."""
        return described(self.rule, f"{self.first.hour % 12 or 12}:{self.first:%M %p}")


@lru_cache(maxsize=256)
def _parsed(rule: str, first: datetime) -> "rrule":
    # Takes some 20 ms to import, and few turns have a reminder that repeats.
    from dateutil.rrule import rrule, rrulestr

    # An end is on the wall clock as all of it is: RFC 5545 wants UTC only beside a zone.
    read = rrulestr(re.sub(r"(UNTIL=\d{8}T\d{6})Z", r"\1", _whole_day(rule)), dtstart=first)
    if not isinstance(read, rrule):
        raise ValueError("it is more than one rule")
    return read


def _whole_day(rule: str) -> str:
    """An end without a time is the end of that day."""
    return re.sub(r"UNTIL=(\d{8})(?!T)", r"UNTIL=\1T235959", rule)


def described(rule: str, clock: str) -> str:
    """A rule in words, at a time of day."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    words = f"{_on_days(parts, int(parts.get('INTERVAL', '1')))} at {clock}"
    if until := parts.get("UNTIL"):
        end = datetime.strptime(until[:8], "%Y%m%d")  # noqa: DTZ007
        words += f" until {end:%b} {end.day}"
    if count := parts.get("COUNT"):
        words += f", {count} times"
    return words


def _on_days(parts: dict[str, str], every: int) -> str:
    days = parts.get("BYDAY", "")
    if parts["FREQ"] == "WEEKLY" and days and every <= 2:
        named = _named_days(days)
        return f"every other {named}" if every == 2 else f"every {named}"
    unit = _UNITS[parts["FREQ"]]
    each = {1: f"every {unit}", 2: f"every other {unit}"}.get(every, f"every {every} {unit}s")
    if parts["FREQ"] == "WEEKLY" and days:
        return f"{each} on {_named_days(days)}"
    if days and (place := parts.get("BYSETPOS") or re.sub(r"[A-Z,]", "", days)):
        named = {"MO,TU,WE,TH,FR": "weekday", "SA,SU": "weekend day"}.get(
            days, _list([_DAY_NAMES[day[-2:]] for day in days.split(",")])
        )
        return f"the {_PLACES.get(int(place), place)} {named} of {each}"
    if (numbers := parts.get("BYMONTHDAY")) and (month := parts.get("BYMONTH")):
        return f"{each} on {_MONTHS[int(month.split(',')[0]) - 1]} {numbers}"
    if numbers:
        if parts.get("BYSETPOS") == "-1":  # the last of these that the month has
            numbers = numbers.split(",")[-1]
        if numbers in ("-1", "31"):
            return f"the last day of {each}"
        return f"{each} on the {_list([_ordinal(int(number)) for number in numbers.split(',')])}"
    return f"{each} on {_named_days(days)}" if days else each


def _named_days(days: str) -> str:
    named = {"MO,TU,WE,TH,FR": "weekday", "SA,SU": "Saturday and Sunday"}
    return named.get(days) or _list([_DAY_NAMES[day[-2:]] for day in days.split(",")])


def _list(words: list[str]) -> str:
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1]


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number not in (11, 12, 13) else 0, "th")
    return f"{number}{ending}"


__all__ = ["Recurrence", "described", "rule_of"]
