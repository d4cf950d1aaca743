"""When what repeats comes again: on the wall clock, whatever the clocks do."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.recurrence import Recurrence, described, rule_of
from tests.fixtures.examples import each

NEW_YORK = ZoneInfo("America/New_York")
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "UTC")]
)
WALL = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1))  # noqa: DTZ001
RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=MO,TH",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
        "FREQ=MONTHLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=14",
    ]
)


@given(rule=RULES, first=WALL, zone=ZONES, days=st.integers(0, 900))
def test_each_occurrence_is_later_and_at_the_time_of_the_first_unless_the_clock_skips_it(
    rule: str, first: datetime, zone: ZoneInfo, days: int
) -> None:
    first = first.replace(second=0, microsecond=0)
    recurrence = Recurrence(rule=rule, first=first)
    moment = first.replace(tzinfo=zone) + timedelta(days=days)
    found = recurrence.after(moment, zone)
    assert found is not None
    assert found.timestamp() > moment.timestamp()
    as_planned = datetime.combine(found.date(), first.time(), zone)
    assert found.timestamp() == as_planned.timestamp() or found.time() > first.time()


def test_a_time_that_the_change_to_summer_time_skips_comes_an_hour_later_and_then_as_ever() -> None:
    half_past_two = Recurrence(rule="FREQ=DAILY", first=datetime(2026, 3, 7, 2, 30))  # noqa: DTZ001
    saturday = datetime(2026, 3, 7, 3, tzinfo=NEW_YORK)
    sunday = half_past_two.after(saturday, NEW_YORK)
    assert sunday is not None
    assert sunday == datetime(2026, 3, 8, 3, 30, tzinfo=NEW_YORK)
    assert half_past_two.after(sunday, NEW_YORK) == datetime(2026, 3, 9, 2, 30, tzinfo=NEW_YORK)


def test_a_time_that_comes_twice_is_the_first_of_them() -> None:
    half_past_one = Recurrence(rule="FREQ=DAILY", first=datetime(2026, 10, 31, 1, 30))  # noqa: DTZ001
    found = half_past_one.after(datetime(2026, 10, 31, 2, tzinfo=NEW_YORK), NEW_YORK)
    assert found is not None
    assert (found.hour, found.minute, found.fold) == (1, 30, 0)
    again = half_past_one.after(found, NEW_YORK)
    assert again == datetime(2026, 11, 2, 1, 30, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("rule", "usual"),
    [
        ("RRULE:FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
        ("byday=mo,th;freq=weekly", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("FREQ=DAILY;INTERVAL=2;", "FREQ=DAILY;INTERVAL=2"),
    ],
)
def test_a_rule_is_put_into_its_usual_form(rule: str, usual: str) -> None:
    assert rule_of(rule) == usual


@each(
    "rule, error",
    [
        ("FREQ=HOURLY", "at most once a day"),
        ("FREQ=MINUTELY;INTERVAL=5", "at most once a day"),
        ("BYDAY=MO", "no FREQ"),
        ("every monday", "no part of a rule"),
        ("FREQ=DAILY;BYHOUR=9,10", "no part of a rule"),
        ("FREQ=WEEKLY;BYDAY=XX", "no part of a rule"),
        ("FREQ=DAILY;INTERVAL=0", "no part of a rule"),
        ("", "no part of a rule"),
    ],
)
def test_a_rule_that_a_reminder_cannot_have_is_refused_with_the_reason(
    rule: str, error: str
) -> None:
    with pytest.raises(ValueError, match=error):
        rule_of(rule)


@each(
    "rule, words",
    [
        ("FREQ=DAILY", "every day at 9:00 AM"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday at 9:00 AM"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "every Monday and Thursday at 9:00 AM"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "every other Friday at 9:00 AM"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days at 9:00 AM"),
        ("FREQ=MONTHLY;BYDAY=1MO", "the first Monday of every month at 9:00 AM"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "the last Friday of every month at 9:00 AM"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "every month on the 1st and 15th at 9:00 AM"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
            "the last day of every month at 9:00 AM",
        ),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=14", "every year on Mar 14 at 9:00 AM"),
        ("FREQ=DAILY;UNTIL=20260630", "every day at 9:00 AM until Jun 30"),
    ],
)
def test_a_rule_is_said_in_words(rule: str, words: str) -> None:
    assert described(rule, "9:00 AM") == words
