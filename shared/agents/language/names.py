"""Names of people: who is writing, and who referred them."""

import re

from shared.agents.capabilities.joining_tools import NO_REFERRER
from shared.agents.language.words import (
    NAME,
    SENTENCE_WORDS,
    is_sentence,
    matches,
    tokens,
    word_set,
)
from shared.agents.language.work import is_title

_PARTICLES = word_set(
    """
    van von de der den del della di da dos du la le bin ibn al el ter ten st y e
    """
)
_NOT_IN_NAMES = word_set(
    """
    a an the from at with for of in on to by via through mr mrs ms founder ceo cto engineer
    twitter linkedin google facebook instagram reddit tiktok youtube podcast newsletter
    internet web friend colleague coworker boss brother sister cousin wife husband mom dad
    mother father guy girl person people bot human robot app network english spanish french
    verified member admin
    """
)

_SELF = re.compile(
    r"\b(?:my (?:full |first |last )?name(?:'?s| is)|(?:full |first )?name(?:'?s| is|:)|i'?m|"
    r"i am|call me|"
    r"i go by|(?:yachtparty|you), this is|^this is|hi,? this is|hello,? this is|"
    r"hey,? this is)\s*:?\s+"
    rf"(?:just |actually |called |named |dr\.? |mr\.? |mrs\.? |ms\.? )?({NAME})",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    rf"\b(?:it'?s|it is|i meant?|should be|make that|spelled|spelt|that'?s)\s+(?:actually |"
    rf"really )?({NAME})",
    re.IGNORECASE,
)
_HERE = re.compile(rf"^(?:(?:hi|hey|hello)[, ]+)?({NAME}) here\b", re.IGNORECASE)
_NOT_THIS = re.compile(rf"\b({NAME}?),? not ({NAME})", re.IGNORECASE)
_LAST_NAME = re.compile(
    rf"\b(?:last name|surname|family name)(?:'?s| is|:)?\s+({NAME})", re.IGNORECASE
)

_REFERRED = (
    re.compile(
        rf"({NAME})(?: (?:from|at|of) [\w&.]+)?\s+(?:has |had |just |actually |who )?"
        rf"(?:(?:said|says|thought|recommended|suggested)\s+(?:that\b|i\b|to\b)|(?:sent|"
        rf"referred|told|invited|introduced|"
        r"recommended|mentioned|pointed|suggested|tipped|gave|passed|shared|forwarded|texted|"
        r"brought|got|put|turned)\s+(?:me|us|this|it|you|your|yachtparty|that|the)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:referred|sent|invited|introduced|told|recommended|"
        rf"suggested)(?: \w+){{0,3}}? by ({NAME})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:referral|intro|introduction|invite|invitation|link|number|recommendation)"
        rf"(?: \w+)? (?:from|by|via) ({NAME})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:heard|learned|learnt|found out|know|read)(?: \w+){{0,4}}? (?:from|through|"
        rf"via) ({NAME})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:friends? (?:of|with)|thanks to|my referrer is|referrer:?) ({NAME})", re.IGNORECASE
    ),
)
_CHANNEL = (
    r"\b(twitter|linkedin|google|instagram|facebook|reddit|tiktok|youtube|hacker news|product hunt|"
    r"podcast|newsletter|article|website|internet|online|conference|event|meetup|ad|news|"
    r"web search)\b"
)
_NOBODY = (
    r"^(?:(?:uh|um|hmm|well|no|nope|nah),? ?)*(?:nobody|no[ -]?one|none|no|nope|nah|n/?a|"
    r"myself|just me|me|"
    r"(?:i )?(?:just )?found (?:it|you|this)(?: myself| on my own| by chance)?|on my own|by myself|"
    r"(?:i )?(?:don'?t|do not|can'?t|cannot) (?:know|remember|recall)(?: who)?|no idea|"
    r"not sure|no clue|"
    r"random(?:ly)?|just curious|by accident|by chance|"
    r"(?:i )?(?:just )?stumbled (?:up)?on (?:it|you|this)|"
    r"(?:i'?d )?rather not(?: say)?|prefer not to say|skip)"
    r"(?:,? (?:really|actually|sorry|thanks))*$"
)
_NOBODY_ANYWHERE = (
    r"\b(?:nobody|no[ -]?one)(?: really| actually)? (?:did|referred|sent|told|invited)|"
    r"\bwas(?:n'?t| not) (?:referred|sent|invited)|\bno referr(?:al|er)|\bnot referred\b"
)
_RELATION = re.compile(
    r"^(?:(?:hi|hey|hello|so|well|oh|yes|yeah|um|uh|it was|it's|by|from|via|through|that was|"
    r"probably|"
    r"i think|my|a|an|the|old|good|best|former|dear|close|friend|buddy|colleague|coworker|"
    r"co-worker|boss|manager|"
    r"mentor|investor|brother|sister|cousin|wife|husband|partner|neighbor|neighbour|of mine|"
    r"named|called|"
    r"mutual|guy|,)\b[ ,]*)+",
    re.IGNORECASE,
)


def tidy_name(name: str) -> str:
    """The name as written; in capitals where somebody typed all small or all large."""
    words = name.strip(" .,'-").split()
    return " ".join(
        word
        if not (word.islower() or (word.isupper() and len(word) > 2))
        else word.lower()
        if word.lower() in _PARTICLES and index > 0
        else "-".join(_capital(part) for part in word.split("-"))
        for index, word in enumerate(words)
    )[:100]


def _capital(part: str) -> str:
    prefix, apostrophe, rest = part.partition("'")
    if apostrophe and len(prefix) == 1 and rest:
        return f"{prefix.upper()}'{rest.capitalize()}"
    return part.capitalize()


def leading_name(text: str) -> str | None:
    """The name at the start of the text, up to the first word that is in no name."""
    kept: list[str] = []
    for word in text.split():
        bare = word.strip(".,'\"()").lower()
        if bare in SENTENCE_WORDS or bare in _NOT_IN_NAMES or not bare:
            break
        kept.append(word.strip(',"()'))
        if word.endswith(",") or len(kept) == 4:
            break
    found = " ".join(kept)
    if not found or is_title(found) or len(found) > 100:
        return None
    return tidy_name(found) or None


def split_name(name: str) -> tuple[str, str | None]:
    """First and last name; a particle such as "van" belongs to the last one."""
    first, *rest = name.split()
    return first, " ".join(rest)[:100] or None


def own_name(clause: str) -> str | None:
    """The writer's name where the clause introduces them ("I'm", "my name is", "... here")."""
    for pattern in (_SELF, _HERE):
        found = pattern.search(clause)
        if found and (name := leading_name(found.group(1))):
            return name
    return None


def own_last_name(clause: str) -> str | None:
    """The last name in "my last name is Chen"."""
    found = _LAST_NAME.search(clause)
    return leading_name(found.group(1)) if found else None


def corrected_name(clause: str) -> tuple[str, str | None] | None:
    """The right name, and the wrong one if said, in "sorry, it's Sara" or "Sara, not Sarah"."""
    swap = _NOT_THIS.search(clause)
    if swap:
        right = (
            own_name(swap.group(1))
            or _after_correction(swap.group(1))
            or leading_name(swap.group(1))
        )
        wrong = leading_name(swap.group(2))
        if right and wrong:
            return right, wrong
    right = _after_correction(clause)
    return (right, None) if right else None


def _after_correction(clause: str) -> str | None:
    found = _CORRECTION.search(clause)
    return leading_name(found.group(1)) if found else None


def bare_name(clause: str) -> str | None:
    """The clause as nothing but a name of one to four words; None when it is talk."""
    stripped = _RELATION.sub("", clause) or clause
    if is_sentence(stripped) or not re.fullmatch(rf"{NAME}(?:,.*)?", stripped):
        return None
    name = leading_name(stripped)
    head = stripped.split(",")[0]
    return name if name and len(name.split()) == len(head.split()) else None


def referrer(clause: str, *, asked: bool) -> tuple[str | None, str]:
    """Who referred the writer, and the clause without that part.

    "none" when they say nobody did. Bare names and channels count only when that was `asked`.
    """
    if matches(_NOBODY_ANYWHERE, clause) or (asked and matches(_NOBODY, clause)):
        return NO_REFERRER, ""
    for pattern in _REFERRED:
        found = pattern.search(clause)
        if found and (name := _referrer_name(found.group(1))):
            return name, f"{clause[: found.start()]} {clause[found.end() :]}".strip()
    channel = matches(_CHANNEL, clause)
    if channel and (
        asked or matches(r"\b(?:found|saw|heard|read|came across|discovered)\b", clause)
    ):
        return channel.group(1)[0].upper() + channel.group(1)[1:], ""
    if asked and (name := _asked_referrer(clause)):
        return name, ""
    return None, clause


def _referrer_name(phrase: str) -> str | None:
    words = phrase.split()
    # The pattern may have caught words before the name: try from each word on.
    for start in range(len(words)):
        rest = _RELATION.sub("", " ".join(words[start:]))
        name = leading_name(rest)
        after = rest.split()[len(name.split()) :] if name else []
        if name and (not after or after[0].lower() in ("from", "at", "of")):
            return name
    return None


def _asked_referrer(clause: str) -> str | None:
    trimmed = re.sub(
        r"(?:,? (?:did|i think|i guess|maybe|thanks|told me|sent me|referred me|from .*|at .*|"
        r"who .*|\(.*))+$",
        "",
        _RELATION.sub("", clause),
        flags=re.IGNORECASE,
    )
    return bare_name(trimmed) if trimmed and len(tokens(trimmed)) <= 4 else None
