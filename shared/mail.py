"""Proof of a work email: what a mail to `verify-<token>@<our domain>` proves about its From.

The inbound provider (Mailgun's routes) parses the mail, checks SPF and DKIM, and posts the result,
signed. A From header alone proves nothing: it counts when DKIM or SPF passed for a domain aligned
with it, as DMARC (RFC 7489) asks.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any, cast

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

_RECIPIENT = re.compile(r"verify-([0-9a-z]{6,64})@(.+)", re.IGNORECASE)
_ADDRESS = re.compile(r"[^@\s<>\"]{1,64}@([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
_DKIM_DOMAIN = re.compile(r"(?:^|;)\s*d=([^;\s]+)", re.IGNORECASE)


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
    expected = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    given = fields.get("signature", "").encode("utf-8", "replace")
    if not key or not token or not hmac.compare_digest(expected.encode(), given):
        raise BadSignature("The mail provider's signature does not fit", field="signature")
    if not timestamp.isdecimal() or abs(now.timestamp() - int(timestamp)) > SIGNATURE_AGE:
        raise BadSignature("The signature is too old", field="timestamp")


def read_proof(fields: Mapping[str, str], mail_domain: str) -> Proof | None:
    """What the mail proves, or None when it is not to a verification address of ours.

    Raises MalformedRequest for a post that is no mail.
    """
    recipient = _RECIPIENT.fullmatch(fields.get("recipient", "").strip())
    if recipient is None or recipient[2].lower() != mail_domain.lower():
        return None
    address = parseaddr(fields.get("from", ""))[1]
    match = _ADDRESS.fullmatch(address)
    if match is None or len(address) > 255:
        raise MalformedRequest("from holds no mail address", field="from")
    domain = match[1].lower()
    headers = _headers(fields.get("message-headers", "[]"))
    if domain in PERSONAL_DOMAINS:
        rejection = "personal_address"
    elif not _authenticated(domain, fields.get("sender", ""), headers):
        rejection = "not_authenticated"
    else:
        rejection = None
    identity = _first(headers, "message-id") or fields.get("token", "")
    return Proof(
        recipient[1].lower(), address, f"{recipient[1].lower()}:{identity}"[:500], rejection
    )


def _headers(text: str) -> list[tuple[str, str]]:
    try:
        pairs: Any = json.loads(text)
    except ValueError as error:
        raise MalformedRequest("message-headers is not JSON", field="message-headers") from error
    if not isinstance(pairs, list):
        raise MalformedRequest("message-headers is not a list", field="message-headers")
    found: list[tuple[str, str]] = []
    for pair in cast("list[Any]", pairs):
        if isinstance(pair, list) and len(cast("list[Any]", pair)) == 2:
            name, value = cast("list[Any]", pair)
            found.append((str(name).lower(), str(value)))
    return found


def _first(headers: list[tuple[str, str]], name: str) -> str:
    return next((value for known, value in headers if known == name), "")


def _authenticated(domain: str, envelope_sender: str, headers: list[tuple[str, str]]) -> bool:
    """DKIM or SPF passed for a domain aligned with the From (relaxed alignment)."""
    if _first(headers, "x-mailgun-dkim-check-result").lower() == "pass":
        signers = _DKIM_DOMAIN.findall(_first(headers, "dkim-signature"))
        if any(_aligned(domain, signer) for signer in signers):
            return True
    if _first(headers, "x-mailgun-spf").lower() == "pass":
        return _aligned(domain, parseaddr(envelope_sender)[1].rpartition("@")[2])
    return False


def _aligned(domain: str, other: str) -> bool:
    """The same domain, or one a part of the other; never a bare top-level domain."""
    one, two = domain.lower(), other.lower().rstrip(".")
    if "." not in two:
        return False
    return one == two or one.endswith(f".{two}") or two.endswith(f".{one}")
