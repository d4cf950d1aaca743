"""When nothing is sent to a member that we start: quiet hours, told and set."""

from dataclasses import dataclass
from datetime import time
from typing import Annotated

from pydantic import Field

from shared.agents.asking import ask
from shared.agents.capability import Capability, Example, Intent, QuestionKind, Situation
from shared.agents.language import followups, wishes
from shared.agents.language.quiet import (
    QuietRequest,
    read_quiet_hours,
    spoken_time,
    spoken_zone,
)
from shared.agents.language.texts import OptionalLine
from shared.agents.language.times import is_time_only
from shared.agents.language.words import matches
from shared.agents.zones import zone_of
from shared.domain.context import TurnContext, User
from shared.domain.dialogue import OpenQuestion
from shared.domain.effects.member import SetQuietHours
from shared.domain.quiet_hours import zone_named
from shared.llm.interface import AgentSettings, Arguments, Tool, Toolbox, ToolResult

DEFAULT_QUIET = (time(21), time(8))
SILENCE = (
    "I can't pause everything for a while. I can set daily quiet hours, and STOP ends all texts "
    "until you write START."
)
WHICH_TIMES = "quiet_hours_times"


class QuietHours(Arguments):
    """Local times of day; `end` may lie past midnight."""

    start: Annotated[time, Field(description="local time, HH:MM")]
    end: Annotated[time, Field(description="local time, HH:MM; may be past midnight")]
    timezone: Annotated[
        str | None,
        OptionalLine,
        Field(max_length=50, description="IANA name, only when they said it"),
    ] = None


@dataclass(frozen=True)
class Tell:
    """They ask for their quiet hours or their time zone."""


@dataclass(frozen=True)
class Silence:
    """Nothing is to come for a while, which quiet hours are not for."""


Wish = QuietRequest | Tell | Silence


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
    effect = SetQuietHours(start=start, end=end, timezone=given.timezone)
    return ToolResult(
        told={
            "start": f"{start:%H:%M}",
            "end": f"{end:%H:%M}",
            "timezone": str(zone_of(effect.apply(context).user, settings)),
        },
        effects=(effect,),
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


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if wishes.asks_settings(text):
        return Intent(wish=Tell())
    if wish := read_quiet_hours(text):
        return Intent(wish=wish)
    return Intent(wish=Silence()) if wishes.wants_silence(text) else None


def _read_times(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    if followups.wants_followup(text) or not is_time_only(text):
        return None
    return read_quiet_hours(f"quiet hours {text}")


def _answer(wish: Wish, box: Toolbox) -> str:
    user = box.context.user
    if isinstance(wish, Silence):
        return SILENCE
    if isinstance(wish, Tell):
        start, end = _filled(QuietRequest(None, None, None), user)
        zone = str(zone_of(user, box.settings))
        return f"Quiet hours are {_hours(f'{start:%H:%M}', f'{end:%H:%M}', zone)}."
    if wish.off:
        ask(box, WHICH_TIMES)
        return (
            "I can't switch quiet hours off, but I can move them. Between which times should "
            "it be quiet?"
        )
    if wish.start is None and wish.end is None and wish.timezone is None:
        ask(box, WHICH_TIMES)
        return "Between which times should I stay quiet, for example 9 PM to 8 AM?"
    start, end = _filled(wish, user)
    arguments = {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    if wish.timezone:
        arguments["timezone"] = wish.timezone
    told = box.run("set_quiet_hours", arguments)
    if "error" in told:
        return f"I couldn't set that: {told['error']}."
    return f"Set: quiet from {_hours(told['start'], told['end'], told['timezone'])}."


def _filled(wish: QuietRequest, user: User) -> tuple[time, time]:
    start = wish.start or user.quiet_hours_start or DEFAULT_QUIET[0]
    end = wish.end or user.quiet_hours_end or DEFAULT_QUIET[1]
    return start, end


def _hours(start: str, end: str, zone: str) -> str:
    first, last = (spoken_time(time.fromisoformat(moment)) for moment in (start, end))
    return f"{first} to {last}, {spoken_zone(zone)}"


def asks_only(text: str) -> bool:
    """Whether it asks something rather than wanting it done."""
    return "?" in text or matches(r"^(?:what|when)\b", text) is not None


QUIET_HOURS: Capability[Wish] = Capability(
    name="quiet_hours",
    read=_read,
    answer=_answer,
    tools=(SET_QUIET_HOURS,),
    questions=(
        QuestionKind(
            kind=WHICH_TIMES,
            meaning="you asked between which times it should be quiet",
            read=_read_times,
        ),
    ),
    instructions="""\
- Set the hours in which they get no texts that we start (set_quiet_hours).
""",
    ability="set quiet hours",
    label="set quiet hours",
    tries=("no texts after 9pm",),
    examples=(
        Example(text="don't text me after 9pm", wish=QuietRequest(time(21), None, None)),
        Example(text="quiet hours 10pm to 7am", wish=QuietRequest(time(22), time(7), None)),
        Example(text="I'm in London time", wish=QuietRequest(None, None, "Europe/London")),
        Example(text="am I in quiet hours now?", wish=Tell()),
        Example(text="mute until monday", wish=Silence()),
    ),
    counter_examples=("remind me at 9pm", "cancel my 9pm reminder", "I need a lawyer"),
)

__all__ = ["QUIET_HOURS"]
