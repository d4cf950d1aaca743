"""The tools of a member who is asked a question: answering, passing, never about a subject."""

import re
from typing import Annotated

from pydantic import Field

from shared.agents.language.answers import is_pass, is_substantive, knows_someone
from shared.agents.language.texts import OneLine, OptionalSentence, Tag
from shared.domain.community import LONGEST_ANSWER
from shared.domain.context import AskedRequest, AskState, TurnContext
from shared.domain.dialogue import OpenQuestion, Option
from shared.domain.effects.community import (
    BlockTopics,
    PassCommunityRequest,
    RecordCommunityResponse,
    UnblockTopics,
)
from shared.domain.expertise import expertise_tags, in_words
from shared.llm.interface import AgentSettings, Arguments, Tool, ToolResult

ANSWERED = "community_answered"
_SAID = 0.8  # of an answer's words stand in what they wrote
_RequestId = Annotated[str, Field(max_length=64, description="of a question they were asked")]


class Answer(Arguments):
    """An answer, in their own words."""

    request_id: _RequestId
    answer: Annotated[
        str,
        OneLine,
        Field(min_length=1, max_length=LONGEST_ANSWER, description="verbatim, as they wrote it"),
    ]


class Pass(Arguments):
    """A question is left to others."""

    request_id: _RequestId
    reason: Annotated[OptionalSentence, Field(description="in their words, if they gave one")] = (
        None
    )


class Topics(Arguments):
    """Subjects."""

    topics: Annotated[list[Tag], Field(min_length=1, max_length=10)]


def asked_called(context: TurnContext, id: str) -> AskedRequest | None:
    """What they were asked, by its id."""
    return next((one for one in context.asked_requests if str(one.id) == id), None)


def _refused(found: AskedRequest | None) -> dict[str, str] | None:
    """Why a question cannot be answered or passed by them."""
    if found is None:
        return {"error": "they were not asked that", "why": "unknown"}
    if found.state is AskState.REWARDED:
        return {"error": "their answer was passed on and rewarded already", "why": "rewarded"}
    if not found.open:
        return {
            "error": "it has closed meanwhile: thank them, their answer reaches nobody any more",
            "why": "closed",
        }
    return None


def _record(context: TurnContext, given: Answer, settings: AgentSettings) -> ToolResult:
    found = asked_called(context, given.request_id)
    if (refused := _refused(found)) is not None or found is None:
        return ToolResult(told=dict(refused or {}))
    if not is_substantive(given.answer):
        reason = "that is no answer yet: thanks, a question or not knowing are none"
        return ToolResult(told={"error": reason, "why": "nothing"})
    if not _wrote(context, given.answer):
        return ToolResult(told={"error": "give the answer in their own words", "why": "words"})
    told = {
        "recorded": given.answer,
        "for": found.asker_name or "the member who asked",
        "added": found.state is AskState.ANSWERED,
    }
    option = Option(id=str(found.id), name=found.question)
    question = OpenQuestion(kind=ANSWERED, options=[option], asked_at=context.now)
    effect = RecordCommunityResponse(request_id=found.id, answer=given.answer)
    return ToolResult(told=told, effects=(effect,), question=question)


def _wrote(context: TurnContext, answer: str) -> bool:
    """Whether they wrote that: a model records what was said, and adds nothing."""
    inbound = [one.content for one in context.messages if one.direction == "inbound"]
    asked = context.open_question.about.values() if context.open_question else ()
    wrote = set(_words(" ".join([*inbound, *context.texts, *map(str, asked)])))
    words = _words(answer)
    return sum(word in wrote for word in words) >= _SAID * len(words)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _pass(context: TurnContext, given: Pass, settings: AgentSettings) -> ToolResult:
    found = asked_called(context, given.request_id)
    if (refused := _refused(found)) is not None or found is None:
        return ToolResult(told=dict(refused or {}))
    if found.state is AskState.ANSWERED:
        return ToolResult(told={"error": "they have answered it", "why": "answered"})
    said = " ".join([given.reason or "", *context.texts])
    someone = knows_someone(said) and is_pass(said)
    effect = PassCommunityRequest(request_id=found.id, reason=given.reason, knows_someone=someone)
    return ToolResult(told={"passed": found.question, "knows_someone": someone}, effects=(effect,))


def _block(context: TurnContext, given: Topics, settings: AgentSettings) -> ToolResult:
    tags = expertise_tags(given.topics)
    if not tags:
        return ToolResult(told={"error": "no subject is named"})
    return ToolResult(told={"never_about": in_words(tags, "or")}, effects=(BlockTopics(tags=tags),))


def _unblock(context: TurnContext, given: Topics, settings: AgentSettings) -> ToolResult:
    tags = expertise_tags(given.topics)
    if not tags:
        return ToolResult(told={"error": "no subject is named"})
    return ToolResult(told={"about": in_words(tags)}, effects=(UnblockTopics(tags=tags),))


RECORD_COMMUNITY_RESPONSE = Tool(
    name="record_community_response",
    description=(
        "Records their answer to a question that they were asked and shown, in their own words, to"
        " be passed on. Again for the same question: adds to it. Thanks, not knowing and questions"
        " are no answers. Say of reward only that useful answers earn credits."
    ),
    arguments=Answer,
    run=_record,
)
PASS_COMMUNITY_REQUEST = Tool(
    name="pass_community_request",
    description=(
        "Leaves a question that they were asked to others: they do not know, or do not want to."
        ' "Not me, but I know someone" is a pass with that as its reason.'
    ),
    arguments=Pass,
    run=_pass,
)
BLOCK_TOPICS = Tool(
    name="block_topics",
    description="They never want to be asked about these subjects again.",
    arguments=Topics,
    run=_block,
)
UNBLOCK_TOPICS = Tool(
    name="unblock_topics",
    description="They may be asked about these subjects again.",
    arguments=Topics,
    run=_unblock,
)

__all__ = [
    "ANSWERED",
    "BLOCK_TOPICS",
    "PASS_COMMUNITY_REQUEST",
    "RECORD_COMMUNITY_RESPONSE",
    "UNBLOCK_TOPICS",
    "asked_called",
]
