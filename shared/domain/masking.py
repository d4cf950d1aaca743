"""Data for a log: short, without numbers to call, addresses to write to, and signs that act.

What is masked is what looks like a phone number, a mail address, or the password in a URL. Ids,
times and counts are left alone. `strict` is for what a stranger wrote, where no digits need to be
kept.
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import cast

LONGEST_FIELD = 1_000  # characters of a field's or a label's text
_MOST_MEMBERS = 100

_MARK = r"(?:[ ().-]|%(?:20|28|29|2D|2E))"
_PHONE = re.compile(rf"(?:\+|%(?:25)*2B)\d(?:{_MARK}{{0,3}}\d){{6,14}}", re.IGNORECASE)
# As it is written within a country: in groups, the last of four digits.
_NATIONAL = re.compile(
    rf"(?<![\w.\-])(?:00)?(?:\d{{1,3}}{_MARK}{{1,2}})?(?:\(|%28)?\d{{3}}{_MARK}{{1,3}}\d{{3}}{_MARK}{{1,2}}\d{{4}}(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_DIGITS = re.compile(rf"\d(?:{_MARK}{{0,3}}\d){{6,}}", re.IGNORECASE)
_PASSWORD = re.compile(r"(//[^\s:/@]*:|\bpassword=)[^\s/&]+(?=@|[\s&]|$)", re.IGNORECASE)
_WORD = r"[\w.%+'\-]"
_MAIL = re.compile(
    rf"(?<!{_WORD}){_WORD}+(?:@|%(?:25)*40)[\w\-]+(?:\.[\w\-]+)*\.[^\W\d_]{{2,}}", re.IGNORECASE
)

# At the end of what is left: what may be the beginning of an address, a number or a password.
_BROKEN = re.compile(r"(?:[\w.%+'@:/=&\-]+|(?:\+|%2B)?\d[\d ().-]*)$", re.IGNORECASE)
_LONGEST_BROKEN = 100


def masked(text: str) -> str:
    """The text without anything that looks like a phone number, an address, or a password."""
    text = _PASSWORD.sub(r"\1[password]", text)
    if "@" in text or "40" in text:
        text = _MAIL.sub("[mail]", text)
    return _NATIONAL.sub("[phone]", _PHONE.sub("[phone]", text))


def strict(text: str) -> str:
    """The same, and without any other run of seven digits or more."""
    return _DIGITS.sub("[number]", masked(text))


def visible(text: str) -> str:
    """The text with every sign that does something instead of being seen written out.

    Line ends, a terminal's escapes, signs that turn the direction, halves of surrogate pairs.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def cut(text: str, most: int) -> str:
    """The text, at most so many characters of it."""
    return text if len(text) <= most else f"{text[: most - 1]}\u2026"


def cut_whole(text: str, most: int) -> str:
    """The same, and what stood across the cut goes: half an address is masked by nothing."""
    if len(text) <= most:
        return text
    left = text[: most - 1]
    return f"{left[:-_LONGEST_BROKEN]}{_BROKEN.sub('', left[-_LONGEST_BROKEN:])}\u2026"


def plain(value: object) -> object:
    """The same as plain data, with any text in it cut and masked."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 2**63:
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, str):
        return masked(cut_whole(value, LONGEST_FIELD))
    if isinstance(value, Mapping):
        pairs = list(cast("Mapping[object, object]", value).items())[:_MOST_MEMBERS]
        return {str(plain(str(name))): _member(one) for name, one in pairs}
    if isinstance(value, list | tuple):
        members = [_member(one) for one in cast("Sequence[object]", value)[:_MOST_MEMBERS]]
        return members if len(str(members)) <= LONGEST_FIELD else _text(members)
    return _text(value)


def _member(value: object) -> object:
    """A value of a mapping or list; what is deeper is text."""
    deeper = isinstance(value, Mapping | list | tuple)
    return _text(cast("object", value)) if deeper else plain(value)


def _text(value: object) -> str:
    try:
        return masked(cut_whole(str(value), LONGEST_FIELD))
    except Exception as error:  # an endless number, a structure of many levels, a broken __str__
        return f"({type(value).__name__}: {type(error).__name__})"
