"""Twilio's words for a message's status, and the table of its error codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.delivery import (
    AGAIN,
    ERRORS,
    ErrorKind,
    classify_error,
    error_meaning,
    from_twilio,
    opts_out,
)
from tests.fixtures.examples import each


@each(
    "word, status",
    [
        ("accepted", "sent"),
        ("scheduled", "sent"),
        ("queued", "sent"),
        ("sending", "sent"),
        ("sent", "sent"),
        ("delivered", "delivered"),
        ("read", "delivered"),
        ("undelivered", "undelivered"),
        ("failed", "failed"),
        ("canceled", "cancelled"),
        ("received", None),
        ("partially_delivered", None),
        ("SENT", None),
        ("", None),
    ],
)
def test_a_word_of_twilios_is_a_status_of_ours_or_unknown(word: str, status: str | None) -> None:
    assert from_twilio(word) == status


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (
            ErrorKind.PERMANENT,
            [
                *(21211, 21614, 21408, 30005, 30006, 30007),
                *(21612, 21617, 30004, 99999, 0),
            ],
        ),
        (ErrorKind.OPT_OUT, [21610, 63014]),
        (ErrorKind.PASSING, [30003, 30008, 30017]),
        (ErrorKind.RETRYABLE, [20429, 429, 503, 20003]),
        (ErrorKind.DEFERRED, [30610, 63038, 21611, 30001, 21606, 21659, 21609]),
    ],
)
def test_error_codes_are_classed(kind: ErrorKind, codes: list[int]) -> None:
    assert {classify_error(code) for code in codes} == {kind}


def test_an_unknown_code_is_named_by_its_number() -> None:
    assert error_meaning(99999) == "Twilio error 99999"
    assert "opted out" in error_meaning(21610)


@given(st.integers(0, 99_999))
def test_what_opts_out_is_never_tried_again(code: int) -> None:
    kind = classify_error(code)
    assert opts_out(code) == (kind is ErrorKind.OPT_OUT)
    assert (kind in AGAIN) != (kind in (ErrorKind.PERMANENT, ErrorKind.OPT_OUT))


def test_no_code_at_all_opts_nobody_out() -> None:
    assert not opts_out(None)


def test_what_an_operator_has_to_mend_is_said_in_the_same_table() -> None:
    assert {ERRORS[code].for_operators for code in (20003, 21606, 30034, 63038)} == {True}
    assert {ERRORS[code].for_operators for code in (21610, 30003, 30005, 20429)} == {False}
