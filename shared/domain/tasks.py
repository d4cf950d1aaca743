"""The types of background tasks and the shape of each one's `context_json`."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class TaskType(StrEnum):
    """`agent_tasks.task_type` of the tasks that have a handler."""

    CREATE_CONVERSATION_SUMMARY = "create_conversation_summary"  # every 50 messages, by trigger
    SCHEDULE_FOLLOWUP = "schedule_followup"  # a member asked for it, or an agent did
    RE_ENGAGEMENT_CHECK = "re_engagement_check"  # after silence: may we write once more?
    REFORMULATE_MESSAGE = "reformulate_message"  # a waiting message has become stale
    ACCOUNT_MANAGER_REVIEW = "account_manager_review"  # scores what matters to members
    NOTIFY_USER_OF_PRIORITIES = "notify_user_of_priorities"  # something scores high for them
    COMMUNITY_REQUEST_AVAILABLE = "community_request_available"  # an expert is asked a question
    PROCESS_COMMUNITY_REQUEST = "process_community_request"  # hourly: more experts, or its end
    PROCESS_COMMUNITY_RESPONSE = "process_community_response"  # what an answer is worth
    COMMUNITY_RESPONSE_AVAILABLE = "community_response_available"  # an asker hears an answer
    NOTIFY_EXPERT_OF_IMPACT = "notify_expert_of_impact"  # a day after an answer was paid
    INTRO_FOLLOWUP_CHECK = "intro_followup_check"  # a week after both said yes: did it happen?
    INTRO_EXPIRY_CHECK = "intro_expiry_check"  # an introduction that nobody answers ends
    MATCH_INTRO_OPPORTUNITIES = "match_intro_opportunities"  # members who know prospects are asked
    RESEARCH_PROSPECT = "research_prospect"  # where the next prospect of an innovator has worked
    MATCH_INTRODUCTION_WISH = "match_introduction_wish"  # is whom they named a member?
    EVALUATE_SOLUTION_WORKFLOW = "evaluate_solution_workflow"  # the next step of a search
    SOLUTION_WORKFLOW_TIMEOUT = "solution_workflow_timeout"  # it ends with what it has


class TaskContext(BaseModel):
    """Base of the contexts: an unknown field is a task that nobody knows how to do."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class SummaryContext(TaskContext):
    """Which conversation to summarise from its last summary on."""

    conversation_id: UUID


class FollowupContext(TaskContext):
    """What to come back about, in the person's words.

    Without a `note` it is a re-engagement after the `last_step` that they had come to. With a
    `recurrence`, the value of an RRULE of RFC 5545, it comes again: `first` is its first occurrence
    on the wall clock, without an offset, of `timezone`, or of wherever the person is then.
    """

    conversation_id: UUID | None = None
    note: Annotated[str | None, Field(max_length=6000)] = None
    last_step: str | None = None
    recurrence: Annotated[str | None, Field(max_length=200)] = None
    first: datetime | None = None
    timezone: str | None = None


class ReEngagementContext(TaskContext):
    """The step of joining that the person had come to, for example `requested_email`.

    Of members: the row of `user_priorities` that they were shown first 7 days ago, or whether it is
    30 days since they stated a goal.
    """

    conversation_id: UUID | None = None
    last_step: str | None = None
    priority_id: UUID | None = None
    about_goal: bool = False


class ReformulateContext(TaskContext):
    """The superseded row of `message_queue`, and why it was superseded."""

    queue_id: UUID
    reason: str | None = None


class ReviewContext(TaskContext):
    """Nothing: the task's person is reviewed, or without one the next people who are due."""


class PrioritiesContext(TaskContext):
    """What matters to the task's person is read when it runs.

    With a `priority_id` it is that one: they wanted it to be brought up again at this moment.
    """

    priority_id: UUID | None = None


class CommunityRequestContext(TaskContext):
    """Which question."""

    request_id: UUID


class CommunityResponseContext(TaskContext):
    """Which answer; it is told from this character on, where the person has heard the rest."""

    request_id: UUID
    response_id: UUID
    from_char: Annotated[int, Field(ge=0)] = 0


class IntroductionContext(TaskContext):
    """Which introduction."""

    item_type: Literal["intro_opportunity", "connection_request", "intro_offer"]
    item_id: UUID


class InnovatorContext(TaskContext):
    """Whose prospects it is about."""

    innovator_id: UUID


class WishContext(TaskContext):
    """Which wish, of `introduction_wishes`."""

    wish_id: UUID


class SolutionContext(TaskContext):
    """Which search, of `solution_workflows`; the row says which step."""

    workflow_id: UUID
