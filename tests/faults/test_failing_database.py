"""People text while the database is frozen, restarted, emptied of connections and swallowed.

Nothing of it needs a person, nor a restart of any function: in the end every text is answered,
in order, once, and nothing waits.
"""

import gc
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psycopg
import pytest

from infra.local.postgres import FAST, Postgres
from infra.local.roles import APP_ROLE, INGEST_ROLE
from infra.local.services import read_services
from infra.local.settings import Ports
from infra.local.stack import DATABASE, Stack, StackOptions
from tests.fixtures.swallowing_proxy import SwallowingProxy, swallowing_proxy
from tests.fixtures.texting import (
    SHORT_WAITS,
    assert_everything_answered,
    assert_nothing_twice_nothing_lost,
    assert_order,
    wait_until_settled,
)
from tests.fixtures.waiting import until

pytestmark = pytest.mark.deep

FAULT_SECONDS = 20.0
PEOPLE = [f"+1628{5570000 + number}" for number in range(40)]


@dataclass(frozen=True)
class Scene:
    """A stack whose functions reach their database by way of a proxy."""

    stack: Stack
    server: Postgres
    proxy: SwallowingProxy


Fault = Callable[[Scene], None]


@contextmanager
def running(directory: Path) -> Generator[Scene]:
    """Everything, started and cleared away again."""
    ports = Ports.free(read_services())
    server = Postgres(directory, ports.postgres, options=FAST)
    app, ingest = (server.url(DATABASE, role) for role in (APP_ROLE, INGEST_ROLE))
    with swallowing_proxy(app) as proxy:
        options = StackOptions(
            postgres_options=FAST,
            sweep_interval=1.0,
            environment=SHORT_WAITS | {"DATABASE_URL": proxy.url(app)},
            function_environment={"event_ingest": {"DATABASE_URL": proxy.url(ingest)}},
        )
        with Stack(directory, ports=ports, options=options) as stack:
            yield Scene(stack, server, proxy)
    server.stop()  # what `restart` has started is gone with the stack's data
    gc.collect()  # here, where it is expected: see below


def freeze(scene: Scene) -> None:
    """No process of the server runs; their kernel takes whatever is sent to them."""
    postmaster = int((scene.server.data / "postmaster.pid").read_text().split("\n", 1)[0])
    os.kill(postmaster, signal.SIGSTOP)  # first: it makes no more
    backends = _children(postmaster)
    for pid in backends:
        _signal(pid, signal.SIGSTOP)
    time.sleep(FAULT_SECONDS)
    for pid in (*backends, postmaster):
        _signal(pid, signal.SIGCONT)


def restart(scene: Scene) -> None:
    """The server ends, as in maintenance, and comes back after a while."""
    scene.server.stop()
    time.sleep(FAULT_SECONDS / 2)
    scene.server.start()


def take_the_connections_away(scene: Scene) -> None:
    """Each is ended as soon as it is there, and hardly one is to be had."""
    with psycopg.connect(scene.stack.database.owner, autocommit=True) as owner:
        owner.execute("alter role yachtparty_app connection limit 2")
        end = time.monotonic() + FAULT_SECONDS / 2
        while time.monotonic() < end:
            owner.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where usename in ('yachtparty_app', 'yachtparty_ingest')"
            )
            time.sleep(0.5)
        owner.execute("alter role yachtparty_app connection limit -1")


def swallow(scene: Scene) -> None:
    """Statements under way are never answered, also afterwards; nor is who connects meanwhile."""
    scene.proxy.blackhole()
    time.sleep(FAULT_SECONDS)
    scene.proxy.heal()


# A connection that the stand-in has open when it is stopped is left to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("fault", [freeze, restart, take_the_connections_away, swallow])
def test_every_text_is_answered_once_and_in_order_whatever_becomes_of_the_database(
    tmp_path_factory: pytest.TempPathFactory, fault: Fault
) -> None:
    with running(tmp_path_factory.mktemp("stack")) as scene:
        stack = scene.stack
        sent = _text(stack, "Hello")
        with _watched(stack) as answers:
            failing = threading.Thread(target=fault, args=(scene,))
            failing.start()
            sent += _text(stack, "I'm Sarah Chen")
            failing.join()
            until(lambda: _ready(stack) == set(stack.functions), "every function is ready again")
        sent += _text(stack, "CTO at Acme")
        assert answers == {"/health": {200}, "/ready": {200, 503}}
        with psycopg.connect(stack.database.owner, autocommit=True) as connection:
            wait_until_settled(connection, sent)
            assert_everything_answered(connection, sent)
            assert_nothing_twice_nothing_lost(stack, connection)
            assert_order(stack, connection)


def _text(stack: Stack, body: str) -> list[str]:
    return [stack.twilio.receive(number, body) for number in PEOPLE]


@contextmanager
def _watched(stack: Stack) -> Generator[dict[str, set[int]]]:
    """What health and readiness answer of each function meanwhile; they always answer."""
    answers: dict[str, set[int]] = {"/health": set(), "/ready": set()}
    over = threading.Event()

    def watch(url: str) -> None:
        while not over.wait(0.5):
            for path, statuses in answers.items():
                statuses.add(httpx2.get(f"{url}{path}", timeout=30).status_code)

    with ThreadPoolExecutor(len(stack.functions)) as threads:
        watching = [threads.submit(watch, function.url) for function in stack.functions.values()]
        try:
            yield answers
        finally:
            over.set()
        for one in watching:
            one.result()


def _ready(stack: Stack) -> set[str]:
    return {
        name
        for name, function in stack.functions.items()
        if httpx2.get(f"{function.url}/ready", timeout=30).status_code == 200
    }


def _children(parent: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True, timeout=60
    )
    pairs = [line.split() for line in listed.stdout.splitlines()]
    return [int(pid) for pid, ppid in pairs if int(ppid) == parent]


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return  # it had ended by then
