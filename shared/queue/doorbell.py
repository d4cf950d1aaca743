"""Many pokes, one loop: a process works its queue off once, however often the bell rings."""

import threading
from collections import Counter
from collections.abc import Callable


class Doorbell:
    """Runs the work, or, while it runs already, has it run once more afterwards.

    A poke says only that something is due. A thousand of them at once must not become a thousand
    loops that fight for the same rows and connections: the first works, the others are answered at
    once, and none of them is forgotten.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running = False
        self._again = False

    def ring(self, work: Callable[[], Counter[str]]) -> Counter[str]:
        """The counts of the work done; empty when the loop that runs takes it along."""
        with self._lock:
            if self._running:
                self._again = True
                return Counter()
            self._running = True
        counts: Counter[str] = Counter()
        try:
            while True:
                self._again = False
                counts.update(work())
                with self._lock:
                    if not self._again:
                        self._running = False
                        return counts
        except BaseException:
            with self._lock:
                self._running = False
            raise
