"""What the page lets go wrong at Twilio: each choice is a fault of the stand-in."""

from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from infra.local.twilio import Faults

Kind = Literal["slow", "busy", "broken", "dropped", "unreachable", "echo", "shuffled"]

_FAULTS: dict[Kind, Callable[[float], dict[str, float]]] = {
    "slow": lambda share: {"delay": share, "delay_seconds": 2},
    "busy": lambda share: {"too_many_requests": share},
    "broken": lambda share: {"error_after_accepting": share},
    "dropped": lambda share: {"drop_after_accepting": share},
    "unreachable": lambda share: {"undelivered": share},
    "echo": lambda share: {"duplicate_callback": share},
    "shuffled": lambda share: {"reordered_callbacks": share},
}


class ChosenFaults(BaseModel):
    """What goes wrong, and for which share (0 to 1) of the calls."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: list[Kind] = []
    share: float = Field(default=1.0, ge=0, le=1)

    def faults(self) -> Faults:
        """The same for the stand-in."""
        probabilities: dict[str, float] = {}
        for kind in self.kinds:
            probabilities |= _FAULTS[kind](self.share)
        return Faults.from_document(probabilities)
