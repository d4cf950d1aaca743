"""Two orchestrators over one person: never more than 2 in 60 minutes or 5 a local day.

10,000 schedules chosen by hypothesis, always the same ones (100 in `make test`, all in `make
check`): when messages come, when each orchestrator claims, how long it dawdles before it settles
(also beyond its lease, so that the other takes over and both settle), and on which night: those of
clock changes in New York, London, Sydney and Kathmandu among them. Messages are neither urgent nor
in conversation; nothing is sent in quiet hours either.
"""

import itertools
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from shared.db.message_queue import MessageQueue, QueueContext
from shared.db.pool import Database as Pool
from shared.release.orchestrator import Orchestrator
from tests.fixtures.database import Database
from tests.fixtures.engines import rules_only
from tests.fixtures.people import Connection, add_user, column

# A chunk's number, and how many schedules are tried in it.
CHUNKS = [(0, 100), *(pytest.param(chunk, 500, marks=pytest.mark.deep) for chunk in range(20))]
LEASE = timedelta(seconds=30)
HOUR = timedelta(hours=1)

# Moments, in UTC, at which clocks change; and an ordinary day.
NIGHTS = [
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Europe/London", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/London", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("Australia/Sydney", datetime(2026, 10, 3, 16, tzinfo=UTC)),
    ("Australia/Sydney", datetime(2026, 4, 4, 16, tzinfo=UTC)),
    # Nepal has no summer time; it moved its clocks by 15 minutes at midnight, once.
    ("Asia/Kathmandu", datetime(1985, 12, 31, 18, 30, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2026, 5, 4, 18, 15, tzinfo=UTC)),
]
# Theirs by default, none, and such as leave the very hours of the change awake.
QUIET = [None, (time(12), time(12)), (time(4), time(22)), (time(1, 30), time(2, 30))]


_numbers = itertools.count(2_000_000)


@dataclass
class Step:
    """What happens next, `after` seconds later."""

    after: int
    what: str  # queue, claim, settle, or sweep: claim and settle without a pause between
    who: int = 0
    count: int = 1
    sequence: bool = False
    priority: str = "medium"  # what comes later and matters more makes late decisions differ


@dataclass
class Schedule:
    night: int
    quiet: int
    hours_before: int
    steps: list[Step] = field(default_factory=list[Step])


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    # One number a choice keeps 10,000 schedules cheap; which ones, hypothesis decides.
    chance = draw(st.randoms(use_true_random=False, note_method_calls=False))
    return Schedule(
        night=draw(st.integers(0, len(NIGHTS) - 1)),
        quiet=draw(st.integers(0, len(QUIET) - 1)),
        hours_before=chance.randrange(0, 26),
        steps=[_step(chance) for _ in range(draw(st.integers(6, 12)))],
    )


def _step(chance: random.Random) -> Step:
    what = chance.choice(["queue", "queue", "claim", "claim", "settle", "sweep", "sweep", "sweep"])
    after = chance.choice([0, 5, 29, 31, 31, 1800, 3540, 3599, 3600, 3601, 7200])
    return Step(
        *(after, what, chance.randrange(2), chance.randrange(1, 4)),
        sequence=chance.random() < 0.2,
        priority=chance.choice(["high", "high", "medium", "low"]),
    )


@pytest.fixture(scope="module")
def shared_pool(module_database: Database) -> Iterator[Pool]:
    pool = Pool(module_database.app_url, pool_max=4)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def connection(module_database: Database) -> Iterator[Connection]:
    with psycopg.connect(module_database.owner_url, autocommit=True) as connection:
        # What is looked at here are releases; what becomes of their messages is not.
        connection.execute("alter table messages disable trigger user")
        connection.execute("alter table message_queue disable trigger user")
        yield connection


def orchestrator_of(pool: Pool) -> Orchestrator:
    return Orchestrator(
        queue=MessageQueue(pool, lease=LEASE), ask=rules_only().ask, default_timezone="UTC"
    )


class World:
    """One person, two orchestrators, and a clock that only the schedule moves."""

    def __init__(self, connection: Connection, pool: Pool, schedule: Schedule) -> None:
        zone, change = NIGHTS[schedule.night]
        self.zone = ZoneInfo(zone)
        self.quiet = QUIET[schedule.quiet]
        self.connection = connection
        self.orchestrator = orchestrator_of(pool)
        self.now = change - schedule.hours_before * HOUR
        self.claimed: list[list[QueueContext]] = [[], []]
        start, end = self.quiet or (None, None)
        self.user = add_user(
            connection,
            f"+1415{next(_numbers)}",
            timezone=zone,
            quiet_hours_start=start,
            quiet_hours_end=end,
        )

    def run(self, steps: list[Step]) -> None:
        self.queue(4)
        for step in steps:
            self.now += timedelta(seconds=step.after)
            claimed = self.claimed[step.who]
            if step.what == "queue":
                self.queue(step.count, step.priority, sequence=step.sequence)
            if step.what in ("claim", "sweep"):
                claimed += self.orchestrator.queue.claim(1, uuid4(), now=self.now)
            if step.what in ("settle", "sweep") and claimed:
                self.orchestrator.settle(claimed.pop(), now=self.now)
        for context in [*self.claimed[0], *self.claimed[1]]:  # who dawdled longest
            self.orchestrator.settle(context, now=self.now)

    def end(self) -> None:
        """What still waits must not come up in a later schedule."""
        self.connection.execute(
            "update message_queue set status = 'cancelled' where status in ('queued', 'approved')"
        )

    def queue(self, count: int, priority: str = "medium", *, sequence: bool = False) -> None:
        self.connection.execute(
            "insert into message_queue (user_id, agent_id, message_data, scheduled_for, created_at,"
            "   priority, sequence_id, sequence_position, sequence_total)"
            ' select %s, \'concierge\', \'{"kind": "text", "text": "x"}\', %s, %s, %s, %s,'
            "   case when %s then n end, case when %s then %s::int end"
            " from generate_series(1, %s) n",
            (
                *(self.user, self.now, self.now, priority, uuid4() if sequence else None),
                *(sequence, sequence, count, count),
            ),
        )


def check(connection: Connection, user: UUID, zone: ZoneInfo, quiet: Any) -> list[date]:
    """Fails if the limits were exceeded; returns the days of the releases. A sequence is one."""
    released = column(
        connection,
        "select sent_at from message_queue where user_id = %s and status = 'sent'"
        " group by coalesce(sequence_id, id), sent_at order by sent_at",
        user,
    )
    for first, third in zip(released, released[2:], strict=False):
        assert third - first >= HOUR, f"three within 60 minutes: {released}"
    days = [moment.astimezone(zone).date() for moment in released]
    assert all(days.count(day) <= 5 for day in days), f"six on one day: {released}"
    start, end = quiet or (time(21), time(8))
    for moment in released:
        clock = moment.astimezone(zone).time()
        inside = start <= clock < end if start <= end else clock >= start or clock < end
        assert not inside, f"in quiet hours: {moment.astimezone(zone)}"
    return days


@pytest.mark.parametrize(("chunk", "most"), CHUNKS)
def test_two_orchestrators_never_exceed_the_budget_whatever_the_interleaving(
    chunk: int, most: int, connection: Connection, shared_pool: Pool
) -> None:
    released: list[list[date]] = []

    @seed(chunk)
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(schedules())
    def race(schedule: Schedule) -> None:
        world = World(connection, shared_pool, schedule)
        world.run(schedule.steps)
        released.append(check(connection, world.user, world.zone, world.quiet))
        world.end()

    race()
    assert len(released) == most
    assert sum(map(len, released)) > most, "what releases nothing proves nothing"
    assert any(days.count(day) == 5 for days in released for day in days), "a whole day's budget"


def test_two_orchestrators_at_the_very_same_time_never_exceed_it_either(
    connection: Connection, shared_pool: Pool
) -> None:
    schedule = Schedule(night=0, quiet=1, hours_before=10)
    world = World(connection, shared_pool, schedule)
    # Leases that end at once: each takes the person from the other, and both settle.
    rivals = [
        Orchestrator(
            queue=MessageQueue(shared_pool, lease=timedelta(0)),
            ask=rules_only().ask,
            default_timezone="UTC",
        )
        for _ in range(2)
    ]
    together = threading.Barrier(2, timeout=120)
    outcomes: list[str] = []

    def work(rival: Orchestrator, now: datetime) -> None:
        together.wait()
        claimed = rival.queue.claim(1, uuid4(), now=now)
        together.wait()
        outcomes.extend(str(rival.settle(context, now=now)[0]) for context in claimed)

    with ThreadPoolExecutor(2) as threads:
        for minute in range(0, 30 * 60, 15):
            world.now += timedelta(minutes=15)
            world.queue(2, sequence=minute % 60 == 0)
            for done in [threads.submit(work, rival, world.now) for rival in rivals]:
                done.result()
    days = check(connection, world.user, world.zone, world.quiet)
    assert len(days) >= 10, "two days' worth"
    assert {"done", "lost"} <= set(outcomes), "they did collide"
    world.end()
