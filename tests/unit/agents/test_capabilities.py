"""Every capability: its examples, what it does not claim, and what an agent is made of by it."""

from dataclasses import replace
from typing import Any

import pytest

from shared.agents.agent import abilities_of
from shared.agents.asking import asking_tool
from shared.agents.bouncer import BOUNCER
from shared.agents.capabilities.funding import FUNDING
from shared.agents.capabilities.joining import JOINING
from shared.agents.capabilities.listing import LISTING
from shared.agents.capabilities.matters import matters
from shared.agents.capabilities.meeting import MEETING
from shared.agents.capabilities.talk import member_talk
from shared.agents.capabilities.uploading import UPLOADING
from shared.agents.capability import Capability, Example, Intent, Situation, Specificity
from shared.agents.choice import agent_for
from shared.agents.claims import claims
from shared.agents.concierge import CONCIERGE, MEMBERSHIP
from shared.agents.innovator import INNOVATOR
from shared.agents.router import Router
from shared.llm.interface import AgentSpec, Toolbox
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import SETTINGS, Phone, a_member, a_text

TALK = member_talk(abilities_of(MEMBERSHIP))
MATTERS = matters(MEMBERSHIP)
MEMBERS: tuple[Capability[Any], ...] = (
    *MEMBERSHIP,
    LISTING,
    FUNDING,
    MEETING,
    UPLOADING,
    MATTERS,
    TALK,
)
ALL: tuple[Capability[Any], ...] = (*MEMBERS, JOINING)


def situation(text: str, phone: Phone | None = None) -> Situation:
    context = (phone or Phone(user=a_member())).context([a_text(text)])
    return Situation(context=context, settings=SETTINGS, question=context.open_question)


@each("capability, example", [(one, example) for one in MEMBERS for example in one.examples])
def test_an_example_is_claimed_by_its_own_capability_and_by_no_other(
    capability: Capability[Any], example: Example[Any]
) -> None:
    found = claims(example.text, situation(example.text), MEMBERS)
    assert [claim.capability.name for claim in found] == [capability.name]
    assert found[0].intent.wish == example.wish
    assert Phone(user=a_member()).says(example.text)


@each("capability, text", [(one, text) for one in MEMBERS for text in one.counter_examples])
def test_a_counter_example_is_not_claimed(capability: Capability[Any], text: str) -> None:
    found = claims(text, situation(text), MEMBERS)
    assert capability.name not in [claim.capability.name for claim in found]


@pytest.mark.parametrize("example", JOINING.examples, ids=lambda example: example.text)
def test_joining_reads_its_examples(example: Example[Any]) -> None:
    phone = Phone()
    phone.says("hello there")
    intent = JOINING.read(example.text, situation(example.text, phone))
    assert intent is not None
    assert intent.wish == example.wish


@pytest.mark.parametrize("text", JOINING.counter_examples)
def test_joining_reads_nothing_in_its_counter_examples(text: str) -> None:
    phone = Phone()
    phone.says("hello there")
    assert JOINING.read(text, situation(text, phone)) is None


def _claiming(name: str, label: str) -> Capability[str]:
    return Capability(
        name=name,
        read=lambda text, _: Intent(wish=text, specificity=Specificity.CLEAR),
        answer=lambda wish, _: f"{name}: {wish}",
        label=label,
    )


def test_two_equal_claims_ask_which_was_meant_and_the_answer_decides() -> None:
    first = _claiming("first", "paint the fence")
    router = Router((first, _claiming("second", "sell the boat")))
    phone = Phone(user=a_member())

    def turn(text: str) -> list[str]:
        tools = (asking_tool(router.capabilities),)
        box = Toolbox(tools, phone.context([a_text(text)]), SETTINGS)
        replies = router.answer(box)
        phone.question = box.left_open()
        return replies

    assert turn("do it") == ["Should I paint the fence, or sell the boat?"]
    assert turn("the second") == ["second: do it"]


def test_an_equal_claim_that_cannot_be_asked_about_yields_and_never_stops_the_answer() -> None:
    unnamed = _claiming("unnamed", "")
    phone = Phone(user=a_member())
    for capabilities, answered in (
        ((unnamed, _claiming("named", "sell the boat")), "named: do it"),
        ((unnamed, _claiming("other", "")), "unnamed: do it"),
    ):
        router = Router(capabilities)
        tools = (asking_tool(router.capabilities),)
        box = Toolbox(tools, phone.context([a_text("do it")]), SETTINGS)
        assert router.answer(box) == [answered]


def test_several_wishes_in_one_text_are_all_served() -> None:
    phone = Phone(user=a_member(credit_balance=40))
    reply = phone.says("I need a lawyer. Remind me tomorrow at 9 to call Bob. What's my balance?")
    assert [goal.text for goal in phone.user.goals] == ["I need a lawyer."]
    assert [item.summary for item in phone.waiting] == ["call Bob"]
    assert "40 credits" in reply


@pytest.mark.parametrize("spec", [BOUNCER, CONCIERGE, INNOVATOR], ids=lambda spec: spec.type)
def test_an_agent_is_derived_from_its_capabilities(spec: AgentSpec) -> None:
    names = [tool.name for tool in spec.tools]
    assert len(names) == len(set(names))
    assert "ask_question" in names
    assert spec.prompt_version.startswith(f"{spec.type}-")


def test_names_of_capabilities_and_of_questions_are_unique() -> None:
    names = [one.name for one in ALL]
    kinds = [kind.kind for one in ALL for kind in one.questions]
    assert len(names) == len(set(names))
    assert len(kinds) == len(set(kinds))


def test_what_can_you_do_is_made_of_the_abilities() -> None:
    abilities = abilities_of(MEMBERSHIP)
    assert all(one.ability in abilities for one in MEMBERSHIP)
    assert Phone(user=a_member()).says("what can you do?") == abilities


def test_the_prompt_version_changes_with_the_instructions_and_with_the_tools() -> None:
    spec = agent_for(a_member())
    other = replace(spec, instructions=spec.instructions + ".")
    fewer = replace(spec, tools=spec.tools[1:])
    assert len({spec.prompt_version, other.prompt_version, fewer.prompt_version}) == 3
    assert replace(spec).prompt_version == spec.prompt_version
