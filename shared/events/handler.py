"""What a handler of background events promises.

As a task's handler it reads, decides and returns: what it wants changed is in `Done.effects`, which
the database applies together with finishing the event, all or none. So a handler may be killed and
run again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from shared.db.events import ClaimedEvent
from shared.db.pool import Database
from shared.domain.effects.base import Effect
from shared.domain.events import Event

EventT = TypeVar("EventT", bound=Event)


@dataclass(frozen=True, kw_only=True)
class Ports:
    """What a handler may reach."""

    database: Database
    now: datetime  # the database's clock at the claim, with time zone
    default_timezone: str  # IANA name, for people whose own is unknown


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What the operators should look at: a line of the log, with the event's ids and values."""

    name: str  # stays the same: alerts know it by that
    words: str  # what happened and what can be done; nothing that a person wrote


@dataclass(frozen=True, kw_only=True)
class Done:
    """An event's outcome. The effects change rows of `user_id`; without any it may be None."""

    user_id: UUID | None = None
    effects: tuple[Effect, ...] = ()
    notice: Notice | None = None  # logged once the event is settled


@dataclass(frozen=True, kw_only=True)
class Handler(Generic[EventT]):
    """One event type and what it causes.

    `run` raises PermanentFailure when trying again cannot help; anything else that it raises is
    tried again, with backoff, five times in all. Meanwhile later events of its aggregate wait.
    """

    event: type[EventT]
    run: Callable[[ClaimedEvent, EventT, Ports], Done]


__all__ = ["ClaimedEvent", "Done", "EventT", "Handler", "Notice", "Ports"]
