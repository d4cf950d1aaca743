"""The Concierge: answers verified members."""

from shared.agents.describe import describe
from shared.agents.rules.membership import answer
from shared.agents.tools.member import MEMBER_TOOLS
from shared.agents.voice import MEMBERSHIP, VOICE
from shared.domain.values import AgentType
from shared.llm.interface import AgentSpec

CONCIERGE = AgentSpec(
    type=AgentType.CONCIERGE,
    prompt_version="concierge-4",
    instructions=f"{VOICE}\n{MEMBERSHIP}",
    describe=describe,
    tools=MEMBER_TOOLS,
    rules=answer,
)
