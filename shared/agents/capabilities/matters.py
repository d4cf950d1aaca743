"""What matters to a member now: they hear more of what was told, or leave it."""

from dataclasses import dataclass
from uuid import UUID

from shared.agents.asking import ask
from shared.agents.capability import Capability, Intent, QuestionKind, Situation
from shared.agents.language import followups, wanting
from shared.agents.language.words import SENTENCE_WORDS, matches, places_in, tokens
from shared.agents.rendering import PRIORITIES_SHOWN, WHICH_ONE, about, clause
from shared.domain.context import PriorityItem, TurnContext
from shared.domain.dialogue import OpenQuestion
from shared.llm.interface import Toolbox

SHOWN = PRIORITIES_SHOWN
_YES = (
    r"^(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please|go (?:on|ahead)|tell me|more|interested|"
    r"of course|why|what(?:'s| is) (?:it|that|this)|who(?:'s| is) (?:it|that|this))\b|"
    r"\b(?:tell me|hear|know|say) more\b"
)
_NO = r"^(?:no|nope|nah|not|never ?mind|neither|none)\b|\b(?:not (?:now|interested)|no thanks?)\b"


@dataclass(frozen=True)
class More:
    """They want to hear more of these."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True)
class WhichOne:
    """They want to hear more, of one that they have not named."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Leave:
    """They do not want to hear of it."""


Wish = More | WhichOne | Leave


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    """Nothing unasked: what was shown is answered as the open question that it leaves."""
    return None


def _read_shown(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    items = {str(item.id): item for item in situation.context.priorities}
    shown = [items[option.id] for option in question.options if option.id in items]
    if not shown or wanting.goal_in(text) or followups.wants_followup(text):
        return None
    if matches(_NO, text):
        return Leave()
    if meant := _meant(text, shown):
        return More(tuple(item.id for item in meant))
    if matches(_YES, text) and len(shown) > 1:
        return WhichOne(tuple(item.id for item in shown))
    return None


def _meant(text: str, shown: list[PriorityItem]) -> list[PriorityItem]:
    if len(shown) == 1:
        return shown if matches(_YES, text) else []
    if matches(r"\b(?:both|all|everything)\b", text):
        return shown
    said = {word for word in tokens(text) if word not in SENTENCE_WORDS and len(word) > 2}
    named = [item for item in shown if said & set(tokens(about(item)))]
    if len(named) == 1:
        return named
    return [shown[place] for place in places_in(text, len(shown))]


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Leave):
        return "All right, I'll leave it."
    if isinstance(wish, WhichOne):
        ask(box, SHOWN, wish.ids)
        return WHICH_ONE
    return " ".join(_known(item) for item in box.context.priorities if item.id in wish.ids)


def _known(item: PriorityItem) -> str:
    told = clause(about(item))
    more = clause(item.item_context or "")
    return (
        f"{told}: {more}." if more and more != told else f"{told}: that is all I have on it so far."
    )


def _options(context: TurnContext) -> dict[str, str]:
    return {str(item.id): clause(about(item)) for item in context.priorities}


MATTERS: Capability[Wish] = Capability(
    name="matters",
    read=_read,
    answer=_answer,
    questions=(
        QuestionKind(
            kind=SHOWN,
            meaning="you told of something that matters to them; options: the ids, as told",
            read=_read_shown,
            options=_options,
            implicit=True,
        ),
    ),
    instructions="""\
- What matters to them now and their open requests are in the context; mention them only when
  relevant.
""",
    counter_examples=("yes", "tell me more", "no thanks"),
)

__all__ = ["MATTERS", "SHOWN"]
