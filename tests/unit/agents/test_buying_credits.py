"""An innovator buys credits by text: what is bought, asked, offered and never claimed."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shared.agents.language.buying import read_amount
from shared.domain.context import Credits, CreditSource
from shared.domain.effects.credits import RecordCheckout
from shared.domain.purchases import CheckoutUnavailable
from shared.domain.values import AgentType
from shared.llm.interface import with_verbatim
from tests.fixtures.checkout import LINK, CheckoutStub
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import SETTINGS, Phone, a_member

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "corpus" / "credits.json").read_text()
)
ASKED = ("How many credits would you like?", "How many would you like")


def an_innovator(checkout: CheckoutStub | None, *, price_cents: int = 100) -> Phone:
    settings = replace(SETTINGS, checkout=checkout, credit_price_cents=price_cents)
    user = a_member(poc_agent_type=AgentType.INNOVATOR, innovator=True, credit_balance=40)
    return Phone(user=user, settings=settings)


@each("case", CASES)
def test_a_text_about_credits_does_what_it_says(case: dict[str, Any]) -> None:
    checkout = CheckoutStub()
    phone = an_innovator(checkout)
    reply = phone.says(case["text"])
    bought = [purchase.credits for purchase in checkout.purchases]
    assert bought == ([case["bought"]] if case.get("bought") else []), reply
    assert (LINK in reply) == bool(bought)
    assert any(words in reply for words in ASKED) == case.get("asks", False), reply
    assert ("Shall I text you a payment page?" in reply) == ("offers" in case), reply
    if "balance" in case:
        assert ("balance is 40 credits" in reply) == case["balance"], reply


def test_the_reply_names_the_price_and_the_page_is_known_once_it_is_settled() -> None:
    phone = an_innovator(CheckoutStub(price_cents=25), price_cents=25)
    reply = phone.says("add 1250 credits")
    assert "1,250 credits are $312.50" in reply
    assert reply.endswith(f"\n{LINK}")
    assert phone.decision is not None
    assert phone.decision.effects == [
        RecordCheckout(session_id="cs_test_a1", credits=1250, amount=31_250, currency="usd")
    ]
    assert phone.user.credit_balance == 40, "nothing is bought yet"


@each(
    "answer, credits",
    [
        ("500", 500),
        ("let's do 500", 500),
        ("$300", 300),
        ("make it five hundred pls", 500),
        ("1k", 1_000),
        ("the minimum", 10),
        ("hmm maybe 100 to start", 100),
        ("two hundred and fifty", 250),
        ("500 credits please", 500),
    ],
)
def test_how_many_is_asked_and_answered(answer: str, credits: int) -> None:
    checkout = CheckoutStub()
    phone = an_innovator(checkout)
    assert "between 10 and 10,000" in phone.says("need more budget")
    assert LINK in phone.says(answer)
    assert [purchase.credits for purchase in checkout.purchases] == [credits]


@each("answer", ["never mind", "no", "5", "20000", "how do reminders work?", "50 euros"])
def test_no_amount_buys_nothing(answer: str) -> None:
    checkout = CheckoutStub()
    phone = an_innovator(checkout)
    phone.says("buy credits")
    phone.says(answer)
    assert checkout.purchases == []


def test_an_amount_that_is_too_small_is_asked_for_again_and_then_bought() -> None:
    checkout = CheckoutStub()
    phone = an_innovator(checkout)
    assert "between 10 and 10,000" in phone.says("buy 5 credits")
    phone.says("ok 50 then")
    assert [purchase.credits for purchase in checkout.purchases] == [50]


def test_a_price_is_told_and_yes_buys_what_was_offered() -> None:
    checkout = CheckoutStub(price_cents=50)
    phone = an_innovator(checkout, price_cents=50)
    assert "300 credits are $150." in phone.says("how much are 300 credits?")
    assert checkout.purchases == []
    phone.says("yes please")
    assert [purchase.credits for purchase in checkout.purchases] == [300]


def test_a_corrected_amount_is_another_page() -> None:
    checkout = CheckoutStub()
    phone = an_innovator(checkout)
    phone.says("buy 500 credits")
    phone.says("thanks")
    assert len(checkout.purchases) == 1
    phone.says("buy 500 credits")
    phone.says("actually make it 300")
    assert [purchase.credits for purchase in checkout.purchases] == [500, 500, 300]


def test_the_text_that_asked_names_the_purchase() -> None:
    checkout = CheckoutStub()
    phone = an_innovator(checkout)
    phone.says("buy 500 credits")
    phone.says("buy 500 credits")
    first, second = checkout.purchases
    assert first.key != second.key
    assert all(len(purchase.key) <= 255 for purchase in checkout.purchases)
    assert f":{phone.user.id}:" in first.key


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("add 500 credits", "can't be bought by text yet. help@example.com can help"),
        ("buy credits", "can't be bought by text yet"),
        ("how much are credits?", "can't be bought by text yet"),
    ],
)
def test_without_stripe_it_says_so_and_names_who_helps(text: str, said: str) -> None:
    reply = an_innovator(None).says(text)
    assert said in reply
    assert "http" not in reply


@pytest.mark.parametrize(
    ("again", "said"), [(True, "ask again in a few minutes"), (False, "help@example.com")]
)
def test_when_stripe_makes_no_page_nothing_is_promised(again: bool, said: str) -> None:
    problem = CheckoutUnavailable("down", again=again)
    phone = an_innovator(CheckoutStub(problem=problem))
    reply = phone.says("buy 500 credits")
    assert said in reply
    assert "nothing was charged" in reply
    assert phone.decision is not None
    assert phone.decision.effects == []


def test_a_member_who_is_no_innovator_hears_how_credits_are_earned() -> None:
    checkout = CheckoutStub()
    phone = Phone(user=a_member(), settings=replace(SETTINGS, checkout=checkout))
    assert "Only innovators buy credits" in phone.says("buy 500 credits")
    assert checkout.purchases == []


def test_what_credits_were_for_is_told_and_what_is_set_aside() -> None:
    phone = an_innovator(CheckoutStub())
    phone.credits = Credits(
        available=-10,
        spent=35,
        sources=[
            CreditSource(label="credits you bought", credits=50),
            CreditSource(label="answers that helped", credits=25),
        ],
    )
    assert "50 of them are set aside" in phone.says("what's my balance?")
    assert (
        "So far: 50 for credits you bought, 25 for answers that helped; 35 went to introductions."
        in phone.says("what did I earn them for?")
    )


@pytest.mark.parametrize(
    ("reply", "whole"),
    [
        (f"Here: {LINK} Enjoy.", f"Here: {LINK} Enjoy."),
        (f"Here: {LINK[:-3]}zz9 Enjoy.", f"Here: {LINK} Enjoy."),
        ("Here is your payment page.", f"Here is your payment page.\n{LINK}"),
    ],
)
def test_a_link_is_passed_on_to_the_letter_whatever_the_model_writes(
    reply: str, whole: str
) -> None:
    assert with_verbatim(reply, [LINK]) == whole


def test_dollars_that_are_no_whole_number_of_credits_are_no_amount() -> None:
    assert read_amount("$10.50", 100) is None
    assert read_amount("$10.50", 50) == 21
    assert read_amount("$10", 30) is None
