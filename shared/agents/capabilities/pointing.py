"""Which of the things that wait a text points at: by words, by time, by place, or all of them."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from shared.agents.capability import Situation
from shared.agents.language.calendar_words import DAY, DAY_CODES, MONTH
from shared.agents.language.repeats import read_repeats
from shared.agents.language.times import Parts, read_parts
from shared.agents.language.words import SENTENCE_WORDS, matches, places_in, tokens, word_set
from shared.domain.context import Waiting

_ALL = r"\b(?:all|every|everything|both|either|neither|them)\b"
_PLACE = re.compile(
    r"\b(?:the |number |#)?(?:first|1st|second|2nd|third|3rd|fourth|4th|last|latter|"
    r"former|\d(?=\W*$))\b"
    rf"(?! (?:thing|of )|,? (?:{DAY}|{MONTH})\b)(?<!\bat \d)(?<!\bto \d)",
    re.IGNORECASE,
)
_PLURAL = (
    r"\b(?:ones|either|reminders|follow[ -]?ups|alarms|nudges|pings|both|all|those|these|things|"
    r"stuff)\b"
)
_DAYS = r"\b(mon|tues|wednes|thurs|fri|satur|sun)day'?s\b"
_PLACE_WORDS = word_set(
    "first second third fourth last 1st 2nd 3rd 4th former latter next one two three number"
)
_UNTELLING = (
    SENTENCE_WORDS
    | _PLACE_WORDS
    | word_set(
        """
        the a an of on for in with at to till until by from cancel delete remove drop forget
        scrap kill clear ditch nix erase axe wipe bin trash chuck end lose
        call off get rid turn reminders reminder
        remind reminding follow follow-up follow-ups followup followups up alarm alarms nudge
        nudges nudging ping pings pinging scheduled texts messages don't dont needn't no ones
        other anymore longer move change reschedule push postpone delay shift switch bump make
        instead both either neither those these them back out hour hours minute minutes day days
        week weeks later earlier repeating recurring daily weekly monthly yearly weekday
        weekdays weekend
        every each already please set put bring actually oclock o'clock am pm noon morning
        afternoon evening night half quarter past stuff things
        """
    )
)


@dataclass(frozen=True)
class Pointed:
    """What is meant. `sure`: all of it; otherwise it is among these, and they are to be asked."""

    items: tuple[Waiting, ...] = ()
    sure: bool = False


def telling(text: str) -> set[str]:
    """The words of a request that can tell one thing from another."""
    return {_stem(word) for word in tokens(text) if word not in _UNTELLING and len(word) > 1}


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 3:
            word = word.removesuffix(ending)
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def pointed(text: str, items: list[Waiting], situation: Situation) -> Pointed:
    """What a text means among what waits; unsure and empty when it names something else."""
    if not items:
        return Pointed()
    plain = _PLACE.sub(" ", text)  # "the first" is a place here, and no day of the month
    plain = re.sub(r"\b(today|tomorrow|tonight)s\b", r"\1", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\bones?\b|(?<=[a-z])'s\b", " ", plain, flags=re.IGNORECASE)
    repeats, rest = read_repeats(plain, situation.now)
    parts = read_parts(rest, situation.now)
    found = list(items)
    named = False
    if said := telling(parts.rest):
        found = _by_words(said, found)
        if not found:
            return Pointed()
        named = True
    if repeats is not None and repeats.rule:
        alike = [item for item in found if _repeats_like(item, repeats.rule)]
        found, named = (alike or found), named or bool(alike)
        if not alike and matches(_DAYS, plain):  # "cancel fridays": what is due on friday
            parts = read_parts(re.sub(_DAYS, r"\1day", plain, flags=re.IGNORECASE), situation.now)
        elif not alike:
            return Pointed(tuple(found))
    if parts.days.days or parts.clock.hour is not None or parts.clock.part:
        timed = [item for item in found if _at(item, parts, situation.zone)]
        if not timed:
            return Pointed(tuple(found) if len(found) < len(items) else ())
        found, named = timed, True
    return _counted(text, found, named=named)


def _counted(text: str, found: list[Waiting], *, named: bool) -> Pointed:
    if matches(_ALL, text):
        both = matches(r"\b(?:both|n?either)\b", text)
        return Pointed(tuple(found), sure=not both or len(found) == 2)
    place = _PLACE.search(text)
    if place and (places := places_in(place.group(), len(found))):
        return Pointed(tuple(found[place] for place in places), sure=True)
    if len(found) == 1:
        return Pointed(tuple(found), sure=True)
    return Pointed(tuple(found), sure=named and matches(_PLURAL, text) is not None)


def _by_words(said: set[str], items: list[Waiting]) -> list[Waiting]:
    shared = [len(said & telling(item.summary)) for item in items]
    best = max(shared, default=0)
    return [item for item, count in zip(items, shared, strict=True) if best and count == best]


def _repeats_like(item: Waiting, rule: str) -> bool:
    """ "The monday ones" and "the daily one" are what repeats so, whatever else their rules say."""
    own = item.recurrence
    if own is None:
        return False
    theirs, wanted = (dict(part.split("=") for part in one.split(";")) for one in (own.rule, rule))
    if theirs["FREQ"] != wanted["FREQ"]:
        return False
    days = set(wanted.get("BYDAY", "").split(",")) - {""}
    return not days or bool(days & set(theirs.get("BYDAY", "").split(",")))


def _at(item: Waiting, parts: Parts, zone: ZoneInfo) -> bool:
    due = item.due.astimezone(zone)
    if parts.days.days and due.date() not in parts.days.days and not _comes_on(item, parts):
        return False
    if parts.clock.hour is not None:
        clocks = [clock for _, clock in parts.clock.times()]
        if not parts.clock.is_sure:
            clocks += [clock.replace(hour=(clock.hour + 12) % 24) for clock in clocks]
        return due.time().replace(second=0, microsecond=0) in clocks
    return not parts.clock.part or _within(due, parts.clock.part)


def _comes_on(item: Waiting, parts: Parts) -> bool:
    """Whether it is one that comes each week on the day that they name."""
    own = item.recurrence
    if own is None or not parts.days.weekday:
        return False
    return DAY_CODES[parts.days.days[0].weekday()] in own.rule.partition("BYDAY=")[2]


def _within(due: datetime, part: str) -> bool:
    spans = {"morning": (0, 12), "afternoon": (12, 18), "evening": (17, 24), "night": (17, 24)}
    begin, end = spans.get(part, (17, 24) if part == "tonight" else (0, 24))
    return begin <= due.hour < end


__all__ = ["Pointed", "pointed", "telling"]
