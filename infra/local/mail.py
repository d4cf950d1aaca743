"""A stand-in for the inbound mail provider: posts a mail as Mailgun's routes do, signed."""

import hashlib
import hmac
import json
import secrets
import time

import httpx2


def inbound_mail(
    secret: str, sender: str, recipient: str, *, authentic: bool = True
) -> dict[str, str]:
    """The form of one mail from `sender` to `recipient`, signed with the webhook's secret.

    `authentic` False is a mail whose From is forged: neither SPF nor DKIM passes.
    """
    timestamp, token = str(int(time.time())), secrets.token_hex(25)
    domain = sender.rpartition("@")[2]
    verdict = "Pass" if authentic else "Fail"
    headers = [
        ["Message-Id", f"<{secrets.token_hex(12)}@{domain}>"],
        ["From", sender],
        ["To", recipient],
        ["Subject", "Here I am"],
        ["X-Mailgun-Spf", verdict],
        ["X-Mailgun-Dkim-Check-Result", verdict],
        ["Dkim-Signature", f"v=1; a=rsa-sha256; d={domain}; s=local; h=from:to:subject; b=local"],
    ]
    signature = hmac.new(secret.encode(), f"{timestamp}{token}".encode(), hashlib.sha256)
    return {
        "recipient": recipient,
        "sender": sender,
        "from": sender,
        "subject": "Here I am",
        "body-plain": "Sent from the phone page.",
        "message-headers": json.dumps(headers),
        "timestamp": timestamp,
        "token": token,
        "signature": signature.hexdigest(),
    }


def deliver(url: str, mail: dict[str, str]) -> httpx2.Response:
    """Posts a mail to email_webhook; raises httpx2.HTTPError if it cannot be reached."""
    return httpx2.post(url, data=mail, timeout=30, trust_env=False)
