"""Many pokes, one loop: a process works its queue off once, however often it is poked."""

import threading
import time
from collections import Counter
from collections.abc import Callable


class SingleFlight:
    """Runs the work, or, while it runs already, has it run once more afterwards.

    A poke says only that something is due. A thousand of them at once must not become a thousand
    loops that fight for the same rows and connections: the first works, the others are answered at
    once, and none of them is forgotten.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running = False
        self._again = False

    def run(self, work: Callable[[float], Counter[str]], seconds: float) -> Counter[str]:
        """The counts of the work done; empty when the loop that runs takes it along.

        `work` is given the seconds that are left. When none are, later pokes are the sweep's.
        """
        deadline = time.monotonic() + seconds
        with self._lock:
            if self._running:
                self._again = True
                return Counter()
            self._running = True
        counts: Counter[str] = Counter()
        try:
            while True:
                self._again = False
                counts.update(work(max(0.0, deadline - time.monotonic())))
                with self._lock:
                    if not self._again or time.monotonic() >= deadline:
                        self._running = False
                        return counts
        except BaseException:
            with self._lock:
                self._running = False
            raise
