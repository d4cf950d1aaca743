"""What is to come later, as people ask for it: set, moved, taken back, asked about, done."""

import re

from shared.agents.language.words import matches, word_set

_REMIND = (
    r"(?:remind(?:er)?|r[eimn]{3,5}d|rmd|rmnd|remid|remnd|rmind|reminde|reming|remeber me(?= to))"
)
_FOLLOWUP = (
    rf"\b(?:{_REMIND}|ping|nudge|follow[ -]?up|check (?:back|in)\b(?: with me| on)?|"
    r"circle back|(?:get|come) back to me|wake me|snooze(?! (?:yourself|your|texts?|messages?|"
    r"everything))|"
    r"(?:set|schedule|put) (?:something|smth|sth|one|it)(?: up)? (?:for|at|on) (?=\w)|"
    r"make sure (?:that )?i (?:don'?t forget|remember|(?=\w+ .*\b(?:at|by|on|before|today|tonight"
    r"|tomorrow|tmrw|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b))|buzz me|poke me|bug "
    r"me|alert me|hit me up|"
    r"(?:give|send|shoot|drop) me an? (?:\w+ )?(?:nudge|ping|buzz|shout|heads[ -]?up|reminder|text|"
    r"message|note|line)(?= (?:at|on|in|to|about|tomorrow|tmrw|tonight|next|when|this|"
    r"every|mon|tue|"
    r"wed|thu|fri|sat|sun|\d))|"
    r"(?:don'?t|do not|never) let me forget|note to self|jog my memory|help me remember|"
    r"(?:i need|i want|i'd like) to be reminded|"
    r"ask (?:me )?(?:again|tomorrow|later|in an?|in \d+|on|next)|"
    r"(?:set|make|create|add|put)(?: me| up)? (?:a|an|another)(?: \w+)? ?(?:reminder|alarm)|"
    r"(?:text|txt|message|msg|tell) me (?:again|back|at|@|on|in|tomorrow|tmrw|next|"
    r"later|this|about|"
    r"when|tonight|mon|tue|wed|thu|fri|sat|sun|every|to|first thing|half|quarter|noon)|reach out|"
    r"(?:talk|speak) (?:to me )?again (?:in|on|next))"
)
_NO_WISH = (
    r"\b(?:don'?t|do not|never|stop|quit|only|not)\s+(?:ever |please |you |to )?"
    r"(?:text|txt|message|msg|ping|nudge)\b|"
    r"\bonly (?:after|before|between|from|until|on)\b|"
    r"\bno (?:more )?(?:reminders?|pings?|nudges?)\b|"
    r"\b(?:hit me up|text me|ping me|message me) (?:again )?(?:after(?: (?:that|then))?|when i'?m "
    r"(?:done|out|back|free))\W*$|"
    r"\bremind me (?:again |please )?(?:what|who|which|how|where)\b|"
    r"\b(?:thanks|thank you|thx|ty|cheers) for (?:the|that|your|this|all the)?\s*"
    r"(?:\w+ )?(?:remind|ping|nudge|follow)|\b(?:got|saw|missed|liked|did you send) "
    r"(?:the|your|that) "
    r"(?:remind|ping|nudge)|\bdid(?:n'?t)? (?:you|i|we) (?:ask )?.{0,12}remind|\bthat reminds\b|"
    r"^\W*(?:(?:please|pls|can|could|would|will|you|u|ok|hey|also|and)\b[\s,]*)*remind (?!(?:me|"
    r"us|myself|"
    r"about|to|on|at|in|for|of|that|again|every|each|daily|weekly|monthly|tomorrow|tmrw|tmr|today|tonight|"
    r"later|next|this|when|before|after|by|noon|mon|tues?|wed|thur?s?|fri|sat|sun|\w+day|\w+days)\b)"
    r"[a-z][\w'-]* (?:to|about|that|of)\b|"
    r"\bnice reminder\b|\bwhy (?:do|did|are) you (?:keep )?(?:remind|ping|nudg)|"
    r"\btell me (?:about|to (?:stop|go))\b"
)
_NOTE_LEAD = re.compile(
    rf"\b(?:(?:set|make|create|add|put)(?: me| up)? (?:a|an|another) (?:\w+ )?(?:reminder|alarm)|"
    r"(?:don'?t|do not|never) let me forget|note to self|jog my memory|help me remember|"
    r"(?:i need|i want|i'd like) to be reminded|"
    r"(?:give|send|shoot|drop) me an? (?:\w+ )?(?:nudge|ping|buzz|shout|heads[ -]?up|reminder|text|"
    rf"message|note|line)|(?:set|schedule|put) (?:something|smth|sth|one|it)(?: up)?(?: for| at| "
    rf"on)?|"
    r"make sure (?:that )?i (?:don'?t forget (?:to )?|remember (?:to )?)?(?=\w)|"
    rf"{_REMIND}|ping|nudge|wake|alarm|buzz|poke|bug|alert|hit me up|"
    r"follow[ -]?up|check (?:back|in)|circle back|(?:get|come) back|snooze|ask|text|"
    r"txt|message|msg|"
    r"tell|reach out)\b(?: (?:to|with) me\b)?(?: (?:me|us)\b)?(?: again| back| up)?",
    re.IGNORECASE,
)
_NOTE_BEFORE = re.compile(
    r"^(?:(?:hey|hi|hello|ok|okay|so|and|also|then|please|pls|can|could|would|will|"
    r"you|u|i|need|want|"
    r"like|to|be|a|an|the|just|oh|yes|yeah|no|um|uh|well|actually|sorry|wait|don'?t|forget|let'?s|"
    r"to|for|btw|me|it|that|set|maybe|if|set|up|pls|set)\b[\s,.!:]*)+",
    re.IGNORECASE,
)
_LATER = (
    r"(?:reminders?|follow[ -]?ups?|alarms?|nudges?|pings?|scheduled (?:texts?|messages?)|"
    r"(?:daily|weekly|monthly|repeating|recurring) (?:texts?|messages?|ones?))"
)
_CANCEL = (
    r"(?:cancel|delete|remove|drop|scrap|kill|clear|ditch|nix|erase|lose|end|stop|turn off|"
    r"axe|wipe|bin|trash|chuck|get rid of|call off|skip|forget(?: about)?|scratch)"
)
_NOT = r"(?<!don't )(?<!dont )(?<!not )(?<!never )"
_UNWANTED = (
    rf"{_NOT}\b{_CANCEL}\b.{{0,60}}\b{_LATER}\b|"
    r"\b(?:don'?t|do not|no need to|needn'?t|stop|quit|i don'?t want you to) "
    r"(?:bother |to |have to )?"
    r"(?:remind(?:ing)?|ping(?:ing)?|nudg(?:e|ing)|follow(?:ing)? up)\b|"
    r"\b(?:don'?t|do not|no need to) (?:text|message|send|tell|write)(?: to)? (?:me )?"
    r"(?:anything )?about\b|\bno (?:more )?(?:texts?|messages?) about\b|"
    r"\bno (?:reminders?|nudges?|pings?|follow[ -]?ups?) (?:needed|necessary|required)\b|"
    rf"\bno (?:more|need for) (?:\w+ ){{0,3}}{_LATER}\b|"
    r"\b(?:don'?t|do not|no longer) (?:need|want) "
    r"(?:(?:either|any|both|all) of )?(?:the |that |my |any |a |those |"
    rf"these )?(?:\w+ ){{0,3}}{_LATER}\b"
)
_LEAD = (
    r"^(?:(?:ugh|argh|gah|sigh|eh|meh|actually|sorry|oops|oh|no|wait|hmm?|ok(?:ay)?|hey|please|pls"
    r"|and|but|also|then|um|uh|"
    r"just|can you|can u|could you|on second thoughts?|i meant?|let'?s|yes|yeah)\b[,.: ]*)*"
)
# "Cancel the payroll one": which of them it is stands in the rest.
_CANCELS = re.compile(
    rf"{_LEAD}(?:{_CANCEL}|never ?mind(?: about)?|nvm(?: about)?) (?P<what>(?:the|"
    r"that|my|those|these|this|both|all|every|everything|them|it|"
    r"\w+'s|tomorrow|today|tonight|number|#|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|"
    r"\d).*)$|(?:it'?s |i want )?(?P<gone>the .{1,40}?) (?:that )?(?:i want|i'd like|to be|"
    r"should be|is) "
    r"(?:gone|cancell?ed|deleted|removed|dropped)\W*$",
    re.IGNORECASE,
)
_ONES = (
    r"\b(?:ones?|both|all|everything|stuff|them|first|second|third|last|1st|2nd|3rd|number \d|"
    r"#\d|latter|"
    r"former|next one|things?|either|neither)\b"
)
_KEEPS = (
    rf"\b(?:don'?t|do not|never) (?:you )?(?!forget\b)(?:{_CANCEL}|move|change|reschedule|push|"
    rf"postpone)\b|"
    rf"\bkeep (?:the|my|that|all|both)\b.{{0,40}}\b(?:{_LATER}|ones?)\b"
)
_TAKEN_BACK = (
    rf"{_LEAD}(?:(?:jk|lol|no|nah|wait|kidding|just kidding)\b[\s,.]*)*(?:jk|just kidding|kidding|"
    r"(?:don'?t|do not)(?: (?:bother|worry(?: about it)?|remind me|do (?:it|that)))?)\W*$|"
    rf"{_LEAD}(?:nvm|nm|never ?mind)?[\s,]*(?:i |i've |ive |just |already )*(?:did|done|handled"
    rf"|sorted|took care "
    r"of|sent|finished) (?:it|that|this)(?: already| just now| now| myself)*\W*$|"
    rf"{_LEAD}(?:cancel|undo|scrap|scratch|delete|remove|drop|forget|kill|never ?mind|nvm|nm)"
    r"(?: about)?(?: (?:that|it|this)(?: one)?)?"
    r"(?:,? (?:please|thanks|again|then|after all))*[ .]*$"
)
_MOVE = (
    r"\b(?:move|change|reschedule|push|postpone|delay|shift|switch|bump|bring|set back|"
    r"make|put off)\b"
)
_MOVED = (
    r"(?<!don't )(?<!dont )(?<!not )"
    r"\b(?:move|change|reschedule|push|postpone|delay|shift|switch|bump|bring|put off)\b"
)
_MOVED_IT = rf"{_LEAD}(?:make|do|{_MOVE}|let's do|can we do) (?:it|that|this|them)\b"
# "Move the friday one to 6", "push both an hour": which, and where to, stand in the rest.
MOVES = re.compile(
    rf"{_LEAD}(?:move|snooze|reschedule|push|postpone|delay|shift|switch|bump|change|bring|make|"
    rf"put off) "
    r"(?P<what>.+)$",
    re.IGNORECASE,
)
_WAITS = (
    r"\b(?:what|whats|whens|which|any|list|show|tell|see|check|got|have|how many|when(?:'s|"
    rf" is| are)?)\b.{{0,30}}\b{_LATER}\b|"
    rf"^(?:my |all (?:my )?|open |pending )?{_LATER} ?\?*$|"
    r"\bwhat ?(?:do you have|have you got|is|'s|are you)?.{0,10}"
    r"\b(?:queued|waiting(?: for me)?|lined up|scheduled|going to (?:send|text) me)\b|"
    r"\bwhat (?:did|have) i (?:ask|asked|told|tell) you to (?:remind|text|ping|nudge)\b|"
    r"\bwhen (?:will|are) you (?:going to )?(?:text|remind|ping|nudge)(?:ing)?\b|"
    r"\bdid (?:you|u|ya) (?:even |actually |already )?(?:set|schedule|book) (?:it|that|this|one|"
    r"(?:the|my) .{1,30})\W*$|\b(?:is|was|are) (?:it|that|this|they) (?:all )?(?:set|"
    r"scheduled)\W*$|"
    r"\b(?:what (?:time|day|date)|when)(?: and \w+)? (?:did|do|have) (?:i|you|we|u) (?:have me |"
    r"have us )?"
    r"(?:say|said|set|have|pick|put|ask|choose|down|schedule)\b.{0,40}|"
    rf"\bwhen(?:'s| is| are|s) (?:the|my|that) .{{1,40}}? (?:ones?|due|set for)\W*$"
)
_LEFT_OVER = (
    r"\b(?:anything|something|what(?:'?s| is| else| all)?(?: is)?|any "
    r"?thing(?:'?s)?)(?: still| else| more)? "
    r"(?:\w+ )?(?:left|pending|coming(?: up)?|upcoming|planned|outstanding|to come|"
    r"set up|still open|open|"
    r"on deck|in the queue|next)(?: for (?:me|today|tomorrow|the week|this week))?(?: "
    r"today| tomorrow| this week)?\W*$|"
    r"\bwhat(?:'?s| is) (?:on|up)(?: for)? (?:my (?:list|plate|calendar|schedule|"
    r"agenda)|today|tomorrow|tonight|"
    r"this week|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\W*$|"
    r"\b(?:what|anything)(?: all| else)? (?:do|have|did) i (?:have |got |set )?(?:\w+ ){0,2}"
    r"(?:today|tomorrow|tmrw|tonight|this week|next week|coming up|pending|scheduled|"
    r"set|left|planned|"
    r"(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\W*$|"
    r"\bdid i (?:miss|forget) (?:anything|something)\W*$|"
    r"\b(?:do|have) i (?:have |got )?anything (?:\w+ ){0,3}(?:today|tomorrow|tmrw|"
    r"tonight|week|on|for|left|"
    r"pending|scheduled|planned|coming up|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|"
    r"\banything (?:for |on |set for |planned for )(?:today|tomorrow|tmrw|tonight|this week|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\W*$"
)
_NO_NOTE = word_set(
    "later soon sometime someday it this that them me yesterday every again set something one"
)


def wants_followup(text: str) -> bool:
    """Whether it asks us to come back later."""
    return matches(_FOLLOWUP, text) is not None and not matches(_NO_WISH, text)


def wants_a_text(text: str) -> bool:
    """Whether it asks for a text; with a time named it asks us to come back then."""
    asks = matches(r"\b(?:text|txt|message|msg) (?:me|us)\b", text)
    return asks is not None and not matches(_NO_WISH, text)


def leads_to_followup(text: str) -> bool:
    """Whether the text begins with asking us to come back later."""
    lead = rf"{_LEAD}(?:could|would|will|you|let's|i want you to|\s)*"
    return matches(f"{lead}{_FOLLOWUP}", text) is not None


def is_unwanted(text: str) -> bool:
    """Whether it asks not to get something that was to be sent later."""
    return matches(_UNWANTED, text) is not None


def cancelled_in(text: str) -> str | None:
    """What "cancel the payroll one" is about; None when nothing is to be cancelled."""
    found = _CANCELS.match(text)
    return (found["what"] or found["gone"]) if found else None


def points_at_one(text: str) -> bool:
    """Whether it says "the one", "both", "the first" of what is known from before."""
    return matches(_ONES, text) is not None


def keeps(text: str) -> bool:
    """Whether it asks that nothing be cancelled or moved."""
    return matches(_KEEPS, text) is not None


def takes_back(text: str) -> bool:
    """Whether it takes back what has just been set, and says nothing else."""
    return matches(_TAKEN_BACK, text) is not None


def wants_moved(text: str) -> bool:
    """Whether a reminder is to come at another time."""
    return matches(rf"{_MOVED}.{{0,60}}\b{_LATER}\b", text) is not None


def moves_it(text: str) -> bool:
    """Whether "it" is to come at another time."""
    return matches(_MOVED_IT, text) is not None


def without_lead(text: str) -> str:
    """The text without "actually", "sorry" and the like before it."""
    return re.sub(_LEAD, "", text, flags=re.IGNORECASE)


def asks_what_waits(text: str) -> bool:
    """Whether it asks which reminders and messages are still to come."""
    return matches(_WAITS, text) is not None


def asks_what_is_left(text: str) -> bool:
    """Whether it asks what is still to come, without saying of what kind."""
    return matches(_LEFT_OVER, text) is not None


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
    text = re.sub(r"\b(?:with|by|via|through) (?:a )?(?:text|sms|message)\b", " ", text, flags=re.I)
    found = _NOTE_LEAD.search(text) if _leads(text) else None
    if found is None:
        return _trimmed(text)
    before = _NOTE_BEFORE.sub("", text[: found.start()])
    return _trimmed(text[found.end() :]) or _trimmed(before)


def _leads(text: str) -> bool:
    return wants_followup(text) or bool(
        matches(
            r"^\W*(?:please |pls |can you |could you )*(?:(?:give|send|shoot|drop) me an? |make "
            r"sure (?:that )?i )|"
            r"^(?:please |can you |could you )?(?:text|txt|message|msg|tell) me\b|\bask me$",
            text,
        )
    )


_PUT_RIGHT = r"\w+(?:,| -)? (?:no,? wait|wait,? no|i mean|i meant|scratch that)[, ]+(\w+)$"


def _trimmed(note: str) -> str:
    note = re.sub(_PUT_RIGHT, r"\1", note.rstrip(" .!"), flags=re.IGNORECASE)  # "Bo, no wait, Beth"
    note = re.sub(
        r"^[\s,.]*so (?:that )?i (?:don'?t|do not|won'?t|can'?t) forget(?: to| about)?\b",
        "",
        note,
        flags=re.IGNORECASE,
    )
    note = re.sub(
        r"^\W*(?:my|our|the|a|an) (?=(?:to|about|with|w/)\b)", "", note, flags=re.IGNORECASE
    )
    note = re.sub(
        r"^[\s,.:;!-]*(?:(?:to|about|abt|that|on|at|by|for|of|re|regarding|until|till|"
        r"please|pls|and|then)\b"
        r"[\s,:]*)*(?:-+\s+)?",
        "",
        note,
        flags=re.IGNORECASE,
    )
    note = re.sub(
        r"(?:[\s,.;:?!-]+(?:please|pls|plz|thanks|thank you|thx|ty|the|"
        r"and|then|for|until|"
        r"till|from|around|again|ok|okay)?)+$",
        "",
        note,
        flags=re.IGNORECASE,
    )
    vague = note.lower() in _NO_NOTE or matches(
        r"^(?:on |at |in )?(?:next (?:week|month|year)|\W*)$", note
    )
    return "" if vague else note[:500]
