"""Credits are booked, reserved, released and paid by one function each, for a reason each."""

from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from shared.domain.effects.credits import RecordCheckout
from tests.fixtures.credits import Ledger
from tests.fixtures.people import MIKE, SARAH, Connection, add_user, column, one


@pytest.fixture
def ledger(app: Connection) -> Ledger:
    return Ledger(app)


@pytest.fixture
def innovator(app: Connection, ledger: Ledger) -> UUID:
    """Somebody who has bought a hundred credits, with a listing."""
    user = add_user(app, SARAH, company="Acme")
    one(app, "select approve_user(%s, 'innovator')", user)
    ledger.book(user, 100, "credit_purchase", key="stripe:cs_1")
    return user


@pytest.fixture
def connector(app: Connection) -> UUID:
    return add_user(app, MIKE)


def test_what_is_booked_is_in_the_ledger_the_view_and_both_caches(
    ledger: Ledger, innovator: UUID
) -> None:
    assert ledger.balances(innovator) == (100, 100, 100, 100)


def test_the_same_key_again_is_the_same_entry(ledger: Ledger, connector: UUID) -> None:
    answer = uuid4()
    first = ledger.book(connector, 25, "community_answer", answer)
    assert ledger.book(connector, 25, "community_answer", answer) == first
    assert ledger.available(connector) == 25


@pytest.mark.parametrize("other", ["amount", "person"])
def test_a_key_that_stands_for_something_else_is_refused(
    ledger: Ledger, innovator: UUID, connector: UUID, other: str
) -> None:
    user, amount = (connector, 100) if other == "person" else (innovator, 99)
    again = lambda: ledger.book(user, amount, "credit_purchase", key="stripe:cs_1")  # noqa: E731
    state, message = refusal_of(again)
    assert (state, "stands for 100 credits" in message) == ("YP004", True)


@pytest.mark.parametrize(
    ("reason", "amount", "reference", "key", "why"),
    [
        ("a_gift", 5, None, "stripe:x", "credit_reasons"),
        (None, 5, None, "stripe:x", "credit_reasons"),
        ("credit_purchase", 0, None, "stripe:x", "0 credits"),
        ("credit_purchase", -5, None, "stripe:x", "-5 credits"),
        ("credit_purchase", 5, None, "gift:x", "the key of"),
        ("credit_purchase", 5, None, None, "the key of"),
        ("credit_purchase", 5, "user", "stripe:x", "refer to"),
        ("community_answer", 5, "user", None, "refer to"),
        ("community_answer", 5, "community_response", "mine", "the key of"),
        ("intro_opportunity", 5, "intro_opportunity", None, "reserved"),
        ("reservation_released", 5, None, "x", "reserved"),
    ],
)
def test_what_fits_no_reason_is_refused_and_says_why(
    ledger: Ledger,
    connector: UUID,
    reason: str | None,
    amount: int,
    reference: str | None,
    key: str | None,
    why: str,
) -> None:
    row = uuid4() if reference else None
    if key is None and reference:
        key = f"{reason}:{row}"

    def book() -> object:
        return one(
            ledger.connection,
            "select private.book_credits(%s, %s, %s, %s, %s, %s)",
            *(connector, amount, reason, reference, row, key),
        )

    state, message = refusal_of(book)
    assert (state, why in message) == ("YP004", True), message
    assert ledger.available(connector) == 0


def test_a_reservation_is_set_aside_and_changes_no_balance(ledger: Ledger, innovator: UUID) -> None:
    key = ledger.reserve(innovator, 60)
    assert key is not None
    assert (ledger.available(innovator), ledger.balances(innovator)) == (40, (100,) * 4)
    assert ledger.reserve(innovator, 41) is None
    assert ledger.reserve(innovator, 40) is not None
    assert ledger.available(innovator) == 0


def test_what_is_reserved_can_be_spent_by_no_other_way(ledger: Ledger, innovator: UUID) -> None:
    ledger.reserve(innovator, 60)

    def spend() -> object:
        return ledger.connection.execute(
            "insert into credit_events (user_id, event_type, amount, idempotency_key)"
            " values (%s, 'test', -41, 'spent')",
            (innovator,),
        )

    assert refusal_of(spend)[0] == "YP003"


def test_the_same_reservation_again_is_reserved_once(ledger: Ledger, innovator: UUID) -> None:
    row = uuid4()
    assert ledger.reserve(innovator, 60, row) == ledger.reserve(innovator, 60, row)
    assert ledger.available(innovator) == 40


def test_a_reservation_is_paid_to_another_once_with_the_level_that_it_earns(
    app: Connection, ledger: Ledger, innovator: UUID, connector: UUID
) -> None:
    key = ledger.reserve(innovator, 50)
    for _ in range(2):
        ledger.pay(key, connector)
    assert ledger.balances(innovator) == (50,) * 4
    assert ledger.balances(connector) == (50, None, 50, 50)
    assert level(app, connector) == "connector"
    keys = "select idempotency_key from credit_events where user_id = %s"
    assert column(app, keys, connector) == [f"{key}:paid"]


def test_a_reservation_is_released_once_by_a_counter_entry(
    app: Connection, ledger: Ledger, innovator: UUID
) -> None:
    key = ledger.reserve(innovator, 50)
    for _ in range(2):
        ledger.release(key)
    assert (ledger.available(innovator), ledger.balances(innovator)) == (100, (100,) * 4)
    counter = "select amount, event_type from credit_events where idempotency_key = %s"
    assert app.execute(counter, (f"{key}:released",)).fetchall() == [(50, "reservation_released")]


def test_releasing_what_was_never_reserved_changes_nothing(ledger: Ledger, innovator: UUID) -> None:
    ledger.release("intro_opportunity:none")
    assert ledger.available(innovator) == 100


@pytest.mark.parametrize(
    ("first", "then", "state"),
    [
        ("nothing", "pay", "YP002"),
        ("release", "pay", "YP002"),
        ("release", "reserve", "YP002"),
        ("pay", "release", "YP002"),
        ("pay", "reserve", "YP002"),
        ("pay", "pay somebody else", "YP004"),
        ("reserve", "pay oneself", "YP004"),
        ("reserve", "pay for another reason", "YP004"),
    ],
)
def test_a_reservation_ends_once(
    app: Connection,
    ledger: Ledger,
    innovator: UUID,
    connector: UUID,
    first: str,
    then: str,
    state: str,
) -> None:
    row = uuid4()
    other = add_user(app, "+14155550103")
    key = f"intro_opportunity:{row}"
    if first != "nothing":
        ledger.reserve(innovator, 50, row)
    steps: dict[str, Any] = {
        "reserve": lambda: ledger.reserve(innovator, 50, row),
        "pay": lambda: ledger.pay(key, connector),
        "release": lambda: ledger.release(key),
        "pay somebody else": lambda: ledger.pay(key, other),
        "pay oneself": lambda: ledger.pay(key, innovator),
        "pay for another reason": lambda: ledger.pay(key, connector, "intro_offer"),
    }
    if first != "nothing":
        steps[first]()
    before = ledger.entries()
    assert refusal_of(steps[then])[0] == state
    assert ledger.entries() == before


def test_a_purchase_that_is_taken_back_may_leave_less_than_nothing_and_spending_stops(
    ledger: Ledger, innovator: UUID, connector: UUID
) -> None:
    promised = ledger.reserve(innovator, 60)
    ledger.book(innovator, -100, "purchase_taken_back", key="stripe_back:re_1")
    assert (ledger.available(innovator), ledger.balances(innovator)) == (-60, (0,) * 4)
    assert ledger.reserve(innovator, 1) is None
    # What was set aside before is paid all the same: the connector was promised it.
    ledger.pay(promised, connector)
    assert ledger.balances(innovator) == (-60,) * 4
    assert ledger.available(connector) == 60


@pytest.mark.parametrize(
    ("before", "reason", "after"),
    [
        ("member", "community_answer", "contributor"),
        ("connector", "community_answer", "connector"),
        ("member", "prospect_joined", "member"),
        ("contributor", "prospect_joined", "contributor"),
    ],
)
def test_a_level_comes_with_the_credit_that_earns_it_and_is_never_taken_away(
    app: Connection, ledger: Ledger, before: str, reason: str, after: str
) -> None:
    user = add_user(app, status_level=before)
    ledger.book(user, 25, reason, uuid4())
    assert level(app, user) == after


def test_who_has_completed_three_introductions_is_an_expert_whether_they_paid_or_not(
    app: Connection, connector: UUID
) -> None:
    opportunity: LiteralString = (
        "insert into intro_opportunities (connector_user_id, innovator_id, prospect_name, status)"
        " values (%s, %s, 'Sam', 'completed')"
    )
    offer: LiteralString = (
        "insert into intro_offers (offering_user_id, introducee_user_id, prospect_name, status)"
        " values (%s, %s, 'Sam', 'completed')"
    )
    other = add_user(app)
    app.execute(opportunity, (other, connector))
    app.execute(
        "update intro_opportunities set connector_user_id = %s, status = 'declined'", (connector,)
    )
    seen: list[tuple[int, str, bool]] = []
    inserts: list[LiteralString | None] = [None, opportunity, offer, opportunity]
    for insert in inserts:
        if insert:
            app.execute(insert, (connector, other))
        count = one(app, "select private.introduction_completed(%s)", connector)
        expert = one(app, "select expert_connector from users where id = %s", connector)
        seen.append((count, level(app, connector), expert))
    assert seen == [
        (0, "member", False),
        (1, "connector", False),
        (2, "connector", False),
        (3, "connector", True),
    ]


def test_what_a_person_may_know_of_their_credits(
    app: Connection, ledger: Ledger, innovator: UUID, connector: UUID
) -> None:
    ledger.book(innovator, 25, "community_answer", uuid4())
    ledger.book(innovator, 15, "community_answer", uuid4())
    ledger.pay(ledger.reserve(innovator, 30), connector)
    ledger.release(ledger.reserve(innovator, 50))
    ledger.reserve(innovator, 10)
    known = "select private.credits_of(%s)"
    assert one(app, known, innovator) == {
        "available": 100,
        "spent": 30,
        "sources": [
            {"label": "credits you bought", "credits": 100},
            {"label": "answers that helped", "credits": 40},
        ],
    }
    paid = {"label": "introductions you made", "credits": 30}
    assert one(app, known, connector) == {"available": 30, "spent": 0, "sources": [paid]}
    assert one(app, known, add_user(app, "+14155550104")) == {
        "available": 0,
        "spent": 0,
        "sources": [],
    }


def test_a_payment_page_that_was_given_is_known_once_and_stays_paid(
    app: Connection, innovator: UUID
) -> None:
    page = RecordCheckout(session_id="cs_2", credits=50, amount=5_000, currency="usd")

    def settle() -> None:
        app.execute(
            "select private.apply_effect(%s, null, 'innovator', %s, now())",
            (innovator, Jsonb(page.model_dump(mode="json"))),
        )

    settle()
    row = "select user_id, credits, amount, state from stripe_payments"
    assert app.execute(row).fetchall() == [(innovator, 50, 5_000, "open")]
    app.execute("select private.record_payment('cs_2', 'pi_2', %s, 50, 5000, 'usd')", (innovator,))
    settle()
    assert app.execute(row).fetchall() == [(innovator, 50, 5_000, "paid")]


def level(connection: Connection, user: UUID) -> str:
    return one(connection, "select status_level from users where id = %s", user)


def refusal_of(step: Any) -> tuple[str | None, str]:
    """The SQLSTATE and the message with which a step is refused."""
    with pytest.raises(psycopg.Error) as refused:
        step()
    return refused.value.sqlstate, str(refused.value)
