"""A reminder that is to come at another time, or not after all: set anew, or taken back."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from shared.agents.asking import ask
from shared.agents.capabilities.reminders import JUST_SET
from shared.agents.capabilities.waiting import (
    NOTHING,
    cancel,
    chosen,
    listed,
    options,
    quoted,
    those,
)
from shared.agents.capability import (
    Capability,
    Intent,
    QuestionKind,
    Situation,
    Specificity,
)
from shared.agents.language import followups
from shared.agents.language.times import (
    Moment,
    names_a_clock,
    names_a_day,
    names_a_time,
    read_moment,
)
from shared.agents.language.words import matches
from shared.domain.context import Waiting
from shared.domain.dialogue import OpenQuestion
from shared.llm.interface import Toolbox

_TO_WHEN = "to when, for example Friday at 4 PM?"
_TO_AN_HOUR = r"\b(to|for|it|that|this) (?=\d{1,2}\b)"  # "make it 4"
# Says whether an hour is one of the morning or of the afternoon.
_HALF = r"\d ?[ap]\.?m\b|\d\d:\d\d|morning|noon|lunch|evening|night"


@dataclass(frozen=True, kw_only=True)
class Move:
    """Which reminder is to come at another time: one, with its moment; else what is asked about.

    `sure`: it is the one that they named, and only the moment is missing.
    """

    ids: tuple[UUID, ...]
    at: datetime | None = None
    sure: bool = False


@dataclass(frozen=True)
class TakeBack:
    """What has just been set is not to come."""

    ids: tuple[UUID, ...]


Wish = Move | TakeBack


def _followups(situation: Situation) -> list[Waiting]:
    return [item for item in situation.context.waiting if item.data.get("kind") == "followup"]


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    text = _with_hours(text)
    if not followups.wants_moved(text):
        return None
    items = _followups(situation)
    meant = chosen(_without_time(text, situation), items) or _just_set(situation)
    wish = _move(text, meant, situation) if meant else Move(ids=tuple(item.id for item in items))
    return Intent(wish=wish, specificity=Specificity.NAMED)


def _just_set(situation: Situation) -> list[Waiting]:
    question = situation.question
    if question is None or question.kind != JUST_SET:
        return []
    return those(question, situation.context)


def _move(text: str, items: list[Waiting], situation: Situation) -> Move:
    at = _moved_to(text, items[0], situation) if len(items) == 1 else None
    return Move(ids=tuple(item.id for item in items), at=at, sure=True)


def _read_just_set(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Make it 4pm", "sorry, 4pm" or "cancel that" after a reminder has been set."""
    items = those(question, situation.context)
    if not items:
        return None
    if followups.takes_back(text):
        return TakeBack(tuple(item.id for item in items))
    text = _with_hours(text)
    if followups.wants_moved(text) or followups.is_unwanted(text):
        return None  # it may name another one
    moved = followups.moves_it(text) or _is_only_a_time(text, situation)
    return _move(text, items, situation) if moved else None


def _read_which(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """An answer to which of them, and to when; the time alone is enough where one was asked."""
    items = those(question, situation.context)
    text = _with_hours(text)
    if not items or not names_a_time(text) or followups.wants_followup(text):
        return None
    meant = chosen(_without_time(text, situation), items)
    if len(items) == 1 and not meant:
        meant = items if _is_a_time(text, situation) else []
    return _move(text, meant, situation) if len(meant) == 1 else None


def _with_hours(text: str) -> str:
    return re.sub(_TO_AN_HOUR, r"\1 at ", text, flags=re.IGNORECASE)


def _answer(wish: Wish, box: Toolbox) -> str:
    items = [item for item in box.context.waiting if item.id in wish.ids]
    if isinstance(wish, TakeBack):
        return cancel(items, box)
    if not items:
        return NOTHING
    if len(items) == 1 and wish.at is not None:
        return _moved(items[0], wish.at, box)
    ask(box, "move_which", [item.id for item in items])
    if len(items) == 1 and wish.sure:
        return f"Move {quoted(items[0].summary)} {_TO_WHEN}"
    which = "should I move it" if len(items) == 1 else "which of them should I move"
    return f"What waits is {listed(items, box)}; {which}, and to when?"


def _moved(item: Waiting, at: datetime, box: Toolbox) -> str:
    if at == item.due:
        return f"It stays: {listed([item], box)}."
    told = box.run("schedule_followup", {"at": at.isoformat(), "note": item.data["note"]})
    if "error" in told:
        return f"I couldn't move that: {told['error']}."
    box.run("cancel_queued_message", {"id": str(item.id)})
    if awake := told.get("held_by_quiet_hours_until"):
        return f"Moved: {quoted(item.summary)} comes when your quiet hours end, {awake}."
    return f"Moved: I'll text you {told['scheduled']}: {quoted(item.summary)}."


def _moved_to(text: str, item: Waiting, situation: Situation) -> datetime | None:
    """The moment named; the day or the time that is left out stays as it was.

    An hour without its half of the day is the one nearer to the time before.
    """
    if not names_a_time(text):
        return None
    now, zone = situation.now, situation.zone
    due = item.due.astimezone(zone)
    base = now if names_a_day(text) else max(now, datetime.combine(due.date(), time(0), zone))
    words = _in_both_halves(text) if names_a_clock(text) else [f"{text} at {due:%H:%M}"]
    read = (read_moment(one, base) for one in words)
    moments = [moment.at for moment in read if isinstance(moment, Moment)]
    return min(moments, key=lambda at: abs(_minutes(at) - _minutes(due)), default=None)


def _in_both_halves(text: str) -> list[str]:
    return [text] if matches(_HALF, text) else [f"{text} | am", f"{text} | pm"]


def _minutes(at: datetime) -> int:
    return at.hour * 60 + at.minute


def _is_only_a_time(text: str, situation: Situation) -> bool:
    bare = followups.without_lead(text)
    return bare != text and _is_a_time(bare, situation)


def _is_a_time(text: str, situation: Situation) -> bool:
    return names_a_time(text) and not _without_time(text, situation).strip(" .,!?")


def _without_time(text: str, situation: Situation) -> str:
    moment = read_moment(_in_both_halves(text)[-1], situation.now)
    return moment.rest.replace("|", "") if isinstance(moment, Moment) else text


MOVING: Capability[Wish] = Capability(
    name="moving",
    read=_read,
    answer=_answer,
    questions=(
        QuestionKind(
            kind=JUST_SET,
            meaning="a reminder has just been set; schedule_followup leaves this by itself",
            read=_read_just_set,
            options=options,
        ),
        QuestionKind(
            kind="move_which",
            meaning="you asked which reminder to move, or to when; options: their ids",
            read=_read_which,
            options=options,
        ),
    ),
    label="move a reminder",
    counter_examples=("thanks, see you tomorrow", "is 4pm ok for you?", "I moved to Berlin"),
)

__all__ = ["MOVING"]
