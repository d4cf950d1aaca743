"""Between twins and people: what a twin says to a role is queued for its people, once each.

A suggestion, an alert or a request becomes a waiting message to every member of the role that it is
for, in its organisation, but never to its own source; the orchestrator lets it go by its rules.
Other types are between twins: those of the role claim them, and nobody else.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from uuid import UUID, uuid4

from shared.db.twin_events import ClaimedTwinEvent, TwinEvents
from shared.domain.queued import QueuedTwinEvent
from shared.domain.twins import SpokenType, spoken_of
from shared.errors import DatabaseUnavailable, LeaseLost, PermanentFailure
from shared.log import error_summary, logger

BATCH = 100


@dataclass(frozen=True)
class TwinDelivery:
    """Works the queue off for the system."""

    events: TwinEvents

    def deliver_due(self, *, seconds: float, stopping: Callable[[], bool]) -> Counter[str]:
        """Delivers what is due, most urgent first, until nothing is, or the time is up.

        Counts events: twin_events claimed, of these passed on to people (told), for nobody,
        retried, dead; and expired. Raises DatabaseUnavailable.
        """
        until = time.monotonic() + seconds
        counts: Counter[str] = Counter()
        counts["twin_events_expired"] += self.events.expire()
        while time.monotonic() < until and not stopping():
            token = uuid4()
            claimed = self.events.claim_due(BATCH, token)
            if not claimed:
                break
            counts["twin_events"] += len(claimed)
            for event in claimed:
                counts[f"twin_events_{self._deliver(event, token)}"] += 1
        return counts

    def _deliver(self, event: ClaimedTwinEvent, token: UUID) -> str:
        """What became of it. One that fails holds up no other."""
        try:
            people = self.events.deliver(event.id, token, message_data(event).model_dump())
        except LeaseLost:
            return "lost"
        except DatabaseUnavailable:
            raise
        except Exception as error:
            permanent = isinstance(error, PermanentFailure)
            logger.error("twin event %s: %s", event.id, error_summary(error))
            return self.events.fail(event.id, token, error_summary(error), retryable=not permanent)
        return "told" if people else "for_nobody"


def message_data(event: ClaimedTwinEvent) -> QueuedTwinEvent:
    """What its people are to be told. Raises PermanentFailure when it says nothing."""
    text = spoken_of(event.payload)
    if text is None:
        raise PermanentFailure("its payload has nothing in it that can be said")
    return QueuedTwinEvent(
        event_type=cast("SpokenType", event.event_type),
        text=text,
        source_role=event.source_role,
        source_name=(event.source_name or "").strip() or None,
    )
