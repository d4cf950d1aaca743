"""Days of rest: days of the week on which nothing comes that we start."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from shared.agents.asking import ask
from shared.agents.capabilities.skipping import read_skip
from shared.agents.capability import (
    Capability,
    Example,
    Intent,
    QuestionKind,
    Rephrased,
    Situation,
    Specificity,
)
from shared.agents.language.pauses import Pause
from shared.agents.language.rhythm import Rest, days_in, read_rest
from shared.agents.language.undoing import takes_setting_back
from shared.agents.language.words import matches
from shared.agents.zones import quiet_hours, spoken_day
from shared.domain.context import TurnContext
from shared.domain.dialogue import OpenQuestion
from shared.domain.effects.texting import IsoDay, SetRestDays
from shared.llm.interface import AgentSettings, Arguments, Tool, Toolbox, ToolResult

EACH_OR_NEXT = "rest_days_each"
JUST_SET = "rest_days_set"
INSTEAD = "rest_days_instead"
HOURS_SET = "quiet_hours_set"
_LEFT_OUT = (
    r"^\W*(?:(?:oh|and|but|well|ok|actually|sorry|just)\b[\s,]*)*(?:not|except|other than|apart "
    r"from|besides|excluding|minus|without|unless it'?s|only|just)\b(?! (?:at|after|before|until) )"
)
_YES = r"^\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please|do (?:it|that)|go ahead|exactly)\b"
_NO = r"^\W*(?:no|nope|nah|leave|keep|never ?mind|nvm|forget it|don'?t)\b"
_LONGEST_ANSWER = 8  # words
_NAMES = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


class RestDays(Arguments):
    """All their days of rest; none ends them."""

    days: Annotated[
        list[IsoDay], Field(max_length=7, description="ISO days of the week: 1 Monday, 7 Sunday")
    ]


@dataclass(frozen=True)
class NotTheHours:
    """Quiet hours were just set, and are not to hold on some days, which they cannot."""

    days: tuple[int, ...]


@dataclass(frozen=True)
class Keep:
    """No days of rest, after all."""


Wish = Rest | Pause | NotTheHours | Keep


def spoken_days(days: list[int]) -> str:
    """Days of the week as a person says them: "weekends", "Mondays and Fridays"."""
    if days == [6, 7]:
        return "weekends"
    if days == [1, 2, 3, 4, 5]:
        return "weekdays"
    *first, last = (_NAMES[day - 1] for day in days)
    return f"{', '.join(first)} and {last}" if first else last


def _set(context: TurnContext, given: RestDays, settings: AgentSettings) -> ToolResult:
    days = sorted(set(given.days))
    if len(days) == 7:
        return ToolResult(told={"error": "that is every day; a pause or STOP does that"})
    before = sorted(set(context.user.rest_days))
    effects = (SetRestDays(days=tuple(days)),) if days != before else ()
    about = {"before": " ".join(map(str, before))}
    question = OpenQuestion(kind=JUST_SET, about=about, asked_at=context.now)
    return ToolResult(
        told={"rest_days": days, "before": before}, effects=effects, question=question
    )


SET_REST_DAYS = Tool(
    name="set_rest_days",
    description=(
        "Sets all days of the week on which nothing comes that we start; an empty list ends them."
        " What is due on one waits for the day after, when their quiet hours end."
    ),
    arguments=RestDays,
    run=_set,
)


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    question = situation.question
    if question is not None and question.kind == HOURS_SET and matches(_LEFT_OUT, text):
        days = days_in(text)
        wish = NotTheHours(days) if days else None
        return Intent(wish=wish, specificity=Specificity.NAMED) if wish else None
    found = _both_ways(text, situation) or read_rest(text)
    if found is None or read_skip(text, situation) is not None:
        return None
    if found.back and not situation.context.user.rest_days and not matches(r"\brest\b|again", text):
        return None  # a day that is fine for something else
    return Intent(wish=found, specificity=Specificity.NAMED)


def _both_ways(text: str, situation: Situation) -> Rest | None:
    """ "Saturdays are fine, keep sunday off": what is fine again, and what is to stay free."""
    parts = [read_rest(part) for part in re.split(r"[,;.]| but | and ", text) if part.strip()]
    back = {day for one in parts if one and one.back for day in one.days}
    kept = {day for one in parts if one and not one.back for day in one.days} - back
    if not back or not kept or any(one and one.exactly for one in parts):
        return None
    return Rest(tuple(sorted((set(situation.context.user.rest_days) - back) | kept)), exactly=True)


def _days_of(question: OpenQuestion, name: str) -> tuple[int, ...]:
    kept = str(question.about.get(name, "")).split()
    return tuple(int(day) for day in kept if day.isdigit())


def _read_instead(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """Whether days that quiet hours cannot leave out are to be without texts."""
    if matches(_YES, text):
        return Rest(_days_of(question, "days"))
    return Keep() if matches(_NO, text) else None


def _read_each(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    days = _days_of(question, "days")
    if not days:
        return None
    only = r"\b(?:only|just|this|next|once|one time|the next one|coming)\b"
    if matches(only, text) or matches(r"\b(?:second|latter|pause)\b", text):
        return Pause(_over(days, situation))
    if matches(
        r"\b(?:every|each|all|always|weekly|any|both|first|former|yes|yeah|yep|sure|"
        r"from now on)\b|days\b",
        text,
    ):
        return Rest(days)
    return None


def _read_more(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "And thursdays too", or "not mondays", after days of rest have been set."""
    if takes_setting_back(text):
        before = _days_of(question, "before")
        return Rest(before, exactly=True) if before else Rest((1, 2, 3, 4, 5, 6, 7), back=True)
    days = days_in(text)
    if not days or len(text.split()) > _LONGEST_ANSWER or matches(r"\b(?:remind|at \d)\b", text):
        return None
    more = matches(r"\b(?:too|also|as well|and|plus|same|either|neither)\b", text)
    if matches(r"\bnot\b", text) and (
        more or not set(days) & set(situation.context.user.rest_days)
    ):
        return Rest(days)
    if matches(r"\b(?:not|except|fine|ok(?:ay)?|instead of|but)\b", text):
        return Rest(days, back=True)
    return Rest(days) if more else None


def _over(days: tuple[int, ...], situation: Situation) -> datetime:
    """The morning after the next of these days in a row."""
    day = situation.now.date()
    while day.isoweekday() not in days:
        day += timedelta(days=1)
    while day.isoweekday() in days:
        day += timedelta(days=1)
    wake = quiet_hours(situation.context.user, situation.settings).end
    return datetime.combine(day, wake, situation.zone)


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Pause):
        told = box.run("pause_texts", {"until": wish.until.isoformat()} if wish.until else {})
        if "error" in told:
            return f"I couldn't pause: {told['error']}."
        return (
            f"I'll start nothing from now until {told['paused_until']}. Your reminders still come."
        )
    if isinstance(wish, Keep):
        return "All right, quiet hours stay the same every day."
    if isinstance(wish, NotTheHours):
        ask(box, INSTEAD, days=" ".join(map(str, wish.days)))
        days = spoken_days(list(wish.days))
        return (
            f"Quiet hours are the same every day, so I can't leave out {days}. Should I text "
            f"nothing at all on {days} instead?"
        )
    known = set(box.context.user.rest_days)
    if wish.doubtful and not wish.days <= tuple(sorted(known)):
        return _each_or_next(wish, box)
    days = (
        set(wish.days)
        if wish.exactly
        else known - set(wish.days)
        if wish.back
        else known | set(wish.days)
    )
    told = box.run("set_rest_days", {"days": sorted(days)})
    if "error" in told:
        return f"I couldn't set that: {told['error']}."
    if not told["rest_days"]:
        return (
            "Every day is fine again: no days of rest any more."
            if told["before"]
            else "You have no days of rest set; every day is fine already."
        )
    said = spoken_days(told["rest_days"])
    changed = "Still set" if told["before"] == told["rest_days"] else "Set"
    return (
        f"{changed}: I start nothing on {said}. What falls on them comes the day after, when quiet "
        "hours end."
    )


def _each_or_next(wish: Rest, box: Toolbox) -> str:
    situation = Situation(context=box.context, settings=box.settings)
    ask(box, EACH_OR_NEXT, days=" ".join(map(str, wish.days)))
    until = spoken_day(_over(wish.days, situation), situation.zone)
    each = spoken_days(list(wish.days))
    return f"Should I always keep {each} free, or only pause from now until {until}?"


REST_DAYS: Capability[Wish] = Capability(
    name="rest_days",
    read=_read,
    answer=_answer,
    tools=(SET_REST_DAYS,),
    questions=(
        QuestionKind(
            kind=EACH_OR_NEXT,
            meaning="you asked whether each such day or only the next is meant; about.days: ISO"
            " days of the week, with spaces",
            read=_read_each,
            about=frozenset({"days"}),
        ),
        QuestionKind(
            kind=INSTEAD,
            meaning="quiet hours cannot leave out days; you asked whether these should be without"
            " texts; about.days: ISO days of the week, with spaces",
            read=_read_instead,
            about=frozenset({"days"}),
        ),
        QuestionKind(
            kind=JUST_SET,
            meaning="days of rest were just set; set_rest_days leaves this by itself;"
            " about.before: those before",
            read=_read_more,
            about=frozenset({"before"}),
            implicit=True,
        ),
    ),
    instructions="""\
- Keep days of the week free of what we start (set_rest_days, which takes all of them at once: add
  to those that they have). "This Sunday" alone is a pause instead.
""",
    label="keep those days free of texts",
    rephrased={
        "rest_set": Rephrased("no texts on {text}", "{text} no texts"),
        "rest_off": Rephrased("text me again on {text}", label="text you on those days again"),
    },
    examples=(
        Example(text="don't text me on weekends", wish=Rest((6, 7))),
        Example(text="dont text me on sundays", wish=Rest((7,))),
        Example(text="only text me on weekdays", wish=Rest((6, 7), exactly=True)),
        Example(text="weekends are fine again", wish=Rest((6, 7), back=True)),
    ),
    counter_examples=("remind me on sunday", "no texts until monday", "can we talk sunday?"),
)

__all__ = ["REST_DAYS", "spoken_days"]
