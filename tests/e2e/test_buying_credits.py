"""A purchase as it is lived through: a text, a payment page, credits, a refund."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from infra.local.stack import DatabaseUrls, Stack, StackOptions
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, add_user, column, one
from tests.fixtures.texting import TEXTING
from tests.fixtures.waiting import until

MAYA = "+12125550142"


@pytest.fixture
def stack(database: Database, tmp_path: Path) -> Iterator[Stack]:
    options = StackOptions(
        functions=(*TEXTING, "credit_webhook", "message_orchestrator"),
        database=DatabaseUrls(database.owner_url, database.functions_url),
        sweep_interval=0.5,
    )
    with Stack(tmp_path, options=options) as stack:
        yield stack


def press(stack: Stack, link: str, action: str) -> str:
    """A button of the payment page, and the page on which the browser lands."""
    answer = httpx2.post(
        link, data={"action": action}, follow_redirects=True, timeout=30, trust_env=False
    )
    assert answer.status_code == 200, answer.url
    return answer.text


def test_an_innovator_buys_credits_by_text_and_is_paid_back(
    stack: Stack, owner: Connection
) -> None:
    user = add_user(owner, MAYA, poc_agent_type="innovator", first_name="Maya")

    def texts() -> list[str]:
        return column(owner, "select content from messages where status = 'delivered' order by seq")

    def balance() -> int:
        return one(owner, "select credit_balance from users where id = %s", user)

    stack.twilio.receive(MAYA, "add 50 credits")
    until(lambda: len(texts()) == 1, "the link is texted")
    link = texts()[0].split("\n")[-1]
    assert "50 credits are $50" in texts()[0]
    assert one(owner, "select state from stripe_payments where credits = 50") == "open"

    stack.stripe.faults.next({"repeated_event": 1})
    assert "Thank you" in press(stack, link, "pay")
    until(lambda: balance() == 50, "the credits are there")
    until(lambda: len(texts()) == 2, "the buyer is told")
    assert texts()[1] == "Your payment went through: 50 credits were added to your balance."

    assert "Refunded: $25.00" in press(stack, link, "refund_half")
    until(lambda: balance() == 25, "half is taken back")
    until(lambda: len(texts()) == 3, "the buyer is told of it")
    until(lambda: len(stack.stripe.answered) == 3, "every event is answered")
    assert {status for _, status in stack.stripe.answered} == {200}

    stack.twilio.receive(MAYA, "buy 20 credits")
    until(lambda: len(texts()) == 4, "another link is texted")
    assert "Nothing was charged" in press(stack, texts()[3].split("\n")[-1], "cancel")
    assert balance() == 25
