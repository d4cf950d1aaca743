"""The tools for a member's searches for a solution, and the wishes that they serve."""

from dataclasses import dataclass
from typing import Annotated
from uuid import uuid4

from pydantic import Field

from shared.agents.capabilities.asking_tools import questions_open
from shared.agents.language.texts import OneLine, Tag
from shared.domain.community import MOST_OPEN, same_words
from shared.domain.context import TurnContext
from shared.domain.dialogue import OpenQuestion, Option
from shared.domain.effects.research import (
    CancelSolutionResearch,
    RefineSolutionResearch,
    RequestSolutionResearch,
)
from shared.domain.expertise import expertise_tags, expertise_tags_of, in_words
from shared.domain.research import (
    LONGEST_NEED,
    MOST_A_DAY,
    MOST_GOING_ON,
    MOST_REFINEMENTS,
    Research,
)
from shared.llm.interface import AgentSettings, Arguments, Tool, ToolResult

BEGUN = "research_begun"
Phrase = Annotated[str, OneLine, Field(min_length=2, max_length=LONGEST_NEED)]


class Need(Arguments):
    """What to look for."""

    need: Annotated[
        Phrase,
        Field(description='as a phrase in their words, such as "a payroll tool for Brazil"'),
    ]
    category: Annotated[
        Tag | None, Field(description='the field in a word or two, such as "payroll"')
    ] = None


class WhichSearch(Arguments):
    """Which of their searches."""

    workflow_id: Annotated[str, Field(max_length=64, description="from the context")]


class Detail(WhichSearch):
    """What is to be considered too."""

    detail: Annotated[Phrase, Field(description="what they add, in their words")]


@dataclass(frozen=True)
class Look:
    """Something to look for."""

    need: str


@dataclass(frozen=True)
class LookForWhat:
    """They need a tool, and do not say what for."""


@dataclass(frozen=True)
class TellSearches:
    """How searches stand, by id; with `all_news` their questions to the members too."""

    ids: tuple[str, ...]
    all_news: bool = False


@dataclass(frozen=True)
class Stop:
    """Searches to take back, by id; with `sure` false they are asked which."""

    ids: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True)
class Add:
    """A detail of a search; with several ids they are asked of which."""

    ids: tuple[str, ...]
    detail: str


@dataclass(frozen=True)
class Instead:
    """A search, by id, is for something else now."""

    id: str
    need: str


@dataclass(frozen=True)
class KeepOn:
    """What we asked them is not wanted."""


@dataclass(frozen=True)
class Offer:
    """What may be looked for: they are unhappy with what they have."""

    need: str


Wish = Offer | Look | LookForWhat | TellSearches | Stop | Add | Instead | KeepOn


def search_called(context: TurnContext, id: str) -> Research | None:
    """Their search of an id."""
    return next((one for one in context.research if str(one.id) == id), None)


def _request(context: TurnContext, given: Need, settings: AgentSettings) -> ToolResult:
    going_on = [one for one in context.research if one.goes_on]
    for one in going_on:
        if same_words(one.need, given.need):
            told = {"already_looking_for": one.wanted, "id": str(one.id)}
            return ToolResult(told=told, question=_left(context, one))
    if len(going_on) >= MOST_GOING_ON:
        reason = f"{MOST_GOING_ON} of their searches go on, which is the most at a time"
        return ToolResult(told={"error": reason, "most_going_on": MOST_GOING_ON})
    today = [one for one in context.research if (context.now - one.created_at).days < 1]
    if len(today) >= MOST_A_DAY:
        reason = f"they have asked for {MOST_A_DAY} searches within a day, which is the most"
        return ToolResult(told={"error": reason, "most_a_day": MOST_A_DAY})
    said = expertise_tags([given.category] if given.category else [])
    tags = list(dict.fromkeys([*said, *expertise_tags_of(given.need)]))
    tags = [tag for tag in tags if tag != "vendor-selection"]
    effect = RequestSolutionResearch(
        id=uuid4(), need=given.need, category=tags[0] if tags else None
    )
    told = {
        "looking_for": given.need,
        "id": str(effect.id),
        "looked_through": "what members offer",
        "members_are_asked": questions_open(context) < MOST_OPEN,
        "who_know": in_words(tags),
    }
    begun = effect.apply(context).research[0]
    return ToolResult(told=told, effects=(effect,), question=_left(context, begun))


def _left(context: TurnContext, one: Research) -> OpenQuestion:
    option = Option(id=str(one.id), name=one.wanted[:200])
    return OpenQuestion(kind=BEGUN, options=[option], asked_at=context.now)


def _cancel(context: TurnContext, given: WhichSearch, settings: AgentSettings) -> ToolResult:
    found = search_called(context, given.workflow_id)
    if found is None:
        return ToolResult(told={"error": "no search of theirs has that id"})
    if not found.goes_on:
        reason = "it has ended" if found.status == "completed" else "it was taken back"
        return ToolResult(told={"error": reason, "about": found.need})
    effect = CancelSolutionResearch(workflow_id=found.id)
    return ToolResult(told={"stopped": found.need}, effects=(effect,))


def _refine(context: TurnContext, given: Detail, settings: AgentSettings) -> ToolResult:
    found = search_called(context, given.workflow_id)
    if found is None or found.status == "cancelled":
        return ToolResult(told={"error": "no search of theirs that can be refined has that id"})
    if given.detail.casefold() in (one.casefold() for one in found.details):
        return ToolResult(told={"already_considered": given.detail, "id": str(found.id)})
    if found.round >= MOST_REFINEMENTS:
        reason = f"{MOST_REFINEMENTS} details were added to it, which is the most"
        return ToolResult(told={"error": reason, "most_details": MOST_REFINEMENTS})
    if not found.goes_on and sum(one.goes_on for one in context.research) >= MOST_GOING_ON:
        reason = f"{MOST_GOING_ON} of their searches go on, which is the most at a time"
        return ToolResult(told={"error": reason, "most_going_on": MOST_GOING_ON})
    effect = RefineSolutionResearch(workflow_id=found.id, detail=given.detail)
    refined = found.model_copy(update={"details": [*found.details, given.detail]})
    told = {"looking_again_for": refined.wanted, "id": str(found.id)}
    return ToolResult(told=told, effects=(effect,), question=_left(context, refined))


REQUEST_SOLUTION_RESEARCH = Tool(
    name="request_solution_research",
    description=(
        "Looks for a tool, vendor or other solution that they need: among what members offer, and"
        " by asking members who know the field. Nothing is known yet of what is found: name no"
        " product and no time. What is found is told by itself."
    ),
    arguments=Need,
    run=_request,
)
CANCEL_SOLUTION_RESEARCH = Tool(
    name="cancel_solution_research",
    description=(
        "Takes back a search of theirs that goes on. When it is unclear which they mean, ask."
    ),
    arguments=WhichSearch,
    run=_cancel,
)
REFINE_SOLUTION_RESEARCH = Tool(
    name="refine_solution_research",
    description=(
        "Adds a detail to a search of theirs, also one that has just ended, and looks again: twice"
        " at most. For something else altogether begin a new search."
    ),
    arguments=Detail,
    run=_refine,
)

__all__ = [
    "BEGUN",
    "CANCEL_SOLUTION_RESEARCH",
    "REFINE_SOLUTION_RESEARCH",
    "REQUEST_SOLUTION_RESEARCH",
    "Add",
    "Instead",
    "KeepOn",
    "Look",
    "LookForWhat",
    "Stop",
    "TellSearches",
    "Wish",
    "search_called",
]
