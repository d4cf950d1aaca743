"""How much something matters: the table of scores, held line by line and as properties."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.values import Priority
from shared.network.priorities import Facts, ItemType, score, telling
from tests.fixtures.examples import each

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)  # a Wednesday, 10 in the morning in New York
NEW_YORK = ZoneInfo("America/New_York")
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def of(item_type: str, *, age: timedelta = 20 * DAY, **facts: Any) -> int:
    row = {"item_type": item_type, "item_id": UUID(int=1), "since": NOW - age, **facts}
    return score(Facts.model_validate(row), NOW)


@each(
    "item_type, facts, points",
    [
        ("intro_opportunity", {}, 50),
        ("intro_opportunity", {"bounty": 50}, 75),
        ("intro_opportunity", {"bounty": 60}, 80),
        ("intro_opportunity", {"bounty": 500}, 80),
        ("intro_opportunity", {"age": 3 * DAY}, 50),
        ("intro_opportunity", {"age": 3 * DAY - SECOND}, 60),
        ("intro_opportunity", {"in_goals": True}, 60),
        ("intro_opportunity", {"declined_lately": True}, 40),
        ("connection_request", {"age": 2 * DAY}, 60),
        ("connection_request", {"age": 2 * DAY - SECOND}, 70),
        ("connection_request", {"age": 14 * DAY}, 60),
        ("connection_request", {"age": 14 * DAY + SECOND}, 50),
        ("connection_request", {"age": 5 * DAY, "vouches": 2}, 80),
        ("connection_request", {"age": 5 * DAY, "vouches": 4}, 90),
        ("connection_request", {"age": 5 * DAY, "credits": 50}, 70),
        ("connection_request", {"age": 5 * DAY, "credits": 500}, 75),
        ("connection_request", {"age": 5 * DAY, "place": 2}, 60),
        ("connection_request", {"age": 5 * DAY, "place": 3}, 55),
        ("connection_request", {"age": 5 * DAY, "place": 4}, 55),
        ("connection_request", {"age": DAY, "vouches": 3, "credits": 75}, 100),
        ("intro_offer", {}, 55),
        ("intro_offer", {"bounty": 25}, 67),
        ("intro_offer", {"bounty": 50}, 80),
        ("intro_offer", {"bounty": 500}, 80),
        ("intro_offer", {"answers_question": True}, 65),
        ("intro_offer", {"age": 2 * DAY}, 55),
        ("intro_offer", {"age": 2 * DAY - SECOND}, 65),
        ("intro_offer", {"from_expert_connector": True}, 65),
        ("intro_offer", {"to_confirm": True, "age": DAY}, 80),
        ("intro_offer", {"to_confirm": True, "age": DAY - SECOND, "bounty": 50}, 90),
        ("community_request", {}, 50),
        ("community_request", {"matching": 1}, 65),
        ("community_request", {"matching": 5}, 80),
        ("community_request", {"has_answered": True}, 60),
        ("community_request", {"has_answered": True, "useful": 3}, 75),
        ("community_request", {"other_open": 2}, 20),
        ("community_request", {"ignored": True}, 20),
        ("community_request", {"ignored": True, "other_open": 3}, 0),
        ("community_response", {}, 90),
        ("solution_update", {}, 75),
        ("solution_update", {"threshold_met": True}, 90),
        ("goal", {"age": 30 * DAY}, 50),
        ("goal", {"age": 30 * DAY + SECOND}, 25),
    ],
)
def test_the_table_of_scores(item_type: str, facts: dict[str, Any], points: int) -> None:
    assert of(item_type, **facts) == points


amounts = st.integers(min_value=0, max_value=100_000)
anything = st.builds(
    Facts,
    item_type=st.sampled_from(ItemType),
    item_id=st.uuids(),
    since=st.datetimes(
        min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - given a zone below
        max_value=datetime(2030, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    bounty=amounts,
    vouches=amounts,
    credits=amounts,
    place=st.integers(min_value=1, max_value=1000),
    matching=amounts,
    useful=amounts,
    other_open=amounts,
    in_goals=st.booleans(),
    declined_lately=st.booleans(),
    to_confirm=st.booleans(),
    answers_question=st.booleans(),
    from_expert_connector=st.booleans(),
    has_answered=st.booleans(),
    ignored=st.booleans(),
    threshold_met=st.booleans(),
)
BETTER = ("bounty", "vouches", "credits", "matching", "useful")
WORSE = ("place", "other_open")


@given(anything)
def test_a_score_lies_between_0_and_100(facts: Facts) -> None:
    assert 0 <= score(facts, NOW) <= 100


@given(anything, st.sampled_from(BETTER + WORSE), st.integers(min_value=1, max_value=200))
def test_more_of_what_speaks_for_it_never_lowers_it_and_of_what_speaks_against_never_raises_it(
    facts: Facts, name: str, more: int
) -> None:
    other = facts.model_copy(update={name: getattr(facts, name) + more})
    difference = score(other, NOW) - score(facts, NOW)
    assert difference >= 0 if name in BETTER else difference <= 0


@given(anything, st.timedeltas(min_value=timedelta(0), max_value=400 * DAY))
def test_it_never_matters_more_as_time_goes_by(facts: Facts, later: timedelta) -> None:
    assert score(facts, max(NOW, facts.since) + later) <= score(facts, max(NOW, facts.since))


# When they are told.


def told(points: float, wrote: timedelta | None, now: datetime = NOW, **more: Any) -> str:
    last = None if wrote is None else now - wrote
    found = telling(points, last_text_at=last, now=now, zone=NEW_YORK, **more)
    if found.at == now:
        assert found.priority is Priority.HIGH
        return "now"
    assert found.priority is Priority.MEDIUM
    return f"{found.at.astimezone(NEW_YORK):%a %H:%M}"


@pytest.mark.parametrize(
    ("points", "wrote", "when"),
    [
        (90, timedelta(hours=48), "now"),
        (90, timedelta(hours=48, seconds=1), "Thu 09:00"),
        (90, None, "Thu 09:00"),
        (89.9, timedelta(hours=1), "Thu 09:00"),
    ],
)
def test_90_and_more_is_told_at_once_to_who_wrote_within_48_hours(
    points: float, wrote: timedelta | None, when: str
) -> None:
    assert told(points, wrote) == when


@pytest.mark.parametrize(
    ("now", "rest_days", "when"),
    [
        (datetime(2026, 3, 4, 13, 59, tzinfo=UTC), [], "Wed 09:00"),  # 8:59 in the morning
        (datetime(2026, 3, 4, 14, 0, tzinfo=UTC), [], "Thu 09:00"),
        (datetime(2026, 3, 6, 15, 0, tzinfo=UTC), [], "Mon 09:00"),  # across the clock's change
        (NOW, [4], "Fri 09:00"),
        (NOW, [1, 2, 3, 4, 5], "Thu 09:00"),
    ],
)
def test_else_at_nine_of_their_next_working_day(
    now: datetime, rest_days: list[int], when: str
) -> None:
    assert told(85, None, now, rest_days=rest_days) == when


@given(
    st.datetimes(
        min_value=datetime(2026, 1, 1),  # noqa: DTZ001
        max_value=datetime(2027, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    st.sampled_from(["America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Europe/Berlin"]),
)
def test_the_morning_is_to_come_and_within_four_days(now: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    found = telling(85, last_text_at=None, now=now, zone=zone)
    local = found.at.astimezone(zone)
    assert now < found.at <= now + 4 * DAY
    assert (local.hour, local.minute) == (9, 0)
    assert local.isoweekday() <= 5
