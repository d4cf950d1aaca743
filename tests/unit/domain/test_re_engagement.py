from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.re_engagement import APART, History, Ruling, ruling, unanswered
from tests.fixtures.examples import each

NOW = datetime(2026, 6, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MEMBER = History(
    verified=True,
    by_bouncer=False,
    onboarding_completed=True,
    opted_out=False,
    last_text_at=NOW - 30 * DAY,
)
NEWCOMER = replace(MEMBER, verified=False, by_bouncer=True, onboarding_completed=False)
THREE = tuple(NOW - days * DAY for days in (60, 40, 20))


def test_who_has_been_silent_for_a_day_may_be_written_to() -> None:
    assert ruling(MEMBER, NOW) is Ruling.GO
    assert ruling(NEWCOMER, NOW) is Ruling.GO
    assert ruling(replace(NEWCOMER, last_text_at=NOW - DAY), NOW) is Ruling.GO
    assert ruling(replace(NEWCOMER, last_text_at=None), NOW) is Ruling.GO


@each(
    "history, ruled",
    [
        (replace(MEMBER, opted_out=True), Ruling.OPTED_OUT),
        (replace(MEMBER, last_text_at=NOW - DAY + timedelta(seconds=1)), Ruling.NOT_SILENT),
        (replace(MEMBER, waiting=True), Ruling.WAITING),
        (replace(MEMBER, sent=[NOW - APART + timedelta(seconds=1)]), Ruling.TOO_SOON),
        (replace(MEMBER, sent=[NOW - APART]), Ruling.GO),
        (replace(NEWCOMER, sent=[NOW - 300 * DAY]), Ruling.ONCE_ONLY),
        (replace(NEWCOMER, onboarding_completed=True), Ruling.JOINED),
        (replace(NEWCOMER, verified=True), Ruling.JOINED),
        (replace(MEMBER, sent=THREE), Ruling.PAUSE),
        (replace(MEMBER, sent=THREE, texts=[NOW - 30 * DAY]), Ruling.GO),
        (replace(MEMBER, sent=[THREE[1] - 71 * DAY, *THREE[1:]]), Ruling.GO),
        (replace(MEMBER, sent=[at - 100 * DAY for at in THREE]), Ruling.PAUSE),
        (replace(MEMBER, paused=True), Ruling.PAUSED),
        (replace(MEMBER, paused=True, best_score=90), Ruling.PAUSED),
        (replace(MEMBER, paused=True, best_score=90.5), Ruling.GO_WITH_PRIORITY),
        (replace(MEMBER, sent=THREE, best_score=91), Ruling.GO_WITH_PRIORITY),
        (replace(MEMBER, sent=[NOW - DAY], paused=True, best_score=99), Ruling.TOO_SOON),
        (replace(MEMBER, wanted_quiet_until=NOW + DAY), Ruling.PUT_OFF),
        (replace(MEMBER, wanted_quiet_until=NOW), Ruling.GO),
        (replace(NEWCOMER, wanted_quiet_until=NOW + DAY), Ruling.PUT_OFF),
        (replace(NEWCOMER, sent=[NOW - DAY], wanted_quiet_until=NOW + DAY), Ruling.ONCE_ONLY),
        (replace(MEMBER, wanted_quiet_until=NOW + DAY, paused=True, best_score=99), Ruling.PUT_OFF),
        (replace(MEMBER, opted_out=True, paused=True, best_score=99), Ruling.OPTED_OUT),
    ],
)
def test_everything_else_has_its_reason(history: History, ruled: Ruling) -> None:
    assert ruling(history, NOW) is ruled


def test_an_answer_counts_for_the_last_one_before_it() -> None:
    answered_first = replace(MEMBER, sent=THREE, texts=[NOW - 59 * DAY])
    assert unanswered(answered_first, NOW) == list(THREE[1:])


@pytest.mark.parametrize(
    ("after", "answers"), [(14 * DAY, True), (14 * DAY + timedelta(minutes=1), False)]
)
def test_a_text_answers_within_14_days(after: timedelta, answers: bool) -> None:
    start = NOW - 30 * DAY
    history = replace(MEMBER, sent=(start,), texts=(start + after,))
    assert unanswered(history, NOW) == ([] if answers else [start])


MOMENTS = st.lists(st.integers(0, 400).map(lambda days: NOW - days * DAY), max_size=8).map(sorted)


@given(sent=MOMENTS, texts=MOMENTS, paused=st.booleans(), verified=st.booleans())
def test_nobody_is_written_to_against_the_limits(
    sent: list[datetime], texts: list[datetime], paused: bool, verified: bool
) -> None:
    last = texts[-1] if texts else None
    base = replace(MEMBER, verified=verified, onboarding_completed=verified, by_bouncer=False)
    ruled = ruling(replace(base, sent=sent, texts=texts, last_text_at=last, paused=paused), NOW)
    if ruled is Ruling.GO:
        assert last is None or last <= NOW - DAY
        assert not sent or (verified and sent[-1] <= NOW - APART)
        assert not (verified and paused)
