"""What goes wrong on demand: each fault hits the next so many occasions."""

import threading
from collections import Counter
from collections.abc import Mapping
from typing import Literal

Fault = Literal[
    "slow",  # answered after `slow_seconds` more
    "too_many_requests",  # 429
    "unavailable",  # 503, nothing was made
    "error",  # 500, replayed for the same key as Stripe does
    "drop",  # the connection ends without an answer, and the session is there
    "nonsense",  # 200 with what is no JSON
    "no_link",  # 200 with a session that has no link
    "lost_event",  # the post to the webhook never arrives
    "repeated_event",  # it arrives twice
]


class Faults:
    """How often each fault is yet to hit. Safe to share among threads."""

    def __init__(self, slow_seconds: float = 5) -> None:
        self.slow_seconds = slow_seconds
        self._lock = threading.Lock()
        self._left: Counter[Fault] = Counter()

    def next(self, hits: Mapping[Fault, int]) -> None:
        """From now on: the next so many occasions of each, and no others."""
        with self._lock:
            self._left = Counter(hits)

    def hits(self, fault: Fault) -> bool:
        """Whether the fault hits this occasion."""
        with self._lock:
            if self._left[fault] <= 0:
                return False
            self._left[fault] -= 1
            return True
