"""Who told somebody about us: a person, a place where they found us, or nobody."""

import re

from shared.agents.language.names import Named, bare_name, named_in, without_lead
from shared.agents.language.plausible import Verdict
from shared.agents.language.roles import is_title
from shared.agents.language.words import NAME, matches, tokens

NO_REFERRER = "none"  # stored when the person says that nobody referred them
_TOLD = (
    re.compile(
        rf"(?<![\w'.-])({NAME})(?:,? (?:from|at|of|over at) (?:(?:the|my|our|your) )?[\w&.'-]+"
        r"(?: (?!who\b)[\w&.'-]+){0,2}?)?(?:, (?:who|my|an?|the|our|he'?s|she'?s|they'?re|hes|"
        r"shes) "
        r"[^,]{2,60},)?,?\s+"
        r"(?:has |had |just |actually |who |also )?"
        rf"(?:(?:said|says|thought|recommended|suggested)\s+(?:that\b|i\b|to\b)|(?:sent|"
        rf"referred|told|invited|introduced|"
        r"recommended|mentioned|pointed|suggested|tipped|gave|passed|shared|forwarded|texted|"
        r"brought|got|put|turned|hooked|handed|showed)\s+(?:me|us|this|it|you|your|ur|u|a|yachtparty|"
        r"that|the)\b)",
        re.IGNORECASE,
    ),
    re.compile(  # "Rita Salas me dijo", "c'est Luc Roy qui m'a parlé de vous"
        rf"(?<![\w'.-])({NAME}?)\s+(?:(?:que |qui |quien )?(?:me|nos|m'a|nous a)\s*(?:lo |la |"
        rf"ha |a )?"
        r"(?:dij[oe]|mand[oó]|envi[oó]|cont[oó]|recomend[oó]|habl[oó]|invit[oó]|pas[oó]|refiri[oó]|"
        r"coment[oó]|falou|indicou|mandou|convidou|disse|contou|recomendou|parl[eé]|dit|envoy[eé]|"
        r"recommand[eé]|invit[eé]|conseill[eé])"
        r"|hat (?:mich|mir|uns) .{0,40}?(?:erz[aä]hlt|gesagt|empfohlen|eingeladen|geschickt))\b.*$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:me|nos) (?:lo |la |ha )?(?:dij[oe]|mand[oó]|envi[oó]|cont[oó]|recomend[oó]|habl[oó]|"
        rf"invit[oó]|pas[oó])\b(?: (?:un|una|mi|el|la|amig[oa]|colega))* ({NAME})$",
        re.IGNORECASE,
    ),
    re.compile(  # "my friend Sara Lind works at Spotify and told me to text you"
        r"\b(?:my|a|our|this) (?:\w+ )?(?:friend|buddy|colleague|coworker|boss|manager|mentor|"
        r"investor|co-?founder|cousin|brother|sister|wife|husband|partner|client|guy|girl|woman|"
        r"man) "
        rf"({NAME}?)(?: |, )(?:who )?(?:works?|is|runs?|at|from|over) .{{2,60}}? (?:and |who )?"
        r"(?:told|sent|referred|invited|pointed|recommended|suggested|said)\b.*$",
        re.IGNORECASE,
    ),
    re.compile(  # "a guy named Leo Park at a meetup"
        rf"\b(?:guy|girl|woman|man|dude|lady|person|someone|somebody|friend|colleague|coworker|member|"
        rf"founder|investor|buddy) (?:is )?(?:named|called|by the name of) ({NAME}?)"
        r"(?=$|[,.]| (?:at|from|in|on|who|that|told|sent)\b).*$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:no|sorry|wait|actually|oops|correction|mean)\b[\s,]+it was ({NAME})$", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?:referred|sent|invited|introduced|told|recommended|"
        rf"suggested|refered|reffered)(?: \w+){{0,3}}? by:? ({NAME})",
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
        rf"\b(?:friends? (?:of|with)|thanks to|my referr?er (?:is|was)|referr?er:?|ref:?|"
        rf"referral:|via) ({NAME})",
        re.IGNORECASE,
    ),
)
_CHANNEL = (
    r"\b(twitter|linkedin|google|instagram|facebook|reddit|tiktok|youtube|hacker news|product hunt|"
    r"podcast|newsletter|article|website|internet|online|conference|event|meetup|ad|news|"
    r"web search)\b"
)
_LEFT_OF_IT = (
    r"^[ ,]*(?:(?:oh|right|ah|ok|okay|yes|yeah|hi|hey|hello|well|so|and|by|was|i was|no|wait|"
    r"sorry|actually|oops|i mean)\b[ ,]*)*$"
)
_WHAT_TOLD = (
    r"^(?: (?:about|of|to (?:text|join|try|message|contact|reach|write|hit)|your?|ur|th(?:is|at|"
    r"e)) "
    r"?(?:this|it|you|u|ya|y'?all|yachtparty|here|that|number|card|link|out|up|to|guys|network|#)*)+"
    r"(?=\W|$)"
)
_SPELLED = {"linkedin": "LinkedIn", "youtube": "YouTube", "tiktok": "TikTok"}
_NOBODY = (
    r"^(?:(?:uh|um|hmm|well|no|nope|nah|oh|honestly),? ?)*(?:nobody|no[ -]?one|none|no|nope|nah|"
    r"n/?a|myself|just me|me|"
    r"(?:i )?(?:just )?found (?:it|you|this)(?: myself| on my own| by chance)?|on my own|by myself|"
    r"(?:i )?(?:don'?t|do not|can'?t|cannot) (?:know|remember|recall)(?: who)?|no idea|idk|"
    r"not sure|no clue|"
    r"random(?:ly)?|just curious|by accident|by chance|"
    r"(?:i )?(?:just )?stumbled (?:up)?on (?:it|you|this)|"
    r"(?:i'?d )?rather not(?: say)?|prefer not to say|skip)"
    r"(?:,? (?:really|actually|sorry|thanks|in particular|specific))*$"
)
_NOBODY_ANYWHERE = (
    r"\b(?:nobody|no[ -]?one)(?: really| actually)? (?:did|referred|sent|told|invited)|"
    r"\bwas(?:n'?t| not) (?:referred|sent|invited)|\bno referr(?:al|er)|\bnot referred\b"
)
_OF_NOBODY = (
    r"^(?: (?:me|us|here|to (?:you|this)|about (?:you|it|this)|by (?:anyone|anybody|any ?one)|"
    r"at all|really|specific(?:ally)?|though|tho)\b)*"
)
_INTRODUCES = r"^\s*(?:(?:and|but|so|well)\b[\s,]*)*(?:i'?m|i am|im|my name|name'?s|this is)\b"
# Somebody, whose name they do not know.
_UNNAMED = (
    r"\b(?:forgot|forget|don'?t (?:know|remember|recall)|can'?t (?:remember|recall)|didn'?t "
    r"(?:catch|"
    r"get)|never got|not sure of) (?:his|her|their|the) names?\b|"
    r"^(?:(?:just|um|uh|well|it was|oh) )*(?:some|a random|a|this|random) (?:random )?(?:guy|"
    r"girl|dude|"
    r"lady|woman|man|person|people|stranger|someone)(?: (?:i met|at|from|on|in|who|that)\b.*)?$"
)
_RELATION = re.compile(
    r"^(?:(?:(?:two|three|several|a couple of|both|many) (?:people|friends|folks|of them)|"
    r"actually|hi|hey|hello|lol|haha|sorry|so|well|oh|yes|yeah|um|uh|it was|it'?s|by|from|via|"
    r"through|that was|"
    r"probably|(?:his|her|their) name(?:'s| is| was)|(?:he|she)'s called|that would be|"
    r"i think|my|a|an|the|old|good|best|former|dear|close|friend|buddy|colleague|coworker|"
    r"co-worker|boss|manager|"
    r"mentor|investor|co-?founder|teammate|client|roommate|classmate|professor|teacher|recruiter|"
    r"dad|mom|mum|father|mother|uncle|aunt|son|daughter|husband's|wife's|brother|sister|cousin|"
    r"wife|husband|partner|neighbor|neighbour|of mine|"
    r"named|called|"
    r"mutual|(?:a|this|some|the|that) guy|guy (?=named|called)|,)\b[ ,]*)+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:,? (?:did|i think|i guess|maybe|thanks|told me|sent me|referred me|from .*|at .*|"
    r"who .*|\(.*))+$",
    re.IGNORECASE,
)


def told_by(clause: str, *, asked: bool) -> tuple[str | None, str]:
    """Who referred the writer where the clause says so, and the clause without that part.

    "none" when they say nobody did. "Nobody" and channels alone count only when that was `asked`.
    """
    if found := matches(_NOBODY_ANYWHERE, clause):
        rest = re.sub(_OF_NOBODY, "", clause[found.end() :], flags=re.IGNORECASE)
        return NO_REFERRER, f"{clause[: found.start()].rstrip(' ,')} {rest}".strip(" ,.")
    if asked and matches(_NOBODY, clause):
        return NO_REFERRER, ""
    head, comma, rest = clause.partition(",")
    if asked and comma and matches(_NOBODY, head.strip()) and matches(_INTRODUCES, rest):
        return NO_REFERRER, rest.strip()  # "nobody, I'm Ana Ruiz"
    if asked and matches(_UNNAMED, clause):
        return NO_REFERRER, ""
    for pattern in _TOLD:
        found = pattern.search(clause)
        if found and (name := _name_told(found.group(1))):
            after = re.sub(_WHAT_TOLD, "", clause[found.end() :], flags=re.IGNORECASE)
            rest = f"{clause[: found.start()]} {after}"
            return name, re.sub(_LEFT_OF_IT, "", rest, flags=re.IGNORECASE).strip(" ,")
    channel = matches(_CHANNEL, clause)
    if channel and (
        asked or matches(r"\b(?:found|saw|heard|read|came across|discovered)\b", clause)
    ):
        found = channel.group(1).lower()
        return _SPELLED.get(found, found[0].upper() + found[1:]), ""
    return None, clause


def _name_told(phrase: str) -> str | None:
    words = phrase.split()
    # The pattern may have caught words before the name: try from each word on.
    for start in range(len(words)):
        rest = without_lead(" ".join(words[start:]), _RELATION)
        named = named_in(rest)
        if named is None or named.verdict is not Verdict.YES:
            continue
        after = rest.split()[len(named.name.split()) :]
        if not after or after[0].lower() in ("from", "at", "of"):
            return named.name
    return None


def bare_referrer(clause: str) -> Named | None:
    """The clause as nothing but who referred them, where that was asked."""
    trimmed = _AFTER.sub("", without_lead(clause, _RELATION))
    head = trimmed.partition(",")[0]
    first = re.split(r"\s+(?:and|&)\s+", head)[0]
    for phrase in dict.fromkeys((trimmed, head, first)):
        if len(tokens(phrase)) <= 6 and not is_title(phrase) and (named := bare_name(phrase)):
            return named
    return None


__all__ = ["NO_REFERRER", "bare_referrer", "told_by"]
