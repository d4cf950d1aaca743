"""Stripe's webhook as Stripe, or an attacker, meets it: a process over HTTP."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx2
import psycopg
import pytest

from infra.local.functions import FunctionProcess
from infra.local.guardian import Guardian
from infra.local.ports import free_port
from infra.local.services import read_services
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, add_user, one
from tests.fixtures.raw_client import ask, post
from tests.fixtures.stripe_events import (
    SECRET,
    body,
    charge,
    dispute,
    event,
    session,
    signature,
)


@pytest.fixture(scope="module")
def function(
    module_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FunctionProcess]:
    service = next(one for one in read_services() if one.name == "credit_webhook")
    with Guardian() as guardian:
        function = FunctionProcess(
            service,
            free_port(),
            {"DATABASE_URL": module_database.app_url, "STRIPE_WEBHOOK_SECRET": SECRET},
            log=tmp_path_factory.mktemp("stripe") / "log",
            guardian=guardian,
        )
        function.start()
        yield function
        function.stop()


@pytest.fixture(scope="module")
def db(module_database: Database) -> Iterator[Connection]:
    with psycopg.connect(module_database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def user(db: Connection) -> UUID:
    return add_user(db, poc_agent_type="innovator")


def posted(
    function: FunctionProcess, document: dict[str, Any], *, late: int = 0, secret: str = SECRET
) -> tuple[int, str]:
    content = body(document)
    answer = httpx2.post(
        f"{function.url}/",
        content=content.encode(),
        headers={"Stripe-Signature": signature(content, late=late, secret=secret)},
        timeout=30,
        trust_env=False,
    )
    told = answer.json()
    return answer.status_code, str(told.get("outcome") or told.get("field"))


def test_a_purchase_is_booked_once_and_taken_back(
    function: FunctionProcess, db: Connection, user: UUID
) -> None:
    completed = event("checkout.session.completed", session(user))
    assert posted(function, completed, late=301) == (403, "Stripe-Signature")
    assert posted(function, completed, late=-3600) == (403, "Stripe-Signature")
    assert posted(function, completed, secret="whsec_of_nobody") == (403, "Stripe-Signature")
    assert one(db, "select count(*) from stripe_payments") == 0

    assert posted(function, completed) == (200, "booked")
    succeeded = event("checkout.session.async_payment_succeeded", session(user))
    assert posted(function, succeeded) == (200, "known")
    assert balance(db, user) == 500
    refunded = event("charge.refunded", charge(10_000))
    assert [posted(function, refunded) for _ in range(2)] == [(200, "booked"), (200, "known")]
    disputed = event("charge.dispute.created", dispute("needs_response"))
    assert posted(function, disputed) == (200, "booked")
    assert balance(db, user) == 0
    told = "select message_data ->> 'what' from message_queue order by seq"
    assert [row[0] for row in db.execute(told)] == ["bought", "taken_back", "taken_back"]


def test_what_is_not_for_us_is_answered_200_and_what_is_not_readable_400(
    function: FunctionProcess, db: Connection, user: UUID
) -> None:
    paid = session(user, id="cs_test_9", payment_intent="pi_9")
    assert posted(function, event("checkout.session.completed", paid))[0] == 200
    before = one(db, "select count(*) from credit_events")
    assert posted(function, event("customer.created", {"id": "cus_1"})) == (200, "ignored")
    assert posted(function, {"object": "v2.core.event", "type": "v1.x"}) == (200, "ignored")
    broken = event("charge.refunded", charge(5, amount_refunded=None))
    assert posted(function, broken) == (400, "amount_refunded")
    other = session(user, credits=5, id="cs_test_9", payment_intent="pi_9")
    assert posted(function, event("checkout.session.completed", other))[0] == 400
    assert one(db, "select count(*) from credit_events") == before


def test_who_signs_nothing_is_refused_before_their_body_is_there(
    function: FunctionProcess,
) -> None:
    unfinished = post("/", "Content-Type: application/json", body=b"{", length=60_000)
    assert ask(function.port, unfinished).status == 403


def test_a_payment_of_nobody_is_kept_and_logged_for_the_alert(
    function: FunctionProcess, db: Connection
) -> None:
    stranger = session(UUID(int=7), id="cs_test_2", payment_intent="pi_2")
    assert posted(function, event("checkout.session.completed", stranger)) == (200, "unclaimed")
    assert "unclaimed" in function.log_tail()


def test_two_checkouts_of_one_payment_are_booked_once_and_the_second_is_logged_for_the_alert(
    function: FunctionProcess, db: Connection, user: UUID
) -> None:
    before = balance(db, user)
    for name, outcome in (
        ("cs_test_3", "booked"),
        ("cs_test_4", "doubled"),
        ("cs_test_3", "known"),
    ):
        told = session(user, credits=30, id=name, payment_intent="pi_3")
        assert posted(function, event("checkout.session.completed", told)) == (200, outcome)
    assert balance(db, user) == before + 30
    (line,) = [line for line in function.log_tail().splitlines() if "doubled" in line]
    assert "cs_test_4" in line


def balance(db: Connection, user: UUID) -> int:
    return one(db, "select credit_balance from users where id = %s", user)


@pytest.mark.parametrize(
    ("path", "says"), [("/paid", "Thank you"), ("/not-paid", "Nothing was charged")]
)
def test_a_buyers_browser_comes_back_to_a_page_of_ours(
    function: FunctionProcess, path: str, says: str
) -> None:
    page = httpx2.get(f"{function.url}{path}", trust_env=False)
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert f"<h1>{says}</h1>" in page.text
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
