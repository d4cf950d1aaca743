"""Moments in the future, as people write them; unclear ones give a question, never a guess."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_NUMBERS = {
    word: number
    for number, words in {
        1: "a an one", 2: "two couple", 3: "three few", 4: "four", 5: "five", 6: "six", 7: "seven",
        8: "eight", 9: "nine", 10: "ten", 12: "twelve", 15: "fifteen", 20: "twenty", 30: "thirty",
    }.items()
    for word in words.split()
}  # fmt: skip
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PERIODS = {
    "morning": 9,
    "noon": 12,
    "lunch": 12,
    "afternoon": 14,
    "evening": 18,
    "tonight": 20,
    "night": 20,
}
_DEFAULT_TIME = time(9)

_RELATIVE = re.compile(
    r"\bin (?:about |around )?(?:(half an hour)|(?:a )?(\d{1,3}|[a-z]+)(?: of)? (min(?:ute)?|"
    r"hour|hr|day|week|month)s?)\b"
    r"|\b(\d{1,3}|[a-z]+) (min(?:ute)?|hour|hr|day|week|month)s? from now\b"
)
_MONTH_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = (
    re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b"),
    re.compile(
        rf"\b(?:on )?{_MONTH_NAME.replace('(', '(?P<name>', 1)} (?:the "
        rf")?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)"
    ),
    re.compile(
        rf"\b(?:on )?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|"
        rf"th)? (?:of )?{_MONTH_NAME.replace('(', '(?P<name>', 1)}\b"
    ),
    re.compile(r"\b(?:on )?(?P<month>\d{1,2})/(?P<day>\d{1,2})\b"),
    re.compile(r"\b(?:on )?the (?P<day>\d{1,2})(?:st|nd|rd|th)\b"),
)
_WEEKDAY = re.compile(
    r"\b(?:on )?(?:(next|this|coming) )?(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|"
    r"sun)(?:day)?s?\b"
)
_NEXT_WEEK = re.compile(r"\b(?:next week|the week after)\b")
_VAGUE = re.compile(
    r"\b(?:later|soon|some ?time|some ?day|one of these days|in a (?:bit|while)|next month|"
    r"next year|when i'?m)\b"
)
_PAST = re.compile(r"\b(?:yesterday|last (?:week|night|month|year)|\w+ ago)\b")
_NEAR_DAY = re.compile(
    r"\b(?:the )?(day after tomorrow|tomorrow|tmrw|tmr|tomorow|today|tonight|"
    r"this (?:morning|afternoon|evening))\b"
)
_CLOCK = re.compile(
    r"\b(?:at |by |around |@ ?)?(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s*(?P<half>a\.?m\b\.?|"
    r"p\.?m\b\.?)"
    r"|\b(?:at |by |around |@ ?)?(?P<hour24>\d{1,2}):(?P<minute24>\d\d)\b"
    r"|(?:\bat |\bby |\baround |@ ?)(?P<bare>\d{1,2})(?: ?o'?clock)?\b(?!/)"
    r"|\b(?P<oclock>\d{1,2}) ?o'?clock\b"
)
_PERIOD = re.compile(
    r"\b(?:in the |this |at |around )?(morning|noon|lunch(?:time)?|afternoon|evening|tonight|"
    r"night)\b|(?:(?<=\d)|(?<=\d )|(?<=\| )|^)(am|pm)\b"
)


@dataclass(frozen=True)
class Unclear:
    """No single moment is meant; `question` names the choices."""

    question: str


@dataclass(frozen=True)
class Moment:
    """A moment on the person's own clock, and the text without the words that said it."""

    at: datetime  # with their time zone
    rest: str


def read_moment(text: str, now: datetime) -> Moment | Unclear | None:
    """The moment a text names, after `now` (aware, on the person's clock).

    None when it names none. "Tomorrow" alone means 9 in the morning. What lies in the past, or
    could be two moments, is Unclear.
    """
    lowered = text.lower()
    spans: list[tuple[int, int]] = []
    if _PAST.search(lowered):
        return Unclear("That moment has passed already. Which day and time do you mean?")
    try:
        found = _relative(lowered, now, spans) or _absolute(lowered, now, spans)
    except (ValueError, OverflowError):
        return Unclear("I couldn't read that date. Which day and time do you mean?")
    if found is None or isinstance(found, Unclear):
        return found
    if found <= now:
        return Unclear("That moment has passed already. Which day and time do you mean?")
    return Moment(at=found, rest=_without(text, spans))


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    if len(text) != len(text.lower()):
        return text
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return " ".join(text.split())


def _relative(text: str, now: datetime, spans: list[tuple[int, int]]) -> datetime | None:
    found = _RELATIVE.search(text)
    if not found:
        return None
    amount = _amount(found.group(2) or found.group(4))
    unit = found.group(3) or found.group(5)
    if found.group(1):
        spans.append(found.span())
        return _later(now, timedelta(minutes=30))
    if amount is None:
        return None
    spans.append(found.span())
    if unit in ("min", "minute"):
        return _later(now, timedelta(minutes=amount))
    if unit in ("hour", "hr"):
        return _later(now, timedelta(hours=amount))
    days = amount * {"day": 1, "week": 7, "month": 30}[unit]
    clock = _clock(text, now, spans)
    moment = clock if isinstance(clock, time) else now.time().replace(second=0, microsecond=0)
    return datetime.combine(now.date() + timedelta(days=days), moment, now.tzinfo)


def _later(now: datetime, delay: timedelta) -> datetime:
    """Real time later, also across a change to or from summer time."""
    return datetime.fromtimestamp(now.timestamp() + delay.total_seconds(), now.tzinfo)


def _amount(word: str | None) -> int | None:
    if word is None:
        return None
    return int(word) if word.isdigit() else _NUMBERS.get(word)


def _absolute(text: str, now: datetime, spans: list[tuple[int, int]]) -> datetime | Unclear | None:
    day = _day(text, now, spans)
    if isinstance(day, Unclear):
        return day
    clock = _clock(_blanked(text, spans), now, spans)
    if isinstance(clock, Unclear):
        return clock
    if day is not None:
        return datetime.combine(day, clock or _DEFAULT_TIME, now.tzinfo)
    if clock is not None:
        return _today_or_tomorrow(text, clock, now)
    vague = _VAGUE.search(text)
    return Unclear("When should that be? A day and a time is enough.") if vague else None


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with what was read as a day blanked out; places stay the same."""
    for start, end in spans:
        kept = re.sub(r"[^ ]", " ", text[start:end])
        if "tonight" in text[start:end] or "this " in text[start:end]:
            continue
        text = text[:start] + kept + text[end:]
    return text


def _day(text: str, now: datetime, spans: list[tuple[int, int]]) -> date | Unclear | None:
    today = now.date()
    for pattern in _DATE:
        if found := pattern.search(text):
            spans.append(found.span())
            if weekday := _WEEKDAY.search(text):
                spans.append(weekday.span())
            return _calendar(found, today)
    if found := _NEAR_DAY.search(text):
        spans.append(found.span())
        ahead = {"day after tomorrow": 2, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tomorow": 1}
        return today + timedelta(days=ahead.get(found.group(1), 0))
    return _week_day(text, today, spans)


def _calendar(found: re.Match[str], today: date) -> date:
    parts = found.groupdict()
    day = int(parts["day"])
    if parts.get("year"):
        return date(int(parts["year"]), int(parts["month"]), day)
    if parts.get("name"):
        month = _MONTHS.index(parts["name"]) + 1
    elif parts.get("month"):
        month = int(parts["month"])
    else:  # "the 12th": of this month, or of the next one when that is over
        month = today.month if day >= today.day else today.month % 12 + 1
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _week_day(text: str, today: date, spans: list[tuple[int, int]]) -> date | Unclear | None:
    found = _WEEKDAY.search(text)
    next_week = _NEXT_WEEK.search(text)
    if next_week and not found:
        return Unclear("Which day next week, and at what time?")
    if not found or (
        found.group(2) in ("sat", "sun", "wed") and found.group(0) in ("sat", "sun", "wed")
    ):
        return None  # "sat" and "sun" alone are words of their own
    spans.append(found.span())
    wanted = _DAYS.index(found.group(2)[:3])
    if next_week:
        spans.append(next_week.span())
        return today + timedelta(days=7 - today.weekday() + wanted)
    ahead = (wanted - today.weekday()) % 7 or 7
    coming = today + timedelta(days=ahead)
    if found.group(1) == "next" and coming.isocalendar().week == today.isocalendar().week:
        after = coming + timedelta(days=7)
        return Unclear(f"Do you mean {coming:%A %b} {coming.day} or {after:%A %b} {after.day}?")
    return coming


def _clock(text: str, now: datetime, spans: list[tuple[int, int]]) -> time | Unclear | None:
    found = _CLOCK.search(text)
    period = _PERIOD.search(text)
    part = (period.group(1) or period.group(2)).removesuffix("time") if period else None
    if period:
        spans.append(period.span())
    if not found:
        return time(_PERIODS[part]) if part in _PERIODS else None
    spans.append(found.span())
    parts = found.groupdict()
    minute = int(parts["minute"] or parts["minute24"] or 0)
    hour = int(parts["hour"] or parts["hour24"] or parts["bare"] or parts["oclock"])
    if parts["half"]:
        return time(_twelve(hour, pm=parts["half"].startswith("p")), minute)
    if part is not None and hour <= 12:
        pm = part in ("pm", "afternoon", "evening", "tonight", "night", "noon", "lunch")
        return time(_twelve(hour, pm=pm), minute)
    if parts["hour24"] and (hour > 12 or parts["hour24"].startswith("0")):
        return time(hour, minute)
    if hour <= 6:
        return Unclear(f"Do you mean {hour} in the morning or {hour} in the afternoon?")
    return time(hour, minute)


def _twelve(hour: int, *, pm: bool) -> int:
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if pm else 0)


def _today_or_tomorrow(text: str, clock: time, now: datetime) -> datetime | Unclear:
    at = datetime.combine(now.date(), clock, now.tzinfo)
    if at > now:
        return at
    said_half = re.search(r"[ap]\.?m\b|morning|noon|evening|night|\d\d:\d\d", text)
    if (
        not said_half
        and clock.hour < 12
        and datetime.combine(now.date(), time(clock.hour + 12), now.tzinfo) > now
    ):
        return Unclear(f"Do you mean {clock.hour} tonight or {clock.hour} tomorrow morning?")
    return at + timedelta(days=1)


def names_a_time(text: str) -> bool:
    """Whether a day or a time stands anywhere in the text."""
    patterns = (_RELATIVE, *_DATE, _WEEKDAY, _NEXT_WEEK, _NEAR_DAY, _CLOCK, _PERIOD)
    return any(pattern.search(text.lower()) for pattern in patterns)


def names_a_clock(text: str) -> bool:
    """Whether a time of day stands anywhere in the text, or a span of time from now."""
    return any(pattern.search(text.lower()) for pattern in (_RELATIVE, _CLOCK, _PERIOD))


def names_a_day(text: str) -> bool:
    """Whether a day stands anywhere in the text, or a span of time from now."""
    patterns = (_RELATIVE, *_DATE, _WEEKDAY, _NEXT_WEEK, _NEAR_DAY)
    return any(pattern.search(text.lower()) for pattern in patterns)


def is_time_only(text: str) -> bool:
    """Whether the text is little but a time, as an answer to "when?" is."""
    return len(text.split()) <= 6 and names_a_time(text)
