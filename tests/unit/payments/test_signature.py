"""A webhook is Stripe's when Stripe signed this body, now."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import BadSignature
from shared.payments.signature import TOLERANCE_SECONDS, require_signature, verify
from tests.fixtures.examples import each
from tests.fixtures.stripe_events import SECRET, signed_at

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BODY = '{"id": "evt_1", "object": "event", "note": "Zoë"}'
OTHER = "whsec_another_one"


def header(seconds: int = 0, secret: str = SECRET, body: str = BODY) -> str:
    """What Stripe sends, signed so many seconds from now."""
    return signed_at(body, secret, int(NOW.timestamp()) + seconds)


@each("given", [None, "", "v1=00", "t=1,v1=00", header(3600), "t=\u00b2,v1=00"])
def test_whoever_signs_nothing_is_refused_without_a_look_at_the_body(given: str | None) -> None:
    with pytest.raises(BadSignature):
        require_signature(given, NOW)


def test_a_header_of_now_may_be_stripes() -> None:
    assert require_signature(header(), NOW) == header()


@pytest.mark.parametrize("seconds", [0, -TOLERANCE_SECONDS, TOLERANCE_SECONDS])
def test_what_stripe_signed_within_five_minutes_is_let_in(seconds: int) -> None:
    verify(SECRET, header(seconds), BODY.encode(), NOW)


def test_either_secret_is_good_while_one_is_rolled_and_so_is_one_of_two_signatures() -> None:
    for secret in (f"{SECRET}\n{OTHER}", f"{OTHER}\n{SECRET}"):
        verify(secret, header(), BODY.encode(), NOW)
    both = f"{header(secret=OTHER)},{header().partition(',')[2]},v0=old"
    verify(SECRET, both, BODY.encode(), NOW)


@each(
    "given_header, body",
    [
        (None, BODY),
        ("", BODY),
        ("v1=00", BODY),
        ("t=1", BODY),
        ("t=x,v1=00", BODY),
        (header(secret=OTHER), BODY),
        (header(), BODY.replace("evt_1", "evt_2")),
        (header(-TOLERANCE_SECONDS - 1), BODY),
        (header(TOLERANCE_SECONDS + 1), BODY),
        (header(3600), BODY),
        (header().replace("v1=", "v0="), BODY),
        (header() + f",t={int(NOW.timestamp())}", BODY),
        (header() + "\u00e9", BODY),
        (header().replace("t=", "t=\u0661"), BODY),
    ],
)
def test_everything_else_is_refused(given_header: str | None, body: str) -> None:
    with pytest.raises(BadSignature):
        verify(SECRET, given_header, body.encode(), NOW)


def test_without_a_secret_nobody_is_let_in() -> None:
    with pytest.raises(BadSignature):
        verify("", header(secret=SECRET), BODY.encode(), NOW)


@given(
    given_header=st.text(st.sampled_from("tv01=,9af \x00é"), max_size=60),
    body=st.binary(max_size=40),
)
def test_no_header_and_no_body_break_the_check(given_header: str, body: bytes) -> None:
    with pytest.raises(BadSignature):
        verify(SECRET, given_header, body, NOW)
