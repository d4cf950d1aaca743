"""Moments in many forms are read back as what they say, on any day of the year."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from shared.agents.language.times import Moment, Unclear, read_moment

ZONES = st.sampled_from([ZoneInfo(name) for name in ("America/New_York", "America/Denver")])
NOW = st.datetimes(datetime(2025, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
DAYS_AHEAD = st.integers(1, 300)


def half(clock: time) -> str:
    return "p" if clock.hour >= 12 else "a"


CLOCK_FORMS: tuple[Callable[[time], str], ...] = (
    lambda clock: f"{clock.hour % 12 or 12}:{clock:%M}{half(clock)}m",
    lambda clock: f"{clock.hour % 12 or 12}.{clock:%M} {half(clock)}.m.",
    lambda clock: f"{clock.hour % 12 or 12}{clock:%M}{half(clock)}m",
    lambda clock: f"{clock.hour % 12 or 12} {clock:%M} {half(clock)}m",
)
DAY_FORMS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%B} {day.day} {day.year}",
    lambda day: f"{day.day} {day:%b} {day.year}",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day.month}/{day.day}/{day.year}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
)


@given(NOW, ZONES, DAYS_AHEAD, CLOCKS, st.sampled_from(DAY_FORMS), st.sampled_from(CLOCK_FORMS))
def test_a_date_and_a_time_are_read_back_with_the_note_beside_them(
    now: datetime,
    zone: ZoneInfo,
    ahead: int,
    clock: time,
    day_form: Callable[[date], str],
    clock_form: Callable[[time], str],
) -> None:
    here = now.astimezone(zone)
    day = here.date() + timedelta(days=ahead)
    read = read_moment(f"call Ana on {day_form(day)} at {clock_form(clock)}", here)
    assert isinstance(read, Moment)
    expected = datetime.combine(day, clock, zone)
    assert read.at.timestamp() == expected.timestamp()
    assert read.rest == "call Ana"


@given(NOW, ZONES, st.integers(1, 500))
def test_so_many_minutes_are_real_time_also_when_the_clocks_change(
    now: datetime, zone: ZoneInfo, minutes: int
) -> None:
    here = now.astimezone(zone)
    read = read_moment(f"stretch in {minutes} minutes", here)
    assert isinstance(read, Moment)
    assert read.at.timestamp() - here.timestamp() == minutes * 60


@given(NOW, ZONES, st.text(max_size=40))
def test_any_text_is_read_without_an_error_and_never_as_the_past(
    now: datetime, zone: ZoneInfo, words: str
) -> None:
    read = read_moment(words, now.astimezone(zone))
    assert read is None or isinstance(read, Unclear) or read.at > now
