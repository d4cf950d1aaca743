"""Where somebody says that they are, as far as their clock goes: now, for a while, or later on."""

import re
from dataclasses import dataclass

from shared.agents.language.places import Zone, read_zone
from shared.agents.language.words import matches

_I = r"(?:i(?:'?m| am)|we(?:'?re| are))"
_ADVERBS = (
    r"(?:(?:now|currently|still|back|here|already|just|actually|down|over|up|out|based|all)\s+)*"
)
_NOW = (
    rf"\b{_I} {_ADVERBS}(?:living |located |staying |residing |working |travel?ling |stuck |"
    rf"visiting )?"
    r"(?:in|at|on|out of|over in|around)\b",
    rf"\b{_I} {_ADVERBS}working (?:from|out of)\b",
    rf"\b{_I} {_ADVERBS}visiting\b",
    r"\b(?:i|we)(?:'ve| have)? (?:(?:just|recently|now|finally) )*(?:moved|relocated)"
    r"(?: (?:back|over|out|down|up|here|away))*(?: from [\w .]{1,40}?)? (?:to|into)\b",
    r"\b(?:i|we) (?:(?:now|currently|actually) )*(?:live|work|reside|stay|sit) (?:in|from|at|"
    r"out of)\b",
    r"\b(?:just |i(?:'ve)? (?:just )?)?(?:landed|arrived|touched down) (?:in|at)\b",
    r"^(?:(?:hey|hi|so|ok|fyi|btw|oh)\b[\s,]*)*(?:just |recently |finally )*(?:moved|relocated)"
    r"(?: (?:back|over|out|down|up|here))* (?:to|into)\b",
    r"^(?:(?:hey|hi|so|ok|fyi|btw|oh)\b[\s,]*)*(?:now |currently |back )?(?:based|living|located|"
    r"staying) (?:in|out of)\b",
    r"\b(?:i )?(?:just )?got (?:back )?to\b",
    r"\bit'?s \d[\d:]* ?(?:[ap]\.?m\.?)? (?:already |now )?(?:over )?here in\b",
    r"\b(?:my )?(?:new )?(?:home|base) is (?:now )?(?:in )?",
)
_ZONE = (
    r"\b(?:set|change|switch|update|put|make|use|move|correct|fix)\b.{0,20}?\b(?:time ?zone|tz)\b"
    r"(?: (?:is|to|as|should be|:|from [\w/ ]{1,40}? to|into))*:?",
    r"\b(?:my |the )?(?:time ?zone|tz)(?:'s| is\b| should be| to|:| =|,)*(?: (?:now|actually|in|"
    r"not [\w/]+ but))*",
    rf"\b{_I} {_ADVERBS}on\b",
    r"\b(?:set|switch|change|put) (?:me|it|this|my clock|my time|the time|"
    r"everything) (?:over )?(?:to|on)\b",
    r"\buse\b",
    rf"\b{_I} {_ADVERBS}(?=\w+(?: \w+)? time\b)",
)
_LATER = (
    r"\b(?:i|we)(?:'ll| will)(?: be)? (?:(?:back|moving|travel?ling|flying) )?(?:in|to|at)\b",
    rf"\b{_I} (?:going to be|gonna be|about to be) in\b",
    rf"\b{_I} (?:moving|relocating|flying|travel?ling|heading|going|off|flying out|headed)"
    r"(?: (?:back|over|out|down|up))* to\b",
    r"\b(?:i|we) (?:move|fly|travel|relocate) (?:back )?to\b",
    r"^(?:(?:hey|hi|so|fyi|btw|ok)\b[\s,]*)*(?:flying|travell?ing|moving|relocating|heading) "
    r"(?:out |"
    r"over |back |down |up )?to\b",
)
_WITH_ARTICLE = (
    r"^\W*the\s+(?:u\.?k|u\.?s|usa|united|states|netherlands|philippines|bahamas|maldives|emirates|"
    r"uae|bronx|hague|bay area|dominican|czech|ivory|gambia|congo|caribbean|east|west|midwest|"
    r"pacific|"
    r"eastern|central|mountain|atlantic|gulf|dc|d\.c|cayman|canary|isle|vatican|seychelles|sudan|"
    r"woodlands|dalles|hamptons|city of|new york|london|(?:\w+/\w+)|\w+ time)\b"
)
_BY_REGION = r"^(?:eastern|central|mountain|pacific|atlantic|alaska|hawaii)\b(?!/)"
_HOME_IS = (
    r"^(?:(?:hey|so|fyi|btw|ok)\b[\s,]*)*(?P<place>[^.;!?]{3,40}?) is (?:now )?(?:my |our "
    r")?(?:new )?"
    r"(?:home|base|hq|where i(?:'m| am| live| work))\b"
)
_ORIGIN = (rf"\b{_I} (?:originally )?from\b",)
_TAIL = (
    r"^(?:[\s,.!()-]*\b(?:time(?: ?zone)?|zone|now|right now|at the moment|atm|currently|today|"
    r"these days|"
    r"already|again|btw|by the way|fyi|here|actually|please|pls|thanks|thank you|permanently|"
    r"for good|til further notice|until further notice|till further notice|lol|haha|"
    r"area|metro|city|instead|too|since [\w ]+|ok|so you know|not [\w/ ]+|as of (?:today|now)|"
    r"since yesterday|last (?:week|month|year)|recently|the last (?:few )?\w+|anymore)\b)*[\s,.!)]*"
)
_WHILE = (
    r"^(?:for|this|until|till?|til|thru|through|over|tonight|during|the (?:whole|entire|rest)|"
    r"all)\b"
)
_AHEAD = (
    r"^(?:next|tomorrow|tmrw|on|from|starting|in (?:\w+ )?(?:days?|weeks?|months?|jan|feb|mar|"
    r"apr|may|jun|"
    r"jul|aug|sep|oct|nov|dec|a )|soon|later|as of|at the end|mon|tue|wed|thu|fri|sat|sun|after)"
)
_GOES_ON = (
    r"^\W*(?:fix|set|use|update|change|adjust|my|can|pls|please|i|we)\b|"
    r"^(?:and|but|so|because|cause|which|where|then|can|could|please|what|how|-|;|\?)(?:\b|\s|$)"
)


@dataclass(frozen=True)
class Whereabouts:
    """A zone that goes for somebody. At most one of the flags is set."""

    zone: Zone
    for_a_while: bool = False  # they said until when, or for how long
    later: bool = False  # not there yet
    doubtful: bool = False  # where they are from, which need not be where they are


def read_whereabouts(text: str, home: str | None = None) -> Whereabouts | None:
    """Where they say that they are; None when they say nothing of it.

    `home` is the country of the person's number (ISO 3166-1).
    """
    if home_is := matches(_HOME_IS, text):
        named = read_zone(home_is["place"], home)
        if named is not None and not named.left.strip(" ,."):
            return Whereabouts(named)
    for cues, flags in (
        (_LATER, {"later": True}),
        (_ZONE, {}),
        (_NOW, {}),
        (_ORIGIN, {"doubtful": True}),
    ):
        for cue in cues:
            found = matches(cue, text)
            if found is None or matches(r"\bnot\W*$|n't\W*$", text[: found.start()]):
                continue
            timed = cue in _ZONE[3:] or cue == _ZONE[2]
            read = _read(text[found.end() :], flags, home, timed=timed, names_zone=cue in _ZONE[:2])
            if read is not None:
                return read
    return None


def _read(
    words: str, flags: dict[str, bool], home: str | None, *, timed: bool, names_zone: bool
) -> Whereabouts | None:
    if matches(r"^\W*the\s+", words) and not matches(_WITH_ARTICLE, words):
        return None  # "at the airport", which is a town in Hawaii too
    words = re.sub(r"^\W*(?:the\s+)?(?=\w)", "", words)
    zone = None
    if names_zone and matches(_BY_REGION, words):  # "my time zone is eastern": no town called so
        timed_words = re.sub(r"^(\w+)(?: time)?", r"\1 time", words)
        zone = read_zone(timed_words, home)
        words = timed_words if zone is not None else words
    zone = zone or read_zone(words, home)
    if zone is None:
        return None
    if timed and zone.left and not matches(_TAIL + "$", zone.left):
        return None
    said = words[: len(words) - len(zone.left)]
    if timed and not matches(r"\btime\b|\bzone\b|/|[+-]\d|\b[a-z]{2,4}t\b|\b(?:utc|gmt)\b", said):
        return None
    rest = re.sub(_TAIL, "", zone.left, flags=re.IGNORECASE)
    if not rest or matches(_GOES_ON, rest):
        return Whereabouts(zone, **flags)
    if flags:
        return Whereabouts(zone, **flags) if matches(f"{_WHILE}|{_AHEAD}", rest) else None
    if matches(_WHILE, rest):
        return Whereabouts(zone, for_a_while=True)
    return Whereabouts(zone, later=True) if matches(_AHEAD, rest) else None


def speaks_of_zone(text: str) -> bool:
    """Whether it wants a time zone set, whatever the zone."""
    return (
        matches(r"\b(?:time ?zone|tz)\b", text) is not None
        and matches(
            r"\b(?:set|change|switch|update|use|wrong|fix|correct|my time ?zone (?:is|should))\b",
            text,
        )
        is not None
    )


__all__ = ["Whereabouts", "read_whereabouts", "speaks_of_zone"]
