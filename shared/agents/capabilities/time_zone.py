"""A member's time zone: by city, state, country or its name; asked about where several fit."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from shared.agents.asking import ask
from shared.agents.capability import (
    Capability,
    Example,
    Intent,
    QuestionKind,
    Rephrased,
    Situation,
)
from shared.agents.language.places import Named, Several, read_which, read_zone
from shared.agents.language.quiet import spoken_zone
from shared.agents.language.texts import Line
from shared.agents.language.undoing import takes_setting_back
from shared.agents.language.whereabouts import Whereabouts, read_whereabouts, speaks_of_zone
from shared.agents.language.words import matches
from shared.agents.zones import spoken_clock, zone_of
from shared.domain.context import TurnContext
from shared.domain.dialogue import OpenQuestion
from shared.domain.effects.texting import SetTimeZone
from shared.domain.phone import country_of
from shared.llm.interface import AgentSettings, Arguments, Tool, Toolbox, ToolResult

WHICH_PLACE = "time_zone_which"
SURE = "time_zone_sure"
WHERE = "time_zone_where"
JUST_SET = "time_zone_set"
_CORRECTS = (
    r"^(?:(?:oh|no|sorry|actually|wait|i mean|i meant|not that one|the one in|rather|lol|haha|oops|"
    r"it'?s|that'?s|make it)\b[\s,.]*)*"
)
_AFTER = r"(?:[\s,.]+(?:lol|haha|sorry|not .*|i mean|actually|please|pls|instead))+\W*$"
_BACK_IN = (
    r"^\W*(?:(?:ok|hey|hi|so|and|now|i'?m|im|i am|we'?re|finally|just)\b[\s,]*)*"
    r"back (?:to|in|at) (.+)$"
)
_FOR_A_WHILE = (
    r"^\W*(?:(?:just|only|but|and)\b ?)*(?:(?:for|until|till?|through) (?:the |a |an |about |"
    r"next )*[\w' -]{2,24}|temporarily|this week|this month)\W*$"
)
_ASK_WHERE = "Which city are you in, or which time zone is it?"


class TimeZone(Arguments):
    """Where they are."""

    place: Annotated[
        Line,
        Field(
            description="the city with its state or country, or the IANA name, as they wrote it;"
            " never guessed from anything else"
        ),
    ]


@dataclass(frozen=True)
class Ask:
    """They want a zone set and name none; the question is which."""


@dataclass(frozen=True)
class ForAWhile:
    """Where they have just said they are, they are for some time."""


Wish = Whereabouts | Ask | ForAWhile


def _set_time_zone(context: TurnContext, given: TimeZone, settings: AgentSettings) -> ToolResult:
    found = read_zone(given.place, country_of(context.user.phone_number))
    if found is None or found.left:
        return ToolResult(told={"error": f"no place or time zone is known as {given.place}"})
    if isinstance(found, Several):
        return ToolResult(told={"error": f"several fit, ask: {found.question}"})
    before = zone_of(context.user, settings)
    effect = SetTimeZone(timezone=found.zone)
    zone = zone_of(effect.apply(context).user, settings)
    return ToolResult(
        told={
            "timezone": found.zone,
            "before": str(before),
            "now_there": spoken_clock(context.now, zone),
        },
        effects=(effect,) if context.user.timezone != found.zone else (),
        question=OpenQuestion(kind=JUST_SET, about={"before": str(before)}, asked_at=context.now),
    )


SET_TIME_ZONE = Tool(
    name="set_time_zone",
    description="Sets where the person's clock is, by a city or a zone that they named.",
    arguments=TimeZone,
    run=_set_time_zone,
)


def _home(situation: Situation) -> str | None:
    return country_of(situation.context.user.phone_number)


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if found := read_whereabouts(text, _home(situation)):
        return Intent(wish=found)
    if (back := matches(_BACK_IN, text)) and (zone := read_zone(back.group(1), _home(situation))):
        return Intent(wish=Whereabouts(zone)) if not zone.left.strip(" .!") else None
    return Intent(wish=Ask()) if speaks_of_zone(text) else None


def _read_which(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    if found := read_whereabouts(text, _home(situation)):
        return found
    zone = read_which(text, str(question.about.get("place", "")), _home(situation))
    return Whereabouts(zone) if zone is not None else None


def _read_where(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    zone = read_zone(text, _home(situation))
    if zone is not None and not zone.left.strip(" .!"):
        return Whereabouts(zone)
    return read_whereabouts(text, _home(situation))


def _read_sure(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    if matches(
        r"^\W*(?:yes|yeah|yep|yup|ya|sure|ok(?:ay)?|please|correct|right|do|i do|y)\b", text
    ):
        zone = read_zone(str(question.about.get("place", "")), _home(situation))
        return Whereabouts(zone) if zone is not None else None
    return read_whereabouts(text, _home(situation))


def _read_other(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Paris, Texas, sorry", after another Paris has been set, or "undo that"."""
    if takes_setting_back(text):
        before = str(question.about.get("before", ""))
        return Whereabouts(Named(before)) if before else None
    if matches(_FOR_A_WHILE, text):
        return ForAWhile()
    place = re.sub(_CORRECTS, "", text.strip(), flags=re.IGNORECASE)
    zone = read_zone(re.sub(_AFTER, "", place, flags=re.IGNORECASE), _home(situation))
    return Whereabouts(zone) if zone is not None and not zone.left.strip(" .!") else None


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, ForAWhile):
        return "All right. Tell me when you're back."
    if isinstance(wish, Ask) and any(isinstance(one, SetTimeZone) for one in box.effects):
        return (
            "That's your time zone from now on."  # "we moved to Chicago, can you fix my time zone"
        )
    if isinstance(wish, Ask):
        ask(box, WHERE)
        return _ASK_WHERE
    zone = wish.zone
    if isinstance(zone, Several):
        ask(box, WHICH_PLACE, place=zone.name)
        return zone.question
    # What is told apart by a country ("in India") is no place that can be looked up.
    name = zone.zone if not zone.place or zone.place.startswith("in ") else zone.place
    here = spoken_zone(str(zone_of(box.context.user, box.settings)))
    if wish.later:
        return f"I'll keep {here} until you're there. Text me \"I'm in {name}\" when you are."
    if wish.doubtful:
        ask(box, SURE, place=name)
        return f"Are you there now, so that I should use {spoken_zone(zone.zone)}?"
    told = box.run("set_time_zone", {"place": name})
    if "error" in told:
        return f"I couldn't set that: {told['error']}."
    return _told(zone, told, for_a_while=wish.for_a_while)


def _told(zone: Named, told: dict[str, str], *, for_a_while: bool) -> str:
    name = spoken_zone(told["timezone"])
    said = f"{zone.place} ({name})" if zone.place and zone.place not in name else name
    if told["before"] == told["timezone"]:
        return f"I have {said} already; it's {told['now_there']} there."
    set_to = (
        f"Set: {said}, where it's {told['now_there']} now; it was {spoken_zone(told['before'])}."
    )
    return f"{set_to} Tell me when you're back." if for_a_while else set_to


TIME_ZONE: Capability[Wish] = Capability(
    name="time_zone",
    read=_read,
    answer=_answer,
    tools=(SET_TIME_ZONE,),
    questions=(
        QuestionKind(
            kind=WHICH_PLACE,
            meaning="several places of one name, or a country with several zones; about.place: it",
            read=_read_which,
            about=frozenset({"place"}),
        ),
        QuestionKind(
            kind=SURE,
            meaning="you asked whether to use a place's time; about.place: the place",
            read=_read_sure,
            about=frozenset({"place"}),
        ),
        QuestionKind(kind=WHERE, meaning="you asked for their city or time zone", read=_read_where),
        QuestionKind(
            kind=JUST_SET,
            meaning="their time zone was just set; set_time_zone leaves this by itself;"
            " about.before: the one before",
            read=_read_other,
            about=frozenset({"before"}),
            implicit=True,
        ),
    ),
    instructions="""\
- Set their time zone (set_time_zone) when they say where they are. Where they will be later sets
  nothing yet; where they are from is asked about first.
""",
    label="set your time zone",
    rephrased={
        "zone_set": Rephrased("i'm in {text}", "{text} time zone", "my time zone is wrong"),
    },
    examples=(
        Example(
            text="I'm in London time",
            wish=Whereabouts(Named("Europe/London", "London, United Kingdom")),
        ),
        Example(
            text="I moved to Berlin", wish=Whereabouts(Named("Europe/Berlin", "Berlin, Germany"))
        ),
        Example(text="my time zone is wrong", wish=Ask()),
    ),
    counter_examples=(
        "I moved to Datadog as VP Eng",
        "I am on the balance sheet team",
        "what's my time zone?",
        "do you know anyone in Berlin?",
    ),
)

__all__ = ["TIME_ZONE"]
