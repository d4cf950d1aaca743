"""Twilio's Messages API: create, list, fetch; each failure classed by what it proves.

What a failed create proves decides whether a text may go out twice:

- The connection was never made (refused, name not found, no TLS, no connection free in time): no
  byte of the request left, so it is certainly not accepted.
- Anything after that (no answer in time, connection lost, even while the request was written): it
  may have been accepted. httpx2 hides a failed write and reports the missing answer, and Twilio may
  have read what it needed; so all of these are unknown.
- A connection kept open that Twilio has closed meanwhile looks just like the latter when the close
  crosses our request on the way. It is made rare, not guessed at: connections idle for more than
  a few seconds, well below any server's limit, are not used again, and httpx2 looks for a close
  that has already arrived before it uses one. What remains is unknown and is looked up in the list.

Reads change nothing, so they only ever fail as TwilioUnavailable.
No phone number and no text appears in an error: errors reach the logs.
"""

import logging
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, cast

import httpx2

from shared.config import TwilioSettings, accepted
from shared.domain.delivery import ErrorKind, classify_error, error_meaning
from shared.errors import (
    ConfigurationError,
    SendDeferred,
    SendError,
    SendNotAccepted,
    SendOutcomeUnknown,
    SendRefused,
    TwilioListTooLong,
    TwilioUnavailable,
)

_NEVER_SENT = (
    httpx2.ConnectError,  # refused, unreachable, name not found, TLS failed
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,  # all our own connections were busy
    httpx2.ProxyError,  # the proxy made no tunnel
    httpx2.UnsupportedProtocol,
    httpx2.InvalidURL,
)
_KEEP_ALIVE_SECONDS = 4.0
_MAX_CONNECTIONS = 50
_MAX_PAGES = 50


@dataclass(frozen=True)
class Accepted:
    """Twilio has the message; `status` is its own word, `queued` or `accepted` as a rule."""

    sid: str
    status: str


@dataclass(frozen=True)
class ListedMessage:
    """A message as Twilio's list shows it, inbound or outbound. Times are UTC."""

    sid: str
    direction: str  # inbound, outbound-api, outbound-reply, outbound-call
    from_: str  # empty while a messaging service has not chosen its number
    to: str
    body: str
    status: str  # Twilio's word; see domain.delivery.from_twilio
    error_code: int | None
    date_created: datetime
    date_sent: datetime | None  # None while it waits in Twilio's queue
    num_media: int
    messaging_service_sid: str | None


class TwilioClient:
    """One account at Twilio, over connections that are kept open. Safe to share among threads.

    `timeout_seconds` bounds a whole call, looking up the name apart; a sender's lease has to be
    longer. Nothing is opened before the first call.
    """

    def __init__(self, settings: TwilioSettings, timeout_seconds: float) -> None:
        self._settings = settings
        self._timeout_seconds = timeout_seconds
        self._lock = threading.Lock()
        self._client: httpx2.Client | None = None
        self._messages = f"/2010-04-01/Accounts/{settings.account_sid}/Messages"

    def create_message(self, to: str, body: str, status_callback: str = "") -> Accepted:
        """Hand one text over to Twilio; the sender is the messaging service if one is set.

        Raises SendNotAccepted (nothing happened, try again), SendDeferred (nothing happened, try
        much later), SendRefused (never; `code` says why) or SendOutcomeUnknown (ask the list).
        """
        form = {"To": to, "Body": body, **self._sender()}
        if status_callback:
            form["StatusCallback"] = status_callback
        try:
            response = self._http().post(f"{self._messages}.json", data=form)
        except _NEVER_SENT as error:
            raise SendNotAccepted(f"No connection to Twilio: {_kind(error)}") from error
        except httpx2.HTTPError as error:
            raise SendOutcomeUnknown(f"Twilio did not answer: {_kind(error)}") from error
        answer = _document(response)
        if response.is_success:
            return _accepted(answer)
        raise _send_error(response.status_code, answer.get("code"))

    def list_messages(
        self,
        to: str | None = None,
        from_: str | None = None,
        sent_after: datetime | None = None,
        page_size: int = 500,
    ) -> Iterator[ListedMessage]:
        """The account's messages, newest first, page by page as they are consumed.

        `sent_after` leaves out what Twilio created before it (aware; whole seconds, as Twilio
        counts) and ends the reading at the first page of nothing but older ones. Twilio's own
        `DateSent>` filter is not used: it is kept in days, and a message that still waits in
        Twilio's queue has no date sent, so that filtering by it would hide what was accepted.

        Raises TwilioUnavailable, and TwilioListTooLong when there are more pages than are read: an
        answer that is not whole would prove the absence of messages that exist.
        """
        since = sent_after.astimezone(UTC).replace(microsecond=0) if sent_after else None
        query = {"PageSize": str(page_size)}
        if to is not None:
            query["To"] = to
        if from_ is not None:
            query["From"] = from_
        page = self._read(f"{self._messages}.json", query)
        for _ in range(_MAX_PAGES):
            messages = _listed(page)
            wanted = [m for m in messages if since is None or m.date_created >= since]
            yield from wanted
            following = page.get("next_page_uri")
            if not following or (messages and not wanted):
                return
            if not isinstance(following, str) or not following.startswith("/"):
                # Credentials go with every request: only ever to the address configured.
                raise TwilioUnavailable("Twilio's list names a next page at another address")
            page = self._read(following)
        raise TwilioListTooLong(f"Twilio's list has more than {_MAX_PAGES} pages")

    def fetch_message(self, sid: str) -> ListedMessage | None:
        """One message by its SID; None if Twilio has no such message."""
        response = self._get(f"{self._messages}/{sid}.json")
        if response.status_code == HTTPStatus.NOT_FOUND:
            return None
        return _message(_page(response))

    def may_have_sent(self, entry: ListedMessage) -> bool:
        """Whether a listed message may be one of `create_message`; others of the account are not.

        What Twilio answers by itself is a reply; other programs have other numbers or services.
        """
        if entry.direction != "outbound-api":
            return False
        service = self._settings.messaging_service_sid
        if service:
            return entry.messaging_service_sid in (None, "", service)
        return entry.from_ in ("", self._settings.phone_number)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _sender(self) -> dict[str, str]:
        if self._settings.messaging_service_sid:
            return {"MessagingServiceSid": self._settings.messaging_service_sid}
        if self._settings.phone_number:
            return {"From": self._settings.phone_number}
        raise ConfigurationError(
            "TWILIO_PHONE_NUMBER and TWILIO_MESSAGING_SERVICE_SID are not set; set one of them"
        )

    def _read(self, path: str, query: Mapping[str, str] | None = None) -> dict[str, Any]:
        return _page(self._get(path, query))

    def _get(self, path: str, query: Mapping[str, str] | None = None) -> httpx2.Response:
        try:
            return self._http().get(path, params=query)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise TwilioUnavailable(f"Twilio did not answer: {_kind(error)}") from error

    def _http(self) -> httpx2.Client:
        with self._lock:
            if self._client is None:
                self._client = self._open()
            return self._client

    def _open(self) -> httpx2.Client:
        # At INFO it logs each address, and a list's address holds a person's number.
        logging.getLogger("httpx2").setLevel(logging.WARNING)
        # httpx2 limits each step, not their sum; together the steps keep to the promise.
        whole = self._timeout_seconds
        base_url = self._settings.api_base_url
        return httpx2.Client(
            base_url=base_url,
            auth=(self._settings.account_sid, accepted(self._settings.auth_token)[0]),
            timeout=httpx2.Timeout(
                pool=whole * 0.1, connect=whole * 0.2, write=whole * 0.1, read=whole * 0.6
            ),
            limits=httpx2.Limits(
                max_connections=_MAX_CONNECTIONS,
                max_keepalive_connections=_MAX_CONNECTIONS,
                keepalive_expiry=_KEEP_ALIVE_SECONDS,
            ),
            # Plain http is a stand-in on this machine, which no proxy reaches.
            trust_env=base_url.startswith("https:"),
        )


def _kind(error: Exception) -> str:
    return type(error).__name__  # never its text, which may hold an address with a number


def _document(response: httpx2.Response) -> dict[str, Any]:
    """The JSON object in the answer; empty if there is none."""
    try:
        document: object = response.json()
    except ValueError:
        return {}
    return cast(dict[str, Any], document) if isinstance(document, dict) else {}


def _accepted(answer: Mapping[str, Any]) -> Accepted:
    sid, status = answer.get("sid"), answer.get("status")
    if not isinstance(sid, str) or not sid:
        raise SendOutcomeUnknown("Twilio accepted, but its answer names no SID")
    return Accepted(sid=sid, status=status if isinstance(status, str) else "")


def _send_error(status: int, code: object) -> SendError:
    """What an answer that is not a success proves. Twilio's code says more than the status."""
    known = code if isinstance(code, int) else None
    detail = f"HTTP {status}" + (f", {known}: {error_meaning(known)}" if known else "")
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return SendNotAccepted(detail, code=known)
    if not 400 <= status < 500:  # 500 may have sent; 502 and 504 are a gateway's; 3xx is none of it
        return SendOutcomeUnknown(detail, code=known)
    if known is None:
        # A refusal, but not in Twilio's words: something between, or our address, is at fault.
        return SendNotAccepted(detail)
    match classify_error(known):
        case ErrorKind.DEFERRED | ErrorKind.PASSING:
            return SendDeferred(detail, code=known)
        case ErrorKind.RETRYABLE:
            return SendNotAccepted(detail, code=known)
        case ErrorKind.PERMANENT if status == HTTPStatus.TOO_MANY_REQUESTS:
            return SendNotAccepted(detail, code=known)  # a limit we have no code for
        case ErrorKind.PERMANENT | ErrorKind.OPT_OUT:
            return SendRefused(detail, code=known)


def _page(response: httpx2.Response) -> dict[str, Any]:
    document = _document(response)
    if response.status_code != HTTPStatus.OK or not document:
        raise TwilioUnavailable(f"Twilio answered a read with HTTP {response.status_code}")
    return document


def _listed(page: Mapping[str, Any]) -> list[ListedMessage]:
    messages = page.get("messages")
    if not isinstance(messages, list):
        raise TwilioUnavailable("Twilio's list holds no messages field")
    return [_message(entry) for entry in cast(list[Any], messages)]


def _message(entry: Mapping[str, Any]) -> ListedMessage:
    try:
        created = _time(entry["date_created"])
        if created is None:
            raise TypeError("date_created")
        return ListedMessage(
            sid=str(entry["sid"]),
            direction=str(entry["direction"]),
            from_=entry["from"] or "",
            to=entry["to"] or "",
            body=entry["body"] or "",
            status=str(entry["status"]),
            error_code=None if entry["error_code"] is None else int(entry["error_code"]),
            date_created=created,
            date_sent=_time(entry["date_sent"]),
            num_media=int(entry["num_media"] or 0),
            messaging_service_sid=entry["messaging_service_sid"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        # Without its cause: the error quotes what it could not read.
        raise TwilioUnavailable(f"Twilio's answer is unreadable: {_kind(error)}") from None


def _time(text: str | None) -> datetime | None:
    """Twilio writes RFC 2822 dates such as `Fri, 24 May 2019 17:44:46 +0000`."""
    return None if text is None else parsedate_to_datetime(text).astimezone(UTC)
