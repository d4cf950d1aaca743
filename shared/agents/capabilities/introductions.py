"""Introductions that a member is a party of: yes, no, called off, it happened, it did not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from shared.agents.asking import ask
from shared.agents.capabilities.introduction_tools import (
    ACCEPT_CONNECTION_REQUEST,
    ACCEPT_INTRO_OFFER,
    ACCEPT_INTRO_OPPORTUNITY,
    COMPLETE_INTRODUCTION,
    CONFIRM_INTRO_OFFER,
    DECLINE_CONNECTION_REQUEST,
    DECLINE_INTRO_OFFER,
    DECLINE_INTRO_OPPORTUNITY,
    IT_DID_NOT_HAPPEN,
    LIST_WAITING_INTRODUCTIONS,
    introduction_called,
)
from shared.agents.capabilities.introduction_words import (
    ACCEPTED,
    NONE_OPEN,
    called_off,
    described,
    none_waiting,
    reported,
    standing,
    still_without,
    waiting,
    which_one,
    who_they_are,
    why_not,
)
from shared.agents.capability import (
    Capability,
    Example,
    Intent,
    ItemKind,
    QuestionKind,
    Rephrased,
    Situation,
    Specificity,
)
from shared.agents.language.asking_others import one_asked_of
from shared.agents.language.intro_reports import (
    Claimed,
    asks_standing,
    asks_who_waits,
    claimed_in,
    is_of_something_else,
    named_besides,
    speaks_of_one,
)
from shared.agents.language.stances import naming
from shared.agents.language.words import matches, places_in
from shared.agents.rendering import DECIDE, INTRODUCTION_HAPPENED, PRIORITIES_SHOWN
from shared.agents.turn import unsaid
from shared.domain.context import PriorityItem, TurnContext
from shared.domain.dialogue import OpenQuestion
from shared.domain.introductions import Introduction, Reported, Side, Stage
from shared.llm.interface import AgentSettings, Toolbox

WHICH = "introduction_which"
_YES = (
    r"^\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|y|correct|right|true|it did|they did|we did|i "
    r"did|done)\b"
)
_NO = r"^\W*(?:no|nope|nah|n|not)\b"
_SHORT = 6  # words


@dataclass(frozen=True)
class Says:
    """What they say has become of introductions, by id; several: they are asked which."""

    ids: tuple[str, ...]
    claimed: Claimed


@dataclass(frozen=True)
class WhoWaits:
    """They ask who waits for a word of theirs."""


@dataclass(frozen=True)
class Neither:
    """None of those that they were asked about."""


@dataclass(frozen=True)
class HowTheyStand:
    """They ask what has become of their introductions."""


@dataclass(frozen=True)
class WhoIs:
    """They ask who somebody is with whom they have an introduction, by its id."""

    id: str


@dataclass(frozen=True)
class NoneOpen:
    """They say something of an introduction, and none is open that it could be."""


Wish = Says | WhoWaits | Neither | HowTheyStand | WhoIs | NoneOpen


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if asks_who_waits(text):
        return Intent(wish=WhoWaits())
    asked = _named(naming(one_asked_of(text)), _told_of(situation.context))
    if len(asked) == 1:
        return Intent(wish=WhoIs(str(asked[0].id)))
    claimed = claimed_in(text)
    candidates = _candidates(situation.context, claimed) if claimed else []
    if claimed is None or not candidates:
        return _nothing_open(text, situation)
    named = named_besides(text)
    meant = _named(named, candidates)
    if meant:
        return Intent(wish=Says(_ids(meant), claimed), specificity=Specificity.NAMED)
    if is_of_something_else(text):
        return None
    return Intent(wish=Says(_ids(candidates), claimed))


def _nothing_open(text: str, situation: Situation) -> Intent[Wish] | None:
    """What they ask or say of introductions where none can be meant by it."""
    if asks_standing(text):
        return Intent(wish=HowTheyStand(), specificity=Specificity.LOOSE)
    mine = [one for one in situation.context.introductions.items if one.stage is not Stage.OVER]
    if mine or situation.context.shown_last or not speaks_of_one(text):
        return None
    return Intent(wish=NoneOpen(), specificity=Specificity.CLEAR)


def _told_of(context: TurnContext) -> list[Introduction]:
    """Those that both have agreed to, so that each side knows of the other."""
    return [one for one in context.introductions.items if one.stage is Stage.AGREED]


def _candidates(context: TurnContext, claimed: Claimed) -> list[Introduction]:
    """Those of which it can be said."""
    agreed = _told_of(context)
    if claimed is Claimed.DONE:
        return [one for one in agreed if one.reported is not Reported.ME]
    if claimed is Claimed.NOT:
        mine = [one for one in agreed if one.reported is Reported.ME]
        others = [one for one in agreed if one.side is Side.BENEFICIARY or _meets(one)]
        return list({one.id: one for one in (*others, *mine)}.values())
    if claimed is Claimed.WILLING:
        return [one for one in context.introductions.items if one.is_to_confirm]
    waits = [one for one in context.introductions.items if one.stage is Stage.TO_CONFIRM]
    return [one for one in agreed if one.side is Side.MAKER or not _meets(one)] + waits


def _meets(one: Introduction) -> bool:
    return one.item_type == "connection_request"


def _named(words: frozenset[str], among: Iterable[Introduction]) -> list[Introduction]:
    scored = [
        (len(words & naming(" ".join(filter(None, (one.who, one.third, one.work))))), one)
        for one in among
    ]
    best = max((score for score, _ in scored), default=0)
    return [one for score, one in scored if best and score == best]


def _ids(found: Iterable[Introduction]) -> tuple[str, ...]:
    return tuple(str(one.id) for one in found)


def _read_happened(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """Yes or no to "has it happened?"."""
    ids = tuple(option.id for option in question.options)
    claimed = claimed_in(text)
    if claimed is Claimed.OFF or (claimed is None and len(text.split()) > _SHORT):
        return None
    if claimed is None:
        yes, no = matches(_YES, text), matches(_NO, text)
        claimed = Claimed.NOT if no else Claimed.DONE if yes else None
    return Says(ids, claimed) if claimed is not None else None


def _read_which(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    found = [
        one
        for option in question.options
        if (one := introduction_called(situation.context, option.id)) is not None
    ]
    if matches(r"^\W*(?:no|none|neither|nope|never ?mind|nothing)\b", text):
        return Neither()
    meant = [found[place] for place in places_in(text, len(found))] or _named(naming(text), found)
    if len(meant) != 1 or len(text.split()) > _SHORT:
        return None
    return Says(_ids(meant), Claimed(str(question.about.get("said", Claimed.DONE))))


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Neither):
        return "All right, I'll leave it."
    if isinstance(wish, WhoWaits):
        return _who_waits(box)
    if isinstance(wish, NoneOpen):
        return unsaid(NONE_OPEN, box.context)
    if isinstance(wish, WhoIs):
        one = introduction_called(box.context, wish.id)
        return who_they_are(one) if one is not None else unsaid(NONE_OPEN, box.context)
    if isinstance(wish, HowTheyStand):
        return standing(box.context.introductions) or unsaid(NONE_OPEN, box.context)
    found = [introduction_called(box.context, id) for id in wish.ids]
    known = [one for one in found if one is not None]
    if len(known) > 1:
        ask(box, WHICH, wish.ids, said=wish.claimed)
        return which_one(known)
    return _said(known[0], wish.claimed, box) if known else "I can't find that introduction."


def _said(one: Introduction, claimed: Claimed, box: Toolbox) -> str:
    if claimed is Claimed.OFF:
        return _decline_it(one, box)
    if claimed is Claimed.WILLING:
        told = box.run("confirm_intro_offer", {"id": str(one.id)})
        return why_not(told, one) if "error" in told else ACCEPTED[one.item_type](told, one)
    name = "complete_introduction" if claimed is Claimed.DONE else "it_did_not_happen"
    told = box.run(name, {"id": str(one.id)})
    return why_not(told, one) if "error" in told else reported(told, one)


def _who_waits(box: Toolbox) -> str:
    told = box.run("list_waiting_introductions", {})
    found = [introduction_called(box.context, one["id"]) for one in told["waiting"]]
    items = [one for one in found if one is not None]
    if not items:
        return none_waiting()
    if box.shown:
        ask(box, PRIORITIES_SHOWN, box.shown)
    elif len(items) == 1:
        ask(box, INTRODUCTION_HAPPENED, [items[0].id])
    return waiting(items)


def _of(item: PriorityItem, box: Toolbox) -> Introduction | None:
    return introduction_called(box.context, item.id)


def _accept(item: PriorityItem, box: Toolbox) -> str:
    one = _of(item, box)
    if one is None:
        return "I can't find that introduction any more."
    arguments: dict[str, Any] = {"id": str(one.id)}
    if one.stage is Stage.TO_CONFIRM:
        tool = "confirm_intro_offer"
    else:
        tool = f"accept_{one.item_type}"
        if one.item_type != "connection_request":
            arguments["credits"] = one.bounty if one.funded else 0
    if one.item_type == "intro_offer" and arguments.get("credits") and not _agreed(item, box):
        ask(box, PRIORITIES_SHOWN, [item.id], asked=DECIDE)
        return (
            f"It costs you {one.bounty} credits, set aside now and paid once you have met. Shall I"
            " go ahead?"
        )
    told = box.run(tool, arguments)
    if told.get("why") == "unfunded":
        ask(box, PRIORITIES_SHOWN, [item.id], asked=DECIDE)
        return still_without(one)
    if "error" in told:
        return why_not(told, one)
    return ACCEPTED[one.item_type](told, one)


def _agreed(item: PriorityItem, box: Toolbox) -> bool:
    """Whether they have just been asked in so many words, with what it costs."""
    asked = box.context.open_question
    if asked is None or asked.about.get("asked") != DECIDE:
        return False
    return str(item.id) in [option.id for option in asked.options]


def _decline(item: PriorityItem, box: Toolbox) -> str:
    one = _of(item, box)
    return _decline_it(one, box) if one is not None else "All right, I'll leave it."


def _decline_it(one: Introduction, box: Toolbox) -> str:
    told = box.run(f"decline_{one.item_type}", {"id": str(one.id)})
    return why_not(told, one) if "error" in told else called_off(one)


def _is_over(item: PriorityItem, box: Toolbox) -> str:
    one = _of(item, box)
    if one is None:
        return ""
    return why_not({"why": "paused" if one.stage is Stage.PAUSED else "over"}, one)


def _asks(question: str) -> Callable[[PriorityItem], str]:
    return lambda item: question


def _kind(item_type: str, question: str) -> ItemKind:
    return ItemKind(
        item_type=item_type,
        asks=_asks(question),
        accept=_accept,
        decline=_decline,
        take_back=_decline,
        over=_is_over,
    )


def _describe(context: TurnContext, settings: AgentSettings) -> list[str]:
    return described(context.introductions)


def _options(context: TurnContext) -> dict[str, str]:
    return {str(one.id): one.name for one in context.introductions.items}


INTRODUCTIONS: Capability[Wish] = Capability(
    name="introductions",
    read=_read,
    answer=_answer,
    tools=(
        ACCEPT_INTRO_OPPORTUNITY,
        DECLINE_INTRO_OPPORTUNITY,
        ACCEPT_CONNECTION_REQUEST,
        DECLINE_CONNECTION_REQUEST,
        ACCEPT_INTRO_OFFER,
        DECLINE_INTRO_OFFER,
        CONFIRM_INTRO_OFFER,
        COMPLETE_INTRODUCTION,
        IT_DID_NOT_HAPPEN,
        LIST_WAITING_INTRODUCTIONS,
    ),
    questions=(
        QuestionKind(
            kind=INTRODUCTION_HAPPENED,
            meaning="they were asked whether an introduction has happened; options: its id",
            read=_read_happened,
            options=_options,
        ),
        QuestionKind(
            kind=WHICH,
            meaning="you asked which introduction they mean; options: the ids; about.said: done,"
            " not, off or willing",
            read=_read_which,
            options=_options,
            about=frozenset({"said"}),
        ),
    ),
    items=(
        _kind("intro_opportunity", "Will you introduce them?"),
        _kind("connection_request", "Shall I put you in touch?"),
        _kind("intro_offer", "Shall I say yes for you?"),
    ),
    instructions="""\
- Introductions stand in the context with their ids, and with what may be known of them: name nobody
  else. An intro_opportunity is answered by accept_intro_opportunity or decline_intro_opportunity, a
  connection_request by accept_connection_request or decline_connection_request, an intro_offer by
  accept_intro_offer or decline_intro_offer, and by whoever offered it with confirm_intro_offer:
  only after a clear answer to one that they were told of, with the credits that you told.
- "I made the intro" and "we met" are complete_introduction, "it never happened" is
  it_did_not_happen, and who cannot make it after all declines it. Never give a number, never say
  that somebody declined, promise no meeting.
- "Who is waiting on me?" is list_waiting_introductions.
""",
    describe=_describe,
    ability="introduce you to people",
    label="look at your introductions",
    rephrased={
        "intro_status": Rephrased("who is waiting on me", tells=True),
    },
    examples=(
        Example(text="who is waiting on me?", wish=WhoWaits()),
        Example(text="is anyone waiting for me", wish=WhoWaits()),
        Example(text="any intros I could make?", wish=WhoWaits()),
        Example(text="who can I introduce?", wish=WhoWaits()),
        Example(text="do you have any intro requests for me", wish=WhoWaits()),
    ),
    counter_examples=(
        "we met Ada at a conference",
        "who can introduce me to a CFO?",
        "any intros to accountants?",
        "I can't make the meeting tomorrow",
        "it never happened",
        "remind me to make the intro tomorrow",
    ),
)

__all__ = ["INTRODUCTIONS"]
