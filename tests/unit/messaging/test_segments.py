"""Normalising, counting and splitting texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.segments import (
    GSM_BASIC,
    GSM_EXTENSION,
    MAX_BODY,
    Segments,
    count_segments,
    normalise,
    split_message,
)
from tests.fixtures.examples import each

TYPOGRAPHY = "ab .!?\n\"'—\u2019…🛥️é\u200b\r\u0301\x00"
TEXTS = st.text() | st.text(st.sampled_from(TYPOGRAPHY))


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@each(
    "text, plain",
    [
        ("“It’s fine” – ‘really’…", "\"It's fine\" - 'really'..."),  # noqa: RUF001
        ("two found—both in Boston", "two found - both in Boston"),
        ("yes — no", "yes - no"),
        ("a\u00a0b\u2009c\u202fd\te", "a b c d e"),
        ("zero\u200bwidth\ufeff\u2060 soft\u00adhyphen", "zerowidth softhyphen"),
        ("line\r\nline\rline\u2028line", "line\nline\nline\nline"),
        ("• one\n• two", "- one\n- two"),
        ("½ price, 3×4", "1/2 price, 3x4"),  # noqa: RUF001
        ("`code` «quoted»", "'code' \"quoted\""),
        ("nul\x00 bell\x07 escape\x1b", "nul bell escape"),
        ("half a pair \ud83d", "half a pair "),
        ("cafe\u0301", "café"),
        ("Łukasz, naïve, 東京, 🛥️", "Łukasz, naïve, 東京, 🛥️"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("", ""),
    ],
)
def test_typography_becomes_plain_and_letters_stay(text: str, plain: str) -> None:
    assert normalise(text) == plain


def test_a_typographic_text_stays_in_the_gsm_alphabet() -> None:
    text = "“Don’t worry” – it’s only 5 €… see you there"  # noqa: RUF001
    assert count_segments(text).encoding == "UCS-2"
    assert count_segments(normalise(text)).encoding == "GSM-7"


@given(TEXTS)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(TEXTS)
def test_what_is_normalised_can_be_stored_and_sent(text: str) -> None:
    plain = normalise(text)
    plain.encode("utf-8")
    assert not any(ord(char) < 32 and char != "\n" for char in plain)


@given(st.text(st.sampled_from(sorted((GSM_BASIC | GSM_EXTENSION) - set("\r\f`")))))
def test_what_is_in_the_alphabet_already_is_left_as_it_is(text: str) -> None:
    assert normalise(text) == text


def test_the_alphabet_has_its_128_places() -> None:
    # 128 places, one of them the escape; the extension table has ten characters.
    assert (len(GSM_BASIC), len(GSM_EXTENSION)) == (127, 10)


@each(
    "text, expected",
    [
        ("", Segments("GSM-7", 0, 0)),
        ("a" * 160, Segments("GSM-7", 160, 1)),
        ("a" * 161, Segments("GSM-7", 161, 2)),
        ("a" * 306, Segments("GSM-7", 306, 2)),
        ("a" * 307, Segments("GSM-7", 307, 3)),
        ("€" * 80, Segments("GSM-7", 160, 1)),
        ("€" * 81, Segments("GSM-7", 162, 2)),
        # 153 is odd: an escape pair does not straddle the end of a segment.
        ("€" * 153, Segments("GSM-7", 306, 3)),
        ("a" + "€" * 152, Segments("GSM-7", 305, 2)),
        ("a" * 152 + "€" + "a" * 10, Segments("GSM-7", 164, 2)),
        ("я" * 70, Segments("UCS-2", 70, 1)),
        ("я" * 71, Segments("UCS-2", 71, 2)),
        ("я" * 134, Segments("UCS-2", 134, 2)),
        ("я" * 135, Segments("UCS-2", 135, 3)),
        ("🛥" * 35, Segments("UCS-2", 70, 1)),
        ("🛥" * 36, Segments("UCS-2", 72, 2)),
        # 67 is odd as well: 33 pairs fit in a segment, not 33 and a half.
        ("🛥" * 67, Segments("UCS-2", 134, 3)),
        ("a" * 70 + "’", Segments("UCS-2", 71, 2)),  # noqa: RUF001
        ("ç", Segments("UCS-2", 1, 1)),  # only the capital is in the alphabet
        ("Ç", Segments("GSM-7", 1, 1)),
    ],
)
def test_a_text_costs_what_the_standard_says(text: str, expected: Segments) -> None:
    assert count_segments(text) == expected


@given(st.text(max_size=1000) | st.text(st.sampled_from("a€🛥"), max_size=1000))
def test_each_segment_of_several_is_full_but_for_one_unit(text: str) -> None:
    counted = count_segments(text)
    single, joined = (160, 153) if counted.encoding == "GSM-7" else (70, 67)
    if counted.units <= single:
        assert counted.segments == min(counted.units, 1)
    else:
        fewest, most = -(-counted.units // joined), -(-counted.units // (joined - 1))
        assert fewest <= counted.segments <= most


def test_a_short_text_is_one_message() -> None:
    assert split_message("Hello. Anything else?") == ["Hello. Anything else?"]
    assert split_message("a" * MAX_BODY) == ["a" * MAX_BODY]


@pytest.mark.parametrize("blank", ["", " ", "\n\n "])
def test_an_empty_text_is_no_message(blank: str) -> None:
    assert split_message(blank) == []


def test_a_long_text_is_cut_at_the_last_sentence_that_fits() -> None:
    assert split_message('One. Two! "Three?" Four five six', limit=20) == [
        'One. Two! "Three?"',
        "Four five six",
    ]


def test_a_sentence_may_end_exactly_at_the_limit() -> None:
    assert split_message("12345678. Next one", limit=9) == ["12345678.", "Next one"]


def test_a_line_break_ends_a_sentence_and_a_decimal_point_does_not() -> None:
    assert split_message("costs 3.5 dollars\nfor each", limit=20) == [
        "costs 3.5 dollars",
        "for each",
    ]


def test_a_sentence_longer_than_a_message_is_cut_at_a_blank() -> None:
    assert split_message("alpha beta gamma delta", limit=11) == ["alpha beta", "gamma delta"]


def test_a_word_longer_than_a_message_is_cut_anywhere_but_inside_a_character() -> None:
    assert split_message("🛥" * 5, limit=5) == ["🛥🛥", "🛥🛥", "🛥"]


def test_blanks_are_used_where_sentence_ends_would_take_too_many_messages() -> None:
    text = "One two three four. Five six seven. Eight nine ten. Eleven"
    assert split_message(text, limit=20, most=3) == [
        "One two three four.",
        "Five six seven.",
        "Eight nine ten. ...",
    ]
    assert split_message(text, limit=21, most=3) == [
        "One two three four.",
        "Five six seven. Eight",
        "nine ten. Eleven",
    ]


def test_what_does_not_fit_is_left_out_from_a_sentences_end_and_marked() -> None:
    parts = split_message("A sentence of some length. " * 300)
    assert len(parts) == 3
    assert [part.endswith("length.") for part in parts] == [True, True, False]
    assert parts[-1].endswith("length. ...")


WORDS = st.lists(st.text(st.sampled_from("abc.!?'🛥é"), min_size=1, max_size=12), max_size=60)


@given(WORDS.map(" ".join), st.integers(12, 80), st.integers(1, 4))
def test_every_part_is_within_the_limit_and_no_more_than_allowed(
    text: str, limit: int, most: int
) -> None:
    parts = split_message(text, limit, most)
    assert len(parts) <= most
    assert all(part and units(part) <= limit for part in parts)


@given(WORDS.map(" ".join), st.integers(24, 80), st.integers(1, 4))
def test_order_is_kept_and_only_blanks_are_lost_unless_it_is_marked(
    text: str, limit: int, most: int
) -> None:
    parts = split_message(text, limit, most)
    squeezed = "".join("".join(parts).split())
    whole = "".join(text.split())
    if units(text.strip()) <= limit:
        assert parts == [text.strip()] * bool(text.strip())
    elif squeezed != whole:
        assert parts[-1].endswith(" ...")
        assert whole.startswith(squeezed.removesuffix("..."))
        assert len(parts) == most
        # Each message could not have taken a whole one more: nothing is dropped needlessly.
        assert units(text) > most * (limit - 24)
