"""Whether a text withdraws or gives back the consent to be texted.

Sources: Twilio's default opt-out keywords, which it obeys by itself and which US carriers require;
and 47 CFR 64.1200(a)(10), by which any reasonable wording withdraws consent, not keywords alone.

The keywords count when they are the whole text, as at Twilio. Wording is recognised
conservatively: a clause of the text must say it and nothing else. What has an object, a time or a
condition of its own ("stop by my office", "don't text me after 9pm", "unsubscribe from HubSpot") is
an ordinary text. Two strengths of wording:

- *plain* wording ("stop texting me", "unsubscribe me") may stand at the start of any sentence and
  be followed by a reason: "Please stop texting me, I'm not interested."
- *bare* wording ("stop please", "don't text me", "go away") could mean something else beside other
  words, so that the text must hold nothing but it, courtesy and reasons.

Words in double quotes are somebody else's. A miss is mended by the keyword, which always works; a
false hit by START, which the confirmation names.

What stands around the words (a signature, "Sent from my iPhone") does not count, and what a phone
has written by itself (a reaction that quotes our "Reply STOP") says nothing about consent, unless
its owner has edited a text into a refusal.
"""

import re
import unicodedata
from enum import StrEnum

from shared.domain.phone_written import edited_text, written_by_phone
from shared.domain.text_frame import unframed


class Consent(StrEnum):
    """What a text says about consent, and how it says it."""

    OUT_KEYWORD = "out_keyword"  # Twilio blocks the number too, and may answer by itself
    OUT_WORDING = "out_wording"  # Twilio does not notice: we stop, and confirm
    IN_KEYWORD = "in_keyword"
    IN_WORDING = "in_wording"  # gives consent back if it was withdrawn; Twilio does not notice
    YES = "yes"  # gives consent back if it was withdrawn, else an ordinary yes: the database knows
    HELP = "help"
    AUTOMATIC = "automatic"  # nobody says anything: a phone wrote it by itself
    NONE = "none"


class ConsentChange(StrEnum):
    """`consent_events.change`."""

    IN = "in"
    OUT = "out"


OUT_KEYWORDS = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
)
IN_KEYWORDS = frozenset({"START", "UNSTOP"})
HELP_KEYWORDS = frozenset({"HELP", "INFO"})


def classify(body: str) -> Consent:
    """What the text `body` says about consent. Never raises, whatever the text."""
    keyword = body.strip().upper()
    if keyword in OUT_KEYWORDS:
        return Consent.OUT_KEYWORD
    if keyword in IN_KEYWORDS:
        return Consent.IN_KEYWORD
    if keyword == "YES":
        return Consent.YES
    if keyword in HELP_KEYWORDS:
        return Consent.HELP
    edited = edited_text(body)
    if edited is None and written_by_phone(body):
        return Consent.AUTOMATIC
    said = unframed(edited or body)
    if _says_stop(body if edited is None else edited) or _says_stop(said):
        return Consent.OUT_WORDING
    if edited is not None:
        return Consent.AUTOMATIC
    return Consent.IN_WORDING if _says_start(said) else Consent.NONE


def consent_change_from_opt_out_type(opt_out_type: str) -> ConsentChange | None:
    """What Twilio's `OptOutType` says happened; None for HELP and for words not known.

    The parameter comes only with Advanced Opt-Out, where the account chooses its own keywords:
    present, it says more than the text does.
    """
    return {"STOP": ConsentChange.OUT, "START": ConsentChange.IN}.get(opt_out_type.upper())


# Wording is matched on words: lower case, no apostrophes, single blanks, courtesy left out.

_COURTESY = frozenset(
    """please pls plz plss kindly just ok okay hey hi hello sorry thanks thank thx ty already asap
    immediately seriously yo dude guys man sir madam ugh omg wtf ffs damn fucking effing all
    """.split()  # noqa: SIM905 - a list of words reads better without its quotes
)


def _any_of(*patterns: str) -> str:
    return "(?:" + "|".join(patterns) + ")"


_ASKING = (
    _any_of(
        r"(?:can|could|would|will|cant|wont) (?:you|u|yall) ",
        r"(?:you|u) (?:need to|have to|should|must|can) ",
        r"i (?:said to|said|told you to|told you|asked you to) ",
        r"(?:i|i would|id) (?:want|like|need) (?:you|u|this|these) to ",
        r"(?:i am|im) asking you to ",
        r"(?:and|so|but|well|no) ",
    )
    + "*"
)
_FOR_GOOD = (
    r"(?: (?:any ?more|again|ever|forever|for good|now|right now|at once|permanently"
    r"|from now on|going forward|completely|altogether|period|here))*"
)
_STOP = r"(?:stop|quit|cease|end)"
_DO_NOT = r"(?:do not|dont|never)(?: ever)?"
_NO_LONGER = r"i (?:do not|dont|no longer)"
_ME = r" (?:me|us|this number|my number|my phone|my cell|this phone)"
_WHICH = r"(?:(?:any|more|these|those|your|ur|the|this|of these|of your) )*"
_TEXTS = (
    _WHICH
    + r"(?:text |sms )?(?:texts|messages|msgs|sms|smses|spam|notifications|communications?|crap)"
    + r"(?: from (?:you|u|this number|yachtparty))?"
)
_LIST = _any_of(
    r"(?:your|ur|this|the)"
    r"(?: (?:mailing|text|texting|sms|contact|call|calling|subscriber|distribution|marketing))?"
    r" (?:lists?|database|system|contacts)",
)

_PLAIN = re.compile(
    _ASKING
    + _any_of(
        rf"{_STOP} (?:texting|messaging|contacting|spamming|bothering|sms ?ing)(?:{_ME})?",
        rf"{_STOP} sending(?:{_ME})? {_TEXTS}(?: to me)?",
        rf"{_STOP} {_TEXTS}",
        rf"{_DO_NOT} (?:text|message|msg|contact|sms|write|bother){_ME} (?:any ?more|again|ever)",
        rf"never (?:text|message|contact){_ME}",
        rf"{_DO_NOT} (?:text|message|contact) (?:this|my) number",
        rf"{_DO_NOT} send{_ME} {_TEXTS}",
        rf"{_NO_LONGER} (?:want|wish|need) (?:to (?:get|receive) )?{_TEXTS}",
        rf"{_NO_LONGER} (?:want|wish) to be (?:texted|messaged|contacted)(?: by you)?",
        rf"{_NO_LONGER} (?:want|like) (?:you|u) (?:texting|messaging|contacting) me",
        rf"{_NO_LONGER} (?:want|wish) (?:you|u) to (?:text|message|contact) me",
        rf"no more {_TEXTS}",
        r"unsubscribe (?:me|us)(?: from (?:this|these|your) (?:list|service|texts|messages))?",
        rf"unsubscribe from (?:this list|this service|{_TEXTS})",
        r"opt (?:me|us) out(?: of (?:this|these|your) (?:list|service|texts|messages))?",
        rf"opt out of (?:this list|this service|{_TEXTS})",
        r"(?:i am|im) opting out",
        r"i (?:hereby )?revoke(?: my)? consent",
        r"(?:remove|delete|take|drop|get) (?:me|us|my number|this number) (?:from|off)(?: of)? "
        + _LIST,
        r"leave me (?:the hell |the fuck )?alone",
        r"lose my number",
    )
    + _FOR_GOOD
)

_BARE = re.compile(
    _ASKING
    + _any_of(
        r"stop(?: stop)*",
        r"stopall|unsubscribe|optout|opt out|quit it",
        r"(?:i|i would|id) (?:want|like|wish|need) to (?:unsubscribe|opt out|stop|be removed)",
        r"i (?:unsubscribe|opt out)",
        rf"{_DO_NOT} (?:text|message|contact){_ME}",
        r"remove (?:me|my number|this number)|delete my number|take me off",
        r"go away|fuck off|piss off",
        rf"how (?:do|can) i (?:stop|end|unsubscribe from|opt out of) {_TEXTS}",
    )
    + _FOR_GOOD
)

_REASON = re.compile(
    _any_of(
        r"(?:i am |im )?(?:really )?(?:not|no longer) interested",
        r"(?:you have |youve got |this is )?(?:the |a )?wrong (?:number|person)",
        r"i (?:do not|dont) know (?:you|who (?:you are|this is))|who (?:is this|are you)",
        r"(?:i am |im )done|i mean it|enough|(?:i have |ive )had enough|no|nope|you",
        r"this is (?:spam|harassment|annoying)",
        r"or (?:i will|ill) (?:block|report) you",
    )
)

_LONGEST_CLAUSE = 120  # characters; what is longer says more than that
_SENTENCE_END = re.compile(r"[.!?;\n\r]+")
_CLAUSE_END = re.compile(r"[,:()]|\s[-\u2013]+\s|[\u2014\u2026]")
_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
_NOT_WORDS = re.compile(r"[^a-z0-9]+")


_START = re.compile(
    r"(?:yes |yeah |i want to |i would like to |id like to |can (?:you|we|i) )?"
    + _any_of(
        r"(?:re)?start(?: again)?|unstop|resume|(?:re)?subscribe(?: me)?(?: again)?|re subscribe",
        rf"(?:re)?(?:start|resume) (?:texting|messaging|sending|getting)(?: me)?(?: {_TEXTS})?"
        r"(?: again)?",
        rf"(?:re)?(?:start|resume) {_TEXTS}(?: again)?",
        r"opt (?:me )?(?:back )?in|sign me (?:back )?up(?: again)?|i want (?:back )?in",
        r"(?:you|u) can (?:text|message) me(?: again)?|(?:text|message) me again",
        r"empezar|comenzar|reanudar|reprendre|recommencer|reprenez|starten|weiter|voltar|retomar",
    )
)


def _says_start(body: str) -> bool:
    return _plainly(body) == "YES" or bool(_START.fullmatch(_words(body)))


def _says_stop(body: str) -> bool:
    if _plainly(body) in OUT_KEYWORDS:  # Twilio lets "Cancel!!" pass, its writer meant it
        return True
    sentences = [_clauses(part) for part in _SENTENCE_END.split(_unquoted(body))]
    if any(_opens_plainly(clauses) for clauses in sentences):
        return True
    said = [clause for clauses in sentences for clause in clauses if clause]
    return any(map(_BARE.fullmatch, said)) and all(
        _BARE.fullmatch(clause) or _PLAIN.fullmatch(clause) or _REASON.fullmatch(clause)
        for clause in said
    )


def _plainly(body: str) -> str | None:
    """The one word of a text in capitals, without the punctuation around it."""
    words = re.findall(r"[^\W_]+", body)
    return words[0].upper() if len(words) == 1 else None


def _unquoted(body: str) -> str:
    stripped = body.strip()
    if len(stripped) > 2 and stripped[0] in _QUOTES and stripped[-1] in _QUOTES:
        return stripped[1:-1]  # the whole text in quotes: they say it themselves
    return stripped


def _clauses(sentence: str) -> list[str]:
    """The sentence's clauses as words; a quoted one says nothing of its writer's."""
    if any(mark in sentence for mark in _QUOTES):
        return ["quoted"]
    return [_words(clause) for clause in _CLAUSE_END.split(sentence)]


def _words(clause: str) -> str:
    if len(clause) > _LONGEST_CLAUSE:
        return "long"
    text = unicodedata.normalize("NFKC", clause).casefold()
    text = text.replace("'", "").replace("\u2019", "").replace("\u2018", "").replace("`", "")
    words = _NOT_WORDS.sub(" ", text).split()
    # Another script or accent leaves a hole in the sentence: it must not read as nothing said.
    holes = ["foreign"] if any(char.isalpha() and not char.isascii() for char in text) else []
    return " ".join([word for word in words if word not in _COURTESY] + holes)


def _opens_plainly(clauses: list[str]) -> bool:
    for clause in clauses:
        if _PLAIN.fullmatch(clause):
            return True
        if clause and not _REASON.fullmatch(clause):
            return False
    return False
