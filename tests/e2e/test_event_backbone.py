"""The backbone as processes: what waits without Redis, and what a twin says to a role."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from infra.local.functions import FunctionProcess
from infra.local.guardian import Guardian
from infra.local.ports import free_port
from infra.local.services import read_services
from tests.fixtures.database import Database
from tests.fixtures.people import MIKE, SARAH, Connection, one
from tests.fixtures.system_events import write_many
from tests.fixtures.twins import add_profile, add_twin_event

SECRET = "a secret of this test"
Start = Callable[..., FunctionProcess]


@pytest.fixture
def start(database: Database, tmp_path: Path) -> Iterator[Start]:
    started: list[FunctionProcess] = []
    with Guardian() as guardian:

        def start(name: str, **environment: str) -> FunctionProcess:
            service = next(one for one in read_services() if one.name == name)
            given = {"DATABASE_URL": database.app_url, "POKE_SECRET": SECRET, **environment}
            function = FunctionProcess(
                service, free_port(), given, log=tmp_path / name, guardian=guardian
            )
            started.append(function)
            function.start()
            return function

        yield start
        for function in started:
            function.stop()


def call(function: FunctionProcess, secret: str = SECRET) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {secret}"}
    return httpx2.post(function.url, json={}, headers=headers, timeout=50)


def test_without_redis_the_publisher_says_so_and_events_wait(
    start: Start, owner: Connection
) -> None:
    function = start("outbox_publisher")
    write_many(owner, 3)
    assert call(function, "wrong").status_code == 401
    answer = call(function)
    assert answer.status_code == 200
    assert answer.json() == {
        "claimed": 0,
        "done": 0,
        "deferred": 0,
        "waiting": 3,
        "transport": "none: REDIS_URL is not set",
    }
    assert '"oldest_due_seconds": 0.0' in function.log_tail(), "it was swept, and nobody is late"


def test_with_redis_away_it_answers_with_counts_and_its_log_with_the_lag(
    start: Start, owner: Connection
) -> None:
    function = start("outbox_publisher", REDIS_URL=f"redis://:s3cret@127.0.0.1:{free_port()}")
    write_many(owner, 3)
    answer = call(function)
    assert answer.status_code == 200
    assert answer.json() == {
        "claimed": 3,
        "done": 0,
        "deferred": 3,
        "waiting": 3,
        "transport": "redis",
    }
    log = function.log_tail()
    assert "oldest_due_seconds" in log
    assert "s3cret" not in log


def test_a_database_that_is_away_is_503(start: Start) -> None:
    gone = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    function = start("outbox_publisher", DATABASE_URL=gone)
    assert call(function).status_code == 503


def test_the_event_processor_queues_what_a_twin_says(start: Start, owner: Connection) -> None:
    source = add_profile(owner, "sales", phone=SARAH, name="Sarah Chen")
    add_profile(owner, "engineering", phone=MIKE)
    add_twin_event(owner, source, "engineering", event_type="alert")
    add_twin_event(owner, source, "engineering", event_type="context_shared")
    answer = call(start("event_processor"))
    assert answer.status_code == 200
    counts = answer.json()
    assert counts["twin_events"] == 1
    assert counts["twin_events_told"] == 1
    assert one(owner, "select message_data ->> 'event_type' from message_queue") == "alert"
    assert one(owner, "select event_type from twin_events where not processed") == "context_shared"
