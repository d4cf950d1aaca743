"""Numbers as people write them in a time: 20, twenty-five, 2 1/2, a couple of, three quarters."""

import re

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
WORDS: dict[str, int] = {word: number for number, word in enumerate(_SMALL)} | {
    word: 20 + 10 * place for place, word in enumerate(_TENS)
}
ORDINALS: dict[str, int] = {word: place + 1 for place, word in enumerate(_ORDINALS)} | {
    "thirtieth": 30
}
_TENS_WORD = "|".join(_TENS)
_SMALL_WORD = "|".join(sorted(_SMALL, key=len, reverse=True))
# A whole number in digits or in words.
WHOLE = rf"(?:\d{{1,4}}|(?:{_TENS_WORD})(?:[ -](?:{_SMALL_WORD}))?|{_SMALL_WORD})"
ORDINAL = (
    r"(?:\d{1,2}(?:st|nd|rd|th)"
    rf"|(?:(?:twenty|thirty)[ -])?(?:{'|'.join(sorted(ORDINALS, key=len, reverse=True))}))"
)
# How much of a unit of time, before its name.
AMOUNT = (
    r"(?:\d+ ?[½¼¾]|[½¼¾]|\d+[ -]\d/\d|\d/\d|\d+[.,]\d+"
    r"|half an?|a half|half of an?|half|(?:a )?quarter (?:of )?an?|three quarters (?:of )?an?"
    rf"|{WHOLE} and a half|{WHOLE} and a quarter|{WHOLE}"
    r"|(?:a |another )?couple(?: more)?(?: of)?|(?:a |another )?few(?: more)?|another|an?|the)"
)
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_PHRASES = (
    (r"quarters? (?:of )?an?$", None),
    (r"\bhalf(?: of)?(?: an?)?$", 0.5),
    (r"couple", 2.0),
    (r"few", 3.0),
    (r"^(?:an?|the|another)$", 1.0),
)


def whole(text: str) -> int | None:
    """The whole number that `WHOLE` or `ORDINAL` has found; None when it is no number."""
    text = text.strip().replace("-", " ")
    if found := re.match(r"\d+", text):
        return int(found.group())
    *tens, last = text.split() or [""]
    small = WORDS.get(last, ORDINALS.get(last))
    if small is None:
        return None
    return small + (WORDS.get(tens[0], 0) if tens else 0)


def amount(text: str) -> float:
    """The amount that `AMOUNT` has found."""
    text = " ".join(text.split())
    if (sign := text[-1:]) in _SIGNS:
        return float(text[:-1].strip() or 0) + _SIGNS[sign]
    if found := re.fullmatch(r"(?:(\d+)[ -])?(\d)/([1-9])", text):
        return int(found[1] or 0) + int(found[2]) / int(found[3])
    if re.fullmatch(r"\d+[.,]\d+", text):
        return float(text.replace(",", "."))
    if found := re.fullmatch(rf"({WHOLE}) and a (half|quarter)", text):
        return (whole(found[1]) or 0) + (0.5 if found[2] == "half" else 0.25)
    for pattern, value in _PHRASES:
        if re.search(pattern, text):
            return value if value is not None else (0.75 if text.startswith("three") else 0.25)
    return float(whole(text) or 0)


__all__ = ["AMOUNT", "ORDINAL", "WHOLE", "amount", "whole"]
