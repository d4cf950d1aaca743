"""Questions to the community: what becomes of one, in which order, and what an answer earns.

`TRANSITIONS` is the state machine, which SQL holds (`sql/functions/community`): a test tries every
status, action and actor against it. A question as it goes its way:

    publish ──▶ open ──answer──▶ responses_received ──answer──▶ (the same)
                 │ │                  │ │
                 │ └──────close───────┼─┴──▶ closed      everybody asked has answered or passed,
                 │                    │                  or 7 days are over
                 └───────cancel───────┴────▶ cancelled   its last asker takes it back

An answer: provided ──reward (7 or more)──▶ rewarded ──tell──▶ closed_loop. What is added to one
that is provided extends it, and it is scored again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.model import Document

WAVES = (3, 2)  # how many experts each asks
NEXT_WAVE_AFTER = timedelta(hours=4)
ENOUGH_ANSWERS = 2  # no further wave then
CHECK_EVERY = timedelta(hours=1)
USEFUL = 7  # the least score that earns credits
_OVER = frozenset({"closed", "cancelled"})


class Status(StrEnum):
    """`community_requests.status`."""

    OPEN = "open"
    RESPONSES_RECEIVED = "responses_received"
    DORMANT = "dormant"  # of older data: showings are counted for each person, not for a question
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Action(StrEnum):
    """What may happen to a question."""

    ANSWER = "answer"
    PASS = "pass"  # noqa: S105 - no password
    CANCEL = "cancel"
    CLOSE = "close"
    ROUTE = "route"


class Actor(StrEnum):
    """Who does it."""

    ASKER = "asker"  # the only one
    CO_ASKER = "co_asker"  # one of several, the first of them
    ASKED = "asked"  # an expert who has said nothing yet
    ANSWERED = "answered"  # an expert whose answer is provided
    REWARDED = "rewarded"  # one whose answer was paid
    PASSED = "passed"  # an expert who has passed
    STRANGER = "stranger"
    SYSTEM = "system"


_LIVE = (Status.OPEN, Status.RESPONSES_RECEIVED, Status.DORMANT)
# From which status, what, by whom: the status after it. What is not here is refused.
TRANSITIONS: Mapping[tuple[Status, Action, Actor], Status] = {
    **{
        (status, Action.ANSWER, actor): Status.RESPONSES_RECEIVED
        for status in _LIVE
        for actor in (Actor.ASKED, Actor.PASSED)
    },
    # Its status tells of the first answer; adding to one changes nothing about that.
    **{(status, Action.ANSWER, Actor.ANSWERED): status for status in _LIVE},
    **{
        (status, Action.PASS, actor): status
        for status in _LIVE
        for actor in (Actor.ASKED, Actor.PASSED)
    },
    **{(status, Action.CANCEL, Actor.ASKER): Status.CANCELLED for status in _LIVE},
    **{(status, Action.CANCEL, Actor.CO_ASKER): status for status in _LIVE},
    **{(status, Action.CLOSE, Actor.SYSTEM): Status.CLOSED for status in _LIVE},
    **{(status, Action.ROUTE, Actor.SYSTEM): status for status in _LIVE},
}


class RequestState(Document):
    """How far a question has come; `private.community_state` reads it."""

    status: str
    wave: int  # asked so far
    routed_at: datetime | None = None
    created_at: datetime
    expires_at: datetime
    asked: int = 0
    answered: int = 0  # of those asked
    passed: int = 0  # of those asked, without an answer

    @property
    def is_over(self) -> bool:
        """Whether it has come to an end."""
        return self.status in _OVER


@dataclass(frozen=True)
class Close:
    """The question is over."""


@dataclass(frozen=True)
class AskMore:
    """The next wave is due."""

    wave: int
    size: int


@dataclass(frozen=True)
class Wait:
    """Nothing is due before the next look."""


Step = Close | AskMore | Wait


def next_step(state: RequestState, now: datetime) -> Step:
    """What is due for a question that is not over, at a moment with time zone.

    Nobody left to wait for makes the next wave due at once; when there is none, the question is
    over. While nobody could be asked at all, the first wave is tried again.
    """
    if now >= state.expires_at:
        return Close()
    waiting_for = state.asked - state.answered - state.passed
    if state.wave < len(WAVES) and state.answered < ENOUGH_ANSWERS:
        since = state.routed_at or state.created_at
        if state.wave == 0 or waiting_for == 0 or now >= since + NEXT_WAVE_AFTER:
            return AskMore(state.wave + 1, WAVES[state.wave])
    if state.asked and waiting_for == 0:
        return Close()
    return Wait()


def next_look(state: RequestState, now: datetime) -> datetime:
    """When to look after it again: hourly, at the next wave's moment, and when its time is over."""
    moments = [now + CHECK_EVERY, state.expires_at]
    if state.wave == 1 and state.routed_at is not None:
        moments.append(state.routed_at + NEXT_WAVE_AFTER)
    return min(moment for moment in moments if moment > now)


def credits_of(score: int) -> int:
    """What an answer of this usefulness, 1 to 10, earns: 15, 25, 35 and 45 from 7 on."""
    return 15 + 10 * (score - USEFUL) if score >= USEFUL else 0


__all__ = [
    "CHECK_EVERY",
    "TRANSITIONS",
    "USEFUL",
    "WAVES",
    "Action",
    "Actor",
    "AskMore",
    "Close",
    "RequestState",
    "Status",
    "Step",
    "Wait",
    "credits_of",
    "next_look",
    "next_step",
]
