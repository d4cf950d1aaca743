"""When, on which days and how often a member is texted first: told when they ask."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shared.agents.capabilities.rest_days import spoken_days
from shared.agents.capability import Capability, Example, Intent, Rephrased, Situation, Specificity
from shared.agents.language.quiet import spoken_time, spoken_zone
from shared.agents.language.undoing import takes_setting_back
from shared.agents.language.words import matches
from shared.agents.turn import unsaid
from shared.agents.zones import quiet_hours, spoken, zone_of
from shared.domain.context import TurnContext
from shared.llm.interface import AgentSettings, Toolbox

_ASKS = (
    r"\b(?:what|which) days (?:are|do i have|have i) (?:off|free|quiet|set|my days? off|blocked"
    r"|without)\b|"
    r"\bdo i have (?:any )?(?:days? (?:off|of rest)|rest days?)\b|"
    r"\b(?:what|which) (?:settings|preferences) (?:do|have) i\b|"
    r"\bhow many (?:texts|messages)\b.{0,20}\b(?:do|will|can) (?:you|u|i) (?:send|text|get|start|"
    r"receive)\b|"
    r"\b(?:what|which) days (?:do(?:n'?t)?|will|won'?t|can|are(?:n'?t)?) (?:you|u)\b|"
    r"\b(?:am i|is it|are) .*\bquiet (?:hours|time)|"
    r"\bwhat(?:'s| is| are) my (?:quiet hours|(?:time ?zone|tz))|\bwhen (?:are|is) my quiet|"
    r"\bwhen (?:do|will|would|can|are|should) (?:you|u) (?:be )?(?:text|message|write|contact|"
    r"ping)|"
    r"\bhow (?:often|many (?:texts|messages|times)) (?:do|will|can|would|are|could) (?:you|u|i)\b|"
    r"\b(?:what|which)(?:'s| is| are|s)? (?:my|the) (?:\w+ )?(?:settings?|preferences|setup|"
    r"days? (?:of rest|off)|rest days?|limits?)\b|"
    r"^\W*(?:show|list|tell|give|see|check)\b.{0,12}\b(?:my )?(?:settings|preferences)\b|"
    r"^\W*(?:my )?settings\W*$|"
    r"\bwhat (?:time ?zone|tz)\b|\bwhich (?:time ?zone|tz)\b|\bwhat(?:'s| is|s) my (?:local "
    r")?(?:time ?zone|tz)\b|"
    r"\bam i (?:paused|muted|on pause|in pause|still paused)\b|\bare (?:you|texts|"
    r"things) (?:paused|muted)\b|"
    r"\b(?:do i have|are there|did i set)\b.{0,16}\b(?:quiet hours|rest days|days of rest|pause)\b|"
    r"\bwhat (?:have i|did i) set\b|\bwhat (?:times?|hours|days) (?:do|will|can) (?:you|"
    r"u) (?:text|message)"
)
_WHICH_BACK = (
    "What should I set back, and to what: quiet hours, days of rest, time zone, how often I text, "
    "or your profile?",
    "I don't see what you mean to set back. Which setting is it, and what should it be?",
)


@dataclass(frozen=True)
class Tell:
    """They ask when, and how often, they are texted."""


@dataclass(frozen=True)
class SetBack:
    """Something is to be as it was, and nothing has just been set."""


Wish = Tell | SetBack


def asks_settings(text: str) -> bool:
    """Whether it asks when, on which days or how often they are texted first."""
    return matches(_ASKS, text) is not None


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if takes_setting_back(re.sub(r" to \d.*$", "", text)):
        return Intent(wish=SetBack(), specificity=Specificity.LOOSE)
    return Intent(wish=Tell()) if asks_settings(text) else None


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, SetBack):
        return unsaid(_WHICH_BACK, box.context)
    return " ".join(_settings(box.context, box.settings))


def _settings(context: TurnContext, settings: AgentSettings) -> Iterator[str]:
    user = context.user
    zone = zone_of(user, settings)
    hours = quiet_hours(user, settings)
    days = f", and nothing on {spoken_days(sorted(user.rest_days))}" if user.rest_days else ""
    span = f"{spoken_time(hours.start)} to {spoken_time(hours.end)}, {spoken_zone(str(zone))}"
    yield f"Quiet hours are {span}{days}."
    yield f"I start at most {user.daily_limit} texts a day, {user.hourly_limit} an hour."
    until = user.proactive_paused_until
    if until is not None and until > context.now:
        held = ", your reminders too" if user.reminders_paused else ""
        yield f"Paused until {spoken(until, zone)}{held}."


SETTINGS: Capability[Wish] = Capability(
    name="settings",
    read=_read,
    answer=_answer,
    describe=lambda context, settings: _settings(context, settings),
    label="tell you when I text",
    rephrased={
        "undo": Rephrased("undo that", label="undo that", careful=True),
        "settings_show": Rephrased("what are my settings", tells=True),
        "quiet_ask": Rephrased("what are my settings", tells=True),
        "zone_ask": Rephrased("what are my settings", tells=True),
    },
    examples=(
        Example(text="am I in quiet hours now?", wish=Tell()),
        Example(text="when do you text me?", wish=Tell()),
        Example(text="what are my settings", wish=Tell()),
        Example(text="what time zone am I in?", wish=Tell()),
    ),
    counter_examples=("don't text me after 9pm", "when can you find me a lawyer?"),
)

__all__ = ["SETTINGS", "asks_settings"]
