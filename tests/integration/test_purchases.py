"""A purchase is booked once, however often it is told, and taken back as far as Stripe says."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

import pytest

from shared.db.credits import Payments
from shared.db.pool import Database as Pool
from shared.domain.purchases import PAYMENT_STATES, Ended, Paid, TakenBack
from shared.errors import MalformedRequest
from tests.fixtures.credits import Ledger
from tests.fixtures.people import Connection, add_user, column, one
from tests.integration.conftest import NOON

SESSION, INTENT = "cs_test_1", "pi_1"


@dataclass
class Shop:
    """One buyer, and what Stripe tells of their payment of 500 credits for 500 dollars."""

    payments: Payments
    connection: Connection
    ledger: Ledger
    user: UUID

    @property
    def paid(self) -> Paid:
        return Paid(
            session_id=SESSION,
            payment_intent=INTENT,
            user_id=self.user,
            credits=500,
            amount=50_000,
            currency="usd",
        )

    def is_paid(self) -> str:
        return self.payments.record(self.paid)

    def takes_back(
        self,
        amount: int,
        *,
        kind: Literal["refund", "refund_failed", "dispute"] = "refund",
        seconds: int = 0,
        rank: int | None = None,
    ) -> str:
        """What a charge, a failed refund or a dispute says, so many seconds after the payment."""
        return self.payments.take_back(
            TakenBack(
                payment_intent=INTENT,
                object_id=f"{kind}_1",
                kind=kind,
                amount=amount,
                rank=amount if rank is None else rank,
                at=NOON + timedelta(seconds=seconds),
                event_id=f"evt_{kind}_{amount}_{seconds}",
            )
        )

    def available(self) -> int:
        return self.ledger.available(self.user)

    def told(self) -> list[tuple[str, int]]:
        """What waits to be told to the buyer, oldest first."""
        return [
            (data["what"], data["credits"])
            for data in column(
                self.connection, "select message_data from message_queue order by seq"
            )
        ]

    def state(self) -> Any:
        return self.connection.execute("select state, taken_back from stripe_payments").fetchone()


@pytest.fixture
def shop(pool: Pool, app: Connection) -> Shop:
    user = add_user(app, poc_agent_type="innovator")
    return Shop(Payments(pool), app, Ledger(app), user)


def test_a_payment_is_booked_and_told_once(shop: Shop) -> None:
    assert [shop.is_paid() for _ in range(3)] == ["booked", "known", "known"]
    assert shop.available() == 500
    assert shop.told() == [("bought", 500)]
    assert shop.state() == ("paid", 0)


def test_a_payment_of_an_open_checkout_is_booked_whatever_was_told_before(shop: Shop) -> None:
    add_checkout(shop)
    end = Ended(session_id=SESSION, state="unpaid")
    assert shop.payments.end(end) == "unpaid"
    assert shop.payments.end(end) == "unchanged"
    assert shop.payments.end(Ended(session_id=SESSION, state="failed")) == "failed"
    assert shop.told() == [("failed", 500)]
    assert shop.is_paid() == "booked"
    for state in ("unpaid", "failed", "expired"):
        assert shop.payments.end(Ended(session_id=SESSION, state=state)) == "unchanged"
    assert shop.state() == ("paid", 0)
    assert shop.available() == 500


def test_a_checkout_that_nobody_knows_ends_without_a_word(shop: Shop) -> None:
    assert shop.payments.end(Ended(session_id="cs_other", state="failed")) == "unchanged"
    assert shop.told() == []


def test_a_payment_that_names_nobody_is_kept_and_books_nothing(shop: Shop) -> None:
    nobody = replace(shop.paid, user_id=uuid4())
    assert shop.payments.record(nobody) == "unclaimed"
    assert shop.takes_back(50_000) == "booked"
    row = shop.connection.execute("select user_id, state, taken_back from stripe_payments")
    assert row.fetchall() == [(None, "paid", 500)]
    assert shop.ledger.entries() == []


@pytest.mark.parametrize("other", ["credits", "person"])
def test_a_session_that_was_opened_for_something_else_is_refused(shop: Shop, other: str) -> None:
    add_checkout(shop)
    paid = (
        replace(shop.paid, credits=501)
        if other == "credits"
        else replace(shop.paid, user_id=add_user(shop.connection, "+14155550109"))
    )
    with pytest.raises(MalformedRequest, match=r"is for 500 credits"):
        shop.payments.record(paid)
    assert shop.ledger.entries() == []


@pytest.mark.parametrize("state", [None, "open", "unpaid", "failed", "expired"])
@pytest.mark.parametrize("whose", ["the same buyer", "another buyer"])
def test_a_payment_that_two_checkouts_name_is_booked_once_and_reported(
    shop: Shop, state: str | None, whose: str
) -> None:
    buyer = shop.user
    if whose == "another buyer":
        buyer = add_user(shop.connection, "+14155550109", poc_agent_type="innovator")
    if state is not None:
        add_checkout(shop, "cs_second", buyer, state)
    assert shop.is_paid() == "booked"
    second = replace(shop.paid, session_id="cs_second", user_id=buyer)
    assert [shop.payments.record(second) for _ in range(2)] == ["doubled", "doubled"]
    assert shop.is_paid() == "known"
    kept = shop.connection.execute(
        "select state from stripe_payments where session_id <> 'cs_second'"
    )
    assert kept.fetchall() == [("paid",)]
    rest = shop.connection.execute(
        "select state from stripe_payments where session_id = 'cs_second'"
    )
    assert rest.fetchall() == ([] if state is None else [(state,)])
    assert len(shop.ledger.entries()) == 1
    assert shop.takes_back(50_000) == "booked"
    assert shop.available() == 0


def test_refunds_are_cumulative_and_each_is_booked_once(shop: Shop) -> None:
    shop.is_paid()
    told = [shop.takes_back(cents, seconds=cents) for cents in (10_000, 10_000, 30_000, 50_000)]
    assert told == ["booked", "known", "booked", "booked"]
    assert shop.available() == 0
    assert shop.told()[1:] == [("taken_back", 100), ("taken_back", 200), ("taken_back", 200)]


def test_a_refund_that_comes_late_or_twice_changes_nothing(shop: Shop) -> None:
    shop.is_paid()
    assert shop.takes_back(30_000, seconds=9) == "booked"
    assert shop.takes_back(10_000, seconds=5) == "known"
    assert shop.takes_back(10_000, seconds=9) == "known", "of the same second, and less"
    assert shop.available() == 200


def test_a_refund_that_is_told_before_the_payment_is_booked_with_it(shop: Shop) -> None:
    assert shop.takes_back(20_000) == "kept"
    assert shop.is_paid() == "booked"
    assert shop.available() == 300
    assert shop.told() == [("bought", 500), ("taken_back", 200)]


def test_a_refund_that_failed_is_given_back(shop: Shop) -> None:
    shop.is_paid()
    shop.takes_back(30_000, seconds=1)
    assert shop.takes_back(30_000, kind="refund_failed", seconds=2) == "booked"
    assert shop.available() == 500
    # Stripe's next report of the charge does not count it any more.
    assert shop.takes_back(20_000, seconds=3) == "booked"
    assert shop.available() == 300
    assert shop.told()[1:] == [("taken_back", 300), ("given_back", 300), ("taken_back", 200)]


def test_a_dispute_takes_back_when_it_opens_and_gives_back_when_it_is_won(shop: Shop) -> None:
    shop.is_paid()
    assert shop.takes_back(50_000, kind="dispute", seconds=1, rank=0) == "booked"
    assert shop.available() == 0
    assert shop.takes_back(0, kind="dispute", seconds=5, rank=1) == "booked"
    assert shop.takes_back(50_000, kind="dispute", seconds=1, rank=0) == "known"
    assert shop.takes_back(50_000, kind="dispute", seconds=5, rank=0) == "known"
    assert (shop.available(), shop.state()) == (500, ("paid", 0))
    # A refund after a dispute that was won counts by itself.
    shop.takes_back(10_000, seconds=9)
    assert (shop.available(), shop.state()) == (400, ("paid", 100))


def test_what_is_both_refunded_and_disputed_is_taken_back_once(shop: Shop) -> None:
    shop.is_paid()
    shop.takes_back(30_000)
    shop.takes_back(50_000, kind="dispute")
    assert (shop.available(), shop.state()) == (0, ("paid", 500))


def test_a_part_that_does_not_divide_is_rounded_for_the_buyer(shop: Shop) -> None:
    shop.payments.record(replace(shop.paid, credits=10, amount=1_087))
    shop.takes_back(333)
    assert shop.available() == 7, "3.06 credits are 3"
    shop.takes_back(1_086)
    assert shop.available() == 1
    shop.takes_back(1_087)
    assert shop.available() == 0


def test_what_was_spent_is_taken_back_all_the_same(shop: Shop, app: Connection) -> None:
    shop.is_paid()
    key = shop.ledger.reserve(shop.user, 400)
    shop.ledger.pay(key, add_user(app, "+14155550109"))
    shop.takes_back(50_000)
    assert shop.ledger.balances(shop.user)[0] == shop.available() == -400


def test_a_buyer_who_was_erased_is_booked_and_not_texted(shop: Shop, app: Connection) -> None:
    app.execute("update users set erased_at = now(), phone_number = 'erased:0123456789ab'")
    assert shop.is_paid() == "booked"
    assert (shop.available(), shop.told()) == (500, [])


def test_every_state_moves_as_it_is_declared_whatever_is_told(shop: Shop) -> None:
    states = ("open", "unpaid", "paid", "failed", "expired")
    seen: dict[tuple[str, str], str] = {}
    for before in states:
        for told in ("unpaid", "paid", "failed", "expired"):
            session = f"cs_{before}_{told}"
            shop.connection.execute(
                "insert into stripe_payments (session_id, user_id, credits, amount, state, paid_at)"
                " values (%s, %s, 500, 50000, %s, now())",
                (session, shop.user, before),
            )
            balance = shop.available()
            if told == "paid":
                intent = f"pi_{session}"
                shop.payments.record(replace(shop.paid, session_id=session, payment_intent=intent))
            else:
                shop.payments.end(Ended(session_id=session, state=told))
            after = one(
                shop.connection, "select state from stripe_payments where session_id = %s", session
            )
            seen[before, told] = after
            moved = after == "paid" and before != "paid"
            assert shop.available() - balance == (500 if moved else 0), session
    assert {pair: after for pair, after in seen.items() if after != pair[0]} == PAYMENT_STATES


def add_checkout(
    shop: Shop, session: str = SESSION, user: UUID | None = None, state: str = "open"
) -> None:
    """The link was given, and what came of it until now."""
    one(
        shop.connection,
        "insert into stripe_payments (session_id, user_id, credits, state) values (%s, %s, 500, %s)"
        " returning session_id",
        session,
        user or shop.user,
        state,
    )
