"""The Innovator's agent: all that the Concierge does, and the member's own listing."""

from shared.agents.describe import describe
from shared.agents.rules.listing import answer
from shared.agents.tools.listing import UPDATE_INNOVATOR_PROFILE
from shared.agents.tools.member import MEMBER_TOOLS
from shared.agents.voice import LISTING, MEMBERSHIP, VOICE
from shared.domain.values import AgentType
from shared.llm.interface import AgentSpec

INNOVATOR = AgentSpec(
    type=AgentType.INNOVATOR,
    prompt_version="innovator-4",
    instructions=f"{VOICE}\n{MEMBERSHIP}\n{LISTING}",
    describe=describe,
    tools=(*MEMBER_TOOLS, UPDATE_INNOVATOR_PROFILE),
    rules=answer,
)
