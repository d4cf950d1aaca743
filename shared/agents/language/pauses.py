"""Pauses of what we start, as people write them: until when, or a question where that is open."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shared.agents.language.quiet import MESSAGE, NO_TEXTS, REFUSES, read_span
from shared.agents.language.spoken_hours import in_digits
from shared.agents.language.times import Unclear, names_a_clock, names_a_day, read_moment
from shared.agents.language.words import matches

BEGINS_NOW = "I can only begin a pause now. Until when should I hold what I start?"
UNTIL_WHEN = "Until when should I hold what I start? A day is enough."
_PAUSE = (
    r"\b(?:mute|pause|paus(?:e|ing)|silence|hush|shut up|go (?:quiet|dark|silent)|hold off|"
    r"(?:take|taking|need|want) a (?:little |short |quick )?(?:break|breather|time ?out)|"
    r"give me a (?:break|rest)|leave me (?:alone|be|in peace)|back off|quiet|"
    rf"hold (?:all |any |the |my |your )?(?:{MESSAGE}|everything)|"
    r"do not disturb|don'?t disturb(?: me)?|dnd|"
    r"snooze (?:yourself|your (?:texts|messages)|texts?|messages?|everything))\b"
)
_AWAY = (
    r"\b(?:i(?:'?m| am|'?ll be| will be)|im|we(?:'re| are)) (?:(?:going|gonna|now|currently|be|"
    r"to) )*(?:away|offline|"
    r"off(?: (?:work|grid|the grid|sick))?|unavailable|unreachable|out(?: of (?:the )?(?:office|"
    r"town|country|reach))?|ooo|"
    r"on (?:vacation|holidays?|leave|pto|a trip|a retreat|maternity leave|paternity leave|"
    r"honeymoon|sabbatical)|travell?ing)\b"
    r"(?=\W*(?:$|until|till?|til|for|this|next|through|thru|from|the (?:rest|whole|entire)|all|"
    r"today|tonight|tomorrow|"
    r"now|so|and|back|over|on|right now|at the moment|till|please|mon|tue|wed|thu|fri|sat|sun))|"
    r"^(?:(?:going |heading )?(?:ooo|out of office|on vacation|on holidays?|on leave|away))\b"
)
_BACK_ON = (
    r"(?:^\W*|[,;.] ?|\band )(?:(?:i(?:'?m|'?ll be| will be| am| come| get| return)?|im|we(?:'re|"
    r"'ll be)|be|"
    r"returning|coming) )*back"
    r"(?= (?:on|at|by|in \w+ (?:day|week|month)s?|next|tomorrow|the|mon|tue|wed|thu|fri|sat|sun|"
    r"\d))"
)
_TRAVELS = r"\b(?:fly|flying|driving|heading|headed|travell?ing|going|off|landing) (?:\w+ )?to\b"
# "In a meeting til 2, text me after that".
_FROM_TO = (
    r"\bfrom (?:mon|tue|wed|thu|fri|sat|sun)\w*(?: (?:to|till?|until|through|thru|-) )(?:(?:next"
    r"|this) )?"
    r"(?:mon|tue|wed|thu|fri|sat|sun)\w*\b"
)
_EXTENDED = (
    r"\b(?:extend|prolong|lengthen|add to|push)\b.{0,20}\b(?:pause|mute|break|silence|quiet|it)\b|"
    r"\b(?:stay|keep (?:it|me|things)|remain) (?:paused|muted|quiet)\b"
)
_BUSY = (
    r"\b(?:in|at|on|busy|tied up|driving|heads down|slammed|with)\b.{0,40}\b(?:until|till?|til) "
    r".{1,30}"
    r"\b(?:hit me up|text me|ping me|message me)? ?(?:after(?: (?:that|then|wards))?|then)\b|"
    r"\b(?:in|at|on|busy|tied up|driving|heads down|slammed)\b.{0,30}\b(?:until|till?|til) "
    r".{1,30}\b"
    r"(?:after (?:that|then|wards)|when i'?m (?:out|done|free|back)|not before|hold)"
)
_SPAN = (
    r"\b(?:until|till?|til|'til|for|through|thru|this|before|today|tonight|tomorrow|while|awhile|"
    r"over the)\b"
)
_OPEN_END = (
    r"\b(?:a ?while|for now|for a bit|for (?:some|a little) (?:time|while)|further notice|"
    r"indefinitely|until i(?:'m| am)? (?:say|tell|text|back|let|return|ask|ready)|when i'?m back|"
    r"while i(?:'m| am)(?! (?:a?sleep|at work|working|in a)))\b"
)
_LATER_TEXT = (
    r"^\W*(?:please |pls |can you |could you )*(?:remind|nudge|ping me|wake|follow up|check in)\b"
)
_EVERYTHING = (
    r"\b(?:everything|even (?:my )?reminders|reminders (?:too|included|as well|also)|"
    r"including (?:my )?reminders|(?:nothing|anything|not a thing) at all|all of it|"
    rf"all (?:the |my |your )?{MESSAGE})\b"
)
_RESUME = (
    r"^(?:(?:ok(?:ay)?|hey|hi|hello|please|pls|so|and|you can|u can|can you|i want to|"
    r"let's)[\s,]+)*(?:"
    r"resume(?: (?:texts?|texting|messages|again|now|please))*|un-?(?:mute|pause|silence|"
    r"snooze)(?: me| it| texts?)?|"
    r"(?:i(?:'?m| am) )?back(?: (?:now|again|early|home|already|at work|from [\w ]+))*(?:,? (?:so "
    r"|and )?(?:you|u)"
    r"(?: can| may)?(?: go ahead and)? (?:start|resume|text|message|fire|continue)\b.{0,20})?|"
    r"i(?:'?m| am) back(?: (?:now|again|early|home|already|at work|from [\w ]+))*|back (?:now|"
    r"again|at work|early|from [\w ]+)|"
    r"(?:you|u) can (?:start|resume|begin|text|continue)(?: up)?(?: (?:again|now|texting))+|fire "
    r"away|"
    r"(?:(?:you|u) can )?(?:start|resume|begin|go back to|continue) (?:texting|messaging|sending|"
    r"pinging)(?: me)?(?: again| now| as (?:before|usual|normal))*|"
    r"(?:you can |u can )?(?:text|message|ping) me (?:again|now)|"
    r"turn (?:the |my )?(?:texts?|messages?|it|everything) (?:back )?on|"
    r"(?:end|stop|cancel|lift|drop|remove|undo) (?:the |my )?(?:pause|mute|break|silence)|"
    r"(?:take me|get me|come|i'?m|i am) off (?:of )?(?:mute|pause|hold|silent|dnd)|"
    r"no (?:more )?(?:pause|mute)(?: anymore)?)[\s.!]*(?:please|thanks|thank you|now|"
    r"again)?[\s.!]*$"
)
_MONTHS: str = "jan feb mar apr may jun jul aug sep oct nov dec"
_COUNTS: tuple[str, ...] = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
)


@dataclass(frozen=True)
class Pause:
    """A pause that is wanted. Without `until` its end is asked about."""

    until: datetime | None = None  # on their own clock
    everything: bool = False  # also what they asked to be reminded of
    asks: str = ""


def read_pause(text: str, now: datetime, wake: time) -> Pause | None:
    """A pause, on the person's own clock; `wake` is when their day begins. None: none is wanted."""
    if matches(_LATER_TEXT, text) or matches(rf"{NO_TEXTS}.{{0,10}}\babout\b", text):
        return None
    if None not in read_span(in_digits(text)):
        return None  # two times of day: quiet hours
    whole = matches(
        r"^\W*(?:please |pls |can you |could you |let's )*(?:pause|mute|silence)(?: (?:me|it|"
        r"texts?|texting|"
        r"messages|everything|all|please|for me|yourself|all texts))*\W*$",
        text,
    )
    wants = matches(
        rf"{_PAUSE}|{NO_TEXTS}|{_BUSY}|\b{REFUSES} anything\b|"
        r"(?:^|[,.;]|\b(?:please|pls|so|and|want)) ?nothing\b",
        text,
    )
    busy = matches(_BUSY, text)
    if busy:
        text = text.split(",")[0]
    if wants and not busy and not matches(_PAUSE, text) and _is_hour_of_day(text):
        return None
    if wants and matches(_FROM_TO, text):
        return Pause(asks=BEGINS_NOW)
    spans = matches(_SPAN, text) or matches(_OPEN_END, text) or matches(r"\bnext week\b", text)
    away = matches(_AWAY, text)
    back = matches(_BACK_ON, text) and not matches(_TRAVELS, text)
    if not (whole or away or back or (wants and spans)):
        return None
    everything = matches(_EVERYTHING, text) is not None
    until = pause_end(text, now, wake, named=bool(wants or whole))
    if until is None and back and not (wants or away or whole):
        return None
    if isinstance(until, datetime):
        return Pause(until, everything)
    if wants and not (away or whole) and until is None:
        return None
    return Pause(everything=everything, asks=until or UNTIL_WHEN)


def _is_hour_of_day(text: str) -> bool:
    """Whether a time of day bounds it, and no day: "don't text me before 9"."""
    until = matches(r"\b(?:until|till?|til|before)\b(.*)$", text)
    return (
        until is not None
        and not names_a_day(until.group(1))
        and _span_end(until.group(0).lower(), date(2026, 1, 1)) is None
        and names_a_clock(f"at {until.group(1).strip()}")
    )


def pause_end(text: str, now: datetime, wake: time, *, named: bool = True) -> datetime | str | None:
    """When it is to end; a question where that is open; None when it says nothing of it."""
    lowered = text.lower()
    today = now.date()

    def at(day: date) -> datetime:
        return datetime.combine(day, wake, now.tzinfo)

    if matches(_OPEN_END, lowered):
        return UNTIL_WHEN
    if matches(
        r"\b(?:next week|from (?:mon|tue|wed|thu|fri|sat|sun)\w*)\b", lowered
    ) and not matches(r"\b(?:until|till?|til|back|through|before)\b", lowered):
        return BEGINS_NOW
    if (moment := _after(lowered, now)) is not None:
        return moment
    if (day := _span_end(lowered, today)) is not None:
        return at(day)
    said = matches(r"\b(?:until|till?|til|'til|before|through|thru|back|tomorrow)\b(.*)$", lowered)
    if said is None:
        return None
    words = said.group(0) if said.group(0).startswith("tomorrow") else said.group(1)
    after = matches(r"^\W*after\b", words) is not None
    words = re.sub(r"^\W*after\b", "", words)
    words = re.sub(r"\blunch(?: ?time)?\b", "noon", words)
    words = re.sub(r"^\W*(?:about|on|by|at least|the end of|early)\b", "", words)
    found = read_moment(
        f"on {words.strip()}" if matches(r"^\W*(?:the )?\d|^\W*\w+ ?\d", words) else words, now
    )
    if isinstance(found, Unclear):
        return found.question
    if found is None:
        return UNTIL_WHEN if named else None
    through = after or matches(r"\b(?:through|thru)\b", lowered) is not None
    if names_a_clock(words) and not through:
        return found.at
    return at(found.at.date() + timedelta(days=through))


def _span_end(text: str, today: date) -> date | None:
    """The first day after "today", "this week", "june" and the like."""
    monday = today + timedelta(days=7 - today.weekday())
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    if matches(
        r"\b(?:today|tonight|this (?:morning|afternoon|evening)|the (?:rest of the )?day)\b", text
    ):
        return today + timedelta(days=1)
    if matches(r"\btomorrow\b", text) and not matches(
        r"\b(?:until|till?|til|before|back|through|thru)\b", text
    ):
        return today + timedelta(days=2)
    if matches(r"\b(?:this|rest of the|for the|all|whole|next) week\b|\bweek ?end\b", text):
        return monday
    if matches(r"\b(?:this|rest of the|for the|next|end of the) month\b", text):
        return next_month
    if matches(r"\b(?:next|new) year\b|\bend of the year\b|\b(?:this|rest of the) year\b", text):
        return date(today.year + 1, 1, 1)
    found = matches(
        r"\b(until|till?|til|through|thru|for|before|(?:the )?end of)(?: the)? "
        r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b(?! ?\d)",
        text,
    )
    if found is None:
        return None
    month = _MONTHS.find(found.group(2)[:3]) // 4 + 1
    if month == today.month:
        return None
    first = date(today.year + (month <= today.month), month, 1)
    after = (first + timedelta(days=32)).replace(day=1)
    return first if found.group(1)[:2] in ("un", "ti", "be") else after


def _after(text: str, now: datetime) -> datetime | None:
    found = matches(
        r"\b(?:for|the next|another)(?: (?:about|at least|the next|another))* "
        r"(a|an|one|two|three|four|five|six|seven|eight|ten|a couple(?: of)?|couple(?: of)?|"
        r"a few|few|\d{1,3}) ?"
        r"(hour|hr|day|week|wk|fortnight|month|year)s?\b",
        text,
    )
    if found is None:
        return None
    word = found.group(1).removeprefix("a ").removesuffix(" of")
    amount = {"a": 1, "an": 1, "couple": 2, "few": 3}.get(word)
    amount = amount or (int(word) if word.isdigit() else _COUNTS.index(word))
    unit = found.group(2)
    if unit in ("hour", "hr"):
        return datetime.fromtimestamp(now.timestamp() + amount * 3600, now.tzinfo)
    days = {"day": 1, "week": 7, "wk": 7, "fortnight": 14, "month": 30, "year": 365}[unit] * amount
    clock = now.time().replace(second=0, microsecond=0, fold=0)
    return datetime.combine(now.date() + timedelta(days=days), clock, now.tzinfo)


def extends_pause(text: str) -> bool:
    """Whether a pause that holds is to be longer: "extend the pause another week"."""
    return matches(_EXTENDED, text) is not None


def wants_resumed(text: str) -> bool:
    """Whether a pause is to end."""
    parts = [part.strip() for part in re.split(r"[,;.!]+(?:\s|$)", text) if part.strip()]
    return any(matches(_RESUME, part) is not None for part in (text.strip(), *parts))


__all__ = ["UNTIL_WHEN", "Pause", "extends_pause", "pause_end", "read_pause", "wants_resumed"]
