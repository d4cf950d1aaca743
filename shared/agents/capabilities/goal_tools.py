"""The tools for goals, and the wishes that they serve."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from shared.agents.language.texts import Sentence
from shared.domain.context import Goal, TurnContext
from shared.domain.dialogue import OpenQuestion, Option
from shared.domain.effects.member import DropGoal, StoreGoal
from shared.llm.interface import AgentSettings, Arguments, Tool, ToolResult

NOTED = "goal_noted"


class GoalText(Arguments):
    """A goal in the person's own words."""

    goal: Sentence


class WhichGoal(Arguments):
    """Which of their goals."""

    id: Annotated[str, Field(max_length=16, description="of a goal, from the context")]


@dataclass(frozen=True, kw_only=True)
class Note:
    """A goal to remember."""

    goal: str
    more: tuple[str, ...] = ()  # further ones of the same list


@dataclass(frozen=True)
class Drop:
    """Goals, by id, that are none any more; with `sure` false they are asked which."""

    ids: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True)
class Change:
    """A goal, by id, that is another one now."""

    id: str
    goal: str


@dataclass(frozen=True)
class Tell:
    """They ask for their goals."""


@dataclass(frozen=True)
class Keep:
    """They were asked which to drop, and want to keep all."""


@dataclass(frozen=True)
class Unwanted:
    """They want, or still look for, nothing of the kind, and no goal says otherwise."""

    settled: bool = False  # because they have found it


@dataclass(frozen=True)
class Ask:
    """They look for somebody, and do not say for what."""


Wish = Note | Drop | Change | Tell | Keep | Unwanted | Ask


def _store_goal(context: TurnContext, given: GoalText, settings: AgentSettings) -> ToolResult:
    goal = Goal(text=given.goal, stated_at=context.now)
    question = OpenQuestion(
        kind=NOTED, options=[Option(id=goal.id, name=goal.text)], asked_at=context.now
    )
    if goal.id in goals_by_id(context):
        return ToolResult(told={"already_stored": given.goal}, question=question)
    stored = {"stored": given.goal, "id": goal.id}
    return ToolResult(told=stored, effects=(StoreGoal(text=given.goal),), question=question)


def _drop_goal(context: TurnContext, given: WhichGoal, settings: AgentSettings) -> ToolResult:
    found = goals_by_id(context).get(given.id)
    if found is None:
        return ToolResult(told={"error": "no goal of theirs has that id"})
    return ToolResult(told={"dropped": found.text}, effects=(DropGoal(text=found.text),))


STORE_USER_GOAL = Tool(
    name="store_user_goal",
    description="Remembers something the person wants, in their words.",
    arguments=GoalText,
    run=_store_goal,
)
DROP_USER_GOAL = Tool(
    name="drop_user_goal",
    description=(
        "Takes back one of the person's goals: they found it, or do not want it any more. To change"
        " one, drop it and store the new one. When it is unclear which one they mean, ask."
    ),
    arguments=WhichGoal,
    run=_drop_goal,
)


def goals_by_id(context: TurnContext) -> dict[str, Goal]:
    """The goals by what names them in tools and questions."""
    return {goal.id: goal for goal in context.user.goals}
