"""The way in: routes, limits, authentication, errors to statuses. The only place that knows Flask.

A function's `main.py` lists its routes and hands them to `http_function`, which returns what
functions-framework calls. Every function also answers `GET /health` (the process serves; no
database) and `GET /ready` (the database answers, or 503).
"""

import hmac
import io
import json
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from flask import Request, Response
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.exceptions import NotFound as NotFoundPath
from werkzeug.routing import Map, Rule

from shared.config import Settings, accepted, settings
from shared.db.pool import Database
from shared.domain import exact_json
from shared.errors import (
    BodyTooLarge,
    CallerError,
    ConfigurationError,
    DatabaseUnavailable,
    MalformedRequest,
    NotAuthenticated,
    StorageUnavailable,
    YachtpartyError,
)
from shared.log import configure, logger, request_context
from shared.oidc import GoogleTokens

Json = dict[str, Any]

READY_SECONDS = 2.5  # in which /ready says yes or no; whoever asks gives it three
_CHUNK = 65_536  # bytes
_MOST_DISCARDED = 4_000_000  # bytes; what sends more is cut off


@dataclass(frozen=True)
class Call:
    """A request, its body read and within its limit."""

    method: str
    path: str
    target: str  # path and query exactly as received, still percent-encoded
    query: Mapping[str, str]
    headers: Headers
    body: bytes
    form: Callable[[], Mapping[str, str]]  # url-encoded or multipart, parsed on demand
    named: Mapping[str, Any] = field(default_factory=dict[str, Any])  # the path's variable parts

    def json(self) -> Json:
        """The body as a JSON object, an empty body as an empty one. Raises MalformedRequest."""
        if not self.body.strip():
            return {}
        document = self.document()
        if not isinstance(document, dict):
            raise MalformedRequest("The body is not a JSON object")
        return cast("Json", document)

    def document(self) -> object:
        """The body as JSON of any kind; numbers are int or Decimal. Raises MalformedRequest."""
        try:
            return exact_json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise MalformedRequest("The body is not JSON") from error

    def ids(self, name: str) -> list[UUID] | None:
        """The ids of a poke, or None for a sweep. Raises MalformedRequest naming the field."""
        values = self.json().get(name)
        if values is None:
            return None
        try:
            return [UUID(value) for value in values]
        except (TypeError, ValueError, AttributeError) as error:
            raise MalformedRequest(f"{name} is not a list of UUIDs", field=name) from error


@dataclass(frozen=True)
class Answer:
    """A response that is not JSON, or that says something in its headers too."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Route:
    """One path of a function. `authenticate` raises before anything is done.

    Parts in angle brackets vary, as in werkzeug's rules: `/orgs/<uuid:org>` is `call.named["org"]`,
    a UUID already; what does not fit is not found.
    """

    method: str
    path: str
    handle: Callable[[Call], Json | Answer]
    authenticate: Callable[[Call], None] = field(kw_only=True)
    max_body: int = field(kw_only=True, default=65_536)  # bytes


@lru_cache(maxsize=1)
def database() -> Database:
    """This process's pool, made in the worker on first use."""
    configured = settings()
    return Database(configured.database_url, pool_max=configured.db_pool_max)


@lru_cache(maxsize=1)
def google_tokens() -> GoogleTokens:
    """This process's certificates of Google, fetched when the first token comes."""
    return GoogleTokens(settings().oidc_certs_url)


def bearer(call: Call) -> None:
    """Lets pokes and sweeps in: `Authorization: Bearer` with POKE_SECRET or Google's OIDC token.

    The secret is compared in constant time. A token has to be for OIDC_AUDIENCE, by
    OIDC_SERVICE_ACCOUNT; unless both are set, none is accepted. Raises NotAuthenticated.
    """
    configured = settings()
    secret, audience = configured.poke_secret, configured.oidc_audience
    account = configured.oidc_service_account
    given = call.headers.get("Authorization", "").removeprefix("Bearer ")
    fits = [hmac.compare_digest(given.encode(), one.encode()) for one in accepted(secret)]
    if any(fits):
        return
    if not audience or not account or given.count(".") != 2:
        raise NotAuthenticated("A bearer token that this function accepts is missing")
    google_tokens().verify(given, audience=audience, account=account)


def stopping() -> bool:
    """Whether the server has been told to stop: begin nothing new.

    gunicorn's worker is the object behind the SIGTERM handler; elsewhere nothing stops.
    """
    worker = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    return not getattr(worker, "alive", True)


def http_function(
    name: str,
    routes: Sequence[Route],
    *,
    needs: Callable[[Settings], object] | None = None,
    warm: Callable[[], object] | None = None,
) -> Callable[[Request], Response]:
    """What functions-framework serves. `needs` fails start-up on a missing setting, by name.

    `warm` runs once in the background after the first health check: the server listens by then.
    """
    configure()
    configured = settings()
    if needs is not None:
        needs(configured)
    table = _table(routes)
    warmed = threading.Event()

    def serve(request: Request) -> Response:
        started = time.perf_counter()
        path = request.path.rstrip("/") or "/"
        if path == "/health":
            if warm is not None and not warmed.is_set():
                warmed.set()
                threading.Thread(target=_warmed, args=(name, warm), daemon=True).start()
            return _response({"status": "ok"})
        if path == "/ready":
            return _guarded(name, _ready)
        with request_context(name, request.headers.get):
            response = _guarded(name, lambda: _routed(table, path, request))
            _log_request(request, path, response.status_code, time.perf_counter() - started)
            return response

    return serve


def _log_request(request: Request, path: str, status: int, seconds: float) -> None:
    logger.info(
        "%s %s %d",
        request.method,
        path,
        status,
        extra={
            "event": "request",
            "ms": round(seconds * 1000, 1),
            "http_request": {
                "requestMethod": request.method,
                "requestUrl": request.base_url,  # without the query, which may name people
                "status": status,
                "latency": f"{seconds:.6f}s",
                "userAgent": request.headers.get("User-Agent", "")[:200],
                "protocol": request.environ.get("SERVER_PROTOCOL", ""),
            },
        },
    )


def _warmed(name: str, warm: Callable[[], object]) -> None:
    try:
        warm()
    except YachtpartyError as error:
        logger.warning("%s starts cold: %s", name, error)


def _ready() -> Response:
    database().answers(within=READY_SECONDS)
    return _response({"status": "ready"})


def _table(routes: Sequence[Route]) -> Map:
    rules = [Rule(route.path, methods=[route.method], endpoint=route) for route in routes]
    for rule in rules:
        cast("set[str]", rule.methods).intersection_update(
            {rule.endpoint.method}
        )  # no implied HEAD
    return Map(rules, strict_slashes=False, merge_slashes=False)


def _routed(table: Map, path: str, request: Request) -> Response:
    try:
        route, named = table.bind("").match(path, request.method)
    except (NotFoundPath, MethodNotAllowed) as error:
        status = HTTPStatus(error.code)
        response = _problem(status, status.phrase, f"{request.method} {path} is not served here")
        if isinstance(error, MethodNotAllowed):
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
        return response
    call = _call(request, route, named)
    route.authenticate(call)
    answer = route.handle(call)
    if isinstance(answer, Answer):
        return Response(
            answer.body, answer.status, answer.headers, content_type=answer.content_type
        )
    return _response(answer)


def _call(request: Request, route: Route, named: Mapping[str, Any]) -> Call:
    body = _body(request, route.max_body)
    request.max_form_memory_size = route.max_body  # a part of a form may be as large as the whole
    environ = request.environ
    return Call(
        method=request.method,
        path=request.path,
        target=environ.get("RAW_URI") or environ.get("REQUEST_URI") or request.full_path,
        query=request.args,
        headers=request.headers,
        body=body,
        form=lambda: request.form,
        named=named,
    )


def _body(request: Request, max_body: int) -> bytes:
    """The body, declared or chunked, within its limit. Raises BodyTooLarge."""
    source = request.environ["wsgi.input"]
    declared = request.content_length
    body = b"" if (declared or 0) > max_body else source.read(max_body + 1)
    # functions-framework reads the request to its end after us: from here on, this is all of it.
    vars(request)["stream"] = io.BytesIO(body)
    if (declared or 0) <= max_body and len(body) <= max_body:
        return body
    # A caller that is cut off while it sends never sees the answer: let a bounded rest pass by.
    vars(request)["stream"] = io.BytesIO()
    for _ in range(_MOST_DISCARDED // _CHUNK):
        if not source.read(_CHUNK):
            break
    raise BodyTooLarge(f"The body is larger than {max_body} bytes")


def _guarded(name: str, respond: Callable[[], Response]) -> Response:
    """Every error becomes a status that tells the caller whether coming again helps."""
    try:
        return respond()
    except CallerError as error:
        return _refusal(error)
    except HTTPException as error:
        status = error.code or 400
        return _problem(status, error.name, "The request cannot be read")
    except DatabaseUnavailable as error:
        logger.error("database unavailable: %s", error)
        response = _problem(503, "The database cannot be reached", "Try again in a few seconds")
        response.headers["Retry-After"] = "5"
        return response
    except StorageUnavailable as error:
        logger.error("the archive's storage failed: %s", error)
        return _problem(503, "The archive's storage failed", "The next call goes on from there")
    except ConfigurationError as error:
        logger.error("%s", error)
        return _problem(500, "A setting is wrong", str(error))
    except Exception:
        logger.exception("%s failed", name)
        return _problem(500, "Something broke here", "The error is in the log")


def _response(document: Json, status: int = 200) -> Response:
    return Response(json.dumps(document), status, content_type="application/json")


def _refusal(error: CallerError) -> Response:
    fields = dict(error.more) if error.field is None else {"field": error.field, **error.more}
    response = _problem(error.status, error.title, error.detail, **fields)
    if isinstance(error, NotAuthenticated):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _problem(status: int, title: str, detail: str, **more: object) -> Response:
    document: Json = {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": detail,
        **more,
    }
    return Response(json.dumps(document), int(status), content_type="application/problem+json")
