"""A reminder that is to come at another time, or not after all: set anew, or taken back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.agents.asking import ask
from shared.agents.capabilities.pointing import Pointed, pointed, telling
from shared.agents.capabilities.reminder_tools import (
    HELD_BY_QUIET,
    HELD_BY_REST,
    JUST_SET,
    WHAT_FOR,
)
from shared.agents.capabilities.waiting import cancel
from shared.agents.capabilities.waiting_words import NOTHING, listed, options, quoted, those
from shared.agents.capability import (
    Capability,
    Intent,
    QuestionKind,
    Rephrased,
    Situation,
    Specificity,
)
from shared.agents.language import followups
from shared.agents.language.calendar_words import DAY_CODES
from shared.agents.language.clocks import Clock
from shared.agents.language.delays import SPAN, read_shift
from shared.agents.language.times import Parts, is_time_only, read_parts, resolved
from shared.agents.language.words import matches
from shared.agents.zones import zone_of
from shared.domain.context import Waiting
from shared.domain.dialogue import OpenQuestion
from shared.domain.values import UNNAMED
from shared.llm.interface import Toolbox

_TO_WHEN = "to when, for example Friday at 4 PM?"
_TO = re.compile(
    r"(?:^|\s)(?:to|until|till|for|at|@|on)\s+|,\s+(?=\w)|\b(?:it|that|this|one|them) (?=\d)",
    re.IGNORECASE,
)
_IT = r"^\W*(?:it|that|this)\W*$"
_NOT_THAT = r"[,.]? *(?:(?:and|but|lol|haha) )*not (?:at )?\d[\d:.]*(?: ?[ap]\.?m\.?)?\W*$"
# "Change it to say call Beth": another note at the same time.
_RENAMES = (
    r"^\W*(?:(?:ok|no|actually|sorry|oh|and|please|pls|can you|could you)\b[\s,]*)*(?:(?:change|"
    r"make|"
    r"edit|update|reword|rename) (?:it|that|this|the (?:note|text|wording|reminder))(?: to)?(?: "
    r"say|"
    r" read|:)|(?:it|that|the note) should (?:say|read)|call it)\s+(?P<note>\S.{1,})$"
)
_AN_AMOUNT = (
    r"(?:an?|half an|one|two|three|four|five|ten|fifteen|twenty|thirty|\d+) ?"
    r"(?:min(?:ute)?s?|h(?:ou)?rs?|h|days?|weeks?)\b"
)
_SHIFTED = rf"\W*{SPAN} (?:later|earlier|sooner)\W*"
_DAY_BEGINS = 5  # o'clock
_LONGEST_ANSWER = 12  # words; a longer text is about something else


@dataclass(frozen=True, kw_only=True)
class Move:
    """Which reminders are to come at other times, with the moments; else what is asked about.

    `sure`: they are the ones that they named, and only the moment is missing.
    """

    ids: tuple[UUID, ...]
    at: tuple[datetime, ...] = ()  # of each
    when: str = ""  # the words for it, while it is open which of them is meant
    sure: bool = False


@dataclass(frozen=True)
class TakeBack:
    """What has just been set is not to come."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Leave:
    """They were asked what to move, and want nothing moved."""


@dataclass(frozen=True)
class Name:
    """What the reminder that has just been set is about."""

    id: UUID
    note: str


Wish = Move | TakeBack | Leave | Name


def _followups(situation: Situation) -> list[Waiting]:
    return [item for item in situation.context.waiting if item.data.get("kind") == "followup"]


_WHICH_FIRST = re.compile(
    r"^\W*(?P<which>(?:the |my )?[\w' -]{1,40}? ?(?:ones?|reminders?|first|second|third|last|"
    r"both|all))"
    r"(?:\s*[,.;:-]+\s*|\s+)(?:(?:please|pls|can you|let's|and) )*(?:make|move|push|change|set) "
    r"(?:it|that|them|this) "
    r"(?:to |till |until )?(?P<when>.+)$",
    re.IGNORECASE,
)


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if followups.keeps(text):
        return None
    if turned := _WHICH_FIRST.match(text):  # "the second one, make it 8am"
        text = f"move {turned['which']} to {turned['when']}"
    items = _followups(situation)
    found = followups.MOVES.match(text)
    if not followups.wants_moved(text) and (
        found is None or not items or not _points(found["what"], items, situation)
    ):
        return None
    what, when = _parted(found["what"] if found else text, items, situation)
    meant = pointed(what, items, situation)
    if not telling(read_parts(what, situation.now).rest) and matches(_IT, what):
        just_set = _just_set(situation)
        meant = Pointed(tuple(just_set or items), sure=bool(just_set))
    wish = _move(when, meant, items, situation)
    return Intent(wish=wish, specificity=Specificity.NAMED)


def _points(what: str, items: list[Waiting], situation: Situation) -> bool:
    """Whether it moves something of what waits, and not a desk or a meeting with somebody."""
    which, when = _parted(what, items, situation)
    if not when and not followups.points_at_one(which):
        return False
    if matches(_IT, which) or followups.points_at_one(which):
        return True
    return bool(pointed(which, items, situation).sure)


def _parted(text: str, items: list[Waiting], situation: Situation) -> tuple[str, str]:
    """ "The friday one to 6" as which of them, and when: the first way that points at something."""
    ways = list(_ways(text, situation))
    sure = (way for way in ways if pointed(way[0], items, situation).sure)
    return next(sure, ways[0])


def _ways(text: str, situation: Situation) -> Iterator[tuple[str, str]]:
    for found in _TO.finditer(text):
        when = _at_hour(text[found.end() :])
        if (found.start() or found.group().strip().isalpha()) and is_time_only(when):
            yield text[: found.start()] or found.group().strip(), when
    if found := re.search(rf"(?:\bby )?{_AN_AMOUNT}.*$", text, re.IGNORECASE):
        yield text[: found.start()], found.group()
    parts = read_parts(text, situation.now)
    yield (parts.rest, text) if parts else (text, "")


def _just_set(situation: Situation) -> list[Waiting]:
    question = situation.question
    if question is None or question.kind != JUST_SET:
        return []
    return those(question, situation.context)


def _move(when: str, meant: Pointed, items: list[Waiting], situation: Situation) -> Move:
    if not meant.sure:
        return Move(ids=tuple(item.id for item in meant.items or items), when=when)
    moments = {item.id: at for item in meant.items if (at := _moved_to(when, item, situation))}
    if len(moments) < len(meant.items):
        return Move(ids=tuple(item.id for item in meant.items), sure=True)
    return Move(ids=tuple(moments), at=tuple(moments.values()), sure=True)


def _read_just_set(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Make it 4pm", "sorry, 4pm" or "cancel that" after a reminder has been set."""
    items = those(question, situation.context)
    if not items:
        return None
    if len(items) == 1 and (renamed := matches(_RENAMES, text)):
        return Name(items[0].id, renamed["note"].strip(" .!\"'")[:500])
    if len(items) == 1 and items[0].data.get("note") == UNNAMED and matches(WHAT_FOR, text):
        return Name(items[0].id, followups.note_in(text))
    if followups.takes_back(text):
        return TakeBack(tuple(item.id for item in items))
    if followups.wants_moved(text) or followups.is_unwanted(text) or followups.keeps(text):
        return None  # it may name another one
    corrected = re.sub(_NOT_THAT, "", text, flags=re.IGNORECASE)  # "2pm, not 2am"
    bare = followups.without_lead(corrected)
    if re.fullmatch(_SHIFTED, bare, re.IGNORECASE):
        return _move(bare, Pointed(tuple(items), sure=True), items, situation)
    if not followups.moves_it(text) and not is_time_only(bare):
        return None
    found = followups.MOVES.match(text)
    _, when = _parted(found["what"], items, situation) if found else ("", bare)
    if found and not when:
        return None
    return _move(when, Pointed(tuple(items), sure=True), items, situation)


def _read_which(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """An answer to which of them, and to when; the one may have been said before."""
    items = those(question, situation.context)
    if not items or followups.wants_followup(text) or followups.is_unwanted(text):
        return None
    if matches(r"^\W*(?:neither|none|no|nope|never ?mind|nvm|leave (?:it|them))\b", text):
        return Leave()
    said = str(question.about.get("when", ""))
    if len(items) == 1 and is_time_only(text):
        return _move(_at_hour(text), Pointed(tuple(items), sure=True), items, situation)
    if len(items) == 1 and said and matches(r"^\W*(?:yes|yeah|yep|sure|ok(?:ay)?|do)\b", text):
        return _move(said, Pointed(tuple(items), sure=True), items, situation)
    which, when = _parted(text, items, situation)
    meant = pointed(which, items, situation)
    if not meant.items and said:
        which, when = text, said
        meant = pointed(which, items, situation)
    if not meant.sure or len(text.split()) > _LONGEST_ANSWER:
        return None
    if said and is_time_only(which):
        when = said
    return _move(when or said, meant, items, situation)


def _at_hour(text: str) -> str:
    return f"at {text}" if re.match(r"\s*\d{1,2}\b", text) else text


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Leave):
        return "All right, it stays as it is."
    if isinstance(wish, Name):
        return _named(wish, box)
    items = [item for item in box.context.waiting if item.id in wish.ids]
    if isinstance(wish, TakeBack):
        return cancel(items, box)
    if not items:
        return NOTHING
    if wish.at:
        moments = dict(zip(wish.ids, wish.at, strict=True))
        return " ".join(_moved(item, moments[item.id], box) for item in items)
    ask(box, "move_which", [item.id for item in items], when=wish.when)
    if wish.sure:
        them = quoted(items[0].summary) if len(items) == 1 else "them"
        return f"Move {them} {_TO_WHEN}"
    which = "should I move it" if len(items) == 1 else "which of them should I move"
    to = "" if wish.when else ", and to when"
    return f"What waits is {listed(items, box)}; {which}{to}?"


def _named(wish: Name, box: Toolbox) -> str:
    item = next((one for one in box.context.waiting if one.id == wish.id), None)
    if item is None:
        return NOTHING
    arguments: dict[str, str] = {"at": item.due.isoformat(), "note": wish.note}
    if own := item.recurrence:
        arguments["repeats"] = own.rule
        arguments |= {"timezone": own.timezone} if own.timezone else {}
    told = box.run("schedule_followup", arguments)
    if "error" in told:
        return f"I couldn't note that: {told['error']}."
    box.run("cancel_queued_message", {"id": str(item.id)})
    return f"I'll text you {told.get('repeats', told['scheduled'])}: {wish.note}."


def _moved(item: Waiting, at: datetime, box: Toolbox) -> str:
    if at == item.due:
        ask(box, JUST_SET, [item.id])
        return f"It stays: {listed([item], box)}."
    arguments: dict[str, str] = {"at": at.isoformat(), "note": item.data["note"]}
    if own := item.recurrence:
        there = ZoneInfo(own.timezone) if own.timezone else zone_of(box.context.user, box.settings)
        arguments["repeats"] = _rule_from(
            own.rule, at.astimezone(there), item.due.astimezone(there)
        )
        if own.timezone:
            arguments["timezone"] = own.timezone
    told = box.run("schedule_followup", arguments)
    if "error" in told:
        return f"I couldn't move that: {told['error']}."
    box.run("cancel_queued_message", {"id": str(item.id)})
    if repeats := told.get("repeats"):
        return f"Moved: {quoted(item.summary)} comes {repeats}, next {told['scheduled']}."
    if rested := told.get(HELD_BY_REST):
        return f"Moved: {quoted(item.summary)} comes after your day of rest, {rested}."
    if awake := told.get(HELD_BY_QUIET):
        return f"Moved: {quoted(item.summary)} comes when your quiet hours end, {awake}."
    return f"Moved: I'll text you {told['scheduled']}: {quoted(item.summary)}."


def _rule_from(rule: str, at: datetime, due: datetime) -> str:
    """The rule of what repeats, on another day of the week or month where it comes on one alone."""
    if at.date() == due.date():
        return rule
    if re.search(r"FREQ=WEEKLY.*BYDAY=[A-Z]{2}$", rule):
        return re.sub(r"BYDAY=[A-Z]{2}$", f"BYDAY={DAY_CODES[at.weekday()]}", rule)
    if re.search(r"FREQ=MONTHLY.*BYMONTHDAY=\d+$", rule):
        return re.sub(r"BYMONTHDAY=\d+$", f"BYMONTHDAY={at.day}", rule)
    return rule


def _moved_to(text: str, item: Waiting, situation: Situation) -> datetime | None:
    """The moment named; the day or the time that is left out stays as it was.

    An hour without its half of the day is the one nearer to the time before.
    """
    now, zone = situation.now, situation.zone
    due = item.due.astimezone(zone)
    if matches(rf"\bby\b|\b(?:later|earlier|sooner|back|forward)\b|^\s*{_AN_AMOUNT}", text):
        shift = read_shift(text)
        if shift is not None:
            return _coming(shift[0].moment_from(due, back=shift[1]), now)
    parts = read_parts(text, now)
    if not parts or parts.left:
        return None
    if parts.delay or parts.anchored:
        at = resolved(parts, now)
        return at if isinstance(at, datetime) else None
    days = parts.days.days
    if parts.days.asks or (len(days) > 1 and not parts.days.today_too):
        return None
    if not days and due.date() > now.date():
        days = (due.date(),)
    if half := _other_half(parts.clock, due):
        return _coming(datetime.combine((days or (due.date(),))[-1], half, zone), now)
    if not parts.clock:
        return _coming(datetime.combine(days[-1], due.time(), zone), now) if days else None
    return _nearest(replace(parts, days=replace(parts.days, days=days)), due, now)


def _nearest(parts: Parts, due: datetime, now: datetime) -> datetime | None:
    clock = parts.clock
    halves = [clock] if clock.is_sure else [replace(clock, pm=False), replace(clock, pm=True)]
    read = [resolved(replace(parts, clock=half), now) for half in halves]
    moments = [at for at in read if isinstance(at, datetime)]

    def far(at: datetime) -> tuple[bool, int]:
        """Nobody is reminded at night unless the one before was at night."""
        asleep = at.hour < _DAY_BEGINS <= due.hour
        return asleep, abs(_minutes(at) - _minutes(due))

    return min(moments, key=far, default=None)


_HOURS_OF = {"morning": (4, 11), "afternoon": (12, 17), "evening": (17, 23), "night": (18, 23)}


def _other_half(clock: Clock, due: datetime) -> time | None:
    """The same hour in the half of the day that is said alone: "pm", "in the morning"."""
    if clock.hour is not None or not clock:
        return None
    halves = [due.time(), due.time().replace(hour=(due.hour + 12) % 24)]
    if clock.part is None:
        return next(half for half in halves if (half.hour >= 12) is bool(clock.pm))
    first, last = _HOURS_OF.get(clock.part, (24, 24))
    return next((half for half in halves if first <= half.hour <= last), None)


def _coming(at: datetime, now: datetime) -> datetime | None:
    return at if at > now else None


def _minutes(at: datetime) -> int:
    return at.hour * 60 + at.minute


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
            implicit=True,
        ),
        QuestionKind(
            kind="move_which",
            meaning="you asked which reminder to move, or to when; options: their ids; about.when:"
            " the words for the moment, if they said it",
            read=_read_which,
            options=options,
            about=frozenset({"when"}),
        ),
    ),
    label="move a reminder",
    rephrased={
        "remind_move": Rephrased("move {text}", "{text} move it"),
    },
    counter_examples=("thanks, see you tomorrow", "is 4pm ok for you?", "I moved to Berlin"),
)

__all__ = ["MOVING"]
