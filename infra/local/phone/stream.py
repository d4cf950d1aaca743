"""The stream that keeps a page live: server-sent events of what its phones show."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from infra.local.phone.faults import ChosenFaults
from infra.local.phone.feed import Feed
from infra.local.phone.wire import Wire

TICK_SECONDS = 0.06
LIVELY_TICKS = 40  # after anything happened, the database is looked at on each of these
CALM_TICKS = 6  # then on every so many ticks
PING_TICKS = 250


async def stream(
    owner_url: str, numbers: list[str], wire: Wire, faults: Callable[[], ChosenFaults]
) -> AsyncIterator[str]:
    """Events `messages`, `wire`, `approvals` and `faults`: all at first, then what changes."""
    heard = 0
    quiet = 0  # ticks since anything happened
    told = _Told()
    async with Feed(owner_url) as feed:
        while True:
            heard, events = wire.since(heard)
            lines = [
                _sse("wire", event.document())
                for event in events
                if event.number is None or event.number in numbers
            ]
            if events or quiet < LIVELY_TICKS or quiet % CALM_TICKS == 0:
                lines += told.messages(await feed.messages(numbers))
                lines += told.value("approvals", await feed.approvals())
                lines += told.value("faults", faults().model_dump())
            quiet = 0 if lines else quiet + 1
            if quiet and quiet % PING_TICKS == 0:
                lines = [": still here\n\n"]
            for line in lines:
                yield line
            await asyncio.sleep(TICK_SECONDS)


class _Told:
    """What one stream has told already."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def messages(self, rows: list[dict[str, Any]]) -> list[str]:
        """One event with the rows that are new or have changed, by number."""
        changed: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            if self._is_new(str(row["id"]), row):
                changed.setdefault(str(row["number"]), []).append(row)
        return [_sse("messages", changed)] if changed else []

    def value(self, name: str, value: Any) -> list[str]:
        """One event if the value is not what it was."""
        return [_sse(name, value)] if self._is_new(name, value) else []

    def _is_new(self, key: str, value: Any) -> bool:
        text = json.dumps(value)
        known = self._known.get(key)
        self._known[key] = text
        return known != text


def _sse(event: str, data: Any) -> str:
    return f"event: {event}\ndata: {json.dumps(data)}\n\n"
