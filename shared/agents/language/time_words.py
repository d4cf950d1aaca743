"""The words beside a time: fillers, courtesies, and what looks like a time and was not read."""

import re

from shared.agents.language.calendar_words import DAY, MONTH
from shared.agents.language.scan import Scan

_LONG_DAY = "|".join(word for word in DAY.split("|") if word.endswith(("day", "days")))
_LONG_MONTH = "|".join(
    word for word in MONTH.split("|") if len(word) > 5 or word in ("june", "july", "april")
)
_FILLERS = re.compile(
    r"^\W*like(?= \d)|\b(?:um+|uhm*|erm*|hmm+|ah+|like(?=,)|you know(?=,))\b,?"
    r"|,\s*like\b,?|\blike(?= (?:tomorrow|at \d|in an?|in \d|next|around|\d|one|two|three|four|"
    r"five|six|seven|eight|nine"
    r"|ten|eleven|twelve|half|quarter|noon|midnight))|\b(?:lol|lmao|haha+)\b"
)
_SPACED_HALF = re.compile(r"(?<=[\dA-Za-z] )([apAP])\.? [mM]\b\.?")  # "three thirty p m"
_LEFT = re.compile(
    rf"\b(?:\d{{1,2}}[:.h][0-5]\d|\d{{1,2}}\s?(?:[ap]\.?m\b|o'? ?clock|h\b)|\d{{3,4}}\s?[ap]m"
    rf"|(?:{_LONG_DAY})(?:'s)?"
    rf"|(?:{_LONG_MONTH})"
    rf"|(?:{MONTH}) \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? (?:of "
    rf")?(?:{MONTH})|\d{{1,2}}/\d{{1,2}}"
    r"|tomorrow(?:'s)?|tmrw|today(?:'s)?|tonight(?:'s)?|yesterday(?:'s)?|(?:next|last|"
    r"this) (?:week|month|year|quarter)(?:'s)?"
    r"|noon|midnight|at (?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    rf"|(?:or|and) (?:on |at |by )?(?:{DAY}|\d{{1,2}}(?= ?(?:$|[ap]\.?m)))"
    r")(?![a-z])"
)
_SMALL = re.compile(
    r"\b(?:hey|hi|hello|yo|please|pls|plz|thanks|thank you|thx|ty|yes|yeah|yep|ok|okay|sure|let's "
    r"(?:say|do)|how about|what about|maybe"
    r"|make it|do|say|then|works|is (?:fine|good|ok|better|perfect)|would be (?:good|"
    r"great|fine|best|better)|for me"
    r"|better|instead|actually|sorry|no|not|i mean|i meant|at|on|by|in|the|around|"
    r"about|it|that|to|until|till|from"
    r"|between|and|or|-|um|uh|well|so|just|good|fine|great|perfect|my time)\b"
)


def without_fillers(text: str) -> str:
    """The text without "um", "uh" and the like."""
    scan = Scan(_SPACED_HALF.sub(r"\1m", text))
    while found := scan.find(_FILLERS):
        scan.mark(*found.span())
    return scan.rest


def without_courtesies(text: str) -> str:
    """What is left of an answer beside "yes please", "how about" and what looks like a time."""
    rest = _SMALL.sub(" ", _LEFT.sub(" ", text.lower())).replace("|", "")
    return " ".join(re.findall(r"[^\W_]+", rest))


def unread_time(rest: str) -> str:
    """What looks like a time in what nobody has read; empty: nothing."""
    for found in _LEFT.finditer(rest.lower()):
        named = rest[found.start()].isupper() and re.match(r" [A-Z][a-z]", rest[found.end() :])
        if not named:  # "the Tomorrow Show" is none
            return found.group()
    return ""


__all__ = ["unread_time", "without_courtesies", "without_fillers"]
