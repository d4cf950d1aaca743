"""The tools for introductions that a member is a party of: yes, no, it happened, it did not."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from shared.agents.language.texts import OptionalSentence
from shared.domain.context import PriorityItem, TurnContext
from shared.domain.effects.introductions import (
    AcceptIntroduction,
    ConfirmIntroduction,
    DeclineIntroduction,
    DropBounty,
    ObjectToIntroduction,
    ReportIntroduction,
)
from shared.domain.introductions import Introduction, ItemType, Reported, Side, Stage
from shared.llm.interface import AgentSettings, Arguments, Nothing, Tool, ToolResult

_OVER = {
    "declined": "it was turned down",
    "introducee_declined": "it is not needed any more",
    "connector_declined": "it is not coming about any more",
    "completed": "it has been made already",
    "cancelled": "it is not needed any more",
    "accepted": "they have said yes to it already",
    "confirmed": "they have said yes to it already",
    "pending_connector_confirmation": "it waits for whoever would introduce them",
    "pending_introducee_response": "it waits for whoever would be introduced",
}


class One(Arguments):
    """An introduction."""

    id: Annotated[UUID, Field(description="of the introduction, from the context")]


class Priced(One):
    """An introduction that costs or pays something."""

    credits: Annotated[
        int, Field(ge=0, description="what they were told that it pays or costs; 0: nothing")
    ]


class Refusal(One):
    """An introduction that they do not want, or cannot make."""

    reason: OptionalSentence = None


def introduction_called(context: TurnContext, id: UUID | str) -> Introduction | None:
    """By its own id, or by that under which it matters to them."""
    matter = next((item for item in context.priorities if str(item.id) == str(id)), None)
    wanted = str(matter.item_id if matter is not None else id)
    return next((one for one in context.introductions.items if str(one.id) == wanted), None)


def matter_of(context: TurnContext, one: Introduction) -> PriorityItem | None:
    """The same among what matters to them, if they are asked anything of it."""
    found = (item for item in context.priorities if item.item_id == one.id)
    return next((item for item in found if item.item_type == one.item_type), None)


def facts_of(one: Introduction) -> dict[str, Any]:
    """What may be said of it."""
    facts = {"id": str(one.id), "who": one.who, "work": one.work, "third": one.third}
    return {name: value for name, value in facts.items() if value is not None}


def _refused(reason: str, why: str, **more: Any) -> ToolResult:
    return ToolResult(told={"error": reason, "why": why, **more})


def _found(context: TurnContext, id: UUID, types: tuple[ItemType, ...]) -> Introduction | None:
    one = introduction_called(context, id)
    return one if one is not None and one.item_type in types else None


def _not_open(context: TurnContext, one: Introduction) -> ToolResult | None:
    """Why they cannot answer it; None: they can."""
    if one.stage is Stage.PAUSED:
        return _refused(
            "another member is making that introduction at the moment", "paused", **facts_of(one)
        )
    if not one.is_mine_to_answer:
        return _refused(_OVER.get(one.status, "it has run out"), "over", **facts_of(one))
    matter = matter_of(context, one)
    if matter is None or matter.last_presented_at is None:
        return _refused("they have not been told of it: tell them first", "untold")
    return None


_UNKNOWN = "no introduction of theirs has that id"


def _accept(context: TurnContext, one: Introduction, agreed: int) -> ToolResult:
    if (refused := _not_open(context, one)) is not None:
        return refused
    bounty = one.bounty if one.funded else 0
    if not one.funded and one.item_type == "intro_opportunity":
        drop = DropBounty(item_type=one.item_type, item_id=one.id)
        told = {"error": "the bounty cannot be paid any more: ask whether they do it without"}
        return ToolResult(told={**told, "why": "unfunded", **facts_of(one)}, effects=(drop,))
    if agreed != bounty:
        return _refused(
            f"it is {bounty} credits, not {agreed}: tell them, and ask", "bounty", credits=bounty
        )
    effect = AcceptIntroduction(item_type=one.item_type, item_id=one.id, bounty=bounty)
    told = {"accepted": facts_of(one), "credits": bounty, "addresses_are_texted": True}
    if one.item_type == "intro_offer":
        told["addresses_are_texted"] = False
    return ToolResult(told=told, effects=(effect,))


def _accept_opportunity(context: TurnContext, given: Priced, _: AgentSettings) -> ToolResult:
    one = _found(context, given.id, ("intro_opportunity",))
    if one is None:
        return _refused(_UNKNOWN, "unknown")
    return _accept(context, one, given.credits)


def _accept_request(context: TurnContext, given: One, _: AgentSettings) -> ToolResult:
    one = _found(context, given.id, ("connection_request",))
    if one is None:
        return _refused(_UNKNOWN, "unknown")
    return _accept(context, one, one.bounty)


def _accept_offer(context: TurnContext, given: Priced, _: AgentSettings) -> ToolResult:
    one = _found(context, given.id, ("intro_offer",))
    if one is None or one.side is Side.MAKER:
        return _refused(_UNKNOWN, "unknown")
    return _accept(context, one, given.credits)


def _confirm(context: TurnContext, given: One, _: AgentSettings) -> ToolResult:
    one = _found(context, given.id, ("intro_offer",))
    if one is None or one.side is Side.BENEFICIARY:
        return _refused(_UNKNOWN, "unknown")
    if (refused := _not_open(context, one)) is not None:
        return refused
    effect = ConfirmIntroduction(item_type=one.item_type, item_id=one.id)
    return ToolResult(
        told={"confirmed": facts_of(one), "addresses_are_texted": True}, effects=(effect,)
    )


def _declining(item_type: ItemType) -> Any:
    def decline(context: TurnContext, given: Refusal, _: AgentSettings) -> ToolResult:
        one = _found(context, given.id, (item_type,))
        if one is None:
            return _refused(_UNKNOWN, "unknown")
        if not _may_call_off(one) and (refused := _not_open(context, one)) is not None:
            return refused
        effect = DeclineIntroduction(item_type=item_type, item_id=one.id, words=given.reason)
        return ToolResult(told={"declined": facts_of(one)}, effects=(effect,))

    return decline


def _may_call_off(one: Introduction) -> bool:
    """Whether they said yes before, and may still say no."""
    if one.stage is Stage.AGREED:
        return one.side is Side.MAKER or one.item_type == "intro_offer"
    return one.stage is Stage.TO_CONFIRM and one.side is Side.BENEFICIARY


def _complete(context: TurnContext, given: One, _: AgentSettings) -> ToolResult:
    one = introduction_called(context, given.id)
    if one is None:
        return _refused(_UNKNOWN, "unknown")
    if one.stage is not Stage.AGREED:
        return _refused("not both sides have said yes to it", "not_agreed", **facts_of(one))
    if one.reported is Reported.ME:
        return _refused("they have said so already", "said", **facts_of(one))
    decides = one.side is Side.BENEFICIARY and one.item_type != "connection_request"
    done = decides or one.reported is Reported.OTHER
    told = {"completed" if done else "reported": facts_of(one), "credits": one.bounty}
    effect = ReportIntroduction(item_type=one.item_type, item_id=one.id)
    return ToolResult(told={**told, "side": one.side.value}, effects=(effect,))


def _did_not(context: TurnContext, given: One, _: AgentSettings) -> ToolResult:
    one = introduction_called(context, given.id)
    if one is None:
        return _refused(_UNKNOWN, "unknown")
    if one.stage is not Stage.AGREED:
        return _refused("not both sides have said yes to it", "not_agreed", **facts_of(one))
    theirs = one.side is Side.BENEFICIARY or one.item_type == "connection_request"
    if not theirs and one.reported is not Reported.ME:
        return _refused(
            "that is for who benefits to say; they can call it off by declining it",
            "not_theirs",
            **facts_of(one),
        )
    told = {"not_happened": facts_of(one), "asked_again_in_days": 7}
    effect = ObjectToIntroduction(item_type=one.item_type, item_id=one.id)
    return ToolResult(told=told, effects=(effect,))


def _list_waiting(context: TurnContext, _: Nothing, settings: AgentSettings) -> ToolResult:
    waiting = [one for one in context.introductions.items if one.waits_for_me][:3]
    matters = [matter_of(context, one) for one in waiting if one.is_mine_to_answer]
    shown = tuple(item.id for item in matters if item is not None and item.is_open(context.now))
    told = [
        {**facts_of(one), "asked": "whether it happened" if one.asked else "yes or no"}
        for one in waiting
    ]
    return ToolResult(told={"waiting": told}, shown=shown)


ACCEPT_INTRO_OPPORTUNITY = Tool(
    name="accept_intro_opportunity",
    description=(
        "They will introduce the innovator to somebody they know. Only after a clear yes to one"
        " that they were told of; both sides are then texted each other's address."
    ),
    arguments=Priced,
    run=_accept_opportunity,
)
DECLINE_INTRO_OPPORTUNITY = Tool(
    name="decline_intro_opportunity",
    description="They will not make that introduction, also after having said yes.",
    arguments=Refusal,
    run=_declining("intro_opportunity"),
)
ACCEPT_CONNECTION_REQUEST = Tool(
    name="accept_connection_request",
    description=(
        "They want to meet who asks. Only after a clear yes to one that they were told of; both"
        " sides are then texted each other's address."
    ),
    arguments=One,
    run=_accept_request,
)
DECLINE_CONNECTION_REQUEST = Tool(
    name="decline_connection_request",
    description="They do not want to meet who asks, also after having said yes.",
    arguments=Refusal,
    run=_declining("connection_request"),
)
ACCEPT_INTRO_OFFER = Tool(
    name="accept_intro_offer",
    description=(
        "They want the introduction that another member offers them, and agree to what it costs."
        " The other member is asked next whether the third person is willing."
    ),
    arguments=Priced,
    run=_accept_offer,
)
DECLINE_INTRO_OFFER = Tool(
    name="decline_intro_offer",
    description="They do not want an introduction that was offered, or offer theirs no more.",
    arguments=Refusal,
    run=_declining("intro_offer"),
)
CONFIRM_INTRO_OFFER = Tool(
    name="confirm_intro_offer",
    description="The person whom they offered to introduce is willing: addresses are exchanged.",
    arguments=One,
    run=_confirm,
)
COMPLETE_INTRODUCTION = Tool(
    name="complete_introduction",
    description='It has happened: "I made the intro", "we met".',
    arguments=One,
    run=_complete,
)
IT_DID_NOT_HAPPEN = Tool(
    name="it_did_not_happen",
    description='It has not happened: "they never introduced me", "we never met".',
    arguments=One,
    run=_did_not,
)
LIST_WAITING_INTRODUCTIONS = Tool(
    name="list_waiting_introductions",
    description="Which introductions wait for a word of theirs; counts them as shown.",
    arguments=Nothing,
    run=_list_waiting,
)

__all__ = [
    "ACCEPT_CONNECTION_REQUEST",
    "ACCEPT_INTRO_OFFER",
    "ACCEPT_INTRO_OPPORTUNITY",
    "COMPLETE_INTRODUCTION",
    "CONFIRM_INTRO_OFFER",
    "DECLINE_CONNECTION_REQUEST",
    "DECLINE_INTRO_OFFER",
    "DECLINE_INTRO_OPPORTUNITY",
    "IT_DID_NOT_HAPPEN",
    "LIST_WAITING_INTRODUCTIONS",
    "facts_of",
    "introduction_called",
    "matter_of",
]
