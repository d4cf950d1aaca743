"""A stand-in for Cloud Scheduler: sweeps the functions that `services.yaml` gives a schedule.

One thread a function, so that a slow sweep delays only its own next one: two sweeps of one function
never overlap, as with Cloud Scheduler.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx2


@dataclass(frozen=True)
class Job:
    """A function to sweep. `schedule` is a cron expression of five fields, in UTC."""

    name: str
    url: str
    schedule: str
    timeout_seconds: float


class Scheduler:
    """Sweeps each job when its schedule says, or every `interval` seconds if that is given.

    `on_sweep` hears of every sweep: the job's name, and the HTTP status or what went wrong.
    """

    def __init__(
        self,
        jobs: list[Job],
        poke_secret: str,
        *,
        interval: float | None = None,
        on_sweep: Callable[[str, int | str], None] | None = None,
    ) -> None:
        self._jobs = jobs
        self._headers = {"Authorization": f"Bearer {poke_secret}"}
        self._interval = interval
        self._on_sweep = on_sweep
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Starts sweeping. The first sweep is at the next scheduled moment."""
        self._stopped.clear()
        for job in self._jobs:
            thread = threading.Thread(
                target=self._keep, args=(job,), name=f"scheduler {job.name}", daemon=True
            )
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Schedules nothing more. A sweep under way is left to finish by itself."""
        self._stopped.set()
        for thread in self._threads:
            thread.join(timeout=1)
        self._threads.clear()

    def _keep(self, job: Job) -> None:
        with httpx2.Client(headers=self._headers, trust_env=False) as client:
            while not self._stopped.wait(self._seconds_to_next(job)):
                result = _sweep(client, job)
                if self._on_sweep is not None:
                    self._on_sweep(job.name, result)

    def _seconds_to_next(self, job: Job) -> float:
        if self._interval is not None:
            return self._interval
        now = datetime.now(UTC)
        return (next_run(job.schedule, now) - now).total_seconds()


def _sweep(client: httpx2.Client, job: Job) -> int | str:
    """The HTTP status, or what went wrong."""
    try:
        return client.post(job.url, json={}, timeout=job.timeout_seconds).status_code
    except httpx2.HTTPError as error:
        return f"{type(error).__name__}: {error}"


def next_run(schedule: str, after: datetime) -> datetime:
    """The first minute after a moment that a cron expression names, at its beginning.

    Understands lists, ranges and steps of numbers, and `*`. Day of month and day of week must both
    fit (Sunday is 0). Raises ValueError for anything else, and for a schedule that never comes.
    """
    fields = schedule.split()
    if len(fields) != len(_RANGES):
        raise ValueError(f"{schedule!r} does not have five fields")
    minutes, hours, days, months, weekdays = (
        _values(field, low, high) for field, (low, high) in zip(fields, _RANGES, strict=True)
    )
    moment = after.replace(second=0, microsecond=0) + timedelta(minutes=1)
    end = moment + timedelta(days=366)
    while moment < end:
        weekday = moment.isoweekday() % 7
        if moment.day not in days or moment.month not in months or weekday not in weekdays:
            moment = moment.replace(hour=0, minute=0) + timedelta(days=1)
        elif moment.hour in hours and moment.minute in minutes:
            return moment
        else:
            moment += timedelta(minutes=1)
    raise ValueError(f"{schedule!r} does not come within a year")


_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))


def _values(field: str, low: int, high: int) -> set[int]:
    values: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        if span == "*":
            first, last = low, high
        else:
            begin, _, end = span.partition("-")
            first, last = int(begin), int(end or begin)
        if not low <= first <= last <= high:
            raise ValueError(f"{part!r} is not within {low} to {high}")
        values.update(range(first, last + 1, int(step or 1)))
    return values
