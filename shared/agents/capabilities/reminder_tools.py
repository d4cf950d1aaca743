"""The tool by which both engines set a reminder: once, or again and again."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from pydantic import Field

from shared.agents.language.texts import OptionalLine, Sentence
from shared.agents.zones import quiet_hours, spoken, zone_of
from shared.domain.context import TurnContext
from shared.domain.dialogue import OpenQuestion, Option
from shared.domain.effects.member import ScheduleFollowup
from shared.domain.quiet_hours import zone_named
from shared.domain.recurrence import Recurrence, rule_of
from shared.domain.situation import IN_CONVERSATION
from shared.llm.interface import AgentSettings, Arguments, Tool, ToolResult

FURTHEST_FOLLOWUP = timedelta(days=5 * 366)
NEAREST_FOLLOWUP = timedelta(minutes=1)
MOST_REPEATING = 10  # reminders that repeat, of one person: as many as the context holds
JUST_SET = "reminder_set"
# What a reminder is about, said by itself after when.
WHAT_FOR = r"^\W*(?:to (?!be\b|you\b|me\b)|about )\w+(?: [\w'-]+){0,6}\W*$"
HELD_BY_QUIET, HELD_BY_REST = "held_by_quiet_hours_until", "held_by_day_of_rest_until"


class Followup(Arguments):
    """When to come back, how often, and about what."""

    at: Annotated[
        datetime,
        Field(
            description="ISO 8601; without an offset it is the person's local time. Of what repeats"
            " it is the first occurrence"
        ),
    ]
    note: Sentence
    repeats: Annotated[
        str | None,
        OptionalLine,
        Field(
            max_length=200,
            description="only for what comes again: the value of an RRULE of RFC 5545, at most once"
            " a day, for example FREQ=WEEKLY;BYDAY=MO,TH. Its time of day is that of `at`",
        ),
    ] = None
    timezone: Annotated[
        str | None,
        OptionalLine,
        Field(
            max_length=50,
            description="IANA name, only for what repeats and only when they named another zone"
            " than their own",
        ),
    ] = None


def _schedule(context: TurnContext, given: Followup, settings: AgentSettings) -> ToolResult:
    zone = zone_of(context.user, settings)
    try:
        at = (given.at if given.at.tzinfo else given.at.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return _refused("no such date")
    now = context.now.astimezone(UTC)
    if at < now + NEAREST_FOLLOWUP:
        return ToolResult(told={"error": "that moment has passed", "now": spoken(now, zone)})
    if at > now + FURTHEST_FOLLOWUP:
        return _refused("that is more than five years away")
    recurrence: Recurrence | None = None
    if given.repeats is not None:
        try:
            recurrence = _recurrence(given, at, zone, context)
        except ValueError as error:
            return _refused(str(error))
    return _set(at, given.note, recurrence, context, settings)


def _recurrence(given: Followup, at: datetime, zone: ZoneInfo, context: TurnContext) -> Recurrence:
    """How it repeats. Raises ValueError, which says why it cannot."""
    rule = rule_of(given.repeats or "")
    own = zone_named(given.timezone)
    if given.timezone is not None and own is None:
        raise ValueError(f"{given.timezone} is no IANA time zone")
    wall = at.astimezone(own or zone).replace(tzinfo=None)
    recurrence = Recurrence(rule=rule, first=wall, timezone=str(own) if own else None)
    if not recurrence.comes_at(wall):
        first = recurrence.after(at, zone)
        hint = f": the first time after that is {spoken(first, zone)}" if first else ""
        raise ValueError(f"the rule {rule} does not come at that moment{hint}")
    if sum(item.recurrence is not None for item in context.waiting) >= MOST_REPEATING:
        raise ValueError("so many reminders repeat that one has to be stopped first")
    return recurrence


def _set(
    at: datetime,
    note: str,
    recurrence: Recurrence | None,
    context: TurnContext,
    settings: AgentSettings,
) -> ToolResult:
    zone = zone_of(context.user, settings)
    told = {"scheduled": spoken(at, zone, context.now), "note": note}
    if recurrence is not None:
        told["repeats"] = recurrence.words
    awake = quiet_hours(context.user, settings).next_awake(at)
    if awake is not None and awake > at and at >= context.now.astimezone(UTC) + IN_CONVERSATION:
        rests = at.astimezone(zone).isoweekday() in context.user.rest_days
        told[HELD_BY_REST if rests else HELD_BY_QUIET] = spoken(awake, zone)
    for item in context.waiting:
        if item.due == at and item.data.get("note") == note and item.recurrence == recurrence:
            return ToolResult(
                told={**told, "status": "it was scheduled already"},
                question=_just_set(item.id, note, context),
            )
    # The same in each try of a turn, so that the question can name it before it is stored.
    rule = recurrence.rule if recurrence else ""
    id = uuid5(context.events[-1].id, f"{at.isoformat()} {note} {rule}".rstrip())
    return ToolResult(
        told=told,
        effects=(ScheduleFollowup(id=id, at=at, note=note, recurrence=recurrence),),
        question=_just_set(id, note, context),
    )


def _refused(error: str) -> ToolResult:
    return ToolResult(told={"error": error})


def _just_set(id: UUID, note: str, context: TurnContext) -> OpenQuestion:
    return OpenQuestion(
        kind=JUST_SET, options=[Option(id=str(id), name=note)], asked_at=context.now
    )


SCHEDULE_FOLLOWUP = Tool(
    name="schedule_followup",
    description=(
        "Schedules one text to the person later, or with `repeats` one again and "
        "again. Refuses the "
        "past. When the time is ambiguous (morning or evening, which day), ask "
        "instead of calling it."
    ),
    arguments=Followup,
    run=_schedule,
)

__all__ = ["HELD_BY_QUIET", "HELD_BY_REST", "JUST_SET", "SCHEDULE_FOLLOWUP", "WHAT_FOR", "Followup"]
