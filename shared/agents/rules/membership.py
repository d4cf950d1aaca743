"""The Concierge without a model: goals, credits, quiet hours, follow-ups, and questions back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time

from shared.agents.reading import wishes
from shared.agents.reading.quiet import QuietRequest, read_quiet_hours, spoken_time, spoken_zone
from shared.agents.reading.times import is_time_only
from shared.agents.reading.topics import Topic, is_only_courtesy, topics
from shared.agents.reading.words import matches, sentences
from shared.agents.rules.attention import attention
from shared.agents.rules.common import PICTURE, fixed_answer
from shared.agents.rules.followups import WHEN, WHICH, corrected, followup, reminded_of, shortened
from shared.agents.rules.matters import matters
from shared.agents.rules.moving import moving
from shared.agents.rules.questions import REASONS
from shared.agents.rules.turn import Pending, joined, pending
from shared.agents.rules.waiting import waiting
from shared.agents.zones import zone_of
from shared.domain.context import TurnEvent, User
from shared.domain.values import EventType
from shared.llm.interface import Toolbox

ABILITIES = (
    "I can note what you're looking for, tell you your credit balance, set quiet hours, and text "
    "you at a time you name, or cancel that."
)
SETTLED = "Good, then that's settled."
GO_ON = "All right. If I should come back to it, a day and a time is enough."
SILENCE = (
    "I can't pause everything for a while. I can set daily quiet hours, and STOP ends all texts "
    "until you write START."
)
NO_SEARCH = "It's only noted so far: I can't search or introduce people by text yet."
DEFAULT_QUIET = (time(21), time(8))


# Each reader answers what it recognises in a text and says nothing otherwise.
Reader = Callable[[str, Pending, Toolbox], str]


def answer(box: Toolbox) -> list[str]:
    """One reply to everything that waits."""
    return answer_with(box, ())


def answer_with(box: Toolbox, own: tuple[Reader, ...]) -> list[str]:
    """As `answer`, with an agent's own readers asked before the common ones."""
    now = pending(box.context)
    parts = [_event(event, box.context.user) for event in now.facts]
    if now.pictures_only:
        parts.append(PICTURE)
    now = replace(now, texts=tuple(corrected(now.texts)))
    for text in now.texts:
        parts += _answer_text(text, now, box, (*own, *ACTIONS))
    if not any(parts):
        parts += [_last_resort(now, box)]
    return joined(parts)


def _answer_text(text: str, now: Pending, box: Toolbox, actions: tuple[Reader, ...]) -> list[str]:
    """Every sentence that asks for an action is acted on; else the text is talk or a goal."""
    parts = [
        next((reply for reader in actions if (reply := reader(part, now, box))), "")
        for part in sentences(text)
    ]
    if any(parts):
        return parts
    return [_goal(text, now, box) or _talk(text, now, box)]


def _last_resort(now: Pending, box: Toolbox) -> str:
    unclear = [text for text in now.texts if not is_only_courtesy(text)]
    if unclear:
        return _offer(unclear[-1], now)
    return "All right." if now.texts else _greet(box.context.user)


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


def _undo(text: str, now: Pending, box: Toolbox) -> str:
    what = wishes.wants_undone(text)
    if what == "goal":
        return "I can't take a goal back by text, but I can note a new one."
    if what == "profile":
        contact = box.settings.support_contact
        where = f" {contact} can." if contact else ""
        return f"I can't change your profile by text.{where}"
    return ""


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
    asked = "quiet" in now.last_reply and now.last_reply.endswith("?")
    wish = read_quiet_hours(f"quiet hours {text}" if asked and is_time_only(text) else text)
    if wish is None or (_asks_only(text) and wishes.asks_settings(text)):
        return ""
    if wish.off:
        return (
            "I can't switch quiet hours off, but I can move them. Between which times should "
            "it be quiet?"
        )
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


def _silence(text: str, now: Pending, box: Toolbox) -> str:
    return SILENCE if wishes.wants_silence(text) else ""


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
    if wishes.asks_how_earned(text):
        return f"I can't say how credits are earned yet. Your balance is {amount}."
    if wishes.wants_credits_given(text):
        return f"Credits can't be given out by text. Your balance is {amount}."
    return f"Your balance is {amount}, and your level is {told['status_level']}."


def _known(text: str, now: Pending, box: Toolbox) -> str:
    if not wishes.asks_what_is_known(text) or Topic.PRIVACY in topics(text):
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
    return f'Noted: "{shortened(told["stored"])}".'


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


def _offer(text: str, now: Pending) -> str:
    if "?" in text or matches(r"^(?:what|why|who|how|when|where|which|is|are|do|does|can)\b", text):
        return f"I don't have an answer to that. {ABILITIES}"
    if reminded_of(now.last_reply):
        return SETTLED if wishes.says_done(text) else GO_ON
    return WHICH


ACTIONS: tuple[Reader, ...] = (
    attention,
    moving,
    waiting,
    _undo,
    followup,
    _choice,
    _quiet_hours,
    _silence,
    _settings,
    _credits,
    _known,
    matters,
)
