"""How often we text first: fewer when they find it too many, as usual again when they say so."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.agents.capability import (
    Capability,
    Example,
    Intent,
    QuestionKind,
    Rephrased,
    Situation,
    Specificity,
)
from shared.agents.language.rhythm import finds_it_too_many, most_a_day, wants_as_usual
from shared.agents.language.undoing import takes_setting_back
from shared.agents.language.words import matches
from shared.agents.zones import zone_of
from shared.domain.context import TurnContext
from shared.domain.dialogue import OpenQuestion
from shared.domain.effects.texting import LimitTexts
from shared.domain.quiet_hours import local_day
from shared.domain.re_engagement import FRUSTRATED
from shared.domain.situation import Budget
from shared.llm.interface import AgentSettings, Arguments, Nothing, Tool, Toolbox, ToolResult

JUST_SET = "frequency_set"
_COUNTS = ("zero", "one", "two", "three", "four", "five", "six")
# "Nah 2 is fine", after the number was set.
_OTHER_NUMBER = (
    r"^\W*(?:(?:nah|no|actually|ok(?:ay)?|hm+|well|sorry|wait|make (?:it|that)|let'?s (?:do|say"
    r"|make it)|"
    r"how about|maybe|say|rather|i meant?|or)\b[\s,.]*)+(?P<most>\d{1,2}|one|two|three|four|five"
    r"|six)"
    r"(?: (?:is|would be|are|texts?|messages?|a day|per day|fine|ok(?:ay)?|good|better|enough|then"
    r"|instead|"
    r"please|pls|max|at most))*\W*$"
)


class Fewer(Arguments):
    """How many a day, if they say so."""

    a_day: Annotated[
        int | None, Field(ge=1, le=50, description="only when they named a number a day")
    ] = None


class Amount(StrEnum):
    """More or less of it."""

    FEWER = "fewer"
    AS_USUAL = "as_usual"


@dataclass(frozen=True)
class Most:
    """So many a day, at most."""

    a_day: int


Wish = Amount | Most


def _fewer(context: TurnContext, given: Fewer, settings: AgentSettings) -> ToolResult:
    user = context.user
    if given.a_day is not None:
        daily = min(given.a_day, Budget.daily_limit)
        return _limited(context, settings, daily, min(daily, user.hourly_limit), annoyed=False)
    return _limited(
        context, settings, max(user.daily_limit // 2, 1), max(user.hourly_limit // 2, 1)
    )


def _as_usual(context: TurnContext, _: Nothing, settings: AgentSettings) -> ToolResult:
    user = context.user
    daily = max(user.daily_limit, Budget.daily_limit)
    hourly = max(user.hourly_limit, Budget.hourly_limit)
    return _limited(context, settings, daily, hourly, content=True)


def _limited(
    context: TurnContext,
    settings: AgentSettings,
    daily: int,
    hourly: int,
    *,
    content: bool = False,
    annoyed: bool = True,
) -> ToolResult:
    user = context.user
    same = (daily, hourly) == (user.daily_limit, user.hourly_limit)
    told = {"a_day": daily, "an_hour": hourly, "before_a_day": user.daily_limit}
    if content and same and user.frustrated_until is None:
        return ToolResult(told=told)
    until = context.now + FRUSTRATED if annoyed else user.frustrated_until
    effect = LimitTexts(
        day=local_day(zone_of(user, settings), context.now),
        daily_limit=daily,
        hourly_limit=hourly,
        frustrated_until=None if content else until,
    )
    about = {"a_day": str(user.daily_limit)}
    question = OpenQuestion(kind=JUST_SET, about=about, asked_at=context.now)
    return ToolResult(told=told, effects=(effect,), question=None if same else question)


FEWER_TEXTS = Tool(
    name="fewer_texts",
    description=(
        "Halves how many texts they may get that we start, down to one a day and one an hour, when"
        " they find it too many or are annoyed by it; or sets the number a day that they name."
    ),
    arguments=Fewer,
    run=_fewer,
)
USUAL_TEXTS = Tool(
    name="usual_texts",
    description="As many texts that we start as usual, after they had asked for fewer.",
    arguments=Nothing,
    run=_as_usual,
)


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if (most := most_a_day(text)) is not None:
        return Intent(wish=Most(most), specificity=Specificity.NAMED)
    if wants_as_usual(text):
        return Intent(wish=Amount.AS_USUAL)
    if finds_it_too_many(text):
        return Intent(wish=Amount.FEWER, specificity=Specificity.NAMED)
    return None


def _read_back(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Undo that", after the number was changed."""
    other = matches(_OTHER_NUMBER, text)
    if other is not None:
        word = other["most"].lower()
        return Most(int(word) if word.isdigit() else _COUNTS.index(word))
    before = str(question.about.get("a_day", ""))
    if not takes_setting_back(text) or not before.isdigit():
        return None
    return Amount.AS_USUAL if int(before) >= Budget.daily_limit else Most(int(before))


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Most):
        told = box.run("fewer_texts", {"a_day": max(wish.a_day, 1)})
        if told["a_day"] < wish.a_day and told["a_day"] == told["before_a_day"]:
            return f"It's less than that already: {_limits(told)}."
        return f"Set: {_limits(told)}. I still answer what you text."
    if wish is Amount.AS_USUAL:
        told = box.run("usual_texts", {})
        if told["a_day"] == told["before_a_day"]:
            return f"That's how it is: {_limits(told)}."
        return f"Back to the usual: {_limits(told)}."
    told = box.run("fewer_texts", {})
    if told["a_day"] == told["before_a_day"]:
        return (
            f"I hear you. It's at the least already, {_limits(told)}; I can pause until a day, "
            "and STOP ends all texts."
        )
    return f"I hear you, sorry: I've halved it to {_limits(told)}. STOP ends all texts."


def _limits(told: dict[str, int]) -> str:
    return f"at most {told['a_day']} a day that I start, {told['an_hour']} an hour"


FREQUENCY: Capability[Wish] = Capability(
    name="frequency",
    read=_read,
    answer=_answer,
    tools=(FEWER_TEXTS, USUAL_TEXTS),
    instructions="""\
- When they find it too many texts, acknowledge it and halve what we start (fewer_texts, or to the
  number a day that they name); as usual again when they say so (usual_texts).
""",
    questions=(
        QuestionKind(
            kind=JUST_SET,
            meaning="the number of texts was just changed; fewer_texts and usual_texts leave this"
            " by themselves; about.a_day: how many before",
            read=_read_back,
            about=frozenset({"a_day"}),
            implicit=True,
        ),
    ),
    label="text you less often",
    rephrased={
        "fewer": Rephrased("fewer texts"),
        "more": Rephrased("back to normal texts", label="text you as often as usual again"),
    },
    examples=(
        Example(text="too many texts", wish=Amount.FEWER),
        Example(text="you text too much", wish=Amount.FEWER),
        Example(text="two texts a day at most", wish=Most(2)),
        Example(text="ease up", wish=Amount.FEWER),
        Example(text="normal amount again", wish=Amount.AS_USUAL),
    ),
    counter_examples=("I have too many meetings", "too many texts from recruiters"),
)

__all__ = ["FREQUENCY"]
