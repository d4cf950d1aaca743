"""The webhook as Twilio calls it: ours, the naive version, and functions-framework alone."""

import itertools
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from infra.local.functions import FunctionProcess
from infra.local.guardian import Guardian
from infra.local.ports import free_port
from infra.local.services import ROOT, Service, read_services
from shared.db.pool import Database
from tests.benchmarks.delay import delayed
from tests.benchmarks.load import PEOPLE_EACH, Burst, Load, run
from tests.benchmarks.report import Section, milliseconds, percentile, ratio
from tests.fixtures.wire import wire

SECONDS = 2.5
ROUNDS = 3
CONNECTIONS = (1, 16)
NETWORK_MS = 2.0
TOKEN = "the auth token of this run"
NUMBER = "+14155550100"
PUBLIC = "https://bench.test"


@dataclass(frozen=True)
class Peer:
    """One way to serve the webhook."""

    name: str
    source: str
    target: str
    environment: tuple[tuple[str, str], ...] = ()


BARE = Peer(
    "functions-framework alone", str(ROOT / "tests/benchmarks/bare_function.py"), "bare_function"
)
OURS = Peer("twilio_webhook", "functions/twilio_webhook/main.py", "twilio_webhook")
_NAIVE_SOURCE = str(ROOT / "tests/benchmarks/naive_webhook.py")
NAIVE = Peer("naive", _NAIVE_SOURCE, "naive_webhook")
NAIVE_AUTOCOMMIT = Peer(
    "naive, autocommit", _NAIVE_SOURCE, "naive_webhook", (("NAIVE_AUTOCOMMIT", "1"),)
)
TURN_PEERS = (OURS, NAIVE, NAIVE_AUTOCOMMIT)

# People of one burst are nobody's of another.
_first = itertools.count(step=max(CONNECTIONS) * PEOPLE_EACH)


class Peers:
    """The peers as processes on one database."""

    def __init__(self, directory: Path, stack: ExitStack, guardian: Guardian) -> None:
        self._directory = directory
        self._stack = stack
        self._guardian = guardian
        self._service = next(one for one in read_services() if one.name == "twilio_webhook")

    def start(self, peer: Peer, database_url: str) -> FunctionProcess:
        """A process that answers; it stops with the stack."""
        environment: Mapping[str, str] = {
            "DATABASE_URL": database_url,
            "PUBLIC_BASE_URL": PUBLIC,
            "TWILIO_ACCOUNT_SID": f"AC{0:032x}",
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_PHONE_NUMBER": NUMBER,
            "PYTHONPATH": str(ROOT),
            **dict(peer.environment),
        }
        process = FunctionProcess(
            self._described(peer),
            free_port(),
            environment,
            log=self._directory / f"{peer.target}.log",
            guardian=self._guardian,
        )
        process.start()
        self._stack.callback(process.stop)
        return process

    def _described(self, peer: Peer) -> Service:
        return self._service.model_copy(
            update={"name": peer.target, "source": peer.source, "target": peer.target}
        )


def post(process: FunctionProcess, connections: int, seconds: float = SECONDS) -> Burst:
    """Texts for a while, from people who have not been there."""
    return run(
        Load(
            url=f"{process.url}/sms",
            auth_token=TOKEN,
            signed_as=f"{PUBLIC}/sms",
            number=NUMBER,
            connections=connections,
            seconds=seconds,
            first=next(_first),
        )
    )


def measure(directory: Path, app_url: str) -> list[Section]:
    """Requests a second and their times, with and without a network to the database."""
    counts = {peer: _round_trips(directory, peer, app_url) for peer in TURN_PEERS}
    near = _rows(directory, app_url, (BARE, *TURN_PEERS), counts)
    with delayed(app_url, NETWORK_MS) as far_url:
        trip = _round_trip_seconds(far_url)
        far = _rows(directory, far_url, TURN_PEERS, counts)
    _require_all_answered(app_url)
    columns = [
        "",
        "connections",
        "requests/s / ours",
        "p50 / ours",
        "round trips a text",
        "requests/s",
        "p50 ms",
        "p95 ms",
        "p99 ms",
    ]
    return [
        Section(
            "Webhook, database on the same machine",
            "Twilio's signed request to its answer, the text recorded, decided by the rule engine"
            " and settled. The naive version makes the same reply with one query for each step and"
            " keeps none of the promises; here, round trips cost next to nothing.",
            columns,
            near,
        ),
        Section(
            "Webhook, database over a network",
            "The same with the round trip that a cloud has between function and database"
            f" ({milliseconds(trip)} ms, a `select 1` through a delaying proxy): round trips"
            " decide, and ours makes two.",
            columns,
            far,
        ),
    ]


def _rows(
    directory: Path, database_url: str, peers: tuple[Peer, ...], counts: dict[Peer, float]
) -> list[list[str]]:
    rows: list[list[str]] = []
    with Guardian() as guardian, ExitStack() as stack:
        started = Peers(directory, stack, guardian)
        processes = {peer: started.start(peer, database_url) for peer in peers}
        for connections in CONNECTIONS:
            for process in processes.values():
                post(process, connections, seconds=0.7)  # connections, caches, imports
            bursts: dict[Peer, list[Burst]] = {peer: [] for peer in peers}
            for _ in range(ROUNDS):  # in turn: what disturbs the machine disturbs all
                for peer, process in processes.items():
                    bursts[peer].append(post(process, connections))
            rates = {peer: _rate(bursts[peer]) for peer in peers}
            times = {peer: [t for one in bursts[peer] for t in one.latencies] for peer in peers}
            for peer in peers:
                rows.append(
                    [
                        peer.name,
                        str(connections),
                        ratio(rates[peer], rates[OURS]),
                        ratio(percentile(times[peer], 0.5), percentile(times[OURS], 0.5)),
                        f"{counts[peer]:.1f}" if peer in counts else "0",
                        f"{rates[peer]:.0f}",
                        *(milliseconds(percentile(times[peer], at)) for at in (0.5, 0.95, 0.99)),
                    ]
                )
    return rows


def _rate(bursts: list[Burst]) -> float:
    return sum(len(one.latencies) for one in bursts) / sum(one.seconds for one in bursts)


def _round_trips(directory: Path, peer: Peer, app_url: str) -> float:
    """What really reaches the server for a text, counted on the wire on a warm connection."""
    with wire(app_url) as counter, Guardian() as guardian, ExitStack() as stack:
        process = Peers(directory, stack, guardian).start(peer, counter.url)
        post(process, 1, seconds=0.5)
        before = counter.round_trips
        burst = post(process, 1, seconds=1)
        return (counter.round_trips - before) / len(burst.latencies)


def _require_all_answered(app_url: str) -> None:
    """A fast answer to a text that was not settled would be no achievement."""
    pool = Database(app_url, pool_max=1)
    try:
        left = pool.value("select count(*) from events where not processed")
        texts = pool.value("select count(*) from messages where direction = 'inbound'")
        replies = pool.value("select count(*) from messages where direction = 'outbound'")
    finally:
        pool.close()
    if left or replies < texts:
        raise RuntimeError(f"{texts} texts, {replies} replies, {left} events left")


def _round_trip_seconds(url: str) -> float:
    pool = Database(url, pool_max=1)
    try:
        times: list[float] = []
        for _ in range(200):
            started = time.perf_counter()
            pool.value("select 1")
            times.append(time.perf_counter() - started)
        return percentile(times[20:], 0.5)
    finally:
        pool.close()
