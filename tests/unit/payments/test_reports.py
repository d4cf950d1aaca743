"""What an event of Stripe's says of a purchase, and what is not for us."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from shared.domain.purchases import Ended, Paid, TakenBack
from shared.errors import MalformedRequest
from shared.payments.reports import EVENT_TYPES, Report, read_report
from tests.fixtures.examples import each
from tests.fixtures.stripe_events import CREATED, charge, dispute, event, refund, session

USER = UUID("11111111-1111-4111-8111-111111111111")
PAID = Paid(
    session_id="cs_test_1",
    payment_intent="pi_1",
    user_id=USER,
    credits=500,
    amount=50_000,
    currency="usd",
)


@dataclass
class Taken:
    """How much is taken back now, and as what."""

    kind: Any
    amount: int
    object_id: str
    rank: int


def read(kind: str, about: dict[str, Any]) -> Report | None:
    return read_report(event(kind, about), 100)


@each(
    "kind, about, report",
    [
        ("checkout.session.completed", session(USER), PAID),
        ("checkout.session.async_payment_succeeded", session(USER), PAID),
        ("checkout.session.completed", session(USER, payment_intent={"id": "pi_1"}), PAID),
        ("checkout.session.completed", session(USER, amount_total=None), PAID),
        (
            "checkout.session.completed",
            session(USER, payment_status="unpaid"),
            Ended(session_id="cs_test_1", state="unpaid"),
        ),
        (
            "checkout.session.async_payment_failed",
            session(USER, payment_status="unpaid"),
            Ended(session_id="cs_test_1", state="failed"),
        ),
        (
            "checkout.session.expired",
            session(USER, payment_status="unpaid"),
            Ended(session_id="cs_test_1", state="expired"),
        ),
    ],
)
def test_a_checkout_is_paid_or_over(kind: str, about: dict[str, Any], report: Report) -> None:
    assert read(kind, about) == report


@each(
    "kind, about, taken",
    [
        ("charge.refunded", charge(10_000), Taken("refund", 10_000, "ch_1", 10_000)),
        ("charge.refunded", charge(50_000), Taken("refund", 50_000, "ch_1", 50_000)),
        ("refund.failed", refund("failed"), Taken("refund_failed", 10_000, "re_1", 10_000)),
        ("charge.refund.updated", refund("failed"), Taken("refund_failed", 10_000, "re_1", 10_000)),
        ("refund.updated", refund("canceled"), Taken("refund_failed", 10_000, "re_1", 10_000)),
        *[
            (f"charge.dispute.{what}", dispute(status), Taken("dispute", amount, "dp_1", rank))
            for what, status, amount, rank in [
                ("created", "needs_response", 50_000, 0),
                ("created", "warning_needs_response", 0, 1),
                ("updated", "under_review", 50_000, 0),
                ("funds_withdrawn", "needs_response", 50_000, 0),
                ("funds_reinstated", "under_review", 0, 1),
                ("closed", "won", 0, 1),
                ("closed", "warning_closed", 0, 1),
                ("closed", "lost", 50_000, 1),
            ]
        ],
    ],
)
def test_money_that_goes_back_says_how_much_is_gone_now(
    kind: str, about: dict[str, Any], taken: Taken
) -> None:
    report = read(kind, about)
    assert isinstance(report, TakenBack)
    assert Taken(report.kind, report.amount, report.object_id, report.rank) == taken
    assert (report.payment_intent, report.at) == ("pi_1", datetime.fromtimestamp(CREATED, UTC))


@each(
    "kind, about",
    [
        ("customer.created", {"id": "cus_1"}),
        ("checkout.session.completed", session(USER, metadata={})),
        ("checkout.session.completed", session(USER, metadata=None)),
        ("checkout.session.completed", session(USER, metadata={"user_id": "7", "credits": "5"})),
        ("checkout.session.completed", session(USER, credits=0)),
        ("checkout.session.completed", session(USER, credits=-5)),
        ("checkout.session.expired", session(USER, metadata={"sku": "mug"})),
        ("refund.updated", refund("succeeded")),
        ("charge.refund.updated", refund("pending")),
        ("charge.refunded", charge(500, payment_intent=None)),
    ],
)
def test_other_types_and_other_sales_are_not_for_us(kind: str, about: dict[str, Any]) -> None:
    assert read(kind, about) is None


def test_a_thin_event_is_not_for_us() -> None:
    thin: dict[str, Any] = {
        "id": "evt_1",
        "object": "v2.core.event",
        "type": "charge.refunded",
        "data": {},
    }
    assert read_report(thin, 100) is None


@each(
    "document, field",
    [
        ({**event("charge.refunded", charge(5)), "data": {}}, "data.object"),
        ({**event("charge.refunded", charge(5)), "data": None}, "data.object"),
        ({**event("charge.refunded", charge(5)), "created": None}, "created"),
        (event("charge.refunded", charge(5, amount_refunded="5")), "amount_refunded"),
        (event("charge.refunded", charge(5, amount_refunded=-5)), "amount_refunded"),
        (event("charge.dispute.created", dispute("lost", id=None)), "id"),
        (event("checkout.session.completed", session(USER, id="")), "id"),
    ],
)
def test_an_event_of_ours_that_lacks_something_is_refused_by_name(
    document: dict[str, Any], field: str
) -> None:
    with pytest.raises(MalformedRequest) as refused:
        read_report(document, 100)
    assert refused.value.field == field


def test_whatever_stands_in_an_event_is_read_or_refused() -> None:
    for kind in EVENT_TYPES:
        abouts: list[Any] = [{}, {"id": 5}, {"metadata": 5}, {"payment_intent": []}, []]
        for about in abouts:
            try:
                read_report({"object": "event", "type": kind, "data": {"object": about}}, 100)
            except MalformedRequest as error:
                assert error.field


# What no column can hold, and what only looks like a number.
ODD: list[Any] = [
    *(
        "\x00",
        "a\x00b",
        "\ud800",
        "x" * 256,
        "\u00e9",
        "a b",
        ["x"],
        {"id": "\x00"},
        {"a": 1},
        [],
        {},
    ),
    *(True, 0, -1, 1.5, 2**31, 2**63, 10**400, "1_000", "\u0663", "2147483648", "9" * 5000, ""),
]


def storable(report: Report) -> bool:
    """Whether every value fits its column."""
    for value in vars(report).values():
        if isinstance(value, str) and not (value.isascii() and value.isprintable()):
            return False
        if isinstance(value, int) and not 0 <= value < 2**31:
            return False
    return True


@each("kind", EVENT_TYPES)
def test_what_is_read_can_be_stored_whatever_stands_in_a_field(kind: str) -> None:
    about = session(USER) if kind.startswith("checkout") else charge(5) | dispute("lost")
    documents = [event(kind, about | {field: odd}) for field in about for odd in ODD]
    documents += [event(kind, about) | {field: odd} for field in ("id", "created") for odd in ODD]
    documents += [
        event(kind, about | {"metadata": {"user_id": str(USER), "credits": "50"} | {field: odd}})
        for field in ("user_id", "credits")
        for odd in ODD
    ]
    for document in documents:
        try:
            report = read_report(document, 100)
        except MalformedRequest:
            continue
        assert report is None or storable(report), document
