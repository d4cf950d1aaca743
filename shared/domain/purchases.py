"""Buying credits: what may be bought, the way to a payment page, and what Stripe tells of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

LEAST = 10  # credits a purchase
MOST = 10_000


# What becomes of a checkout (stripe_payments.state) when Stripe tells of it; whatever is not here
# leaves it as it is. Paid is the end: what is paid back then is counted beside it (taken_back).
#
#   open ─▶ unpaid ─▶ failed      a bank pays later, or does not
#     ├───▶ failed, expired
#     └───▶ paid                  from every other state too: money came
PAYMENT_STATES: Mapping[tuple[str, str], str] = {
    ("open", "unpaid"): "unpaid",
    ("open", "failed"): "failed",
    ("open", "expired"): "expired",
    ("unpaid", "failed"): "failed",
    **{(state, "paid"): "paid" for state in ("open", "unpaid", "failed", "expired")},
}


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """What somebody wants to buy. The same `key` again is the same purchase, never a second one."""

    user_id: UUID
    credits: int  # LEAST to MOST
    key: str


@dataclass(frozen=True, kw_only=True)
class OpenCheckout:
    """A payment page that waits for its buyer; unused, it ends by itself after a day."""

    session_id: str
    url: str
    amount: int  # in the currency's smallest unit
    currency: str  # ISO 4217, in small letters as Stripe writes it


class CheckoutUnavailable(Exception):
    """No payment page could be made; nothing was charged. `again`: another try may help."""

    def __init__(self, detail: str, *, again: bool) -> None:
        super().__init__(detail)
        self.again = again


class Checkout(Protocol):
    """Makes payment pages. A page that nobody is told of harms nobody: it is never paid."""

    def open(self, purchase: Purchase) -> OpenCheckout:
        """The page for a purchase, within some seconds. Raises CheckoutUnavailable."""
        ...


@dataclass(frozen=True, kw_only=True)
class Paid:
    """A checkout that was paid."""

    session_id: str
    payment_intent: str | None
    user_id: UUID
    credits: int
    amount: int  # in the currency's smallest unit, tax included
    currency: str | None


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A checkout that is over without money: unpaid is done, and the bank may still pay."""

    session_id: str
    state: Literal["unpaid", "failed", "expired"]


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """What of a payment is taken back now, by one charge, failed refund or dispute."""

    payment_intent: str
    object_id: str
    kind: Literal["refund", "refund_failed", "dispute"]
    amount: int  # cumulative for the refunds of a charge; 0 when a dispute was won
    rank: int  # of two reports of the same second the higher one is the later
    at: datetime  # when Stripe made the report
    event_id: str
