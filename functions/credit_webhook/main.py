"""Stripe's webhook, and the pages to which Stripe sends a buyer's browser back.

`POST /` with an event, signed by Stripe over the raw body (403), at most five minutes old or early.
A paid checkout becomes credits, once; refunds and disputes take back what they take back; the buyer
is texted. The same event again changes nothing, nor does their order.

Stripe repeats for days what is not answered 200. So an event of another type, a thin event and a
sale that is not ours are answered 200 and logged, and so is a second checkout that names the
payment of another: its money came once, and is booked once. 400 is an event of ours that cannot be
read, 503 that the database cannot be reached.

`GET /paid` and `GET /not-paid` are the same for everybody, and change nothing.
"""

from datetime import UTC, datetime
from functools import lru_cache

from shared.config import settings
from shared.db.credits import Payments
from shared.domain.purchases import Ended, Paid
from shared.entry import Answer, Call, Json, Route, database, http_function
from shared.errors import MalformedRequest
from shared.log import cut, logger
from shared.payments.reports import Report, read_report
from shared.payments.returning import HEADERS, NOT_PAID, PAID
from shared.payments.signature import HEADER, require_signature, verify

MOST_BODY = 256 * 1024  # an event holds one object, never a list without end

# Outcomes by which somebody may have paid and have no credits: see record_payment.
_FOR_AN_OPERATOR = frozenset({"unclaimed", "doubled"})


@lru_cache(maxsize=1)
def payments() -> Payments:
    """The transitions, on this process's pool."""
    return Payments(database())


def signed(call: Call) -> None:
    """Stripe's signature."""
    now = datetime.now(UTC)
    header = require_signature(call.headers.get(HEADER), now)
    verify(settings().stripe_webhook_secret, header, call.body, now)


def receive_event(call: Call) -> Json:
    """Something happened at Stripe."""
    event = call.json()
    kind = cut(str(event.get("type")), 100)
    try:
        report = read_report(event, settings().credit_price_cents)
        outcome = "ignored" if report is None else _apply(report)
    except MalformedRequest as error:
        why = error.field or cut(error.detail, 300)
        told = {"event": "payment", "outcome": "unreadable"}
        logger.error("not readable: %s: %s", kind, why, extra=told)
        raise
    about = None if report is None else _stripe_id(report)
    log = logger.error if outcome in _FOR_AN_OPERATOR else logger.info
    log("%s: %s", kind, outcome, extra={"event": "payment", "outcome": outcome, "about": about})
    return {"outcome": outcome}


def _stripe_id(report: Report) -> str:
    return report.session_id if isinstance(report, Paid | Ended) else report.object_id


def _apply(report: Report) -> str:
    if isinstance(report, Paid):
        return payments().record(report)
    if isinstance(report, Ended):
        return payments().end(report)
    return payments().take_back(report)


def show_paid(call: Call) -> Answer:
    """Back from the payment page."""
    return Answer(200, PAID, "text/html; charset=utf-8", HEADERS)


def show_not_paid(call: Call) -> Answer:
    """Back from the payment page, without having paid."""
    return Answer(200, NOT_PAID, "text/html; charset=utf-8", HEADERS)


def anybody(call: Call) -> None:
    """A page that is the same for everybody."""


credit_webhook = http_function(
    "credit_webhook",
    [
        Route("POST", "/", receive_event, authenticate=signed, max_body=MOST_BODY),
        Route("GET", "/paid", show_paid, authenticate=anybody),
        Route("GET", "/not-paid", show_not_paid, authenticate=anybody),
    ],
)
