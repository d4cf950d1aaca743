"""Payment pages by Stripe Checkout. The library loads with the first page, on use.

A page is made within a turn, while no transaction is open: the reply holds its link. When the turn
is decided anew, the same purchase has the same idempotency key, and Stripe gives the same page
again; when it is dropped, nobody was told of the page, and it ends unpaid after a day.
Source: docs.stripe.com/api/checkout/sessions/create, docs.stripe.com/api/idempotent_requests.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from shared.domain.purchases import CheckoutUnavailable, OpenCheckout, Purchase
from shared.log import logger

if TYPE_CHECKING:
    from stripe import StripeClient

TIMEOUT_SECONDS = 2.5  # of a call; with a second try it still fits into Twilio's patience
RETRIES = 1  # of what got no answer, or a 5xx: the key makes a repetition harmless
CURRENCY = "usd"
LONGEST_LINK = 1200  # characters; it has to fit into one text with some words


class StripeCheckout:
    """Makes payment pages. Cheap to make; may be shared among threads.

    `return_url` is where the buyer's browser goes afterwards, with /paid or /not-paid added.
    """

    def __init__(self, api_key: str, api_base_url: str, return_url: str, price_cents: int) -> None:
        self._api_key = api_key
        self._api_base_url = api_base_url
        self._return_url = return_url
        self._price_cents = price_cents
        self._lock = threading.Lock()
        self._client: StripeClient | None = None

    def open(self, purchase: Purchase) -> OpenCheckout:
        """The page for a purchase. Raises CheckoutUnavailable."""
        from stripe import StripeError

        try:
            session = self._ready().v1.checkout.sessions.create(
                self._parameters(purchase), {"idempotency_key": purchase.key}
            )
            answer = session.to_dict()
        except StripeError as error:
            raise self._failed(type(error).__name__, error.http_status) from error
        except (ValueError, TypeError, AttributeError) as error:  # an answer of another shape
            raise self._failed(type(error).__name__, None) from error
        session_id, url = answer.get("id"), answer.get("url")
        if not isinstance(session_id, str) or not session_id or not self._is_link(url):
            raise self._failed("no link", None)
        amount = purchase.credits * self._price_cents
        return OpenCheckout(session_id=session_id, url=str(url), amount=amount, currency=CURRENCY)

    def _ready(self) -> StripeClient:
        with self._lock:
            if self._client is None:
                from stripe import RequestsClient, StripeClient

                self._client = StripeClient(
                    self._api_key,
                    base_addresses={"api": self._api_base_url},
                    max_network_retries=RETRIES,
                    http_client=RequestsClient(timeout=TIMEOUT_SECONDS),
                )
            return self._client

    def _parameters(self, purchase: Purchase) -> Any:
        # A refund or a dispute shows the payment's metadata and never the session's.
        metadata = {"user_id": str(purchase.user_id), "credits": str(purchase.credits)}
        return {
            "mode": "payment",
            "client_reference_id": str(purchase.user_id),
            "line_items": [
                {
                    "quantity": purchase.credits,
                    "price_data": {
                        "currency": CURRENCY,
                        "unit_amount": self._price_cents,
                        "product_data": {"name": "Yachtparty credit"},
                    },
                }
            ],
            "metadata": metadata,
            "payment_intent_data": {"metadata": metadata},
            "success_url": f"{self._return_url}/paid",
            "cancel_url": f"{self._return_url}/not-paid",
        }

    def _is_link(self, url: object) -> bool:
        """Whether it may be texted: https, or http where Stripe's API is one of ours over http."""
        if not isinstance(url, str) or not url.isascii() or len(url) > LONGEST_LINK or " " in url:
            return False
        schemes = {"https", urlsplit(self._api_base_url).scheme}
        return urlsplit(url).scheme in schemes and bool(urlsplit(url).netloc)

    @staticmethod
    def _failed(reason: str, status: int | None) -> CheckoutUnavailable:
        """What kept a page from being made: what Stripe refuses for good, no other try helps."""
        refused = status is not None and 400 <= status < 500 and status not in (409, 429)
        logger.error(
            "no payment page: %s",
            reason,
            extra={"event": "no_checkout", "reason": reason, "status": status},
        )
        return CheckoutUnavailable(f"Stripe made no payment page ({reason})", again=not refused)
