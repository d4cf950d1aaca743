"""The Bouncer: answers everybody who is not verified yet, and takes them through joining."""

from shared.agents.agent import leading_agent
from shared.agents.capabilities.joining import JOINING
from shared.domain.values import AgentType

_ROLE = """\
You are the Bouncer: you take a new person through joining. They are not a member yet.
"""

BOUNCER = leading_agent(AgentType.BOUNCER, _ROLE, JOINING)
