"""Times of day, as people write them: 7.30pm, 830p, 19h30, half past nine, noon, in the evening."""

import re
from dataclasses import dataclass, replace
from datetime import time

from shared.agents.language.numbers import WHOLE, whole
from shared.agents.language.scan import READ, Scan

_LEAD = (
    r"(?:\b(?:at|by|around|about|approximately|approx|circa|before|after|from|like|till|until|for)"
    r"(?: around| about| like| exactly)? |@ ?|(?<![\w.,:/])~? ?)"
)
_SURE_LEAD = r"(?:\b(?:at|by|around|till|until)(?: around| about| like| say| exactly)? ?|@ ?)"
_HALF = r"(?P<half>a\.?m\b\.?|p\.?m\b\.?|[ap](?![a-z']))"
_HOUR_WORD = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_MINUTE_WORD = (
    r"oh[ -](?:one|two|three|four|five|six|seven|eight|nine)|fifteen|ten|eleven|twelve|thirteen"
    r"|fourteen|sixteen|seventeen|eighteen|nineteen"
    rf"|(?:twenty|thirty|forty|fifty)(?:[ -](?:{_HOUR_WORD}))?"
)
_AFTER_READ = rf"(?<={READ})(?:[ ,]| ?@ ?|, )"
_ENDS = (
    r"(?=\s*(?:$|[,.;:!?|~-]|to\b|about\b|that\b|in\b|for\b|re\b|please\b|pls\b|and\b|or\b|"
    r"thanks\b))"
)

_PAST_TO = re.compile(
    rf"(?:{_LEAD})?(?:a )?\b(?P<minutes>half|quarter|{WHOLE})(?: minutes?| mins?)?[ -]"
    rf"(?P<way>past|after|to|till|til|before|of) (?P<hour>\d{{1,2}}|{_HOUR_WORD}|noon|midnight)\b"
    rf"(?!:\d)(?: ?{_HALF})?"
)
_HALF_HOUR = re.compile(
    rf"(?:{_SURE_LEAD}half[ -](?P<hour>\d{{1,2}}|{_HOUR_WORD})\b(?: ?{_HALF})?"
    rf"|\bhalf[ -](?P<hour_then>\d{{1,2}}|{_HOUR_WORD})"
    r"(?= (?:tonight|tomorrow|this|today|in the)\b))"
)
_DIGITAL = (
    re.compile(rf"(?:{_LEAD})?\b(?P<hour>\d{{1,2}})[:.h ](?P<minute>[0-5]\d)\s*{_HALF}"),
    re.compile(rf"(?:{_LEAD})?\b(?P<hour>\d{{1,2}})(?P<minute>[0-5]\d)\s*{_HALF}"),
    re.compile(
        rf"(?:{_LEAD})?\b(?P<hour>\d{{1,2}})(?:\s*(?P<half>a\.?m\b\.?|p\.?m\b\.?)|"
        r"(?P<short>[ap])(?![a-z']))"
    ),
    re.compile(
        rf"(?:{_LEAD})?\b(?P<hour>\d{{1,2}})[:h](?P<minute>[0-5]\d)(?:\s?(?:h|hrs|uhr))?\b(?![:\d])"
    ),
    re.compile(rf"(?:{_LEAD})?\b(?P<hour>\d{{1,2}})\s?(?:h|uhr)(?![a-z])"),
    re.compile(rf"(?:{_LEAD})?\b(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s?(?:h|hrs|hours)\b"),
    re.compile(rf"^\W*(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?= ?{READ}|\W*$)"),
    re.compile(
        rf"(?:{_SURE_LEAD}|{_AFTER_READ})(?P<hour>[01]?\d|2[0-3])(?:[. ]?(?P<minute>[0-5]\d))\b"
        r"(?!\s*(?:%|\.\d|min|hour|hr|day|week|month|year))"
    ),
)
_SPOKEN = re.compile(
    rf"(?P<lead>{_SURE_LEAD}|{_AFTER_READ}|^\W*|\| ?)?\b(?P<hour>{_HOUR_WORD})\b"
    rf"(?:[ -](?P<minute>{_MINUTE_WORD})\b)?(?P<oclock> ?o'? ?clock)?(?:\s*{_HALF})?"
    r"(?P<part>(?=\s+(?:in the (?:morning|afternoon|evening)|tonight|at night|ish)\b))?"
    r"(?:ish\b|[ -]ish\b)?"
)
_BARE = re.compile(
    rf"(?:{_SURE_LEAD})(?P<hour>\d{{1,2}})(?:[ -]?ish| ?o'? ?clock|:(?!\d))?\b"
    r"(?![/%:.]\d|[ -]?(?:min|hour|hr|day|week|month|year|people|percent|k\b))"
    rf"|(?:{_AFTER_READ}|^\W*|\| ?)(?P<hour2>\d{{1,2}})(?:[ -]?ish| ?o'? ?clock|:(?!\d))?{_ENDS}"
    rf"|{_AFTER_READ}(?P<hour6>\d{{1,2}})(?= [a-z]{{2,}})(?! (?:min|hour|hr|day|week|"
    r"month|year|people|percent|\w+s\b))"
    r"|\b(?P<hour3>\d{1,2}) ?o'? ?clock\b|\b(?P<hour4>\d{1,2})[ -]?ish\b"
    r"|\b(?P<hour5>\d{1,2})(?= (?:in the (?:morning|afternoon|evening)|tonight|at night)\b)"
)
_WORDS = (
    (re.compile(r"(?:\b(?:at|by|around|before|@) )?\b(?:noon(?:time|ish)?|mid-?day)\b"), 12, 0),
    (re.compile(r"(?:\b(?:at|by|around|before|@) )?\bmidnight\b"), 24, 0),
)
_PARTS: dict[str, int] = {
    "breakfast": 8, "before work": 8, "before lunch": 11, "morning": 9, "lunch": 12,
    "after lunch": 13, "afternoon": 14, "after work": 18, "evening": 18, "dinner": 19,
    "tonight": 20, "night": 20,
}  # fmt: skip
_PART = (
    re.compile(
        r"\b(?:first thing(?: in the)?|(?:early|late|mid|later)(?: in the|[ -])?|in the|this|that|"
        r"during the|by the|every|each)[ -]?(?P<part>morning|afternoon|evening|night)\b"
    ),
    re.compile(r"\bfirst thing\b(?P<part>)"),
    re.compile(rf"(?:(?<={READ}) ?|^\W*|\| ?)(?P<part>morning|mornin|afternoon|evening|night)\b"),
    re.compile(r"\b(?P<part>morning|afternoon|evening|night)(?=\W*$)"),
    re.compile(r"\bat (?P<part>night)\b"),
    re.compile(
        r"\b(?:at|around|by|over|after|before|during) "
        r"(?P<part>lunch ?time|lunch|breakfast|dinner)\b(?! with| at)"
    ),
    re.compile(r"\b(?P<part>lunch ?time)\b"),
    re.compile(r"\b(?P<part>(?:before|after) work)\b"),
    re.compile(r"(?:^\W*|\| ?)(?:in the )?(?P<half>am|pm|a\.m\.|p\.m\.)(?=\W*$)"),
)
_AFTERNOON = ("afternoon", "evening", "tonight", "night", "lunch", "dinner", "after")


@dataclass(frozen=True)
class Clock:
    """What a text says of the time of day; None: nothing."""

    hour: int | None = None  # as it was written; 24: midnight, the end of the day
    minute: int = 0
    pm: bool | None = None  # None: both halves of the day are possible
    part: str | None = None  # a part of the day

    def __bool__(self) -> bool:
        return self.hour is not None or self.part is not None or self.pm is not None

    def over(self, earlier: "Clock") -> "Clock":
        """This, said after the other: what it leaves out is as it was."""
        if self.hour is not None:
            return self
        if earlier.hour is None:
            return self if self else earlier
        if self.part is not None:
            return replace(earlier, part=self.part, pm=_is_pm(self.part))
        return replace(earlier, pm=self.pm) if self.pm is not None else earlier

    def times(self) -> list[tuple[int, time]]:
        """The times that it may mean, each with how many days later it lies.

        Raises ValueError for a time that no clock shows. Without an hour, a part of the day has its
        usual one. Seven to twelve are of the working day, one to four of the afternoon.
        """
        if self.hour is None:
            hour = _PARTS.get(self.part or "", 9 if not self.pm else 14)
            return [(0, time(hour))]
        if self.hour == 24 and not self.minute:
            return [(1, time(0))]
        night = self.part in ("night", "tonight")
        if night and (self.hour == 12 or self.hour < 5) and self.hour:
            return [(1, time(self.hour % 12, self.minute))]
        pm = self.pm if self.pm is not None else (_is_pm(self.part) if self.part else None)
        if self.hour == 0 or self.hour > 12:
            return [(0, time(self.hour, self.minute))]
        if pm is not None:
            return [(0, time(self.hour % 12 + (12 if pm else 0), self.minute))]
        if self.hour > 6:
            return [(0, time(self.hour, self.minute))]
        afternoon = (0, time(self.hour + 12, self.minute))
        return [afternoon] if self.hour < 5 else [(0, time(self.hour, self.minute)), afternoon]

    @property
    def is_sure(self) -> bool:
        """Whether the half of the day is said."""
        return self.hour is None or self.pm is not None or self.part is not None or self.hour > 12


def _is_pm(part: str | None) -> bool:
    return part is not None and part.startswith(_AFTERNOON)


def _half(text: str | None) -> bool | None:
    return text[0] == "p" if text else None


def take_clock(scan: Scan) -> Clock:
    """The time of day that a text names, of its first words that name one."""
    clock = _to_the_hour(scan) or _digital(scan) or _worded(scan) or _bare(scan)
    part = _part(scan)
    if part is None:
        return clock or Clock()
    return part.over(clock) if clock else part


def _to_the_hour(scan: Scan) -> Clock | None:
    found = scan.find(_PAST_TO)
    if found and found["way"] in ("to", "before", "of", "after") and found["minutes"].isdigit():
        sure = re.match(r"(?:at|by|around|@)|.*min", found.group().strip())
        found = found if sure else None
    if found is None:
        if found := scan.take(_HALF_HOUR):
            return Clock(_hour(found["hour"] or found["hour_then"]), 30, _half(found["half"]))
        return None
    scan.mark(*found.span())
    minutes = {"half": 30, "quarter": 15}.get(found["minutes"], whole(found["minutes"]) or 0)
    pm = True if found["hour"] == "noon" else _half(found["half"])
    hour = _hour(found["hour"])
    if found["way"] in ("past", "after"):
        return Clock(hour % 24 if hour == 24 else hour, minutes, pm)
    before = 60 * hour - minutes
    if hour == 1 and pm is None:
        return Clock(12, 60 - minutes)
    if hour == 12 and pm is not None and found["hour"] != "noon":
        pm = not pm  # "quarter to 12 pm" is before noon
    if found["hour"] == "noon":
        return Clock(11, 60 - minutes, pm=False)
    return Clock((before // 60) or 12, before % 60, pm)


def _hour(word: str) -> int:
    return {"noon": 12, "midnight": 24}.get(word) or whole(word) or 0


def _digital(scan: Scan) -> Clock | None:
    for pattern in _DIGITAL:
        if found := scan.take(pattern):
            parts = found.groupdict()
            half = parts.get("half") or parts.get("short")
            return _written(parts["hour"], parts.get("minute"), _half(half))
    return None


def _written(hour: str, minute: str | None, pm: bool | None) -> Clock:
    number = int(hour)
    if pm is not None and not 1 <= number <= 12:
        if number > 12:
            return Clock(number, int(minute or 0))  # "19:30 pm"
        raise ValueError(hour)
    if pm is None and minute and hour.startswith("0"):
        return Clock(number, int(minute), pm=False)
    if number > 24 or (number == 24 and int(minute or 0)):
        raise ValueError(hour)
    return Clock(number, int(minute or 0), pm)


def _worded(scan: Scan) -> Clock | None:
    for found in _SPOKEN.finditer(scan.text):
        alone = found["lead"] is not None and not re.match(r"at|by|@|around|til|unt", found["lead"])
        ended = re.match(
            r"\s*(?:$|[,.;:!?|~-]|to\b|about\b|in the\b|please\b)", scan.text[found.end() :]
        )
        clear = found["oclock"] or found["half"] or found["part"] is not None
        if found["lead"] is None and not clear:
            continue
        if alone and not (clear or ended or found["minute"]):
            continue
        scan.mark(*found.span())
        minute = (found["minute"] or "").replace("oh ", "").replace("oh-", "")
        return Clock(
            _hour(found["hour"]), whole(minute) or 0 if minute else 0, _half(found["half"])
        )
    for pattern, hour, minute in _WORDS:
        if scan.take(pattern):
            return Clock(hour, minute, pm=True if hour == 12 else None)
    return None


def _bare(scan: Scan) -> Clock | None:
    found = scan.take(_BARE)
    if found is None:
        return None
    hour = int(next(value for value in found.groupdict().values() if value is not None))
    if hour > 24:
        raise ValueError(hour)
    return Clock(hour)


def _part(scan: Scan) -> Clock | None:
    if re.search(r"\b(?:tonight|tonite|2nite|this evening tonight)\b", scan.original.lower()):
        scan.take(re.compile(r"\b(?:at )?night\b(?=\W*$)"))
        return Clock(part="tonight")
    for pattern in _PART:
        if found := scan.take(pattern):
            parts = found.groupdict()
            if half := parts.get("half"):
                return Clock(pm=_half(half))
            return Clock(part=_named(found.group(), parts.get("part") or "morning"))
    return None


def _named(whole_match: str, part: str) -> str:
    part = "lunch" if part.startswith("lunch") else part.replace("mornin", "morning")[:9]
    part = "morning" if part.startswith("morning") else part
    for lead in ("before", "after"):
        if whole_match.startswith(lead) and f"{lead} {part}" in _PARTS:
            return f"{lead} {part}"
    return part


__all__ = ["Clock", "take_clock"]
