"""Reminders: a moment that is clear is scheduled, any other is asked about."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from shared.agents.asking import ask
from shared.agents.capabilities.pointing import telling
from shared.agents.capabilities.reminder_tools import (
    HELD_BY_QUIET,
    HELD_BY_REST,
    JUST_SET,
    SCHEDULE_FOLLOWUP,
    WHAT_FOR,
)
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
from shared.agents.language.questions import is_question
from shared.agents.language.quiet import read_quiet_hours
from shared.agents.language.requests import (
    WHEN,
    begins_with_a_time,
    is_another_reminder,
    is_one_more,
    read_request,
    without_more,
)
from shared.agents.language.times import ANY, is_time_only, names_a_time, read_parts
from shared.agents.language.topics import topics
from shared.agents.language.words import matches, places_in, shortened
from shared.agents.rendering import REMINDER_CAME
from shared.agents.zones import spoken_day
from shared.domain.dialogue import OpenQuestion
from shared.domain.values import UNNAMED
from shared.llm.interface import Toolbox

WHEN_ASKED = "reminder_when"
CAME = REMINDER_CAME
SEPARATOR = "|"  # between the texts that a request is put together from
SETTLED = "Good, then that's settled."
GO_ON = "All right. If I should come back to it, a day and a time is enough."
_MOST_TEXTS = 4  # that one request is put together from
# "Snooze for an hour" means in an hour; "not yet, tomorrow" names nothing but the day.
_SNOOZE = (
    r"\bsnooze(?: (?:it|this|that))?(?: for)? (?=[a-z0-9]+ ?(?:an |and |m(?:in)?|h(?:our|"
    r"r)?|day|week))"
)
_NOT_YET = (
    r"^(?:(?:ugh|argh|oh|sorry|hm+|try me again|try again|not (?:yet|now|done|today)|no|nope|later"
    r"|yes|ok(?:ay)?|maybe|better|how about|"
    r"let's say|i will|i'll do it)\b[\s,.]*)+"
)
_CORRECTION = (
    r"^(?:sorry|actually|no,|no wait|i meant?|correction|or rather|scratch that)[,: ]+(.+)$"
)
_MAKE_IT = (
    r"^\W*(?:(?:ok|no|actually|sorry|then|yes|oh|hm+)\b[\s,]*)*(?:make (?:it|that)|let'?s (?:say|"
    r"do|make it)|say|how about|change (?:it|that) to|rather|better)\s+(?:at )?(?=\d)"
)
_YES = (
    r"^\W*(?:yes|yeah|yep|yup|y|correct|right|exactly|that's (?:it|right)|sure|ok(?:ay)?|please)\b"
)
_NO = r"^\W*(?:no|nope|neither|none|never ?mind|nvm|forget it|leave it)\b"
_A_PLACE = r"^\W*(?:the )?(?:first|second|1st|2nd|former|latter|last)(?: one)?(?:,? please)?\W*$"
# "Remind me when?" is theirs to answer; a sentence about themselves is another subject.
_NOTHING = (
    r"^\W*(?:(?:just|only|no|yes|yeah|ok(?:ay)?|it'?s|lol)\b[\s,]*)*(?:nothing|anything|whatever"
    r"|just (?:ping|text|remind) "
    r"me|(?:no )?reason|nothing special|just because|just ping|in general)\b.*$|^\W*(?:yes"
    r"|ok(?:ay)?|sure|just do it)\W*$"
)
_COMMANDS = (
    r"^\W*(?:cancel|move|drop|stop|pause|mute|never ?mind|nvm|forget|no\b|i (?!need|have|want)|"
    r"i'?m|we )"
)
_ANOTHER_SUBJECT = r"\b(?:i|i'm|i'll|i've|we|we're|you|he|she|they|it's|who|what|why|how)\b"


@dataclass(frozen=True, kw_only=True)
class Remind:
    """A text to come. Without a moment `asks` is the question for it."""

    at: datetime | None = None  # on the person's clock
    note: str = ""
    asks: str = ""
    words: tuple[str, ...] = ()  # the texts that it was put together from
    repeats: str = ""  # the rule of what comes again, see `shared.domain.recurrence`
    timezone: str | None = None  # IANA name, of what repeats in another zone than theirs
    lacks_note: bool = False  # when is clear, and what it is about is asked


@dataclass(frozen=True)
class Settled:
    """What they were reminded of is done."""


@dataclass(frozen=True)
class Dropped:
    """They were asked when, and want no reminder."""


Wish = Remind | Settled | Dropped


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if followups.is_unwanted(text) or followups.wants_moved(text) or followups.keeps(text):
        return None
    if situation.context.waiting and matches(r"^\W*snooze (?:the|my|both|all|that \w)", text):
        return None  # what waits is to be moved
    wanted = followups.wants_followup(text)
    if not wanted and not (followups.wants_a_text(text) and names_a_time(text)):
        just_set = situation.question is not None and situation.question.kind == JUST_SET
        another = situation.before and is_another_reminder(situation.before, text)
        if another or (just_set and is_one_more(text)):
            return Intent(wish=_request((without_more(text),), situation))
        return _by_its_time(text, situation)
    if read_quiet_hours(text) is not None or followups.asks_what_waits(text):
        return None
    named = followups.leads_to_followup(text)
    return Intent(
        wish=_request((text,), situation),
        specificity=Specificity.NAMED if named else Specificity.CLEAR,
    )


def _by_its_time(text: str, situation: Situation) -> Intent[Wish] | None:
    """ "Tomorrow at 3: ship the deck" asks for it too; a time alone may, and is asked about."""
    if begins_with_a_time(text, situation.now):
        return Intent(wish=_request((text,), situation))
    if not is_time_only(text) or read_quiet_hours(text) is not None or not _is_bare(text):
        return None
    wish = _request((text,), situation)
    if wish.at is not None:
        wish = replace(wish, at=None, asks="Should I text you then, and about what?")
    return Intent(wish=wish, specificity=Specificity.LOOSE)


def _is_bare(text: str) -> bool:
    """Whether nothing but the time is said, not even a courtesy that it may belong to."""
    parts = read_parts(text, ANY)
    timed = parts.clock.hour is not None or parts.delay
    return not re.search(r"[a-z]", parts.rest.lower()) and bool(timed)


def _request(
    texts: tuple[str, ...], situation: Situation, note: str = "", *, named: bool = False
) -> Remind:
    """The reminder that these texts ask for together, oldest first; `note` if they name nothing.

    A day alone ("remind me friday") is too little, unless it is `named` that nothing else is meant.
    """
    parts = [part.strip() for text in texts for part in text.split(SEPARATOR)]
    texts = tuple(_snoozed(text) for text in (*parts[:1], *parts[1:][-_MOST_TEXTS + 1 :]))
    request = read_request(texts, situation.now)
    found = request.note
    if note:
        found = re.sub(_NOT_YET, "", found, flags=re.IGNORECASE) or note
    if not found and request.at and matches(r"\b(?:it|this|that)\b", texts[-1]):
        found = situation.before[:500]
    if not found and request.at and matches(r"\bwake me\b", texts[0]):
        found = "wake up"
    if request.at and not found and not request.rule and not named and _names_no_clock(texts):
        return Remind(
            asks=f"What should I remind you of on {spoken_day(request.at, situation.zone)}?",
            words=texts,
            lacks_note=True,
        )
    return Remind(
        at=request.at,
        note=found if request.at else note,
        asks=request.asks,
        words=texts,
        repeats=request.rule,
        timezone=request.timezone,
    )


def _names_no_clock(texts: tuple[str, ...]) -> bool:
    parts = [read_parts(text, ANY) for text in texts]
    if matches(
        r"\bask (?:me )?again\b|\b(?:ask|come back|get back|check)\b.*\b(?:again|to me|in)\b",
        texts[0],
    ):
        return False  # about what was told just before
    return not any(one.clock or one.delay or one.anchored for one in parts)


def _snoozed(text: str) -> str:
    return re.sub(_SNOOZE, "snooze in ", text, flags=re.IGNORECASE)


def _read_when(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """A time, one of the choices, or the request once more; joined to what was asked before."""
    words = [part.strip() for part in str(question.about.get("words", "")).split(SEPARATOR)]
    before = tuple(part for part in words if part)
    note = str(question.about.get("note", ""))
    if question.about.get("lacks") == "note" and (found := _read_what(text, before, situation)):
        return found
    if (matches(_NO, text) and not names_a_time(text)) or _drops(text, (*before, note)):
        return Dropped()
    text = re.sub(_MAKE_IT, "at ", text, flags=re.IGNORECASE)
    if before and matches(_A_PLACE, text):
        choices = read_request(before, situation.now).choices
        if places := places_in(text, len(choices)):
            return _chosen(choices[places[0]], before, situation, note)
    if before and matches(_YES, text) and len(text.split()) <= 4 and not names_a_time(text):
        return _request((*before, ""), situation, note)
    if not note and matches(WHAT_FOR, text):  # "remind me later", "to stretch"
        return _request((*before, text), situation)
    again = followups.wants_followup(text) and not (followups.note_in(text) or names_a_time(text))
    if not again and not _is_answer(text, situation):
        return None
    return _request((*before, text), situation, note=note)


def _read_what(text: str, before: tuple[str, ...], situation: Situation) -> Remind | None:
    """What the reminder is about, where only its day was named; they may add the time."""
    if matches(_NOTHING, text):
        return _request((*before, ""), situation, named=True)
    if is_question(text) or topics(text) or matches(_COMMANDS, text) or len(text.split()) > 20:
        return None
    timed = names_a_time(text) or followups.wants_followup(text)
    return _request((*before, text if timed else f"about {text}"), situation)


def _drops(text: str, asked: tuple[str, ...]) -> bool:
    """Whether the reminder that they were asked about is not to come: "scratch the legal thing"."""
    if followups.takes_back(text):
        return True
    what = followups.cancelled_in(text)
    named = telling(what) if what else set[str]()
    return bool(named & telling(" ".join(asked)))


def _chosen(at: datetime, before: tuple[str, ...], situation: Situation, note: str) -> Remind:
    """One of the moments that were asked about, with all else that the texts say."""
    said = f"{at:%Y-%m-%d} at {at:%H:%M}"
    return _request((*before, said), situation, note)


def _is_answer(text: str, situation: Situation) -> bool:
    """Whether it says when, whatever it adds: "tonight to take out trash"."""
    if is_time_only(text):
        return True
    parts = read_parts(text, situation.now)
    if not parts or followups.wants_followup(text) or followups.is_unwanted(text):
        return False
    return parts.leads and not matches(_ANOTHER_SUBJECT, parts.rest) and "?" not in text


def _read_answer_to_reminder(
    text: str, question: OpenQuestion, situation: Situation
) -> Wish | None:
    """What is said to a reminder that has come: done, or put off to a moment."""
    if followups.is_unwanted(text):
        return None
    if followups.says_done(text) and not followups.wants_followup(text):
        return Settled()
    wanted = followups.wants_followup(text) and read_quiet_hours(text) is None
    if wanted or is_time_only(re.sub(_NOT_YET, "", text, flags=re.IGNORECASE)):
        return _request((text,), situation, note=str(question.about.get("note", "")))
    return None


def _otherwise(question: OpenQuestion, box: Toolbox) -> str:
    ask(box, WHEN_ASKED, note=str(question.about.get("note", "")))
    return GO_ON


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Settled):
        return SETTLED
    if isinstance(wish, Dropped):
        return "All right, no reminder then."
    if wish.at is None:
        about = {"words": f" {SEPARATOR} ".join(wish.words), "note": wish.note}
        ask(box, WHEN_ASKED, **about, **({"lacks": "note"} if wish.lacks_note else {}))
        return wish.asks
    arguments = {"at": wish.at.isoformat(), "note": wish.note or UNNAMED}
    if wish.repeats:
        arguments["repeats"] = wish.repeats
    if wish.timezone:
        arguments["timezone"] = wish.timezone
    told = box.run("schedule_followup", arguments)
    if "error" in told:
        ask(box, WHEN_ASKED, words=f" {SEPARATOR} ".join(wish.words), note=wish.note)
        return f"I couldn't set that: {told['error']}. {WHEN}"
    about = f": {shortened(wish.note)}" if wish.note else ""
    awake, rested = told.get(HELD_BY_QUIET), told.get(HELD_BY_REST)
    if repeats := told.get("repeats"):
        held = f" In your quiet hours it waits until they end, {awake}." if awake else ""
        held = f" On your days of rest it waits until {rested}." if rested else held
        return f"I'll text you {repeats}, first {told['scheduled']}{about}.{held}"
    if rested:
        return f"That's one of your days of rest, so I'll text you after it, {rested}{about}."
    if awake:
        return f"That's in your quiet hours, so I'll text you when they end, {awake}{about}."
    return f"I'll text you {told['scheduled']}{about}."


def _merged(earlier: str, later: str) -> str | None:
    """ "Sorry, 10" worked into the request before it."""
    said = matches(_CORRECTION, later)
    if said and followups.wants_followup(earlier) and is_time_only(said.group(1)):
        return f"{earlier} {SEPARATOR} {said.group(1)}"
    return None


REMINDERS: Capability[Wish] = Capability(
    name="reminders",
    read=_read,
    answer=_answer,
    tools=(SCHEDULE_FOLLOWUP,),
    questions=(
        QuestionKind(
            kind=WHEN_ASKED,
            meaning="you asked when to text them; about.words: what they asked for, in their words;"
            ' about.note: what it is about; about.lacks: "note" if you asked what it is about',
            read=_read_when,
            about=frozenset({"words", "note", "lacks"}),
        ),
        QuestionKind(
            kind=CAME,
            meaning="a reminder has come and they may say how it stands; about.note: what it was",
            read=_read_answer_to_reminder,
            about=frozenset({"note"}),
            otherwise=_otherwise,
        ),
    ),
    instructions="""\
- Come back to them at a time (schedule_followup), once or again and again (its `repeats`). It needs
  a moment: resolve "tomorrow at 9" in their time zone, "5pm PST" in the zone that they name, never
  in the past; when it is unclear (5 in the morning or afternoon, which day), ask first. It is sent
  at its time by itself; in their quiet hours, or on their days of rest, it waits until these end,
  and then you tell them that moment. What repeats is ended by cancelling it.
""",
    ability="remind you, once or again and again",
    label="set a reminder for it",
    rephrased={
        "remind_set": Rephrased("remind me {text}", "remind me to {text}"),
    },
    tries=("remind me friday at 3pm to call Bo",),
    chosen_by=r"\bremind",
    chosen=lambda text: Remind(asks=WHEN, words=(), note=text[:500]),
    merged=_merged,
    examples=(
        Example(
            text="remind me to call Bob next week",
            wish=Remind(
                asks="Which day next week, and at what time?",
                words=("remind me to call Bob next week",),
            ),
        ),
        Example(text="remind me", wish=Remind(asks=WHEN, words=("remind me",))),
        Example(
            text="ping me about the lease",
            wish=Remind(asks=WHEN, words=("ping me about the lease",)),
        ),
        Example(
            text="remind me every monday",
            wish=Remind(
                at=datetime(2026, 6, 8, 9, tzinfo=ZoneInfo("America/New_York")),
                words=("remind me every monday",),
                repeats="FREQ=WEEKLY;BYDAY=MO",
            ),
        ),
    ),
    counter_examples=(
        "don't remind me about Bob",
        "move my reminder to 5pm",
        "what reminders do I have?",
        "don't text me after 9pm",
    ),
)

__all__ = ["CAME", "JUST_SET", "REMINDERS", "SEPARATOR", "WHEN_ASKED"]
