"""Questions to the community: what is due when, what an answer is worth, what the table says."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shared
from shared.domain.community import same_words
from shared.network.community import (
    TRANSITIONS,
    WAVES,
    AskMore,
    Close,
    RequestState,
    Status,
    Wait,
    credits_of,
    next_look,
    next_step,
)
from shared.network.usefulness import score_by_rules
from tests.fixtures.examples import each

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def state(
    wave: int, asked: int = 0, answered: int = 0, passed: int = 0, ago: int = 1
) -> RequestState:
    return RequestState(
        status="open",
        wave=wave,
        routed_at=NOW - ago * HOUR if wave else None,
        created_at=NOW - ago * HOUR,
        expires_at=NOW + timedelta(days=7) - ago * HOUR,
        asked=asked,
        answered=answered,
        passed=passed,
    )


@each(
    "now, step",
    [
        (state(0), AskMore(1, 3)),
        (state(1, asked=3), Wait()),
        (state(1, asked=3, ago=4), AskMore(2, 2)),
        (state(1, asked=3, answered=1, ago=4), AskMore(2, 2)),
        (state(1, asked=3, answered=2, ago=4), Wait()),
        (state(1, asked=3, passed=3), AskMore(2, 2)),
        (state(1, asked=3, answered=1, passed=2), AskMore(2, 2)),
        (state(1, asked=3, answered=2, passed=1), Close()),
        (state(2, asked=5, answered=1, passed=3), Wait()),
        (state(2, asked=5, answered=1, passed=4), Close()),
        (state(2, asked=5, ago=7 * 24), Close()),
        (state(0, ago=7 * 24), Close()),
    ],
)
def test_what_is_due(now: RequestState, step: object) -> None:
    assert next_step(now, NOW) == step


@given(
    st.integers(0, 2),
    st.integers(0, 5),
    st.integers(0, 5),
    st.integers(0, 5),
    st.integers(0, 24 * 7 - 1),
)
def test_a_question_is_always_looked_after_again_in_time(
    wave: int, asked: int, answered: int, passed: int, ago: int
) -> None:
    answered = min(answered, asked)
    now = state(wave, asked, answered, min(passed, asked - answered), ago)
    assert NOW < next_look(now, NOW) <= min(NOW + HOUR, now.expires_at)
    step = next_step(now, NOW)
    if isinstance(step, AskMore):
        assert step == AskMore(wave + 1, WAVES[wave])


def test_credits_by_usefulness() -> None:
    assert [credits_of(score) for score in range(1, 11)] == [0, 0, 0, 0, 0, 0, 15, 25, 35, 45]


def test_the_table_of_the_page_is_the_state_machine() -> None:
    """`shared/README.md` says it as `TRANSITIONS` does; SQL is held by its own test."""
    rows: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for (status, action, actor), after in TRANSITIONS.items():
        kept = "as it is" if after is status else str(after)
        rows[(str(action), str(actor))].append((str(status), kept))
    page = (Path(shared.__file__).parent / "README.md").read_text()
    told = {
        (cells[0], actor): cells[2]
        for line in page.splitlines()
        if line.startswith("| ")
        and len(cells := [c.strip() for c in line.strip("|").split("|")]) == 3
        for actor in cells[1].split(", ")
        if (cells[0], actor) in rows
    }
    assert told.keys() == rows.keys()
    for key, found in rows.items():
        assert {status for status, _ in found} == {
            Status.OPEN,
            Status.RESPONSES_RECEIVED,
            Status.DORMANT,
        }
        after = {kept for _, kept in found} - {"as it is"} or {"as it is"}
        assert after == {told[key]}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("who knows a good fractional CFO?", "anyone know a great fractional CFO", True),
        ("anyone dealt with SOC 2?", "need a template for SOC 2 policies", False),
        ("need help with pricing", "need help with payroll", False),
        ("?", "?", False),
    ],
)
def test_whether_two_questions_of_one_person_are_the_same(
    one: str, other: str, *, same: bool
) -> None:
    assert same_words(one, other) is same


@each(
    "answer, least, most",
    [
        ("ok", 1, 2),
        ("It depends.", 1, 3),
        ("Use Gusto", 1, 3),
        ("There are many good ones and it really depends on what you want to do.", 2, 4),
        ("We offer the best payroll, book a demo with us today and get a discount now.", 1, 3),
        (
            "We used Gusto for 3 years at 40 people. Start with contractors, then move employees,"
            " because their state tax filings take about 6 weeks. Avoid switching mid quarter.",
            7,
            8,
        ),
    ],
)
def test_what_the_rules_make_of_an_answer(answer: str, least: int, most: int) -> None:
    assert least <= score_by_rules("who knows a good payroll provider?", answer) <= most


@given(st.text(max_size=300), st.text(max_size=300))
def test_the_rules_score_whatever_is_said(question: str, answer: str) -> None:
    assert 1 <= score_by_rules(question, answer) <= 8
