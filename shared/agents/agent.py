"""An agent is a list of capabilities: its tools, instructions and abilities are derived."""

from collections.abc import Callable, Sequence
from typing import Any

from shared.agents.asking import asking_tool
from shared.agents.capabilities.matters import in_passing, matters
from shared.agents.capabilities.talk import humane, member_talk
from shared.agents.capability import Capability
from shared.agents.describe import described
from shared.agents.router import Router
from shared.agents.turn import joined, pending, unrepeated
from shared.agents.voice import VOICE
from shared.domain.values import AgentType
from shared.llm.interface import AgentSpec, Toolbox


def abilities_of(capabilities: Sequence[Capability[Any]]) -> str:
    """What a person can do by text, as one sentence."""
    *most, last = (one.ability for one in capabilities if one.ability)
    return f"I can {', '.join(most)}, and {last}."


def members_agent(
    type: AgentType, role: str, capabilities: tuple[Capability[Any], ...]
) -> AgentSpec:
    """An agent that members text: it does what they ask, by these capabilities."""
    abilities = abilities_of(capabilities)
    router = Router((*capabilities, matters(capabilities), member_talk(abilities)))

    def answer(box: Toolbox) -> list[str]:
        replies = router.answer(box)
        besides = in_passing(box)
        return joined([*replies, besides]) if besides else replies

    return _agent(type, role, router.capabilities, answer)


def leading_agent(type: AgentType, role: str, capability: Capability[Any]) -> AgentSpec:
    """An agent that leads the conversation by one capability, whatever is texted."""
    lead = capability.leads
    if lead is None:
        raise ValueError(f"the capability {capability.name} leads no conversation")

    def answer(box: Toolbox) -> list[str]:
        return lead(pending(box.context), box)

    return _agent(type, role, (capability,), answer)


def _agent(
    type: AgentType,
    role: str,
    capabilities: tuple[Capability[Any], ...],
    rules: Callable[[Toolbox], list[str]],
) -> AgentSpec:
    def answer(box: Toolbox) -> list[str]:
        """The rules' replies; to somebody in distress nothing else is said, and nothing stored."""
        if distress := humane(pending(box.context).texts, box.context):
            return [distress]
        return [unrepeated(reply, box.context) for reply in rules(box)]

    tools = {tool.name: tool for one in capabilities for tool in one.tools}
    asking = asking_tool(capabilities)
    able = "".join(one.instructions for one in capabilities)
    return AgentSpec(
        type=type,
        instructions=f"{VOICE}\n{role}\n{able}",
        describe=described(capabilities),
        tools=(*tools.values(), asking),
        rules=answer,
    )


__all__ = ["abilities_of", "leading_agent", "members_agent"]
