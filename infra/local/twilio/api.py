"""Twilio's Messages API over HTTP: create, list, fetch, with Twilio's answers to mistakes."""

import asyncio
import base64
import hmac
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from infra.local.twilio.faults import Dice
from infra.local.twilio.messages import Message, MessageLog, new_sid, now, with_short_links
from infra.local.twilio.network import Account, Network, OptOuts
from infra.local.twilio.webhooks import Emit

_PATH = "/2010-04-01/Accounts/{account}/Messages"
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_MAX_BODY = 1600

# Recipients that fail as they do with Twilio's test credentials.
_MAGIC_RECIPIENTS = {
    "+15005550001": (21211, "The 'To' number is not a valid phone number."),
    "+15005550002": (21612, "The 'To' number cannot be reached from this sender."),
    "+15005550003": (21408, "Sending to the region of the 'To' number is not enabled."),
    "+15005550004": (21610, "The recipient has unsubscribed."),
    "+15005550009": (21614, "The 'To' number is not a mobile number."),
}

Drop = Callable[[Request], Awaitable[None]]


class Refusal(Exception):
    """The request is answered with one of Twilio's errors."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.answer = JSONResponse(
            {
                "code": code,
                "message": message,
                "more_info": f"https://www.twilio.com/docs/errors/{code}",
                "status": status,
            },
            status_code=status,
        )
        self.code = code


class MessagesApi:
    """The resource of one account."""

    def __init__(
        self,
        account: Account,
        log: MessageLog,
        dice: Dice,
        emit: Emit,
        opt_outs: OptOuts,
        network: Network,
        drop: Drop,
    ) -> None:
        self._account = account
        self._log = log
        self._dice = dice
        self._emit = emit
        self._opt_outs = opt_outs
        self._network = network
        self._drop = drop
        self._created: Counter[str] = Counter()

    def routes(self) -> list[Route]:
        """Where the resource answers."""
        return [
            Route(f"{_PATH}.json", self._guarded(self._create), methods=["POST"]),
            Route(f"{_PATH}.json", self._guarded(self._list), methods=["GET"]),
            Route(_PATH + "/{sid}.json", self._guarded(self._fetch), methods=["GET"]),
        ]

    def _guarded(
        self, handler: Callable[[Request], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                self._authenticate(request)
                return await handler(request)
            except Refusal as refusal:
                self._emit("api.refused", code=refusal.code, method=request.method)
                return refusal.answer

        return endpoint

    def _authenticate(self, request: Request) -> None:
        credentials = f"{self._account.sid}:{self._account.auth_token}".encode()
        expected = b"Basic " + base64.b64encode(credentials)
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), expected):
            raise Refusal(401, 20003, "Authenticate")
        if request.path_params["account"] != self._account.sid:
            raise Refusal(404, 20404, "The requested resource was not found")

    async def _create(self, request: Request) -> Response:
        body = (await request.body()).decode()
        form = dict(parse_qsl(body, keep_blank_values=True))
        occasion = f"{form.get('To')}/{form.get('Body')}"
        self._created[occasion] += 1
        key = f"{occasion}/{self._created[occasion]}"
        self._emit(
            "api.create",
            to=form.get("To", ""),
            body=form.get("Body", ""),
            status_callback=form.get("StatusCallback", ""),
        )
        if self._hits("delay", key):
            await asyncio.sleep(self._dice.faults.delay_seconds)
        self._fail_before_accepting(key)
        if await _hung_up(request):
            # It waited here for longer than its caller did. At Twilio nothing lies about for as
            # long as an absence takes to be proved; on a slow machine it might here.
            return Response()  # goes nowhere
        if self._hits("drop_before_accepting", key):
            return await self._dropped(request)
        message = self._accept(form)
        self._network.deliver(message, key)
        if self._hits("drop_after_accepting", key):
            return await self._dropped(request)
        if self._hits("error_after_accepting", key):
            raise Refusal(500, 20500, "Internal server error")
        return JSONResponse(message.document(self._account.sid), status_code=201)

    def _hits(self, fault: str, key: str) -> bool:
        hit = self._dice.hits(fault, key)
        if hit:
            self._emit("api.fault", fault=fault, to=key.partition("/")[0])
        return hit

    def _fail_before_accepting(self, key: str) -> None:
        if self._hits("too_many_requests", key):
            raise Refusal(429, 20429, "Too many requests")
        if self._hits("unavailable", key):
            raise Refusal(503, 20503, "Service unavailable")
        if self._hits("error_before_accepting", key):
            raise Refusal(500, 20500, "Internal server error")
        if self._hits("refuse", key):
            raise Refusal(400, self._dice.faults.refuse_code, "Refused on demand")

    async def _dropped(self, request: Request) -> Response:
        await self._drop(request)
        return Response()  # goes nowhere

    def _accept(self, form: dict[str, str]) -> Message:
        service = form.get("MessagingServiceSid", "")
        self._validate(form, service)
        shortened = self._dice.faults.shorten_links
        message = Message(
            sid=new_sid(),
            direction="outbound-api",
            from_="" if service else form["From"],
            to=form["To"],
            body=with_short_links(form["Body"]) if shortened else form["Body"],
            status="accepted" if service else "queued",
            created=now(),
            messaging_service_sid=service or None,
            status_callback=form.get("StatusCallback", ""),
        )
        self._log.add(message)
        self._emit(
            "api.accepted",
            sid=message.sid,
            to=message.to,
            body=message.body,
            status_callback=message.status_callback,
        )
        return message

    def _validate(self, form: dict[str, str], service: str) -> None:
        to, body = form.get("To", ""), form.get("Body", "")
        if not to:
            raise Refusal(400, 21604, "A 'To' phone number is required.")
        if to in _MAGIC_RECIPIENTS:
            raise Refusal(400, *_MAGIC_RECIPIENTS[to])
        if not _E164.fullmatch(to):
            raise Refusal(400, 21211, "The 'To' number is not a valid phone number.")
        if not body:
            raise Refusal(400, 21602, "Message body is required.")
        if len(body.encode("utf-16-le")) // 2 > _MAX_BODY:
            raise Refusal(400, 21617, "The message body exceeds the 1600 character limit.")
        self._validate_sender(form.get("From", ""), to, service)
        # A messaging service takes the message first and fails it then: see Network.
        if to in self._opt_outs.blocked and not service:
            raise Refusal(400, 21610, "The recipient has unsubscribed.")
        callback = form.get("StatusCallback", "")
        if callback and not callback.startswith(("http://", "https://")):
            raise Refusal(400, 21609, "The 'StatusCallback' URL is not valid.")

    def _validate_sender(self, sender: str, to: str, service: str) -> None:
        if service:
            if service != self._account.messaging_service_sid:
                raise Refusal(400, 21701, "The messaging service does not exist.")
            return
        if not sender:
            raise Refusal(400, 21603, "A 'From' phone number is required.")
        if not _E164.fullmatch(sender):
            raise Refusal(400, 21212, "The 'From' number is not a valid phone number.")
        if sender != self._account.number:
            raise Refusal(400, 21659, "The 'From' number is not a number of this account.")
        if sender == to:
            raise Refusal(400, 21266, "'To' and 'From' cannot be the same.")

    async def _fetch(self, request: Request) -> Response:
        sid = request.path_params["sid"]
        self._fail_reading(sid)
        message = self._log.get(sid)
        if message is None or not self._is_listed(message):
            raise Refusal(404, 20404, "The requested resource was not found")
        return JSONResponse(self._shown(message).document(self._account.sid))

    async def _list(self, request: Request) -> Response:
        query = dict(request.query_params)
        self._fail_reading(str(sorted(query.items())))
        page_size = _whole_number(query.get("PageSize", "50"), 1, 1000)
        page = _whole_number(query.get("Page", "0"), 0, 1_000_000)
        token = query.get("PageToken", "").removeprefix("PA") or None
        wanted = _filter(query)
        found: list[Message] = []
        for message in map(self._shown, self._log.newest_first(token)):
            if self._is_listed(message) and wanted(message):
                found.append(message)
                if len(found) > page_size:
                    break
        more, found = len(found) > page_size, found[:page_size]
        following = query | {
            "PageSize": str(page_size),
            "Page": str(page + 1),
            "PageToken": f"PA{found[-1].sid}" if found else "",
        }
        base = _PATH.format(account=self._account.sid) + ".json?"
        first = {name: value for name, value in query.items() if name != "PageToken"}
        return JSONResponse(
            {
                "end": page * page_size + max(len(found) - 1, 0),
                "first_page_uri": base + urlencode(first | {"Page": "0"}),
                "messages": [message.document(self._account.sid) for message in found],
                "next_page_uri": base + urlencode(following) if more else None,
                "page": page,
                "page_size": page_size,
                "previous_page_uri": None,
                "start": page * page_size,
                "uri": base + urlencode(query),
            }
        )

    def _fail_reading(self, key: str) -> None:
        self._created[key] += 1
        if self._hits("reads_unavailable", f"{key}/{self._created[key]}"):
            raise Refusal(503, 20503, "Service unavailable")

    def _shown(self, message: Message) -> Message:
        """The message as the account's settings let it be read."""
        faults = self._dice.faults
        return message.redacted(bodies=faults.redact_bodies, numbers=faults.redact_numbers)

    def _is_listed(self, message: Message) -> bool:
        lag = self._dice.faults.list_lag_seconds
        return not lag or datetime.now(UTC) - message.created >= timedelta(seconds=lag)


async def _hung_up(request: Request) -> bool:
    await asyncio.sleep(0)  # lets the event loop see a connection that has been closed
    return await request.is_disconnected()


def _whole_number(text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit():
        raise Refusal(400, 20001, "The page is not a number")
    return max(least, min(int(text), most))


def _filter(query: dict[str, Any]) -> Callable[[Message], bool]:
    """The filters of the query; those of the date look at the date sent, in UTC."""
    on, before, after = (_day_or_time(query.get(f"DateSent{sign}")) for sign in ("", "<", ">"))
    to, sender = query.get("To"), query.get("From")

    def wanted(message: Message) -> bool:
        if (to and message.to != to) or (sender and message.from_ != sender):
            return False
        if on is None and before is None and after is None:
            return True
        sent = message.sent
        return (
            sent is not None
            and (on is None or on[0] <= sent <= on[1])
            and (before is None or sent <= before[1])
            and (after is None or sent >= after[0])
        )

    return wanted


def _day_or_time(text: str | None) -> tuple[datetime, datetime] | None:
    """First and last second of what a date filter names: a day, or one second."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(400, 20001, "The date is not valid") from None
    moment = moment.replace(tzinfo=moment.tzinfo or UTC)
    if len(text) > len("2026-01-31"):
        return moment, moment
    return moment, datetime.combine(moment.date(), time(23, 59, 59), UTC)
