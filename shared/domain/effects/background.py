"""What background work changes: messages that wait, summaries, when to write."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from shared.domain.context import TurnContext
from shared.domain.effects.base import Effect
from shared.domain.values import Priority


class QueueMessage(Effect):
    """Puts something to say into `message_queue`, to wait for its moment.

    `message_data` is one of the shapes of `shared.domain.queued`; the conversation is that of the
    turn or task. Parts of a sequence share `sequence_id` and go out whole, in order of position.
    """

    kind: Literal["queue_message"] = "queue_message"
    agent_id: str  # whose voice, for example "concierge"
    message_data: dict[str, Any]
    priority: Priority = Priority.MEDIUM
    scheduled_for: datetime | None = None  # with an offset; None: now
    requires_fresh_context: bool = False  # judged again if the person has written since
    item_type: str | None = None  # a newer message about the same item supersedes this one
    item_id: UUID | None = None
    sequence_id: UUID | None = None
    sequence_position: int | None = None  # from 1
    sequence_total: int | None = None

    def apply(self, context: TurnContext) -> TurnContext:
        """It waits for its moment, which the orchestrator decides: no turn sees it before."""
        return context


class ReplaceMessage(Effect):
    """Says anew what superseded rows of `message_queue` wanted to say, and links them to it."""

    kind: Literal["replace_message"] = "replace_message"
    queue_ids: list[UUID]  # superseded and not replaced yet: otherwise it no longer applies
    message: QueueMessage

    def apply(self, context: TurnContext) -> TurnContext:
        """As `QueueMessage`."""
        return context


class DropMessage(Effect):
    """Superseded rows of `message_queue` are not said anew; their traces say why."""

    kind: Literal["drop_message"] = "drop_message"
    queue_ids: list[UUID]
    reason: str  # from a fixed list: nothing that a person wrote

    def apply(self, context: TurnContext) -> TurnContext:
        """What was superseded was not in the context."""
        return context


class StoreSummary(Effect):
    """What was said in a conversation up to a message; never goes back to an earlier one."""

    kind: Literal["store_summary"] = "store_summary"
    conversation_id: UUID
    summary: str
    last_message_id: UUID

    def apply(self, context: TurnContext) -> TurnContext:
        """The next turn starts from it; this one has its messages."""
        return context


class SetResponsePattern(Effect):
    """The local hours of the day in which the person answers; none: nothing can be said."""

    kind: Literal["set_response_pattern"] = "set_response_pattern"
    hours: list[int]

    def apply(self, context: TurnContext) -> TurnContext:
        """No agent is told of it."""
        return context


class CheckAgain(Effect):
    """Looks again at `at` whether the person may be re-engaged: now they want to be left alone."""

    kind: Literal["check_again"] = "check_again"
    at: datetime
    context: dict[str, Any] = Field(default_factory=dict)  # of the task, as it was

    def apply(self, context: TurnContext) -> TurnContext:
        """No agent is told of it."""
        return context


class PauseReEngagement(Effect):
    """Three stayed without an answer: the person is not re-engaged any more."""

    kind: Literal["pause_re_engagement"] = "pause_re_engagement"

    def apply(self, context: TurnContext) -> TurnContext:
        """No agent is told of it."""
        return context


class EndReEngagement(Effect):
    """Nothing is left to bring the person back to: what waits for that is called off."""

    kind: Literal["end_re_engagement"] = "end_re_engagement"

    def apply(self, context: TurnContext) -> TurnContext:
        """No agent is told of it."""
        return context
