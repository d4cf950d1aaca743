"""From Twilio's fields to a text that may be recorded: sender, consent, the fixed answers."""

from datetime import datetime

from shared.config import OptOutReplies
from shared.db.turns import InboundText
from shared.db.unanswered import UnansweredText
from shared.domain.consent import (
    Consent,
    ConsentChange,
    agrees,
    classify,
    consent_change_from_opt_out_type,
)
from shared.domain.phone import SenderKind, normalise_sender
from shared.domain.withdrawal import withdrawal_in
from shared.texts.consent_replies import DO_YOU_MEAN_STOP, HELP, OPTED_IN, OPTED_OUT

LONGEST_BODY = 10_000  # characters that are kept; Twilio joins at most 1600
LONGEST_SENDER = 200


def inbound_text(
    *,
    sender: str,
    body: str,
    sid: str,
    media: tuple[dict[str, str], ...],
    opt_out_type: str,
    opt_out_replies: OptOutReplies | str,
    support_contact: str,
    sent_at: datetime | None = None,
) -> InboundText | UnansweredText:
    """What is recorded of a text: it is answered only where it comes from somebody's phone.

    Twilio has signed it, so no sender is refused: other channels, machines and whoever hides their
    number are recorded too, and what they say about consent counts for the number they write from.
    """
    who = normalise_sender(sender)
    if who.number is None or who.kind is not SenderKind.PHONE:
        consent = _consent(body, opt_out_type)
        return UnansweredText(
            sid=sid,
            kind=who.kind,
            channel=who.channel,
            sender=storable(sender)[:LONGEST_SENDER] or None,
            known_as=who.known_as,
            body=storable(body)[:LONGEST_BODY],
            media=media,
            consent=consent,
            consent_source=_source(consent, opt_out_type),
            sent_at=sent_at,
        )
    body = body[:LONGEST_BODY]
    consent = _consent(body, opt_out_type)
    return InboundText(
        sender=who.number,
        known_as=who.known_as,
        body=storable(body),
        sid=sid,
        media=media,
        consent=consent,
        consent_source=_source(consent, opt_out_type),
        confirmations=_agreement(body, consent, opt_out_type)
        | _confirmations(consent, body, opt_out_type, opt_out_replies, support_contact),
        sent_at=sent_at,
    )


def storable(text: str) -> str:
    """Postgres stores every character but NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _consent(body: str, opt_out_type: str) -> Consent:
    """Twilio's own reading wins: with Advanced Opt-Out the account chooses its keywords."""
    match consent_change_from_opt_out_type(opt_out_type):
        case ConsentChange.OUT:
            return Consent.OUT_KEYWORD
        case ConsentChange.IN:
            return Consent.IN_KEYWORD
        case None:
            return Consent.HELP if opt_out_type.upper() == "HELP" else classify(body)


def _source(consent: Consent, opt_out_type: str) -> str:
    if opt_out_type:
        return "twilio"
    return "wording" if consent in (Consent.OUT_WORDING, Consent.IN_WORDING) else "keyword"


def _confirmations(
    consent: Consent, body: str, opt_out_type: str, opt_out_replies: str, support_contact: str
) -> dict[str, str]:
    """What is answered at once. Twilio answers its keywords itself, unless told that we do.

    YES is a keyword for Twilio only while it blocks the number. Of somebody who opted out in words
    of their own (`in_unnoticed`) it knows nothing: it says nothing to their YES, so we do.
    """
    if consent in (Consent.OUT_WORDING, Consent.IN_WORDING):
        return {"out": OPTED_OUT[withdrawal_in(body)[1]], "in": OPTED_IN}
    if consent in (Consent.UNCLEAR, Consent.UNCLEAR_IF_IDLE):
        return {"ask": DO_YOU_MEAN_STOP[withdrawal_in(body)[1]]}
    if opt_out_type:
        return {}
    if opt_out_replies == "twilio":
        return {"in_unnoticed": OPTED_IN} if consent is Consent.YES else {}
    contact = f" Questions: {support_contact}" if support_contact else ""
    return {"out": OPTED_OUT["en"], "in": OPTED_IN, "help": HELP.format(contact=contact)}


def _agreement(body: str, consent: Consent, opt_out_type: str) -> dict[str, str]:
    """What is answered to a yes right after we asked whether we should stop: nobody else does."""
    return {"agreed": OPTED_OUT["en"]} if not opt_out_type and agrees(body, consent) else {}
