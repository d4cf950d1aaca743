"""Follow-ups without a model: a moment that is clear is scheduled, any other is asked about."""

import re

from shared.agents.reading import wishes
from shared.agents.reading.quiet import read_quiet_hours
from shared.agents.reading.times import Moment, Unclear, is_time_only, names_a_time, read_moment
from shared.agents.reading.words import matches, plain
from shared.agents.rendering import HOW_IT_STANDS, REMINDER
from shared.agents.rules.turn import Pending
from shared.agents.zones import zone_of
from shared.domain.values import UNNAMED
from shared.llm.interface import Toolbox

WHICH = "Should I note that as a goal, or set a reminder for it?"
WHEN = "When should I text you? A day and a time is enough."
SEPARATOR = "|"  # between the texts that a request is put together from
_TIME_QUESTION = (
    r"\b(?:do you mean|which day|when should|day and (?:a )?time)\b.*\?|"
    r"\bday and a time is enough\b"
)
_CORRECTION = (
    r"^(?:sorry|actually|no,|no wait|i meant?|correction|or rather|scratch that)[,: ]+(.+)$"
)


# "Snooze for an hour" means in an hour; "not yet, tomorrow" names nothing but the day.
_SNOOZE = r"\bsnooze(?: (?:it|this|that))?(?: for)? (?=[a-z0-9]+ (?:an |min|hour|hr|day|week))"
_NOT_YET = (
    r"^(?:(?:not (?:yet|now|done|today)|no|nope|later|yes|ok(?:ay)?|maybe|better|how about|"
    r"let's say|i will|i'll do it)\b[\s,.]*)+"
)


def corrected(texts: tuple[str, ...]) -> list[str]:
    """The texts, with "sorry, 10" and "actually a designer" worked into the one before."""
    result: list[str] = []
    for text in texts:
        said = matches(_CORRECTION, text)
        if not said or not result:
            result.append(text)
        elif wishes.wants_followup(result[-1]) and is_time_only(said.group(1)):
            result[-1] = f"{said.group(1)} {SEPARATOR} {result[-1]}"
        elif wishes.goal_in(result[-1]):
            result[-1] = wishes.corrected_goal(result[-1], said.group(1))
        else:
            result.append(said.group(1))
    return result


def followup(text: str, now: Pending, box: Toolbox) -> str:
    """Schedules what is asked for, or asks when; "" when the text is about something else."""
    text = re.sub(_SNOOZE, "snooze in ", text, flags=re.IGNORECASE)
    asked_for = _request(text, now)
    if not asked_for:
        return ""
    if wishes.wants_repeat(text):
        return "I can set one reminder, but not one that repeats. Which day and time do you mean?"
    zone = zone_of(box.context.user, box.settings)
    local_now = box.context.now.astimezone(zone)
    moment = read_moment(f" {SEPARATOR} ".join(asked_for), local_now)
    if not isinstance(moment, Moment) and len(asked_for) > 1:
        alone = read_moment(text, local_now)
        if isinstance(alone, Moment):
            rest = f" {SEPARATOR} ".join([*asked_for[:-1], alone.rest])
            moment = Moment(at=alone.at, rest=rest)
    if isinstance(moment, Unclear):
        return moment.question
    if moment is None:
        return WHEN
    return _schedule(moment, text, now, box)


def _schedule(moment: Moment, text: str, now: Pending, box: Toolbox) -> str:
    notes = [wishes.note_in(part) for part in moment.rest.split(SEPARATOR)]
    if reminder := _reminder(now):
        notes = [re.sub(_NOT_YET, "", notes[-1], flags=re.IGNORECASE), reminder]
    note = next((note for note in notes if note), "")
    if not note and matches(r"\b(?:it|this|that)\b", text):
        note = _spoken_of(text, now)
    told = box.run("schedule_followup", {"at": moment.at.isoformat(), "note": note or UNNAMED})
    if "error" in told:
        return f"I couldn't set that: {told['error']}. {WHEN}"
    about = f": {shortened(note)}" if note else ""
    if awake := told.get("held_by_quiet_hours_until"):
        return f"That's in your quiet hours, so I'll text you when they end, {awake}{about}."
    return f"I'll text you {told['scheduled']}{about}."


def _spoken_of(text: str, now: Pending) -> str:
    """What "it" means: the text before this one."""
    earlier = [other for other in now.texts if text not in other]
    return (earlier[-1] if earlier else now.last_text)[:500]


def _request(text: str, now: Pending) -> list[str]:
    """The follow-up asked for, oldest words first; an answer is joined to what it answers."""
    if wishes.wants_followup(text) and read_quiet_hours(text) is None:
        complete = wishes.note_in(text) or names_a_time(text)
        return [text] if complete else [*_thread(now), text]
    if is_time_only(text):
        thread = _thread(now)
        put_off = reminded_of(now.last_reply) and not wishes.says_done(text)
        return [*thread, text] if thread or put_off else []
    return []


def reminded_of(reply: str) -> str:
    """What a text of ours has come back to; "" when it is no reminder."""
    if reply.startswith(REMINDER) and reply.endswith(HOW_IT_STANDS):
        return reply.removeprefix(REMINDER).removesuffix(HOW_IT_STANDS).strip(" .")
    return ""


def _reminder(now: Pending) -> str:
    """What the reminder was about that they answer, with our questions about a time between."""
    ours = (message.content for message in reversed(now.before) if message.direction == "outbound")
    last = next((text for text in ours if not matches(_TIME_QUESTION, text)), "")
    return reminded_of(last)


def _thread(now: Pending) -> list[str]:
    """The person's texts since our questions about a follow-up began."""
    texts: list[str] = []
    for message in reversed(now.before):
        if message.direction == "inbound":
            texts.insert(0, plain(message.content))
            if wishes.wants_followup(texts[0]) and len(texts[0].split()) > 2:
                break  # where it began
        elif not matches(_TIME_QUESTION, message.content) and WHICH not in message.content:
            break
    asked = matches(_TIME_QUESTION, now.last_reply) or WHICH in now.last_reply
    return [text for text in texts if text][-3:] if asked else []


def shortened(text: str) -> str:
    """The text without its end mark, at most 120 characters of it."""
    text = text.rstrip(" .!?")
    return text if len(text) <= 120 else f"{text[:117].rstrip()}..."
