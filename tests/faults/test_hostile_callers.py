"""Every function, met by strangers who mean harm: no error, no hang, no memory, no silence.

All functions at once, each with 2,000 hostile requests (200 in `make test`) one after another, 40
connections whose head and 40 whose body never ends, and somebody who asks for /health always.
"""

import random
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from infra.local.functions import FunctionProcess
from infra.local.guardian import Guardian
from infra.local.ports import free_port, free_ports
from infra.local.services import read_services
from tests.fixtures.database import Database
from tests.fixtures.hostile import hostile_requests
from tests.fixtures.memory import peak_memory
from tests.fixtures.raw_client import ask, connect, post

SEED = 20261128
# To each function; all of them in `make check`, a tenth in `make test`.
REQUESTS = [200, pytest.param(2_000, marks=pytest.mark.deep)]
SLOW = 40
SECRET = "a secret of this test"


@pytest.fixture
def functions(database: Database, tmp_path: Path) -> Iterator[list[FunctionProcess]]:
    """Every function of services.yaml, with all its settings."""
    services = read_services()
    nobody = f"127.0.0.1:{free_port()}"
    variables = {
        "ARCHIVE_BUCKET": "archive",
        "ARCHIVE_ENDPOINT_URL": f"http://{nobody}",
        "DATABASE_URL": database.functions_url,
        "MAIL_DOMAIN": "mail.x.test",
        "MAIL_WEBHOOK_SECRET": SECRET,
        "OIDC_AUDIENCE": "https://x.test",
        "OIDC_CERTS_URL": f"http://{nobody}/certs",
        "OIDC_SERVICE_ACCOUNT": "sweeps@x.test",
        "POKE_SECRET": SECRET,
        "PUBLIC_BASE_URL": "https://sms.x.test",
        "REDIS_URL": f"redis://{nobody}/0",
        "UPLOAD_SIGNING_KEY": SECRET,
        "STRIPE_API_KEY": "sk_test_of_this_test",
        "STRIPE_WEBHOOK_SECRET": SECRET,
        "TWILIO_ACCOUNT_SID": "AC1",
        "TWILIO_API_BASE_URL": f"http://{nobody}",
        "TWILIO_AUTH_TOKEN": SECRET,
        "TWILIO_PHONE_NUMBER": "+14155550100",
    }
    with Guardian() as guardian:
        started = [
            FunctionProcess(
                service, port, variables, log=tmp_path / f"{service.name}.log", guardian=guardian
            )
            for service, port in zip(services, free_ports(len(services)), strict=True)
        ]
        for function in started:
            function.start(wait=False)
        for function in started:
            function.wait_until_ready()
        yield started
        for function in started:
            function.kill()


def never_end(port: int, over: threading.Event, chance: random.Random) -> None:
    """Opens SLOW heads and as many bodies, and sends a byte of each now and then."""
    head = b"POST / HTTP/1.1\r\nHost: x.test\r\nX-Slow: a"
    signed = "X-Twilio-Signature: c2lnbmVk"
    bodies = [post(path, signed, body=b"a", length=60_000) for path in ("/", "/sms", "/health")]
    with ExitStack() as opened:
        open_ones: list[socket.socket] = []
        while not over.wait(0.3):
            while len(open_ones) < 2 * SLOW:
                connection = opened.enter_context(connect(port))
                connection.sendall(head if len(open_ones) % 2 else chance.choice(bodies))
                open_ones.append(connection)
            for connection in list(open_ones):
                try:
                    connection.send(b"a")
                except OSError:
                    open_ones.remove(connection)
                    connection.close()


def attack(
    function: FunctionProcess, number: int, *, requests: int
) -> tuple[Counter[int], list[str]]:
    """What was answered, and what must not have been: errors, and hangs of ten seconds."""
    statuses: Counter[int] = Counter()
    wrong: list[str] = []
    for request in hostile_requests(SEED + number, requests):
        try:
            status = ask(function.port, request.sent, cut_short=True).status
        except TimeoutError:
            status = 599
        statuses[status] += 1
        if status >= 500:
            wrong.append(f"{function.name} {status} {request.kind}: {request.sent[:200]!r}")
    return statuses, wrong


def watch(function: FunctionProcess, over: threading.Event) -> Counter[int]:
    """What /health says; whoever waits ten seconds for it has a TimeoutError."""
    seen: Counter[int] = Counter()
    while not over.wait(0.1):
        seen[ask(function.port, b"GET /health HTTP/1.1\r\nHost: x.test\r\n\r\n").status] += 1
    return seen


@pytest.mark.parametrize("requests", REQUESTS)
def test_strangers_get_no_error_hang_no_thread_fill_no_memory_and_silence_nobody(
    functions: list[FunctionProcess], requests: int
) -> None:
    over = threading.Event()
    with ThreadPoolExecutor(3 * len(functions)) as threads:
        slow = [
            threads.submit(never_end, one.port, over, random.Random(SEED))  # noqa: S311
            for one in functions
        ]
        health = [threads.submit(watch, one, over) for one in functions]
        try:
            attacks = list(
                threads.map(partial(attack, requests=requests), functions, range(len(functions)))
            )
        finally:
            over.set()
        for one in slow:
            one.result()
        healthy = {
            one.name: watched.result() for one, watched in zip(functions, health, strict=True)
        }
    wrong = [line for _, lines in attacks for line in lines]
    assert not wrong, "\n".join(wrong[:20])
    for statuses, _ in attacks:
        assert sum(statuses.values()) == requests
        assert ({400, 404} if requests < 1000 else {400, 404, 414, 431}) <= statuses.keys()
    assert {status for seen in healthy.values() for status in seen} == {200}, healthy
    for function in functions:
        assert peak_memory(function.pid) < function.service.memory_bytes, function.name
        log = function.log.read_text()
        assert "Traceback" not in log, (
            f"{function.name}\n{log[log.index('Traceback') - 3000 :][:6000]}"
        )
        assert max(map(len, log.splitlines())) < 10_000
