"""Between which hours nothing comes that we start: set, and corrected."""

from dataclasses import dataclass
from datetime import time
from typing import Annotated

from pydantic import Field

from shared.agents.asking import ask
from shared.agents.capabilities.settings import asks_settings
from shared.agents.capability import (
    Capability,
    Example,
    Intent,
    QuestionKind,
    Rephrased,
    Situation,
    Specificity,
)
from shared.agents.language import followups
from shared.agents.language.quiet import (
    NO_TEXTS,
    QuietRequest,
    read_quiet_hours,
    read_times,
    spoken_time,
    spoken_zone,
)
from shared.agents.language.texts import OptionalLine
from shared.agents.language.undoing import takes_setting_back
from shared.agents.language.words import matches
from shared.agents.zones import zone_of
from shared.domain.context import TurnContext, User
from shared.domain.dialogue import OpenQuestion
from shared.domain.effects.member import SetQuietHours
from shared.domain.phone import country_of
from shared.domain.quiet_hours import zone_named
from shared.llm.interface import AgentSettings, Arguments, Tool, Toolbox, ToolResult

DEFAULT_QUIET = (time(21), time(8))
WHICH_TIMES = "quiet_hours_times"
SET = "quiet_hours_set"
REPLACE = "quiet_hours_replace"
_CORRECTS = (
    r"^\W*(?:(?:actually|no|nope|sorry|wait|oops|i meant?|make (?:it|that)|better|rather|hmm*|um|"
    r"uh|ok(?:ay)?|"
    r"change (?:it|that) to|till?|until|and|from|after|before|let'?s (?:say|do)|say|or|please|"
    r"i said|it'?s|"
    r"instead|on second thoughts?|correction)\b[\s,.:]*)*"
)
_TIME_ONLY = (
    r"(?:(?:\d{1,2}(?:[:.]?\d\d)?(?: ?[ap]\.?m\.?)?(?!\d)|one|two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve|half|quarter|past|noon|midnight|midday|o'?clock|thirty|to|until|"
    r"till?|and|"
    r"-|in|the|at|actually|works|better|too|late|early|enough|would|night|morning|evening|ish|"
    r"please|pls|thanks|then|instead|better|is|would|be|fine|"
    r"good)[\s,.!?-]*)+$"
)
_YES = r"^\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please|do (?:it|that)|go ahead|fine)\b"
_UNDO = (
    r"^\W*(?:undo|never ?mind|forget (?:it|that)|cancel that|change it back|put it back|"
    r"take it back)\b"
)


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
class Keep:
    """Their quiet hours stay as they are."""


Wish = QuietRequest | Keep


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
    before = _hours_of(context.user)
    about = {"start": f"{before[0]:%H:%M}", "end": f"{before[1]:%H:%M}"}
    about["edge"] = _edge(before, (start, end))
    return ToolResult(
        told={
            "start": f"{start:%H:%M}",
            "end": f"{end:%H:%M}",
            "timezone": str(zone_of(effect.apply(context).user, settings)),
        },
        effects=(effect,),
        question=OpenQuestion(kind=SET, about=about, asked_at=context.now),
    )


def _edge(before: tuple[time, time], now: tuple[time, time]) -> str:
    """Which bound has changed, so that "actually 11" is understood."""
    changed = [old != new for old, new in zip(before, now, strict=True)]
    return "both" if all(changed) else "end" if changed[1] else "start"


SET_QUIET_HOURS = Tool(
    name="set_quiet_hours",
    description=(
        "Sets the local hours in which they get no texts that we start, the same every day."
        " Replies to their own texts still go out."
    ),
    arguments=QuietHours,
    run=_set_quiet_hours,
)


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if asks_settings(text):
        return None
    found = read_quiet_hours(text, country_of(situation.context.user.phone_number))
    if found is None:
        return None
    refused = matches(NO_TEXTS, text) is not None
    return Intent(wish=found, specificity=Specificity.NAMED if refused else Specificity.CLEAR)


def _read_times(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    if found := read_quiet_hours(text, country_of(situation.context.user.phone_number)):
        return found
    if followups.wants_followup(text) or not matches(_CORRECTS + _TIME_ONLY, text):
        return None
    start, end = read_times(text)
    return QuietRequest(start, end, None) if start or end else None


def _read_correction(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Actually 11pm": of the bound that was set last; "undo that": as it was before."""
    edge = question.about.get("edge")
    if matches(_UNDO, text) or takes_setting_back(text):
        return _bounds(question)
    if not matches(_CORRECTS + _TIME_ONLY, text):
        return None
    start, end = read_times(text)
    if start is None or end is not None:
        return QuietRequest(start, end, None) if end is not None else None
    morning = matches(r"a\.?m\b|morning", text) is not None
    if edge == "end" or (edge == "both" and (morning or _nearer_the_end(start, situation))):
        said = matches(r"[ap]\.?m\b|morning|evening|night|noon", text) is not None
        return QuietRequest(None, start if said else start.replace(hour=start.hour % 12), None)
    return QuietRequest(start, None, None)


def _nearer_the_end(at: time, situation: Situation) -> bool:
    """Whether a time, on the face of a clock, is nearer to the end than to the start."""

    def apart(bound: time) -> int:
        minutes = (at.hour * 60 + at.minute - bound.hour * 60 - bound.minute) % 720
        return min(minutes, 720 - minutes)

    first, last = _hours_of(situation.context.user)
    return apart(last) < apart(first)


def _bounds(question: OpenQuestion) -> QuietRequest | None:
    """The hours that a question keeps; None when it keeps none."""
    try:
        start, end = (time.fromisoformat(str(question.about[name])) for name in ("start", "end"))
    except (KeyError, ValueError):
        return None
    return QuietRequest(start, end, None, every_day=True)


def _read_replace(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    if matches(_YES, text):
        return _bounds(question)
    return Keep() if matches(r"^\W*(?:no|nope|nah|leave|keep|never ?mind)\b", text) else None


def _answer(wish: Wish, box: Toolbox) -> str:
    user = box.context.user
    if isinstance(wish, Keep):
        return "All right, quiet hours stay as they are."
    if wish.off or (wish.start is None and wish.end is None):
        ask(box, WHICH_TIMES)
        return _which(wish, user)
    start, end = _filled(wish, user)
    if _by_day(start, end) and not wish.every_day and wish.timezone is None:
        ask(box, REPLACE, start=f"{start:%H:%M}", end=f"{end:%H:%M}")
        night = " to ".join(map(spoken_time, _hours_of(user)))
        return (
            f"Quiet hours are one span a day, now {night}. Should I move them to "
            f"{spoken_time(start)} to {spoken_time(end)}, and leave the night open?"
        )
    arguments = {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    if wish.timezone:
        arguments["timezone"] = wish.timezone
    told = box.run("set_quiet_hours", arguments)
    if "error" in told:
        return f"I couldn't set that: {told['error']}."
    daily = " every day" if wish.every_day else ""
    return f"Set: quiet from {_hours(told['start'], told['end'], told['timezone'])}{daily}."


def _which(wish: QuietRequest, user: User) -> str:
    if wish.off and user.quiet_hours_start is None and user.quiet_hours_end is None:
        usual = " to ".join(map(spoken_time, _hours_of(user)))
        return (
            f"You've set none of your own. The usual {usual} stays, but I can move it: between "
            "which times should it be quiet?"
        )
    if wish.off:
        return (
            "I can't switch quiet hours off, but I can move them. Between which times should "
            "it be quiet?"
        )
    if wish.late:
        return "From what time on should I stay quiet in the evening?"
    return "Between which times should I stay quiet, for example 9 PM to 8 AM?"


def _by_day(start: time, end: time) -> bool:
    """Whether the span lies within the day and leaves the night open."""
    return time(6) <= start < end


def _hours_of(user: User) -> tuple[time, time]:
    return (
        user.quiet_hours_start or DEFAULT_QUIET[0],
        user.quiet_hours_end or DEFAULT_QUIET[1],
    )


def _filled(wish: QuietRequest, user: User) -> tuple[time, time]:
    start, end = _hours_of(user)
    return (
        start if wish.start is None else wish.start,
        end if wish.end is None else wish.end,
    )


def _hours(start: str, end: str, zone: str) -> str:
    first, last = (spoken_time(time.fromisoformat(moment)) for moment in (start, end))
    return f"{first} to {last}, {spoken_zone(zone)}"


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
        QuestionKind(
            kind=SET,
            meaning="quiet hours were just set and may be corrected; about.start, about.end: HH:MM"
            " before; about.edge: start, end or both, whichever changed",
            read=_read_correction,
            about=frozenset({"start", "end", "edge"}),
            implicit=True,
        ),
        QuestionKind(
            kind=REPLACE,
            meaning="you asked whether quiet hours should move into the day; about.start,"
            " about.end: HH:MM",
            read=_read_replace,
            about=frozenset({"start", "end"}),
        ),
    ),
    instructions="""\
- Set the hours in which they get no texts that we start (set_quiet_hours), one span for all days.
""",
    ability="set quiet hours, days of rest and pauses",
    label="set quiet hours",
    rephrased={
        "quiet_set": Rephrased("quiet hours {text}", "set quiet hours"),
        "quiet_off": Rephrased("no quiet hours", label="end quiet hours"),
    },
    tries=("no texts after 9pm",),
    examples=(
        Example(text="don't text me after 9pm", wish=QuietRequest(time(21), None, None)),
        Example(text="quiet hours 10pm to 7am", wish=QuietRequest(time(22), time(7), None)),
        Example(text="quiet from 10 to 7", wish=QuietRequest(time(22), time(7), None)),
        Example(text="stop texting me at night", wish=QuietRequest(time(21), time(8), None)),
    ),
    counter_examples=(
        "remind me at 9pm",
        "cancel my 9pm reminder",
        "I need a lawyer",
        "mute until monday",
    ),
)

__all__ = ["QUIET_HOURS"]
