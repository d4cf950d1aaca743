"""Moments in the future, as people write them; unclear ones give a question, never a guess.

Of 82 clear requests of tests/corpus/reminders.json, on 60 of which it was mended, this reads all;
dateparser 1.5 31 (36 silently wrong), parsedatetime 2.6 32 (39); of 21 unclear ones they set 13
and 15. Importing dateparser takes 1.4 s. Of 20 that repeat recurrent 0.4 reads 17, `repeats` all.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from shared.agents.language.clocks import Clock, take_clock
from shared.agents.language.days import GONE_DAY, PAST, Days, take_day
from shared.agents.language.delays import Delay, take_anchored, take_delay
from shared.agents.language.scan import Scan
from shared.agents.language.time_words import (
    unread_time,
    without_courtesies,
    without_fillers,
)
from shared.agents.language.zone_words import take_zone
from shared.agents.zones import spoken

_NO_DAYS = Days()
_NO_CLOCK = Clock()
_DEFAULT_TIME = time(9)
_END_OF_WORK = time(17)
WHEN = "When should that be? A day and a time is enough."
PASSED = "That moment has passed already. Which day and time do you mean?"
NO_DATE = "I couldn't read that date. Which day and time do you mean?"


@dataclass(frozen=True)
class Unclear:
    """No single moment is meant; `question` names the choices, `choices` are their moments."""

    question: str
    choices: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Moment:
    """A moment on the person's own clock, and the text without the words that said it."""

    at: datetime  # with their time zone
    rest: str


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What one text says of a moment, and the rest of it."""

    rest: str
    days: Days = _NO_DAYS
    clock: Clock = _NO_CLOCK
    delay: Delay | None = None
    anchored: tuple[Delay, bool] | None = None  # so far from the day and time, and whether before
    zone: ZoneInfo | str | None = None
    invalid: bool = False
    past: bool = False
    leads: bool = False  # the text begins with it

    def __bool__(self) -> bool:
        return bool(
            self.days or self.clock or self.delay or self.anchored or self.invalid or self.past
        )

    @property
    def left(self) -> str:
        """What looks like a time and was not read; empty: nothing."""
        return unread_time(GONE_DAY.sub(" ", self.rest))


def read_parts(text: str, now: datetime) -> Parts:
    """What a text says of a moment after `now` (aware, on the person's clock)."""
    scan = Scan(without_fillers(text))
    try:
        return _read(scan, now)
    except (ValueError, OverflowError):
        return Parts(rest=scan.rest, invalid=True)


def _read(scan: Scan, now: datetime) -> Parts:
    delay = take_delay(scan)
    anchored = None if delay else take_anchored(scan)
    month_first = str(now.tzinfo).startswith(("America/", "Pacific/Honolulu", "US/"))
    days = Days() if delay and delay.real else take_day(scan, now.date(), month_first=month_first)
    clock = Clock() if delay and delay.real else take_clock(scan)
    if days.asks and not clock and not delay:
        clock = take_clock(scan)
    zone = take_zone(scan) if clock.hour is not None else None
    past = not (days or clock or delay) and PAST.search(scan.text) is not None
    return Parts(
        rest=scan.rest, days=days, clock=clock, delay=delay, anchored=anchored, zone=zone,
        past=past, leads=scan.begins_read,
    )  # fmt: skip


def joined(earlier: Parts, later: Parts) -> Parts:
    """What two texts say together: the later one where both say something."""
    if later.delay is not None and later.delay.real:
        return replace(later, anchored=None)
    days = later.days.narrowed(earlier.days) or (Days() if later.delay else earlier.days)
    if later.clock and not days.days and days.within is None:
        days = later.days  # "later", then "4pm"
    return Parts(
        rest=later.rest,
        days=days,
        clock=later.clock.over(earlier.clock),
        delay=later.delay or (None if later.days else earlier.delay),
        anchored=later.anchored or (None if later.days else earlier.anchored),
        zone=later.zone or (None if later.clock.hour is not None else earlier.zone),
        invalid=later.invalid or (earlier.invalid and not later.days),
        past=later.past,
        leads=later.leads,
    )


def resolved(parts: Parts, now: datetime) -> datetime | Unclear | None:
    """The one moment that is meant, after `now`; None when no moment is named."""
    if parts.invalid:
        return Unclear(NO_DATE)
    if isinstance(parts.zone, str):
        place = parts.zone.title()
        return Unclear(f"I don't know the time zone of {place}. When is that on your own clock?")
    try:
        found = _moments(parts, now)
    except (ValueError, OverflowError):
        return Unclear(NO_DATE)
    if found is None or isinstance(found, Unclear):
        return found
    local = [at.astimezone(now.tzinfo) for at in found]
    coming = sorted({at for at in local if at > now})
    if not coming:
        return Unclear(PASSED)
    if len(coming) == 1:
        return coming[0]
    return _which(coming, parts)


def _moments(parts: Parts, now: datetime) -> list[datetime] | Unclear | None:
    if parts.delay is not None:
        return _after(parts.delay, parts, now)
    if parts.days.asks and not parts.days.days:
        return Unclear(parts.days.asks)
    if parts.anchored is not None:
        return _from_anchor(parts, now)
    if parts.past:
        return Unclear(PASSED)
    if parts.days.days:
        return _on_days(parts.days.days, parts, now)
    return _next(parts, now) if parts.clock else None


def _after(delay: Delay, parts: Parts, now: datetime) -> list[datetime]:
    if not delay.of_the_calendar or not parts.clock:
        return [delay.moment_from(now)]
    return _on_days((delay.day_from(now.date()),), parts, now)


def _from_anchor(parts: Parts, now: datetime) -> list[datetime] | Unclear | None:
    if parts.anchored is None:
        return None
    delay, back = parts.anchored
    no_anchor = Unclear("I don't know when that is. Which day and time do you mean?")
    if not parts.days.days and not (parts.clock and delay.real):
        return no_anchor
    if delay.real and not parts.clock:
        return Unclear("At what time is that? Then I can count from it.")
    if delay.real:
        moments = _on_days(parts.days.days, parts, now) if parts.days.days else _next(parts, now)
        return [delay.moment_from(at, back=back) for at in moments]
    days = tuple(delay.day_from(day, back=back) for day in parts.days.days[-1:])
    return _on_days(days, replace(parts, days=Days(days)), now)


def _on_days(days: tuple[date, ...], parts: Parts, now: datetime) -> list[datetime]:
    zone = parts.zone if isinstance(parts.zone, ZoneInfo) else now.tzinfo
    if not parts.clock:
        usual = _END_OF_WORK if parts.days.ends else _DEFAULT_TIME
        return [datetime.combine(day, usual, zone) for day in days]
    times = parts.clock.times()
    if parts.days.ends and parts.clock.hour is None:
        times = [(0, _END_OF_WORK)]
    # "Friday at midnight" is the end of it, or its beginning.
    if parts.clock.hour == 24 and days[0] > now.date():
        times = [(0, time(0)), (1, time(0))]
    return [
        datetime.combine(day + timedelta(days=later), clock, zone)
        for day, (later, clock) in product(days, times)
    ]


def _next(parts: Parts, now: datetime) -> list[datetime]:
    """The next time that a clock shows this; both halves of the day where they differ in sense."""
    zone = parts.zone if isinstance(parts.zone, ZoneInfo) else now.tzinfo
    there = now.astimezone(zone)
    moments: list[datetime] = []
    times = parts.clock.times()
    if len(times) == 1 and not parts.clock.is_sure and times[0][1].hour < 12:
        morning = datetime.combine(there.date(), times[0][1], zone)
        evening = datetime.combine(
            there.date(), times[0][1].replace(hour=times[0][1].hour + 12), zone
        )
        if morning <= now < evening:
            times = [*times, (0, evening.time())]
    for later, clock in times:
        at = datetime.combine(there.date() + timedelta(days=later), clock, zone)
        moments.append(at if at > now else at + timedelta(days=1))
    today = [at for at in moments if at.date() == there.date()]
    # "At 5", said at 10 in the morning, is 5 in the afternoon; at 8 a later 9 is in doubt.
    small = parts.clock.hour is not None and parts.clock.hour <= 6 and not parts.clock.is_sure
    return today if small and len(today) == 1 and today[0].hour >= 12 else moments


def _which(choices: list[datetime], parts: Parts) -> Unclear:
    """The question, with the moments in the order in which it names them."""
    days = {at.date() for at in choices}
    if len(days) > 1 and parts.clock.hour == 24:
        named = " or ".join(_midnight(at) for at in choices)
        return Unclear(f"Do you mean {named}?", tuple(choices))
    if len(days) > 1 and len(parts.days.days) > 1:
        named = " or ".join(f"{day:%A %b} {day.day}" for day in sorted(days))
        when = "" if parts.clock else ", and at what time"
        return Unclear(f"Do you mean {named}{when}?", tuple(choices))
    if len(days) == 1 or parts.clock.times()[0][1].hour <= 6:
        choices = sorted(choices, key=lambda at: at.hour)
        named = f"{_hour(choices[0])} in the morning or {_hour(choices[-1])} in the afternoon"
        return Unclear(f"Do you mean {named}?", tuple(choices))
    first, last = choices[0], choices[-1]
    evening = "tonight" if first.hour >= 17 else "this afternoon"
    named = f"{_hour(first)} {evening} or {_hour(last)} tomorrow morning"
    return Unclear(f"Do you mean {named}?", tuple(choices))


def _hour(at: datetime) -> str:
    return f"{at.hour % 12 or 12}{f':{at:%M}' if at.minute else ''}"


def _midnight(at: datetime) -> str:
    before = at - timedelta(days=1)
    return f"the midnight between {before:%a} and {at:%a %b} {at.day}"


def read_moment(text: str, now: datetime) -> Moment | Unclear | None:
    """The moment a text names, after `now` (aware, on the person's clock).

    None when it names none. "Tomorrow" alone means 9 in the morning. What lies in the past, could
    be two moments, or leaves words unread that look like a time, is Unclear.
    """
    parts = read_parts(text, now)
    at = resolved(parts, now)
    if isinstance(at, datetime):
        return confirmed(at, parts, now)
    if at is None and parts.left:
        return Unclear(WHEN)
    return at


def confirmed(at: datetime, parts: Parts, now: datetime) -> Moment | Unclear:
    """The moment, or the question whether it is meant where a word that may be a time is unread."""
    if not parts.left:
        return Moment(at=at, rest=parts.rest)
    zone = now.tzinfo if isinstance(now.tzinfo, ZoneInfo) else ZoneInfo("UTC")
    question = f'Do you mean {spoken(at, zone)}, with "{parts.left}" as part of what it is about?'
    return Unclear(question, (at,))


def names_a_time(text: str) -> bool:
    """Whether a day or a time stands anywhere in the text."""
    return bool(read_parts(text, ANY))


def names_a_clock(text: str) -> bool:
    """Whether a time of day stands anywhere in the text, or a span of time from now."""
    parts = read_parts(text, ANY)
    return bool(parts.clock or (parts.delay and parts.delay.real))


def names_a_day(text: str) -> bool:
    """Whether a day stands anywhere in the text, or a span of time from now."""
    parts = read_parts(text, ANY)
    return bool(parts.days or parts.delay or parts.anchored)


def is_time_only(text: str) -> bool:
    """Whether the text is little but a time, as an answer to "when?" is."""
    parts = read_parts(text, ANY)
    return bool(parts) and not without_courtesies(parts.rest)


ANY = datetime(2026, 6, 2, 10, tzinfo=ZoneInfo("America/New_York"))  # any moment reads alike

__all__ = [
    "ANY",
    "PASSED",
    "Moment",
    "Parts",
    "Unclear",
    "confirmed",
    "is_time_only",
    "joined",
    "names_a_clock",
    "names_a_day",
    "names_a_time",
    "read_moment",
    "read_parts",
    "resolved",
]
