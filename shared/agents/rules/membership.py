"""The Concierge without a model: goals, credits, quiet hours, follow-ups, and questions back."""

from collections.abc import Callable
from datetime import time

from shared.agents.reading import wishes
from shared.agents.reading.quiet import QuietRequest, read_quiet_hours, spoken_time, spoken_zone
from shared.agents.reading.times import Moment, Unclear, is_time_only, read_moment
from shared.agents.reading.topics import Topic, is_only_courtesy, topics
from shared.agents.reading.words import matches
from shared.agents.rules.common import PICTURE, fixed_answer
from shared.agents.rules.questions import REASONS
from shared.agents.rules.turn import Pending, joined, pending
from shared.agents.zones import zone_of
from shared.domain.context import TurnEvent, User
from shared.domain.values import EventType
from shared.llm.interface import Toolbox

ABILITIES = (
    "I can note what you're looking for, tell you your credit balance, set quiet hours, and check "
    "back with you at a time you name."
)
NO_SEARCH = "It's only noted so far: I can't search or introduce people by text yet."
WHICH = "Should I note that as a goal, or set a reminder for it?"
WHEN = "When should I text you? A day and a time is enough."
DEFAULT_QUIET = (time(21), time(8))
_TIME_QUESTION = r"\b(?:do you mean|which day|when should|day and (?:a )?time)\b.*\?|\bday and a time is enough\b"

# Each reader answers what it recognises in a text and says nothing otherwise.
Reader = Callable[[str, Pending, Toolbox], str]


def answer(box: Toolbox) -> list[str]:
    """One reply to everything that waits."""
    return answer_with(box, ())


def answer_with(box: Toolbox, first: tuple[Reader, ...]) -> list[str]:
    """As `answer`, with an agent's own readers asked before the common ones."""
    now = pending(box.context)
    parts = [_event(event, box.context.user) for event in now.facts]
    if now.pictures_only:
        parts.append(PICTURE)
    readers = (*first, _followup, _choice, _quiet_hours, _settings, _credits, _known, _goal, _talk)
    unclear = ""
    for text in now.texts:
        said = next((reply for reader in readers if (reply := reader(text, now, box))), "")
        parts.append(said)
        if not said and not is_only_courtesy(text):
            unclear = text
    if not any(parts) and unclear:
        parts.append(_offer(unclear))
    if not any(parts):
        parts.append(_greet(box.context.user))
    return joined(parts)


def _greet(user: User) -> str:
    name = f" {user.first_name}" if user.first_name else ""
    return f"Hi{name}. What can I do for you?"


def _event(event: TurnEvent, user: User) -> str:
    if event.event_type == EventType.USER_VERIFIED:
        name = f", {user.first_name}" if user.first_name else ""
        return f"Welcome{name}, you're a member now. {ABILITIES}"
    if event.event_type == EventType.EMAIL_VERIFIED:
        return "Thanks, your mail arrived."
    if event.event_type == EventType.EMAIL_REJECTED:
        return REASONS.get(str(event.payload.get("reason")), REASONS["not_authenticated"])
    return ""


def _followup(text: str, now: Pending, box: Toolbox) -> str:
    request = _request(text, now)
    if request is None:
        return ""
    zone = zone_of(box.context.user, box.settings)
    local_now = box.context.now.astimezone(zone)
    moment = read_moment(request, local_now)
    if isinstance(moment, Unclear):
        return moment.question
    if not isinstance(moment, Moment):
        return WHEN
    note = wishes.note_in(moment.rest) or "You asked me to check back."
    told = box.run("schedule_followup", {"at": moment.at.isoformat(), "note": note})
    if "error" in told:
        return f"I couldn't set that: {told['error']}. {WHEN}"
    about = "" if note.startswith("You asked") else f": {note.rstrip('.')}"
    return f"I'll text you {told['scheduled']}{about}."


def _request(text: str, now: Pending) -> str | None:
    """The follow-up asked for; an answer to our question is joined to what it is about."""
    if wishes.wants_followup(text) and read_quiet_hours(text) is None:
        return text
    if matches(_TIME_QUESTION, now.last_reply) and now.last_text and is_time_only(text):
        return f"{now.last_text} {text}"
    if WHICH in now.last_reply and is_time_only(text):
        return f"{now.last_text} {text}"
    return None


def _choice(text: str, now: Pending, box: Toolbox) -> str:
    """Answers to WHICH."""
    if WHICH not in now.last_reply or not now.last_text:
        return ""
    if matches(r"\b(?:neither|none|no|nothing|never ?mind|forget it)\b", text):
        return "All right, I'll leave it."
    if matches(r"\b(?:remind|reminder|second|latter)\b", text):
        return WHEN
    if matches(r"\b(?:goal|note|first|former|remember|save|yes|yeah|yep|sure)\b", text):
        return _store(now.last_text, box)
    return ""


def _quiet_hours(text: str, now: Pending, box: Toolbox) -> str:
    wish = read_quiet_hours(text)
    if wish is None or (_asks_only(text) and wishes.asks_settings(text)):
        return ""
    if wish.off:
        return "I can't switch quiet hours off, but I can move them. Between which times?"
    if wish.start is None and wish.end is None and wish.timezone is None:
        return "Between which times should I stay quiet, for example 9 PM to 8 AM?"
    start, end = _filled(wish, box.context.user)
    arguments = {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    if wish.timezone:
        arguments["timezone"] = wish.timezone
    told = box.run("set_quiet_hours", arguments)
    if "error" in told:
        return f"I couldn't set that: {told['error']}."
    return f"Set: quiet from {_hours(told['start'], told['end'], told['timezone'])}."


def _asks_only(text: str) -> bool:
    return "?" in text or matches(r"^(?:what|when)\b", text) is not None


def _filled(wish: QuietRequest, user: User) -> tuple[time, time]:
    start = wish.start or user.quiet_hours_start or DEFAULT_QUIET[0]
    end = wish.end or user.quiet_hours_end or DEFAULT_QUIET[1]
    return start, end


def _hours(start: str, end: str, zone: str) -> str:
    first, last = (spoken_time(time.fromisoformat(moment)) for moment in (start, end))
    return f"{first} to {last}, {spoken_zone(zone)}"


def _settings(text: str, now: Pending, box: Toolbox) -> str:
    if not wishes.asks_settings(text):
        return ""
    user = box.context.user
    zone = str(zone_of(user, box.settings))
    start, end = _filled(QuietRequest(None, None, None), user)
    return f"Quiet hours are {_hours(f'{start:%H:%M}', f'{end:%H:%M}', zone)}."


def _credits(text: str, now: Pending, box: Toolbox) -> str:
    if not wishes.asks_credits(text):
        return ""
    told = box.run("check_credits", {})
    amount = f"{told['balance']} credit{'' if told['balance'] == 1 else 's'}"
    if wishes.wants_credits_given(text):
        return f"Credits can't be given out by text. Your balance is {amount}."
    return f"Your balance is {amount}, and your level is {told['status_level']}."


def _known(text: str, now: Pending, box: Toolbox) -> str:
    if not wishes.asks_what_is_known(text):
        return ""
    user = box.context.user
    who = " ".join(filter(None, (user.first_name, user.last_name)))
    work = ", ".join(filter(None, (user.title, user.company)))
    goals = "; ".join(goal.text for goal in user.goals[-3:])
    profile = f"I have you as {who or 'a member'}{f' ({work})' if work else ''}."
    return f"{profile} Goals noted: {goals}." if goals else f"{profile} No goals noted yet."


def _goal(text: str, now: Pending, box: Toolbox) -> str:
    if Topic.INJECTION in topics(text):
        return ""
    goal = wishes.goal_in(text)
    if goal is None:
        return ""
    stored = _store(goal, box)
    return f"{stored} {NO_SEARCH}" if wishes.wants_search(text) else stored


def _store(goal: str, box: Toolbox) -> str:
    told = box.run("store_user_goal", {"goal": goal[:500]})
    if "error" in told:
        return "I couldn't note that. Could you put it in a sentence?"
    if "already_stored" in told:
        return "I have that noted already."
    return f"Noted as a goal: {_short(told['stored'])}."


def _short(text: str) -> str:
    text = text.rstrip(" .!?")
    return text if len(text) <= 120 else f"{text[:117].rstrip()}..."


def _talk(text: str, now: Pending, box: Toolbox) -> str:
    for topic in topics(text):
        if reply := _topic(topic, box):
            return reply
    return ""


def _topic(topic: Topic, box: Toolbox) -> str:
    answers = {
        Topic.ABILITIES: ABILITIES,
        Topic.ABOUT: ABILITIES,
        Topic.CONFUSED: ABILITIES,
        Topic.THANKS: "You're welcome.",
        Topic.BYE: "Talk soon.",
        Topic.WAIT: "No hurry, text me when it suits you.",
        Topic.DECLINE: "All right, I'll leave it there.",
        Topic.REFUSE: "That's fine.",
        Topic.GREETING: _greet(box.context.user),
        Topic.HOW_LONG: "I can't say; I have no date for that.",
        Topic.WHY: "I can't say why. Is there something I can note or set for you?",
    }
    return answers.get(topic) or fixed_answer(topic, box.settings.support_contact) or ""


def _offer(text: str) -> str:
    if "?" in text or matches(r"^(?:what|why|who|how|when|where|which|is|are|do|does|can)\b", text):
        return f"I don't have an answer to that. {ABILITIES}"
    return WHICH
