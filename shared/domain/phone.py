"""Phone numbers: who can be answered, and where they may be awake."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from shared.domain.renumbering import canonical, forms_of

_WRITTEN_IN_FULL = re.compile(r"\+[0-9 ().\-]{6,30}", re.ASCII)
# A number in other digits, spaces or company: of a SIP address, with an extension, without a plus.
_WITHIN = re.compile(
    r"(?P<plus>\+?)(?P<digits>[0-9][0-9 ().\-]{6,30}?)\s*(?:[@;?,xX#].*)?", re.DOTALL
)
_E164 = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_CHANNEL = re.compile(r"(?P<channel>[A-Za-z][A-Za-z0-9_.\-]{1,19}):(?P<address>.*)", re.DOTALL)
_SHORT_CODE = re.compile(r"[0-9]{3,8}", re.ASCII)
# GSM: at most 11 characters, at least one of them a letter.
_ALPHANUMERIC = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 &+_\-]{1,11}", re.ASCII)
# What stands in for a number that its owner, or a carrier, does not show. The numbers spell
# ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN (two ways) and UNAVAILABLE on a keypad.
# Source: help.twilio.com, "Why am I getting calls from these strange numbers?"
_WITHHELD = frozenset(
    {"anonymous", "restricted", "blocked", "unknown", "unavailable", "private", "withheld"}
    | {"+266696687", "+7378742833", "+2562533", "+8566696", "+8656696", "+86282452253"}
)
_LONGEST = 200  # characters of a sender that are looked through for a number
_TEXT_CHANNELS = frozenset({"sms", "mms", "tel"})  # written out, they are what has no prefix


class SenderKind(StrEnum):
    """What the From of a text is. Twilio has signed it, so that none is the caller's fault."""

    PHONE = "phone"  # somebody's number: may become a user and is answered
    CHANNEL = "channel"  # somebody on RCS, WhatsApp, Messenger ...: not answered there yet
    SHORT_CODE = "short_code"  # a few digits: a machine; no user, no answer
    ALPHANUMERIC = "alphanumeric"  # a name such as "MYBANK": cannot be answered at all
    WITHHELD = "withheld"  # empty, anonymous, restricted: nobody knows who
    UNREADABLE = "unreadable"  # none of these; redacted numbers are among them


@dataclass(frozen=True)
class Sender:
    """From whom a text comes.

    `number` is the E.164 of a PHONE, and of a CHANNEL whose address is one; `known_as` holds each
    form in which the same person may be stored, the likeliest first.
    """

    kind: SenderKind
    number: str | None = None
    channel: str = "sms"
    known_as: tuple[str, ...] = ()


def normalise_sender(raw: str) -> Sender:
    """What `raw`, the From of a text, stands for; a full number comes back as E.164 of today.

    Full numbers carry their country code after a `+`, as Twilio sends them; blanks, dashes, dots
    and parentheses inside are dropped, and forms that their country has replaced are rewritten. A
    number counts when its country's plan allows its length: prefixes are assigned faster than any
    table of them, and fictitious 555 numbers count too.
    """
    if not raw.strip() or raw.strip().casefold() in _WITHHELD:
        return Sender(SenderKind.WITHHELD)
    if _SHORT_CODE.fullmatch(raw):
        return Sender(SenderKind.SHORT_CODE)
    if _WRITTEN_IN_FULL.fullmatch(raw):
        number = _e164(raw)
        if number:
            return Sender(SenderKind.PHONE, number, known_as=_known_as(raw, number))
        return Sender(SenderKind.UNREADABLE, known_as=(raw,) if _E164.fullmatch(raw) else ())
    known_as = _named_within(raw)
    if on_channel := _CHANNEL.fullmatch(raw):
        return _on_channel(on_channel["channel"].casefold(), on_channel["address"])
    if _ALPHANUMERIC.fullmatch(raw):
        return Sender(SenderKind.ALPHANUMERIC, known_as=known_as)
    return Sender(SenderKind.UNREADABLE, known_as=known_as)


def _on_channel(channel: str, address: str) -> Sender:
    who = Sender(SenderKind.UNREADABLE, known_as=_named_within(address))
    if _WRITTEN_IN_FULL.fullmatch(address):
        who = normalise_sender(address)
    if channel in _TEXT_CHANNELS:
        return who
    return Sender(SenderKind.CHANNEL, who.number, channel, who.known_as)


def _named_within(text: str) -> tuple[str, ...]:
    """Under which numbers a person may be stored whose sender is none as it stands.

    Whoever may be meant is opted out by their STOP; nobody becomes a user by such a sender.
    """
    plain = unicodedata.normalize("NFKC", unquote(text[:_LONGEST])).strip()
    found = _WITHIN.fullmatch(plain)
    if found is None:
        return ()
    digits = re.sub(r"[^0-9]", "", found["digits"])
    # Ten digits are North America's, where the plus is left out most.
    written = f"+1{digits}" if not found["plus"] and len(digits) == 10 else f"+{digits}"
    number = _e164(written)
    return _known_as(written, number) if number else ()


def _known_as(raw: str, number: str) -> tuple[str, ...]:
    """Today's form, then as it was written, then those of before."""
    written = "+" + re.sub(r"[^0-9]", "", raw)
    return tuple(dict.fromkeys((number, written, *forms_of(number))))


def _e164(raw: str) -> str | None:
    # Imported where it is used: 13 ms that a function which never sees a number does not pay.
    import phonenumbers

    try:
        number = phonenumbers.parse(raw, None)
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        written = canonical(written)
        # As it is stored: reading it again must find the same number possible.
        possible = phonenumbers.is_possible_number(phonenumbers.parse(written, None))
    except phonenumbers.NumberParseException:
        return None
    return written if possible and _E164.fullmatch(written) else None


def country_of(number: str) -> str | None:
    """The country (ISO 3166-1) whose plan `number` (E.164) belongs to; None where there is none."""
    import phonenumbers

    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return None


def time_zones_of(number: str) -> frozenset[str]:
    """The IANA names of all time zones that `number` (E.164) may lie in.

    Empty when the number has no place: toll-free and premium numbers, voice over IP, numbers of no
    assigned prefix, and anything that is not a number. A mobile number gives the zones of its
    prefix, or of its whole country where prefixes say nothing: where its owner travels nobody
    knows.
    """
    import phonenumbers
    from phonenumbers import PhoneNumberType, timezone

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return frozenset()
    placed = (
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )
    if phonenumbers.number_type(parsed) not in placed:
        return frozenset()
    return frozenset(timezone.time_zones_for_number(parsed)) - {timezone.UNKNOWN_TIMEZONE}
