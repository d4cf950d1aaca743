"""The account's messages, as Twilio's API shows them."""

import re
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from zlib import crc32

from shared.messaging.segments import count_segments


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message, inbound or outbound; times are UTC."""

    sid: str
    direction: str  # inbound, or outbound-api
    from_: str
    to: str
    body: str
    status: str
    created: datetime
    sent: datetime | None = None
    error_code: int | None = None
    media_urls: tuple[str, ...] = ()
    messaging_service_sid: str | None = None
    status_callback: str = ""

    @property
    def segments(self) -> int:
        """How many segments it takes; an empty one takes one."""
        return max(count_segments(self.body).segments, 1)

    def redacted(self, *, bodies: bool, numbers: bool) -> "Message":
        """Without its body, without the end of the phone's number, as message redaction shows it.

        Source: twilio.com/docs/messaging/guides/privacy-message-redaction.
        """
        phone = "from_" if self.direction == "inbound" else "to"
        changes = {"body": ""} if bodies else {}
        if numbers:
            changes[phone] = getattr(self, phone)[:-4] + "XXXX"
        return replace(self, **changes)

    def document(self, account_sid: str) -> dict[str, Any]:
        """The resource in Twilio's JSON."""
        uri = f"/2010-04-01/Accounts/{account_sid}/Messages/{self.sid}"
        return {
            "account_sid": account_sid,
            "api_version": "2010-04-01",
            "body": self.body,
            "date_created": format_datetime(self.created),
            "date_sent": self.sent and format_datetime(self.sent),
            "date_updated": format_datetime(self.sent or self.created),
            "direction": self.direction,
            "error_code": self.error_code,
            "error_message": None,
            "from": self.from_ or None,
            "messaging_service_sid": self.messaging_service_sid,
            "num_media": str(len(self.media_urls)),
            "num_segments": str(self.segments),
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": self.to,
            "uri": f"{uri}.json",
        }


def with_short_links(body: str) -> str:
    """The body with links of a shortening service in place of its own."""
    return re.sub(
        r"https?://\S+", lambda link: f"https://twil.test/{crc32(link[0].encode()):x}", body
    )


def new_sid(media: bool = False) -> str:
    """A new message's SID. Never the same again, not even after a restart with the same seed."""
    return ("MM" if media else "SM") + secrets.token_hex(16)


def now() -> datetime:
    """The time in whole seconds, as Twilio dates its messages."""
    return datetime.now(UTC).replace(microsecond=0)


class MessageLog:
    """All messages in the order in which they came in. Safe to share among threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._messages: list[Message] = []
        self._positions: dict[str, int] = {}

    def add(self, message: Message) -> None:
        """Append a new message."""
        with self._lock:
            self._positions[message.sid] = len(self._messages)
            self._messages.append(message)

    def update(self, sid: str, **changes: Any) -> Message:
        """Change a message's fields and return it as it is now."""
        with self._lock:
            position = self._positions[sid]
            self._messages[position] = replace(self._messages[position], **changes)
            return self._messages[position]

    def get(self, sid: str) -> Message | None:
        """The message with this SID, or None."""
        with self._lock:
            position = self._positions.get(sid)
            return None if position is None else self._messages[position]

    def all(self) -> list[Message]:
        """Every message, oldest first."""
        with self._lock:
            return list(self._messages)

    def newest_first(self, after_sid: str | None = None) -> Iterator[Message]:
        """Every message from the newest on, or from the one before `after_sid` on."""
        with self._lock:
            end = self._positions.get(after_sid, 0) if after_sid else len(self._messages)
            messages = self._messages[:end]
        return reversed(messages)

    def count_by(self, key: Callable[[Message], str]) -> dict[str, int]:
        """How many messages there are for each value of `key`."""
        return dict(Counter(map(key, self.all())))
