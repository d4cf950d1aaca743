"""The lattice of message statuses and the table of Twilio's error codes."""

import itertools

import pytest

from shared.domain.delivery import (
    ERRORS,
    OPT_OUT_CODES,
    RETRY_AS_NEW,
    TERMINAL,
    ErrorKind,
    MessageStatus,
    classify_error,
    error_meaning,
    from_twilio,
    may_move,
)

WAITING = ["pending", "queued_for_send", "sending", "unconfirmed"]
OUTCOMES = ["delivered", "undelivered", "failed", "cancelled"]
ALLOWED = {(state, outcome) for state in [*WAITING, "sent"] for outcome in OUTCOMES} | {
    (state, "sent") for state in WAITING
}


@pytest.mark.parametrize(
    ("current", "reported"), [*itertools.product(MessageStatus, MessageStatus)], ids=str
)
def test_every_pair_of_statuses_moves_or_stays(
    current: MessageStatus, reported: MessageStatus
) -> None:
    assert may_move(current, reported) is ((current.value, reported.value) in ALLOWED)


@pytest.mark.parametrize("order", [*itertools.permutations(["sent", "delivered", "sent"])])
def test_callbacks_in_any_order_end_at_the_same_status(order: tuple[str, ...]) -> None:
    status = MessageStatus.SENDING
    for reported in map(MessageStatus, order):
        status = reported if may_move(status, reported) else status
    assert status == "delivered"


def test_terminal_states_are_the_ones_that_nothing_leaves() -> None:
    left = {current for current, _ in ALLOWED}
    assert {status.value for status in TERMINAL} == {s.value for s in MessageStatus} - left


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
        ("received", "received"),
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
                *(21612, 21617, 30004, 21606, 21659, 99999, 0),
            ],
        ),
        (ErrorKind.RETRYABLE, [20429, 429, 503, 20003]),
        (ErrorKind.DEFERRED, [30610, 63038, 21611, 30001]),
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
