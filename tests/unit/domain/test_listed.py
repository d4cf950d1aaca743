"""What an entry of Twilio's list proves about a message that was sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.listed import Likeness, body_likeness, number_likeness
from tests.fixtures.examples import each

NUMBER = "+14155550101"
LETTERS = st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=8)
WORDS = st.lists(LETTERS, min_size=1, max_size=12)


@given(st.text(min_size=1).filter(str.strip), st.text(max_size=20))
def test_a_body_that_ends_as_it_was_sent_is_the_same(sent: str, before: str) -> None:
    assert body_likeness(sent, before + sent) is Likeness.SAME


@given(WORDS, LETTERS, st.sampled_from(["", "****", "XXXX", "[REDACTED]", "  "]))
def test_hidden_bodies_and_other_links_prove_nothing(
    words: list[str], link: str, hidden: str
) -> None:
    sent = f"{' '.join(words)} https://yachtparty.test/{link}?from=you"
    assert body_likeness(sent, hidden) is Likeness.UNCLEAR
    shortened = f"{' '.join(words)} https://twil.test/{link[::-1]}1"
    assert body_likeness(sent, shortened) is not Likeness.OTHER


@pytest.mark.parametrize(
    ("sent", "listed"),
    [
        ("It's me - Sarah", "It\u2019s me \u2013 Sarah"),  # smart encoding
        ("Hello there", "Hello there. Reply STOP to unsubscribe"),
        ("One two three four five six seven", "One two three"),  # cut short
        ("https://x.test/a", "https://twil.test/b"),
    ],
)
def test_what_twilio_changes_in_a_body_proves_nothing(sent: str, listed: str) -> None:
    assert body_likeness(sent, listed) is Likeness.UNCLEAR


@pytest.mark.parametrize(
    ("sent", "listed"),
    [("Hello", "ok"), ("See you at nine tomorrow", "Your code is 1234"), ("你好,明天见", "谢谢")],
)
def test_a_body_that_says_something_else_is_another_message(sent: str, listed: str) -> None:
    assert body_likeness(sent, listed) is Likeness.OTHER


@each(
    "listed, likeness",
    [
        (NUMBER, Likeness.SAME),
        (f"rcs:{NUMBER}", Likeness.SAME),
        ("+14155550102", Likeness.OTHER),
        ("+1415555XXXX", Likeness.UNCLEAR),
        ("+1628555XXXX", Likeness.OTHER),
        ("*******0101", Likeness.UNCLEAR),
        ("*******0102", Likeness.OTHER),
        ("", Likeness.UNCLEAR),
        ("redacted", Likeness.UNCLEAR),
        ("messenger:7765432198765432", Likeness.OTHER),
    ],
)
def test_a_number_that_is_hidden_may_be_every_number_that_fits(
    listed: str, likeness: Likeness
) -> None:
    assert number_likeness(NUMBER, listed) is likeness


def test_a_number_is_the_same_in_both_forms_of_its_country() -> None:
    assert number_likeness("+525512345678", "+5215512345678") is Likeness.SAME


@given(st.integers(0, 11))
def test_however_many_digits_are_hidden_the_number_still_fits(shown: int) -> None:
    hidden = NUMBER[: 1 + shown] + "X" * (11 - shown)
    expected = Likeness.SAME if shown == 11 else Likeness.UNCLEAR
    assert number_likeness(NUMBER, hidden) is expected
