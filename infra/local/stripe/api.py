"""Checkout sessions over HTTP as Stripe serves them, and the page on which one pays."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from infra.local.stripe.events import Posts
from infra.local.stripe.faults import Faults
from infra.local.stripe.page import no_page, payment_page
from infra.local.stripe.sessions import Refused, Session, Sessions


def _error(status: int, kind: str, message: str, **headers: str) -> JSONResponse:
    document = {"error": {"type": kind, "message": message}}
    return JSONResponse(document, status, headers={"Request-Id": "req_standin", **headers})


class Api:
    """The stand-in's routes; `act` is what a button of the payment page does."""

    def __init__(
        self,
        api_key: str,
        sessions: Sessions,
        faults: Faults,
        posts: Posts,
        drop: Callable[[Request], Awaitable[None]],
    ) -> None:
        self._api_key = api_key
        self._sessions = sessions
        self._faults = faults
        self._posts = posts
        self._drop = drop

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/v1/checkout/sessions", self._create, methods=["POST"]),
            Route("/v1/checkout/sessions/{id}", self._retrieve),
            Route("/pay/{id}", self._page),
            Route("/pay/{id}", self._act, methods=["POST"]),
        ]

    async def _create(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {self._api_key}":
            return _error(401, "invalid_request_error", "Invalid API Key provided")
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        if self._faults.hits("slow"):
            await asyncio.sleep(self._faults.slow_seconds)
        if self._faults.hits("too_many_requests"):
            return _error(429, "invalid_request_error", "Too many requests")
        if self._faults.hits("unavailable"):
            return _error(503, "api_error", "Stripe is not available")
        key = request.headers.get("idempotency-key", "")
        try:
            answer = self._sessions.replay(key, form) if key else None
            if answer is None:
                answer = self._answer(form, str(request.base_url).rstrip("/"))
                self._sessions.remember(key, form, answer)
        except Refused as refused:
            return _error(400, "invalid_request_error", str(refused))
        if self._faults.hits("drop"):
            await self._drop(request)
        if self._faults.hits("nonsense"):
            return Response("<html>A page of a proxy</html>", media_type="text/html")
        document, status = answer
        return JSONResponse(document, status)

    def _answer(self, form: Mapping[str, str], base_url: str) -> tuple[dict[str, Any], int]:
        if self._faults.hits("error"):
            return {"error": {"type": "api_error", "message": "An unknown error occurred"}}, 500
        document = self._sessions.make(form, base_url).document()
        return document | ({"url": None} if self._faults.hits("no_link") else {}), 200

    async def _retrieve(self, request: Request) -> Response:
        session = self._sessions.find(request.path_params["id"])
        if session is None:
            return _error(404, "invalid_request_error", "No such checkout.session")
        return JSONResponse(session.document())

    async def _page(self, request: Request) -> Response:
        session = self._sessions.find(request.path_params["id"])
        return payment_page(session) if session else no_page()

    async def _act(self, request: Request) -> Response:
        session = self._sessions.find(request.path_params["id"])
        if session is None:
            return no_page()
        form = dict(parse_qsl((await request.body()).decode()))
        before = session.state
        act(session, form.get("action", ""), self._posts)
        if before == "open" and session.state != "open":
            target = session.cancel_url if session.state == "cancelled" else session.success_url
            return RedirectResponse(target, 303)
        return RedirectResponse(str(request.url), 303)


def act(session: Session, action: str, posts: Posts) -> None:
    """What a button does; one that does not fit the session's state does nothing."""
    step = _STEPS.get((session.state, action))
    if step is not None:
        step(session, posts)


def _pay(session: Session, posts: Posts) -> None:
    session.state = "paid"
    posts.post("checkout.session.completed", session.document())


def _pay_later(session: Session, posts: Posts) -> None:
    session.state = "unpaid"
    posts.post("checkout.session.completed", session.document())


def _cancel(session: Session, posts: Posts) -> None:
    session.state = "cancelled"


def _arrive(session: Session, posts: Posts) -> None:
    session.state = "paid"
    posts.post("checkout.session.async_payment_succeeded", session.document())


def _fail(session: Session, posts: Posts) -> None:
    session.state = "failed"
    posts.post("checkout.session.async_payment_failed", session.document())


def _refund(session: Session, posts: Posts) -> None:
    session.refunded = session.amount
    posts.post("charge.refunded", session.charge())


def _refund_half(session: Session, posts: Posts) -> None:
    session.refunded += (session.amount - session.refunded) // 2
    posts.post("charge.refunded", session.charge())


def _dispute(session: Session, posts: Posts) -> None:
    session.dispute = "needs_response"
    posts.post("charge.dispute.created", session.disputed())


def _win(session: Session, posts: Posts) -> None:
    if session.dispute:
        session.dispute = "won"
        posts.post("charge.dispute.closed", session.disputed())


_STEPS: Mapping[tuple[str, str], Callable[[Session, Posts], None]] = {
    ("open", "pay"): _pay,
    ("open", "pay_later"): _pay_later,
    ("open", "cancel"): _cancel,
    ("unpaid", "arrive"): _arrive,
    ("unpaid", "fail"): _fail,
    ("paid", "refund"): _refund,
    ("paid", "refund_half"): _refund_half,
    ("paid", "dispute"): _dispute,
    ("paid", "win"): _win,
}
