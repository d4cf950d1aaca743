"""What people want, read: goals stated, asked for as a question, taken back, or negated.

A negation is never a wish, and what somebody wants of us at once (to be deleted, to talk to a
person, a minute) is no goal either.
"""

import re

from shared.agents.language.topics import is_no_goal
from shared.agents.language.words import SENTENCE_WORDS, clauses, matches, tokens, word_set

_VERY = (
    r"(?:(?:really|also|just|still|now|currently|actually|actively|badly|urgently|desperately|"
    r"always|"
    r"probably|definitely|desperate|mostly|kinda|kind of|currently) )*"
)
_LEAD = (
    r"^(?:(?:hi|hey|hello|so|well|ok(?:ay)?|yes|also|and|but|btw|um+|uh+|oh|plus|please|pls|then|"
    r"now|"
    r"right now|currently|there|basically|honestly)\b[\s,.!]*)*"
)
_SUBJECT = r"\b(?:i|we|(?:my|our) \w+)"
_VERB = (
    r"(?:need(?:s|ed)?|wants?|wanna|wanted|would (?:like|love)|wish (?:to|for)|hope to|hoping to|"
    r"plan "
    r"(?:to|on)|could (?:really )?use|seek|gotta|aim to|must)"
)
_DOING = (
    r"(?:looking (?:for|to|at|4|into)|lookin (?:for|to|4)|in search of|in need of|in the market "
    r"for|tr(?:y|yin|ying) to|tryna|"
    r"searching (?:for|4)|hoping to|planning (?:to|on)|hiring|recruiting|raising|fundraising|"
    r"seeking|"
    r"after an?|on the (?:lookout|hunt) for|interested in (?:hiring|meeting|finding|buying|raising|"
    r"learning))\b"
)
_STATED = (
    rf"{_SUBJECT} {_VERY}{_VERB}\b ?(?=\S)|\b(?:i'?d|we'?d) {_VERY}(?:like|love) (?=\S)|"
    rf"\b(?:i'?m|i am|we'?re|we are|{_SUBJECT.removeprefix(chr(92) + 'b')} (?:is|are|am)) "
    rf"{_VERY}{_DOING}|"
    rf"{_LEAD}{_VERY}(?:need(?:ed|ing)?|wanna|want(?:ed|ing)?|gotta|would (?:like|love)|could use) "
    rf"(?=\S)|"
    rf"{_LEAD}{_VERY}{_DOING}|\blooking (?:for|to|4)\b|\bin (?:search|need) of\b|"
    r"\b(?:(?:my|our|the) )?(?:main |current |new |next |big )?goals? (?:(?:for|in|of) (?:\w+ "
    r"){1,3})?"
    r"(?:is|are|:|would be)"
)
_HELPER = (
    r"(?:can|could|will|would|cn) (?:you|u|ya|anyone|anybody|someone|somebody) "
    r"(?:please |pls |maybe |also )*"
)
_SOMEBODY = r"(?:me|us|someone|somebody|anyone|anybody|an?|some|the right|people)"
_SEARCH = (
    rf"{_HELPER}(?:help (?:me|us) )?(?:to )?(?:find|introduce|intro|connect|recommend|suggest|"
    rf"research|"
    rf"refer|"
    r"hook|point|look for|search for|get (?:me|us) (?:an?|some|in touch|intro\w*))\b|"
    rf"{_LEAD}(?:find|introduce|connect|recommend|suggest|research|refer|hook) {_SOMEBODY}\b|"
    rf"{_LEAD}get (?:me|us) (?:an?|some|in touch|intro\w*)\b|"
    r"\bhelp (?:me|us) (?:to )?(?:find|hire|get|raise|meet|build|with (?:my|our|an?|the) \w+)\b|"
    r"\b(?:do |does |did )?(?:you|u|any(?:one|body)|some(?:one|body)) (?:here |there |else "
    r")?(?:know|have|got|"
    r"heard of) (?:of )?(?:any|anyone|anybody|some|someone|somebody|an?|about|how)\b|"
    rf"{_LEAD}(?:know|got|have) (?:any|anyone|anybody|someone|somebody|a good|of any)\b|"
    rf"{_LEAD}(?:is|are) there (?:any|anyone|anybody|someone|somebody|an?)\b.{{0,60}}"
    r"\b(?:who|that|with|for|to|in|here)\b|"
    rf"{_LEAD}(?:any(?:one|body)|some(?:one|body)) (?:here |there |out there |around )?(?:who|"
    rf"that|with|to|"
    r"good|doing|from|in|for|experienced|familiar|knows?|can|could|does|has|wants?|interested)\b|"
    rf"{_LEAD}any (?:good |decent |cheap |solid |recommended )?(?!news|updates?|questions?|"
    rf"reminders?|"
    r"messages?|texts?|plans?|thoughts?|chance|time|word|luck|idea)\w+s?\b.{0,60}\?|"
    r"\bwho(?:'?s| is)? (?:knows|can (?:help|do)|do you know|does|good at|good with|would know)\b|"
    r"\bwhere (?:can|do|could|should) (?:i|we) (?:find|get|hire|meet)\b|"
    r"\bany (?:\w+ )?(?:recommendations?|recs|leads|intros?|suggestions?|referrals?)\b|"
    r"\bintro(?:duction)?s? to\b"
)
_REMEMBER = re.compile(
    rf"{_LEAD}(?:can you |could you )?(?:please )?"
    r"(?:remember|note(?: down)?|keep in mind|make a note|add (?:(?:a |this |that |as a |my "
    r")*goals?)|"
    r"new goal|save)(?: that| this| of| to| for me| down)?[:,]?\s+(.+)",
    re.IGNORECASE | re.DOTALL,
)
# What is wanted of us at once, or of nobody.
_NO_GOAL = (
    r"gotta (?:give|admit|say|love|hand it|be|go|run|tell|head|bounce|thank)\b|"
    r"(?:need|needs|want|wants|wanna|like|love|trying to|looking to|have to|gotta|must|need to|"
    r"want to|"
    r"planning to|hoping to) (?:just |to |really )*"
    r"(?:(?:you|u|ya|your) (?:to|guys|all|bot)\b|(?:you|u|it|that|this|them|nothing|no|out|in|more|"
    r"yes|coffee|food|help|sleep|rest|space|time|home|a hug|silence)\W*$|"
    r"(?:go|leave|run|think|sleep|eat|cry|scream|pee|hear|understand|thank|apologi[sz]e|test|"
    r"be (?:honest|clear|sure|quick|alone)|get (?:home|going|back|off|out|some)|head|wait)\b|"
    r"(?:know|ask|see|check|say|tell|talk|speak|chat|meet)(?:\W*$| (?:you|me|"
    r"if|what|why|when|my|the|someone|"
    r"somebody|to (?:you|someone|somebody|an? (?:human|person|real|agent))))|"
    r"(?:cancel|delete|change|update|edit|move|pause|mute|drop|remove|clear|forget|stop|quit|end|"
    r"fix|"
    r"correct|reschedule|unsubscribe)\b(?:\W*$| (?:my|the|that|this|it|all|texts?|messages?|"
    r"getting|"
    r"receiving|a (?:goal|reminder)))|"
    r"(?:a |an |some |my |the |another |more |any |one )*(?:min(?:ute)?s?|moments?|secs?|seconds?|"
    r"break|"
    r"nap|drink|coffee|beer|vacation|hug|joke|life|human|(?:real )?person|answers?|reminders?|time|"
    r"info(?:rmation)?|details|sleep|space|rest|help|sign|credits?|messages?|texts?|notifications?)"
    r"(?: (?:please|pls|now|about|on|from|at|to|for|in|every|tomorrow|tonight)\b.*)?\W*$)"
)
_NOT = (
    r"\b(?:don'?t|do not|not|no longer|never|isn'?t|aren'?t|stopped|done|without|nor|quit|didn'?t|"
    r"do|does|did)$"
)
_GREETING = re.compile(
    r"^(?:(?:hi|hey|hello|so|well|ok(?:ay)?|yes|also|and|but|btw|um+|uh+|oh|plus)\b[,.!]?\s*)+",
    re.IGNORECASE,
)
_GOAL_VERB = re.compile(
    r"^.*?\b(?:looking for|looking to|need|want to|want|hire|hiring|find me|find)\b", re.IGNORECASE
)
_CORRECTED = (
    r"^(?:(?:oh|oops|no|wait|um+|hmm+|sorry|ok)\b[,. ]*)*(?:sorry|actually|no|no wait|i meant?|"
    r"correction|"
    r"or rather|rather|scratch that|make (?:it|that)|change (?:it|that) to|instead)\b[,: ]+"
    r"(?:i meant? |make (?:it|that) |actually )?(.+?)(?:,? (?:instead|please|pls|thanks))*[ .]*$"
)
_NEGATED = (
    r"\b(?:don'?t|dont|do not|no longer|not|never|stopped|no need|isn'?t|aren'?t|doesn'?t|quit|"
    r"nobody|"
    r"neither)\b(?: \w+){0,2}? ?\b(?:need(?:s|ed|ing)?|want(?:s|ed|ing)?|look(?:ing)?|"
    r"search(?:ing)?|"
    r"interested|hir(?:e|ing)|rais(?:e|ing)|seeking|trying|after|for an?)\b"
)
_SETTLED = (
    r"\b(?:i|we)(?:'ve| have|ve)? (?:already |just |finally |now )*(?:found|hired|got|signed|"
    r"sorted|filled|picked|"
    r"chosen|chose|solved|landed|met|have)\b|^(?:already |just |finally )*(?:found|hired|got|"
    r"signed|filled)\b|"
    r"(?:\b(?:is|was|are|been)|\w'?s) (?:all |already |now )*(?:done|sorted|settled|"
    r"filled|found|"
    r"solved|taken care of|handled|off(?= *\W*$)|dead|cancelled|not happening|over(?= *\W*$)|off "
    r"the table|irrelevant|not (?:needed|relevant)|no longer)\b|"
    r"\b(?:any ?more|any longer|no longer)\b|\bdone (?:with|looking|searching|hiring)\b|^done\b"
)
_DROP = (
    r"\b(?:drop|delete|remove|forget|scrap|scratch|clear|cancel|cross|take|lose|ditch|get rid of|"
    r"close|nix|kill|strike|erase|undo|wipe|end|finish(?:ed)?|mark)\b"
)
_GOALS = r"\bgoals?\b"
_LISTS = (
    r"\b(?:what(?:'?s| are| is| were)?|list|show|see|tell|send|read|give|which|remind me (?:of|"
    r"what)|do i have|have i|"
    r"any|check)\b.{0,35}\b(?:my |our |the |open |current |set |me )*goals?\b|^(?:(?:my|all|list|"
    r"show|the) )*goals?\W*$|"
    r"\bwhat (?:am|was) i (?:still )?(?:looking for|after)\b|\bwhat (?:did|have) i (?:say|said|"
    r"tell|told|ask|asked|"
    r"want|note|noted)\b(?: you)?(?: i)?(?: want(?:ed)?| need(?:ed)?| for| down| to find)*\W*$|"
    r"\bwhat(?:'?s| is) on my list\b"
)
_ADDS = r"\b(?:add|new|set (?:a|up)|note|save|remember|store)\b"
_UNTELLING = SENTENCE_WORDS | word_set(
    """
    the a an of on for in with at to from goal goals drop delete remove forget scrap scratch clear
    cancel cross off lose ditch rid close nix kill strike erase undo wipe one ones first second
    third fourth fifth last all both other hired hire hiring longer anymore any more list searching
    seeking interested filled sorted settled solved signed picked chose chosen landed met we've i've
    finally good instead change actually thing 1 2 3 4 5 needed relevant before put end
    finish finished mark
    """
)


_LISTED = re.compile(
    r"^\W*(?:(?:my|new|a|our|main|the|current|please|pls|add|note|save|set)\s+)*goals?"
    r"(?: (?:for|this|of) (?:the |my |this )?(?:\w+ )?(?:week|month|quarter|year|q[1-4]))?\s*(?::|="
    r"|-(?= ))\s*(.+)$",
    re.IGNORECASE | re.DOTALL,
)


def goals_listed(text: str) -> list[str]:
    """The goals of "goals: switch ERP, find a tax advisor", which names them as such."""
    found = _LISTED.match(text)
    if found is None or matches(r"\?\W*$", text):
        return []
    several = matches(r"\bgoals\b", text) is not None
    parts = re.split(r"\s*[,;\n]\s*(?:and )?|\s+and\s+", found[1]) if several else [found[1]]
    return [part.strip(" .")[:500] for part in parts if part.strip(" .")][:5]


def goal_in(text: str) -> str | None:
    """The goal that a text states, in its words; None when it states none."""
    if is_no_goal(text) or matches(r"\babout me\W*$", text):
        return None
    if found := _REMEMBER.match(text):
        return found.group(1).strip()[:500]
    if any(_states(clause) for clause in clauses(text)):
        return _GREETING.sub("", text)[:500] or None
    return None


def _states(clause: str) -> bool:
    if matches(_SEARCH, clause):
        return not matches(
            r"\b(?:don'?t|do not|no need to|not|stop) (?:\w+ )?(?:find|introduce|connect)", clause
        )
    stated = matches(_STATED, clause)
    if stated is None or matches(_NO_GOAL, clause):
        return False
    before = clause[: stated.start()].rstrip(" ,")
    return not matches(_NOT, before) and not negates(clause)


def wants_search(text: str) -> bool:
    """Whether it asks us to find or introduce somebody."""
    return matches(_SEARCH, text) is not None


def is_vague(text: str) -> bool:
    """Whether it asks for somebody good, and does not say at what."""
    somebody = r"(?:any(?:one|body)|some(?:one|body)|people|a person|any people)"
    good = r"(?:good|great|nice|cool|useful|interesting|helpful|here|there|else|worth meeting)"
    people = r"(?:people|friends|contacts|connections|company|network|folks)"
    around = r"(?: around(?: me| us)?| in my life| to (?:know|talk to|be around)| like (?:me|us))?"
    wants = r"(?:want|need|looking for|could use) (?:(?:more|better|new|good|some|cool|smarter) )*"
    asks = rf"(?:know|got|have|meet|recommend|find me|is there) {somebody}(?: {good})*"
    thing = (
        r"(?:(?:this|some|a|one|that) (?:\w+ )?(?:things?|stuff|matter|issue|problem)|something|"
        r"stuff)"
    )
    unnamed = (
        rf"there(?:'?s| is) {thing} (?:that |which )?(?:i|we) (?:need|want|have)(?: to)?(?: \w+)?|"
        rf"(?:need|want|have) (?:some )?(?:help|you to help|a hand)? ?(?:with )?{thing}(?: (?:done"
        rf"|sorted|fixed|solved))?"
    )
    return matches(rf"\b(?:{asks}|{wants}{people}{around}|{unnamed})\W*$", text) is not None


def negates(text: str) -> bool:
    """Whether it says that something is not wanted, not looked for, or not needed."""
    return matches(_NEGATED, text) is not None


def settles(text: str) -> bool:
    """Whether it says that somebody or something was found, or is not needed any more."""
    return matches(_SETTLED, text) is not None


def drops(text: str) -> bool:
    """Whether it asks to take something off."""
    return matches(_DROP, text) is not None


def names_goals(text: str) -> bool:
    """Whether it speaks of goals by that word."""
    return matches(_GOALS, text) is not None


def asks_goals(text: str) -> bool:
    """Whether it asks which goals are noted."""
    other = matches(_ADDS, text) or matches(r"\bwho\b|\bprivate\b", text) or drops(text)
    return matches(_LISTS, text) is not None and not other


def corrected_to(text: str) -> str | None:
    """What stands after "actually", "I meant" and the like; None without such a word."""
    found = matches(_CORRECTED, text)
    return found.group(1).strip() if found else None


def added(text: str) -> str | None:
    """What "and a CRM too" adds to a goal; None when nothing is added."""
    found = matches(
        r"^(?:oh |ok |actually )*(?:and|also|plus) (?:also )?((?:an?|some|two|three|more) .{2,80}?)"
        r"(?:,? (?:too|also|as well|please|pls))*[ .]*$",
        text,
    )
    return found.group(1) if found else None


def corrected_goal(earlier: str, correction: str) -> str:
    """What "I need a lawyer" becomes with "actually an accountant"."""
    if goal := goal_in(correction):
        return goal
    bare = re.sub(r"^not an? \w+,? (?:but )?", "", correction, flags=re.IGNORECASE)
    verb = _GOAL_VERB.match(earlier)
    return f"{verb.group(0)} {bare}" if verb else bare


def replaced_in(earlier: str, said: str) -> str:
    """ "Raise seed round" with "a series A, not a seed" is "raise series A round"."""
    found = matches(r"^(?:an? |the )?(.+?),? (?:and )?not (?:an? |the )?(.+)$", said)
    if found is not None and matches(rf"\b{re.escape(found[2])}\b", earlier):
        return re.sub(rf"\b{re.escape(found[2])}\b", found[1], earlier, flags=re.IGNORECASE)
    return corrected_goal(earlier, said)


def telling(text: str) -> set[str]:
    """The words of a request that can tell one goal from another, in the singular."""
    return {_singular(word) for word in tokens(text) if word not in _UNTELLING and len(word) > 1}


def _singular(word: str) -> str:
    word = re.sub(r"'s$", "", word)
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


__all__ = [
    "added",
    "asks_goals",
    "corrected_goal",
    "corrected_to",
    "drops",
    "goal_in",
    "goals_listed",
    "is_vague",
    "names_goals",
    "negates",
    "replaced_in",
    "settles",
    "telling",
    "wants_search",
]
