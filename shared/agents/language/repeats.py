"""How often something is to come again, as people write it: every weekday, biweekly, the 1st of
each month."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.agents.language.calendar_words import DAY, DAY_CODES, MONTH, day_of, month_of
from shared.agents.language.numbers import ORDINAL, WHOLE, whole
from shared.agents.language.scan import READ, Scan
from shared.agents.language.times import read_parts

_EVERY = r"(?:every|each|evry|evrey|once (?:a|every|each))"
_DAY_LIST = rf"(?:{DAY})(?:(?:\s*(?:,|/|&|\+|and|or)\s*(?:and )?(?:every |each |on )?)(?:{DAY}))*"
_SEVERAL_DAYS = re.compile(
    rf"(?<!every )(?<!each )\b(?:{DAY})(?:\s*(?:,|/|&|\+|and)\s*(?:{DAY}))+\b", re.IGNORECASE
)
_EACH_WEEK = re.compile(r"[\s,]*\b(?:every|each) week\b|[\s,]*\bweekly\b", re.IGNORECASE)
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# "Every day at 7 except sundays"
_ALL_BUT = re.compile(
    rf"\b(?P<all>(?:{_EVERY} |all )?week ?days?|{_EVERY} ?(?:single )?day|daily)\b"
    rf"(?P<between>.{{0,40}}?)[\s,]+(?:except(?: for| on)*|but not(?: on)?|but|not on|apart from)"
    rf" (?:on )?(?P<gone>(?:{_DAY_LIST}|(?:the )?weekends?))(?!\w)",
    re.IGNORECASE,
)
_PLURAL_DAY = rf"(?:{'|'.join(word for word in DAY.split('|') if word.endswith('days'))})"
_PLURALS = rf"{_PLURAL_DAY}(?:\s*(?:,|/|&|and)\s*(?:on )?{_PLURAL_DAY})*"
_OTHER = r"(?:other|second|2nd|two|2)"
_SEVERAL = re.compile(rf"\b(?:{DAY})\b.+\b(?:{DAY})\b")
_OF_MONTH = r"(?:of (?:the|each|every|a) month|(?:each|every|a|per) month|monthly)"
_PLACE = r"(?P<place>first|1st|second|2nd|third|3rd|fourth|4th|last)"
_TOO_OFTEN = re.compile(
    r"\b(?:hourly|(?:every|each) (?:(?:\d+|other|few|couple(?: of)?|two|three|four|"
    r"half|ten|fifteen|twenty|thirty|half an) )?"
    r"(?:hours?|hrs?|minutes?|mins?)|(?:twice|two times|three times|\d times|several "
    r"times) (?:a|per) day)\b"
)
_HOW_OFTEN = re.compile(
    r"\b(?:twice|two times|three times|\d times|a few times|several times) (?:a|each|"
    r"every|per) (?:week|month)\b"
)
_ENDS = (
    re.compile(
        r"\b(?:until|till|til|through|up to) (?P<until>(?:the )?(?:end of )?[\w "
        rf",/.]*?(?:{DAY}|{MONTH}|month|year|week|\d)\b(?: \d{{1,2}}(?:st|nd|rd|"
        r"th)?\b(?!:))?)"
    ),
    re.compile(
        rf"\bfor (?:the next |next )?(?P<number>{WHOLE}|a couple of|a) (?P<unit>days|"
        r"weeks?|months?|times|years?)\b"
    ),
    re.compile(rf"\b(?P<times>{WHOLE}) times\b(?! a\b)"),
)
_ITS_PART = re.compile(rf"(?<={READ}) (?P<part>morning|afternoon|evening|night)s?\b")
_STARTS = re.compile(
    r"\b(?:starting|beginning|start(?:s)?|from|as of)(?: on| from| in)?(?= "
    r"(?:tomorrow|today|next|the|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|"
    r"jul|aug|sep|oct|nov|dec|\d))"
)
_ALMOST = re.compile(
    r"\b(?:almost|nearly) every\b|\bevery ?(?:one|body|thing|where)\b|\beach other\b|"
    r"\bevery (?:time|now and)\b"
)


@dataclass(frozen=True)
class Repeats:
    """How a text says that something comes again."""

    rule: str = ""  # of RFC 5545; empty with `asks`
    asks: str = ""  # the question for what is missing
    day_is_missing: bool = False  # the rule needs the day that the rest of the text names
    part: str = ""  # the part of the day that it was named with, as in "every morning"
    end: str = ""  # COUNT or UNTIL, as it stands in the rule


_ON_WHICH_DAYS = "On which days should it come, and at what time?"
_TOO_OFTEN_ASKS = (
    "I can text you at most once a day for that. At what time each day, or which days?"
)


def read_repeats(text: str, now: datetime) -> tuple[Repeats | None, str]:
    """How often something is to come, None for once; and the text without the words that say so."""
    if _EACH_WEEK.search(text) and _SEVERAL_DAYS.search(text):
        # "Mon and thu at 8, every week" is "every mon and thu at 8".
        text = _SEVERAL_DAYS.sub(r"every \g<0>", _EACH_WEEK.sub(" ", text), count=1)
    if (but := _ALL_BUT.search(text)) and (days := _days_but(but)):
        text = f"{text[: but.start()]}{days}{but['between']}{text[but.end() :]}"
    scan = Scan(text)
    repeats = _take(scan)
    if repeats is None:
        return None, text
    end = _ending(scan, now)
    scan.take(_STARTS)
    return replace(repeats, end=end), scan.rest


def _days_but(found: re.Match[str]) -> str:
    """The days that are left of "every day ... except sundays", in words; empty: none."""
    gone = {day_of(word) for word in re.findall(rf"\b(?:{DAY})\b", found["gone"].lower())}
    if "weekend" in found["gone"].lower():
        gone |= {5, 6}
    left = [day for day in range(5 if "week" in found["all"].lower() else 7) if day not in gone]
    return f"every {', '.join(_DAY_NAMES[day] for day in left)}" if left else ""


def read_days(text: str, earlier: Repeats, now: datetime) -> tuple[Repeats | None, str]:
    """ "Monday and thursday", said after it was asked on which days it should come."""
    if not earlier.asks and not (earlier.day_is_missing and _SEVERAL.search(text.lower())):
        return None, text
    found, rest = read_repeats(text, now)
    if found is None:
        found, rest = read_repeats(f"every {text}", now)
    if found is None or not found.rule.startswith("FREQ=WEEKLY;BYDAY"):
        return found, rest
    interval = re.search(r";INTERVAL=\d+", earlier.rule)
    rule = found.rule.replace(";BYDAY", f"{interval.group() if interval else ''};BYDAY")
    return replace(found, rule=rule, end=found.end or earlier.end), rest


def _take(scan: Scan) -> Repeats | None:
    if scan.find(_ALMOST):
        return None
    if scan.take(_TOO_OFTEN):
        return Repeats(asks=_TOO_OFTEN_ASKS)
    if scan.take(_HOW_OFTEN):
        return Repeats(asks=_ON_WHICH_DAYS)
    for pattern, rule in _RULES:
        if found := scan.find(pattern):
            repeats = rule(found)
            if repeats is None:
                continue
            scan.mark(*found.span())
            part = scan.take(_ITS_PART)
            return replace(repeats, part=part["part"]) if part else repeats
    return None


def _codes(words: str) -> str:
    days = {day_of(word) for word in re.findall(rf"\b(?:{DAY})\b", words)}
    return ",".join(DAY_CODES[day] for day in sorted(days))


def _weekdays(_: re.Match[str]) -> Repeats:
    return Repeats("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")


def _weekends(_: re.Match[str]) -> Repeats:
    return Repeats("FREQ=WEEKLY;BYDAY=SA,SU")


def _weekly(found: re.Match[str]) -> Repeats:
    interval = ";INTERVAL=2" if found.groupdict().get("other") else ""
    return Repeats(f"FREQ=WEEKLY{interval};BYDAY={_codes(found['days'])}")


def _every_n(found: re.Match[str]) -> Repeats | None:
    parts = found.groupdict()
    number = 2 if parts.get("other") else whole(parts.get("number") or "1") or 1
    unit = parts["unit"].removesuffix("s")
    if unit == "fortnight":
        number, unit = 2 * number, "week"
    if unit == "quarter":
        number, unit = 3 * number, "month"
    if not 1 <= number <= 99:
        return None
    interval = f";INTERVAL={number}" if number > 1 else ""
    return Repeats(f"FREQ={_FREQ[unit]}{interval}", day_is_missing=unit != "day")


def _every_part(found: re.Match[str]) -> Repeats:
    return Repeats("FREQ=DAILY", part=found["part"])


def _adverb(found: re.Match[str]) -> Repeats:
    rule = {
        "daily": "FREQ=DAILY", "nightly": "FREQ=DAILY", "weekly": "FREQ=WEEKLY",
        "biweekly": "FREQ=WEEKLY;INTERVAL=2", "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
        "monthly": "FREQ=MONTHLY", "quarterly": "FREQ=MONTHLY;INTERVAL=3",
        "yearly": "FREQ=YEARLY", "annually": "FREQ=YEARLY",
    }[found["adverb"].replace("-", "")]  # fmt: skip
    part = "night" if found["adverb"] == "nightly" else ""
    return Repeats(rule, day_is_missing="DAILY" not in rule, part=part)


def _placed(found: re.Match[str]) -> Repeats:
    place = -1 if found["place"] == "last" else whole(found["place"]) or 1
    if (day := found["day"]) in ("weekday", "workday", "business day", "working day"):
        return Repeats(f"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={place}")
    if day == "day":
        return Repeats(f"FREQ=MONTHLY;BYMONTHDAY={place}")
    return Repeats(f"FREQ=MONTHLY;BYDAY={place}{DAY_CODES[day_of(day)]}")


def _on_the(found: re.Match[str]) -> Repeats | None:
    numbers = sorted({whole(word) or 0 for word in re.findall(ORDINAL, found["numbers"])})
    if not numbers or not 1 <= numbers[0] <= numbers[-1] <= 31:
        return None
    return Repeats(f"FREQ=MONTHLY;{month_days(numbers)}")


def month_days(numbers: list[int]) -> str:
    """Days of the month as a rule; the 31st is the last day of a shorter month."""
    if len(numbers) == 1 and numbers[0] > 28:
        days = ",".join(str(day) for day in range(28, numbers[0] + 1))
        return f"BYMONTHDAY={days};BYSETPOS=-1"
    return f"BYMONTHDAY={','.join(map(str, numbers))}"


def _of_year(found: re.Match[str]) -> Repeats:
    return Repeats(
        f"FREQ=YEARLY;BYMONTH={month_of(found['month'])};BYMONTHDAY={whole(found['day'])}"
    )


_FREQ = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_NUMBERS = rf"(?P<numbers>{ORDINAL}(?:(?:,| and|, and) (?:the )?{ORDINAL})*)"
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Repeats | None]], ...] = (
    (
        re.compile(
            rf"\b(?:on )?(?:the |{_EVERY} )?{_PLACE} (?P<day>{DAY}|weekday|workday|business "
            rf"day|working day|day) (?:in )?{_OF_MONTH}\b"
        ),
        _placed,
    ),
    (
        re.compile(
            rf"\b{_EVERY} month on the {_PLACE} (?P<day>{DAY}|weekday|workday|business day|"
            r"day)\b"
        ),
        _placed,
    ),
    (
        re.compile(rf"\bmonthly on the {_PLACE} (?P<day>{DAY}|weekday|workday|business day|day)\b"),
        _placed,
    ),
    (re.compile(rf"\b(?:on )?(?:the |{_EVERY} ){_NUMBERS}(?: day)? {_OF_MONTH}\b"), _on_the),
    (
        re.compile(rf"\b(?:on )?{_NUMBERS}(?: day)? of (?:each|every) month\b"),
        _on_the,
    ),
    (
        re.compile(rf"\b(?:{_EVERY} month|monthly),? (?:on |by )?(?:the )?{_NUMBERS}(?! {DAY})\b"),
        _on_the,
    ),
    (
        re.compile(
            rf"\b(?:{_EVERY} year|yearly|annually),? (?:on |by )?(?:the )?(?P<month>{MONTH}) "
            rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"
        ),
        _of_year,
    ),
    (re.compile(rf"\b{_EVERY} (?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"), _of_year),
    (re.compile(rf"\b{_EVERY} {_NUMBERS}(?! (?:{DAY}|day|week|month|year|time|one))\b"), _on_the),
    (
        re.compile(
            rf"\b(?:{_EVERY} (?:single )?(?:week ?day|work ?day|working day|business "
            r"day)(?: morning)?|(?<!\d )(?<!two )(?<!three )(?<!four )(?<!five "
            r")(?<!ten )(?<!few )(?<!of )(?:on )?(?:week ?days|work ?days|working "
            r"days|"
            r"business days)"
            r"|(?:from )?mon(?:day)?s?(?: ?- ?| to | thru | through )fri(?:day)?s?)\b"
        ),
        _weekdays,
    ),
    (
        re.compile(rf"\b(?:{_EVERY} week ?end|(?:on )?week ?ends)\b"),
        _weekends,
    ),
    (re.compile(rf"\b{_EVERY} (?P<other>{_OTHER}) (?P<days>{_DAY_LIST})\b"), _weekly),
    (
        re.compile(
            rf"\b(?P<other>{_EVERY} (?P<n>{_OTHER}) weeks?|bi-?weekly|fortnightly),? (?:on "
            rf")?(?P<days>{_DAY_LIST})\b"
        ),
        _weekly,
    ),
    (
        re.compile(rf"\b(?:{_EVERY}(?: single)? week|weekly),? (?:on )?(?P<days>{_DAY_LIST})\b"),
        _weekly,
    ),
    (re.compile(rf"\b{_EVERY}(?: single)? (?P<days>{_DAY_LIST})\b"), _weekly),
    (re.compile(rf"\b(?:on )?(?P<days>{_PLURALS})\b(?: (?:weekly|every week))?"), _weekly),
    (re.compile(rf"\b(?:on )?(?P<days>{DAY}) (?:weekly|every week|each week)\b"), _weekly),
    (
        re.compile(
            rf"\b{_EVERY} (?:(?P<other>{_OTHER})|(?P<number>{WHOLE})) (?P<unit>days?|weeks?|"
            r"months?|years?|quarters?|fortnights?)\b"
        ),
        _every_n,
    ),
    (
        re.compile(rf"\b{_EVERY}(?: single)? (?P<part>morning|afternoon|evening|night)\b"),
        _every_part,
    ),
    (
        re.compile(
            rf"\b(?:{_EVERY}(?: single)? |every)(?P<unit>day|week|month|year|quarter|"
            r"fortnight)\b(?! (?:meeting|report|numbers))"
        ),
        _every_n,
    ),
    (
        re.compile(
            r"\b(?P<adverb>daily|nightly|weekly|bi-?weekly|fortnightly|monthly|"
            r"quarterly|yearly|annually)\b"
            r"(?=\W*$|[,;:.!?]| ?-| (?:reminders?|alarms?|nudges?|at|on|to|about|abt|for|by|re"
            r"|starting|from|until|till|that|"
            r"in the|around|please|pls|and|with|\d)\b)"
        ),
        _adverb,
    ),
    (
        re.compile(r"(?<=\bme )(?P<adverb>daily|weekly|monthly)(?= \w)"),
        _adverb,
    ),
)


def _ending(scan: Scan, now: datetime) -> str:
    """When it ends, as parts of the rule."""
    until, span, times = _ENDS
    if found := scan.take(times):
        return f";COUNT={whole(found['times'])}"
    if found := scan.take(span):
        number = 2 if "couple" in found["number"] else whole(found["number"]) or 1
        if found["unit"] == "times":
            return f";COUNT={number}"
        days = {"day": 1, "week": 7, "month": 30, "year": 365}[found["unit"].removesuffix("s")]
        return f";UNTIL={now + timedelta(days=number * days):%Y%m%d}"
    if found := scan.find(until):
        parts = read_parts(found["until"], now)
        if parts.days.days and not parts.clock:
            scan.mark(*found.span())
            return f";UNTIL={parts.days.days[-1]:%Y%m%d}"
    return ""


__all__ = ["Repeats", "month_days", "read_days", "read_repeats"]
