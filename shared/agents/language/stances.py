"""What a text says to something that was told: yes, no, more, maybe or later; and of which."""

import re
from dataclasses import dataclass
from enum import StrEnum

from shared.agents.language.words import SENTENCE_WORDS, matches, tokens, word_set


class Stance(StrEnum):
    """An answer to something that was told."""

    YES = "yes"
    NO = "no"
    MORE = "more"  # they want to hear more of it
    MAYBE = "maybe"  # undecided
    LATER = "later"  # not now


@dataclass(frozen=True)
class Said:
    """A text read as such an answer. `words` are those that can only name something."""

    stance: Stance | None
    corrects: bool  # takes an answer before it for another thing
    words: frozenset[str]
    mixed: bool = False  # consent and refusal in one text, such as "yes to Ada, no to Ben"


# The first that is found counts: "not now" is no refusal, "yes, tell me more" is no consent.
_STANCES: tuple[tuple[Stance, str], ...] = (
    (
        Stance.LATER,
        r"\b(?:later|not (?:right )?now|not yet|not today|not this (?:week|month)|some other time|"
        r"another time|(?:ask|try|remind|ping|text|tell) me (?:about (?:it|that|this) )?"
        r"(?:again|later)|come back (?:to (?:it|that|this|me))?|too busy|busy (?:right )?now|bad "
        r"time|put (?:it|that|this|them) off|in a (?:bit|while))\b",
    ),
    (
        Stance.MAYBE,
        r"\b(?:maybe|perhaps|possibly|not (?:so |really |quite )?sure|unsure|undecided|let me think"
        r"(?: about it| it over)?|i'?ll think(?: about it)?|think about it|might be|i might|"
        r"depends|on the fence|hard to say)\b|^h+m+\W*$",
    ),
    (
        Stance.MORE,
        r"\b(?:(?:tell|hear|know|say|learn|see|give)(?: me| us)?(?: a (?:bit|little))? more|more "
        r"(?:about|on|info|information|details?|of)|(?:any |what |the )?details|go on|elaborate|"
        r"who(?:'?s| is| are| was)|what(?:'?s| is| are| was)(?: (?:it|that|this))?|what does|"
        r"what do|why(?: (?:me|is|are|would|does|do))?|how so|how come|tell me about|look at|"
        r"curious|what (?:did|does|has)(?= \w+ (?:say|said|answer|write|reply|suggest|recommend))|"
        r"(?:how )?(?:do|would|should) i (?:even |really )?know (?:him|her|them))\b|"
        r"^\W*(?:more|who|what|why|how much|how|when|where)\W*$",
    ),
    (
        Stance.NO,
        r"^\W*(?:no|nope|nah|naw)\b|\b(?:no (?:thanks?|thank you|thx|to)|not (?:interested|for me|"
        r"keen|really|the|this|that)|decline|declined|reject|pass(?: on)?|skip|rather not|"
        r"(?:do not|don'?t) (?:want|need|like|think so)|i'm good|neither|none(?: of "
        r"(?:them|those|these))?|never ?mind|leave it|count me out|won'?t|can'?t|"
        # Of somebody whom they are asked to introduce; the name itself is left to name them by.
        r"(?:do not|don'?t|barely|hardly)(?: really| actually| even| quite)* know (?:him|her|them|"
        r"(?=(?-i:[A-Z])))|not (?:that |very |so )?close|(?:lost|not in|out of) touch)\b",
    ),
    (
        Stance.YES,
        r"^\W*(?:y|yes|yeah|yep|yup|ya|sure|ok|okay|k|please|absolutely|definitely|of course|"
        r"certainly|gladly|interested)\b|"
        r"\b(?:yes|yeah|yep|sure|ok(?:ay)?|please)\W*$|\b(?:yes to|accept|accepted|go ahead|"
        r"go for it|do it|"
        r"let'?s (?:do|go|meet|talk|take|see)|i'?m (?:in|game|interested|happy|glad|keen|up for)|"
        r"i am (?:in|interested|happy|glad|keen)|sounds (?:good|great|fine)|i(?:'d| would) (?:love|"
        r"like|be (?:happy|glad))|happy to|glad to|love to|count me in|(?:please )?(?:introduce|"
        r"connect|intro) (?:us|me|them)|i(?:'ll| will) (?:do|take|meet|talk|make|help))\b",
    ),
)
_CORRECTS = (
    r"^\W*(?:(?:oh|oops|sorry|no|wait|hm+|ah|ok(?:ay)?)\b[\s,.:]*)*(?:actually|i meant?|"
    r"i was (?:thinking|talking) of|rather|make (?:it|that)|correction|scratch that|instead|"
    r"wrong one|not that one|oops)\b|\binstead\W*$|"
    r"^\W*(?:(?:no|wait|oh|sorry)\b[\s,.:]*)+(?=(?:the|not the)\b)"
)
# Consent whatever was asked; "yes" and "sure" are an answer to what was asked.
_STRONG = (
    r"\b(?:accept|yes to|count me in|introduce|connect|"
    r"intro (?:me|us|them)|i'?m in|go for it|let'?s (?:do|meet|talk)|"
    r"i(?:'d| would) (?:love|like|be (?:happy|glad)) to (?:meet|talk|help|answer|connect|"
    r"introduce)|(?:happy|glad|love) to (?:meet|talk|help|answer|connect|introduce)|"
    r"i(?:'ll| will) (?:do|take|meet|talk|make))\b"
)
_CONSENT = rf"\byes\b|{_STRONG}"
_NO = dict(_STANCES)[Stance.NO]
_ABOUT_LATER = (
    r"\b(?:later|not (?:right )?now|not yet|not (?:today|this week|this month)|maybe|perhaps|"
    r"please|ok(?:ay)?|sure|yes|no|let'?s (?:talk|do it|say)|(?:can you |could you )?(?:ask|try|"
    r"remind|ping|text|tell|come back to) me(?: (?:about|of) (?:it|that|this))?(?: again)?|"
    r"come back(?: to (?:it|that|this))?|again|(?:how|what) about|i'?m busy(?: until)?|busy until|"
    r"put (?:it|that|this) off (?:to|until|till))\b"
)
_GLUE = word_set(
    """
    from middle
    the a an one ones of on for with to at in up over both other others either first second third
    fourth last former latter 1st 2nd 3rd 4th 1 2 3 4 #1 #2 #3 him her hers his it's he's she's
    meet meeting connect connected connecting introduce introducing introduction intro intros
    request requests offer offers question questions goal goals opportunity item option thing talk
    talking chat call accept decline reject interested hear more info information detail details
    person people guy woman man hand think sounds glad keen love actually meant instead wait oops
    correction oh rather today week month bit while little sense course again exactly
    precisely said say answered write wrote replied suggest recommend
    definitely absolutely certainly gladly game both hear elaborate curious time think
    we've well enough anymore count thank thanks thx tho cheers kindly pls that'd lot much
    appreciated
    """
)
_TYPE_WORDS = {
    "intro_opportunity": r"\b(?:intro|introduction|opportunity)\b",
    "intro_offer": r"\b(?:offer|intro|introduction)\b",
    "connection_request": r"\b(?:request|connection|meeting)\b",
    "community_request": r"\bquestion\b",
    "community_response": r"\b(?:answer|response|reply)\b",
    "solution_update": r"\b(?:research|results?|update|findings?)\b",
    "goal": r"\bgoal\b",
}


def said_in(text: str) -> Said:
    """A text as an answer to what was told; `words` is empty where nothing else is said."""
    rest = re.sub(_CORRECTS, " ", text, flags=re.IGNORECASE)  # "no, the second" refuses nothing
    stance = next((one for one, pattern in _STANCES if matches(pattern, rest)), None)
    for _, pattern in _STANCES:
        rest = re.sub(pattern, " ", rest, flags=re.IGNORECASE)
    mixed = matches(_CONSENT, text) is not None and matches(_NO, text) is not None
    return Said(stance, matches(_CORRECTS, text) is not None, naming(rest), mixed)


def is_strong(text: str) -> bool:
    """Whether a yes is consent by its own words, whatever was asked."""
    return matches(_STRONG, text) is not None


def without_later(text: str) -> str:
    """A text without the words that put something off: what is left should be when."""
    return re.sub(_ABOUT_LATER, " ", text, flags=re.IGNORECASE).strip(" ,.;:!?-")


def naming(text: str) -> frozenset[str]:
    """The words of a text that can tell one thing from another."""
    words = (word.removesuffix("'s").removesuffix("s'") for word in tokens(text))
    return frozenset(word for word in words if word not in _GLUE and word not in SENTENCE_WORDS)


def names_its_type(text: str, item_type: str) -> bool:
    """Whether a text says what kind of thing it means, such as "the question"."""
    pattern = _TYPE_WORDS.get(item_type)
    return pattern is not None and matches(pattern, text) is not None


__all__ = ["Said", "Stance", "is_strong", "names_its_type", "naming", "said_in", "without_later"]
