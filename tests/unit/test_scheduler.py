"""When the local scheduler sweeps."""

from datetime import UTC, datetime

import pytest

from infra.local.scheduler import next_run
from infra.local.services import read_services
from tests.fixtures.examples import each

NOW = datetime(2026, 11, 20, 17, 59, 30, 5, tzinfo=UTC)  # a Friday


@each(
    "schedule, expected",
    [
        ("* * * * *", datetime(2026, 11, 20, 18, 0, tzinfo=UTC)),
        ("*/15 * * * *", datetime(2026, 11, 20, 18, 0, tzinfo=UTC)),
        ("5,50 * * * *", datetime(2026, 11, 20, 18, 5, tzinfo=UTC)),
        ("30 3 * * *", datetime(2026, 11, 21, 3, 30, tzinfo=UTC)),
        ("0 9-17/4 * * 1", datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
        ("0 0 1 3 *", datetime(2027, 3, 1, 0, 0, tzinfo=UTC)),
    ],
)
def test_the_next_run_is_the_first_minute_that_fits(schedule: str, expected: datetime) -> None:
    assert next_run(schedule, NOW) == expected


def test_a_run_is_never_in_the_minute_that_has_begun() -> None:
    sharp = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
    assert next_run("* * * * *", sharp) == datetime(2026, 11, 20, 18, 1, tzinfo=UTC)


@pytest.mark.parametrize("schedule", ["", "* * * *", "60 * * * *", "a * * * *", "0 0 31 2 *"])
def test_a_schedule_that_makes_no_sense_is_refused(schedule: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        next_run(schedule, NOW)


def test_every_function_that_is_swept_says_when() -> None:
    for service in read_services():
        assert ("schedule" in service.triggers) == (service.schedule is not None), service.name
        if service.schedule is not None:
            next_run(service.schedule, NOW)
