"""The moment by which what is asked for here has to be over, however many statements it takes."""

import math
import time
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from shared.errors import DatabaseUnavailable

_UNTIL: ContextVar[float] = ContextVar("until", default=math.inf)
_CERTAIN: ContextVar[bool] = ContextVar("certain", default=False)
_LAST_WORD_SECONDS = 0.4  # in which the server says that it has ended a statement, and we answer


@contextmanager
def ends_by(until: float, *, certain: bool = False) -> Generator[None]:
    """What this thread asks of databases is over at this moment of time.monotonic().

    `certain`, for what changes something: each statement has a limit at the server too, which ends
    before, so that what did not end in time was not done, unless the server is not heard of any
    more. It costs two round trips a statement.
    """
    ends, sure = _UNTIL.set(min(until, _UNTIL.get())), _CERTAIN.set(certain)
    try:
        yield
    finally:
        _CERTAIN.reset(sure)
        _UNTIL.reset(ends)


def deadline() -> float:
    """A moment of time.monotonic(); infinity where nothing was said."""
    return _UNTIL.get()


def limited_by_server() -> bool:
    """Whether the server has to end what does not end in time."""
    return _CERTAIN.get()


def limited(seconds: float) -> float:
    """So many seconds, or what a statement may take at most until the deadline.

    Raises DatabaseUnavailable when the deadline has come.
    """
    left = _UNTIL.get() - time.monotonic() - _LAST_WORD_SECONDS
    if left <= 0:
        raise DatabaseUnavailable("the time for it is up")
    return min(seconds, left)


__all__ = ["deadline", "ends_by", "limited", "limited_by_server"]
