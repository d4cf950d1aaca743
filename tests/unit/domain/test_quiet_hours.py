"""Quiet hours on every clock there is, also on the nights when clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.phone import time_zones_of
from shared.domain.quiet_hours import QuietHours, day_end, local_day, quiet_hours_of
from tests.fixtures.examples import each

DEFAULT = "America/New_York"
ZONES = [
    *("America/New_York", "Europe/London", "Australia/Sydney", "Asia/Kathmandu"),
    *("America/Havana", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo"),
]
moments = st.datetimes(datetime(1985, 12, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC, microsecond=0)
)
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
zones = st.sampled_from(ZONES).map(ZoneInfo)
CHANGE = datetime(2026, 3, 8, 7, tzinfo=UTC)  # in New York 02:00 becomes 03:00


def hours(zone: str, start: time = time(21), end: time = time(8)) -> QuietHours:
    return QuietHours((ZoneInfo(zone),), start, end)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@each(
    "zone, start, end, now, awake",
    [
        # The nights on which clocks change; 8 in the morning comes an hour sooner or later.
        ("America/New_York", "21:00", "08:00", "2026-03-08 03:00", "2026-03-08 12:00"),
        ("America/New_York", "21:00", "08:00", "2026-11-01 03:00", "2026-11-01 13:00"),
        ("Europe/London", "21:00", "08:00", "2026-03-29 00:30", "2026-03-29 07:00"),
        ("Europe/London", "21:00", "08:00", "2026-10-25 00:30", "2026-10-25 08:00"),
        ("Australia/Sydney", "21:00", "08:00", "2026-10-03 15:00", "2026-10-03 21:00"),
        ("Australia/Sydney", "21:00", "08:00", "2026-04-04 15:00", "2026-04-04 22:00"),
        ("Asia/Kathmandu", "21:00", "08:00", "1985-12-31 18:00", "1986-01-01 02:15"),
        ("Asia/Kathmandu", "21:00", "08:00", "2026-05-04 18:15", "2026-05-05 02:15"),
        # An end that the change skips: the change itself is the end.
        ("America/New_York", "21:00", "02:30", "2026-03-08 06:00", "2026-03-08 07:00"),
        # An end that comes twice: quiet again when the clock shows it again.
        ("America/New_York", "01:00", "01:30", "2026-11-01 05:10", "2026-11-01 05:30"),
        ("America/New_York", "01:00", "01:30", "2026-11-01 06:00", "2026-11-01 06:30"),
        # Awake already.
        ("Asia/Kathmandu", "21:00", "08:00", "2026-05-05 02:15", "2026-05-05 02:15"),
    ],
)
def test_the_end_of_quiet_hours(zone: str, start: str, end: str, now: str, awake: str) -> None:
    quiet = hours(zone, time.fromisoformat(start), time.fromisoformat(end))
    assert quiet.next_awake(utc(now)) == utc(awake)


@pytest.mark.parametrize(
    ("zone", "now", "quiet"),
    [
        ("America/New_York", "2026-03-07 20:00", "2026-03-08 02:00"),  # 21:00, before the change
        ("America/New_York", "2026-03-08 20:00", "2026-03-09 01:00"),  # 21:00, after it
        ("Europe/London", "2026-10-25 12:00", "2026-10-25 21:00"),
        ("Asia/Kathmandu", "2026-05-05 06:00", "2026-05-05 15:15"),
    ],
)
def test_the_beginning_of_quiet_hours(zone: str, now: str, quiet: str) -> None:
    assert hours(zone).next_quiet(utc(now)) == utc(quiet)


def as_the_clock_shows(zone: ZoneInfo, start: time, end: time, moment: datetime) -> bool:
    clock = moment.astimezone(zone).time()
    return start <= clock < end if start <= end else clock >= start or clock < end


@given(zones, clocks, clocks, moments)
@example(ZoneInfo("America/New_York"), time(21), time(2, 30), CHANGE - timedelta(minutes=1))
@example(ZoneInfo("America/New_York"), time(2, 15), time(2, 45), CHANGE - timedelta(minutes=1))
@example(ZoneInfo("Pacific/Apia"), time(21), time(8), datetime(2011, 12, 30, 9, tzinfo=UTC))
def test_the_next_awake_moment_is_awake_and_everything_before_it_is_quiet(
    zone: ZoneInfo, start: time, end: time, now: datetime
) -> None:
    awake = QuietHours((zone,), start, end).next_awake(now)
    assert awake is not None
    assert awake >= now
    assert not as_the_clock_shows(zone, start, end, awake)
    minutes = int((awake - now) / timedelta(minutes=1))
    assert all(
        as_the_clock_shows(zone, start, end, now + timedelta(minutes=n)) for n in range(minutes)
    )


@given(zones, clocks, clocks, moments)
@example(ZoneInfo("America/New_York"), time(2, 15), time(2, 45), CHANGE - timedelta(minutes=1))
def test_until_the_next_quiet_moment_all_is_awake(
    zone: ZoneInfo, start: time, end: time, now: datetime
) -> None:
    quiet = QuietHours((zone,), start, end).next_quiet(now)
    if start == end:
        assert quiet is None
        return
    assert quiet is not None
    assert as_the_clock_shows(zone, start, end, quiet)
    minutes = int((quiet - now) / timedelta(minutes=1))
    assert not any(
        as_the_clock_shows(zone, start, end, now + timedelta(minutes=n)) for n in range(minutes)
    )


@given(zones, moments)
@example(ZoneInfo("America/Havana"), utc("2026-11-01 04:30"))  # midnight comes twice
@example(ZoneInfo("America/Sao_Paulo"), utc("2018-11-04 02:30"))  # midnight never comes
@example(ZoneInfo("Asia/Kathmandu"), utc("1985-12-31 18:00"))
@example(ZoneInfo("Pacific/Apia"), utc("2011-12-30 09:00"))  # a day is left out
def test_a_local_day_ends_where_the_next_begins(zone: ZoneInfo, now: datetime) -> None:
    end = day_end(zone, now)
    assert end > now
    assert local_day(zone, end) != local_day(zone, now)
    assert local_day(zone, end - timedelta(seconds=1)) == local_day(zone, now)
    assert end - now <= timedelta(hours=26)


@given(moments)
def test_of_a_number_in_several_zones_all_must_be_awake(now: datetime) -> None:
    russia = time_zones_of("+79161234567")
    quiet = quiet_hours_of(timezone=None, phone_zones=russia, default_timezone=DEFAULT)
    assert len(quiet.zones) == len(russia) > 10
    assert quiet.quiet_at(now) == any(
        as_the_clock_shows(zone, time(21), time(8), now) for zone in quiet.zones
    )
    awake = quiet.next_awake(now)
    assert awake is not None
    assert not quiet.quiet_at(awake)


def zones_of(**given: object) -> list[str]:
    arguments = {"timezone": None, "phone_zones": frozenset[str](), "default_timezone": DEFAULT}
    return [str(zone) for zone in quiet_hours_of(**(arguments | given)).zones]  # type: ignore[arg-type]


def test_whose_zone_counts() -> None:
    assert zones_of(timezone="Asia/Kathmandu", phone_zones=frozenset({"Europe/London"})) == [
        "Asia/Kathmandu"
    ]
    assert zones_of(phone_zones=time_zones_of("+442079460123")) == ["Europe/London"]
    assert zones_of(phone_zones=time_zones_of("+18005550101")) == [DEFAULT], "toll-free: no place"
    assert zones_of(timezone="Mars/Olympus") == [DEFAULT], "a zone that does not exist"
    assert zones_of(phone_zones=frozenset({"Europe/Lisbon", DEFAULT, "Atlantic/Azores"})) == [
        *(DEFAULT, "Atlantic/Azores", "Europe/Lisbon")
    ], "home is the deployment's zone where that is possible"


def test_zones_that_never_wake_together_say_nothing() -> None:
    apart = frozenset({"Pacific/Honolulu", "Europe/Berlin", "Asia/Tokyo"})
    assert zones_of(phone_zones=apart) == [DEFAULT]
