"""A stand-in for the inbound mail provider: posts a mail as Mailgun's routes do, signed."""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime

import httpx2


def inbound_mail(
    secret: str,
    sender: str,
    recipient: str,
    *,
    authentic: bool = True,
    extra: Sequence[tuple[str, str]] = (),
) -> dict[str, str]:
    """The form of one mail from `sender` to `recipient`, signed with the webhook's secret.

    `sender` is what the From says, with or without a name. `authentic` False is a mail whose From
    is forged: neither SPF nor DKIM passes. `extra` are further headers of the mail.
    """
    timestamp, token = str(int(time.time())), secrets.token_hex(25)
    envelope = sender.rpartition("<")[2].rstrip("> ")
    domain = envelope.rpartition("@")[2]
    verdict = "Pass" if authentic else "Fail"
    date = format_datetime(datetime.now(UTC))
    mail_id = f"<{secrets.token_hex(12)}@{domain}>"
    signed = "from:to:subject:date:message-id:mime-version:content-type"
    headers = [
        ("X-Mailgun-Incoming", "Yes"),
        ("X-Mailgun-Sflag", "No"),
        ("X-Mailgun-Sscore", "0.1"),
        ("X-Mailgun-Spf", verdict),
        ("X-Mailgun-Dkim-Check-Result", verdict),
        ("X-Envelope-From", f"<{envelope}>"),
        ("Received", f"from mail.{domain} by mxa.mailgun.org with ESMTP; {date}"),
        ("Dkim-Signature", f"v=1; a=rsa-sha256; d={domain}; s=local; h={signed}; bh=bG8=; b=bG8="),
        *extra,
        ("Message-Id", mail_id),
        ("Date", date),
        ("Mime-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("From", sender),
        ("To", recipient),
        ("Subject", "Here I am"),
    ]
    signature = hmac.new(secret.encode(), f"{timestamp}{token}".encode(), hashlib.sha256)
    return {
        # Mailgun also posts each header as a field of its own.
        **{name: value for name, value in headers if name not in {"From", "Subject"}},
        "recipient": recipient,
        "sender": envelope,
        "from": sender,
        "subject": "Here I am",
        "body-plain": "Sent from the phone page.",
        "stripped-text": "Sent from the phone page.",
        "stripped-signature": "",
        "message-headers": json.dumps(headers),
        "timestamp": timestamp,
        "token": token,
        "signature": signature.hexdigest(),
    }


def deliver(url: str, mail: dict[str, str]) -> httpx2.Response:
    """Posts a mail to email_webhook; raises httpx2.HTTPError if it cannot be reached."""
    return httpx2.post(url, data=mail, timeout=30, trust_env=False)
