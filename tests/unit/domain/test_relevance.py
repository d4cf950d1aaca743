"""Judging relevance by words alone: careful, since words are not meaning."""

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.relevance import Relevance, judge_by_words
from tests.fixtures.examples import each

WAITING = "Mike can introduce you to the head of sales at Acme."


@each(
    "wrote, expected",
    [
        ("Is there anything on the Acme introduction?", Relevance.RELEVANT),
        ("What's my credit balance?", Relevance.CONTEXTUAL),
        ("I already met Acme's sales people", Relevance.STALE),
        ("I'm no longer interested in Acme", Relevance.STALE),
        ("I already found a dentist", Relevance.CONTEXTUAL),
        ("never mind", Relevance.CONTEXTUAL),
    ],
)
def test_what_they_wrote_since_decides(wrote: str, expected: Relevance) -> None:
    assert judge_by_words(WAITING, [wrote], []) is expected


def test_what_we_have_said_since_is_not_said_again() -> None:
    said = "By the way: Mike can introduce you to Acme's head of sales."
    assert judge_by_words(WAITING, ["Thanks"], [said]) is Relevance.STALE


@given(st.text(), st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=3))
def test_any_text_is_judged(waiting: str, wrote: list[str], said: list[str]) -> None:
    assert judge_by_words(waiting, wrote, said) in Relevance
