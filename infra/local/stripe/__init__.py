"""A stand-in for Stripe: Checkout sessions, a payment page, signed events, and its bad days.

::

    api.py        Checkout sessions over HTTP, with idempotency keys     faults.py   what goes wrong
    sessions.py   sessions, payments, refunds and disputes               page.py     where one pays
    events.py     signed posts to credit_webhook, repeated               standin.py  the whole
"""

from infra.local.stripe.faults import Faults
from infra.local.stripe.standin import StripeStandIn

__all__ = ["Faults", "StripeStandIn"]
