"""What an agent decided: prose for the person, effects for the database, a log of how.

An effect is a typed value. It is applied by the database in the transaction that settles the
turn (`private.apply_effect` in `sql/functions`): all or none, to the texting person's rows only.
"""

from datetime import datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.values import AgentType


class Value(BaseModel):
    """An immutable value without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


Effect = Annotated[
    UpdateProfile
    | RecordReferral
    | CompleteOnboarding
    | StoreGoal
    | SetQuietHours
    | ScheduleFollowup
    | UpdateInnovatorProfile,
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
