"""Between twins and people: what a twin says to a role is queued for its people, once each.

A suggestion, an alert or a request becomes a waiting message to every member of the role that it is
for, in its organisation, but never to its own source; the orchestrator lets it go by its rules.
Other types are between twins: those of the role claim them, and nobody else.
"""

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
from shared.queue import Lane, Steps, work_lanes

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
        expired = self.events.expire()
        worked = work_lanes(
            Steps[ClaimedTwinEvent, UUID, None](claim=self._claim, handle=self._deliver),
            workers=1,
            seconds=seconds,
            stopping=stopping,
        )
        counts = Counter({f"twin_events_{became}": count for became, count in worked.items()})
        counts["twin_events"] = counts.pop("twin_events_claimed", 0)
        counts["twin_events_expired"] = expired
        return counts

    def _claim(self, _: int) -> list[Lane[ClaimedTwinEvent, UUID]]:
        token = uuid4()
        claimed = self.events.claim_due(BATCH, token)
        return [Lane(None, claimed, token)] if claimed else []

    def _deliver(self, event: ClaimedTwinEvent, token: UUID) -> str:
        """What became of it. One that fails holds up no other."""
        try:
            people = self.events.deliver(event.id, token, message_data(event).model_dump())
        except (DatabaseUnavailable, LeaseLost):
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
