"""All of it works through a pooler in transaction mode: Debian's PgBouncer, two connections."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import urlsplit
from uuid import uuid4

import httpx2
import pytest

from infra.local.stack import DatabaseUrls, Stack, StackOptions
from shared.db.events import Events
from shared.db.outbound import Outbound
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.doctor.command import doctor
from tests.fixtures.database import Database
from tests.fixtures.faults.scene import lively
from tests.fixtures.people import SARAH, Connection, column, decision, one, text
from tests.fixtures.pgbouncer import pgbouncer
from tests.fixtures.queued import add_queued
from tests.fixtures.waiting import until

PEOPLE = 40


@pytest.fixture
def pooled_url(database: Database) -> Iterator[str]:
    """This test's database as the functions' role, through PgBouncer."""
    server = urlsplit(database.app_url)
    assert server.port is not None
    assert server.username is not None
    assert server.password is not None
    with pgbouncer(server.port, server.username, server.password, connections=2) as port:
        yield f"postgresql://anybody@127.0.0.1:{port}/{database.name}"


@pytest.fixture
def pooled(pooled_url: str, database: Database) -> Iterator[Pool]:
    """Our own pool on it."""
    pool = Pool(pooled_url, pool_max=16)
    assert pool.value("select current_database()") == database.name, "not our server"
    yield pool
    pool.close()


def test_turns_sends_and_events_go_their_way_through_two_connections(
    pooled: Pool, owner: Connection
) -> None:
    turns, outbound = Turns(pooled), Outbound(pooled)

    def live(number: int) -> None:
        recorded = turns.record(text("Hello", sender=f"+1628555{number:04}"))
        assert recorded.turn is not None
        turns.settle(recorded.turn, decision("Hi."), [("Hi.", 1)], decided_ms=1)

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(live, range(PEOPLE)))
    token = uuid4()
    while claimed := outbound.claim(8, token):
        for message in claimed:
            outbound.accepted(message.id, token, f"SM{message.id.hex}")

    assert column(owner, "select distinct status from messages order by 1") == ["received", "sent"]
    assert one(owner, "select count(*) from messages") == 2 * PEOPLE
    owner.execute("insert into events (event_type, payload) values ('thing.happened', '{}')")
    events = Events(pooled)
    (event,) = events.claim(10, token).events
    events.settle(event, token)
    assert column(owner, "select processed from events where event_type = 'thing.happened'") == [
        True
    ]


def test_the_roles_time_limits_hold_behind_the_pooler(pooled: Pool) -> None:
    assert pooled.value("show statement_timeout") == "8s"


def test_doctor_examines_through_the_pooler_and_leaves_nothing_behind(
    pooled: Pool, pooled_url: str, database: Database, owner: Connection
) -> None:
    scene = lively(database, owner)
    assert doctor({"DATABASE_URL": pooled_url}) == 0
    scene.task("pending", "3 minutes")
    assert doctor({"DATABASE_URL": pooled_url}) == 1
    settings = "select current_setting(%s)"
    assert pooled.value(settings, ("statement_timeout",)) == "8s"
    assert pooled.value(settings, ("transaction_read_only",)) == "off"


def test_everything_goes_its_whole_way_through_it(
    database: Database, pooled_url: str, owner: Connection, tmp_path: Path
) -> None:
    options = StackOptions(
        database=DatabaseUrls(database.owner_url, pooled_url), sweep_interval=0.5
    )
    with Stack(tmp_path, options=options) as stack:
        stack.twilio.receive(SARAH, "Mike Torres sent me, I'm Sarah Chen")
        _until(owner, 1, "select count(*) from messages where status = 'delivered'", "a reply")
        user, conversation = owner.execute("select user_id, id from conversations").fetchall()[0]

        owner.execute(
            "insert into agent_tasks"
            " (task_type, agent_type, user_id, context_id, context_type, scheduled_for,"
            " context_json) values ('create_conversation_summary', 'system', %s, %s,"
            " 'conversation', now(), jsonb_build_object('conversation_id', %s::text))",
            (user, conversation, conversation),
        )
        done = "select status from agent_tasks where task_type = 'create_conversation_summary'"
        _until(owner, "completed", done, "the task is done")
        summary = one(owner, "select conversation_summary from conversations")
        assert "We asked: profile field, work" in summary

        owner.execute("update users set quiet_hours_start = '0:00', quiet_hours_end = '0:00'")
        add_queued(owner, user, "Waited for its moment.", at=datetime.now(UTC))
        delivered = "select status from messages where content = 'Waited for its moment.'"
        _until(owner, "delivered", delivered, "the queued message is released and sent")
        assert one(owner, "select status from message_queue") == "sent"

        owner.execute("insert into events (event_type, payload) values ('thing.happened', '{}')")
        passed = "select processed from events where event_type = 'thing.happened'"
        _until(owner, True, passed, "the event passes")

        # Pokes for nothing, and for what is finished or never was, change nothing.
        before = _everything(owner)
        secret = stack.secrets.poke_secret
        for name, key in POKES.items():
            for body in ({}, {key: [str(uuid4()), str(user)]} if key else {}):
                response = httpx2.post(
                    stack.functions[name].url,
                    json=body,
                    headers={"Authorization": f"Bearer {secret}"},
                    timeout=60,
                )
                assert response.status_code == 200, (name, response.text)
        assert _everything(owner) == before


POKES = {
    "event_processor": "event_ids",
    "sms_sender": "message_ids",
    "task_processor": "task_ids",
    "message_orchestrator": None,
}


def _until(owner: Connection, value: object, query: LiteralString, what: str) -> None:
    until(lambda: one(owner, query) == value, what)


def _everything(owner: Connection) -> list[Any]:
    """All that pokes could have changed."""
    return [
        column(owner, statement)
        for statement in (
            "select to_jsonb(m) from messages m order by seq",
            "select to_jsonb(e) from events e order by seq",
            "select to_jsonb(t) from agent_tasks t order by seq",
            "select to_jsonb(q) from message_queue q order by seq",
        )
    ]
