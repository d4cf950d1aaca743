"""What of the open loops is shown now: few, the most pressing first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.domain.loops import RULES, Loop, LoopStatus

MOST_CRITICAL = 7
MOST_UPCOMING = 100  # calm: whoever has more of them does not read them
CRITICAL_WITHIN = timedelta(days=1)
UPCOMING_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Attention:
    """What asks for attention at a moment."""

    critical: list[Loop]  # most pressing first, seven at most
    upcoming: list[Loop]  # due in the next seven days, soonest first

    def document(self) -> dict[str, list[dict[str, Any]]]:
        """JSON values only."""
        return {
            "critical": [loop.document() for loop in self.critical],
            "upcoming": [loop.document() for loop in self.upcoming],
        }


def attention(loops: Iterable[Loop], now: datetime) -> Attention:
    """What the active ones of these loops ask for at `now`.

    Critical is what is due, or due within a day, and a quote that is asked for from the start. An
    invoice is of high severity too, but nothing is overdue before its date: until then it is
    upcoming, like everything that has time left.
    """
    active = [loop for loop in loops if loop.status is LoopStatus.ACTIVE]
    critical = [loop for loop in active if is_critical(loop, now)]
    upcoming = [
        loop
        for loop in active
        if not is_critical(loop, now) and loop.due_at <= now + UPCOMING_WITHIN
    ]
    critical.sort(key=lambda loop: (_patience(loop, now), loop.due_at, loop.id))
    upcoming.sort(key=lambda loop: (loop.due_at, loop.id))
    return Attention(critical[:MOST_CRITICAL], upcoming[:MOST_UPCOMING])


def is_critical(loop: Loop, now: datetime) -> bool:
    """Whether it cannot wait."""
    return RULES[loop.type].critical_from_the_start or loop.due_at <= now + CRITICAL_WITHIN


def _patience(loop: Loop, now: datetime) -> int:
    """What is due and of high severity first, then what is due, then what has time left."""
    if loop.due_at > now + CRITICAL_WITHIN:
        return 2
    return 0 if loop.severity == "high" else 1
