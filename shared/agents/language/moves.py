"""Changes that members tell of without naming what changes: a move, a departure, a new skill."""

import re

from shared.agents.language.places import read_zone
from shared.agents.language.roles import is_talk
from shared.agents.language.times import names_a_time
from shared.agents.language.words import matches
from shared.agents.language.work import tidy_company
from shared.domain.context import User

_MOVED = (
    r"^(?:(?:hey|hi|so|fyi|btw|ok|oh|well|and|just|by the way)\b[\s,]*)*(?:i(?:'ve| have)? )?"
    r"(?:(?:just|recently|now|finally) )*(?:moved|switched|transferred|went) (?:over )?(?:from "
    r"[\w .&-]{2,40}? )?to "
    r"(?P<company>[^,.;!?]{2,40}?)(?: (?:now|recently|last (?:week|month|year)|this (?:week|"
    r"month)))*"
    r"\W*$"
)
_NO_COMPANY = (
    r"^(?:an?|the|my|our|his|her|their|another|new|plan|team|bed|sleep|work|lunch|part|full|remote|"
    r"online|windows|mac|android|ios|iphone|first|second|next|it|that|this|there|here)\b"
)
_LEFT = (
    r"\b(?:i|i'?ve|ive|i'?m)\b(?!.{0,20}\b(?:might|may|thinking|considering|want|"
    r"plan)).{0,20}\b(?:left|quit|retired\b(?! from texting)|"
    r"resigned from|resigned|no longer (?:work(?:ing)?|at|with)|(?:do ?n[o']?t|don'?t|do not) work "
    r"(?:at|for|with|there)|(?:'m|am|m) not (?:at|with)|parted ways with)\b|"
    r"^(?:(?:just|so|fyi)\b ?)*(?:left|quit) \w+|\bnot at \w+ any ?more\b|"
    r"\b(?:was|got|been|am|i'?m) (?:just |recently )?(?:laid off|let go|fired)\b"
)
_TAGS = r"(?P<tags>[^.;!?\n]{2,150}?)"
_MINE = (
    r"(?:my (?:list of )?(?:expertise|skills?|specialt(?:y|ies)|areas?)(?: list)?|"
    r"(?:the )?(?:things|stuff|topics|what) i(?:'m| am)? (?:know(?: about)?|good at|can help with|"
    r"an expert (?:in|on)))"
)
_ADDS = rf"\b(?:add|put|include) {_TAGS} (?:to|on|in|under) {_MINE}"
_KNOWS = (
    r"\bi know (?:an? )?(?:lot|lots|ton|tons|bunch|bit|fair bit|great deal|plenty|everything|loads)"
    rf"(?: of (?:stuff|things))? about {_TAGS}[\s,.-]+(?:so )?(?:please |pls |you can )*(?:add|"
    rf"note|put|list)"
    r" (?:that|it)\b"
)
_KNOWS_TOO = (
    r"\bi also know (?:an? )?(?:lot|lots|ton|tons|bunch|bit|fair bit|great deal|plenty)"
    rf"(?: of (?:stuff|things))? about {_TAGS}\W*$"
)
_HELPS_WITH = (
    r"^\W*(?:(?:btw|fyi|also|and|hey|so|oh)\b[\s,]*)*i (?:can|could|am happy to|'?m happy to|"
    r"would love to) "
    rf"help (?:other |any )?(?:people|others|members|folks|anyone|anybody|founders|someone) "
    rf"(?:out )?with "
    rf"{_TAGS}\W*$"
)
_PUT_DOWN = (
    r"\b(?:put|list|mark|note|count|add) me (?:down )?as (?:some(?:one|body) (?:who|that) "
    r"(?:knows|can help with|is good (?:at|with))|an? expert (?:in|on|at|for)|good (?:at|with)) "
    rf"{_TAGS}\W*$"
)
_TAKES = rf"\b(?:take|remove|drop|delete) {_TAGS} (?:off|from|out of)(?: of)? {_MINE}"


_EXCHANGED = (
    r"\b(?:remove|drop|delete|take off|lose|swap|replace) (?P<gone>[^,.;!?\n]{2,60}?)(?:,? (?:and"
    r"|but)|,| with| for) "
    r"(?:and )?(?:add |put )?(?P<new>[^.;!?\n]{2,80}?)(?: instead| in| please| pls)*\W*$"
)


# "Take pricing off, keep cold chain", of what is theirs
_TAKES_OFF = (
    r"^\W*(?:(?:please|pls|can you|could you|ok|actually|and|now)\b[\s,]*)*(?:take|remove|drop|"
    r"lose|"
    r"delete) (?P<tags>[^,.;!?\n]{2,60}?)(?: off| out)?(?:,? (?:and |but )?(?:keep|leave)\b.*)?"
    r"(?: please| pls)*\W*$"
)


def new_company(text: str, home: str | None) -> str | None:
    """The company that "I moved to Globex" names; None for a place, or for anything else."""
    found = matches(_MOVED, text)
    if found is None:
        return None
    name = found["company"].strip()
    other = matches(_NO_COMPANY, name) or is_talk(name) or names_a_time(name)
    if other or len(name.split()) > 4 or read_zone(name, home) is not None:
        return None
    return tidy_company(name)


def has_left(text: str, user: User) -> bool:
    """Whether they say that they are not where they are known to work any more."""
    if matches(_LEFT, text) is None or matches(r"\b(?:if|when|unless|before)\b|\?", text):
        return False
    known = re.escape(user.company) if user.company else r"(?!)"
    job = r"my (?:old |last )?(?:job|company|role|position)"
    own = rf"\b(?:{known}|{job}|there|retired|laid off|let go|fired)\b"
    return matches(own, text) is not None


def changed_expertise(text: str, user: User) -> tuple[str, ...] | None:
    """All their expertise after "add X to my expertise"; None when the text is no such wish."""
    if found := matches(_EXCHANGED, text):
        gone = {tag.casefold() for tag in _tags(found["gone"])}
        if gone <= {tag.casefold() for tag in user.expertise}:
            left = [tag for tag in user.expertise if tag.casefold() not in gone]
            return tuple([*left, *_tags(found["new"])][:20])
    added, taken = (
        matches(_ADDS, text)
        or matches(_KNOWS, text)
        or matches(_KNOWS_TOO, text)
        or matches(_HELPS_WITH, text)
        or matches(_PUT_DOWN, text),
        matches(_TAKES, text),
    )
    if added is None and taken is None:
        return _taken_off(text, user)
    known = list(user.expertise)
    if taken is not None:
        gone = {tag.casefold() for tag in _tags(taken["tags"])}
        return tuple(tag for tag in known if tag.casefold() not in gone)
    new = _tags(added["tags"]) if added else []
    have = {tag.casefold() for tag in known}
    return tuple([*known, *(tag for tag in new if tag.casefold() not in have)][:20])


def _taken_off(text: str, user: User) -> tuple[str, ...] | None:
    """The expertise that is left, where a text takes off what is theirs by its name alone."""
    found = matches(_TAKES_OFF, text)
    gone = {_folded(tag) for tag in _tags(found["tags"])} if found else set[str]()
    known = {_folded(tag) for tag in user.expertise}
    if not gone or not gone <= known:
        return None
    return tuple(tag for tag in user.expertise if _folded(tag) not in gone)


def _folded(tag: str) -> str:
    return tag.casefold().replace("-", " ")


def _tags(text: str) -> list[str]:
    return [tag.strip()[:60] for tag in re.split(r",|\band\b|&", text) if tag.strip()]


__all__ = ["changed_expertise", "has_left", "new_company"]
