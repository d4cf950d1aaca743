"""The tools by which both engines tell of what matters to a member, and leave it open."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from shared.agents.rendering import MOST_SPOKEN_OF, about, clause
from shared.agents.zones import spoken, zone_of
from shared.domain.context import PriorityItem, PriorityStatus, TurnContext
from shared.domain.effects.priorities import PutOffPriority, SpeakOfPriority
from shared.domain.mattering import may_be_mentioned
from shared.llm.interface import AgentSettings, Arguments, Tool, ToolResult

FURTHEST = timedelta(days=366)
_OVER = {
    PriorityStatus.ACTIONED: "it has been answered already",
    PriorityStatus.EXPIRED: "it has run out",
    PriorityStatus.CANCELLED: "it is off",
}


class Shown(Arguments):
    """What a reply tells of."""

    ids: Annotated[
        list[UUID],
        Field(
            min_length=1,
            max_length=MOST_SPOKEN_OF,
            description="of what matters to them, from the context, in the order in which you tell",
        ),
    ]
    in_passing: Annotated[
        bool, Field(description="they did not ask: mentioned after the answer to something else")
    ] = False


class OneItem(Arguments):
    """Something that matters to them."""

    id: Annotated[UUID, Field(description="of what matters to them, from the context")]


class PutOff(OneItem):
    """Until when they want to be left alone with it."""

    at: Annotated[
        datetime,
        Field(description="ISO 8601; without an offset it is the person's local time"),
    ]


def over(item: PriorityItem, now: datetime) -> str | None:
    """Why nothing can be said to it any more; None while it is open."""
    if item.is_open(now):
        return None
    return _OVER.get(item.status, _OVER[PriorityStatus.EXPIRED])


def _found(context: TurnContext, id: UUID) -> PriorityItem | None:
    return next((item for item in context.priorities if item.id == id), None)


def facts(item: PriorityItem) -> dict[str, Any]:
    """All that is stored of it, and so all that may be said of it."""
    return {
        "id": str(item.id),
        "item_type": item.item_type,
        "about": clause(about(item)),
        "names": [name for name in (item.item_primary_name, item.item_secondary_name) if name],
        "more": clause(item.item_context or "") or None,
    }


def _show(context: TurnContext, given: Shown, settings: AgentSettings) -> ToolResult:
    items: list[PriorityItem] = []
    for id in dict.fromkeys(given.ids):
        item = _found(context, id)
        if item is None:
            return _refused(f"nothing that matters to them has the id {id}")
        if (reason := over(item, context.now)) is not None:
            return _refused(f"{id}: {reason}")
        items.append(item)
    if given.in_passing and not (len(items) == 1 and may_be_mentioned(context, items[0])):
        return _refused("not in passing now: wait for them to ask")
    return ToolResult(
        told={"items": [facts(item) for item in items]}, shown=tuple(item.id for item in items)
    )


def _leave_open(context: TurnContext, given: OneItem, settings: AgentSettings) -> ToolResult:
    item = _found(context, given.id)
    if item is None:
        return _refused("nothing that matters to them has that id")
    if (reason := over(item, context.now)) is not None:
        return _refused(reason)
    return ToolResult(told={"open": facts(item)}, effects=(SpeakOfPriority(id=item.id),))


def _put_off(context: TurnContext, given: PutOff, settings: AgentSettings) -> ToolResult:
    item = _found(context, given.id)
    if item is None:
        return _refused("nothing that matters to them has that id")
    if (reason := over(item, context.now)) is not None:
        return _refused(reason)
    zone = zone_of(context.user, settings)
    try:
        at = (given.at if given.at.tzinfo else given.at.replace(tzinfo=zone)).astimezone(zone)
    except OverflowError:
        return _refused("no such date")
    if at <= context.now:
        return _refused("that moment has passed")
    if at > context.now + FURTHEST:
        return _refused("that is more than a year away")
    if item.expires_at is not None and item.expires_at <= at:
        return ToolResult(
            told={
                "error": "it is over by then",
                "open_until": spoken(item.expires_at, zone),
            }
        )
    return ToolResult(
        told={"about": clause(about(item)), "comes_back": spoken(at, zone)},
        effects=(PutOffPriority(id=item.id, at=at),),
    )


def _refused(reason: str) -> ToolResult:
    return ToolResult(told={"error": reason})


SHOW_PRIORITIES = Tool(
    name="show_priorities",
    description=(
        "Gives what is stored of things that matter to them, and counts them as shown. Call it"
        " whenever your reply brings such things up, and for nothing else."
    ),
    arguments=Shown,
    run=_show,
)
LEAVE_PRIORITY_OPEN = Tool(
    name="leave_priority_open",
    description=(
        "They want to hear more of something that you told them, or are undecided: gives what is"
        " stored of it, and leaves it open. Nothing is accepted or declined by it."
    ),
    arguments=OneItem,
    run=_leave_open,
)
PUT_OFF_PRIORITY = Tool(
    name="put_off_priority",
    description=(
        "They want to decide later: it is brought up again at that moment and not before. Ask for"
        " the moment when they have not named one."
    ),
    arguments=PutOff,
    run=_put_off,
)

__all__ = ["LEAVE_PRIORITY_OPEN", "PUT_OFF_PRIORITY", "SHOW_PRIORITIES", "facts", "over"]
