"""The moment by which what is asked for here has to be over, however many statements it takes."""

import math
import time
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from shared.errors import DatabaseUnavailable

_UNTIL: ContextVar[float] = ContextVar("until", default=math.inf)
_LAST_WORD_SECONDS = 0.4  # in which the server says that it has ended a statement, and we answer


@contextmanager
def ends_by(until: float) -> Generator[None]:
    """What this thread asks of databases is over at this moment of time.monotonic().

    A statement's limit at the server ends before, so that what did not end in time was not done,
    unless the server itself is not heard of any more.
    """
    token = _UNTIL.set(min(until, _UNTIL.get()))
    try:
        yield
    finally:
        _UNTIL.reset(token)


def deadline() -> float:
    """A moment of time.monotonic(); infinity where nothing was said."""
    return _UNTIL.get()


def limited(seconds: float) -> float:
    """So many seconds, or what a statement may take at most until the deadline.

    Raises DatabaseUnavailable when that is nothing.
    """
    left = min(seconds, _UNTIL.get() - time.monotonic() - _LAST_WORD_SECONDS)
    if left <= 0:
        raise DatabaseUnavailable("the time for it is up")
    return left


__all__ = ["deadline", "ends_by", "limited"]
