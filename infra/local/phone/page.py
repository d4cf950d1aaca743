"""The page's server: what it serves, what it takes, and the stream that keeps it live."""

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2
import phonenumbers
import psycopg
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infra.local.cast import CAST
from infra.local.mail import deliver, inbound_mail
from infra.local.phone.faults import ChosenFaults
from infra.local.phone.feed import Feed
from infra.local.phone.forms import Approval, Mail, Problem, Text, read_json
from infra.local.phone.pictures import Pictures
from infra.local.phone.stream import stream
from infra.local.phone.wire import Wire
from infra.local.stack import Stack
from infra.local.twilio.server import Server

STATIC = Path(__file__).with_name("static")

# Numbers kept for fiction, ready to be texted from: newcomers, then members.
SAMPLES = [
    {"number": "+12125550142", "name": "Maya, New York"},
    {"number": "+442079460018", "name": "Oliver, London"},
    {"number": "+13105550177", "name": "Rosa, Los Angeles"},
    {"number": "+61491570156", "name": "Noah, Sydney"},
    *({"number": member.number, "name": member.known_as} for member in CAST),
]

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class PhonePage:
    """Serves the page for a running stack, on the stack's phone port. A context manager."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._port = stack.ports.phone
        self._wire = Wire()
        self._faults = ChosenFaults()
        self._server: Server | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._port}/"

    def start(self) -> None:
        """Returns when it answers; OSError if the port is taken."""
        self._pictures = Pictures(self._stack.directory / "pictures")
        self._stack.twilio.add_listener(self._wire.hear_twilio)
        self._stack.relay.on_send = self._wire.hear_poke
        self._server = Server(self._port, lambda _: [Mount("/", self._app())], _nothing)

    def stop(self) -> None:
        """Ends it and its streams. Stopped already: nothing to do."""
        server, self._server = self._server, None
        if server is not None:
            self._stack.relay.on_send = None
            self._stack.twilio.remove_listener(self._wire.hear_twilio)
            server.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", _index),
                Route("/api/setup", self._setup),
                Route("/dashboard", self._to_dashboard),
                Route("/api/stream", self._stream),
                Route("/api/texts", self._send_text, methods=["POST"]),
                Route("/api/pictures", self._pictures.add, methods=["POST"]),
                Route("/pictures/{name}", self._pictures.show),
                Route("/api/mail", self._send_mail, methods=["POST"]),
                Route("/api/approvals", self._approve, methods=["POST"]),
                Route("/api/faults", self._set_faults, methods=["PUT"]),
                Mount("/static", StaticFiles(directory=STATIC)),
            ],
            # Another site's page must not steer this one by a name that it points here.
            middleware=[
                Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
                Middleware(_SafeHeaders),
                Middleware(_FromThisPage),
            ],
            exception_handlers={Problem: _say_problem},
        )

    async def _setup(self, _: Request) -> Response:
        shown = phonenumbers.format_number(
            phonenumbers.parse(self._stack.number), phonenumbers.PhoneNumberFormat.INTERNATIONAL
        )
        return JSONResponse(
            {
                "number": self._stack.number,
                "number_shown": shown,
                "mail_domain": self._stack.mail_domain,
                "samples": SAMPLES,
                "faults": self._faults.model_dump(),
            }
        )

    async def _send_text(self, request: Request) -> Response:
        text = await read_json(request, Text)
        if not text.text.strip() and not text.pictures:
            raise Problem("There is nothing to send.")
        for name in text.pictures:
            if not self._pictures.has(name):
                raise Problem("A picture is gone; attach it again.")
        urls = [f"{self.url}pictures/{name}" for name in text.pictures]
        sid = self._stack.twilio.receive(text.number, text.text, urls)
        return JSONResponse({"sid": sid}, status_code=202)

    async def _send_mail(self, request: Request) -> Response:
        mail = await read_json(request, Mail)
        form = inbound_mail(self._stack.secrets.mail_webhook_secret, mail.sender, mail.recipient)
        url = f"{self._stack.functions['email_webhook'].url}/"
        try:
            answer = await asyncio.to_thread(deliver, url, form)
        except httpx2.HTTPError as error:
            raise Problem(f"The mail did not arrive: {type(error).__name__}.", 502) from error
        if answer.status_code != 200:
            raise Problem(f"email_webhook answered {answer.status_code}.", 502)
        outcome = str(answer.json().get("outcome", "taken"))
        return JSONResponse({"said": f"Sent: {outcome.replace('_', ' ')}."})

    async def _to_dashboard(self, _: Request) -> Response:
        """Where the pages for operators are."""
        return RedirectResponse(f"{self._stack.functions['dashboard'].url}/operations")

    async def _approve(self, request: Request) -> Response:
        approval = await read_json(request, Approval)
        try:
            async with Feed(self._stack.database.owner) as feed:
                await feed.approve(str(approval.user_id), approval.agent_type)
        except psycopg.Error as error:
            raise Problem(f"Not approved: {error.diag.message_primary or error}", 409) from error
        return JSONResponse({})

    async def _set_faults(self, request: Request) -> Response:
        self._faults = await read_json(request, ChosenFaults)
        self._stack.twilio.faults = self._faults.faults()
        return JSONResponse(self._faults.model_dump())

    async def _stream(self, request: Request) -> Response:
        numbers = request.query_params.getlist("number")[:50]
        events = stream(self._stack.database.owner, numbers, self._wire, lambda: self._faults)
        return StreamingResponse(events, media_type="text/event-stream")


class _SafeHeaders:
    """Adds headers that keep a hostile text from doing anything, whatever the page does wrong."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class _FromThisPage:
    """Refuses what a page of another site asks to be changed; programs name no origin."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
            headers = Headers(scope=scope)
            site, origin = headers.get("sec-fetch-site"), headers.get("origin")
            ours = site in ("same-origin", "none") if site else origin in (None, _origin(headers))
            if not ours:
                refused = JSONResponse({"problem": "This came from another page."}, status_code=403)
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _origin(headers: Headers) -> str:
    return f"http://{headers.get('host', '')}"


async def _say_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 (registered for it only)
    return JSONResponse({"problem": error.words}, status_code=error.status)


async def _index(_: Request) -> Response:
    return FileResponse(STATIC / "index.html")


async def _nothing() -> None:
    return None
