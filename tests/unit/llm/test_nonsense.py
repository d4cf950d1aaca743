"""A model that answers nonsense, in every flow: people get a sensible reply, and nothing is done.

Calls of tools that do not exist, of others' rows, with wrong arguments, empty and false replies,
silence and errors of the API: what the person is told is the rules' reply, or a true one, and the
log says why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from shared.config import read_settings
from shared.domain.context import AskedRequest, AskState, PriorityStatus, TurnContext, Upload
from shared.domain.decision import Decision
from shared.llm.engines import Engines
from shared.llm.interface import AgentSettings, AgentSpec
from tests.fixtures.anthropic_standin import Answer, AnthropicStandIn, error, text, tool_calls
from tests.fixtures.checkout import CheckoutStub
from tests.fixtures.phone_simulation import START, Phone, a_member, a_user
from tests.unit.agents.test_introductions_by_text import an_innovator, opportunity
from tests.unit.agents.test_introductions_by_text import phone as phone_of


@dataclass
class Deciding:
    """Engines as a phone of the tests knows an engine."""

    engines: Engines
    seconds: float = 5

    def decide(
        self, spec: AgentSpec, context: TurnContext, settings: AgentSettings, seconds: float
    ) -> Decision:
        return self.engines.decide(spec, context, self.seconds)


@pytest.fixture
def deciding(stand_in: AnthropicStandIn) -> Iterator[Deciding]:
    environment = {
        "DATABASE_URL": "unused",
        "MAIL_DOMAIN": "in.example.com",
        "ANTHROPIC_API_KEY": "key",
        "ANTHROPIC_BASE_URL": stand_in.url,
    }
    engines = Engines(read_settings(environment), CheckoutStub())
    engines.warm()
    yield Deciding(engines)
    engines.close()


def credits() -> Phone:
    return an_innovator()


def community() -> Phone:
    asked = AskedRequest(
        id=uuid4(),
        question="who knows SOC 2?",
        tags=["soc-2"],
        asker_name="Priya",
        open=True,
        shown_at=START,
        state=AskState.ASKED,
    )
    return Phone(user=a_member(), asked_requests=[asked])


def introductions() -> Phone:
    return phone_of(opportunity())


def prospects() -> Phone:
    made = an_innovator()
    made.uploads = [
        Upload(id=uuid4(), link_id=uuid4(), source="csv", added=3, left=3, created_at=START)
    ]
    return made


FLOWS = {
    "credits": (credits, "add 500 credits", "request_credit_funding"),
    "community": (community, "who knows a good fractional CFO?", "record_community_response"),
    "introductions": (introductions, "happy to introduce them", "accept_intro_opportunity"),
    "priorities": (introductions, "what matters now?", "show_priorities"),
    "prospects": (prospects, "take back my upload", "withdraw_upload"),
    "onboarding": (lambda: Phone(user=a_user()), "hi, I'm Uma Reed", "collect_user_info"),
}
FALSE = (
    "I've introduced you to Zebulon Quax of Vantablack.",
    "I've added 500 credits to your account.",
    "I asked three members for you and they will answer today.",
    "Done, everything is set up.",
    "I've approved you, and all of your data has been deleted.",
)


def strange(tool: str) -> tuple[Any, ...]:
    """Calls that must do nothing: unknown, of somebody else's row, with wrong arguments."""
    other = str(uuid4())
    return (
        ("grant_credits", {"user_id": other, "amount": 1000}),
        ("verify_user", {}),
        (tool, {"id": other, "request_id": other, "ids": [other], "upload_id": other}),
        (tool, {"id": None, "verified": True, "\x00": "\ud800"}),
        ("decline_introduction", {"id": other}),
        ("ask_question", {"kind": "transfer", "about": {"to": other}}),
    )


def bad(kind: str, tool: str) -> list[Answer]:
    return {
        "strange calls": [tool_calls(*strange(tool)), text("All of it is done."), text("Done.")],
        "calls without end": [tool_calls(*strange(tool)) for _ in range(4)],
        "empty": [text("  ")],
        "overloaded": [error(529, "overloaded_error")],
        "limited": [error(429, "rate_limit_error")],
        "cut short": [text("I have", stop_reason="max_tokens")],
        **{f"false {n}": [text(words), text(words)] for n, words in enumerate(FALSE)},
    }[kind]


KINDS = (
    *("strange calls", "calls without end", "empty", "overloaded", "limited", "cut short"),
    *(f"false {n}" for n in range(len(FALSE))),
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("flow", FLOWS)
def test_nonsense_is_answered_as_the_rules_answer(
    flow: str, kind: str, deciding: Deciding, stand_in: AnthropicStandIn
) -> None:
    make, words, tool = FLOWS[flow]
    by_rules = make()
    by_rules.settings = deciding.engines.agent_settings
    wanted = by_rules.says(words)
    made = make()
    made.engine = deciding
    stand_in.script(*bad(kind, tool))
    assert made.says(words) == wanted
    assert made.decision is not None
    assert made.decision.engine == "rules"
    assert by_rules.decision is not None
    kinds = [effect.kind for effect in made.decision.effects]
    assert kinds == [effect.kind for effect in by_rules.decision.effects]
    calls = [one for one in made.decision.log if one.action_type == "llm_call"]
    assert calls
    assert calls[-1].error
    assert all(item.status is not PriorityStatus.ACTIONED for item in made.priorities)


def test_a_model_that_is_silent_is_not_waited_for(
    deciding: Deciding, stand_in: AnthropicStandIn
) -> None:
    stand_in.hang()
    deciding.seconds = 0.7
    made = community()
    made.engine = deciding
    assert made.says("who knows a good fractional CFO?").startswith("Your question is in")
    assert made.decision is not None
    assert made.decision.log[0].error == "took too long"
