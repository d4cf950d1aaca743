"""Twilio's words for a message's status, and the table of its error codes."""

import pytest

from shared.domain.delivery import (
    ERRORS,
    OPT_OUT_CODES,
    RETRY_AS_NEW,
    ErrorKind,
    classify_error,
    error_meaning,
    from_twilio,
)


@pytest.mark.parametrize(
    ("word", "status"),
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
                *(21610, 21211, 21614, 21408, 30005, 30006, 30007),
                *(21612, 21617, 30004, 99999, 0),
            ],
        ),
        (ErrorKind.RETRYABLE, [20429, 429, 503, 20003]),
        (ErrorKind.DEFERRED, [30610, 63038, 21611, 30001, 21606, 21659, 21609]),
    ],
)
def test_error_codes_are_classed(kind: ErrorKind, codes: list[int]) -> None:
    assert {classify_error(code) for code in codes} == {kind}


def test_an_unknown_code_is_named_by_its_number() -> None:
    assert error_meaning(99999) == "Twilio error 99999"
    assert "opted out" in error_meaning(21610)


def test_what_opts_out_or_is_tried_anew_is_never_repeated_as_it_is() -> None:
    assert {classify_error(code) for code in OPT_OUT_CODES | RETRY_AS_NEW} == {ErrorKind.PERMANENT}
    assert not OPT_OUT_CODES & RETRY_AS_NEW
    assert ERRORS.keys() >= OPT_OUT_CODES | RETRY_AS_NEW
