"""What is to come later, as people ask for it: set, moved, taken back, asked about, done."""

import re

from shared.agents.language.words import matches, word_set

_FOLLOWUP = (
    r"\b(?:remind(?:er)?|ping|nudge|follow[ -]?up|check (?:back|in)(?: with me| on)?|"
    r"circle back|get back to me|wake me|snooze|"
    r"ask (?:me )?(?:again|tomorrow|later|in an?|in \d+|on|next)|set (?:a|an) (?:reminder|alarm)|"
    r"text me (?:again|back|at|on|in|tomorrow|next|later|this|about|when|tonight|mon|tue|wed|"
    r"thu|fri)|message me (?:at|on|in|tomorrow|next|later)|reach out|"
    r"(?:talk|speak) (?:to me )?again (?:in|on|next))\b"
)
_NOTE_LEAD = re.compile(
    r"^.*?\b(?:remind(?:er)?|ping|nudge|wake|alarm|follow[ -]?up|check (?:back|in)|circle back|"
    r"get back|snooze|ask|"
    r"text|message|reach out)\b"
    r"(?: (?:to|with) me)?(?: me| us)?(?: again| back)?",
    re.IGNORECASE,
)
_LATER = r"(?:reminders?|follow[ -]?ups?|alarms?|nudges?|scheduled (?:texts?|messages?))"
_UNWANTED = (
    rf"\b(?:cancel|delete|remove|drop|stop|forget|scrap|kill|clear)\b.{{0,40}}\b{_LATER}\b|"
    r"\b(?:don'?t|do not|no need to|needn'?t|stop) (?:bother |to )?(?:remind(?:ing)?|ping(?:ing)?|"
    r"nudg(?:e|ing)|follow(?:ing)? up)\b|"
    r"\b(?:don'?t|do not|no need to) (?:text|message|send|tell|write)(?: to)? (?:me )?"
    r"(?:anything )?about\b|\bno (?:more )?(?:texts?|messages?) about\b|"
    rf"\b(?:don'?t|no longer) (?:need|want) (?:the |that |my |any |a )?{_LATER}\b"
)
_LEAD = (
    r"^(?:(?:actually|sorry|oops|oh|no|wait|hmm?|ok(?:ay)?|hey|please|and|but|can you|could you|"
    r"on second thoughts?|i meant?)\b[,.: ]*)*"
)
_TAKEN_BACK = (
    rf"{_LEAD}(?:cancel|undo|scrap|scratch|delete|remove|drop|forget|kill|never ?mind)"
    r"(?: about)?(?: (?:that|it|this)(?: one)?)?"
    r"(?:,? (?:please|thanks|again|then|after all))*[ .]*$"
)
_MOVE = r"\b(?:move|change|reschedule|push|postpone|delay|shift|switch|bump)\b"
_MOVED_IT = rf"{_LEAD}(?:make|do|{_MOVE}) (?:it|that|this)\b"
_WAITS = (
    rf"\b(?:what|which|any|list|show)\b.{{0,30}}\b{_LATER}\b|"
    r"\bwhat ?(?:do you have|have you got|is|'s|are you)?.{0,10}"
    r"\b(?:queued|waiting(?: for me)?|lined up|going to (?:send|text) me)\b"
)
_NO_NOTE = word_set("later soon sometime someday it this that them me yesterday every")


def wants_followup(text: str) -> bool:
    """Whether it asks us to come back later."""
    return matches(_FOLLOWUP, text) is not None


def leads_to_followup(text: str) -> bool:
    """Whether the text begins with asking us to come back later."""
    lead = rf"{_LEAD}(?:could|would|will|you|let's|i want you to|\s)*"
    return matches(f"{lead}{_FOLLOWUP}", text) is not None


def wants_repeat(text: str) -> bool:
    """Whether a reminder should come again and again, which no tool does."""
    return matches(r"\b(?:every|each|daily|weekly|monthly)\b", text) is not None


def is_unwanted(text: str) -> bool:
    """Whether it asks not to get something that was to be sent later."""
    return matches(_UNWANTED, text) is not None


def takes_back(text: str) -> bool:
    """Whether it takes back what has just been set, and says nothing else."""
    return matches(_TAKEN_BACK, text) is not None


def wants_moved(text: str) -> bool:
    """Whether a reminder is to come at another time."""
    return matches(rf"{_MOVE}.{{0,40}}\b{_LATER}\b", text) is not None


def moves_it(text: str) -> bool:
    """Whether "it" is to come at another time."""
    return matches(_MOVED_IT, text) is not None


def without_lead(text: str) -> str:
    """The text without "actually", "sorry" and the like before it."""
    return re.sub(_LEAD, "", text, flags=re.IGNORECASE)


def asks_what_waits(text: str) -> bool:
    """Whether it asks which reminders and messages are still to come."""
    return matches(_WAITS, text) is not None


def says_done(text: str) -> bool:
    """Whether it says that something is done."""
    done = (
        r"\b(?:done|finished|sent|sorted|settled|handled|taken care of|did|completed?|resolved)\b"
    )
    return matches(done, text) is not None and not matches(
        r"\bnot\b|n't\b|\byet\b|\bwill\b|'ll\b|\bwhen\b", text
    )


def note_in(text: str) -> str:
    """What a follow-up is about, from a text whose time words are taken out; may be empty."""
    leads = matches(_FOLLOWUP, text) or matches(
        r"^(?:please )?(?:text|message) me\b|\bask me$", text
    )
    note = _NOTE_LEAD.sub("", text, count=1) if leads else text
    note = re.sub(
        r"^[\s,.:;-]*(?:(?:to|about|that|on|at|by|for|of|regarding|until|till|please)\b[\s,]*)*",
        "",
        note,
        flags=re.I,
    )
    note = re.sub(
        r"(?:[\s,.;:?!-]+(?:at|on|by|in|please|thanks|thank you|the)?)+$", "", note, flags=re.I
    )
    vague = note.lower() in _NO_NOTE or matches(r"^next (?:week|month|year)$", note)
    return "" if vague else note[:500]
