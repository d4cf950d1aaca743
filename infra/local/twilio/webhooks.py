"""Posting webhooks as Twilio does: signed, within 15 seconds in all, repeated if so configured."""

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urldefrag

import httpx2

from infra.local.twilio.signature import sign

Parameters = Sequence[tuple[str, str]]
Emit = Callable[..., None]

AT_ONCE = 48  # webhooks under way at the same time
_CONNECTING = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


@dataclass(frozen=True)
class Retries:
    """When a webhook is posted again; Twilio reads it from the fragment of the configured URL.

    Source: twilio.com/docs/usage/webhooks/webhooks-connection-overrides. Without a fragment: once
    more, and only when no connection could be made.
    """

    most: int = 1  # rc, 0 to 5
    on: frozenset[str] = frozenset({"ct"})  # rp: ct, rt, 4xx, 5xx

    @classmethod
    def from_fragment(cls, fragment: str) -> "Retries":
        """What `rc=5&rp=all` says; other settings of the fragment are ignored."""
        said = parse_qs(fragment)
        most = min(int(said.get("rc", ["1"])[0]), 5)
        on = frozenset(said.get("rp", ["ct"])[0].split(","))
        return cls(most, frozenset({"ct", "rt", "4xx", "5xx"}) if "all" in on else on)


class Webhooks:
    """Posts to the application; one client, many connections. Lives in the server's event loop."""

    def __init__(
        self,
        auth_token: str,
        emit: Emit,
        *,
        total_seconds: float,
        pause_seconds: float,
    ) -> None:
        self._auth_token = auth_token
        self._emit = emit
        self._total_seconds = total_seconds
        self._pause_seconds = pause_seconds
        # A burst waits here, in order and for nothing; in the client's pool each waiting request
        # makes all others dearer.
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._client = httpx2.AsyncClient(
            timeout=total_seconds,
            limits=httpx2.Limits(max_connections=AT_ONCE, max_keepalive_connections=12),
            trust_env=False,
            headers={"User-Agent": "TwilioProxy/1.1", "Accept": "*/*"},
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def post(self, kind: str, url: str, parameters: Parameters, **about: Any) -> None:
        """Post until an answer counts, the retries or the time are used up; events tell how.

        `kind` is `inbound` or `callback`; the events are `kind.posted` and `kind.answered` or
        `kind.failed` for each attempt, with the fields of `about`.
        """
        address, fragment = urldefrag(url)
        retries = Retries.from_fragment(fragment)
        token = secrets.token_hex(16)  # the same for each attempt, as Twilio's is
        try:
            async with self._slots, asyncio.timeout(self._total_seconds):
                for attempt in range(retries.most + 1):
                    failure = await self._attempt(
                        kind, address, parameters, {"I-Twilio-Idempotency-Token": token}, about
                    )
                    if failure not in retries.on:
                        return
                    await asyncio.sleep(self._pause_seconds * 2**attempt)
        except TimeoutError:
            self._emit(f"{kind}.failed", error="timeout", **about)

    async def _attempt(
        self,
        kind: str,
        url: str,
        parameters: Parameters,
        headers: dict[str, str],
        about: dict[str, Any],
    ) -> str:
        """One post; returns why it failed (ct, rt, 4xx, 5xx), or nothing."""
        headers = headers | {"X-Twilio-Signature": sign(self._auth_token, url, parameters)}
        self._emit(f"{kind}.posted", url=url, **about)
        started = time.perf_counter()
        form: dict[str, list[str]] = {}
        for name, value in parameters:
            form.setdefault(name, []).append(value)
        try:
            response = await self._client.post(url, data=form, headers=headers)
        except httpx2.HTTPError as error:
            self._emit(f"{kind}.failed", error=type(error).__name__, **about)
            return "ct" if isinstance(error, _CONNECTING) else "rt"
        self._emit(
            f"{kind}.answered",
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
            answer=response.text,
            **about,
        )
        return f"{response.status_code // 100}xx"
