"""What the rules of release know about one person: what waits, the budget, quiet hours, silence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from shared.domain.queued import AnyQueuedData
from shared.domain.quiet_hours import QuietHours
from shared.domain.values import Priority

IN_CONVERSATION = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One waiting row of `message_queue`. `data` is None, and `problem` says why, if unreadable."""

    id: UUID
    seq: int
    priority: Priority
    created_at: datetime
    scheduled_for: datetime
    data: AnyQueuedData | None
    problem: str = ""
    moot: bool = False  # nothing of what it would speak of matters any more
    approved: bool = False  # checked, waits only for its sequence
    requires_fresh_context: bool = False
    attempts: int = 1  # claims so far, this one included
    last_error: str | None = None
    sequence_id: UUID | None = None
    position: int | None = None
    total: int | None = None
    expires_at: datetime | None = None  # from then on it is not said any more


@dataclass(frozen=True, kw_only=True)
class Budget:
    """What the person may still get. `released` are counted moments of the last 60 minutes."""

    sent_on: Mapping[date, int] = field(default_factory=dict[date, int])  # by local day
    released: tuple[datetime, ...] = ()
    daily_limit: int = 5
    hourly_limit: int = 2


@dataclass(frozen=True, kw_only=True)
class Situation:
    """All that the rules know about one person."""

    items: tuple[Item, ...]  # what is due, and what waits in the same sequences
    quiet_hours: QuietHours | None  # None: switched off for them
    home: QuietHours  # whose `home` says which calendar day it is
    budget: Budget = Budget()
    last_inbound_at: datetime | None = None
    opted_out: bool = False
    paused: bool = False
    paused_until: datetime | None = None  # None while paused: until a person lifts it
    answering_hours: frozenset[int] = frozenset()  # local hours at which they answer
    asked_pause_until: datetime | None = None  # they asked for nothing proactive before
    reminders_paused: bool = False  # nor what they asked to be reminded of
    frustrated_until: datetime | None = None  # no re-engagement before
    re_engagement_paused: bool = False
    last_re_engagement_at: datetime | None = None
    sent_positions: Mapping[UUID, frozenset[int]] = field(
        default_factory=dict[UUID, frozenset[int]]
    )  # by sequence: parts that went out before

    def in_conversation(self, now: datetime) -> bool:
        """Whether they have texted within the last 10 minutes."""
        return self.last_inbound_at is not None and now < self.last_inbound_at + IN_CONVERSATION
