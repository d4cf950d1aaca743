"""A reminder that is to come at another time: set anew, and the earlier one cancelled."""

import re
from datetime import datetime, time

from shared.agents.reading import wishes
from shared.agents.reading.times import (
    Moment,
    names_a_clock,
    names_a_day,
    names_a_time,
    read_moment,
)
from shared.agents.reading.words import matches
from shared.agents.rules.turn import Pending
from shared.agents.rules.waiting import NOTHING, chosen, just_set, listed, quoted
from shared.agents.zones import zone_of
from shared.domain.context import Waiting
from shared.llm.interface import Toolbox

_ASKED = "should I move"  # in every question of ours about which to move
_TO_WHEN = "to when, for example Friday at 4 PM?"
_TO_AN_HOUR = r"\b(to|for|it|that|this) (?=\d{1,2}\b)"  # "make it 4"
# Says whether an hour is one of the morning or of the afternoon.
_HALF = r"\d ?[ap]\.?m\b|\d\d:\d\d|morning|noon|lunch|evening|night"


def moving(text: str, now: Pending, box: Toolbox) -> str:
    """Moves the reminder that is meant, or asks; "" when the text is not about it."""
    text = re.sub(_TO_AN_HOUR, r"\1 at ", text, flags=re.IGNORECASE)
    items = [item for item in box.context.waiting if item.data.get("kind") == "followup"]
    meant = _meant(text, now, items, box)
    if len(meant) == 1:
        return _move(meant[0], text, box)
    if not wishes.wants_moved(text):
        return ""
    if not items:
        return NOTHING
    which = f"{_ASKED} it" if len(items) == 1 else f"which of them {_ASKED}"
    return f"What waits is {listed(items, box)}; {which}, and to when?"


def _meant(text: str, now: Pending, items: list[Waiting], box: Toolbox) -> list[Waiting]:
    recent = just_set(now, items, box)
    if wishes.wants_moved(text):
        return chosen(_without_time(text, box), items) or recent
    if names_a_time(text):
        if _ASKED in now.last_reply:
            return chosen(_without_time(text, box), items)
        if asked := [item for item in items if _question(item) in now.last_reply]:
            return asked[:1]
    return recent if wishes.moves_it(text) or _is_only_a_time(text, box) else []


def _move(item: Waiting, text: str, box: Toolbox) -> str:
    at = _moved_to(text, item, box)
    if at is None:
        return _question(item)
    if at == item.due:
        return f"It stays: {listed([item], box)}."
    told = box.run("schedule_followup", {"at": at.isoformat(), "note": item.data["note"]})
    if "error" in told:
        return f"I couldn't move that: {told['error']}."
    box.run("cancel_queued_message", {"id": str(item.id)})
    if awake := told.get("held_by_quiet_hours_until"):
        return f"Moved: {quoted(item.summary)} comes when your quiet hours end, {awake}."
    return f"Moved: I'll text you {told['scheduled']}: {quoted(item.summary)}."


def _moved_to(text: str, item: Waiting, box: Toolbox) -> datetime | None:
    """The moment named; the day or the time that is left out stays as it was.

    An hour without its half of the day is the one nearer to the time before.
    """
    if not names_a_time(text):
        return None
    zone = zone_of(box.context.user, box.settings)
    now, due = box.context.now.astimezone(zone), item.due.astimezone(zone)
    base = now if names_a_day(text) else max(now, datetime.combine(due.date(), time(0), zone))
    words = _in_both_halves(text) if names_a_clock(text) else [f"{text} at {due:%H:%M}"]
    read = (read_moment(one, base) for one in words)
    moments = [moment.at for moment in read if isinstance(moment, Moment)]
    return min(moments, key=lambda at: abs(_minutes(at) - _minutes(due)), default=None)


def _in_both_halves(text: str) -> list[str]:
    return [text] if matches(_HALF, text) else [f"{text} | am", f"{text} | pm"]


def _minutes(at: datetime) -> int:
    return at.hour * 60 + at.minute


def _is_only_a_time(text: str, box: Toolbox) -> bool:
    bare = wishes.without_lead(text)
    return bare != text and names_a_time(bare) and not _without_time(bare, box).strip(" .,!?")


def _without_time(text: str, box: Toolbox) -> str:
    zone = zone_of(box.context.user, box.settings)
    moment = read_moment(_in_both_halves(text)[-1], box.context.now.astimezone(zone))
    return moment.rest.replace("|", "") if isinstance(moment, Moment) else text


def _question(item: Waiting) -> str:
    return f"Move {quoted(item.summary)} {_TO_WHEN}"
