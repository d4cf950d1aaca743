"""Solutions that people look for: a tool, a vendor, something that does a thing; and what they say
of a search that goes on."""

import re

from shared.agents.language import followups, wanting
from shared.agents.language.topics import Topic, topics
from shared.agents.language.words import matches, tokens
from shared.domain.expertise import expertise_tags_of
from shared.domain.research import LONGEST_NEED

_SINGLE = (
    r"(?:tool|vendor|vender|provider|provder|supplier|platform|plattform|solution|soln|app|system|"
    r"product|plug-?in|service|subscription|api)"
)
_PRODUCT = rf"(?:{_SINGLE}s?|software|softwares|sofware|softwre|saas|tooling|apis)"
# "An app developer" is somebody, and no app.
_SOMEBODY = (
    r"(?:developers?|devs?|engineers?|designers?|managers?|architects?|admins?|administrators?|"
    r"consultants?|experts?|lawyers?|attorneys?|person|people|team|marketers?|owners?|leads?|guys?|"
    r"sales\w*|founders?|compan(?:y|ies)|customers?|clients?|users?|idea|feedback|pricing|prices?|"
    r"roadmap|agency|job|role|quality|market fit|line)"
)
_KIND = rf"\b{_PRODUCT}\b(?! {_SOMEBODY}\b)(?![-'/]\w)"
_SOMETHING = r"\bsome ?thing (?:to|that|which|for)\b"
# Of ours, or of their own.
_NOT_LOOKED_FOR = (
    r"\b(?:this|that|your|our|my|his|her|their) (?:own |new |current |whole )?"
    rf"{_PRODUCT}\b|\b(?:customer|great|nice|good|bad) service\b(?! {_PRODUCT})|\bservice fees?\b|"
    r"\b(?:any ?one|any ?body|some ?one|some ?body|who|whom|members?|people|folks|others|experts?|"
    r"the (?:community|network|group))\b(?! need| want)|\byachtparty\b"
)
_COURTESY = (
    r"(?:(?:hi|hey|hello|hiya|yo|so|well|ok(?:ay)?|yes|also|and|but|btw|um+|uh+|oh|plus|please|pls|"
    r"plz|then|now|right now|currently|there|basically|honestly|thanks|quick (?:one|question))\b"
    r"[\s,.!:]*)*"
)
_HELP = (
    r"(?:(?:can|could|cn|will|would) (?:you|u|ya) (?:please |pls |plz |maybe |also |help (?:me|us) "
    r"(?:to )?)*|help (?:me|us) (?:to )?|please |pls |plz )?"
)
_VERY = (
    r"(?:(?:really|also|just|still|now|currently|actually|actively|badly|urgently|desperately) )*"
)
_ASKS = re.compile(
    rf"^{_COURTESY}(?:"
    rf"(?:(?:i|we)(?:'?m| am|'?re| are|'?d| would)? |(?:my|our) (?:\w+ ){{1,2}}?)?{_VERY}"
    r"(?:needs?|needed|wants?|wanna|want to (?:buy|find|get)|would like|like|could (?:really )?use|"
    r"looking (?:for|4|at)|lookin (?:for|4)|in (?:search|need) of|in the market for|"
    r"searching (?:for|4)|shopping (?:around )?for|seeking|after|trying to find|tryna find|"
    r"on the (?:hunt|lookout) for|evaluating|comparing|need to (?:find|buy|get|choose|pick)|"
    r"have to (?:find|buy|get|choose)|trying to (?:choose|pick|buy))"
    r"(?: to (?:find|buy|get|choose|pick|source))?(?: me| us)?|"
    rf"{_HELP}(?:find|rec+om+end|suggest|source|look for|search for|scout|locate)(?: me| us)?|"
    rf"{_HELP}get (?:me|us)|help (?:me|us) (?:to )?(?:pick|choose|compare|get)|"
    r"what(?:'?s| is| are|s)?(?: (?:some|the|a|your))*(?= (?:best|good|top|great|decent|cheapest|"
    r"right|go-?to|recommended))|"
    r"which(?= )|(?:do (?:you|u) )?(?:know|got|have)(?: of)?|(?:is|are) there|"
    r"(?:any )?(?:rec+om+endations?|recs|suggestions?|ideas?) (?:for|on)|any|"
    rf"(?=(?:the )?(?:best|good|decent|top) .*\b{_PRODUCT}\b|{_PRODUCT} (?:for|to|that)\b))"
    r"\s*\b(?P<need>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_RESEARCHES = re.compile(
    rf"^{_COURTESY}(?:i (?:need|want) (?:you to )?)?{_HELP}"
    r"(?:research|do (?:some |a bit of )?research (?:on|into|for|about)|look into|run a search for|"
    r"start (?:a |some )?(?:search|research) (?:for|on|into))(?: for)?(?: me| us)?\s+(?P<need>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_TAIL = (
    r"(?:[\s,.!?]*(?:(?:should|can|could|do|would|shall) (?:i|we|you|u) (?:use|pick|buy|choose|get|"
    r"go with|take|recommend|suggest)|please|pls|plz|thanks?|thank (?:you|u)|thx|ty|asap|"
    r"for (?:me|us)|if (?:you|u) can|out there|you(?:'d| would) recommend|do you know|"
    r"(?:that )?you know(?: of)?|any ideas?)\b)*[\s,.!?]*$"
)
_NO_NEED = (
    r"^(?:it|this|that|them|these|those|something|anything|things?|stuff|one|some|more|"
    r"(?:my|your) .*|how|why|when|whether|if|what)\W*$|^(?:how|why|when|whether|if)\b"
)
_FOR_NOTHING = re.compile(
    rf"^(?:an?|any|some|the|new|good|better|best|decent|cheap|great|right|other|another|"
    rf"{_PRODUCT}|\W)*$",
    re.IGNORECASE,
)
_DETERMINER = re.compile(r"^(?:an?|the|any|some|something|one|another|two|three|several)\b", re.I)

_SEARCH = r"\b(?:search(?:es)?|research|hunt|looking|vendor search|tool search)\b"
_NEWS = (
    r"\b(?:any|some)(?: more| new)? (?:news|updates?|luck|progress|results?|findings?|word|"
    r"answers?)\b|^\W*(?:news|updates?|progress|results)\b.{0,40}\?|"
    r"\b(?:did|have|has) (?:you|u|ya|it|they)(?: already)? (?:found|find|come up with|got|get|"
    r"turn(?:ed)? up)\b|\b(?:you |u )?found (?:anything|something|one|any)\b.{0,12}\?|"
    r"\bhow(?:'?s| is| are| did| does| do)\b.{0,40}\b(?:going|coming|search|research|stand|"
    r"looking|go)\b|\bwhat(?:'?s| is)? (?:the )?(?:status|up|happening|new|going on) (?:of|with|on)"
    r"\b|\b(?:status|where) (?:of|are we)\b|\bwhat (?:did|have) (?:you|u) (?:find|found|got|get)\b|"
    r"\bwhat(?:'?s| is) the (?:status|state)\b|\bheard anything\b"
)
_ENDS = (
    r"\b(?:cancel|stop|drop|forget(?: about)?|never ?mind|nvm|scratch|call off|end|close|abort|"
    r"quit|scrap|kill|leave|don'?t (?:bother|look|search|need)|do not (?:look|search)|no need|"
    r"no longer|not (?:needed|looking|interested)|enough (?:of|with)|done with|skip)\b"
)
_SETTLED = r"\b(?:found|bought|picked|chose|went with|signed|sorted|solved|got one)\b"
_OTHER_THINGS = (
    r"\b(?:goals?|reminders?|remind|questions?|texts?|messages?|intros?|introductions?|credits?|"
    r"number|account|profile)\b"
)
_ADDS = (
    r"^(?:(?:oh|and|but|btw|also|plus|ok|well|actually|sorry|one more thing|forgot to (?:say|"
    r"mention)|ah|p\.?s\.?)\b[\s,:-]*)*(?P<detail>(?:(?:it|they|that|this|the (?:\w+ )?"
    rf"{_PRODUCT}|whatever it is|ideally(?: it)?)\b ?(?:also |really |definitely )*)?"
    r"(?:must|should|shouldn'?t|mustn'?t|has (?:to|got to)|have to|needs?(?: to)?|gotta|can'?t|"
    r"cannot|ought to|would have to|'?d have to|with|without|ideally|preferably|under|below|"
    r"(?:our|the|my) budget|budget)\b.+)$"
)
_ADDS_NAMED = (
    r"^(?:please |pls |can you |could you )*(?:add|note)\b(?: to (?:my|the|that) .*?search(?: "
    r"that)?)?[:, ]*(?P<detail>.+?)(?: to (?:my|the|that) (?:.*)?search)?[ .!]*$"
)
_FOR_THE_SEARCH = (
    r"^(?:for|on|about|re) (?:the|my) .{0,40}?(?:search|research|one)[:,]? +(?P<detail>.+)$"
)


def solution_in(text: str) -> str | None:
    """What a text looks for, as a phrase; "" where it does not say for what; None: it looks for
    no solution."""
    if not _may_be(text):
        return None
    if found := _RESEARCHES.match(text):
        need = _phrase(found["need"])
        return None if matches(_NO_NEED, need) or matches(_PEOPLE, need) else need
    found = _ASKS.match(text)
    if found is None:
        return None
    need = _phrase(found["need"])
    if matches(_SOMETHING, need) and not matches(_KIND, need):
        return need if expertise_tags_of(need) else None
    if not matches(_KIND, need) or matches(_NO_NEED, need):
        return None
    return "" if _FOR_NOTHING.match(need) else need


_FIRMS = (
    r"(?:bank|agency|crm|erp|broker|carrier|host|isp|printer|landlord|insurer|pos|website builder)"
)
_UNHAPPY = re.compile(
    rf"^{_COURTESY}(?:(?:i|we) (?:really )?(?:hate|can'?t stand|am done with|are done with)|"
    rf"(?:i'?m|im|we'?re) "
    rf"(?:so )?(?:sick|tired|fed up|unhappy|not happy|done|frustrated)(?: of| with)|ugh|sick of|"
    rf"fed up with)?\s*"
    rf"(?:my|our|the) (?P<what>(?:[\w&'-]+ ){{0,3}}?(?:{_PRODUCT}|{_FIRMS}))\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_HOW_BAD = (
    r"\b(?:sucks?|stinks?|blows|awful|terrible|horrible|bad|worst|useless|garbage|trash|crap|junk|broken|"
    r"unreliable|overpriced|expensive|slow|a (?:mess|nightmare|joke|pain|disaster)|buggy|clunky|"
    r"crazy|nuts|"
    r"keeps? (?:\w+ )?\w+ing|let us down|lets us down|quit on us|went (?:under|bust|bankrupt|"
    r"out of business)|"
    r"shut(?:ting)? down|raised (?:their|its|the) prices?|dropped us|doubled|tripled|killing us|"
    r"bleeding us|"
    r"(?:doesn'?t|does not|isn'?t|not) work(?:ing)?(?: out)?|failed|fails|messed up|screwed up|"
    r"lost our)\b"
)


def unhappy_with(text: str) -> str | None:
    """What may be looked for instead, where they are unhappy with what they have; else None."""
    found = _UNHAPPY.match(text)
    if found is None or "?" in text or set(topics(text)) & {Topic.DISTRESS, Topic.TROUBLE}:
        return None
    hates = found.start("what") > 0 and matches(
        r"\b(?:hate|stand|done|sick|tired|fed|happy|frustrated|unhappy)\b",
        text[: found.start("what")],
    )
    if not hates and not matches(_HOW_BAD, found["rest"]):
        return None
    what = re.sub(
        r"^(?:current|new|old|stupid|damn|so[- ]called)\s+", "", found["what"], flags=re.IGNORECASE
    )
    return f"another {what}"


_PEOPLE = r"\b(?:people|person|someone|somebody|founders?|members?)\b"


def _may_be(text: str) -> bool:
    if set(topics(text)) & {Topic.INJECTION, Topic.DISTRESS, Topic.DELETE}:
        return False
    if matches(_NOT_LOOKED_FOR, text) or len(tokens(text)) > 60:
        return False
    return not (followups.wants_followup(text) or wanting.negates(text) or wanting.settles(text))


def _phrase(words: str) -> str:
    """A need fit to stand within a sentence."""
    need = re.sub(_TAIL, "", " ".join(words.split()), flags=re.IGNORECASE)[:LONGEST_NEED].strip()
    need = re.sub(r"[.!?;] +", "; ", need)
    if matches(r"^(?:best|top)\b", need):
        return f"the {need}"
    head = re.split(r"\b(?:for|to|that|which|with|in|under|;)\b", need, maxsplit=1)[0]
    single = matches(rf"\b{_SINGLE}\W*$", head)
    if need and single and not _DETERMINER.match(need):
        return f"{'an' if need[0].lower() in 'aeiou' else 'a'} {need}"
    return need


def as_need(text: str) -> str:
    """An answer to what it should do, as a need."""
    if need := solution_in(text):
        return need
    need = _phrase(text)
    return f"something {need}" if matches(r"^(?:to|that|which|for)\b", need) else need


def asks_for_news(text: str) -> bool:
    """Whether it asks how something stands, or what was found."""
    return matches(_NEWS, text) is not None and not matches(_OTHER_THINGS, text)


def names_a_search(text: str) -> bool:
    """Whether it speaks of a search, by that word."""
    return matches(_SEARCH, text) is not None


def is_only_news(text: str) -> bool:
    """Whether it asks for news, and of nothing in particular."""
    short = len(tokens(text)) <= 5
    return short and matches(r"\b(?:news|updates?|luck|progress|found|find)\b", text) is not None


def ends_a_search(text: str) -> bool:
    """Whether it takes something back, or says that it is settled, that may be a search."""
    if matches(_OTHER_THINGS, text) or "?" in text:
        return False
    return matches(_ENDS, text) is not None or matches(_SETTLED, text) is not None


def detail_in(text: str) -> str | None:
    """What a text adds to a search that it does not name: "also it must support contractors"."""
    if "?" in text or followups.wants_followup(text):
        return None
    found = matches(_ADDS, text)
    return _tidy(found["detail"]) if found and len(tokens(text)) > 2 else None


def named_detail_in(text: str) -> str | None:
    """What it adds to a search that it speaks of as one."""
    if not names_a_search(text):
        return None
    found = matches(_FOR_THE_SEARCH, text) or matches(_ADDS_NAMED, text)
    return _tidy(found["detail"]) if found else None


def _tidy(detail: str) -> str:
    return re.sub(_TAIL, "", " ".join(detail.split()), flags=re.IGNORECASE)[:LONGEST_NEED].strip()


__all__ = [
    "as_need",
    "asks_for_news",
    "detail_in",
    "ends_a_search",
    "is_only_news",
    "named_detail_in",
    "names_a_search",
    "solution_in",
    "unhappy_with",
]
