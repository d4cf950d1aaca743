"""Proof that a webhook comes from Stripe, and comes now.

Stripe signs its clock and the raw body; several signatures stand in the header while a secret is
rolled. Its library accepts any moment of the future: the time is checked here, both ways.
Source: docs.stripe.com/webhooks/signature. The library loads with the first request.
"""

import re
from datetime import datetime

from shared.config import accepted
from shared.errors import BadSignature

HEADER = "Stripe-Signature"
TOLERANCE_SECONDS = 300  # as Stripe's libraries have it

_TIME = re.compile(r"(?:^|,)t=([0-9]{1,12})(?:,|$)", re.ASCII)


def require_signature(header: str | None, now: datetime) -> str:
    """The header of a request that Stripe may have signed just now. Raises BadSignature.

    Needs no body: whoever signs nothing is refused before theirs is read.
    """
    times = _TIME.findall(header or "")
    if not header or not header.isascii() or len(times) != 1:
        raise BadSignature(f"{HEADER} has no time or no signature", field=HEADER)
    (signed_at,) = _TIME.findall(header)
    if abs(now.timestamp() - int(signed_at)) > TOLERANCE_SECONDS:
        raise BadSignature(f"{HEADER} is of another time than now", field=HEADER)
    return header


def verify(secret: str, header: str | None, body: bytes, now: datetime) -> None:
    """Returns if Stripe signed this body within the last minutes, else raises BadSignature.

    `secret` is the endpoint's, one value or two (`accepted`); empty, nothing is let in.
    """
    signed = require_signature(header, now)
    from stripe import SignatureVerificationError, WebhookSignature

    def fits(one: str) -> bool:
        try:
            return bool(WebhookSignature.verify_header(body, signed, one))  # pyright: ignore[reportUnknownMemberType] - untyped
        except (SignatureVerificationError, UnicodeDecodeError):
            return False

    if not any(map(fits, accepted(secret))):
        raise BadSignature(f"{HEADER} does not fit this body", field=HEADER)
