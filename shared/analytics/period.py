"""Periods of whole days in the reporting zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.db.pool import Database
from shared.errors import MalformedRequest

LONGEST_DAYS = 400
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)
PRESETS = {"7d": "7 days", "30d": "30 days", "90d": "90 days", "month": "This month"} | {
    "last-month": "Last month"
}


@dataclass(frozen=True)
class Reporting:
    """The deployment's reporting zone, and what day it is there."""

    zone: str
    today: date


@dataclass(frozen=True)
class Period:
    """The days from `begin` to before `end`."""

    begin: date
    end: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.end - self.begin).days

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        return self.end - timedelta(days=1)

    @property
    def before(self) -> "Period":
        """The period of equal length just before it."""
        return Period(self.begin - (self.end - self.begin), self.begin)


def reporting(database: Database, now: datetime) -> Reporting:
    """The zone, as the database keeps it. `now` has a zone of its own."""
    rows = database.rows(
        "select zone, (%s::timestamptz at time zone zone)::date from private.twin_reporting", (now,)
    )
    zone, today = rows[0]
    return Reporting(str(zone), today)


def read_period(query: Mapping[str, str], today: date) -> Period:
    """From an address: `from` and `to`, or `period`, one of PRESETS; the last 30 days without.

    `to` is the day after the last one. Raises MalformedRequest saying what is wrong.
    """
    if query.get("from") or query.get("to"):
        begin = _day(query, "from")
        end = _day(query, "to")
        if not begin < end:
            raise MalformedRequest("to has to be a later day than from", field="to")
        if (end - begin).days > LONGEST_DAYS:
            raise MalformedRequest(f"A period has {LONGEST_DAYS} days at most", field="from")
        return Period(begin, end)
    name = query.get("period") or "30d"
    if name not in PRESETS:
        raise MalformedRequest(f"period is none of {', '.join(PRESETS)}", field="period")
    tomorrow, first = today + timedelta(days=1), today.replace(day=1)
    if name == "month":
        return Period(first, tomorrow)
    if name == "last-month":
        return Period((first - timedelta(days=1)).replace(day=1), first)
    return Period(tomorrow - timedelta(days=int(name.removesuffix("d"))), tomorrow)


def _day(query: Mapping[str, str], name: str) -> date:
    try:
        day = date.fromisoformat(query.get(name, ""))
    except ValueError as error:
        raise MalformedRequest(f"{name} is not a day like 2026-03-01", field=name) from error
    if not _EARLIEST <= day <= _LATEST:
        raise MalformedRequest(f"{name} is not between {_EARLIEST} and {_LATEST}", field=name)
    return day
