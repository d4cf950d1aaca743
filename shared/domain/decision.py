"""What an agent decided: prose for the person, effects for the database, a log of how.

An effect is a typed value. It is applied by the database in the transaction that settles the
turn (`private.apply_effect` in `sql/functions`): all or none, to the texting person's rows only.
"""

from datetime import datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.values import AgentType, Priority


class Value(BaseModel):
    """An immutable value without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class UpdateProfile(Value):
    """Sets the given columns of the person's own row; None leaves a column as it is."""

    kind: Literal["update_profile"] = "update_profile"
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    title: str | None = None
    linkedin_url: str | None = None
    expertise: list[str] | None = None


class RecordReferral(Value):
    """Answers the referral question: matched to a member by the database, or kept as text."""

    kind: Literal["record_referral"] = "record_referral"
    referrer_name: str


class CompleteOnboarding(Value):
    """Everything required is there: publishes `user.onboarding_info_complete` for approval."""

    kind: Literal["complete_onboarding"] = "complete_onboarding"


class StoreGoal(Value):
    """Remembers a goal in the person's words; the same words again change nothing."""

    kind: Literal["store_goal"] = "store_goal"
    text: str


class SetQuietHours(Value):
    """Local times between which nothing proactive is sent; the end may lie past midnight."""

    kind: Literal["set_quiet_hours"] = "set_quiet_hours"
    start: time
    end: time
    timezone: str | None = None  # IANA name; None keeps the stored one


class ScheduleFollowup(Value):
    """Creates the task `schedule_followup`, due at a moment with an offset."""

    kind: Literal["schedule_followup"] = "schedule_followup"
    at: datetime
    note: str


class UpdateInnovatorProfile(Value):
    """Sets the given columns of the person's own listing; None leaves a column as it is."""

    kind: Literal["update_innovator_profile"] = "update_innovator_profile"
    solution_description: str | None = None
    categories: list[str] | None = None
    target_customer_profile: str | None = None
    video_url: str | None = None
    warm_intro_bounty: int | None = None


class QueueMessage(Value):
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


class ReplaceMessage(Value):
    """Says anew what superseded rows of `message_queue` wanted to say, and links them to it."""

    kind: Literal["replace_message"] = "replace_message"
    queue_ids: list[UUID]  # superseded and not replaced yet: otherwise it no longer applies
    message: QueueMessage


class DropMessage(Value):
    """Superseded rows of `message_queue` are not said anew; their traces say why."""

    kind: Literal["drop_message"] = "drop_message"
    queue_ids: list[UUID]
    reason: str  # from a fixed list: nothing that a person wrote


class CancelWaiting(Value):
    """The person does not want something that waits: a queued message or a follow-up to come.

    It no longer applies when it is not theirs, or has gone out meanwhile.
    """

    kind: Literal["cancel_waiting"] = "cancel_waiting"
    id: UUID  # of a row of message_queue, or of the task schedule_followup


class DismissOpenLoop(Value):
    """The person does not want to see an open loop of their organisation any more.

    It no longer applies when the loop is not open, or not of an organisation of theirs.
    """

    kind: Literal["dismiss_open_loop"] = "dismiss_open_loop"
    id: UUID  # of a row of open_loops


class StoreSummary(Value):
    """What was said in a conversation up to a message; never goes back to an earlier one."""

    kind: Literal["store_summary"] = "store_summary"
    conversation_id: UUID
    summary: str
    last_message_id: UUID


class SetResponsePattern(Value):
    """The local hours of the day in which the person answers; none: nothing can be said."""

    kind: Literal["set_response_pattern"] = "set_response_pattern"
    hours: list[int]


class PauseReEngagement(Value):
    """Three stayed without an answer: the person is not re-engaged any more."""

    kind: Literal["pause_re_engagement"] = "pause_re_engagement"


Effect = Annotated[
    UpdateProfile
    | RecordReferral
    | CompleteOnboarding
    | StoreGoal
    | SetQuietHours
    | ScheduleFollowup
    | UpdateInnovatorProfile
    | QueueMessage
    | ReplaceMessage
    | DropMessage
    | CancelWaiting
    | DismissOpenLoop
    | StoreSummary
    | SetResponsePattern
    | PauseReEngagement,
    Field(discriminator="kind"),
]


class ActionRecord(Value):
    """One row of `agent_actions_log`: a model call or an executed tool, failed ones too."""

    action_type: Literal["llm_call", "function_execution"]
    model_used: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: Decimal | None = None
    latency_ms: int | None = None
    input_data: dict[str, Any] | None = None
    output_data: dict[str, Any] | None = None
    error: str | None = None


class Decision(Value):
    """The outcome of one agent run. `replies` are whole messages; splitting comes later."""

    agent_type: AgentType
    prompt_version: str  # for example "bouncer-1"; names a row of agent_instances
    engine: str  # the model's name, or "rules"
    replies: list[str]
    effects: list[Effect] = Field(default_factory=list)
    log: list[ActionRecord] = Field(default_factory=list)
