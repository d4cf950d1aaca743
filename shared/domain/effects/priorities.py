"""What a person says of something that matters to them, without deciding it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from shared.domain.context import PriorityStatus, TurnContext
from shared.domain.effects.base import Effect
from shared.domain.values import Priority


class SpeakOfPriority(Effect):
    """They want to hear more of it, or are undecided: it is open, and no showing is counted.

    What had become dormant is presented again. It no longer applies when it is over.
    """

    kind: Literal["speak_of_priority"] = "speak_of_priority"
    id: UUID  # of a row of user_priorities

    def apply(self, context: TurnContext) -> TurnContext:
        """It is presented, also if it was dormant."""
        return _changed(context, self.id, status=PriorityStatus.PRESENTED)


class PutOffPriority(Effect):
    """They said "later": it is not brought up before a moment with an offset, and is then.

    Creates the task `notify_user_of_priorities` for that moment.
    """

    kind: Literal["put_off_priority"] = "put_off_priority"
    id: UUID  # of a row of user_priorities
    at: datetime

    def apply(self, context: TurnContext) -> TurnContext:
        """It waits until then."""
        return _changed(context, self.id, status=PriorityStatus.PRESENTED, put_off_until=self.at)


class StoreReviews(Effect):
    """What matters to many people, as it was scored now: one transaction for all of them.

    Who is in the midst of a turn is left out, and due again.
    """

    kind: Literal["store_reviews"] = "store_reviews"
    user_ids: list[UUID]
    # Of what is new or scored otherwise: user_id, item_type, item_id, score, expires_at and item,
    # the words of what is new.
    scores: list[dict[str, Any]]

    def apply(self, context: TurnContext) -> TurnContext:
        """A turn that is under way is not told of it."""
        return context


class TellPriorities(Effect):
    """Creates the task `notify_user_of_priorities` for a moment with an offset."""

    kind: Literal["tell_priorities"] = "tell_priorities"
    at: datetime
    priority: Priority

    def apply(self, context: TurnContext) -> TurnContext:
        """No agent is told of it."""
        return context


def _changed(context: TurnContext, id: UUID, **columns: Any) -> TurnContext:
    items = [
        item.model_copy(update=columns) if item.id == id else item for item in context.priorities
    ]
    return context.model_copy(update={"priorities": items})


__all__ = ["PutOffPriority", "SpeakOfPriority", "StoreReviews", "TellPriorities"]
