"""A pause: nothing that we start until a moment; replies, and their own reminders, still come."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
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
    Specificity,
)
from shared.agents.language.pauses import (
    UNTIL_WHEN,
    Pause,
    extends_pause,
    pause_end,
    read_pause,
    wants_resumed,
)
from shared.agents.language.rhythm import read_rest
from shared.agents.language.times import is_time_only
from shared.agents.language.undoing import takes_setting_back
from shared.agents.language.words import matches
from shared.agents.zones import quiet_hours, spoken, zone_of
from shared.domain.context import TurnContext
from shared.domain.dialogue import OpenQuestion
from shared.domain.effects.texting import PauseTexts, ResumeTexts
from shared.llm.interface import (
    AgentSettings,
    Arguments,
    Nothing,
    Tool,
    Toolbox,
    ToolResult,
)

_UNDO = (
    r"^\W*(?:undo|never ?mind|cancel (?:that|the pause)|scratch that|forget (?:it|that)|"
    r"change it back)\b"
)
_LEAD = (
    r"^\W*(?:(?:nvm|never ?mind|hey|hi|hello|ok(?:ay)?|so|and|oh|actually|well|yo|alright|good "
    r"news|guess what|change of plans?|btw|fyi|sorry|yes|yeah)\b[\s,.!]*)+"
)
_CORRECTS = (
    r"^\W*(?:(?:actually|no|sorry|wait|i meant?|make (?:it|that)|rather|better|oops|um|uh|"
    r"ok(?:ay)?|"
    r"change (?:it|that) to)\b[\s,.]*)+"
)
_ANOTHER = r"\b(?:by |for )*(?:(?:another|an extra|one more|an additional|by|for)\b ?)+"
LONGEST_PAUSE = timedelta(days=366)
PAUSE_UNTIL = "pause_until"
JUST_PAUSED = "paused"


class Until(Arguments):
    """When a pause ends, and whether their reminders wait too."""

    until: Annotated[
        datetime,
        Field(description="ISO 8601; without an offset it is the person's local time"),
    ]
    everything: Annotated[
        bool, Field(description="their own reminders wait too: only when they say everything")
    ] = False


@dataclass(frozen=True)
class Resume:
    """The pause is to end."""


Wish = Pause | Resume


def _pause(context: TurnContext, given: Until, settings: AgentSettings) -> ToolResult:
    zone = zone_of(context.user, settings)
    try:
        until = (
            given.until if given.until.tzinfo else given.until.replace(tzinfo=zone)
        ).astimezone(UTC)
    except OverflowError:
        return ToolResult(told={"error": "no such date"})
    if until <= context.now:
        return ToolResult(told={"error": "that moment has passed"})
    if until > context.now + LONGEST_PAUSE:
        return ToolResult(told={"error": "that is more than a year away"})
    told = {
        "paused_until": spoken(until, zone),
        "their_reminders": "wait too" if given.everything else "still come",
    }
    about = {"everything": "yes"} if given.everything else {}
    return ToolResult(
        told=told,
        effects=(PauseTexts(until=until, everything=given.everything),),
        question=OpenQuestion(kind=JUST_PAUSED, about=about, asked_at=context.now),
    )


def _resume(context: TurnContext, _: Nothing, settings: AgentSettings) -> ToolResult:
    until = context.user.proactive_paused_until
    if until is None or until <= context.now:
        return ToolResult(told={"status": "nothing is paused"})
    return ToolResult(told={"status": "the pause is over"}, effects=(ResumeTexts(),))


PAUSE_TEXTS = Tool(
    name="pause_texts",
    description=(
        "Holds everything that we start until a moment. Replies to their texts still go out, and"
        " so do reminders that they set, unless they want everything held."
    ),
    arguments=Until,
    run=_pause,
)
RESUME_TEXTS = Tool(
    name="resume_texts", description="Ends their pause.", arguments=Nothing, run=_resume
)


def _wake(situation: Situation) -> time:
    return quiet_hours(situation.context.user, situation.settings).end


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if wants_resumed(re.sub(_LEAD, "", text, flags=re.IGNORECASE)):
        until = situation.context.user.proactive_paused_until
        paused = until is not None and until > situation.context.now
        return Intent(wish=Resume(), specificity=Specificity.NAMED if paused else Specificity.CLEAR)
    if matches(r"^\W*(?:how (?:many|long|far)|when|what)\b", text):
        return None  # it asks
    if read_rest(text) is not None:
        return None  # days of the week: of rest, or asked about
    until = situation.context.user.proactive_paused_until
    if until is not None and until > situation.context.now and extends_pause(text):
        return Intent(wish=_longer(text, until, situation), specificity=Specificity.NAMED)
    found = read_pause(text, situation.now, _wake(situation))
    return Intent(wish=found, specificity=Specificity.NAMED) if found else None


def _longer(text: str, until: datetime, situation: Situation) -> Pause:
    """The pause that holds, by the span that they name; by a day where they name one."""
    everything = situation.context.user.reminders_paused
    span = re.sub(_ANOTHER, "for ", text, flags=re.IGNORECASE)
    span = re.sub(r"\bfor (?=days?\b|weeks?\b|months?\b|hours?\b)", "for a ", span)
    end = until.astimezone(situation.zone)
    longer = pause_end(span, end, _wake(situation))
    if isinstance(longer, datetime) and longer > end:
        return Pause(longer, everything)
    return Pause(everything=everything, asks=UNTIL_WHEN)


def _read_until(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    if matches(r"^\W*(?:never ?mind|forget it|don'?t|no(?:pe)?|actually no|cancel)\b", text):
        return Resume()
    everything = question.about.get("everything") == "yes"
    if found := read_pause(text, situation.now, _wake(situation)):
        return Pause(found.until, found.everything or everything, found.asks)
    if matches(r"\b(?:remind|text|call|email|meet)\b", text) or len(text.split()) > 8:
        return None
    bound = r"\b(?:until|till?|til|for|through|thru|back|this|next)\b"
    length = r"^\W*(?:about )?(?:\d+|an?|one|two|three|four|five|six|couple|few) ?\w+\W*$"
    lead = "" if matches(bound, text) else "for " if matches(length, text) else "until "
    end = pause_end(f"{lead}{text}", situation.now, _wake(situation))
    if isinstance(end, datetime):
        return Pause(end, everything)
    return Pause(everything=everything, asks=end) if end and is_time_only(text) else None


def _read_other_end(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Actually till friday", or "undo that", after a pause has begun."""
    if matches(_UNDO, text) or takes_setting_back(text):
        return Resume()
    words = re.sub(_CORRECTS, "", text, flags=re.IGNORECASE)
    bound = matches(r"^\W*(?:until|till?|til|thru|through|for)\b", words)
    if words == text and not bound:
        return None
    if matches(r"^\W*(?:\d{1,2}|an?|one|two|three|four|five|six|seven)\W*$", words):
        return Pause(everything=question.about.get("everything") == "yes", asks=UNTIL_WHEN)
    found = _read_until(words, question, situation)
    return found if isinstance(found, Pause) and found.until is not None else None


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Resume):
        told = box.run("resume_texts", {})
        if told["status"] == "nothing is paused":
            return "Nothing is paused: I text you at your usual times."
        return "The pause is over: I text you at your usual times again."
    about = {"everything": "yes"} if wish.everything else {}
    if wish.until is None:
        ask(box, PAUSE_UNTIL, **about)
        return wish.asks or UNTIL_WHEN
    told = box.run("pause_texts", {"until": wish.until.isoformat(), "everything": wish.everything})
    if "error" in told:
        ask(box, PAUSE_UNTIL, **about)
        return f"I couldn't pause: {told['error']}. Until when should it be?"
    still = "Your reminders wait too" if wish.everything else "Reminders that you set still come"
    return (
        f"I'll start nothing until {told['paused_until']}. {still}, I answer what you text, and "
        '"resume" ends it sooner.'
    )


PAUSING: Capability[Wish] = Capability(
    name="pausing",
    read=_read,
    answer=_answer,
    tools=(PAUSE_TEXTS, RESUME_TEXTS),
    questions=(
        QuestionKind(
            kind=PAUSE_UNTIL,
            meaning='you asked until when to pause; about.everything: "yes" if reminders wait too',
            read=_read_until,
            about=frozenset({"everything"}),
        ),
        QuestionKind(
            kind=JUST_PAUSED,
            meaning="a pause was just set; pause_texts leaves this by itself; about.everything:"
            ' "yes" if reminders wait too',
            read=_read_other_end,
            about=frozenset({"everything"}),
            implicit=True,
        ),
    ),
    instructions="""\
- Pause what we start until a moment (pause_texts) and end that (resume_texts). Without an end ask
  for one. Say that their own reminders still come, or that they wait too.
""",
    label="pause what I start",
    rephrased={
        "pause": Rephrased("pause {text}", "pause"),
        "resume": Rephrased("resume", label="end the pause"),
    },
    examples=(
        Example(text="pause", wish=Pause(asks=UNTIL_WHEN)),
        Example(text="stop texting me for a while", wish=Pause(asks=UNTIL_WHEN)),
        Example(text="resume", wish=Resume()),
        Example(text="I'm back", wish=Resume()),
    ),
    counter_examples=(
        "I'm out of ideas, can you find me an investor?",
        "I am on the balance sheet team",
        "don't text me after 9pm",
        "I'll get back to you on friday",
    ),
)

__all__ = ["PAUSING"]
