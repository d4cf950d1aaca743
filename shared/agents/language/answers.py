"""Answers to a question that somebody was asked: substantive or not, and passes."""

from shared.agents.language import followups, wanting
from shared.agents.language.asking_others import advises, asks_members, never_about
from shared.agents.language.introducing import is_offer
from shared.agents.language.topics import Topic, is_courteous, is_only_courtesy, topics
from shared.agents.language.words import SENTENCE_WORDS, matches, sentences, tokens

_LEAVES = (
    r"^\W*(?:(?:i'?ll|i will|i'?d|let me|gonna|going to|rather|sorry|oh|hm+|no|nah|ok|thanks|but|"
    r"have "
    r"to|need to|must|think)\b[\s,.]*)*(?:pass|skip)\b(?! (?:the|on your|your|through|along)\b)|"
    r"\b(?:i'?ll|i will|going to|gonna|have to) (?:pass|skip|sit (?:this|that) one out)\b|"
    r"\b(?:i'?d|i would|would) rather not\b|"
    r"\b(?:haven'?t|have not|not) (?:got )?(?:a|the (?:faintest|slightest)) (?:clue|idea)\b|"
    r"\bleave (?:that|it|this|this one|that one) to (?:others|someone|somebody|the others)\b|"
    r"\b(?:isn'?t|not) (?:really |exactly |quite |at all )*(?:for me|one for me|my \w+)\W*$|"
    r"\bnot (?:me|mine|for me|my (?:area|thing|field|expertise|world|domain|strong suit|"
    r"wheelhouse)|"
    r"(?:really )?an expert|the right person|something i)\b|"
    r"\b(?:can'?t|cannot|couldn'?t|unable to|wouldn'?t be able to) (?:really )?(?:help|answer|say|"
    r"speak "
    r"to)\b|"
    r"\b(?:no|zero|little|not much) (?:idea|clue|experience|knowledge|opinion)\b|"
    r"\b(?:i )?(?:really )?(?:don'?t|dont|do not|wouldn'?t) (?:really |actually )?(?:know|have "
    r"(?:any|an "
    r"answer|anything|experience|much)|deal with)\b|\bidk\b|\bdunno\b|\bnever (?:done|used|dealt|"
    r"tried|"
    r"worked)\b|\bout of my (?:depth|area|league)\b|\bbeyond me\b|\bask some(?:one|body) else\b"
)
_KNOWS_SOMEONE = (
    r"\b(?:i |we |but |just )?(?:do |might |may |could )?(?:know|have|got) (?:just )?(?:some "
    r"?(?:one|body)|"
    r"a (?:guy|person|friend|colleague|woman|lady|contact|great|good|former)|the (?:right )?person|"
    r"people|who (?:does|could|can))\b|"
    r"\b(?:a friend|my \w+|somebody i know|someone i know|colleague of mine|friend of "
    r"mine)\b.{0,40}"
    r"\b(?:does|did|knows?|is|could|can|would|has|works?)\b|"
    r"\b(?:can|could|happy to|would) (?:introduce|connect|intro)\b|\bi know who\b"
)
_NO_ANSWER = (
    r"^\W*(?:let me (?:think|check|see|look|get back)|i'?ll (?:think|check|look|get back|answer|"
    r"let you "
    r"know|respond|reply)|will (?:think|check|get back|answer|reply|respond|"
    r"write|do (?:it|that|so))|give me (?:an?|some|until|till|\d+) "
    r"|get back to you|maybe|"
    r"perhaps|later|not now|busy|not sure(?: yet)?\W*$|good question|great question|"
    r"interesting\W*$|"
    r"(?:what|who|why|how|which|when|where|is|are|do|does|did|can|could) )"
)
# What they want done here, whether or not somebody can do it: "upload my contacts".
_COMMANDS = (
    r"^\W*(?:(?:please|pls|can you|could you|i want to|i'd like to)\b\W*)*(?:upload|"
    r"import|export|show|list|check|send|give|tell|change|update|set|cancel|delete|add|remove|stop|reset|top)"
    r" (?:me|my|our)\b"
)
_LONGEST_COMMAND = 8  # words
_LEAST_TELLING = 2  # words that a substantive answer has besides those of any sentence
_LEAST_WORDS = 2


def is_pass(text: str) -> bool:
    """Whether it leaves the question to others."""
    if matches(_LEAVES, text) is None:
        return False
    # "No idea what others pay, we pay $4k" tells more than that.
    return len(tokens(text)) <= 12 or knows_someone(text)


def knows_someone(text: str) -> bool:
    """Whether it offers somebody who knows: "not me, but I know someone"."""
    return matches(_KNOWS_SOMEONE, text) is not None


def is_substantive(text: str) -> bool:
    """Whether it says something that somebody can use: no thanks, no "no idea", no question."""
    if is_only_courtesy(text) or (is_courteous(text) and len(tokens(text)) < 8):
        return False
    if all(part.rstrip(" )\"'").endswith("?") for part in sentences(text)):
        return False
    if matches(_NO_ANSWER, text) and len(tokens(text)) < 12:
        return False
    if matches(_LEAVES, text) and len(tokens(text)) <= 12:
        return False
    telling = [word for word in tokens(text) if word not in SENTENCE_WORDS and len(word) > 1]
    named = matches(r"(?-i:(?<=\w )[A-Z]\w{2,}|\d)", text) is not None
    least = 1 if named else _LEAST_TELLING
    return len(tokens(text)) >= _LEAST_WORDS and len(telling) >= least


def is_elsewhere(text: str) -> bool:
    """Whether it asks for something of its own, whatever question is open."""
    first = sentences(text)[0]
    raised = set(topics(text))
    if raised & {Topic.INJECTION, Topic.DISTRESS, Topic.DELETE, Topic.PERSON, Topic.ABILITIES}:
        return True
    if matches(_COMMANDS, text) and len(tokens(text)) <= _LONGEST_COMMAND:
        return True
    if is_offer(text) or followups.wants_followup(text) or never_about(text) or asks_members(first):
        return True
    wishes = wanting.goal_in(first) is not None and not advises(first)
    return wishes and len(tokens(text)) < 12


__all__ = ["is_elsewhere", "is_pass", "is_substantive", "knows_someone"]
