"""A text in its clauses: each may ask for something of its own.

A text is parted at sentence ends and line breaks. A sentence is parted at "and", "also", a comma
and the like only where what follows begins a request by its own words ("remind me", "what's my"),
and somebody finds a wish in it: "buy milk, eggs and bread" and "call Bob and ask him about credits"
are one note each. A text from voice, without any marks, is parted before words that begin a
request and nothing else.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from shared.agents.language.requests import is_another_reminder, is_when, tells_when
from shared.agents.language.topics import is_only_courtesy
from shared.agents.language.words import matches

# The full stop of "24.12." and of "5 p.m." ends no sentence, nor do dots before a small letter.
_SENTENCE_END = re.compile(
    r"(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\d\.\d\.)(?<!\d\.\d\d\.)(?<!\b[ap]\.m\.)"
    r"(?<!\.\.)(?<=[.!?;])\s+|(?<=\.\.)\s+(?=[A-Z])|\n+"
)
_JOINTS = re.compile(
    r"\s*,\s*(?:(?:and|but|also|plus|then|oh|so|or)\b\s*)*"
    r"|\s+(?:-+|&|\+)\s+"
    r"|\s+(?:(?:and|n|but|also|plus|then|btw|oh|so)\b\s*)+",
    re.IGNORECASE,
)
_POLITE = (
    r"^(?:(?:please|pls|plz|kindly|also|and|but|then|oh|ok(?:ay)?|hey|um+|uh+|so|just|maybe|"
    r"actually"
    r"|btw|can|could|would|will|you|u|i want you to|i'd like you to|let's)\b[\s,]*)*"
)
_AFTER_ALL = r"(?:my|the|that|this|it|all|both|goals?|#?\d)\b"
_NO = r"(?:don'?t|do not|never|no|stop|quit|not|no need to|needn'?t)"
_OPENS = (
    rf"{_POLITE}(?:"
    r"(?:remind|ping|nudge|text|message|wake|tell|show|give|send|ask|call|find|get|introduce|"
    r"connect"
    r"|hook|help|mute|pause|intro) (?:me|us)\b"
    rf"|{_NO} send(?:ing)? (?:me|us)\b|{_NO} (?:\w+ )?(?:texts?|messages?|texting|messaging"
    rf"|remind(?:ing|er)?|ping|nudg|writ)"
    rf"|(?:cancel|delete|remove|drop|forget|scrap|move|push|reschedule|change|update|clear|dismiss"
    rf"|skip|mark|fix|correct|list|switch|turn|make|postpone|delay|undo|lose|ditch)"
    rf" (?:about )?{_AFTER_ALL}"
    r"|set (?:a|an|my|our|quiet|the|up)\b|quiet\b|mute\b|unmute\b|resume\b|follow[ -]?up\b|check "
    r"(?:back|in)\b"
    r"|(?:moved|relocated|living|based|started|joined|left) (?:over )?(?:to|in|at|as|from) "
    r"|keep (?:the|my|that) .{1,30}\b(?:ones?|reminders?)\b"
    r"|(?:note|remember|save|categories|bounty)\b|(?:add|new|set|another) (?:a |an |another |new )?"
    r"(?:goal|reminder)\b|goal ?:|remind\b|looking (?:for|to|4)\b|need (?:an?|to|some|"
    r"help)\b"
    r"|(?:i|we)(?:'m|'re| am| are|m|re)? (?:also |still |really |just |no longer |not |currently )*"
    r"(?:need|want|looking|hiring|raising|searching|trying|in |at |on |off|away|out|back|moved|"
    r"found"
    r"|hired|work|joined|got|live|would like|don'?t|do not|have|based)"
    r"|i(?:'d|d| would) (?:like|love)\b|(?:my|our) (?:goal|name|company|title|last name|time "
    r"?zone|e-?mail"
    r"|job|product|bounty|linkedin)\b"
    r"|(?:any(?:one|body)|somebody|someone) (?:who|that|here|to)\b|(?:do )?(?:you|u) know\b"
    r"|(?:what|whats|who|whos|when|whens|where|why|how|hows|which|is|are|am|do|does|did)\b"
    r"|(?:who|what|how|where|when)'s\b|(?:resume|only text|weekdays|back to)\b"
    r")"
)
# A request by these words alone: nobody may know how to meet it, but it belongs to nothing else.
_OPENS_SURELY = (
    rf"{_POLITE}(?:remind me\b|what(?:'s|s| is| are) my\b|i (?:also )?need\b|(?:cancel|mute|move) "
    rf"my\b"
    r"|set up (?:something|an?|some)\b|schedule (?:an?|something)\b|book (?:an?|me|us)\b"
    r"|(?:find|introduce|connect|get) me\b|do (?:the|that) (?:other )?(?:thing|stuff)\b"
    r"|don'?t send me\b|(?:does|has|do) any(?:one|body)\b"
    r"|(?:no|don'?t|dont|do not|never|stop|quit)(?: send(?:ing)? me| send(?:ing)?| any| more)* "
    r"(?:texts?|messages?|texting|messaging|text me|message me)\b)"
)
# What begins a request though no mark stands before it.
_RUNS_ON = re.compile(
    r"(?<=\S)\s+(?=(?:(?:can|could) you |please |pls |also )*(?:remind me\b|what(?:'s|s| is) my\b"
    r"|how many credits\b|what are my\b))",
    re.IGNORECASE,
)
# Before these words it is still the same request, or a question that others ask.
_GOES_ON = (
    r"\b(?:to|not|don'?t|n'?t|that|if|whether|you|u|ya|u+h+|u+m+|er+m*|can|could|please|pls|also|and|or|about|ask|asked|"
    r"wonder|know|tell|told|stop|never|need to|want to|should|let's|just|then|but|so|he|she|they|"
    r"it|will|would|may|might|must|with|for|of|the|a|me|when|what)$|\|$"
)

_STILL_OPEN = (
    r"^\s*$|\b(?:i|we|you|u|ya|they|he|she|it|who|and|to|not|is|are|am|can|could|would|will)"
    r"(?:[\s,]+(?:u+h+|u+m+|er+m*|like|please|pls|also))*\s*$|"
    r"^\W*(?:me|(?:my|our) (?:co-?)?\w+)\s*$"  # "my cofounder and I need help" is one wish
)

_NO_MORE_THAN_REMIND = (
    r"^(?:please |pls |can you |could you )*(?:remind|ping|nudge) me(?: please| pls)?\W*$"
)
# "The second one, make it 8am": which of them, and what to do with it.
_WHICH = (
    r"^\W*(?:(?:the|my|that|this|number|no\.?) )?(?:[\w'-]+ ){0,3}?(?:ones?|reminders?|first|"
    r"second|"
    r"third|last|both|#?\d)\W*$"
)
_OF_IT = (
    r"^(?:please |pls |can you )*(?:make|move|push|change|set|cancel|drop|delete|scrap|forget) "
    r"(?:it|that|this|them)\b"
)
# "Wrong, I'm at Paystack": what is wrong stands in the rest.
_PUTS_RIGHT = (
    r"^\W*(?:(?:no|nope|nah|wait|oh|actually|sorry|um+|hm+|ok)\b[\s,]*)*(?:(?:that|it|this)(?:'?s| "
    r"is) )?(?:wrong|incorrect|"
    r"not right|not correct|outdated|out of date|old)(?: (?:info|company|title|job|name|now))?\W*$"
)
# "Friday at 3, wait no, Saturday at 3": one moment, put right.
_RIGHTED = r"(?:wait,? no|no,? wait|i mean|i meant|scratch that|make that|or rather|correction)"
# "Left Acme, started at Beta": one move, and not two facts.
_HAS_LEFT = (
    r"^\W*(?:(?:so|ok|hey|hi|fyi|btw|update|news|i|i'?ve|just|finally|recently|have|we)\b[\s,:]*)*"
    r"(?:left|quit|resigned from|no longer (?:at|with)|am done at)\b[^.;!?]{0,40}$"
)
_MOST = 12  # clauses that are read: whoever writes more repeats something
_LONGEST = 200  # characters by which it is judged whether a clause begins
Span = tuple[int, int]


def clauses_in(text: str, is_wish: Callable[[str], bool]) -> list[Span]:
    """Where the clauses of a text stand; `is_wish` says whether a part asks for anything."""
    spans: list[Span] = []
    sentences = list(_between(_SENTENCE_END, text, 0, len(text)))
    if len(sentences) > _MOST:
        sentences[_MOST - 1 :] = [(sentences[_MOST - 1][0], len(text))]
    for start, end in sentences:
        spans += _parted(text, start, end, is_wish)
    if len(spans) > _MOST:
        spans[_MOST - 1 :] = [(spans[_MOST - 1][0], spans[-1][1])]
    return [trimmed for span in spans if (trimmed := _trimmed(text, span)) is not None]


def _parted(text: str, start: int, end: int, is_wish: Callable[[str], bool]) -> Iterator[Span]:
    """One sentence, at its joints."""
    joints = [(m.start(), m.end()) for m in islice(_JOINTS.finditer(text, start, end), _MOST)]
    runs_on = [
        (m.start(), m.end())
        for m in islice(_RUNS_ON.finditer(text, start, end), _MOST)
        if not matches(_GOES_ON, text[start : m.start()])
    ]
    joints += runs_on
    begun = start
    for left, right in sorted(joints):
        if left < begun or matches(_STILL_OPEN, text[begun:left]):
            continue
        after, joint = text[right:end], text[left:right]
        # "Ok, I need a lawyer" is one request; "yes, and remind me at 9" says two things.
        if is_only_courtesy(text[begun:left]) and not matches(r"[a-z+&]", joint):
            continue
        if _is_one_request(text[begun:left], after):
            continue
        another = is_another_reminder(text[begun:left], after)
        opens = matches(_OPENS, after)
        if another or matches(_OPENS_SURELY, after) or (opens and _asks(after, is_wish)):
            yield begun, left
            begun = right
    yield begun, end


def _is_one_request(before: str, after: str) -> bool:
    """ "Every monday at 9 remind me" and "the dentist at 10, remind me" are one request each."""
    return (
        matches(_PUTS_RIGHT, before) is not None
        or matches(rf"\b{_RIGHTED}\W*$", before) is not None
        or matches(rf"^\W*{_RIGHTED}\b", after) is not None
        or matches(_HAS_LEFT, before) is not None
        or is_when(before)
        or tells_when(before, after)
        or matches(_NO_MORE_THAN_REMIND, after) is not None
        or (matches(_WHICH, before) is not None and matches(_OF_IT, after) is not None)
    )


def _asks(after: str, is_wish: Callable[[str], bool]) -> bool:
    """Whether a clause begins here: the words up to the next joint, or all of them, are a wish."""
    first = _JOINTS.split(after, maxsplit=1)[0]
    return is_wish(first[:_LONGEST]) or is_wish(after[:_LONGEST])


def _between(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Span]:
    begun = start
    for mark in pattern.finditer(text, start, end):
        yield begun, mark.start()
        begun = mark.end()
    yield begun, end


def _trimmed(text: str, span: Span) -> Span | None:
    part = text[span[0] : span[1]]
    kept = part.strip()
    if not kept:
        return None
    start = span[0] + part.index(kept)
    return start, start + len(kept)


__all__ = ["Span", "clauses_in"]
