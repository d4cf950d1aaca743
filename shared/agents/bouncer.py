"""The Bouncer: answers everybody who is not verified yet, and takes them through joining."""

from shared.agents.describe import describe
from shared.agents.rules.onboarding import answer
from shared.agents.tools.profile import BOUNCER_TOOLS
from shared.agents.voice import SIGN_UP, VOICE
from shared.domain.values import AgentType
from shared.llm.interface import AgentSpec

BOUNCER = AgentSpec(
    type=AgentType.BOUNCER,
    prompt_version="bouncer-2",
    instructions=f"{VOICE}\n{SIGN_UP}",
    describe=describe,
    tools=BOUNCER_TOOLS,
    rules=answer,
)
