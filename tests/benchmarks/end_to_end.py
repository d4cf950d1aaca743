"""From a text's webhook to Twilio's create call for its reply, through the whole stack."""

import itertools
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from threading import Condition
from typing import Any

import psycopg

from infra.local.guardian import Guardian
from infra.local.stack import DatabaseUrls, Stack, StackOptions
from tests.benchmarks.report import Section, milliseconds, percentile, ratio
from tests.benchmarks.webhook import BARE, Peers, post

SLOWLY = 20  # texts, one a second
AT_ONCE = 50  # texts in one burst
PATIENCE = 60.0  # seconds until a reply that does not come is a failure


class Journeys:
    """When each person's text was posted and the reply to it was created, by the stand-in."""

    def __init__(self) -> None:
        self.posted: dict[str, float] = {}
        self.created: dict[str, float] = {}
        self._changed = Condition()

    def __call__(self, event: dict[str, Any]) -> None:
        with self._changed:
            if event["type"] == "inbound.posted":
                self.posted.setdefault(event["sender"], event["at"])
            elif event["type"] == "api.create":
                self.created.setdefault(event["to"], event["at"])
                self._changed.notify_all()

    def wait_for(self, people: list[str]) -> None:
        """Returns when everybody's reply has been created."""
        with self._changed:
            if not self._changed.wait_for(
                lambda: all(person in self.created for person in people), timeout=PATIENCE
            ):
                raise RuntimeError(f"not everybody was answered within {PATIENCE:.0f} s")


def measure(directory: Path, *, quick: DatabaseUrls, faithful: DatabaseUrls) -> Section:
    """Slowly and at once, with the quick pg_net stand-in and with one as slow as the real one."""
    with Guardian() as guardian, ExitStack() as cleanup:
        # Constant answers, without a database: what an HTTP request costs here.
        bare = Peers(directory, cleanup, guardian).start(BARE, "postgresql://nowhere/nothing")
        post(bare, 1, seconds=0.5)
        floor = post(bare, 1, seconds=2).latencies
        numbers = itertools.count(2_000_000)
        rows = [
            row
            for database in (quick, faithful)
            for row in _with_stack(directory, database, database is faithful, floor, numbers)
        ]
    return Section(
        "End to end: webhook posted to Twilio's create call",
        "What a person waits for of us: their text's webhook leaves Twilio, is answered by the rule"
        " engine, the reply is queued, pg_net pokes `sms_sender`, and that calls Twilio. The floor"
        f" is a bare request to functions-framework ({milliseconds(percentile(floor, 0.5))} ms); a"
        " reply needs three requests one after the other at least. The real pg_net sends a batch"
        " and waits a second: from a text a second on, the bell is late by up to that, while the"
        " reply is queued as soon as ever. At once means on one core: the last of the burst waits"
        " for all the others' turns.",
        [
            "",
            "p50 / floor",
            "p95 / floor",
            "p50 ms",
            "p95 ms",
            "reply queued p50 ms",
            "reply queued p95 ms",
        ],
        rows,
    )


def _with_stack(
    directory: Path,
    database: DatabaseUrls,
    faithful: bool,
    floor: list[float],
    numbers: "itertools.count[int]",
) -> list[list[str]]:
    mode = "faithful pg_net" if faithful else "quick pg_net"
    journeys = Journeys()
    options = StackOptions(database=database, faithful_pg_net=faithful)
    with Stack(directory / f"stack-{faithful}", options=options) as stack:
        stack.twilio.add_listener(journeys)

        def texted(count: int, pause: float) -> list[str]:
            people = [f"+1707{next(numbers)}" for _ in range(count)]
            began = time.monotonic()
            for index, person in enumerate(people):
                time.sleep(max(0.0, began + index * pause - time.monotonic()))
                stack.twilio.receive(person, "Hello")
            journeys.wait_for(people)
            return people

        texted(4, 0.5)  # pools, caches
        cases: list[tuple[str, Callable[[], list[str]]]] = [
            (f"{SLOWLY} texts, one a second, {mode}", lambda: texted(SLOWLY, 1.0)),
            (f"{AT_ONCE} texts at once, {mode}", lambda: texted(AT_ONCE, 0.0)),
        ]
        return [_row(name, case(), journeys, stack.database.owner, floor) for name, case in cases]


def _row(
    name: str, people: list[str], journeys: Journeys, owner_url: str, floor: list[float]
) -> list[str]:
    queued = _queued(owner_url)
    whole = [journeys.created[one] - journeys.posted[one] for one in people]
    answered = [queued[one] - journeys.posted[one] for one in people]
    base = percentile(floor, 0.5)
    return [
        name,
        *(ratio(percentile(whole, share), base) for share in (0.5, 0.95)),
        *(milliseconds(percentile(whole, share)) for share in (0.5, 0.95)),
        *(milliseconds(percentile(answered, share)) for share in (0.5, 0.95)),
    ]


def _queued(owner_url: str) -> dict[str, float]:
    """When each person's first reply was written; one machine, so one clock."""
    first: dict[str, float] = defaultdict(lambda: float("inf"))
    with psycopg.connect(owner_url) as connection:
        rows = connection.execute(
            "select phone_number, extract(epoch from min(m.created_at))::float8 from messages m"
            " join users u on u.id = m.user_id where direction = 'outbound' group by 1"
        )
        first.update({str(row[0]): float(row[1]) for row in rows})
    return first
