"""How large a text is on the air: alphabet, segments, and what to send as more than one message.

A text within the GSM-7 alphabet takes 160 characters in one segment and 153 in each of several; any
character outside it turns the whole text into UCS-2 with 70 and 67. Source: 3GPP TS 23.038 (the
alphabet and its extension table) and TS 23.040 (the header that joins segments).
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = frozenset("^{}\\[~]|€\f")  # an escape and a character: two units each

MAX_BODY = 1600  # Twilio's limit for one message, counted in UTF-16 units to be safe
MAX_PARTS = 3

_EQUIVALENTS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bc\u02bb\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u2036\u02ba\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2039\u203a", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2022\u2023\u2043\u25e6\u00b7\u2219", "-"),
        **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000\t", " "),
        **dict.fromkeys(map(chr, range(0x2000, 0x200B)), " "),
        **dict.fromkeys("\u2028\u2029\u0085\r", "\n"),
        "\u2026": "...",
        "\u2044": "/",
        "\u00d7": "x",
        "\u00bc": "1/4",
        "\u00bd": "1/2",
        "\u00be": "3/4",
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        # Invisible: soft hyphen, zero-width space, word joiner, byte order mark, bidi marks.
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff\u200e\u200f\u061c"),
        **dict.fromkeys(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])),
    }
)
_DASH_BETWEEN_WORDS = re.compile(r"(?<=\w)\u2014(?=\w)")
# Control characters except the line feed, and halves of surrogate pairs, which no text can hold.
_UNSENDABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SENTENCE_END = re.compile(r"[.!?][\"')\]]*(?=\s)|\n")


@dataclass(frozen=True)
class Segments:
    """What a text costs."""

    encoding: Literal["GSM-7", "UCS-2"]
    units: int  # septets, or 16-bit units
    segments: int  # 0 for an empty text


def normalise(text: str) -> str:
    """The text with what typography, not meaning, adds brought back into the GSM-7 alphabet.

    Quotes, dashes, ellipses, fractions, exotic blanks and line ends become plain ones; invisible
    and control characters go. Letters, accents and emoji stay what they are: a name spelled wrong
    is worse than a second segment. Normalising twice changes nothing more.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    text = _DASH_BETWEEN_WORDS.sub(" - ", text).translate(_EQUIVALENTS)
    return unicodedata.normalize("NFC", _UNSENDABLE.sub("", text))


def count_segments(text: str) -> Segments:
    """Alphabet, units and segments of `text` as it stands; nothing is normalised.

    An escape and its character, like the halves of a surrogate pair, stay in one segment, so a unit
    at a segment's end may remain unused and the count be higher than a division says.
    """
    if all(char in GSM_BASIC or char in GSM_EXTENSION for char in text):
        costs = [2 if char in GSM_EXTENSION else 1 for char in text]
        return Segments("GSM-7", sum(costs), _pack(costs, single=160, joined=153))
    costs = [_utf16_units(char) for char in text]
    return Segments("UCS-2", sum(costs), _pack(costs, single=70, joined=67))


def _pack(costs: list[int], *, single: int, joined: int) -> int:
    if sum(costs) <= single:
        return 1 if costs else 0
    segments, used = 1, 0
    for cost in costs:
        if used + cost > joined:
            segments, used = segments + 1, 0
        used += cost
    return segments


def split_message(text: str, limit: int = MAX_BODY, most: int = MAX_PARTS) -> list[str]:
    """The text as at most `most` messages of at most `limit` units (UTF-16), in order.

    It is cut at sentence ends; at blanks where that would take too many messages or where a
    sentence is longer than one; inside a word only if the word is. Blanks at the cuts are dropped,
    nothing else, as long as it fits. What does not fit is left out from a sentence's end on, and
    " ..." says so. An empty text gives no message.
    """
    text = text.strip()
    for at_sentences in (True, False):
        parts, rest = _cut(text, limit, most, at_sentences=at_sentences)
        if not rest:
            return parts
    parts, rest = _cut(text, limit, most - 1, at_sentences=True)
    mark = " ..."
    return [*parts, rest[: _cut_point(rest, limit - len(mark), at_sentences=True)].rstrip() + mark]


def _cut(text: str, limit: int, most: int, *, at_sentences: bool) -> tuple[list[str], str]:
    """Up to `most` parts, and what is left over."""
    parts: list[str] = []
    while text and len(parts) < most:
        point = _cut_point(text, limit, at_sentences=at_sentences)
        parts.append(text[:point].rstrip())
        text = text[point:].lstrip()
    return parts, text


def _cut_point(text: str, limit: int, *, at_sentences: bool) -> int:
    """Where the first part of `text` ends: all of it, a sentence's end, a blank, or the limit."""
    fits = _longest_prefix(text, limit)
    if fits == len(text):
        return fits
    if at_sentences:
        # The sign after a full stop may stand just beyond the limit.
        ends = [m.end() for m in _SENTENCE_END.finditer(text, 0, fits + 1) if m.end() <= fits]
        if ends:
            return ends[-1]
    blanks = [match.start() for match in re.finditer(r"\s", text[: fits + 1]) if match.start()]
    return blanks[-1] if blanks else fits


def _longest_prefix(text: str, limit: int) -> int:
    """How many characters of `text` take at most `limit` UTF-16 units; at least one."""
    used = 0
    for position, char in enumerate(text):
        used += _utf16_units(char)
        if used > limit:
            return max(position, 1)
    return len(text)


def _utf16_units(char: str) -> int:
    return 2 if ord(char) > 0xFFFF else 1
