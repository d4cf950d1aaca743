"""Days, as people write them: tomorrow, next friday, this weekend, the end of the month."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from shared.agents.language.calendar_words import DAY, FEAST, MONTH, day_of, feast, is_day, month_of
from shared.agents.language.dates import ON, take_date
from shared.agents.language.scan import READ, Scan

_TOMORROW = (
    r"tomorrow|tommorrow|tommorow|tomorow|tomorro|tomrrow|tommorro|tmrrw|tmrw|tmrow|"
    r"tmr|tmw|tomo|tomoz"
    r"|2morrow|2moro|2mrw|2mro|tom(?=\s+(?:at\b|morning|afternoon|evening|night|\d))"
)
_NEAR = re.compile(
    rf"{ON}(?:(?P<after>(?:the )?day after (?:{_TOMORROW}))|(?P<tomorrow>{_TOMORROW})"
    r"|(?:later )?(?P<today>today|tonight|tonite|2nite|2day)"
    r"|(?P<this>this)(?= (?:morning|afternoon|evening)\b))\b(?!'s? [a-z])"
)
_SINGLE_DAY = rf"(?P<weekday>{DAY})"
_WEEKDAYS = (
    re.compile(
        rf"{ON}(?P<week>next week|the week after next|week after next)(?: on| ~)?,? "
        rf"{_SINGLE_DAY}\b"
    ),
    re.compile(rf"{ON}{_SINGLE_DAY}(?:,| of| in)? (?:the )?(?P<week>next week|week after next)\b"),
    re.compile(rf"{ON}(?:a |one )?{_SINGLE_DAY} (?P<week>week)\b(?! meeting)"),
    re.compile(
        rf"{ON}(?P<which>next|this coming|this|coming|the coming|the following|"
        rf"upcoming) {_SINGLE_DAY}\b"
    ),
    re.compile(rf"{ON}{_SINGLE_DAY}\b(?: (?P<which>coming)\b)?"),
)
_FEAST = re.compile(
    rf"\b(?:on|by|before|after|until|till|at|this|next|of) (?P<feast>{FEAST})\b|"
    rf"(?:{READ} ?|^\W*)(?P<feast2>{FEAST})\b"
)
_WEEKEND = re.compile(
    r"\b(?:(?:on|over|at|for) )?(?:(?P<which>this|the|next|coming) )?week ?ends?\b"
)
_END = re.compile(
    r"\b(?:(?:by|at|before|around) )?(?:the )?(?:(?P<day>eod|cob|close of business|"
    r"end of (?:the |my )?"
    r"(?:business |work(?:ing)? ?)?day|end of (?:today|play))"
    r"|(?P<week>eow|end of (?:the |this )?(?:work ?)?week)|(?P<next_week>end of next week)"
    r"|(?P<month>eom|(?:end of (?:the |this )?month|month[ -]end)|last day of (?:the|this) month)"
    rf"|(?P<next_month>end of next month)|end of (?P<name>{MONTH})\b|(?P<year>end of "
    r"(?:the |this )?year))\b"
)
_DAY_AND_DATE = re.compile(
    rf"\b(?P<weekday>{DAY}),? (?:the |on )?(?:(?:{MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th)(?: of)?(?: (?:{MONTH}))?\b|\d{{1,2}}/\d{{1,2}}\b)"
)
_UNSURE = (
    (
        re.compile(
            r"\b(?:(?:some ?time|some ?day|early|late|later|mid|the (?:start|"
            r"beginning) of|start of|"
            r"beginning of)[ -])?(?:(?:next|this|the following|the coming) week|later in the week|"
            r"the week after(?: next)?|mid-?week)\b(?! ?end)"
        ),
        "Which day {of}, and at what time?",
    ),
    (
        re.compile(r"\b(?:early |late |later )?(?:next|this) (?:month|quarter|year)\b"),
        "Which day {of}, and at what time?",
    ),
    (
        re.compile(
            rf"\b(?:in|by|next|early|late|mid)[ -](?:early |late |mid[ -]?)?(?:{MONTH})\b(?: "
            r"20\d\d)?"
        ),
        "Which day {of}, and at what time?",
    ),
    (
        re.compile(
            r"\b(?:later today|later on|later(?! than)|soon|some ?time|some ?day|one "
            r"of these days|another time|"
            r"in a (?:bit|while|sec|moment|little(?: while| bit)?)|in (?:some|a few) "
            r"time|eventually|asap)\b"
        ),
        "When should that be? A day and a time is enough.",
    ),
    (
        re.compile(r"\bwhen i(?:'m|'ve| am| get| have)\b(?P<keep>)"),
        "When should that be? A day and a time is enough.",
    ),
)
# "Last Tuesday" is part of what something is about.
GONE_DAY = re.compile(rf"\b(?:last|past|previous) (?:{DAY})\b", re.IGNORECASE)
_GONE = re.compile(r"\b(?:last|past|previous) $")
PAST = re.compile(
    r"\b(?:yesterday|last (?:week|night|month|year|weekend|monday|tuesday|wednesday|"
    r"thursday|friday|"
    r"saturday|sunday)|(?:\w+|\d+) (?:min(?:ute)?s?|hours?|days?|weeks?|months?|years?) ago)\b"
)


@dataclass(frozen=True)
class Days:
    """The days that a text may mean; none with `asks`, the question for the day."""

    days: tuple[date, ...] = ()
    asks: str = ""
    ends: bool = False  # the end of a working day, 5 PM unless a time is named
    weekday: bool = False  # named as a day of the week
    today_too: bool = False  # and that is what today is
    within: tuple[date, date] | None = None  # the first and last day of what `asks` is about

    def __bool__(self) -> bool:
        return bool(self.days or self.asks)

    def narrowed(self, earlier: "Days") -> "Days":
        """These, where the text before named the week or month: "next week", then "tuesday"."""
        if earlier.within is None or not self.days:
            return self
        first, last = earlier.within
        if last - first > timedelta(days=6):  # "in March", then "the 10th"
            return self if self.weekday else Days((first.replace(day=self.days[0].day),))
        if not (self.weekday or self.today_too):
            return self
        day = first + timedelta(days=(self.days[0].weekday() - first.weekday()) % 7)
        return Days((day,), weekday=True) if day <= last <= first + timedelta(days=6) else self


def take_day(scan: Scan, today: date, *, month_first: bool) -> Days:
    """The day that a text names first; `month_first`: how 3/4 is written where they live.

    Raises ValueError for a date that no calendar has.
    """
    dated = Days(take_date(scan, today, month_first=month_first))
    if (asks := _contradicted(scan, dated, today)) is not None:
        return asks
    return (
        dated
        or _ended(scan, today)
        or _near(scan, today)
        or _weekday(scan, today)
        or _of_feast(scan, today)
        or _weekend(scan, today)
        or _unsure(scan, today)
        or Days()
    )


def _contradicted(scan: Scan, dated: Days, today: date) -> Days | None:
    """ "Wednesday June 4", which is a Thursday: the question which of them is meant."""
    text = scan.original.lower()
    found = _DAY_AND_DATE.search(text)
    if len(dated.days) != 1 or found is None or not is_day(text, found, "weekday"):
        return None
    day = dated.days[0]
    if day.weekday() == day_of(found["weekday"]) or day.year > today.year + 1:
        return None
    return Days(asks=f"{day:%b} {day.day} is a {day:%A}. Which day do you mean, and at what time?")


def _ended(scan: Scan, today: date) -> Days | None:
    found = scan.find(_END)
    if found is None:
        return None
    scan.mark(*found.span())
    if found["day"]:
        near = _near(scan, today) or _weekday(scan, today)
        return Days(near.days if near else (today,), ends=True)
    if found["week"] or found["next_week"]:
        friday = today + timedelta(
            days=(4 - today.weekday()) % 7 + (7 if found["next_week"] else 0)
        )
        return Days((friday,), ends=True)
    if found["year"]:
        return Days((date(today.year, 12, 31),), ends=True)
    if found["name"]:
        month = month_of(found["name"])
        first = date(today.year + (month < today.month), month, 1)
    else:
        first = (today.replace(day=1) + timedelta(days=31)) if found["next_month"] else today
    return Days((first.replace(day=monthrange(first.year, first.month)[1]),), ends=True)


def _near(scan: Scan, today: date) -> Days | None:
    found = next((one for one in _NEAR.finditer(scan.text) if not _is_name(scan, one)), None)
    if found is None:
        return None
    scan.mark(*found.span())
    ahead = 2 if found["after"] else 1 if found["tomorrow"] else 0
    return Days((today + timedelta(days=ahead),))


def _is_name(scan: Scan, found: re.Match[str]) -> bool:
    """ "The Tomorrow Show" and "Friday Night Lights" are names in an otherwise small text."""
    start, end = found.span()
    said = scan.original[start:end].split()
    name = re.match(r" ([A-Z][a-z]+)", scan.original[end:])
    small = re.search(r"\b[a-z]{2,} (?:the )?(?:[A-Z][a-z]+ )?$", scan.original[:start])
    times = re.compile(
        rf"(?:morning|afternoon|evening|noon|at|the|next|{DAY}|{MONTH})", re.IGNORECASE
    )
    return bool(
        said and said[-1][0].isupper() and name and small and not times.fullmatch(name.group(1))
    )


def _weekday(scan: Scan, today: date) -> Days | None:
    for pattern in _WEEKDAYS:
        for found in pattern.finditer(scan.text):
            if not is_day(scan.text, found, "weekday") or _is_name(scan, found):
                continue
            if _GONE.search(scan.text, 0, found.start("weekday")):
                continue
            scan.mark(*found.span())
            return _days_named(found.groupdict(), today)
    return None


def _days_named(parts: dict[str, str | None], today: date) -> Days:
    wanted = day_of(parts["weekday"] or "")
    week, which = parts.get("week"), parts.get("which") or ""
    monday = today - timedelta(days=today.weekday())
    coming = today + timedelta(days=(wanted - today.weekday()) % 7)
    if week == "week":  # "friday week": a week after the coming one
        return Days(
            ((coming if coming > today else coming + timedelta(days=7)) + timedelta(days=7),)
        )
    if week:
        return Days((monday + timedelta(days=wanted + (14 if "after" in week else 7)),))
    if coming == today and which != "next":
        return Days((today, today + timedelta(days=7)), weekday=True, today_too=True)
    if coming == today:
        return Days((today + timedelta(days=7),), weekday=True)
    if which == "next" and coming < monday + timedelta(days=7):
        return Days((coming, coming + timedelta(days=7)), weekday=True)
    return Days((coming,), weekday=True)


def _of_feast(scan: Scan, today: date) -> Days | None:
    found = scan.take(_FEAST)
    return Days((feast(found["feast"] or found["feast2"], today),)) if found else None


def _weekend(scan: Scan, today: date) -> Days | None:
    found = scan.take(_WEEKEND)
    if found is None:
        return None
    saturday = today + timedelta(days=5 - min(today.weekday(), 5))
    if found["which"] == "next":
        saturday += timedelta(days=7)
    return Days(tuple(day for day in (saturday, saturday + timedelta(days=1)) if day >= today))


def _unsure(scan: Scan, today: date) -> Days | None:
    for pattern, question in _UNSURE:
        if found := scan.find(pattern):
            if "keep" not in found.groupdict():
                scan.mark(*found.span())
            words = re.sub(
                r"^(?:some ?time|some ?day|early|later?|mid|(?:the )?(?:start|"
                r"beginning) of|by)[ -]",
                "",
                found.group(),
            )
            of = words if re.match(r"next|this|in\b", words) else "of that week"
            return Days(
                asks=question.format(of=_capital(of)),
                within=_week(found.group(), today) or _month(found.group(), today),
            )
    return None


def _week(words: str, today: date) -> tuple[date, date] | None:
    """The week that the words name, Monday to Sunday; None for anything else."""
    if "week" not in words:
        return None
    monday = today - timedelta(days=today.weekday())
    if "this" not in words and "later in" not in words:
        monday += timedelta(days=14 if "after next" in words else 7)
    return max(monday, today), monday + timedelta(days=6)


def _month(words: str, today: date) -> tuple[date, date] | None:
    """The month that the words name, from its first day to its last; None for anything else."""
    named = re.search(rf"\b(?:{MONTH})\b", words)
    if named is None and "next month" not in words:
        return None
    month = month_of(named.group()) if named else today.month % 12 + 1
    first = date(today.year + (month <= today.month), month, 1)
    return first, first.replace(day=monthrange(first.year, month)[1])


def _capital(words: str) -> str:
    names = re.compile(rf"\b(?:{MONTH})\b")
    return names.sub(lambda found: found.group().capitalize(), words)


__all__ = ["GONE_DAY", "PAST", "Days", "take_day"]
