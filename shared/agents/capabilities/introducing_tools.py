"""The tools by which a member names people: to introduce, to meet, or never to meet.

Whether whoever they name is a member is told by no difference: the same is done, and told.
"""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.agents.capabilities.introduction_tools import facts_of, introduction_called
from shared.agents.language.texts import Line, OptionalSentence, WorkName
from shared.domain.context import AskState, TurnContext
from shared.domain.effects.introductions import (
    BlockIntroductions,
    OfferIntroduction,
    UnblockIntroductions,
    WishIntroduction,
)
from shared.domain.introductions import MOST_WISHES, Side, Stage
from shared.llm.interface import AgentSettings, Arguments, Nothing, Tool, ToolResult

MOST_CREDITS = 10_000


class Offer(Arguments):
    """An introduction that they volunteer."""

    person_name: Annotated[Line, Field(description="whom they would introduce")]
    person_title: WorkName = None
    person_company: WorkName = None
    why: OptionalSentence = None
    request_id: Annotated[
        str | None, Field(max_length=64, description="of the member's question that it answers")
    ] = None
    to_name: Annotated[
        str | None, Field(max_length=100, description="else the member whom they name")
    ] = None
    to_company: WorkName = None


class Meeting(Arguments):
    """Somebody whom they want to meet."""

    name: Line
    company: WorkName = None
    why: Annotated[str, Field(min_length=3, max_length=500, description="in their words")]
    credits: Annotated[
        int, Field(ge=0, le=MOST_CREDITS, description="what they put in, if they said so")
    ] = 0


class Whom(Arguments):
    """Whom they never want to be brought together with."""

    id: Annotated[UUID | None, Field(description="of an introduction, from the context")] = None
    name: Annotated[
        str | None, Field(max_length=100, description="else the person or company they name")
    ] = None


class Named(Arguments):
    """Somebody, or a company."""

    name: Line


def _offer(context: TurnContext, given: Offer, _: AgentSettings) -> ToolResult:
    if given.request_id is not None:
        asked = next((o for o in context.asked_requests if str(o.id) == given.request_id), None)
        if asked is None or not asked.open:
            return ToolResult(told={"error": "no open question that they were asked has that id"})
        offer = OfferIntroduction(
            request_id=asked.id,
            prospect_name=given.person_name,
            prospect_title=given.person_title,
            prospect_company=given.person_company,
            reason=given.why,
        )
        told = {"offered": given.person_name, "to": asked.asker_name or "who asked"}
        passed = asked.state is AskState.ASKED
        return ToolResult(told={**told, "question_still_open": passed}, effects=(offer,))
    if not given.to_name:
        return ToolResult(told={"error": "to whom? ask for the member's name", "why": "to_whom"})
    if (refused := _too_many(context)) is not None:
        return refused
    wish = WishIntroduction(
        wish="introduce",
        name=given.to_name,
        company=given.to_company,
        reason=given.why,
        prospect_name=given.person_name,
        prospect_title=given.person_title,
        prospect_company=given.person_company,
    )
    return ToolResult(told={"offered": given.person_name, "to": given.to_name}, effects=(wish,))


def _too_many(context: TurnContext) -> ToolResult | None:
    day = context.now - timedelta(days=1)
    lately = [wish for wish in context.introductions.wishes if wish.created_at > day]
    if len(lately) < MOST_WISHES:
        return None
    return ToolResult(
        told={"error": f"at most {MOST_WISHES} people a day; tomorrow again", "why": "too_many"}
    )


def _meet(context: TurnContext, given: Meeting, _: AgentSettings) -> ToolResult:
    if (refused := _too_many(context)) is not None:
        return refused
    if given.credits > context.introductions.available:
        available = context.introductions.available
        return ToolResult(
            told={"error": "too few credits", "why": "credits", "available": available}
        )
    wish = WishIntroduction(
        wish="meet",
        name=given.name,
        company=given.company,
        reason=given.why,
        bounty=given.credits,
    )
    told = {"asked_around_for": given.name, "credits_set_aside": given.credits}
    return ToolResult(told=told, effects=(wish,))


def _progress(context: TurnContext, _: Nothing, settings: AgentSettings) -> ToolResult:
    known = context.introductions
    running = [
        {**facts_of(one), "status": _standing(one.stage, one.status)}
        for one in known.items
        if one.side is Side.BENEFICIARY and (one.stage is Stage.AGREED or one.status == "completed")
    ]
    met = {str(one["id"]) for one in running}
    wishes = [
        {"name": wish.name, "status": "no match so far"}
        for wish in known.wishes
        if wish.kind == "meet" and str(wish.id) not in met
    ]
    return ToolResult(told={"introductions": running, "wishes": wishes})


def _standing(stage: Stage, status: str) -> str:
    return "both sides have said yes" if stage is Stage.AGREED else status


def _block(context: TurnContext, given: Whom, _: AgentSettings) -> ToolResult:
    if given.id is not None:
        one = introduction_called(context, given.id)
        if one is None:
            return ToolResult(told={"error": "no introduction of theirs has that id"})
        effect = BlockIntroductions(item_type=one.item_type, item_id=one.id)
        return ToolResult(told={"never_with": one.who or one.name}, effects=(effect,))
    if not given.name or not given.name.strip():
        return ToolResult(told={"error": "with whom? ask for the person or the company"})
    effect = BlockIntroductions(name=" ".join(given.name.split()))
    return ToolResult(told={"never_with": effect.name}, effects=(effect,))


def _unblock(context: TurnContext, given: Named, _: AgentSettings) -> ToolResult:
    return ToolResult(
        told={"again_with": given.name}, effects=(UnblockIntroductions(name=given.name),)
    )


OFFER_INTRODUCTION = Tool(
    name="offer_introduction",
    description=(
        '"I can introduce you to X": they volunteer to introduce somebody whom they know, to the'
        " member whose question they were asked, or to one whom they name."
    ),
    arguments=Offer,
    run=_offer,
)
REQUEST_CONNECTION = Tool(
    name="request_connection",
    description=(
        "They want to meet somebody by name. Ask why, if they have not said. What is told is the"
        " same whoever that is: never say whether somebody is a member."
    ),
    arguments=Meeting,
    run=_meet,
)
CHECK_INTRO_PROGRESS = Tool(
    name="check_intro_progress",
    description="What has become of their introductions and of whom they want to meet.",
    arguments=Nothing,
    run=_progress,
)
BLOCK_INTRODUCTIONS = Tool(
    name="block_introductions",
    description='"Never with Acme": not with this person or company, for good.',
    arguments=Whom,
    run=_block,
)
UNBLOCK_INTRODUCTIONS = Tool(
    name="unblock_introductions",
    description="They may be brought together with that person or company again.",
    arguments=Named,
    run=_unblock,
)

__all__ = [
    "BLOCK_INTRODUCTIONS",
    "CHECK_INTRO_PROGRESS",
    "MOST_CREDITS",
    "OFFER_INTRODUCTION",
    "REQUEST_CONNECTION",
    "UNBLOCK_INTRODUCTIONS",
]
