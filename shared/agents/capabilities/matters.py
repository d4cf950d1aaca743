"""What matters to a member: told when they ask, and answered by what they say of it.

Which item a text is about is found by `shared.agents.shown`. How one of a type is accepted and
declined is said by the capability that owns the type, as its `ItemKind`; of other types more is
told, or they are left. With nothing shown nothing is accepted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.agents.asking import ask
from shared.agents.capabilities.matter_tools import (
    LEAVE_PRIORITY_OPEN,
    PUT_OFF_PRIORITY,
    SHOW_PRIORITIES,
    over,
)
from shared.agents.capabilities.matter_words import (
    asks_what_matters,
    by_number,
    comes_back,
    is_over,
    more_of,
    several,
    short,
    told_of,
    when_asked,
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
from shared.agents.language import followups, wanting
from shared.agents.language.asking_others import wants_to_meet
from shared.agents.language.requests import is_when, read_request
from shared.agents.language.stances import Stance, is_strong, said_in, without_later
from shared.agents.language.topics import is_courteous
from shared.agents.language.words import matches, tokens
from shared.agents.rendering import DECIDE, MOST_SPOKEN_OF, PRIORITIES_SHOWN, about, clause
from shared.agents.shown import Meant, item_meant, unshown_named
from shared.agents.turn import unsaid
from shared.domain.context import PriorityItem, TurnContext
from shared.domain.dialogue import OpenQuestion
from shared.domain.mattering import mentionable
from shared.llm.interface import Toolbox

SHOWN = PRIORITIES_SHOWN
ANSWERED = "priority_answered"
WHEN = "priority_when"
_LONGEST_CONSENT = 6  # words
_YES_OR_NO = (
    'I\'m not sure I follow. About {}: yes, no, or "tell me more"?',
    "About {}: is that a yes or a no?",
)
_MEETINGS = frozenset({"intro_opportunity", "intro_offer", "connection_request"})
_LONGEST_NAME = 4  # words of a text that is a name and nothing else
_NEVER = r"\b(?:no|never|nope|not at all|don'?t|do not|leave it|forget it|never ?mind|nvm)\b"


@dataclass(frozen=True)
class Tell:
    """They ask what matters now; `id`: they name one that they were not told of yet."""

    id: UUID | None = None


@dataclass(frozen=True)
class Answer:
    """What they say of one item or more. `told`: the rows among which it is, as told."""

    ids: tuple[UUID, ...]
    stance: Stance
    told: tuple[UUID, ...] = ()
    instead_of: UUID | None = None  # what they have just answered, and did not mean


@dataclass(frozen=True)
class WhichOne:
    """An answer that may be of several."""

    ids: tuple[UUID, ...]
    stance: Stance | None = None


@dataclass(frozen=True)
class Leave:
    """They do not want to hear of it."""


@dataclass(frozen=True)
class PutOff:
    """Later. Without a moment `asks` is the question for it."""

    id: UUID
    at: datetime | None = None
    asks: str = ""


Wish = Tell | Answer | WhichOne | Leave | PutOff


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if asks_what_matters(text):
        mattering = bool(situation.context.mattering)
        return Intent(
            wish=Tell(), specificity=Specificity.NAMED if mattering else Specificity.LOOSE
        )
    meant = item_meant(text, situation.context)
    if meant is None and (unshown := unshown_named(text, situation.context)) is not None:
        # "Ada? Sure": what they say of it before they were told decides nothing.
        return Intent(wish=Tell(unshown.id), goes_on=lambda _: True)
    if meant is None or _is_elsewhere(text, meant):
        return None
    named = bool(said_in(text).words)
    only_named = named and len(tokens(text)) <= _LONGEST_NAME and not is_courteous(text)
    if meant.stance is None and not only_named:
        return None
    wish = _wish(text, meant, situation, tuple(i.id for i in situation.context.shown_last), None)
    sure = Specificity.NAMED if named or _consents(text, meant) else Specificity.CLEAR
    return Intent(wish=wish, specificity=sure)


def _is_elsewhere(text: str, meant: Meant) -> bool:
    """Whether it asks for something else, whatever words it shares with what was told."""
    if wants_to_meet(text) and not any(item.item_type in _MEETINGS for item in meant.items):
        return True
    named = meant.stance is not None and (bool(said_in(text).words) or _consents(text, meant))
    return followups.wants_followup(text) or (not named and bool(wanting.goal_in(text)))


def _consents(text: str, meant: Meant) -> bool:
    """ "Yes please introduce us", to what was told: it is about that, and no wish of its own."""
    short = len(tokens(text)) <= _LONGEST_CONSENT
    return short and meant.stance is Stance.YES and is_strong(text)


def _read_shown(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    among = tuple(UUID(option.id) for option in question.options)
    told = [item for item in situation.context.priorities if item.id in among]
    if later := _later(text, told, situation):
        return later
    meant = item_meant(text, situation.context, among=among) if told else None
    if meant is None or _is_elsewhere(text, meant):
        return None
    return _wish(text, meant, situation, among, question)


def _wish(
    text: str,
    meant: Meant,
    situation: Situation,
    told: tuple[UUID, ...],
    question: OpenQuestion | None,
) -> Wish:
    asked = str(question.about.get("asked", "")) if question else ""
    stance = meant.stance or (Stance(asked) if asked in set(Stance) else Stance.MORE)
    ids = tuple(item.id for item in meant.items)
    if stance is Stance.YES and asked != DECIDE and not is_strong(text):
        stance = Stance.MORE  # to "want to hear more?", or a day after
    if not meant.sure:
        bare_no = stance is Stance.NO and not said_in(text).words
        return Leave() if bare_no else WhichOne(ids, stance)
    if stance is Stance.LATER and meant.one is not None:
        return _later(text, [meant.one], situation) or PutOff(meant.one.id)
    return Answer(ids, stance, told or ids)


def _later(text: str, told: list[PriorityItem], situation: Situation) -> PutOff | None:
    """ "Next week", or "ask me again on Monday", said to the only one that was told."""
    rest = without_later(text)
    if len(told) != 1 or not rest or not is_when(rest):
        return None
    request = read_request((rest,), situation.now)
    return PutOff(told[0].id, request.at, request.asks)


def _read_answered(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Actually the second": what was answered is taken back where it can be."""
    among = tuple(UUID(option.id) for option in question.options)
    before = UUID(str(question.about["item"]))
    meant = item_meant(text, situation.context, among=among, answered=before)
    if meant is None or meant.one is None or meant.one.id == before or not meant.corrects:
        return None
    return Answer((meant.one.id,), Stance(str(question.about["answer"])), among, before)


def _read_when(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    ids = [UUID(option.id) for option in question.options]
    told = [item for item in situation.context.priorities if item.id in ids]
    if later := _later(text, told, situation):
        return later
    return Leave() if told and matches(_NEVER, text) and len(tokens(text)) <= 6 else None


def matters(capabilities: Iterable[Capability[Any]]) -> Capability[Wish]:
    """What matters to a member, by the kinds of items of these capabilities."""
    kinds = {kind.item_type: kind for one in capabilities for kind in one.items}

    def answer(wish: Wish, box: Toolbox) -> str:
        if isinstance(wish, Tell):
            return _tell(box, wish.id)
        if isinstance(wish, Leave):
            return "All right, I'll leave it."
        if isinstance(wish, PutOff):
            return _put_off(wish, box)
        if isinstance(wish, WhichOne):
            ask(box, SHOWN, wish.ids, **({"asked": wish.stance} if wish.stance else {}))
            meant = [item for item in box.context.priorities if item.id in wish.ids]
            return unsaid((several(meant), by_number(meant)), box.context)
        return _answer(wish, box, kinds)

    return Capability(
        name="matters",
        read=_read,
        answer=answer,
        rephrased={"matters": Rephrased("what matters now?", tells=True)},
        tools=(SHOW_PRIORITIES, LEAVE_PRIORITY_OPEN, PUT_OFF_PRIORITY),
        questions=(
            QuestionKind(
                kind=SHOWN,
                meaning="you told of something that matters to them; options: the ids, as told;"
                f" about.asked: {DECIDE} when yes is to accept it",
                read=_read_shown,
                options=_options,
                about=frozenset({"asked"}),
                implicit=True,
                otherwise=_asked_again,
            ),
            QuestionKind(
                kind=ANSWERED,
                meaning="they have just answered about.item, by about.answer (yes, no, more);"
                " options: what was told with it, in its order",
                read=_read_answered,
                options=_options,
                about=frozenset({"item", "answer"}),
                implicit=True,
            ),
            QuestionKind(
                kind=WHEN,
                meaning="you asked when to bring it up again; options: its id",
                read=_read_when,
                options=_options,
            ),
        ),
        instructions=_INSTRUCTIONS,
        describe=None,
        tries=("what matters now?",),
        examples=(
            Example(text="what matters now?", wish=Tell()),
            Example(text="anything new for me?", wish=Tell()),
        ),
        counter_examples=(
            "yes",
            "tell me more",
            "no thanks",
            "the second one",
            "what matters is price",
        ),
    )


def in_passing(box: Toolbox) -> str:
    """One other thing that matters to them, after the answer to what they wrote; often nothing.

    Only where something was done for them and nothing is left open.
    """
    done = any(record.error is None for record in box.log)
    if not box.context.texts or box.question is not None or box.shown or not done:
        return ""
    item = mentionable(box.context)
    if item is None:
        return ""
    box.run("show_priorities", {"ids": [str(item.id)], "in_passing": True})
    ask(box, SHOWN, [item.id])
    return f"Besides: {clause(about(item))}. Want to hear more?"


def _tell(box: Toolbox, id: UUID | None) -> str:
    named = [item for item in box.context.mattering if item.id == id]
    items = named or box.context.mattering[:MOST_SPOKEN_OF]
    if not items:
        return "Nothing is waiting for your answer right now."
    box.run("show_priorities", {"ids": [str(item.id) for item in items]})
    ask(box, SHOWN, [item.id for item in items])
    return told_of(items)


def _put_off(wish: PutOff, box: Toolbox) -> str:
    if wish.at is None:
        ask(box, WHEN, [wish.id])
        return when_asked(wish.asks)
    told = box.run("put_off_priority", {"id": str(wish.id), "at": wish.at.isoformat()})
    if "error" in told:
        if "open_until" in told or "passed" in told["error"]:
            ask(box, WHEN, [wish.id])
        return is_over(told)
    return comes_back(told)


def _answer(wish: Answer, box: Toolbox, kinds: dict[str, ItemKind]) -> str:
    replies: list[str] = []
    by_id = {item.id: item for item in box.context.priorities}
    first = by_id.get(wish.instead_of) if wish.instead_of is not None else None
    if first is not None and wish.stance is Stance.YES:
        kind = kinds.get(first.item_type)
        if kind is not None and kind.take_back is not None:
            replies.append(kind.take_back(first, box))
    replies += [_answered(by_id[id], wish, box, kinds) for id in wish.ids if id in by_id]
    if box.question is None and len(wish.told) > 1 and len(wish.ids) == 1:
        stance = wish.stance if wish.stance in (Stance.YES, Stance.NO) else Stance.MORE
        ask(box, ANSWERED, wish.told, item=str(wish.ids[0]), answer=stance)
    return " ".join(replies)


def _answered(item: PriorityItem, wish: Answer, box: Toolbox, kinds: dict[str, ItemKind]) -> str:
    kind = kinds.get(item.item_type)
    if (reason := over(item, box.context.now)) is not None:
        said = kind.over(item, box) if kind is not None and kind.over is not None else ""
        return said or is_over({"error": reason, "about": clause(about(item))})
    if wish.stance is Stance.NO:
        return kind.decline(item, box) if kind else "All right, I'll leave it."
    if wish.stance is Stance.YES and kind is not None:
        return kind.accept(item, box)
    if wish.stance is Stance.LATER:
        return _put_off(PutOff(item.id), box)
    told = box.run("leave_priority_open", {"id": str(item.id)})
    if wish.stance is Stance.MAYBE:
        return "No hurry: it stays open, and you can come back to it."
    asks = kind.asks(item) if kind is not None and len(wish.ids) == 1 else ""
    if asks:
        ask(box, SHOWN, [item.id], asked=DECIDE)
    return " ".join(filter(None, (more_of(told["open"]), asks)))


def _asked_again(question: OpenQuestion, box: Toolbox) -> str:
    """A few words that nobody understands, said to the one that was told: it stays open."""
    options = {option.id for option in question.options}
    told = [item for item in box.context.priorities if str(item.id) in options]
    if len(told) != 1 or over(told[0], box.context.now) is not None or not _is_short(box):
        return ""
    ask(box, SHOWN, [told[0].id], **question.about)
    return unsaid([one.format(short(told[0])) for one in _YES_OR_NO], box.context)


def _is_short(box: Toolbox) -> bool:
    return all(len(tokens(text)) <= _LONGEST_CONSENT for text in box.context.texts)


def _options(context: TurnContext) -> dict[str, str]:
    return {str(item.id): clause(about(item)) for item in context.priorities}


_INSTRUCTIONS = """\
- What matters to them now stands in the context with its ids. Bring it up when they ask what is
  waiting for them or what matters (show_priorities, at most three). After having answered, you may
  mention the one that the context offers for it, in a sentence (show_priorities, in_passing).
- What they say of it: yes or no by the tool of its type, only for one that they were shown and that
  they mean beyond doubt; with two open and no name, ask which (ask_question). "Tell me more" and
  "maybe" leave it open (leave_priority_open), and are answered from what it gives and nothing else.
  "Later": ask when (priority_when), then put_off_priority. A text about something else decides
  nothing of it. "Actually the second" corrects their last answer.
"""

__all__ = ["ANSWERED", "DECIDE", "SHOWN", "WHEN", "Answer", "in_passing", "matters"]
