"""A request's body: read when it is asked for, within its size, whole or not at all."""

import threading
from contextlib import ExitStack
from functools import lru_cache
from typing import IO, cast

from flask import Request
from gunicorn.http.errors import ParseException

from shared.entry.server import MOST_HELD_UP, REQUEST_SECONDS, Incoming
from shared.errors import BodyTooLarge, MalformedRequest, TooBusy, TooSlow

SMALL = 65_536  # bytes: bodies up to this are read however many come at once
# Bytes of larger ones that one process reads at once. Read and taken apart each takes a few times
# its size, in the 256 MB that the smallest functions have.
LARGE_TOTAL = 20_000_000

_CHUNK = 65_536
_held_up = threading.BoundedSemaphore(MOST_HELD_UP)
_CHARSETS = ("utf-8", "utf8", "us-ascii", "ascii")


class Body:
    """The body of a request, at most `most` bytes; `too_large` is the status of a larger one.

    `held` ends when the request is answered.
    """

    def __init__(
        self, request: Request, most: int, held: ExitStack, *, too_large: int = 413
    ) -> None:
        self._request = request
        self._most = most
        self._too_large_status = too_large
        self._held = held
        self._read: bytes | None = None

    def read(self) -> bytes:
        """All of it, the same every time.

        Raises MalformedRequest (a body that is cut short, badly framed, or encoded in a way that
        is not read here), BodyTooLarge, TooSlow, and TooBusy while too many large ones are read.
        """
        if self._read is None:
            self._refuse_encodings()
            try:
                self._read = self._all()
            except TimeoutError as error:
                seconds = Incoming.request_seconds
                raise TooSlow(f"The request was not here in {seconds:.0f} seconds") from error
            except (OSError, ParseException) as error:
                raise MalformedRequest("The body is not framed as its headers say") from error
        return self._read

    def _all(self) -> bytes:
        declared = self._request.content_length
        if declared is None and not self._request.environ.get("wsgi.input_terminated"):
            return b""
        if (declared or 0) > self._most:
            raise self._too_large()
        source = cast("IO[bytes]", self._request.environ["wsgi.input"])
        most = self._most + 1 if declared is None else declared
        body = bytearray()
        while len(body) < most and (chunk := source.read(min(_CHUNK, most - len(body)))):
            if len(body) <= SMALL < len(body) + len(chunk):
                self._wait_for_room()
            body += chunk
        if len(body) > self._most:
            raise self._too_large()
        if declared is not None and len(body) < declared:
            raise MalformedRequest("The body is shorter than its Content-Length")
        return bytes(body)

    def _too_large(self) -> BodyTooLarge:
        return BodyTooLarge(
            f"The body is larger than {self._most} bytes", status=self._too_large_status
        )

    def _wait_for_room(self) -> None:
        place = _place(self._most)
        if not _held_up.acquire(blocking=False):
            raise TooBusy("Too many large bodies wait to be read")
        try:
            if not place.acquire(timeout=REQUEST_SECONDS):
                raise TooBusy("Too many large bodies are being read")
        finally:
            _held_up.release()
        self._held.callback(place.release)

    def _refuse_encodings(self) -> None:
        coding = self._request.headers.get("Content-Encoding", "").strip().lower()
        if coding not in ("", "identity"):
            raise MalformedRequest(
                "The body has a Content-Encoding; send it as it is", field="Content-Encoding"
            )
        charset = self._request.mimetype_params.get("charset", "utf-8").strip("'\" ").lower()
        if charset not in _CHARSETS and not self._request.mimetype.startswith("multipart/"):
            raise MalformedRequest("The body's charset is not UTF-8", field="Content-Type")


@lru_cache
def _place(most: int) -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(max(1, LARGE_TOTAL // most))
