"""Times of day in words as numbers: "half past nine", "ten pm", "nineteen hundred"."""

import re

_WORDS = {
    name: str(number)
    for names in ("one two three four five six seven eight nine ten eleven twelve",)
    for number, name in enumerate(names.split(), 1)
}
_SPOKEN = "|".join(_WORDS)
_UNITS = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
]
_TENS = {"twenty": 20, "oh": 0, "zero": 0, "o": 0}
_MILITARY = re.compile(
    rf"\b((?:(?:twenty|oh|zero|o)[ -])?(?:{'|'.join(_UNITS)})) hundred(?: hours)?\b", re.IGNORECASE
)


def in_digits(text: str) -> str:
    """Times of day in words as numbers: "half past nine" is 9:30, "ten pm" is 10 pm."""
    text = _MILITARY.sub(lambda m: f"{_hundreds(m[1])}:00", text)
    hour = rf"({_SPOKEN}|\d{{1,2}})"
    text = re.sub(
        rf"\bhalf (?:past )?{hour}\b", lambda m: f"{_digits(m.group(1))}:30", text, flags=re.I
    )
    text = re.sub(
        rf"\bquarter past {hour}\b", lambda m: f"{_digits(m.group(1))}:15", text, flags=re.I
    )
    text = re.sub(
        rf"\bquarter (?:to|of) {hour}\b",
        lambda m: f"{(int(_digits(m.group(1))) - 2) % 12 + 1}:45",
        text,
        flags=re.I,
    )
    around = (
        rf"\b(after|before|past|from|to|and|until|till?|til|at|between|by|-) ({_SPOKEN})\b(?! of\b)"
    )
    text = re.sub(around, lambda m: f"{m.group(1)} {_digits(m.group(2))}", text, flags=re.I)
    return re.sub(
        rf"\b({_SPOKEN})(?= ?(?:a\.?m|p\.?m|o'?clock|thirty|to \d|in the|at night)\b)",
        lambda m: _digits(m.group(1)),
        text,
        flags=re.I,
    ).replace(" thirty", ":30")


def _hundreds(words: str) -> int:
    """The hour of "nineteen" or "oh seven" before "hundred"."""
    tens, _, ones = words.lower().replace("-", " ").rpartition(" ")
    return _TENS.get(tens, 0) + _UNITS.index(ones)


def _digits(word: str) -> str:
    return _WORDS.get(word.lower(), word)


__all__ = ["in_digits"]
