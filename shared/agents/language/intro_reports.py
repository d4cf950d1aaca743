"""What people say has become of introductions: made, not made, called off; and who asks of them."""

import re
from enum import StrEnum

from shared.agents.language.stances import naming
from shared.agents.language.words import matches, word_set

_INTRO = r"(?:intros?|introductions?|connections?)"
_THEM = r"(?:me|us|you|them|him|her|both|everyone|(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+)?)"
_LATELY = r"(?:'?ve| have| just| already| finally| both| all)*"


class Claimed(StrEnum):
    """What somebody says has become of an introduction."""

    DONE = "done"
    NOT = "not"
    OFF = "off"  # they will not make it, or do not want it any more
    WILLING = "willing"  # the person whom they would introduce has said yes


_SAID = (
    (
        Claimed.OFF,
        rf"\b(?:can'?t|cannot|won'?t|couldn'?t|not able to|unable to|have to|need to|must|want to|"
        rf"please|let'?s)? ?(?:call off|back out of|pull out of|withdraw|take back|cancel) "
        rf"(?:the |my |that |this )?(?:\w+ )?(?:{_INTRO}|offer|meeting with)\b|"
        rf"\b(?:can'?t|cannot|won'?t|couldn'?t|not going to|unable to|not able to) (?:really )?"
        rf"(?:make|do|manage|arrange|get) (?:the |that |this |an )?{_INTRO}\b|"
        rf"\b(?:can'?t|cannot|won'?t|not going to|unable to) (?:introduce|connect|intro) {_THEM}\b|"
        r"\bnot (?:introducing|meeting|connecting) .{0,40}after all\b|"
        r"\bno longer (?:want|willing|able) to (?:meet|introduce|connect)\b|"
        rf"\bcall (?:it|the \w+|that) off\b|\b(?:changed my mind (?:about|on)|drop|scrap|forget) "
        rf"(?:the |that |this |my )?{_INTRO}\b|\b(?:he|she|they|(?-i:[A-Z])[\w'-]+)(?: has| "
        rf"have|'s)?"
        rf" (?:said no|declined|(?:is|are)n'?t (?:interested|willing|up for)|(?:is|are) not "
        rf"(?:interested|willing|up for)|do(?:es)?n'?t want)\b",
    ),
    (
        Claimed.NOT,
        rf"\b(?:never|not|didn'?t|hasn'?t|haven'?t|did not|has not|have not|don'?t)(?: yet| ever| "
        rf"actually| really| been| even)* "
        rf"(?:happen(?:ed)?|me(?:e)?t|spoken|speak|talked?|hear(?:d)? "
        rf"(?:from|back)|introduced?|connected?|made|(?:got|gotten|get|received?) (?:the|an|that|"
        rf"any) {_INTRO}|show(?:ed)? up|repl(?:y|ied)|wr[io]te|reach(?:ed)? out)\b|"
        rf"\bnothing (?:has |ever )?(?:happened|came of)\b|\bno ?one (?:ever |has )*(?:introduced|"
        rf"connected|wrote|reached)\b|\b(?:didn'?t|did not) (?:work out|come (?:off|about)|take "
        rf"place)\b|\bnever took place\b|^\W*still nothing\b|"
        rf"\bno {_INTRO} (?:yet|so far|was made|happened|ever)\b|\bstill (?:waiting|no) .{{0,20}}"
        rf"{_INTRO}\b|\bnobody (?:ever |has )*(?:introduced|connected|wrote|reached)\b|"
        r"\bit (?:fell through|came to nothing|went nowhere)\b|\b(?:no-?show|ghosted)\b",
    ),
    (
        Claimed.DONE,
        rf"\b(?:i|we){_LATELY} (?:made|did|done|sent|completed|did do|finished) (?:the |that "
        rf"|my |an "
        rf"|your |this )?(?:email )?{_INTRO}\b|"
        rf"\b(?:i|we|he|she|they|(?-i:[A-Z])[\w'-]+){_LATELY} (?:introduced|connected|intro'?d) "
        rf"{_THEM}\b|\b{_INTRO} (?:is |was |has been |got )?(?:made|done|sent|complete[d]?|"
        rf"happened)\b|\b(?:we|i){_LATELY} (?:met|spoke|spoken|talked|chatted|connected)\b|"
        rf"(?:\b(?:we|i){_LATELY} |^\W*)had (?:a |the |our |an )?(?:\w+ "
        rf")?(?:call|meeting|chat|coffee|lunch|"
        rf"{_INTRO})\b|\bit (?:has )?happened\b|\b(?:got|received) (?:the|an|that) {_INTRO}\b|"
        rf"^\W*(?:done\W+(?=(?:i |we |just )?(?:introduc|intro\b|connect|made|put|sent))|made "
        rf"it|met (?:up )?(?:with )?{_THEM})\b|"
        rf"^\W*(?:(?:just|already|ok(?:ay)?|so|yes|hi|hey)\W+)*(?:(?:made|did|sent) (?:the "
        rf"|that |my |an )?"
        rf"{_INTRO}|(?:introduced|connected) (?:{_THEM}|both)|(?:introduced|connected)\W*$)|"
        rf"\bput {_THEM}(?: and {_THEM})? in touch\b|\b(?:are|'re) in touch\b|"
        rf"\b(?:i|we){_LATELY} emailed (?:them|both|{_THEM} and {_THEM})\b",
    ),
)
_WILLING = (
    r"\b(?:he|she|they|(?-i:[A-Z])[\w'-]+)(?: has| have|'s|'re| is| are|'d| would)? (?:just "
    r"|also )?"
    r"(?:said (?:yes|sure|ok(?:ay)?)|agreed|willing|happy to|glad to|keen|up for it|in|love to|"
    r"on board|interested|fine with it|open to it)\b(?! (?:not|no)\b)"
)
# What is said of an introduction besides whose it is: other words are of something else.
_ASIDE = word_set(
    """
    yesterday today tonight morning afternoon evening week weeks month months last earlier recently
    finally email emails emailed mail zoom lunch coffee dinner phone video call calls great nice
    well quick quickly brief monday tuesday wednesday thursday friday saturday sunday weekend ago
    day days hour hours few two three twice both everyone properly end after before since then yet
    ever far moment minute guys guy person introduced introducing connected connection meeting met
    talking speaking chatting meet scheduled booked set they're they've they'll he's she's
    kicked off went anymore longer still side touch again unfortunately sadly sorry
    """
)
_TO_COME = (
    r"\b(?:can|could|will|would|'ll|should|shall|to|may|might|gladly) (?:also |just |happily )?"
    r"(?:introduce|connect|put|make|email|intro)\b"
)
_WAITING = (
    r"\b(?:who(?:'?s|se)?|is (?:any ?(?:one|body))|any ?(?:one|body))(?: is| still| else)* waiting "
    r"(?:on|for) (?:me|my|us)\b|\bwho am i (?:keeping|holding up)\b|\bwho (?:wants|would "
    r"like) (?:to "
    rf"meet me|an? {_INTRO})\b|\bwhom? do i owe (?:an? )?(?:\w+ )?(?:answer|reply|{_INTRO})\b|"
    rf"\b(?:what|which|any)(?: open| pending)? {_INTRO}(?: are| is| do i have)?(?: still)? (?:open|"
    rf"waiting|pending|left)\b|\bany(?:one|body) needs? (?:an? )?(?:answer|reply|word) from me\b"
    # What they could do for others: never a question to the community.
    r"|\b(?:whom?|any ?(?:one|body)|some(?:one|body)) (?:that )?(?:can|could|should|may|might) i "
    rf"(?:introduce|intro)\b(?! \w+ to\b)(?! to\b)|\bany ?(?:one|body) (?:that )?i (?:can|could|"
    rf"should) (?:introduce|intro)\W*$|\b(?:who|any ?(?:one|body)) (?:needs?|wants?) an? {_INTRO} "
    rf"from me\b|\b(?:any|what|which)(?: open| new| pending)* {_INTRO}(?: requests?)?(?: that)? "
    rf"(?:i (?:can|could|should|might) (?:make|do|help)|for me)\b|"
    rf"\b(?:any|what|which)(?: open| new| pending)* {_INTRO} requests?\b"
)
_PROGRESS = (
    rf"\b(?:how (?:are|is|do|does)|what(?:'s| is| about| are)?|where (?:are|is)|any (?:news|update|"
    rf"progress|word|luck)|status|progress|update|check|show|list)\b.{{0,30}}\b(?:my |the |our "
    rf"|all )?"
    rf"{_INTRO}\b|^\W*(?:my |open |pending )*{_INTRO}(?: (?:progress|status|so far))?\W*$|"
    rf"\b{_INTRO} (?:progress|status)\b|\b(?:any "
    rf"(?:news|luck|word|match|update))\b.{{0,20}}\b(?:with|"
    r"on|for|from|about) (?-i:[A-Z])\w+|\bdid (?:any ?(?:one|body)|(?-i:[A-Z])\w+(?: "
    r"(?-i:[A-Z])\w+)?"
    r") (?:accept|say yes|answer|agree|reply|respond)\b"
)


def claimed_in(text: str) -> Claimed | None:
    """What a text says has become of an introduction."""
    if text.rstrip().endswith("?"):
        return None
    claimed = next((claimed for claimed, pattern in _SAID if matches(pattern, text)), None)
    if claimed is None and matches(_WILLING, text):
        return None if matches(r"\b(?:not|n't|never|if|whether)\b|n't\b", text) else Claimed.WILLING
    return None if claimed is Claimed.DONE and matches(_TO_COME, text) else claimed


def named_besides(text: str) -> frozenset[str]:
    """The words by which such a text can name one."""
    for pattern in (*(pattern for _, pattern in _SAID), _WILLING):
        text = re.sub(pattern, lambda found: _kept(found.group()), text, flags=re.IGNORECASE)
    return naming(text)


def is_of_something_else(text: str) -> bool:
    """Whether such a text has words that no introduction is told of by: "we met our targets"."""
    return bool(named_besides(text) - _ASIDE)


def _kept(phrase: str) -> str:
    """Names that stand inside a phrase: "I introduced Jo"."""
    return " ".join(word for word in phrase.split() if word[:1].isupper() and len(word) > 1)


def asks_who_waits(text: str) -> bool:
    """Whether they ask who waits for a word of theirs."""
    return matches(_WAITING, text) is not None


_STANDING = (
    rf"\b(?:how|where|what)\b.{{0,20}}\b(?:my|our|the) (?:open |pending )?{_INTRO}\b.{{0,12}}"
    rf"\b(?:stand|at|doing|going|status|coming along|look(?:ing)?)\b|"
    rf"\b(?:check|show|see|list|tell me)\b.{{0,20}}\b{_INTRO}(?: (?:progress|status|list))?\W*$"
)
_OF_ONE = (
    rf"^\W*(?:yes|yeah|yep|sure|ok(?:ay)?|no|accept|decline|agree|go ahead)\b.{{0,20}}\b(?:to|with"
    rf"|for) (?:the|that|this|my) {_INTRO}\b|"
    rf"\b(?:accept|decline|confirm|approve|take) (?:the|that|this|my) {_INTRO}\b|"
    r"\b(?:i'?d|i would|i'?ll|i can|i could|i'?m)?(?: be)? ?(?:happy|glad|willing|able|can|could) "
    r"(?:to )?(?:introduce|connect|intro) "
    r"(?:them|him|her|you two|both)\W*$|"
    rf"\bi(?:'ve| have)? (?:just |already |finally )*(?:made|did|sent|done) (?:the|that|an|my"
    rf"|your) {_INTRO}\b|"
    r"\bi(?:'ve| have)? (?:just |already |finally )*(?:introduced|connected) (?:them|him|her|\w+ "
    r"(?:to|and|with) \w+)\b|"
    r"^\W*(?:yes|yeah|yep|sure)\b[\s,]+i (?:do )?know (?:him|her|them|\w+)(?: \w+)?(?: (?:really "
    r"|quite |very |pretty )?well| personally)?\W*$"
)


def asks_standing(text: str) -> bool:
    """Whether they ask how their introductions stand, in whatever words."""
    return asks_progress(text) or matches(_STANDING, text) is not None


def speaks_of_one(text: str) -> bool:
    """Whether it answers, or tells of, an introduction that must be known."""
    return matches(_OF_ONE, text) is not None and not text.rstrip().endswith("?")


def asks_progress(text: str) -> bool:
    """Whether they ask what has become of their introductions."""
    elsewhere = matches(r"\bcan you\b", text) is not None or asks_who_waits(text)
    return matches(_PROGRESS, text) is not None and not elsewhere


__all__ = [
    "Claimed",
    "asks_progress",
    "asks_standing",
    "asks_who_waits",
    "claimed_in",
    "is_of_something_else",
    "named_besides",
    "speaks_of_one",
]
