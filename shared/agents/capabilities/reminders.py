"""Reminders: a moment that is clear is scheduled, any other is asked about."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID, uuid5

from pydantic import Field

from shared.agents.asking import ask
from shared.agents.capability import (
    Capability,
    Example,
    Intent,
    QuestionKind,
    Situation,
    Specificity,
)
from shared.agents.language import followups
from shared.agents.language.quiet import read_quiet_hours
from shared.agents.language.texts import Sentence
from shared.agents.language.times import Moment, Unclear, is_time_only, names_a_time, read_moment
from shared.agents.language.words import matches, shortened
from shared.agents.rendering import REMINDER_CAME
from shared.agents.zones import quiet_hours, spoken, zone_of
from shared.domain.context import TurnContext
from shared.domain.dialogue import OpenQuestion, Option
from shared.domain.effects.member import ScheduleFollowup
from shared.domain.situation import IN_CONVERSATION
from shared.domain.values import UNNAMED
from shared.llm.interface import AgentSettings, Arguments, Tool, Toolbox, ToolResult

FURTHEST_FOLLOWUP = timedelta(days=366)
NEAREST_FOLLOWUP = timedelta(minutes=1)
WHEN_ASKED = "reminder_when"
JUST_SET = "reminder_set"
CAME = REMINDER_CAME
SEPARATOR = "|"  # between the texts that a request is put together from
WHEN = "When should I text you? A day and a time is enough."
SETTLED = "Good, then that's settled."
GO_ON = "All right. If I should come back to it, a day and a time is enough."
_MOST_TEXTS = 3  # that one request is put together from
# "Snooze for an hour" means in an hour; "not yet, tomorrow" names nothing but the day.
_SNOOZE = r"\bsnooze(?: (?:it|this|that))?(?: for)? (?=[a-z0-9]+ (?:an |min|hour|hr|day|week))"
_NOT_YET = (
    r"^(?:(?:not (?:yet|now|done|today)|no|nope|later|yes|ok(?:ay)?|maybe|better|how about|"
    r"let's say|i will|i'll do it)\b[\s,.]*)+"
)
_CORRECTION = (
    r"^(?:sorry|actually|no,|no wait|i meant?|correction|or rather|scratch that)[,: ]+(.+)$"
)


class Followup(Arguments):
    """When to come back, and about what."""

    at: Annotated[
        datetime,
        Field(description="ISO 8601; without an offset it is the person's local time"),
    ]
    note: Sentence


@dataclass(frozen=True, kw_only=True)
class Remind:
    """A text to come. Without a moment `asks` is the question for it, or `repeats` is refused."""

    at: datetime | None = None  # on the person's clock
    note: str = ""
    asks: str = ""
    words: tuple[str, ...] = ()  # the texts that it was put together from
    repeats: bool = False


@dataclass(frozen=True)
class Settled:
    """What they were reminded of is done."""


Wish = Remind | Settled


def _schedule(context: TurnContext, given: Followup, settings: AgentSettings) -> ToolResult:
    zone = zone_of(context.user, settings)
    try:
        at = (given.at if given.at.tzinfo else given.at.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return ToolResult(told={"error": "no such date"})
    now = context.now.astimezone(UTC)
    if at < now + NEAREST_FOLLOWUP:
        return ToolResult(told={"error": "that moment has passed", "now": spoken(now, zone)})
    if at > now + FURTHEST_FOLLOWUP:
        return ToolResult(told={"error": "that is more than a year away"})
    told = {"scheduled": spoken(at, zone), "note": given.note}
    awake = quiet_hours(context.user, settings).next_awake(at)
    if awake is not None and awake > at and at >= now + IN_CONVERSATION:
        told["held_by_quiet_hours_until"] = spoken(awake, zone)
    for item in context.waiting:
        if item.due == at and item.data.get("note") == given.note:
            return ToolResult(
                told={**told, "status": "it was scheduled already"},
                question=_just_set(item.id, given.note, context),
            )
    # The same in each try of a turn, so that the question can name it before it is stored.
    id = uuid5(context.events[-1].id, f"{at.isoformat()} {given.note}")
    return ToolResult(
        told=told,
        effects=(ScheduleFollowup(id=id, at=at, note=given.note),),
        question=_just_set(id, given.note, context),
    )


def _just_set(id: UUID, note: str, context: TurnContext) -> OpenQuestion:
    return OpenQuestion(
        kind=JUST_SET, options=[Option(id=str(id), name=note)], asked_at=context.now
    )


SCHEDULE_FOLLOWUP = Tool(
    name="schedule_followup",
    description=(
        "Schedules one text to the person later. Refuses the past. When the time is ambiguous "
        "(morning or evening, which day), ask instead of calling it."
    ),
    arguments=Followup,
    run=_schedule,
)


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if not followups.wants_followup(text) or read_quiet_hours(text) is not None:
        return None
    if (
        followups.is_unwanted(text)
        or followups.wants_moved(text)
        or followups.asks_what_waits(text)
    ):
        return None
    named = followups.leads_to_followup(text)
    return Intent(
        wish=_request((text,), situation),
        specificity=Specificity.NAMED if named else Specificity.CLEAR,
    )


def _request(texts: tuple[str, ...], situation: Situation, note: str = "") -> Remind:
    """The reminder that these texts ask for together, oldest first; `note` if they name nothing."""
    texts = tuple(_snoozed(text) for text in texts[-_MOST_TEXTS:])
    last = texts[-1]
    if followups.wants_repeat(last):
        return Remind(words=texts, repeats=True)
    moment = read_moment(f" {SEPARATOR} ".join(texts), situation.now)
    if not isinstance(moment, Moment) and len(texts) > 1:
        alone = read_moment(last, situation.now)
        if isinstance(alone, Moment):
            rest = f" {SEPARATOR} ".join([*texts[:-1], alone.rest])
            moment = Moment(at=alone.at, rest=rest)
    if moment is None or isinstance(moment, Unclear):
        asks = moment.question if isinstance(moment, Unclear) else WHEN
        return Remind(asks=asks, words=texts, note=note)
    notes = [followups.note_in(part) for part in moment.rest.split(SEPARATOR)]
    if note:
        notes = [re.sub(_NOT_YET, "", notes[-1], flags=re.IGNORECASE), note]
    found = next((part for part in notes if part), "")
    if not found and matches(r"\b(?:it|this|that)\b", last):
        found = situation.before[:500]
    return Remind(at=moment.at, note=found, words=texts)


def _snoozed(text: str) -> str:
    return re.sub(_SNOOZE, "snooze in ", text, flags=re.IGNORECASE)


def _read_when(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """A time, or the request once more; joined to what was asked for before."""
    again = followups.wants_followup(text) and not (followups.note_in(text) or names_a_time(text))
    if not again and not is_time_only(text):
        return None
    words = [part.strip() for part in str(question.about.get("words", "")).split(SEPARATOR)]
    texts = (*(part for part in words if part), text)
    return _request(texts, situation, note=str(question.about.get("note", "")))


def _read_answer_to_reminder(
    text: str, question: OpenQuestion, situation: Situation
) -> Wish | None:
    """What is said to a reminder that has come: done, or put off to a moment."""
    if followups.is_unwanted(text):
        return None
    if followups.says_done(text) and not followups.wants_followup(text):
        return Settled()
    if (followups.wants_followup(text) and read_quiet_hours(text) is None) or is_time_only(text):
        return _request((text,), situation, note=str(question.about.get("note", "")))
    return None


def _otherwise(question: OpenQuestion, box: Toolbox) -> str:
    ask(box, WHEN_ASKED, note=str(question.about.get("note", "")))
    return GO_ON


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Settled):
        return SETTLED
    if wish.repeats:
        ask(box, WHEN_ASKED, words=f" {SEPARATOR} ".join(wish.words))
        return "I can set one reminder, but not one that repeats. Which day and time do you mean?"
    if wish.at is None:
        ask(box, WHEN_ASKED, words=f" {SEPARATOR} ".join(wish.words), note=wish.note)
        return wish.asks
    note = wish.note or UNNAMED
    told = box.run("schedule_followup", {"at": wish.at.isoformat(), "note": note})
    if "error" in told:
        ask(box, WHEN_ASKED, words=f" {SEPARATOR} ".join(wish.words), note=wish.note)
        return f"I couldn't set that: {told['error']}. {WHEN}"
    about = f": {shortened(wish.note)}" if wish.note else ""
    if awake := told.get("held_by_quiet_hours_until"):
        return f"That's in your quiet hours, so I'll text you when they end, {awake}{about}."
    return f"I'll text you {told['scheduled']}{about}."


def _merged(earlier: str, later: str) -> str | None:
    """ "Sorry, 10" worked into the request before it."""
    said = matches(_CORRECTION, later)
    if said and followups.wants_followup(earlier) and is_time_only(said.group(1)):
        return f"{said.group(1)} {SEPARATOR} {earlier}"
    return None


REMINDERS: Capability[Wish] = Capability(
    name="reminders",
    read=_read,
    answer=_answer,
    tools=(SCHEDULE_FOLLOWUP,),
    questions=(
        QuestionKind(
            kind=WHEN_ASKED,
            meaning="you asked when to text them; about.words: what they asked for, in their words;"
            " about.note: what it is about",
            read=_read_when,
            about=frozenset({"words", "note"}),
        ),
        QuestionKind(
            kind=CAME,
            meaning="a reminder has come and they may say how it stands; about.note: what it was",
            read=_read_answer_to_reminder,
            about=frozenset({"note"}),
            otherwise=_otherwise,
        ),
    ),
    instructions="""\
- Come back to them at a time (schedule_followup). It needs a moment: resolve "tomorrow at 9" in
  their time zone, never in the past; when it is unclear (5 in the morning or afternoon, which day),
  ask first. It is sent at its time by itself; in their quiet hours it waits until these end, and
  then you tell them that moment.
""",
    ability="text you at a time you name, or cancel that",
    label="set a reminder for it",
    chosen_by=r"\bremind",
    chosen=lambda text: Remind(asks=WHEN, words=(), note=text[:500]),
    merged=_merged,
    examples=(
        Example(
            text="remind me to call Bob next week",
            wish=Remind(
                asks="Which day next week, and at what time?",
                words=("remind me to call Bob next week",),
            ),
        ),
        Example(text="remind me", wish=Remind(asks=WHEN, words=("remind me",))),
        Example(
            text="ping me about the lease",
            wish=Remind(asks=WHEN, words=("ping me about the lease",)),
        ),
        Example(
            text="remind me every monday",
            wish=Remind(words=("remind me every monday",), repeats=True),
        ),
    ),
    counter_examples=(
        "don't remind me about Bob",
        "move my reminder to 5pm",
        "what reminders do I have?",
        "don't text me after 9pm",
    ),
)

__all__ = ["CAME", "JUST_SET", "REMINDERS", "SEPARATOR", "WHEN_ASKED"]
