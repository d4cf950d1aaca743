"""The Innovator's own tool: their listing."""

from typing import Annotated

from pydantic import Field

from shared.agents.tools.texts import Link, OptionalLine, Tag
from shared.domain.context import TurnContext
from shared.domain.decision import UpdateInnovatorProfile
from shared.llm.interface import AgentSettings, Arguments, Tool, ToolResult

LongText = Annotated[str | None, OptionalLine, Field(max_length=2000)]


class Listing(Arguments):
    """Any part of a listing; what is left out stays as it is."""

    solution_description: LongText = None
    categories: Annotated[list[Tag], Field(max_length=20)] | None = None
    target_customer_profile: LongText = None
    video_url: Link = None
    warm_intro_bounty: Annotated[
        int | None, Field(ge=0, le=10_000, description="credits paid for a warm introduction")
    ] = None


def _update(context: TurnContext, given: Listing, settings: AgentSettings) -> ToolResult:
    if context.innovator is None:
        return ToolResult(told={"error": "this person has no listing yet"})
    changes = given.model_dump(exclude_none=True)
    if not changes:
        return ToolResult(told={"error": "nothing was given to change"})
    innovator = context.innovator.model_copy(update=changes)
    return ToolResult(
        told={"saved": changes},
        effects=(UpdateInnovatorProfile(**changes),),
        context=context.model_copy(update={"innovator": innovator}),
    )


UPDATE_INNOVATOR_PROFILE = Tool(
    name="update_innovator_profile",
    description="Changes the person's own listing: any subset of its fields, in their words.",
    arguments=Listing,
    run=_update,
)
