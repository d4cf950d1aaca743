"""The orchestrator as a process: poked, swept, and what it releases reaches the phone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest

from infra.local.stack import DatabaseUrls, Stack, StackOptions
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, add_user, column, one
from tests.fixtures.queued import add_queued, steps
from tests.fixtures.texting import TEXTING
from tests.fixtures.waiting import until


@pytest.fixture
def stack(database: Database, tmp_path: Path) -> Iterator[Stack]:
    options = StackOptions(
        functions=(*TEXTING, "message_orchestrator"),
        database=DatabaseUrls(database.owner_url, database.functions_url),
        sweep_interval=600,  # what happens here happens by pokes, or by the test's own sweep
    )
    with Stack(tmp_path, options=options) as stack:
        yield stack


def awake(owner: Connection) -> None:
    """Everybody, whatever the hour of the test."""
    owner.execute(
        "insert into user_message_budget (user_id, date, quiet_hours_enabled)"
        " select id, '2026-01-01', false from users"
    )


def test_what_is_queued_now_reaches_the_phone_by_pokes_alone(
    stack: Stack, owner: Connection
) -> None:
    user = add_user(owner)
    awake(owner)
    queued = add_queued(owner, user, "Hello there.", at=datetime.now(UTC))

    delivered = "select content from messages where status = 'delivered'"
    until(lambda: column(owner, delivered) == ["Hello there."], "delivered")
    assert [step["step"] for step in steps(owner, queued)] == ["released"]
    assert one(owner, "select messages_sent from user_message_budget order by date desc") == 1


def test_a_sweep_does_what_no_poke_has_announced_and_says_what_it_did(
    stack: Stack, owner: Connection
) -> None:
    user = add_user(owner)
    awake(owner)
    owner.execute("delete from private.function_endpoints where name = 'message_orchestrator'")
    for number in range(3):
        add_queued(owner, user, str(number), at=datetime.now(UTC))

    url = stack.functions["message_orchestrator"].url
    headers = {"Authorization": f"Bearer {stack.secrets.poke_secret}"}
    with httpx2.Client(trust_env=False, timeout=60) as client:
        assert client.post(url, json={}).status_code == 401
        assert client.get(f"{url}/health").json() == {"status": "ok"}
        answer = client.post(url, json={}, headers=headers)

    assert answer.json() == {
        "claimed": 1,
        "done": 1,
        "retried": 0,
        "dead": 0,
        "release": 2,
        "hold": 1,
        "supersede": 0,
        "cancel": 0,
        "fail": 0,
    }
