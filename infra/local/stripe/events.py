"""Posting events as Stripe does: signed over time and body, repeated until they are answered."""

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from typing import Any

import httpx2

from infra.local.stripe.faults import Faults

PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)  # seconds between tries; Stripe's are hours
TIMEOUT_SECONDS = 20.0


def event(kind: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """An event about an object."""
    return {
        "id": f"evt_{secrets.token_hex(12)}",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": int(time.time()),
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
        "data": {"object": dict(about)},
    }


def signature(secret: str, body: bytes) -> str:
    """The header `Stripe-Signature`, as of now."""
    now = int(time.time())
    signed = hmac.new(secret.encode(), f"{now}.".encode() + body, hashlib.sha256)
    return f"t={now},v1={signed.hexdigest()}"


class Posts:
    """Posts events to the webhook, each on its way by itself. Lives in the server's event loop."""

    def __init__(self, url: str, secret: str, faults: Faults) -> None:
        self._url = url
        self._secret = secret
        self._faults = faults
        self._client = httpx2.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False)
        self._under_way: set[asyncio.Task[None]] = set()
        self.answered: list[tuple[str, int]] = []  # type and status, in the order of the answers

    def post(self, kind: str, about: Mapping[str, Any]) -> None:
        """Sends an event, soon, and again until it is answered with success."""
        if self._faults.hits("lost_event"):
            return
        document = event(kind, about)
        for _ in range(2 if self._faults.hits("repeated_event") else 1):
            task = asyncio.get_running_loop().create_task(self._sent(document))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _sent(self, document: Mapping[str, Any]) -> None:
        body = json.dumps(document).encode()
        for pause in (*PAUSES, None):
            try:
                headers = {
                    "Stripe-Signature": signature(self._secret, body),
                    "Content-Type": "application/json; charset=utf-8",
                }
                answer = await self._client.post(self._url, content=body, headers=headers)
                self.answered.append((str(document["type"]), answer.status_code))
                if answer.is_success:
                    return
            except httpx2.HTTPError:
                self.answered.append((str(document["type"]), 0))
            if pause is not None:
                await asyncio.sleep(pause)

    async def close(self) -> None:
        """Drops what is under way."""
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._client.aclose()
