"""A question about a search that the model has asked, in any words, is answered to the rules."""

import pytest

from shared.domain.research import Research
from shared.llm.claude import ClaudeEngine
from tests.fixtures.anthropic_standin import AnthropicStandIn
from tests.fixtures.phone_simulation import Phone, a_member
from tests.unit.agents.test_research_corpus import BOOKS, PAYROLL
from tests.unit.llm.test_open_questions import asked, question


def goes_on(phone: Phone) -> list[Research]:
    return [one for one in phone.research if one.status == "in_progress"]


def test_what_the_tool_should_do(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    phone = Phone(user=a_member())
    asked(phone, claude, stand_in, question("research_what"), words="Which job should it do?")
    phone.says("scheduling shifts for nurses")
    assert [one.need for one in goes_on(phone)] == ["scheduling shifts for nurses"]


@pytest.mark.parametrize(
    ("answer", "left"), [("the accounting one", [PAYROLL.id]), ("both of them", [])]
)
def test_which_search_to_stop(
    claude: ClaudeEngine, stand_in: AnthropicStandIn, answer: str, left: list[object]
) -> None:
    phone = Phone(user=a_member(), research=[PAYROLL, BOOKS])
    call = question("research_which_stop", [PAYROLL.id, BOOKS.id])
    asked(phone, claude, stand_in, call, words="I am looking into two things. Which can end?")
    phone.says(answer)
    assert [one.id for one in goes_on(phone)] == left


@pytest.mark.parametrize("kind", ["research_begun", "research_told"])
def test_a_search_that_was_just_spoken_of(
    claude: ClaudeEngine, stand_in: AnthropicStandIn, kind: str
) -> None:
    phone = Phone(user=a_member(), research=[PAYROLL])
    call = question(kind, [PAYROLL.id])
    asked(phone, claude, stand_in, call, words="Payroll in Brazil is being looked into.")
    phone.says("stop looking")
    assert goes_on(phone) == []
