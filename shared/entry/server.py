"""The server that functions-framework starts, made safe against callers who take their time.

gunicorn's threaded worker gives a connection a thread for as long as its caller likes: a head or a
body that trickles, an answer that nobody takes, a connection that is not closed. A few dozen of
them and nobody is answered, /health included. This worker is the same one, except that

- a connection has no thread before its first bytes are there;
- a head has HEAD_SECONDS, the whole request REQUEST_SECONDS, its answer ANSWER_SECONDS to be taken;
- threads that wait for a caller's bytes come on top of THREADS, and are at most MOST_SLOW: one
  more, and the request that has taken longest is cut off, so that nobody waits for the slow ones;
- request line and head are limited while they are read (functions-framework takes the limit away);
- an answer to a request whose body nobody has read to its end says "Connection: close";
- what is not HTTP is answered by a problem document, and never by a stack trace.

`use_worker` makes it gunicorn's default, which is what functions-framework takes.
"""

import errno
import json
import selectors
import socket
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar

from gunicorn.config import ControlSocketDisable, WorkerClass
from gunicorn.http.body import LengthReader
from gunicorn.http.errors import (
    ExpectationFailed,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from shared.log import logger

FIRST_BYTE_SECONDS = 5.0
HEAD_SECONDS = 4.0
REQUEST_SECONDS = 8.0  # from its first byte to its last
ANSWER_SECONDS = 10.0
LINGER_SECONDS = 1.0  # for what a caller still sends when its answer is out

MOST_SLOW = 128
MOST_HELD_UP = 64  # that wait for memory: see entry.body
MOST_IDLE = 128  # connections without a request, new ones and kept ones each
MOST_REQUEST_LINE = 8_190  # bytes
MOST_HEAD = 65_536  # bytes
MOST_LINGERING = 16_000_000  # bytes
_MOST_AT_ONCE = 262_144  # bytes

_STATUS: dict[type[Exception], HTTPStatus] = {
    LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
}


class SlowHead(ParseException):
    """A request's head was not there in time."""

    def __str__(self) -> str:
        return "The head took too long"


_STATUS[SlowHead] = HTTPStatus.REQUEST_TIMEOUT


def use_worker(request_seconds: float = REQUEST_SECONDS) -> None:
    """From here on gunicorn starts this worker unless told otherwise.

    `request_seconds` is what a request has in this process, from its first byte to its last.
    """
    Incoming.request_seconds = request_seconds
    # Each function would open the same socket in its user's home, and nobody uses it.
    ControlSocketDisable.default = True
    WorkerClass.default = f"{Worker.__module__}.{Worker.__qualname__}"


class Waiting:
    """The threads that wait for bytes of callers, `most` of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._requests: set[Incoming] = set()

    @contextmanager
    def place(self, request: "Incoming") -> Generator[None]:
        """While a thread waits for this one; cuts the oldest off if that is one too many."""
        with self._lock:
            self._requests.add(request)
            if len(self._requests) > self._most:
                min(self._requests, key=lambda one: one.began).cut_off()
        try:
            yield
        finally:
            with self._lock:
                self._requests.discard(request)


class Incoming(SocketUnreader):
    """What comes in on a connection, each request in its time and its head within its size.

    Raises SlowHead, LimitRequestHeaders, and TimeoutError for what comes after the head.
    """

    request_seconds: ClassVar[float] = REQUEST_SECONDS

    def __init__(self, connection: socket.socket, waiting: Waiting) -> None:
        super().__init__(connection)
        self._waiting = waiting
        self.begin()

    def begin(self) -> None:
        """A request begins."""
        self.began = time.monotonic()
        self._deadline = self.began + HEAD_SECONDS
        self._head: int | None = 0  # bytes of it so far; None when it is over
        self._cut_off = False
        self._invite = False

    def head_is_read(self, *, invite: bool) -> None:
        """The rest of the request's time is its body's; with `invite`, who sends it waits for
        "100 Continue", and hears it when somebody wants the body."""
        self._head = None
        self._invite = invite
        self._deadline = self.began + self.request_seconds

    def hurry(self) -> None:
        """It is answered: little more is waited for."""
        self._head = None
        self._invite = False
        self._deadline = min(self._deadline, time.monotonic() + LINGER_SECONDS)

    def cut_off(self) -> None:
        """Ends the wait of the thread that reads this, from another one."""
        self._cut_off = True
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RD)

    def linger(self) -> None:
        """Says that nothing more is sent, and lets pass what still comes.

        Closing at once would take the answer from a caller who is still sending.
        """
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_WR)
            self.hurry()
            passed = 0
            while passed < MOST_LINGERING and (data := self.chunk()):
                passed += len(data)

    def chunk(self, size_hint: int | None = None) -> bytes:
        """The next bytes; none at the end."""
        size = self.mxchunk
        if self._head is None:
            size = min(max(size, size_hint or 0), _MOST_AT_ONCE)
        if time.monotonic() >= self._deadline or self._cut_off:
            raise self._late()
        if self._invite:
            self._invite = False
            self.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        try:
            self.sock.setblocking(False)
            data = self.sock.recv(size)
        except BlockingIOError:
            data = self._awaited(size)
        finally:
            self.sock.settimeout(ANSWER_SECONDS)
        if self._head is not None:
            self._head += len(data)
            if self._head > MOST_HEAD:
                raise LimitRequestHeaders("The head is too large")
        return data

    def _awaited(self, size: int) -> bytes:
        with self._waiting.place(self):
            self.sock.settimeout(max(self._deadline - time.monotonic(), 0.001))
            try:
                data = self.sock.recv(size)
            except TimeoutError as error:
                raise self._late() from error
        if self._cut_off:
            raise self._late()
        return data

    def _late(self) -> Exception:
        return TimeoutError() if self._head is None else SlowHead()


class Connection(TConn):
    """A caller's connection."""

    def close(self, graceful: bool = False) -> None:
        """Closes it. The worker's main thread does this, and must wait for nobody: see `linger`."""
        super().close()


def _has_more(reader: Any) -> bool:
    """Whether a body is not read to its end: what follows on its connection may be anything."""
    return reader.length > 0 if isinstance(reader, LengthReader) else reader.parser is not None


class Worker(ThreadWorker):
    """gunicorn's threaded worker, with time limits: see above."""

    def __init__(
        self, age: int, ppid: int, sockets: Any, app: Any, timeout: int, cfg: Any, log: Any
    ) -> None:
        cfg.set("limit_request_line", MOST_REQUEST_LINE)
        cfg.set("worker_connections", cfg.threads + MOST_SLOW + 2 * MOST_IDLE)
        cfg.set("forwarder_headers", "")  # no caller says what our paths begin with
        super().__init__(age, ppid, sockets, app, timeout, cfg, log)
        self.max_keepalived = MOST_IDLE
        self._waiting = Waiting(MOST_SLOW)

    def get_thread_pool(self) -> ThreadPoolExecutor:
        """Threads that work, and threads that wait for callers."""
        most = self.cfg.threads + MOST_SLOW + MOST_HELD_UP
        return ThreadPoolExecutor(most, thread_name_prefix="request")

    def accept(self, listener: Any) -> None:
        """A new connection waits for its first bytes beside the others, and for no thread."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.ECONNABORTED):
                return
            raise
        self.nr_conns += 1
        connection = Connection(self.cfg, client, address, listener.getsockname())
        connection.timeout = time.monotonic() + FIRST_BYTE_SECONDS
        self.pending_conns.append(connection)
        ready = partial(self.on_pending_socket_readable, connection)
        self.poller.register(client, selectors.EVENT_READ, ready)
        if len(self.pending_conns) > MOST_IDLE:
            self.pending_conns[0].timeout = 0
            self.murder_pending()

    def handle(self, conn: Any) -> Any:
        """One request, on a thread; whether the connection is kept."""
        if not conn.initialized:
            conn.init()
            conn.parser.unreader = Incoming(conn.sock, self._waiting)
        incoming: Incoming = conn.parser.unreader
        incoming.begin()
        kept = super().handle(conn)
        if not kept:
            incoming.linger()
        return kept

    def handle_request(self, req: Any, conn: Any) -> Any:
        """The head is there."""
        incoming: Incoming = conn.parser.unreader
        conn.sock.settimeout(ANSWER_SECONDS)
        asked_to_close = req.should_close
        # Asked when the answer's head is written, and again when the answer is out.
        req.should_close = lambda: asked_to_close() or _has_more(req.body.reader)
        # gunicorn would invite every body before anybody has looked at the head.
        incoming.head_is_read(invite=req._expected_100_continue)
        req._expected_100_continue = False
        try:
            return super().handle_request(req, conn)
        except TimeoutError:
            logger.info("an answer was not taken in time")
            return False
        finally:
            incoming.hurry()

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """Answers what is no request: the caller's fault, unless the error is no parser's."""
        if isinstance(exc, ParseException):
            status = _STATUS.get(type(exc), HTTPStatus.BAD_REQUEST)
            logger.info("no request: %s, %d", type(exc).__name__, status)
        else:
            status = HTTPStatus.INTERNAL_SERVER_ERROR
            logger.error("the server failed", exc_info=exc)
        document = {"type": "about:blank", "title": status.phrase, "status": int(status)}
        body = json.dumps({**document, "detail": "The request cannot be read"}).encode()
        head = (
            f"HTTP/1.1 {int(status)} {status.phrase}\r\nConnection: close\r\n"
            f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        with suppress(OSError):
            client.settimeout(LINGER_SECONDS)
            client.sendall(head.encode() + body)
