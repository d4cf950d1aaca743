"""What the stand-ins see happen on the wire: texts posted, pokes sent, Twilio called, callbacks."""

import json
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEPT = 5000  # events; a page that is opened later sees these


@dataclass(frozen=True)
class WireEvent:
    """Something that happened at a moment. `number` is the phone's, None if it is not known."""

    kind: str  # posted, answered, poked, fault, callback, carrier
    at: datetime
    number: str | None
    about: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def document(self) -> dict[str, Any]:
        """The event as the page reads it."""
        return {"kind": self.kind, "at": self.at.isoformat(), "number": self.number, **self.about}


class Wire:
    """Collects events from the stand-ins' threads; streams ask for what is new to them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: deque[tuple[int, WireEvent]] = deque(maxlen=KEPT)
        self._count = 0
        self._calling: dict[str, str] = {}  # phone number -> our message that Twilio is called for
        self._reported: dict[str, list[str]] = {}  # Twilio SID -> statuses called back so far
        self._readers: dict[str, Callable[[Mapping[str, Any], datetime], WireEvent | None]] = {
            "inbound.posted": self._posted,
            "inbound.answered": self._answered,
            "inbound.failed": self._answered,
            "api.create": self._called,
            "api.fault": self._fault,
            "callback.posted": self._callback,
            "phone.received": self._received,
        }

    def since(self, count: int) -> tuple[int, list[WireEvent]]:
        """The events after the first `count`, and how many there are by now."""
        with self._lock:
            return self._count, [event for number, event in self._events if number > count]

    def hear_twilio(self, event: dict[str, Any]) -> None:
        """A listener for the Twilio stand-in."""
        read = self._readers.get(event["type"])
        if read is not None:
            heard = read(event, datetime.fromtimestamp(event["at"], UTC))
            if heard is not None:
                self._add(heard)

    def hear_poke(self, at: datetime, url: str, body: bytes) -> None:
        """A listener for the pg_net stand-in."""
        message_ids = json.loads(body or b"{}").get("message_ids")
        if message_ids:
            self._add(WireEvent("poked", at, None, {"message_ids": message_ids}))

    def _add(self, event: WireEvent) -> None:
        with self._lock:
            self._count += 1
            self._events.append((self._count, event))

    def _posted(self, event: Mapping[str, Any], at: datetime) -> WireEvent:
        return WireEvent("posted", at, event["sender"], {"sid": event["sid"]})

    def _answered(self, event: Mapping[str, Any], at: datetime) -> WireEvent:
        about = {"sid": event["sid"], "status": event.get("status"), "error": event.get("error")}
        return WireEvent("answered", at, event["sender"], about)

    def _called(self, event: Mapping[str, Any], at: datetime) -> None:
        self._calling[event["to"]] = _message_id(event["status_callback"])

    def _fault(self, event: Mapping[str, Any], at: datetime) -> WireEvent | None:
        # One message a person is sent at a time, so the last call for the number is the one hit.
        number = event.get("to", "")
        if number not in self._calling:
            return None
        about = {"message_id": self._calling[number], "fault": event["fault"]}
        return WireEvent("fault", at, number, about)

    def _callback(self, event: Mapping[str, Any], at: datetime) -> WireEvent:
        status = event["message_status"]
        reported = self._reported.setdefault(event["sid"], [])
        odd = None
        if status in reported:
            odd = "again"
        elif status == "sent" and reported:
            odd = "out of order"
        reported.append(status)
        about = {"message_id": _message_id(event["url"]), "status": status, "odd": odd}
        return WireEvent("callback", at, event["to"], about)

    def _received(self, event: Mapping[str, Any], at: datetime) -> WireEvent | None:
        """Only what Twilio itself wrote: everything else is a row of ours."""
        if event["sid"]:
            return None
        return WireEvent("carrier", at, event["to"], {"text": event["body"]})


def _message_id(url: str) -> str:
    return parse_qs(urlsplit(url).query).get("message_id", [""])[0]
