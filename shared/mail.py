"""Proof of a work email: what a mail to `verify-<token>@<our domain>` proves about its From.

The inbound provider (Mailgun's routes) parses the mail, checks SPF and DKIM, and posts the result,
signed. A From header alone proves nothing: it counts when DKIM or SPF passed for a domain aligned
with it, as DMARC (RFC 7489) asks.
"""

import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import getaddresses
from typing import Any, cast

from shared.config import accepted
from shared.errors import BadSignature, MalformedRequest

# Seconds that a signature is good for; the provider retries a failed delivery with a new one.
SIGNATURE_AGE = 900

# Mail from here proves a person, not where they work.
PERSONAL_DOMAINS = frozenset(
    {
        "aol.com",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "googlemail.com",
        "hey.com",
        "hotmail.co.uk",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "mac.com",
        "mail.com",
        "me.com",
        "msn.com",
        "outlook.com",
        "pm.me",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "web.de",
        "yahoo.co.uk",
        "yahoo.com",
        "yandex.ru",
        "ymail.com",
    }
)

_RECIPIENT = re.compile(r"verify-([0-9a-z]{6,64})@(.+)", re.IGNORECASE | re.ASCII)
_ADDRESS = re.compile(r"[^@\s<>\"]{1,64}@([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE | re.ASCII)
_DKIM_DOMAIN = re.compile(r"(?:^|;)\s*d\s*=\s*([^;\s]+)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Proof:
    """A mail to somebody's verification address; `rejection` says why it proves nothing."""

    token: str
    address: str
    mail_id: str
    rejection: str | None  # personal_address, not_authenticated


def verify_signature(key: str, fields: Mapping[str, str], now: datetime) -> None:
    """Returns if the provider signed this within the last minutes, else raises BadSignature."""
    timestamp, token = fields.get("timestamp", ""), fields.get("token", "")
    signed = f"{timestamp}{token}".encode("utf-8", "replace")
    given = fields.get("signature", "").encode("utf-8", "replace")
    fits = [
        hmac.compare_digest(hmac.new(one.encode(), signed, "sha256").hexdigest().encode(), given)
        for one in accepted(key)
    ]
    if not token or not any(fits):
        raise BadSignature("The mail provider's signature does not fit", field="signature")
    if not re.fullmatch(r"[0-9]{1,12}", timestamp) or (
        abs(now.timestamp() - int(timestamp)) > SIGNATURE_AGE
    ):
        raise BadSignature("The signature is too old", field="timestamp")


def read_proof(fields: Mapping[str, str], mail_domain: str) -> Proof | None:
    """What the mail proves, or None when it is not to a verification address of ours.

    Raises MalformedRequest for a post that is no mail.
    """
    recipient = _RECIPIENT.fullmatch(fields.get("recipient", "").strip())
    if recipient is None or recipient[2].lower() != mail_domain.lower():
        return None
    sender = _only_address(fields.get("from", ""))
    if sender is None or len(sender[0]) > 255 or not sender[0].isprintable():
        raise MalformedRequest("from does not hold one mail address", field="from")
    address, domain = sender[0], sender[1].lower()
    headers = _headers(fields.get("message-headers", "[]"))
    if domain in PERSONAL_DOMAINS:
        rejection = "personal_address"
    elif not _authenticated(domain, fields.get("sender", ""), headers):
        rejection = "not_authenticated"
    else:
        rejection = None
    identity = next(iter(_values(headers, "message-id")), "") or fields.get("token", "")
    # Its sender chose it: what Postgres cannot store is replaced.
    identity = identity.encode("utf-8", "replace").decode().replace("\x00", "?")
    return Proof(
        recipient[1].lower(), address, f"{recipient[1].lower()}:{identity}"[:500], rejection
    )


def _only_address(text: str) -> re.Match[str] | None:
    """The address that a header names, its domain as the group; None for none, or for several."""
    try:
        addresses = [address for _, address in getaddresses([text]) if address]
    except RecursionError:  # thousands of nested comments
        return None
    return _ADDRESS.fullmatch(addresses[0]) if len(addresses) == 1 else None


def _headers(text: str) -> list[tuple[str, str]]:
    try:
        pairs: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedRequest("message-headers is not JSON", field="message-headers") from error
    if not isinstance(pairs, list):
        raise MalformedRequest("message-headers is not a list", field="message-headers")
    found: list[tuple[str, str]] = []
    for pair in cast("list[Any]", pairs):
        if isinstance(pair, list) and len(cast("list[Any]", pair)) == 2:
            name, value = cast("list[Any]", pair)
            if isinstance(name, str) and isinstance(value, str):
                found.append((name.lower(), value))
    return found


def _values(headers: list[tuple[str, str]], name: str) -> list[str]:
    return [value for known, value in headers if known == name]


def _passed(headers: list[tuple[str, str]], check: str) -> bool:
    """The provider says pass. A sender may write the header too: then two of them disagree."""
    results = [value.strip().lower() for value in _values(headers, check)]
    return bool(results) and set(results) == {"pass"}


def _authenticated(domain: str, envelope_sender: str, headers: list[tuple[str, str]]) -> bool:
    """DKIM or SPF passed for a domain aligned with the From (relaxed alignment).

    The provider does not say which of several DKIM signatures it checked: all have to be aligned,
    or anybody could put a worthless one in the name of another beside their own.
    """
    if _passed(headers, "x-mailgun-dkim-check-result"):
        signers = [_DKIM_DOMAIN.findall(value) for value in _values(headers, "dkim-signature")]
        if signers and all(len(d) == 1 and _aligned(domain, d[0]) for d in signers):
            return True
    envelope = _only_address(envelope_sender)
    return (
        _passed(headers, "x-mailgun-spf") and envelope is not None and _aligned(domain, envelope[1])
    )


def _aligned(domain: str, other: str) -> bool:
    """The same domain, or one a part of the other; never a bare top-level domain."""
    one, two = domain.lower(), other.lower().rstrip(".")
    if "." not in two:
        return False
    return one == two or one.endswith(f".{two}") or two.endswith(f".{one}")
