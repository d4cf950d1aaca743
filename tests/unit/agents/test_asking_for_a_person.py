"""Whoever wants a human is told what comes of it, however they word it: `tests/corpus/person.json`.

A case says what a member's text asks: a person, none any more (after they had), or nothing of it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.agents.bouncer import BOUNCER
from shared.agents.concierge import CONCIERGE
from shared.agents.innovator import INNOVATOR
from shared.domain.effects.person import AskForPerson
from shared.llm.interface import AgentSpec
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import Phone, a_member

CORPUS = Path(__file__).parents[2] / "corpus"
CASES: list[dict[str, Any]] = json.loads((CORPUS / "person.json").read_text())


def wishes(phone: Phone) -> list[bool]:
    assert phone.decision is not None
    return [one.wanted for one in phone.decision.effects if isinstance(one, AskForPerson)]


@each("case", CASES)
def test_a_text_of_the_corpus_asks_what_it_says(case: dict[str, str]) -> None:
    phone = Phone(user=a_member())
    if case["asks"] == "no person":
        phone.says("can I talk to a human?")
    phone.says(case["text"])
    expected = {"person": [True], "no person": [False], "nothing": []}
    assert wishes(phone) == expected[case["asks"]]


def test_a_member_hears_that_the_team_is_told_and_no_time_is_promised() -> None:
    phone = Phone(user=a_member())
    reply = phone.says("can I talk to a human?")
    for told in ("I'm software", "telling the team now", "can't say when", "help@example.com"):
        assert told in reply


def test_who_asks_again_or_asks_when_hears_since_when_the_team_knows() -> None:
    phone = Phone(user=a_member())
    phone.says("can I talk to a human?")
    for words in ("get me a human please", "when does a person answer me?"):
        assert "has known since Tue Jun 2" in phone.says(words)
        assert wishes(phone) == []


def test_who_needs_nobody_any_more_calls_it_off_and_may_ask_anew() -> None:
    phone = Phone(user=a_member())
    assert "nothing to call off" in phone.says("never mind the human")
    phone.says("can I talk to a human?")
    assert "no person any more" in phone.says("never mind the human")
    phone.says("actually, get me a human")
    assert wishes(phone) == [True]


@pytest.mark.parametrize("agent", [BOUNCER, CONCIERGE, INNOVATOR], ids=lambda agent: agent.type)
def test_the_model_of_every_agent_can_ask_for_a_person(agent: AgentSpec) -> None:
    assert "request_person" in {tool.name for tool in agent.tools}
    assert "request_person" in agent.instructions
