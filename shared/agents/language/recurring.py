"""When something that repeats comes first, of how often and of the moment that a text names."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.agents.language.calendar_words import DAY_CODES
from shared.agents.language.clocks import Clock
from shared.agents.language.days import Days
from shared.agents.language.repeats import Repeats, month_days
from shared.agents.language.times import Parts, Unclear, resolved
from shared.domain.recurrence import Recurrence, rule_of

_ON_WHICH = "On which day should it come, and at what time?"


@dataclass(frozen=True, kw_only=True)
class Recurring:
    """The first moment of something that comes again, on the person's clock, and its rule."""

    at: datetime
    rule: str
    timezone: str | None = None  # IANA name, where they named another one than their own


def first_of(repeats: Repeats, parts: Parts, now: datetime) -> Recurring | Unclear:
    """When something comes first that repeats, and its whole rule; `now` on the person's clock."""
    if repeats.asks:
        return Unclear(repeats.asks)
    if parts.clock.hour is None and not parts.clock.part and repeats.part:
        parts = replace(parts, clock=Clock(part=repeats.part))
    elif repeats.part:
        parts = replace(parts, clock=Clock(part=repeats.part).over(parts.clock))
    day = _first_day(repeats, parts, now)
    if isinstance(day, Unclear):
        return day
    named = resolved(replace(parts, days=Days((day or now.date() + timedelta(days=1),))), now)
    if not isinstance(named, datetime):
        return named or Unclear(_ON_WHICH)
    zone = parts.zone if isinstance(parts.zone, ZoneInfo) else None
    there = zone or now.tzinfo
    wall = named.astimezone(there).replace(tzinfo=None)
    rule = _on_day_of(repeats.rule, wall) if repeats.day_is_missing else repeats.rule
    today = now.astimezone(there).replace(tzinfo=None)
    # Without a day of its own it may begin today.
    anchor = wall if day else datetime.combine(today.date(), wall.time())
    # The first is the next one that fits; what lies between two counts from there.
    recurrence = Recurrence(rule=re.sub(r";INTERVAL=\d+", "", rule), first=anchor)
    since = max(now, named - timedelta(seconds=1)) if day else now
    first = recurrence.after(since, there) if there else None
    if first is None:
        return Unclear("That never comes. Which day and time do you mean?")
    at = first.astimezone(now.tzinfo)
    return Recurring(at=at, rule=rule_of(rule + repeats.end), timezone=str(zone) if zone else None)


def _first_day(repeats: Repeats, parts: Parts, now: datetime) -> date | Unclear | None:
    if parts.days.asks and not parts.days.days:
        return Unclear(parts.days.asks)
    if parts.invalid or parts.delay or parts.anchored:
        named = resolved(parts, now)
        if isinstance(named, datetime):
            return named.date()
        return named or Unclear(_ON_WHICH)
    if repeats.day_is_missing and not parts.days.days:
        return Unclear(_ON_WHICH)
    if repeats.day_is_missing and "MONTHLY" in repeats.rule and parts.days.weekday:
        return Unclear("Which one of the month: the first, the last, or on which date?")
    days = parts.days.days
    if not days:
        return None
    if len(days) > 1 and not parts.days.today_too:
        named = resolved(parts, now)
        return named.date() if isinstance(named, datetime) else named
    return next(iter(days))


def _on_day_of(rule: str, at: datetime) -> str:
    """The rule on the day that was named with it."""
    if rule.startswith("FREQ=WEEKLY"):
        return f"{rule};BYDAY={DAY_CODES[at.weekday()]}"
    if rule.startswith("FREQ=MONTHLY"):
        return f"{rule};{month_days([at.day])}"
    return f"{rule};BYMONTH={at.month};BYMONTHDAY={at.day}"


__all__ = ["Recurring", "first_of"]
