"""Names of days, months and feasts, with the ways in which people write and mistype them."""

import re
from datetime import date, timedelta

_DAYS = (
    "monday|munday|mondays|mon",
    "tuesday|teusday|tusday|tuesdays|tues|tue",
    "wednesday|wensday|wendsday|wednsday|wedensday|wednesdays|weds|wed",
    "thursday|thrusday|thurday|thursdays|thurs|thur|thu",
    "friday|firday|fridays|fri",
    "saturday|saterday|satuday|saturdays|sat",
    "sunday|sundey|sundays|sun",
)
_MONTHS = (
    "january|jan", "february|febuary|feb", "march|mar", "april|apr", "may", "june|jun",
    "july|jul", "august|aug", "september|sept|sep", "october|oct", "november|nov",
    "december|dec",
)  # fmt: skip
DAY = "|".join(sorted("|".join(_DAYS).split("|"), key=len, reverse=True))
MONTH = "|".join(sorted("|".join(_MONTHS).split("|"), key=len, reverse=True))
DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # of RFC 5545
_DAY_OF = {word: place for place, words in enumerate(_DAYS) for word in words.split("|")}
_MONTH_OF = {word: place + 1 for place, words in enumerate(_MONTHS) for word in words.split("|")}
# Short names that are words of their own: a day only where the words around them say so.
_DOUBTFUL = ("mon", "wed", "sat", "sun")
_BEFORE_DAY = re.compile(
    r"(?:^|\b(?:on|this|next|coming|by|every|each|and|or|until|till|from|before|after|me|it|to|"
    r"for|of|week)"
    r"|[,~|/&@])\s*$"
)
_AFTER_DAY = re.compile(
    r"\s*(?:$|[,~|/&@.;:?!-]|at\b|\d|noon|midnight|morning|afternoon|evening|night|and\b|about\b|"
    r"to\b"
    r"|in the\b|first\b|around\b|by\b|half\b|quarter\b|please\b|instead\b|that\b)"
)
FEAST = (
    r"(?:christmas eve|xmas eve|christmas(?: day)?|xmas|new year'?s? eve|new year'?s?(?: day)?"
    r"|halloween|valentine'?s?(?: day)?|thanksgiving(?: day)?)"
)
_FIXED = {
    "christmas eve": (12, 24), "xmas eve": (12, 24), "christmas": (12, 25), "xmas": (12, 25),
    "new year eve": (12, 31), "new years eve": (12, 31), "new year": (1, 1), "new years": (1, 1),
    "halloween": (10, 31), "valentine": (2, 14), "valentines": (2, 14),
}  # fmt: skip


def day_of(word: str) -> int:
    """The day of the week, Monday 0."""
    return _DAY_OF[word.removesuffix("'s")]


def month_of(word: str) -> int:
    """The month, January 1."""
    return _MONTH_OF[word]


def is_day(text: str, found: re.Match[str], name: str) -> bool:
    """Whether a name of `DAY` is one where it stands: "get some sun" and "he sat" name none."""
    word = found[name]
    start, end = found.span(name)
    after = text[end:]
    if re.match(r"'s?\s+[a-z]|[ -](?:nav|screen|flower|bath)", after):
        return False  # "friday's meeting" is what it is about
    if word not in _DOUBTFUL:
        return True
    lead = _BEFORE_DAY.search(text[:start]) is not None
    return lead if _AFTER_DAY.match(after) is None else lead or _is_no_word(text[:start], word)


def _is_no_word(before: str, word: str) -> bool:
    said = before.split()[-1:] or [""]
    return not re.fullmatch(r"some|the|a|an|we|i|he|she|they|you|who|in|get|got|to", said[0])


def feast(word: str, today: date) -> date:
    """The next day of this feast, today included."""
    name = word.replace("'", "").removesuffix(" day")
    if name.startswith("thanksgiving"):
        days = (_thanksgiving(today.year), _thanksgiving(today.year + 1))
        return next(day for day in days if day >= today)
    month, day = _FIXED[name]
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _thanksgiving(year: int) -> date:
    """The fourth Thursday of November (5 U.S.C. 6103)."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


__all__ = ["DAY", "DAY_CODES", "FEAST", "MONTH", "day_of", "feast", "is_day", "month_of"]
