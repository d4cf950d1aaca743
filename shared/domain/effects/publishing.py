"""Telling the rest of the system that something has happened."""

from typing import Literal
from uuid import UUID

from pydantic import SerializeAsAny, computed_field

from shared.domain.context import TurnContext
from shared.domain.effects.base import Effect
from shared.domain.events import Event


class PublishEvent(Effect):
    """Writes an event into the log, once per key of an agent, whatever reacts to it."""

    kind: Literal["publish_event"] = "publish_event"
    event: SerializeAsAny[Event]
    aggregate_id: UUID  # a row of the event's `aggregate_type`
    key: str  # the same key again writes nothing; for another event it no longer applies

    @computed_field
    @property
    def event_type(self) -> str:
        """`events.event_type`."""
        return self.event.event_type

    @computed_field
    @property
    def aggregate_type(self) -> str:
        """`events.aggregate_type`."""
        return self.event.aggregate_type

    @computed_field
    @property
    def lane(self) -> str:
        """`events.lane`."""
        return self.event.lane()

    def apply(self, context: TurnContext) -> TurnContext:
        """What reacts to it does so later, on its own."""
        return context
