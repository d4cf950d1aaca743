"""On which days, and how often, we are to text first, as people write it."""

import re
from dataclasses import dataclass

from shared.agents.language.quiet import MESSAGE, NO_TEXTS
from shared.agents.language.words import matches

_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?"
_RANGE = rf"\b({_DAY})s?(?: ?- ?| to | through | thru | till | until )({_DAY})s?\b"
_DAYS = rf"\b(?:week ?ends?|week ?days?|work ?days|business days|{_DAY}s?)\b"
_PLURAL = (
    r"\b(?:week ?ends|week ?days|work ?days|(?:mon|tues|wednes|thurs|fri|satur|sun)days|"
    rf"(?:every|each|any|on an?) (?:week ?end|{_DAY})|(?:on|at|during) (?:the )?week ?ends?|"
    rf"{_DAY}s? ?- ?{_DAY})\b"
)
_THIS = rf"\b(?:this|next|coming|the) (?:coming )?(?:week ?end|{_DAY})\b"
_RESTS = (
    rf"{NO_TEXTS}|\b(?:not|no(?!,)|never|nothing|skip|except|leave me (?:alone|be)|"
    rf"keep)\b.{{0,14}}{_DAYS}|"
    rf"{_DAYS}.{{0,30}}\b(?:(?:is|are) (?:my|our) (?:week ?end|days? off|day of rest|sabbath)|"
    r"skip (?:those|them|that|it)|leave (?:those|them|it) (?:out|free|alone))\b|"
    rf"{_DAYS}(?: (?:is|are))? (?:(?:my|a|our|for|off|no|free|quiet|family|rest|days?|of|the|"
    rf"time)\b ?)*"
    rf"(?:off|rest|free|quiet|family|sacred|no[- ]?go|off[- ]limits)\b"
)
_ONLY_DAYS = (
    rf"\bonly (?:{MESSAGE}(?: to)? ?(?:me )?)?(?:on |during |from )?(?:the )?(?={_DAYS[2:]})|"
    rf"{_DAYS} only\b"
)
_FINE_AGAIN = (
    rf"{_DAYS}.{{0,25}}\b(?:fine|ok(?:ay)?|k|good|allowed|welcome|works?|again|back on|too)\b|"
    rf"\b(?:you can|feel free to|ok to|fine to|do) {MESSAGE} me\b.{{0,20}}{_DAYS}|"
    rf"\b(?:{MESSAGE}) me (?:also |even )?on {_DAYS[2:]}.{{0,6}}\b(?:too|again|as well|also)\b|"
    r"\b(?:no (?:more )?|remove (?:my |the )?|drop (?:my |the )?|cancel (?:my |the )?|"
    r"clear (?:my |the )?)"
    r"(?:rest days?|days? of rest|days? off)\b|\b(?:any|every) day (?:is|works|"
    r"of the week is) (?:fine|ok|good)\b"
)
_TOO_MANY = (
    rf"\b(?:too|so|way too|this) (?:many|much)\b.{{0,12}}\b{MESSAGE}\b(?! from (?!you|u\b))|"
    rf"\b(?:you|u|y'?all|you guys) {MESSAGE}(?: me)? (?:an? (?:lot|ton)|all the time|constantly"
    rf"|nonstop|non-stop)\b|"
    rf"\b(?:you|u|you guys) (?:text|message|write|ping|bother|bug)(?: me)? (?:way )?(?:too|so|"
    rf"this) (?:much|often|many|frequently)|"
    rf"\b{MESSAGE}(?: me)? (?:way )?(?:so|too|this|quite so|as) (?:much|often|many|"
    rf"frequently)\b(?! as)|"
    r"\b(?:ease up|slow (?:it )?down|tone (?:it|this|that) down|dial (?:it|this) (?:back|down)|"
    r"(?:cut|scale) (?:it |this |way )?(?:back|down)|lighten up|not so (?:many|often|much)|"
    r"blowing up my phone|calm down|chill(?: out)?|bombarding|flooding|overwhelming|a bit much|"
    r"turn it down|take it down a notch)\b|"
    rf"\b(?:fewer|less)\b.{{0,12}}\b(?:{MESSAGE}|often|frequent(?:ly)?)\b|"
    rf"\b{MESSAGE}(?: me)? (?:a (?:lot|bit|little) )?less\b|"
    rf"\b(?:half|reduce|halve|limit)\b.{{0,16}}\b{MESSAGE}\b|\bless (?:please|pls)\b|^(?:too|"
    rf"way too) (?:many|much)\W*$"
)
_AS_USUAL = (
    rf"\b(?:normal|usual|regular)(?: (?:amount|number|frequency|rate|pace|{MESSAGE}|again|"
    rf"is fine|please|limits?)\b)+|"
    rf"\bback to (?:normal|usual|the usual|how it was)\b|\bas (?:many|often|much) as (?:before|"
    rf"usual|you like|you want)\b|"
    rf"\b{MESSAGE} me (?:more(?: often)?|as usual|normally|like before)\b(?! about)|\b(?:you can|"
    rf"u can) {MESSAGE}(?: me)? more\b|"
    rf"\bmore {MESSAGE} (?:are|is) (?:fine|ok)|\b(?:undo|remove|lift|drop) (?:the |my |"
    rf"that )?(?:limit|cap)s?\b"
)


@dataclass(frozen=True)
class Rest:
    """Days of the week without texts, to be added, taken back, or to be all there are."""

    days: tuple[int, ...]  # ISO
    back: bool = False  # they are fine again
    exactly: bool = False
    doubtful: bool = False  # "on sunday": each, or the next


def days_in(text: str) -> tuple[int, ...]:
    """The days of the week that a text names, ISO, in order."""
    text = re.sub(r"\b(?:are|is) (?:my|our) week ?ends?\b", " ", text, flags=re.IGNORECASE)
    days: set[int] = set()
    for found in re.finditer(_RANGE, text, re.IGNORECASE):
        first, last = (_DAY_NAMES.index(name[:3].lower()) for name in found.groups())
        days |= {(first + n) % 7 + 1 for n in range((last - first) % 7 + 1)}
    for found in re.finditer(_DAYS, text, re.IGNORECASE):
        word = found.group(0).lower().replace(" ", "")
        if word.startswith("weekend"):
            days |= {6, 7}
        elif word.startswith(("weekday", "workday", "businessday")):
            days |= {1, 2, 3, 4, 5}
        else:
            days.add(_DAY_NAMES.index(word[:3]) + 1)
    return tuple(sorted(days))


def read_rest(text: str) -> Rest | None:
    """A wish about days of rest; None when the text has none."""
    days = days_in(text)
    if matches(_FINE_AGAIN, text) and not matches(
        r"\b(?:do ?n[o']?t|do not|not|never|stop)\b", text
    ):
        return Rest(days or (1, 2, 3, 4, 5, 6, 7), back=True)
    if not days or matches(
        r"\b(?:after|before|between|past) (?:\d|noon|one|two|three|four|five|six|seven|eight|"
        r"nine|ten)",
        text,
    ):
        return None
    if matches(r"\b(?:until|till?|til|back|before|remind|about)\b", text):
        return None
    if matches(_ONLY_DAYS, text):
        return Rest(tuple(day for day in range(1, 8) if day not in days), exactly=True)
    if not matches(_RESTS, text):
        return None
    return Rest(
        days,
        doubtful=matches(_PLURAL, text) is None
        or matches(rf"\bthis (?:coming )?(?:week ?end|{_DAY})\b", text) is not None,
    )


def finds_it_too_many(text: str) -> bool:
    """Whether they get too many texts for their taste."""
    return matches(_TOO_MANY, text) is not None


_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "once": 1, "twice": 2}
_MOST = r"(?P<most>\d{1,2}|one|two|three|four|five|once|twice|a)"
_A_DAY = r"(?:a|per|each|every|/) ?day|daily"
_AT_MOST = (
    r"\b(?:max(?:imum)?|at (?:the )?most|tops|only|no more than|not more than|limit|cap|just|"
    r"up to|enough|plenty|keep it|make it|let'?s (?:do|say|make it)|cut (?:it|back|down)|reduce"
    r"|less|"
    r"fine|ok(?:ay)?|good)\b"
)


def most_a_day(text: str) -> int | None:
    """How many texts a day they want at most; None where they name no number."""
    found = matches(rf"\b{_MOST}(?: {MESSAGE}| times?)? ?(?:{_A_DAY})\b", text)
    speaks = matches(rf"\b{MESSAGE}\b|^\W*(?:\w+ ){{0,4}}(?:{_A_DAY})", text)
    if found is None or not speaks or not matches(_AT_MOST, text) or matches(r"\bremind", text):
        return None
    word = found["most"].lower()
    return int(word) if word.isdigit() else _NUMBERS.get(word, 1)


def wants_as_usual(text: str) -> bool:
    """Whether as many texts as before are fine again."""
    return matches(_AS_USUAL, text) is not None and not matches(r"\b(?:don'?t|not|no)\b", text)


__all__ = [
    "Rest",
    "days_in",
    "finds_it_too_many",
    "most_a_day",
    "read_rest",
    "wants_as_usual",
]
