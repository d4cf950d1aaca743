"""What Stripe's events say about purchases of credits; whatever else they say is not for us.

Events come more than once and in any order, so each report says how things stand, never what to
add: a charge's refunds are cumulative, a dispute counts in full or not at all.
Source: docs.stripe.com/api/events/types.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from shared.domain.purchases import Ended, Paid, TakenBack
from shared.errors import MalformedRequest

Report = Paid | Ended | TakenBack
Fields = Mapping[str, Any]

_ID = re.compile(r"[!-~]{1,255}")  # ASCII: whatever else stands there, no database could store
_CURRENCY = re.compile(r"[A-Za-z]{3}", re.ASCII)
_WHOLE = re.compile(r"[1-9][0-9]*", re.ASCII)
_MOST_DIGITS = 7  # of credits: a thousand times what one purchase may be
_LATEST = 4_102_444_800  # 2100: what claims to be later was never made by a clock

# Where the money has not left us (an inquiry), or has come back.
_NOT_TAKEN = frozenset(
    {"warning_needs_response", "warning_under_review", "warning_closed", "won", "prevented"}
)


def read_report(event: Fields, price_cents: int) -> Report | None:
    """What an event reports; None for what is not for us: other types, thin events, other sales.

    `price_cents` is what a credit costs, for a session that does not say what was paid. Raises
    MalformedRequest for an event of ours that lacks what it has to say, so that Stripe comes again.
    """
    read = _READERS.get(str(event.get("type")))
    if read is None or event.get("object") != "event":
        return None
    return read(event, _object(event), price_cents)


def _completed(event: Fields, session: Fields, price_cents: int) -> Report | None:
    if session.get("payment_status") == "paid":
        return _paid(event, session, price_cents)
    return _ended("unpaid")(event, session, price_cents)


def _paid(event: Fields, session: Fields, price_cents: int) -> Report | None:
    bought = _bought(session)
    if bought is None:
        return None
    user_id, credits = bought
    amount = session.get("amount_total") and _amount(session, "amount_total")
    currency = session.get("currency")
    return Paid(
        session_id=_text(session, "id"),
        payment_intent=_id(session, "payment_intent"),
        user_id=user_id,
        credits=credits,
        amount=amount or credits * price_cents,
        currency=currency if isinstance(currency, str) and _CURRENCY.fullmatch(currency) else None,
    )


def _ended(state: Any) -> Callable[[Fields, Fields, int], Report | None]:
    def read(event: Fields, session: Fields, price_cents: int) -> Report | None:
        return Ended(session_id=_text(session, "id"), state=state) if _bought(session) else None

    return read


def _bought(session: Fields) -> tuple[UUID, int] | None:
    """Who bought how many credits; None for a session that is for something else."""
    metadata = _fields(session.get("metadata"))
    credits = str(metadata.get("credits"))
    try:
        user_id = UUID(str(metadata.get("user_id")))
    except ValueError:
        return None
    if not _WHOLE.fullmatch(credits):
        return None
    if len(credits) > _MOST_DIGITS:
        raise MalformedRequest("So many credits are no purchase of ours", field="metadata.credits")
    return user_id, int(credits)


def _refunded(event: Fields, charge: Fields, price_cents: int) -> Report | None:
    return _taken(event, charge, "refund", _amount(charge, "amount_refunded"))


def _refund(event: Fields, refund: Fields, price_cents: int) -> Report | None:
    """A refund counts by its charge; by itself only if it failed after that was reported."""
    if event["type"] != "refund.failed" and refund.get("status") not in ("failed", "canceled"):
        return None
    return _taken(event, refund, "refund_failed", _amount(refund, "amount"))


def _dispute(event: Fields, dispute: Fields, price_cents: int) -> Report | None:
    reinstated = event["type"] == "charge.dispute.funds_reinstated"
    if reinstated or str(dispute.get("status")) in _NOT_TAKEN:
        return _taken(event, dispute, "dispute", 0, rank=1)
    # Of the same second, that it is over is later than that it began.
    over = event["type"] == "charge.dispute.closed"
    return _taken(event, dispute, "dispute", _amount(dispute, "amount"), rank=int(over))


def _taken(
    event: Fields, about: Fields, kind: Any, amount: int, *, rank: int | None = None
) -> TakenBack | None:
    intent = _id(about, "payment_intent")
    if intent is None:  # a charge that no Checkout session made
        return None
    created = event.get("created")
    if not isinstance(created, int) or not 0 <= created < _LATEST:
        raise MalformedRequest("The event does not say when it was made", field="created")
    return TakenBack(
        payment_intent=intent,
        object_id=_text(about, "id"),
        kind=kind,
        amount=amount,
        rank=amount if rank is None else rank,
        at=datetime.fromtimestamp(created, UTC),
        event_id=_text(event, "id"),
    )


def _object(event: Fields) -> Fields:
    found: object = _fields(event.get("data")).get("object")
    if not isinstance(found, dict):
        raise MalformedRequest("The event has no object", field="data.object")
    return cast("Fields", found)


def _fields(value: object) -> Fields:
    return cast("Fields", value) if isinstance(value, dict) else {}


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise MalformedRequest(f"{name} is missing, or no id", field=name)
    return value


def _id(fields: Fields, name: str) -> str | None:
    """The id of what is named, which Stripe may have expanded to the whole of it."""
    value = fields.get(name)
    if isinstance(value, dict):
        value = cast("Fields", value).get("id")
    return _text({name: value}, name) if value else None


def _amount(fields: Fields, name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise MalformedRequest(f"{name} is no amount", field=name)
    return value


_READERS: Mapping[str, Callable[[Fields, Fields, int], Report | None]] = {
    "checkout.session.completed": _completed,
    "checkout.session.async_payment_succeeded": _paid,
    "checkout.session.async_payment_failed": _ended("failed"),
    "checkout.session.expired": _ended("expired"),
    "charge.refunded": _refunded,
    "charge.refund.updated": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.updated": _dispute,
    "charge.dispute.funds_withdrawn": _dispute,
    "charge.dispute.funds_reinstated": _dispute,
    "charge.dispute.closed": _dispute,
}
EVENT_TYPES = tuple(_READERS)
"""What the webhook's endpoint at Stripe is to be told of."""
