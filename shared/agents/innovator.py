"""The Innovator's agent: all that the Concierge does, their own listing, buying credits, "
"and meeting people by name."""

from shared.agents.agent import members_agent
from shared.agents.capabilities.funding import FUNDING
from shared.agents.capabilities.listing import LISTING
from shared.agents.capabilities.meeting import MEETING
from shared.agents.capabilities.uploading import UPLOADING
from shared.agents.concierge import MEMBERSHIP, ROLE
from shared.domain.values import AgentType

_ROLE = f"""\
This member is also an innovator: they offer a solution of their own and have a listing.
{ROLE}"""

INNOVATOR = members_agent(
    AgentType.INNOVATOR, _ROLE, (*MEMBERSHIP, LISTING, FUNDING, MEETING, UPLOADING)
)
