"""The tools for a member's questions to the community, and the wishes that they serve."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID, uuid4

from pydantic import Field

from shared.agents.language.texts import OptionalSentence, Sentence, Tag
from shared.domain.community import MOST_A_DAY, MOST_OPEN, same_words
from shared.domain.context import OpenRequest, TurnContext
from shared.domain.dialogue import OpenQuestion, Option
from shared.domain.effects.community import (
    CancelCommunityRequest,
    Outcome,
    PublishCommunityRequest,
)
from shared.domain.expertise import expertise_tags, expertise_tags_of, in_words
from shared.llm.interface import AgentSettings, Arguments, Tool, ToolResult

PUBLISHED = "community_published"


class Publication(Arguments):
    """A question to the other members."""

    question: Annotated[
        Sentence, Field(description="what they want to know, close to their own words")
    ]
    expertise_needed: Annotated[
        list[Tag],
        Field(max_length=6, description='who can answer it, such as "pricing", "SOC 2", "payroll"'),
    ] = Field(default_factory=list)
    requester_context: OptionalSentence = None
    desired_outcome: Annotated[
        Outcome | None,
        Field(description="introduction when they want to meet or be connected with somebody"),
    ] = None
    urgency: Literal["urgent", "high", "medium", "low"] | None = None
    request_summary: OptionalSentence = None


class WhichQuestion(Arguments):
    """Which of their questions."""

    request_id: Annotated[str, Field(max_length=64, description="from the context")]


@dataclass(frozen=True)
class Ask:
    """A question for the members."""

    question: str
    introduction: bool = False


@dataclass(frozen=True)
class Offer:
    """A question that members may know the answer to: they are asked whether to put it."""

    question: str


@dataclass(frozen=True)
class AskWhat:
    """They want help, and do not say with what."""


@dataclass(frozen=True)
class TellStanding:
    """They ask what has become of their questions."""


@dataclass(frozen=True)
class Withdraw:
    """Questions of theirs, by id, are to be taken back; with `sure` false they are asked which."""

    ids: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True)
class Reword:
    """A question, by id, is another one now."""

    id: str
    question: str


@dataclass(frozen=True)
class Leave:
    """What we asked them is not wanted."""


@dataclass(frozen=True)
class Hurry:
    """How urgent the question is that they have just put."""

    no: bool


Wish = Ask | Offer | AskWhat | TellStanding | Withdraw | Reword | Leave | Hurry


def _publish(context: TurnContext, given: Publication, settings: AgentSettings) -> ToolResult:
    tags = expertise_tags(given.expertise_needed) or expertise_tags_of(given.question)
    for one in context.open_questions:
        if same_words(one.question, given.question):
            told = {"already_open": one.question, "answers": one.responses_count}
            return ToolResult(told={**told, "id": str(one.id)}, question=_left(context, one))
    if len(given.question.split()) < 2:
        return ToolResult(told={"error": "say what to ask, in a sentence"})
    if questions_open(context) >= MOST_OPEN:
        reason = f"{MOST_OPEN} of their questions are open, which is the most at a time"
        return ToolResult(told={"error": reason, "most_open": MOST_OPEN})
    today = [one for one in context.community_requests if _is_of_today(one.created_at, context)]
    searched = [one for one in context.research if one.question_by_research]
    today_too = [one for one in searched if _is_of_today(one.question_asked_at, context)]
    if len(today) + len(today_too) >= MOST_A_DAY:
        reason = f"they have asked {MOST_A_DAY} questions within a day, which is the most"
        return ToolResult(told={"error": reason, "most_a_day": MOST_A_DAY})
    effect = PublishCommunityRequest(
        id=uuid4(),
        question=given.question,
        expertise_needed=tags,
        requester_context=given.requester_context,
        desired_outcome=given.desired_outcome,
        urgency=given.urgency or "medium",
        request_summary=given.request_summary,
    )
    told = {"published": given.question, "id": str(effect.id), "expertise": in_words(tags)}
    asked = effect.apply(context).community_requests[0]
    return ToolResult(told=told, effects=(effect,), question=_left(context, asked))


def questions_open(context: TurnContext) -> int:
    """Their open questions to the members, with those of their searches."""
    by_research = sum(one.question_open and one.question_by_research for one in context.research)
    return len(context.open_questions) + by_research


def _is_of_today(moment: datetime | None, context: TurnContext) -> bool:
    return moment is not None and (context.now - moment).total_seconds() < 86_400


def _left(context: TurnContext, one: OpenRequest) -> OpenQuestion:
    option = Option(id=str(one.id), name=one.question)
    return OpenQuestion(kind=PUBLISHED, options=[option], asked_at=context.now)


def question_called(context: TurnContext, id: str) -> OpenRequest | None:
    """Their open question that an id means."""
    return next((one for one in context.open_questions if one.is_called(id)), None)


def _cancel(context: TurnContext, given: WhichQuestion, settings: AgentSettings) -> ToolResult:
    found = question_called(context, given.request_id)
    if found is None:
        return ToolResult(told={"error": "no open question of theirs has that id"})
    effect = CancelCommunityRequest(request_id=UUID(str(found.id)))
    return ToolResult(told={"withdrawn": found.question}, effects=(effect,))


PUBLISH_COMMUNITY_REQUEST = Tool(
    name="publish_community_request",
    description=(
        "Puts a question of theirs to members whose expertise fits, or a wish to meet somebody who"
        " knows (desired_outcome introduction). Whatever is answered is passed on to them. Nothing"
        " is known yet of who is asked, or whether anybody fits: promise no person and no time."
    ),
    arguments=Publication,
    run=_publish,
)
CANCEL_COMMUNITY_REQUEST = Tool(
    name="cancel_community_request",
    description=(
        "Takes back an open question of theirs. To change one, take it back and put the new one."
        " When it is unclear which they mean, ask."
    ),
    arguments=WhichQuestion,
    run=_cancel,
)

__all__ = [
    "CANCEL_COMMUNITY_REQUEST",
    "PUBLISHED",
    "PUBLISH_COMMUNITY_REQUEST",
    "Ask",
    "AskWhat",
    "Leave",
    "Offer",
    "Reword",
    "TellStanding",
    "Wish",
    "Withdraw",
    "question_called",
    "questions_open",
]
