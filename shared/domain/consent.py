"""Whether a text withdraws or gives back the consent to be texted.

Sources: Twilio's default opt-out keywords, which it obeys by itself and which US carriers require;
and 47 CFR 64.1200(a)(10), by which any reasonable wording withdraws consent, not keywords alone.

The keywords count when they are the whole text, as at Twilio. Wording is read by
`shared.domain.withdrawal`: a clause that asks for no more texts is a refusal, wherever it stands;
what may be one and may be something else is asked about. A miss is mended by the keyword, which
always works; a false hit by START, which the confirmation names.

What stands around the words (a signature, "Sent from my iPhone") does not count, and what a phone
has written by itself (a reaction that quotes our "Reply STOP") says nothing about consent, unless
its owner has edited a text into a refusal.
"""

import re
from enum import StrEnum

from shared.domain.lookalikes import latin_letters
from shared.domain.phone_written import edited_text, folded, written_by_phone
from shared.domain.resumption import resumes
from shared.domain.text_frame import unframed, unnamed
from shared.domain.withdrawal import Withdrawal, refused_in_phrases, withdrawal


class Consent(StrEnum):
    """What a text says about consent, and how it says it."""

    OUT_KEYWORD = "out_keyword"  # Twilio blocks the number too, and may answer by itself
    OUT_WORDING = "out_wording"  # Twilio does not notice: we stop, and confirm
    UNCLEAR = "unclear"  # asked whether it means that; said again right after the question: it does
    UNCLEAR_IF_IDLE = "unclear_if_idle"  # the same, unless something is open that it may be about
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
_ABOUT_OTHERS = frozenset({"CANCEL", "END", "QUIT"})  # "Cancel / Dentist" means the dentist
_MOST_KEYWORDS = 5  # of a text that is made of nothing else


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
    said = _wording(body if edited is None else edited)
    if edited is not None and said is not Consent.OUT_WORDING:
        return Consent.AUTOMATIC
    return said


def agrees(body: str, said: Consent) -> bool:
    """Whether a text, said right after we asked whether we should stop, says that we should.

    `said` is what `classify` makes of it. A text that is itself unclear agrees, too: who answers
    the question by "fuck off" means it.
    """
    unclear = said in (Consent.UNCLEAR, Consent.UNCLEAR_IF_IDLE)
    return unclear or bool(_ASSENT.fullmatch(_plain(unframed(latin_letters(body)))))


def consent_change_from_opt_out_type(opt_out_type: str) -> ConsentChange | None:
    """What Twilio's `OptOutType` says happened; None for HELP and for words not known.

    The parameter comes only with Advanced Opt-Out, where the account chooses its own keywords:
    present, it says more than the text does.
    """
    return {"STOP": ConsentChange.OUT, "START": ConsentChange.IN}.get(opt_out_type.upper())


def _wording(body: str) -> Consent:
    body = latin_letters(body)
    words = unframed(body)
    if _only_keywords(words):  # Twilio lets "Cancel!!" and "stop end" pass, their writer meant it
        return Consent.OUT_WORDING
    if any(_says_stop(name, said) for name, said in (*unnamed(words), *unnamed(body.strip()))):
        return Consent.OUT_WORDING
    # Both: what looks like a signature may be the refusal itself.
    if resumes(words) and not any(refused_in_phrases(text) for text in {words, body}):
        return Consent.IN_WORDING
    meant = {withdrawal(text) for text in {words, body}}
    if Withdrawal.CLEAR in meant:
        return Consent.OUT_WORDING
    if Withdrawal.UNCLEAR in meant:
        return Consent.UNCLEAR
    return Consent.UNCLEAR_IF_IDLE if Withdrawal.UNCLEAR_IF_IDLE in meant else Consent.NONE


def _says_stop(name: str, said: str) -> bool:
    """Whether somebody of this name says only that they want no more texts."""
    if name.upper() in OUT_KEYWORDS | IN_KEYWORDS | HELP_KEYWORDS or said.upper() in _ABOUT_OTHERS:
        return False
    return _only_keywords(said) or withdrawal(said) is Withdrawal.CLEAR


def _plain(body: str) -> str:
    """The words of a text, in lower case, without accents and punctuation."""
    return " ".join(re.findall(r"[^\W_]+", folded(body).replace("'", "")))


def _only_keywords(body: str) -> bool:
    """Whether the text is keywords and nothing else, but for the punctuation around them."""
    words = re.findall(r"[^\W_]+", body.upper())
    return 1 <= len(words) <= _MOST_KEYWORDS and OUT_KEYWORDS.issuperset(words)


_ASSENT = re.compile(
    r"(?:yes|yeah|yep|yup|yea|ya|sure|correct|right|exactly|i do|that is right|thats right"
    r"|please do"
    r"|si|claro|oui|ja|genau|sim|isso)(?: (?:yes|please|pls|stop|i do|thanks|por favor|svp|bitte"
    r"|no more texts|that is what i mean))*"
)
