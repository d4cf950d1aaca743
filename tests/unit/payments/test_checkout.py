"""Payment pages by Stripe's library, against a stand-in that can be slow, wrong, busy and down."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest

from infra.local.stripe import StripeStandIn
from infra.local.stripe.faults import Fault
from shared.domain.purchases import CheckoutUnavailable, Purchase
from shared.payments import checkout
from shared.payments.checkout import StripeCheckout

KEY = "sk_test_of_the_tests"
USER = UUID("11111111-1111-4111-8111-111111111111")
PURCHASE = Purchase(user_id=USER, credits=500, key="credits:1")


@pytest.fixture(scope="module")
def server() -> Iterator[StripeStandIn]:
    stand_in = StripeStandIn(KEY, "whsec_unused_here", "http://127.0.0.1:1/")
    stand_in.faults.slow_seconds = 2
    stand_in.start()
    yield stand_in
    stand_in.stop()


@pytest.fixture
def stripe(server: StripeStandIn) -> Iterator[StripeStandIn]:
    yield server
    server.faults.next({})


@pytest.fixture
def pages(stripe: StripeStandIn, monkeypatch: pytest.MonkeyPatch) -> StripeCheckout:
    monkeypatch.setattr(checkout, "TIMEOUT_SECONDS", 0.7)
    return StripeCheckout(KEY, stripe.url, "https://texts.x.test", 25)


def test_a_page_says_who_buys_how_many_for_how_much(
    stripe: StripeStandIn, pages: StripeCheckout
) -> None:
    page = pages.open(replace(PURCHASE, key="credits:said"))
    session = stripe.sessions[-1]
    assert (page.session_id, page.url) == (session.id, session.url)
    assert (page.amount, page.currency) == (12_500, "usd") == (session.amount, session.currency)
    assert session.metadata == {"user_id": str(USER), "credits": "500"}
    assert session.client_reference_id == str(USER)
    assert session.success_url == "https://texts.x.test/paid"
    assert session.cancel_url == "https://texts.x.test/not-paid"


def test_the_same_purchase_is_the_same_page(stripe: StripeStandIn, pages: StripeCheckout) -> None:
    purchase = replace(PURCHASE, key="credits:same")
    before = len(stripe.sessions)
    assert pages.open(purchase) == pages.open(purchase)
    assert len(stripe.sessions) == before + 1


@pytest.mark.parametrize("fault", ["unavailable", "drop", "slow"])
def test_what_goes_wrong_once_is_tried_again_and_makes_one_page(
    stripe: StripeStandIn, pages: StripeCheckout, fault: Fault
) -> None:
    before = len(stripe.sessions)
    stripe.faults.next({fault: 1})
    assert pages.open(replace(PURCHASE, key=f"credits:{fault}")).url
    assert len(stripe.sessions) == before + 1


@pytest.mark.parametrize(
    "fault", ["unavailable", "too_many_requests", "drop", "slow", "error", "nonsense", "no_link"]
)
def test_what_goes_on_being_wrong_is_no_page_and_worth_another_try_later(
    stripe: StripeStandIn, pages: StripeCheckout, fault: Fault
) -> None:
    stripe.faults.next({fault: 9})
    with pytest.raises(CheckoutUnavailable) as unavailable:
        pages.open(replace(PURCHASE, key=f"credits:{fault}:on"))
    assert unavailable.value.again


def test_a_wrong_key_is_no_page_and_no_other_try_helps(stripe: StripeStandIn) -> None:
    with pytest.raises(CheckoutUnavailable) as unavailable:
        StripeCheckout("sk_wrong", stripe.url, "https://texts.x.test", 100).open(PURCHASE)
    assert not unavailable.value.again
    assert "sk_wrong" not in str(unavailable.value)


def test_nobody_who_listens_is_no_page() -> None:
    with pytest.raises(CheckoutUnavailable) as unavailable:
        StripeCheckout(KEY, "http://127.0.0.1:1", "https://texts.x.test", 100).open(PURCHASE)
    assert unavailable.value.again
