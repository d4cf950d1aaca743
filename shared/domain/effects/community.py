"""Questions to the community: asked, answered, passed, withdrawn; and what the background does."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from pydantic import Field

from shared.domain.context import AskState, OpenRequest, TurnContext
from shared.domain.effects.background import QueueMessage
from shared.domain.effects.base import Effect

Outcome = Literal["backchannel", "introduction", "quick_thoughts", "ongoing_advice"]


class PublishCommunityRequest(Effect):
    """Puts a question to the community, or attaches the person to the same one that is open.

    It no longer applies when they have asked too much (`shared.domain.community`).
    """

    kind: Literal["publish_community_request"] = "publish_community_request"
    id: UUID = Field(default_factory=uuid4)  # of the request, unless somebody has asked the same
    question: str
    expertise_needed: list[str] = Field(default_factory=list[str])  # tags
    requester_context: str | None = None
    desired_outcome: Outcome | None = None
    urgency: Literal["urgent", "high", "medium", "low"] = "medium"
    request_summary: str | None = None
    context_type: str | None = None  # what else it is asked for, such as solution_workflow
    context_id: UUID | None = None

    def apply(self, context: TurnContext) -> TurnContext:
        """One question more, the newest."""
        asked = OpenRequest(
            id=self.id,
            asked_as=self.id,
            question=self.question,
            status="open",
            tags=self.expertise_needed,
            created_at=context.now,
        )
        return context.model_copy(
            update={"community_requests": [asked, *context.community_requests]}
        )


class CancelCommunityRequest(Effect):
    """Takes a question of theirs back. It no longer applies when it is not theirs, or over."""

    kind: Literal["cancel_community_request"] = "cancel_community_request"
    request_id: UUID

    def apply(self, context: TurnContext) -> TurnContext:
        """It is not open any more."""
        over = {"open": False, "status": "cancelled"}
        requests = [
            one.model_copy(update=over) if one.id == self.request_id else one
            for one in context.community_requests
        ]
        return context.model_copy(update={"community_requests": requests})


def _stands(context: TurnContext, request_id: UUID, state: AskState) -> TurnContext:
    asked = [
        one.model_copy(update={"state": state}) if one.id == request_id else one
        for one in context.asked_requests
    ]
    return context.model_copy(update={"asked_requests": asked})


class RecordCommunityResponse(Effect):
    """Records an answer, or what is added to one, in the expert's words.

    It no longer applies when they were not asked, the question is over, or the answer rewarded.
    """

    kind: Literal["record_community_response"] = "record_community_response"
    request_id: UUID
    answer: str

    def apply(self, context: TurnContext) -> TurnContext:
        """It is answered."""
        return _stands(context, self.request_id, AskState.ANSWERED)


class PassCommunityRequest(Effect):
    """Leaves a question to others.

    It no longer applies when they were not asked, have answered, or the question is over.
    """

    kind: Literal["pass_community_request"] = "pass_community_request"
    request_id: UUID
    reason: str | None = None
    knows_someone: bool = False

    def apply(self, context: TurnContext) -> TurnContext:
        """It is passed."""
        return _stands(context, self.request_id, AskState.PASSED)


class BlockTopics(Effect):
    """They are never asked about these subjects again; what they are asked now is passed."""

    kind: Literal["block_topics"] = "block_topics"
    tags: list[str]

    def apply(self, context: TurnContext) -> TurnContext:
        """What was open about these is passed."""
        for one in context.asked_requests:
            if one.open and one.state is AskState.ASKED and set(one.tags) & set(self.tags):
                context = _stands(context, one.id, AskState.PASSED)
        return context


class UnblockTopics(Effect):
    """They may be asked about these subjects again."""

    kind: Literal["unblock_topics"] = "unblock_topics"
    tags: list[str]

    def apply(self, context: TurnContext) -> TurnContext:
        """Nothing that they were asked changes."""
        return context


class RouteCommunityRequest(Effect):
    """Puts a question to the next wave of experts, `size` of them at most.

    It no longer applies when that wave was, or the question is over.
    """

    kind: Literal["route_community_request"] = "route_community_request"
    request_id: UUID
    wave: int  # from 1
    size: int

    def apply(self, context: TurnContext) -> TurnContext:
        """Who is asked is no part of a turn."""
        return context


class CheckCommunityRequest(Effect):
    """Looks after an open question at a moment with time zone, or before."""

    kind: Literal["check_community_request"] = "check_community_request"
    request_id: UUID
    at: datetime

    def apply(self, context: TurnContext) -> TurnContext:
        """No agent is told of it."""
        return context


class CloseCommunityRequest(Effect):
    """Ends a question; `message` goes to who asked when nobody has answered.

    Its words are each asker's own question. It no longer applies when the question is over.
    """

    kind: Literal["close_community_request"] = "close_community_request"
    request_id: UUID
    message: QueueMessage

    def apply(self, context: TurnContext) -> TurnContext:
        """The next turn sees it."""
        return context


class PresentCommunityItem(Effect):
    """Tells the person of a question, or of an answer to theirs: as a priority and a message.

    The message presents the priority. It no longer applies when the item is over for them.
    """

    kind: Literal["present_community_item"] = "present_community_item"
    request_id: UUID
    item_type: Literal["community_request", "community_response"]
    item_id: UUID
    score: int  # 0 to 100
    item: dict[str, Any]  # summary, primary_name, context, metadata
    expires_at: datetime | None = None
    message: QueueMessage

    def apply(self, context: TurnContext) -> TurnContext:
        """It waits for its moment."""
        return context


class RewardCommunityResponse(Effect):
    """Keeps what an answer was worth, and pays it, once.

    It no longer applies when it was rewarded, or is longer than what was scored.
    """

    kind: Literal["reward_community_response"] = "reward_community_response"
    response_id: UUID
    characters: int  # of the answer that was scored
    score: int  # 1 to 10
    credits: int  # 0: not useful enough
    impact: str | None = None  # why, in words
    scored_by: Literal["model", "rules"]

    def apply(self, context: TurnContext) -> TurnContext:
        """The balance follows the ledger."""
        return context


class CloseCommunityLoop(Effect):
    """Tells an expert what their answer did, once."""

    kind: Literal["close_community_loop"] = "close_community_loop"
    response_id: UUID
    message: QueueMessage

    def apply(self, context: TurnContext) -> TurnContext:
        """It waits for its moment."""
        return context


class MatchCommunityRequests(Effect):
    """Questions that nobody could be asked are routed again: this member may know."""

    kind: Literal["match_community_requests"] = "match_community_requests"

    def apply(self, context: TurnContext) -> TurnContext:
        """Who is asked is no part of a turn."""
        return context
