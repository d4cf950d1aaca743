"""Appending to Redis Streams: a batch at a time, all of it or none of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from shared.errors import TransportUnavailable

# Of a stream, about: Redis trims whole nodes of a hundred. A stream is a way, and no archive (that
# is system_events): this is months of a busy organisation, and at half a kilobyte each 50 MB.
MOST_ENTRIES = 100_000

_LONGEST_ERROR = 200  # characters


@dataclass(frozen=True)
class Entry:
    """What is appended, and to which stream."""

    stream: str
    fields: Mapping[str, str]


class Transport(Protocol):
    """Takes entries in order."""

    def append(self, entries: Sequence[Entry]) -> list[str | None]:
        """For each entry None, or why its stream refuses it; what other streams take stands.

        Raises TransportUnavailable: nothing is known to have been taken.
        """
        ...


class RedisStreams:
    """One Redis server. Connects on first use; each call is one round trip.

    `seconds` bounds the wait for a connection, and for each answer.
    """

    def __init__(self, url: str, *, seconds: float = 5, most_entries: int = MOST_ENTRIES) -> None:
        self._most_entries = most_entries
        # The client types half of its own calls.
        self._redis: Any = cast("Any", redis.Redis).from_url(
            url,
            socket_timeout=seconds,
            socket_connect_timeout=seconds,
            # Trying again is the caller's: it knows how long, and what waits meanwhile.
            retry=Retry(NoBackoff(), 0),
        )

    def append(self, entries: Sequence[Entry]) -> list[str | None]:
        """As Transport says.

        One MULTI: should Redis refuse commands for a moment (it loads, its memory is full), it
        refuses them all, so that no entry is passed by a later one of the same stream.
        """
        pipeline = self._redis.pipeline(transaction=True)
        for entry in entries:
            pipeline.xadd(
                entry.stream,
                entry.fields,
                maxlen=self._most_entries,
                approximate=True,
            )
        try:
            answers: list[object] = pipeline.execute(raise_on_error=False)
        except redis.RedisError as error:
            raise TransportUnavailable(_said(error)) from None
        return [_said(answer) if isinstance(answer, Exception) else None for answer in answers]

    def close(self) -> None:
        """Closes the connection; for tests and commands."""
        self._redis.close()


def _said(error: Exception) -> str:
    """Redis' own words. Its client puts the command before them, and with it what people wrote."""
    words = str(error).rpartition("caused error: ")[2]
    return f"{type(error).__name__}: {words}"[:_LONGEST_ERROR]
