"""What stands around the words of a text: signatures, mail programs' lines, quoted mail, effects.

Phones and mail-to-text gateways add lines that their owner does not see any more. "STOP" above a
signature is still STOP. How such lines are worded is data, in `frame_wording`.
"""

import re
import unicodedata
from functools import cache

from shared.domain.frame_wording import (
    CLOSINGS,
    DISCLAIMERS,
    EFFECTS,
    MAIL_HEADERS,
    NO_NAMES,
    PROGRAM_LINES,
    PROGRAMS,
    SUBJECTS,
)

_DELIMITER = re.compile(r"^(?:--|__|\*\*|~~|==)[-_*~=\s]*$")
_ONE_LETTER = r"(?:tel|phone|cell|mobile|office|fax|direct|toll free|web|email|linkedin|twitter|ig)"
_CONTACT = re.compile(
    rf"^(?:(?:{_ONE_LETTER}|[mopctedwf])[.:]*\s*)?(?:\+?[\d(][\d\s().x/-]{{6,}}|\S+@\S+\.\w+|@\w+"
    r"|(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|io|co|net|org|ai|app|dev|law|me|us|uk|ca"
    r"|de|fr|es|it|br|nl|se|eu)(?:/\S*)?)$",
    re.IGNORECASE,
)
# A licence's number, a street, a town with its code.
_NUMBERED = re.compile(
    r"^(?:[A-Z]{2,6}\s?(?:lic\w*\.?)?\s?#?:?\s?\d{3,}|\d{1,6}\s[A-Z][\w.' ]{2,40}"
    r"|(?:Suite|Ste\.?|Floor|Unit|Apt\.?|#)\s?\w{1,6}|(?:[A-Z][\w.']+ )*[A-Z]{2}\s\d{5}(?:-\d{4})?"
    r")$"
)
_PRONOUNS = re.compile(r"\s*\(?\b(?:she|he|they)(?:/\w+){1,2}\)?", re.IGNORECASE)
_NAME = r"(?:[^\W\d_][\w'.&\u2019-]*)"
_SIGNED = re.compile(
    rf"^[-\u2013\u2014~/|*\s]*(?:{_NAME}|\||,|&|/|-|\u2013|\u00b7|\u2022)"
    rf"(?:[ ,|/]+(?:{_NAME}|&|-|\u2013|\|))*[.,]?$"
)
_CARD = re.compile(r"\s*[|\u00b7\u2022;]\s*|\s+[-\u2013\u2014/]+\s+|,\s+|\s{2,}|\t")
_PARTICLES = re.compile("de|la|del|van|der|den|von|di|da|dos|du|le|el|al|of|bin|at|for|the|and")
_PICTURES = re.compile("[\u2190-\u2bff\ufe0e\ufe0f\u200d\U0001f000-\U0001faff]+")
_PICTURES_AT_END = re.compile(rf"(?:\s|{_PICTURES.pattern})+$")
# On the line of the words themselves: "Stop -Sam", "STOP. Thanks, Jane Doe".
_DASHED = re.compile(
    rf"^(?P<said>.*?[^\s,.;:!?\u2013\u2014~-][,.;:!?]*)\s*(?P<dash>\s[-\u2013\u2014~]+\s?"
    rf"|[\u2014~]\s?)"
    rf"(?P<name>{_NAME}(?: {_NAME}){{0,2}})[.!]?$"
)
# Who says it, around few words: "STOP / Sam", "Stop (Sam Lee, Acme)", "Sam: STOP".
_CALLED = r"(?P<name>(?![a-z])[^\W\d_][\w'.&\u2019-]*(?:,? (?![a-z])[^\W\d_][\w'.&\u2019-]*){0,3})"
_NAMED = (
    re.compile(rf"^[\[(*<]?{_CALLED}[\])*>]*\s*[:>|/\n]\s*(?P<said>[^:>|/\n]+)$"),
    re.compile(rf"^(?P<said>[^:>|/(\[\n]+?)\s*[:|/(\[]\s*{_CALLED}[)\]]?\.?$"),
)
_SUBJECT = re.compile(rf"^(?:\s*{SUBJECTS}(?:\[\d+\])?\s?[:\uff1a])+", re.IGNORECASE)
_MOST_LINES = 8  # that a signature has
_LONGEST_LINE = 200  # with a name in it


def unframed(body: str) -> str:
    """The words of a text alone: the same text when nothing stands around it."""
    lines = _SUBJECT.sub("", _effect().sub("", body.strip())).strip().splitlines()
    kept: list[str] = []
    for line in map(str.strip, lines):
        plain = _without_accents(line)
        if kept and (_DELIMITER.match(plain) or _below().match(plain)):
            break
        program = _program().search(plain)
        if program is not None:
            kept.append(line[: program.start()].rstrip())
            break
        kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    words = _without_signature(kept)
    if words:
        words[-1] = _without_name(words[-1])
    return "\n".join(words).strip()


def unnamed(words: str) -> list[tuple[str, str]]:
    """Who may say what, where a text may name its writer: "Stop / Sam", "Sam: Stop"."""
    found = (pattern.match(words) for pattern in _NAMED)
    return [
        (one["name"], one["said"])
        for one in found
        if one and not NO_NAMES.fullmatch(one["name"].casefold())
    ]


def _without_signature(lines: list[str]) -> list[str]:
    """The lines above a signature: names, titles, companies, ways to reach somebody."""
    for first in range(1, len(lines)):
        below = [line for line in lines[first:] if line]
        if len(below) <= _MOST_LINES and all(map(_is_signature, below)):
            return lines[:first]
    return lines


def _is_signature(line: str) -> bool:
    if len(line) > _LONGEST_LINE:
        return False
    plain = " ".join(_PICTURES.sub(" ", _without_accents(line)).replace(" @ ", " at ").split())
    plain = _PRONOUNS.sub("", plain)
    if not plain or _closing().fullmatch(plain.strip(" ,.!").casefold()):
        return True
    if _is_part(plain, dashed=line[0] in "-\u2013\u2014~"):
        return True
    parts = [one for one in _CARD.split(plain.strip(" |")) if one]
    return len(parts) > 1 and all(_is_part(one.strip("() "), dashed=False) for one in parts)


def _is_part(plain: str, *, dashed: bool) -> bool:
    if _CONTACT.match(plain) or _NUMBERED.match(plain):
        return True
    words = re.findall(r"[^\W\d_]+", plain)
    return (
        bool(_SIGNED.match(plain))
        and 1 <= len(words) <= 8
        and all(word[0].isupper() or dashed or _PARTICLES.fullmatch(word) for word in words)
    )


def _without_name(line: str) -> str:
    """A line without the name that its writer has put at its end."""
    if len(line) > _LONGEST_LINE:
        return line
    plain = _PICTURES_AT_END.sub("", line)
    closed = _closed().search(plain)
    if closed is not None:
        return plain[: closed.start()]
    signed = _DASHED.match(plain)
    if signed is None:
        return line
    name = signed["name"]
    attached = not signed["dash"].endswith(" ")
    if NO_NAMES.fullmatch(name.casefold()) or not (name[0].isupper() or attached):
        return line
    return signed["said"] if len(signed["said"].split()) <= 8 or attached else line


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFD", text)
    return "".join(char for char in letters if not unicodedata.combining(char))


def _any(patterns: tuple[str, ...]) -> str:
    return _without_accents("|".join(patterns))


@cache
def _program() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s){_any(PROGRAMS)}[^\n]{{0,60}}$|^(?:{_any(PROGRAM_LINES)})", re.I)


@cache
def _effect() -> re.Pattern[str]:
    return re.compile(rf"\((?:{_any(EFFECTS)})\)\s*$", re.IGNORECASE)


@cache
def _below() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_any(MAIL_HEADERS)}|[*\s]*(?:{_any(DISCLAIMERS)}))", re.IGNORECASE)


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(CLOSINGS)})(?:[, ]+(?:{_any(CLOSINGS)}))*")


@cache
def _closed() -> re.Pattern[str]:
    """A closing and a name after the words: "stop. Thanks, Jane Doe"; or a disclaimer."""
    return re.compile(
        rf"[\s,.;!]+(?i:{_any(CLOSINGS)})[,.!]?\s+[A-Z][\w'.-]*(?: [A-Z][\w'.-]*){{0,2}}[.!]?$"
        rf"|[.!]\s+(?i:{_any(DISCLAIMERS)}).*$"
    )
