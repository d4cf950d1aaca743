"""Quiet hours and local days: when a person may be texted first, wherever they may be.

Quiet hours are 21:00 to 08:00 on the person's clock unless they chose their own; the end may lie
past midnight. Where their zone is not known, all zones that their phone number may lie in must be
awake. Clocks jump and repeat: what counts is what the clock on the wall shows, so hours that a
change of clocks skips end at the change, and hours that it repeats are quiet twice. Days of rest
are quiet from midnight to midnight on the same clock.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.domain.phone import time_zones_of

QUIET_FROM = time(21)
QUIET_UNTIL = time(8)
_DAY = timedelta(days=1)
_HORIZON = 3  # days; within them every pattern of clocks comes round again
_WEEK = 9  # days; the same with days of rest


def zone_named(name: str | None) -> ZoneInfo | None:
    """The IANA zone of this name, or None when there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@dataclass(frozen=True)
class QuietHours:
    """When not to text. Equal `start` and `end`: no hour is quiet. `zones` has at least one."""

    zones: tuple[ZoneInfo, ...]
    start: time = QUIET_FROM
    end: time = QUIET_UNTIL
    rest_days: frozenset[int] = frozenset()  # ISO days of the week, quiet as a whole

    @property
    def home(self) -> ZoneInfo:
        """The zone whose calendar days are the person's."""
        return self.zones[0]

    def days_only(self) -> "QuietHours | None":
        """The same without quiet hours; None when it has no days of rest either."""
        return replace(self, start=time(0), end=time(0)) if self.rest_days else None

    def rests_at(self, moment: datetime) -> bool:
        """Whether it is a day of rest in any of the zones."""
        days = {moment.astimezone(zone).isoweekday() for zone in self.zones}
        return not days.isdisjoint(self.rest_days)

    def quiet_at(self, moment: datetime) -> bool:
        """Whether it is quiet in any of the zones."""
        return any(self._quiet_in(zone, moment) for zone in self.zones)

    def next_awake(self, moment: datetime) -> datetime | None:
        """The first moment from `moment` on that is quiet nowhere; None if there is none."""
        return self._next(moment, quiet=False)

    def next_quiet(self, moment: datetime) -> datetime | None:
        """The first moment from `moment` on that is quiet somewhere; None if there is none."""
        return self._next(moment, quiet=True)

    def _next(self, moment: datetime, *, quiet: bool) -> datetime | None:
        if self.quiet_at(moment) is quiet:
            return moment
        clocks = (self.start, self.end, time(0)) if self.rest_days else (self.start, self.end)
        days = _WEEK if self.rest_days else _HORIZON
        turns = {
            turn
            for zone in self.zones
            for turn in _turns(zone, clocks, moment, days)
            if turn > moment
        }
        return next((turn for turn in sorted(turns) if self.quiet_at(turn) is quiet), None)

    def _quiet_in(self, zone: ZoneInfo, moment: datetime) -> bool:
        local = moment.astimezone(zone)
        if local.isoweekday() in self.rest_days:
            return True
        clock = local.time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


def quiet_hours_of(
    *,
    timezone: str | None,
    phone_zones: frozenset[str],
    default_timezone: str,
    start: time | None = None,
    end: time | None = None,
    rest_days: Iterable[int] = (),
) -> QuietHours:
    """A person's quiet hours: their own zone and hours where set, else as the number suggests.

    A number without a place takes the deployment's default zone, as does one whose zones are never
    all awake together.
    """
    default = zone_named(default_timezone) or ZoneInfo("UTC")
    at_default = QuietHours(
        (default,), start or QUIET_FROM, end or QUIET_UNTIL, frozenset(rest_days)
    )
    own = zone_named(timezone)
    if own is not None:
        return replace(at_default, zones=(own,))
    possible = {name: zone for name in phone_zones if (zone := zone_named(name))}
    # The default is home where it is possible: it is where the deployment's people are.
    names = sorted(possible, key=lambda name: (name != default_timezone, name))
    hours = replace(at_default, zones=tuple(possible[name] for name in names) or (default,))
    # Clocks differ by the season: both must leave a common hour.
    seasons = (datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC))
    if any(hours.next_awake(season) is None for season in seasons):
        return at_default
    return hours


def quiet_hours_for(
    *,
    timezone: str | None,
    phone_number: str,
    default_timezone: str,
    start: time | None,
    end: time | None,
    rest_days: Iterable[int] = (),
) -> QuietHours:
    """As `quiet_hours_of`, by their number, which is asked only of who has no zone of their own."""
    return quiet_hours_of(
        timezone=timezone,
        phone_zones=frozenset() if zone_named(timezone) else time_zones_of(phone_number),
        default_timezone=default_timezone,
        start=start,
        end=end,
        rest_days=rest_days,
    )


def local_day(zone: ZoneInfo, moment: datetime) -> date:
    """The calendar day at `moment` in `zone`."""
    return moment.astimezone(zone).date()


def day_end(zone: ZoneInfo, moment: datetime) -> datetime:
    """The first moment after `moment` at which `zone` has another calendar day."""
    today = local_day(zone, moment)
    turns = (turn for turn in _turns(zone, (time(0),), moment) if turn > moment)
    return next(turn for turn in sorted(turns) if local_day(zone, turn) != today)


def _turns(
    zone: ZoneInfo, clocks: tuple[time, ...], around: datetime, days_ahead: int = _HORIZON
) -> Iterator[datetime]:
    """The moments, in UTC, at which the zone shows one of the times or changes its clocks."""
    today = local_day(zone, around)
    for days in range(-1, days_ahead):
        day = today + days * _DAY
        yield from (
            datetime.combine(day, clock, zone).replace(fold=fold).astimezone(UTC)
            for clock in clocks
            for fold in (0, 1)
        )
        midnight = datetime.combine(day, time(0), UTC)
        yield from _change(zone, midnight, midnight + _DAY)


def _change(zone: ZoneInfo, early: datetime, late: datetime) -> Iterator[datetime]:
    """The moment, to the second, at which the zone's offset changed in between, if it did."""

    def offset(moment: datetime) -> timedelta | None:
        return moment.astimezone(zone).utcoffset()

    if offset(early) == offset(late):
        return
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        early, late = (middle, late) if offset(middle) == offset(early) else (early, middle)
    yield late


__all__ = ["QuietHours", "day_end", "local_day", "quiet_hours_for", "quiet_hours_of", "zone_named"]
