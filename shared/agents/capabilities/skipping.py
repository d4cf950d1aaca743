"""One occurrence of a reminder that repeats is left out, and the others still come."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.agents.asking import ask
from shared.agents.capabilities.pointing import pointed, telling
from shared.agents.capabilities.waiting_words import listed, quoted, those
from shared.agents.capability import Situation
from shared.agents.language.times import read_parts
from shared.agents.language.words import matches
from shared.agents.zones import spoken_day, zone_of
from shared.domain.context import Waiting
from shared.domain.dialogue import OpenQuestion
from shared.llm.interface import Toolbox

SKIP_WHICH = "skip_which"
_LEAD = (
    r"^\W*(?:(?:please|pls|can you|can u|could you|ok(?:ay)?|actually|and|oh|hey|then|let'?s|just|"
    r"i want to|i'?ll|i need to|i'?d like to)\b[\s,]*)*"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
# What names one occurrence and no more.
_ONCE = (
    rf"\b(?:(?:this|next|the next|the coming|this coming|tomorrow|today|tonight|{_DAY})'?s(?: one)?"
    rf"|(?:this|next|the next|the coming|this coming) (?:one|time|occurrence|{_DAY}|week|month)"
    r"|(?:just |only )?(?:this|the) once|(?:just|only) (?:tomorrow|today|once|this (?:time|week|"
    r"one))|(?:for|on)? ?(?:this|next) (?:week|month|time)|next time)\b"
)
_SKIPS = rf"{_LEAD}(?:skip|leave out|sit out|miss out)\b"
_CALLS_OFF = (
    rf"{_LEAD}(?:(?:cancel|drop|delete|remove|kill|call off|pause|hold|nix|scratch|scrap)\b|"
    r"(?:don'?t|do not|no need to) (?:remind|send|ping|text|nudge) me\b|no (?:reminder )?\b|not\b)"
)
_NOT_THEN = (
    rf"{_LEAD}(?:don'?t|do not|dont|no need to) remind me(?: .{{1,40}})? (?:tomorrow|tmrw|tmr|"
    rf"today|"
    rf"tonight|(?:on |this |next )?{_DAY})\W*$"
)
_ALL_OF_IT = r"\b(?:all|forever|for good|from now on|altogether|entirely|every|series|any ?more)\b"


@dataclass(frozen=True)
class Skip:
    """Which repeating reminders it may be about; `on`: the day of the occurrence, if they said it.

    `sure`: it is one of them alone.
    """

    ids: tuple[UUID, ...]
    on: date | None = None
    sure: bool = True


def read_skip(text: str, situation: Situation) -> Skip | None:
    """ "Skip the next one", "not this week", "cancel tomorrow's": what repeats goes on after it."""
    items = [one for one in situation.context.waiting if _repeats(one)]
    once = matches(_ONCE, text)
    skips = matches(_SKIPS, text) or matches(_NOT_THEN, text)
    if (
        not items
        or matches(_ALL_OF_IT, text)
        or not (skips or (once and matches(_CALLS_OFF, text)))
    ):
        return None
    days = read_parts(text, situation.now).days.days
    on = days[0] if len(days) == 1 and not matches(r"\b(?:week|month)\b", text) else None
    if matches(r"\bthis week\b", text):
        week = situation.now.isocalendar()[:2]
        due = [one for one in items if one.due.astimezone(situation.zone).isocalendar()[:2] == week]
        items, on = due or items, None if due else situation.now.date()
    said = telling(read_parts(re.sub(_ONCE, " ", text, flags=re.IGNORECASE), situation.now).rest)
    said -= telling(
        "don't dont remind about skip leave out sit miss pause hold time occurrence once just "
        "only send text"
    )
    if said:
        named = pointed(" ".join(sorted(said)), situation.context.waiting, situation)
        found = [one for one in named.items if _repeats(one)]
        if not found:
            return None
        items = found
    if on is not None:
        items = [one for one in items if _is_due(one, on, situation)] or items
    return Skip(tuple(one.id for one in items), on, sure=len(items) == 1)


def _repeats(item: Waiting) -> bool:
    return item.recurrence is not None and item.data.get("kind") == "followup"


def _is_due(item: Waiting, on: date, situation: Situation) -> bool:
    return item.due.astimezone(situation.zone).date() == on


def read_skip_which(text: str, question: OpenQuestion, situation: Situation) -> Skip | None:
    """An answer to which of them is to be skipped."""
    meant = pointed(text, those(question, situation.context), situation)
    if not meant.sure or len(meant.items) != 1:
        return None
    return Skip((meant.items[0].id,))


def skip(wish: Skip, box: Toolbox) -> str:
    """Leaves the next occurrence out, or asks of which reminder."""
    items = [one for one in box.context.waiting if one.id in wish.ids]
    if not items:
        return "Nothing that repeats waits to be sent to you."
    if not wish.sure or len(items) > 1:
        ask(box, SKIP_WHICH, [one.id for one in items])
        return f"What repeats is {listed(items, box)}; which of them should I skip once?"
    zone = zone_of(box.context.user, box.settings)
    item, own = items[0], items[0].recurrence
    due = item.due.astimezone(zone)
    if wish.on is not None and due.date() != wish.on:
        return (
            f"I can only leave out the next one: {quoted(item.summary)} comes next "
            f'{spoken_day(item.due, zone)}. Text "skip the next one" if it should be that.'
        )
    following = own.after(item.due, zone) if own is not None else None
    if own is None or following is None:
        box.run("cancel_queued_message", {"id": str(item.id)})
        return f"Skipped {spoken_day(item.due, zone)}: it was the last of {quoted(item.summary)}."
    arguments = {
        "at": following.isoformat(),
        "note": str(item.data.get("note", "")),
        "repeats": re.sub(r"COUNT=(\d+)", lambda n: f"COUNT={int(n[1]) - 1}", own.rule),
    }
    told = box.run(
        "schedule_followup", arguments | ({"timezone": own.timezone} if own.timezone else {})
    )
    if "error" in told:
        return f"I couldn't skip that: {told['error']}."
    box.run("cancel_queued_message", {"id": str(item.id)})
    return (
        f"Skipped {spoken_day(item.due, zone)}: {quoted(item.summary)} comes {told['repeats']}"
        f" again from {told['scheduled']}."
    )


__all__ = ["SKIP_WHICH", "Skip", "read_skip", "read_skip_which", "skip"]
