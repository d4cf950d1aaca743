"""A member's tools: goals, credits, quiet hours and follow-ups."""

from datetime import UTC, datetime, time, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.agents.tools.loops import LOOP_TOOLS
from shared.agents.tools.profile import Nothing
from shared.agents.tools.texts import OptionalLine, Sentence
from shared.agents.zones import quiet_hours, spoken, zone_of
from shared.domain.context import Goal, TurnContext
from shared.domain.decision import CancelWaiting, ScheduleFollowup, SetQuietHours, StoreGoal
from shared.domain.quiet_hours import zone_named
from shared.domain.situation import IN_CONVERSATION
from shared.llm.interface import AgentSettings, Arguments, Tool, ToolResult

FURTHEST_FOLLOWUP = timedelta(days=366)
NEAREST_FOLLOWUP = timedelta(minutes=1)


class GoalText(Arguments):
    """A goal in the person's own words."""

    goal: Sentence


class QuietHours(Arguments):
    """Local times of day; `end` may lie past midnight."""

    start: Annotated[time, Field(description="local time, HH:MM")]
    end: Annotated[time, Field(description="local time, HH:MM; may be past midnight")]
    timezone: Annotated[
        str | None,
        OptionalLine,
        Field(max_length=50, description="IANA name, only when they said it"),
    ] = None


class Followup(Arguments):
    """When to come back, and about what."""

    at: Annotated[
        datetime,
        Field(description="ISO 8601; without an offset it is the person's local time"),
    ]
    note: Sentence


class WaitingMessage(Arguments):
    """Which of the messages that wait."""

    id: Annotated[UUID, Field(description="from the context: what waits to be sent to them")]


def _store_goal(context: TurnContext, given: GoalText, settings: AgentSettings) -> ToolResult:
    known = {goal.text.casefold() for goal in context.user.goals}
    if given.goal.casefold() in known:
        return ToolResult(told={"already_stored": given.goal})
    goals = [*context.user.goals, Goal(text=given.goal, stated_at=context.now)]
    user = context.user.model_copy(update={"goals": goals})
    return ToolResult(
        told={"stored": given.goal},
        effects=(StoreGoal(text=given.goal),),
        context=context.model_copy(update={"user": user}),
    )


def _check_credits(context: TurnContext, _: Nothing, settings: AgentSettings) -> ToolResult:
    user = context.user
    return ToolResult(told={"balance": user.credit_balance, "status_level": user.status_level})


def _set_quiet_hours(
    context: TurnContext, given: QuietHours, settings: AgentSettings
) -> ToolResult:
    start, end = (
        moment.replace(second=0, microsecond=0, tzinfo=None) for moment in (given.start, given.end)
    )
    if start == end:
        return ToolResult(told={"error": "start and end are the same; quiet hours need both"})
    if given.timezone is not None and zone_named(given.timezone) is None:
        return ToolResult(told={"error": f"{given.timezone} is no IANA time zone"})
    user = context.user.model_copy(
        update={
            "quiet_hours_start": start,
            "quiet_hours_end": end,
            "timezone": given.timezone or context.user.timezone,
        }
    )
    return ToolResult(
        told={
            "start": f"{start:%H:%M}",
            "end": f"{end:%H:%M}",
            "timezone": str(zone_of(user, settings)),
        },
        effects=(SetQuietHours(start=start, end=end, timezone=given.timezone),),
        context=context.model_copy(update={"user": user}),
    )


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
    if any(item.due == at and item.data.get("note") == given.note for item in context.waiting):
        return ToolResult(told={**told, "status": "it was scheduled already"})
    return ToolResult(told=told, effects=(ScheduleFollowup(at=at, note=given.note),))


def _cancel_waiting(
    context: TurnContext, given: WaitingMessage, settings: AgentSettings
) -> ToolResult:
    found = next((item for item in context.waiting if item.id == given.id), None)
    if found is None:
        return ToolResult(told={"error": "nothing of theirs waits under that id"})
    left = [item for item in context.waiting if item.id != given.id]
    due = spoken(found.due, zone_of(context.user, settings))
    return ToolResult(
        told={"cancelled": found.summary, "was_due": due},
        effects=(CancelWaiting(id=given.id),),
        context=context.model_copy(update={"waiting": left}),
    )


STORE_USER_GOAL = Tool(
    name="store_user_goal",
    description="Remembers something the person wants, in their words.",
    arguments=GoalText,
    run=_store_goal,
)
CHECK_CREDITS = Tool(
    name="check_credits",
    description="The person's credit balance and status level. Credits cannot be given by text.",
    arguments=Nothing,
    run=_check_credits,
)
SET_QUIET_HOURS = Tool(
    name="set_quiet_hours",
    description=(
        "Sets the local hours in which they get no texts that we start. Replies to their own "
        "texts still go out."
    ),
    arguments=QuietHours,
    run=_set_quiet_hours,
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
CANCEL_QUEUED_MESSAGE = Tool(
    name="cancel_queued_message",
    description=(
        "Cancels one text that waits to be sent to the person: a follow-up they asked for, or "
        "something else in the context's list. When it is unclear which one they mean, ask."
    ),
    arguments=WaitingMessage,
    run=_cancel_waiting,
)
MEMBER_TOOLS = (
    STORE_USER_GOAL,
    CHECK_CREDITS,
    SET_QUIET_HOURS,
    SCHEDULE_FOLLOWUP,
    CANCEL_QUEUED_MESSAGE,
    *LOOP_TOOLS,
)
