"""Searches for a solution: asked for, taken back, refined; and the steps of the saga.

Each step is one transaction of what it has found and of the task that does the next one. `round` is
how often the member refined the search when the step was decided: with the step it fences the
change, so that one that is done twice is done once.
"""

from typing import Any, Literal
from uuid import UUID, uuid4

from pydantic import Field

from shared.domain.context import TurnContext
from shared.domain.effects.background import QueueMessage
from shared.domain.effects.base import Effect
from shared.domain.effects.community import PublishCommunityRequest
from shared.domain.model import Value
from shared.domain.research import Research

WebOutcome = Literal["off", "answered", "unavailable", "refused"]


class RequestSolutionResearch(Effect):
    """Begins a search. It no longer applies when too many of theirs go on (`domain.research`)."""

    kind: Literal["request_solution_research"] = "request_solution_research"
    id: UUID = Field(default_factory=uuid4)
    need: str
    category: str | None = None  # a tag of expertise

    def apply(self, context: TurnContext) -> TurnContext:
        """One search more, the newest."""
        begun = Research(id=self.id, need=self.need, category=self.category, created_at=context.now)
        return context.model_copy(update={"research": [begun, *context.research]})


def _changed(context: TurnContext, id: UUID, **columns: Any) -> TurnContext:
    searches = [one.model_copy(update=columns) if one.id == id else one for one in context.research]
    return context.model_copy(update={"research": searches})


class CancelSolutionResearch(Effect):
    """Takes a search back. It no longer applies when it is not theirs, or over."""

    kind: Literal["cancel_solution_research"] = "cancel_solution_research"
    workflow_id: UUID

    def apply(self, context: TurnContext) -> TurnContext:
        """It goes on no more."""
        return _changed(context, self.workflow_id, status="cancelled", question_open=False)


class RefineSolutionResearch(Effect):
    """Adds a detail and runs the first step again.

    It no longer applies when the search is not theirs, was taken back, or was refined twice.
    """

    kind: Literal["refine_solution_research"] = "refine_solution_research"
    workflow_id: UUID
    detail: str

    def apply(self, context: TurnContext) -> TurnContext:
        """It begins anew."""
        found = next((one for one in context.research if one.id == self.workflow_id), None)
        if found is None:
            return context
        return _changed(
            context,
            self.workflow_id,
            status="in_progress",
            step="initial_research",
            round=found.round + 1,
            details=[*found.details, self.detail],
        )


class _Step(Effect):
    """A step of the saga that was done: no turn has one, so nothing of a context changes."""

    workflow_id: UUID
    round: int


class BeginSolutionResearch(Effect):
    """The first step of a new search is to be done. It no longer applies when it was."""

    kind: Literal["begin_solution_research"] = "begin_solution_research"
    workflow_id: UUID

    def apply(self, context: TurnContext) -> TurnContext:
        """No turn has it."""
        return context


class News(Value):
    """What a member is told of a search: as a priority, and as the message that presents it."""

    score: int  # 0 to 100
    item: dict[str, Any]  # summary, primary_name, context, metadata
    message: QueueMessage


class StoreFindings(_Step):
    """initial_research is done."""

    kind: Literal["store_findings"] = "store_findings"
    innovators: list[dict[str, Any]]
    web: list[dict[str, Any]]
    web_outcome: WebOutcome
    why: str

    def apply(self, context: TurnContext) -> TurnContext:
        """The next turn sees the search as it is then."""
        return context


class EvaluateFindings(_Step):
    """evaluate_initial is done: `news` if there is something to tell, and the question."""

    kind: Literal["evaluate_findings"] = "evaluate_findings"
    options: int
    met: bool
    news: News | None = None
    question: PublishCommunityRequest
    why: str

    def apply(self, context: TurnContext) -> TurnContext:
        """The next turn sees the search as it is then."""
        return context


class FinishWaiting(_Step):
    """No more answers are waited for. It no longer applies while they are, and time is left."""

    kind: Literal["finish_waiting"] = "finish_waiting"
    why: str

    def apply(self, context: TurnContext) -> TurnContext:
        """The next turn sees the search as it is then."""
        return context


class CompleteSolution(_Step):
    """final_evaluation is done: the search has ended, with something or with nothing."""

    kind: Literal["complete_solution"] = "complete_solution"
    options: int
    met: bool
    insights: dict[str, int]
    recommendations: list[dict[str, Any]]
    news: News
    why: str

    def apply(self, context: TurnContext) -> TurnContext:
        """The next turn sees the search as it is then."""
        return context


__all__ = [
    "BeginSolutionResearch",
    "CancelSolutionResearch",
    "CompleteSolution",
    "EvaluateFindings",
    "FinishWaiting",
    "News",
    "RefineSolutionResearch",
    "RequestSolutionResearch",
    "StoreFindings",
    "WebOutcome",
]
