"""Calls of a provider's HTTP API: bounded in time and size, each failure classed by what helps.

What was asked never appears in an error or a log: it may be about somebody.
"""

import json
import logging
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Literal, NoReturn, cast

import httpx2

from shared.errors import ProviderBusy, ProviderError, ProviderRefused, ProviderUnavailable
from shared.log import logger

LARGEST = 1_000_000  # bytes of an answer
WAIT_SECONDS = 60.0  # after a 429 that does not say how long
LONGEST_WAIT_SECONDS = 3600.0
_KEEP_ALIVE_SECONDS = 4.0
_OF_THE_QUESTION = {400, 413, 414, 422}
_PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY}


class JsonApi:
    """One provider's API over connections that are kept open. Safe to share among threads.

    `seconds` bounds a whole call, looking up the name apart. Nothing is opened before the first.
    `name` is the provider's, in errors and in the log.
    """

    def __init__(
        self, name: str, base_url: str, headers: Mapping[str, str], seconds: float
    ) -> None:
        self.name = name
        self._base_url = base_url
        self._headers = {
            **headers,
            "Accept": "application/json",
            # What is packed could be of any size once it is unpacked.
            "Accept-Encoding": "identity",
        }
        self._seconds = seconds
        self._lock = threading.Lock()
        self._client: httpx2.Client | None = None

    def call(
        self,
        method: Literal["GET", "POST"],
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        none_on: int | None = None,
    ) -> dict[str, Any] | None:
        """The JSON object in the answer; None for the status `none_on`.

        Raises ProviderBusy, ProviderUnavailable or ProviderRefused, which is in the log then.
        """
        try:
            status, headers, content = self._exchange(method, path, query, body)
            if status == none_on:
                return None
            if status != HTTPStatus.OK:
                self._raise_for(status, headers)
            return self._object(content)
        except ProviderError as error:
            logger.warning(
                "a provider of research did not answer: %s",
                error,
                extra={"event": "no_research", "provider": self.name, "reason": _reason(error)},
            )
            raise

    def close(self) -> None:
        """Closes the connections; the next call opens new ones."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _exchange(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        body: Mapping[str, Any] | None,
    ) -> tuple[int, httpx2.Headers, bytes]:
        deadline = time.monotonic() + self._seconds
        content = bytearray()
        try:
            with self._http().stream(method, path, params=query, json=body) as response:
                if response.headers.get("Content-Encoding", "identity") != "identity":
                    self._fail("its answer is packed, which was not asked for")
                for chunk in response.iter_raw():
                    content += chunk
                    if len(content) > LARGEST:
                        self._fail(f"its answer has more than {LARGEST} bytes")
                    if time.monotonic() > deadline:
                        self._fail(f"its answer took longer than {self._seconds:g} s")
                return response.status_code, response.headers, bytes(content)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            # Never its text, which may hold an address with what was asked.
            self._fail(f"it did not answer: {type(error).__name__}")

    def _raise_for(self, status: int, headers: Mapping[str, str]) -> NoReturn:
        detail = f"HTTP {status}"
        wait = _seconds_to_wait(headers.get("Retry-After"))
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise ProviderBusy(self.name, detail, seconds=wait or WAIT_SECONDS)
        if status == HTTPStatus.SERVICE_UNAVAILABLE and wait is not None:
            raise ProviderBusy(self.name, detail, seconds=wait)
        if 400 <= status < 500 and status not in _PASSING:
            raise ProviderRefused(self.name, detail, this_alone=status in _OF_THE_QUESTION)
        self._fail(detail)

    def _object(self, content: bytes) -> dict[str, Any]:
        try:
            document: object = json.loads(content)
        except (ValueError, RecursionError) as error:
            self._fail(f"its answer cannot be read: {type(error).__name__}")
        if not isinstance(document, dict):
            self._fail("its answer is no JSON object")
        return cast(dict[str, Any], document)

    def _fail(self, detail: str) -> NoReturn:
        raise ProviderUnavailable(self.name, detail) from None

    def _http(self) -> httpx2.Client:
        with self._lock:
            if self._client is None:
                self._client = self._open()
            return self._client

    def _open(self) -> httpx2.Client:
        # At INFO it logs each address, which may hold somebody's email.
        logging.getLogger("httpx2").setLevel(logging.WARNING)
        # httpx2 limits each step, not their sum; together the steps keep to the promise.
        whole = self._seconds
        return httpx2.Client(
            base_url=self._base_url,
            headers=self._headers,
            timeout=httpx2.Timeout(
                pool=whole * 0.1, connect=whole * 0.2, write=whole * 0.1, read=whole * 0.6
            ),
            limits=httpx2.Limits(max_connections=8, keepalive_expiry=_KEEP_ALIVE_SECONDS),
            # Plain http is a stand-in on this machine, which no proxy reaches.
            trust_env=self._base_url.startswith("https:"),
        )


def _reason(error: ProviderError) -> str:
    if isinstance(error, ProviderBusy):
        return "busy"
    return "refused" if isinstance(error, ProviderRefused) else "unavailable"


def _seconds_to_wait(value: str | None) -> float | None:
    """Retry-After of RFC 9110: seconds or a date; None when it says nothing that can be used."""
    if value is None:
        return None
    try:
        if value.strip().isdecimal():
            seconds = float(value[:12])
        else:
            moment = parsedate_to_datetime(value)
            seconds = (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 1.0), LONGEST_WAIT_SECONDS)


__all__ = ["LARGEST", "LONGEST_WAIT_SECONDS", "WAIT_SECONDS", "JsonApi"]
