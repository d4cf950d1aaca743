"""The model sells credits by the same tool, and cannot spoil the link."""

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.purchases import CheckoutUnavailable
from shared.domain.values import AgentType
from shared.llm.claude import ClaudeEngine
from tests.fixtures.anthropic_standin import AnthropicStandIn, text, tool_calls
from tests.fixtures.checkout import LINK, CheckoutStub
from tests.fixtures.phone_simulation import SETTINGS, Phone, a_member

CALL = ("request_credit_funding", {"credits": 500})


def an_innovator(claude: ClaudeEngine, checkout: CheckoutStub | None) -> Phone:
    return Phone(
        user=a_member(poc_agent_type=AgentType.INNOVATOR),
        settings=replace(SETTINGS, checkout=checkout),
        engine=claude,
    )


@pytest.mark.parametrize(
    "words", ["Pay here: https://checkout.stripe.test/c/pay/cs_tset_a1#fid", "Here you are."]
)
def test_the_link_reaches_the_person_to_the_letter(
    claude: ClaudeEngine, stand_in: AnthropicStandIn, words: str
) -> None:
    stand_in.script(tool_calls(CALL), text(words))
    checkout = CheckoutStub()
    phone = an_innovator(claude, checkout)
    reply = phone.says("please add five hundred to what I have")
    assert reply.count("https://") == 1
    assert LINK in reply
    assert [purchase.credits for purchase in checkout.purchases] == [500]


def test_a_call_without_an_amount_or_with_a_wild_one_is_told_to_ask(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    checkout = CheckoutStub()
    phone = an_innovator(claude, checkout)
    wild: list[dict[str, Any]] = [{}, {"credits": 10**9}, {"credits": -5, "user_id": "somebody"}]
    calls = [("request_credit_funding", given) for given in wild]
    stand_in.script(tool_calls(*calls), text("How many would you like?"))
    assert phone.says("credits?") == "How many would you like?"
    assert checkout.purchases == []
    assert phone.decision is not None
    assert len([action for action in phone.decision.log if action.error]) == 3


def test_a_page_that_cannot_be_made_is_told_to_the_model_and_changes_nothing(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    stand_in.script(tool_calls(CALL), text("It isn't working right now."))
    phone = an_innovator(claude, CheckoutStub(problem=CheckoutUnavailable("down", again=True)))
    assert phone.says("add 500") == "It isn't working right now."
    assert phone.decision is not None
    assert phone.decision.effects == []
