"""Doctor's examination. It takes seconds, so it runs beside the page, which waits for a while."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from time import monotonic

from shared.config import settings
from shared.doctor.examination import Examination, Result, examine
from shared.doctor.finding import Verdict
from shared.entry import Answer
from shared.errors import DatabaseUnavailable, YachtpartyError
from shared.pages.dashboard import Pages, Tab, Visit, page_database, shown

FRESH_SECONDS = 30.0  # for which an examination is shown again
WAIT_SECONDS = 3.0
_WORST_FIRST = list(reversed(Verdict))


class Examinations:
    """The latest one; a new one is begun when it is old, one at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="doctor")
        self._running: Future[Examination] | None = None
        self._latest: tuple[float, Examination] | None = None

    def latest(self, wait_seconds: float) -> Examination | None:
        """An examination of the last half minute; None: it is still under way.

        Raises DatabaseUnavailable, DatabaseRejected.
        """
        with self._lock:
            if self._latest and monotonic() - self._latest[0] < FRESH_SECONDS:
                return self._latest[1]
            if self._running is None:
                self._running = self._pool.submit(
                    lambda: examine(page_database(), daily_usd=settings().llm_daily_usd)
                )
            running = self._running
        try:
            found = running.result(wait_seconds)
        except TooLong:
            return None
        except YachtpartyError:
            self._over(running)
            raise
        with self._lock:
            if self._running is running:
                self._running, self._latest = None, (monotonic(), found)
        return found

    def known(self) -> Examination | None:
        """The latest that there is, however old; a new one is begun where it is old.

        None: the first is under way. Raises DatabaseUnavailable, DatabaseRejected.
        """
        found = self.latest(0)
        with self._lock:
            return found or (self._latest[1] if self._latest else None)

    def _over(self, running: Future[Examination]) -> None:
        with self._lock:
            if self._running is running:
                self._running = None


EXAMINATIONS = Examinations()


def _show(visit: Visit) -> Answer:
    try:
        found = EXAMINATIONS.latest(WAIT_SECONDS)
    except DatabaseUnavailable:
        return visit.page("doctor", status=503, found=None, results=(), away=True)
    results = worst_first(found) if found else ()
    return visit.page("doctor", found=found, results=results, away=False)


def worst_first(found: Examination) -> list[Result]:
    """Its results, what is unhealthy first."""
    return sorted(found.results, key=lambda one: _WORST_FIRST.index(one.finding.verdict))


PAGES = Pages([shown("/doctor", _show)], [Tab("/doctor", "Doctor")])
