"""A capability: one thing that a person can do by text, in one place.

It owns its tools, the reader that finds a wish for it in a text, the answer to that wish, the
questions that it may leave open, its lines of instruction for the model, its part of "what can you
do", and examples that hold all this. An agent is a list of capabilities (`shared.agents.agent`);
the router (`shared.agents.router`) decides which one a text is for when no model does.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from shared.agents.turn import Pending
from shared.agents.zones import zone_of
from shared.domain.context import PriorityItem, TurnContext, TurnEvent
from shared.domain.dialogue import OpenQuestion
from shared.domain.values import EventType
from shared.llm.interface import AgentSettings, Tool, Toolbox

WishT = TypeVar("WishT")


class Specificity(IntEnum):
    """How sure a reader is that a text is for it; the router takes the highest claim."""

    TALK = 1  # small talk and courtesies: whoever has more to say goes first
    LOOSE = 2  # words that many texts have, such as "I need"
    CLEAR = 3  # says what is to be done
    NAMED = 4  # says what is to be done and to which of the rows that the person knows of


@dataclass(frozen=True, kw_only=True)
class Intent(Generic[WishT]):
    """What a text asks of a capability: the wish with its typed slots, and how sure that is."""

    wish: WishT
    specificity: Specificity = Specificity.CLEAR
    left: str = ""  # words that were not understood
    label: str = ""  # completes "Should I ...?" for this wish; empty: the capability's own label
    # Whether a sentence after it belongs to it, as the rest of an answer does; None: none does.
    goes_on: Callable[[str], bool] | None = None


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What a reader may look at besides the text."""

    context: TurnContext  # as the tools of this turn have left it
    settings: AgentSettings
    question: OpenQuestion | None = None  # what is open when the text is read
    before: str = ""  # the person's text before this one, if there was one

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone."""
        return zone_of(self.context.user, self.settings)

    @property
    def now(self) -> datetime:
        """Now, on the person's own clock."""
        return self.context.now.astimezone(self.zone)


Reader = Callable[[str, Situation], Intent[WishT] | None]
AnswerReader = Callable[[str, OpenQuestion, Situation], WishT | None]
Named = Mapping[str, str]  # ids of rows with their names


def nothing_to_choose(context: TurnContext) -> Named:
    """The options of a question that is not about rows."""
    return {}


@dataclass(frozen=True, kw_only=True)
class QuestionKind(Generic[WishT]):
    """Something a capability may leave open, by a question or by having told something.

    `read` finds the wish in an answer and gives None for a text about something else. `options`
    are the rows that it may be about, by id, with their names: what is no such row is refused.
    `whole`: a whole text is the answer, save what is clearly for another capability.
    An implicit one was never asked: what was just set, noted or told may be corrected. It yields to
    whatever another capability is clearly for.
    """

    kind: str
    meaning: str  # for the model: when it is left open, and what `about` holds
    read: AnswerReader[WishT]
    options: Callable[[TurnContext], Named] = nothing_to_choose
    about: frozenset[str] = frozenset()  # the names that `about` may have
    implicit: bool = False
    whole: bool = False
    # What to say to a text that nobody understands while it is open; None: what is always said.
    otherwise: Callable[[OpenQuestion, Toolbox], str] | None = None


@dataclass(frozen=True, kw_only=True)
class Example(Generic[WishT]):
    """A text and the wish that it must give, in the situation of the tests' sample member."""

    text: str
    wish: WishT


@dataclass(frozen=True, kw_only=True)
class ItemKind:
    """How an item of one type of `user_priorities` is answered, once a person has been shown it.

    Each is called with an open item that they mean beyond doubt, runs tools and words what they
    told. `take_back` is for "actually the second", said right after the item was accepted.
    """

    item_type: str
    asks: Callable[[PriorityItem], str]  # what yes accepts, as a question
    accept: Callable[[PriorityItem, Toolbox], str]
    decline: Callable[[PriorityItem, Toolbox], str]
    take_back: Callable[[PriorityItem, Toolbox], str] | None = None
    # Why nothing can be said to one that is over; None, or "": what is said of any.
    over: Callable[[PriorityItem, Toolbox], str] | None = None


class Rephrased:
    """How a text is put of which only its kind of wish is likely, so that a reader finds its slots.

    `ways`: forms that the capability's reader understands, such as "remind me {text}"; the first
    counts in which it does; without any, the wish is that of `chosen`. `label` completes "Should I
    ...?"; empty: the capability's own. `tells`: it is answered by telling something, and changes
    nothing. `careful`: other people hear of it, or something is lost.
    """

    def __init__(
        self, *ways: str, label: str = "", tells: bool = False, careful: bool = False
    ) -> None:
        self.ways = ways
        self.label = label
        self.tells = tells
        self.careful = careful


@dataclass(frozen=True, kw_only=True)
class Capability(Generic[WishT]):
    """One thing that a person can do by text; see the module's docstring."""

    name: str
    read: Reader[WishT]
    answer: Callable[[WishT, Toolbox], str]  # runs tools, then words what they told; "": nothing
    tools: tuple[Tool[Any], ...] = ()
    questions: tuple[QuestionKind[WishT], ...] = ()
    items: tuple[ItemKind, ...] = ()  # what may be shown, and is answered by this capability
    events: Mapping[EventType, Callable[[TurnEvent, Toolbox], str]] = field(
        default_factory=dict[EventType, Callable[[TurnEvent, Toolbox], str]]
    )
    # Answers a whole turn by itself: a conversation that we lead, such as joining.
    leads: Callable[[Pending, Toolbox], list[str]] | None = None
    instructions: str = ""  # for the model
    # Completes "I can ..."; empty: not worth telling a newcomer. All together: 320 characters.
    ability: str = ""
    label: str = ""  # completes "Should I ...?" when two capabilities claim a text alike
    # Texts that somebody may try who was not understood; for whom nothing fits better, the first.
    tries: tuple[str, ...] = ()
    chosen_by: str = ""  # a pattern of the words by which it is chosen then
    chosen: Callable[[str], WishT] | None = None  # the wish when they choose it for such a text
    # The labels of `shared.domain.learned.wishes` that are for it.
    rephrased: Mapping[str, Rephrased] = field(default_factory=dict[str, "Rephrased"])
    # One text of an earlier one and a later one that corrects it; None: they stand for themselves.
    merged: Callable[[str, str], str | None] | None = None
    describe: Callable[[TurnContext, AgentSettings], Iterable[str]] | None = None
    examples: tuple[Example[WishT], ...] = ()
    counter_examples: tuple[str, ...] = ()  # texts that it must not claim


__all__ = [
    "AnswerReader",
    "Capability",
    "Example",
    "Intent",
    "ItemKind",
    "QuestionKind",
    "Reader",
    "Rephrased",
    "Situation",
    "Specificity",
]
