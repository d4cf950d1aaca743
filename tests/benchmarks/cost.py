"""What something costs the processors, which other work on the machine changes little."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.report import percentile


class Times:
    """How long somebody waits, and what it costs this process and one of the server's."""

    def __init__(self, server: int) -> None:
        self.waited: list[float] = []  # seconds
        self._ours: list[float] = []
        self._theirs: list[float] = []
        self._server = Path(f"/proc/{server}/schedstat")

    @property
    def cost(self) -> float:
        """Seconds of processor time, half of the times at most."""
        return percentile([a + b for a, b in zip(self._ours, self._theirs, strict=True)], 0.5)

    @property
    def cost_here(self) -> float:
        """Of them this process's."""
        return percentile(self._ours, 0.5)

    @property
    def cost_of_server(self) -> float:
        """Of them the server's."""
        return percentile(self._theirs, 0.5)

    @contextmanager
    def taken(self) -> Generator[None]:
        """Measures once."""
        theirs, started, ours = self._used(), time.perf_counter(), time.process_time()
        yield
        self._ours.append(time.process_time() - ours)
        self.waited.append(time.perf_counter() - started)
        self._theirs.append(self._used() - theirs)

    def _used(self) -> float:
        return int(self._server.read_text().split()[0]) / 1e9
