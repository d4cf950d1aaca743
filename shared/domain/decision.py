"""What an agent decided: prose for the person, effects for the database, a log of how."""

from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from pydantic import Field, SerializeAsAny

from shared.domain.dialogue import OpenQuestion
from shared.domain.effects.base import Effect
from shared.domain.model import Value
from shared.domain.values import AgentType


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
    prompt_version: str  # for example "bouncer-4f1c09ab"; names a row of agent_instances
    engine: str  # the model's name, or "rules"
    replies: list[str]
    effects: list[SerializeAsAny[Effect]] = Field(default_factory=list[SerializeAsAny[Effect]])
    log: list[ActionRecord] = Field(default_factory=list)
    shown: list[UUID] = Field(default_factory=list)  # rows of user_priorities that they tell of
    open_question: OpenQuestion | None = None  # what the replies leave open; None: nothing
