"""Which agent answers whom."""

from shared.agents.bouncer import BOUNCER
from shared.agents.concierge import CONCIERGE
from shared.agents.innovator import INNOVATOR
from shared.domain.context import User
from shared.domain.values import AgentType
from shared.llm.interface import AgentSpec


def agent_for(user: User) -> AgentSpec:
    """Who answers this person: the Bouncer until they are verified, then their kind of agent."""
    if not user.verified:
        return BOUNCER
    return INNOVATOR if user.poc_agent_type == AgentType.INNOVATOR else CONCIERGE
