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
from werkzeug.exceptions import HTTPException

from shared.config import Settings, settings
from shared.db.pool import Database
from shared.errors import (
    BodyTooLarge,
    CallerError,
    ConfigurationError,
    DatabaseUnavailable,
    MalformedRequest,
    NotAuthenticated,
    YachtpartyError,
)
from shared.log import configure, log_context, logger

Json = dict[str, Any]

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

    def json(self) -> Json:
        """The body as a JSON object, an empty body as an empty one. Raises MalformedRequest."""
        if not self.body.strip():
            return {}
        try:
            document = json.loads(self.body)
        except ValueError as error:
            raise MalformedRequest("The body is not JSON") from error
        if not isinstance(document, dict):
            raise MalformedRequest("The body is not a JSON object")
        return cast("Json", document)

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
    """A response that is not JSON."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Route:
    """One path of a function. `authenticate` raises before anything is done."""

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


def bearer(call: Call) -> None:
    """Lets pokes and sweeps in: `Authorization: Bearer` with POKE_SECRET, in constant time."""
    secret = settings().poke_secret
    given = call.headers.get("Authorization", "").removeprefix("Bearer ")
    if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
        raise NotAuthenticated("A bearer token that this function accepts is missing")


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
    table = {(route.method, route.path): route for route in routes}
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
        with log_context(**_request_fields(name, request)):
            response = _guarded(name, lambda: _routed(table, path, request))
            logger.info(
                "%s %s %d",
                request.method,
                path,
                response.status_code,
                extra={"ms": round((time.perf_counter() - started) * 1000, 1)},
            )
            return response

    return serve


def _warmed(name: str, warm: Callable[[], object]) -> None:
    try:
        warm()
    except YachtpartyError as error:
        logger.warning("%s starts cold: %s", name, error)


def _ready() -> Response:
    database().value("select 1")
    return _response({"status": "ready"})


def _routed(table: Mapping[tuple[str, str], Route], path: str, request: Request) -> Response:
    route = table.get((request.method, path))
    if route is None:
        allowed = sorted({method for method, known in table if known == path})
        status = HTTPStatus.METHOD_NOT_ALLOWED if allowed else HTTPStatus.NOT_FOUND
        response = _problem(status, status.phrase, f"{request.method} {path} is not served here")
        if allowed:
            response.headers["Allow"] = ", ".join(allowed)
        return response
    call = _call(request, route.max_body)
    route.authenticate(call)
    answer = route.handle(call)
    if isinstance(answer, Answer):
        return Response(answer.body, answer.status, content_type=answer.content_type)
    return _response(answer)


def _call(request: Request, max_body: int) -> Call:
    body = _body(request, max_body)
    request.max_form_memory_size = max_body  # a part of a form may be as large as the whole
    environ = request.environ
    return Call(
        method=request.method,
        path=request.path,
        target=environ.get("RAW_URI") or environ.get("REQUEST_URI") or request.full_path,
        query=request.args,
        headers=request.headers,
        body=body,
        form=lambda: request.form,
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
        return _problem(error.status, error.title, error.detail, field=error.field)
    except HTTPException as error:
        status = error.code or 400
        return _problem(status, error.name, "The request cannot be read")
    except DatabaseUnavailable as error:
        logger.error("database unavailable: %s", error)
        response = _problem(503, "The database cannot be reached", "Try again in a few seconds")
        response.headers["Retry-After"] = "5"
        return response
    except ConfigurationError as error:
        logger.error("%s", error)
        return _problem(500, "A setting is wrong", str(error))
    except Exception:
        logger.exception("%s failed", name)
        return _problem(500, "Something broke here", "The error is in the log")


def _request_fields(name: str, request: Request) -> dict[str, object]:
    fields: dict[str, object] = {"function": name}
    trace = request.headers.get("X-Cloud-Trace-Context", "").partition("/")[0]
    if trace:
        fields["logging.googleapis.com/trace"] = trace
    return fields


def _response(document: Json, status: int = 200) -> Response:
    return Response(json.dumps(document), status, content_type="application/json")


def _problem(status: int, title: str, detail: str, *, field: str | None = None) -> Response:
    document: Json = {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": detail,
    }
    if field is not None:
        document["field"] = field
    return Response(json.dumps(document), int(status), content_type="application/problem+json")
