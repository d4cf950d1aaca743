"""Phone numbers: who can be answered, and where they may be awake."""

import re
from dataclasses import dataclass
from enum import StrEnum

_WRITTEN_IN_FULL = re.compile(r"\+[0-9 ().\-]{6,30}", re.ASCII)
_SHORT_CODE = re.compile(r"[0-9]{5,6}", re.ASCII)
# GSM: at most 11 characters, at least one of them a letter.
_ALPHANUMERIC = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 &+_\-]{1,11}", re.ASCII)


class SenderKind(StrEnum):
    """What the From of a text is."""

    PHONE = "phone"  # somebody's number: may become a user and is answered
    SHORT_CODE = "short_code"  # five or six digits: a machine; no user, no answer
    ALPHANUMERIC = "alphanumeric"  # a name such as "MYBANK": cannot be answered at all
    MALFORMED = "malformed"  # none of these: the caller's fault


@dataclass(frozen=True)
class Sender:
    """From whom a text comes. `number` is E.164 for a PHONE and None otherwise."""

    kind: SenderKind
    number: str | None = None


def normalise_sender(raw: str) -> Sender:
    """What `raw`, the From of a text, stands for; a full number comes back as E.164.

    Full numbers carry their country code after a `+`, as Twilio sends them; blanks, dashes, dots
    and parentheses inside are dropped. A number counts when its country's plan allows its length:
    prefixes are assigned faster than any table of them, and fictitious 555 numbers count too.
    """
    if _SHORT_CODE.fullmatch(raw):
        return Sender(SenderKind.SHORT_CODE)
    if _WRITTEN_IN_FULL.fullmatch(raw):
        number = _e164(raw)
        return Sender(SenderKind.PHONE, number) if number else Sender(SenderKind.MALFORMED)
    if _ALPHANUMERIC.fullmatch(raw):
        return Sender(SenderKind.ALPHANUMERIC)
    return Sender(SenderKind.MALFORMED)


def _e164(raw: str) -> str | None:
    # Imported where it is used: 13 ms that a function which never sees a number does not pay.
    import phonenumbers

    try:
        number = phonenumbers.parse(raw, None)
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        # As it is stored: reading it again must find the same number possible.
        possible = phonenumbers.is_possible_number(phonenumbers.parse(written, None))
    except phonenumbers.NumberParseException:
        return None
    return written if possible and _WRITTEN_IN_FULL.fullmatch(written) else None


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
