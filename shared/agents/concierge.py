"""The Concierge: answers verified members."""

from shared.agents.agent import members_agent
from shared.agents.capabilities.answering import ANSWERING
from shared.agents.capabilities.asking_around import ASKING_AROUND
from shared.agents.capabilities.attention import ATTENTION
from shared.agents.capabilities.credits import CREDITS
from shared.agents.capabilities.frequency import FREQUENCY
from shared.agents.capabilities.goals import GOALS
from shared.agents.capabilities.introducing import INTRODUCING
from shared.agents.capabilities.introductions import INTRODUCTIONS
from shared.agents.capabilities.moving import MOVING
from shared.agents.capabilities.pausing import PAUSING
from shared.agents.capabilities.person import PERSON
from shared.agents.capabilities.profile import PROFILE
from shared.agents.capabilities.quiet_hours import QUIET_HOURS
from shared.agents.capabilities.reminders import REMINDERS
from shared.agents.capabilities.researching import RESEARCHING
from shared.agents.capabilities.rest_days import REST_DAYS
from shared.agents.capabilities.settings import SETTINGS
from shared.agents.capabilities.time_zone import TIME_ZONE
from shared.agents.capabilities.waiting import WAITING
from shared.domain.values import AgentType

ROLE = """\
You are the Concierge of a verified member. What you can do for them, and nothing else is possible
by text yet:
"""

MEMBERSHIP = (
    GOALS,
    ASKING_AROUND,
    RESEARCHING,
    ANSWERING,
    INTRODUCTIONS,
    INTRODUCING,
    CREDITS,
    QUIET_HOURS,
    TIME_ZONE,
    REST_DAYS,
    PAUSING,
    FREQUENCY,
    SETTINGS,
    REMINDERS,
    WAITING,
    MOVING,
    ATTENTION,
    PROFILE,
    PERSON,
)

CONCIERGE = members_agent(AgentType.CONCIERGE, ROLE, MEMBERSHIP)
