"""Signing webhooks as Twilio does.

Written apart from `shared.messaging.signature`, so that the code that verifies is never tested
against itself.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable


def sign(auth_token: str, url: str, parameters: Iterable[tuple[str, str]]) -> str:
    """The `X-Twilio-Signature` of a form post: URL, then names and values sorted; HMAC-SHA1."""
    text = url + "".join(name + value for name, value in sorted(set(parameters)))
    digest = hmac.new(auth_token.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()
