"""Which capabilities find a wish in a text, and how sure they are."""

from dataclasses import dataclass
from typing import Any

from shared.agents.capability import Capability, Intent, Situation
from shared.domain.dialogue import OpenQuestion
from shared.llm.interface import Toolbox

Capabilities = tuple[Capability[Any], ...]


@dataclass(frozen=True)
class Claim:
    """A capability and the intent that it finds in a text."""

    capability: Capability[Any]
    intent: Intent[Any]

    def answer(self, box: Toolbox) -> str:
        """The reply, after the tools that it takes."""
        return self.capability.answer(self.intent.wish, box)


def claims(text: str, situation: Situation, capabilities: Capabilities) -> list[Claim]:
    """The most specific claims to a text: several where they are equal, or none."""
    found = [
        Claim(capability, intent)
        for capability in capabilities
        if (intent := capability.read(text, situation)) is not None
    ]
    best = max((claim.intent.specificity for claim in found), default=None)
    return [claim for claim in found if claim.intent.specificity == best]


def situation_of(box: Toolbox, question: OpenQuestion | None, before: str) -> Situation:
    """What a reader may look at, as the tools of this turn have left it."""
    return Situation(context=box.context, settings=box.settings, question=question, before=before)


__all__ = ["Capabilities", "Claim", "claims", "situation_of"]
