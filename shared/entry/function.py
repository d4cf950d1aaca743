"""What functions-framework serves: a function's routes, who may call them, errors as statuses."""

import hmac
import json
import re
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import lru_cache
from http import HTTPMethod, HTTPStatus
from io import BytesIO
from typing import Any, cast

from flask import Request, Response, current_app, has_app_context, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.exceptions import NotFound as NotFoundPath
from werkzeug.routing import Map, Rule

from shared.config import Settings, accepted, settings
from shared.db.pool import Database
from shared.domain.masking import cut_whole, strict
from shared.entry.body import Body
from shared.entry.call import Answer, Call, Json, Route
from shared.entry.server import REQUEST_SECONDS, use_worker
from shared.errors import (
    CallerError,
    ConfigurationError,
    DatabaseUnavailable,
    NotAuthenticated,
    StorageUnavailable,
    TooBusy,
    YachtpartyError,
)
from shared.log import configure, cut, logger, request_context
from shared.oidc import GoogleTokens

READY_SECONDS = 2.5  # in which /ready says yes or no; whoever asks gives it three
_READY_PATIENCE_SECONDS = 0.5
# Characters of what a caller sent that an answer repeats; the log has limits of its own.
_REPEATED = 200
_LONGEST_DETAIL = 2_000
_UNKNOWN = "/..."  # a path that no route serves, in the log
_FREE = re.compile(r"<(?!uuid:)")  # a part of a path in which anybody can write what they like
_METHODS = frozenset(HTTPMethod)

_asking = threading.Lock()


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
    scheme, _, given = call.headers.get("Authorization", "").partition(" ")
    given = given.strip()
    if scheme.lower() != "bearer" or not given:
        raise NotAuthenticated("A bearer token is missing")
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
    request_seconds: float = REQUEST_SECONDS,
) -> Callable[[Request], Response]:
    """What functions-framework serves. `needs` fails start-up on a missing setting, by name.

    `warm` runs once in the background after the first health check: the server listens by then.
    `request_seconds`: for how long a request may come in, for a function that takes large ones.
    """
    configure()
    configured = settings()
    if needs is not None:
        needs(configured)
    table = _table(routes)
    warmed = threading.Event()
    use_worker(request_seconds)
    if has_app_context():  # functions-framework loads us within its application's
        _prepare(name)

    def serve(request: Request) -> Response:
        started = time.perf_counter()
        _keep_the_body_from_flask(request)
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
            seconds = time.perf_counter() - started
            _log_request(request, _loggable(table, path, request), response.status_code, seconds)
            return response

    return serve


def _prepare(name: str) -> None:
    """Makes Flask's own answers, to paths that its rules do not know, the same as ours."""
    flask = current_app
    flask.url_map.merge_slashes = False  # no redirects
    flask.before_request(lambda: _keep_the_body_from_flask(request))

    def refuse(error: HTTPException) -> Response:
        with request_context(name, request.headers.get):
            response = _unknown(request, request.path, error)
            _log_request(request, _UNKNOWN, response.status_code, 0)
            return response

    flask.register_error_handler(HTTPException, refuse)


def _keep_the_body_from_flask(request: Request) -> None:
    """functions-framework would read any request to its end after us, whatever its size."""
    vars(request)["stream"] = BytesIO()


def _loggable(table: Map, path: str, request: Request) -> str:
    """The path, if a route serves it; the route's where a part of it may be anything, or secret.

    Any other path is what a stranger, or a mail program, has written.
    """
    try:
        route, _ = table.bind("").match(path, request.method)
    except MethodNotAllowed:
        secret = any(rule.endpoint.private for rule in table.iter_rules())
        return _UNKNOWN if secret else path
    except NotFoundPath:
        return _UNKNOWN
    return route.path if route.private or _FREE.search(route.path) else path


def _log_request(request: Request, path: str, status: int, seconds: float) -> None:
    method = request.method if request.method in _METHODS else "OTHER"
    path = cut(path, _REPEATED)
    logger.info(
        "%s %s %d",
        method,
        path,
        status,
        extra={
            "event": "request",
            "ms": round(seconds * 1000, 1),
            "http_request": {
                "requestMethod": method,
                # Without host and query, which the caller chooses.
                "requestUrl": path,
                "status": status,
                "latency": f"{seconds:.6f}s",
                "userAgent": strict(cut_whole(request.headers.get("User-Agent", ""), _REPEATED)),
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
    """One at a time: anybody may ask, and a silent database must not hold a thread for each."""
    if not _asking.acquire(timeout=_READY_PATIENCE_SECONDS):
        raise DatabaseUnavailable("whether the database answers is still being asked")
    try:
        database().answers(within=READY_SECONDS)
    finally:
        _asking.release()
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
        return _unknown(request, path, error)
    with ExitStack() as held:
        call = _call(request, route, named, held)
        route.authenticate(call)
        answer = route.handle(call)
    if isinstance(answer, Answer):
        return Response(
            answer.body, answer.status, answer.headers, content_type=answer.content_type
        )
    return _response(answer)


def _unknown(request: Request, path: str, error: HTTPException) -> Response:
    """The answer to what no route serves."""
    status = HTTPStatus(error.code or 404)
    asked = f"{cut(request.method, 20)} {cut(path, _REPEATED)}"
    response = _problem(status, status.phrase, f"{asked} is not served here")
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return response


def _call(request: Request, route: Route, named: Mapping[str, Any], held: ExitStack) -> Call:
    environ = request.environ
    return Call(
        method=request.method,
        path=request.path,
        target=environ.get("RAW_URI") or environ.get("REQUEST_URI") or request.full_path,
        query=request.args,
        headers=request.headers,
        read=Body(request, route.max_body, held, too_large=route.too_large_status).read,
        named=named,
        remote=request.remote_addr or "",
    )


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
    except TooBusy as error:
        logger.warning("too busy: %s", error)
        response = _problem(503, "Too busy", "Try again in a few seconds")
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
    fields = (
        dict(error.more)
        if error.field is None
        else {"field": cut(error.field, _REPEATED), **error.more}
    )
    response = _problem(error.status, error.title, error.detail, **fields)
    if isinstance(error, NotAuthenticated):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _problem(status: int, title: str, detail: str, **more: object) -> Response:
    document: Json = {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": cut(detail, _LONGEST_DETAIL),
        **more,
    }
    return Response(json.dumps(document), int(status), content_type="application/problem+json")
