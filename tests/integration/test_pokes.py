"""Inserts poke the functions by pg_net: ids only, once a statement, never at an insert's cost."""

import json
import time
from collections.abc import Iterator
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest

from infra.local.pg_net import install
from tests.fixtures.database import Database
from tests.fixtures.examples import each
from tests.fixtures.people import SARAH, Connection, add_outbound, add_user, column, one
from tests.integration.conftest import NOON

SECRET = "a secret of this test"
MANY: LiteralString = (
    "insert into messages (conversation_id, user_id, role, content, direction, status)"
    " select c.id, c.user_id, 'concierge', 'very private words', 'outbound', 'pending'"
    " from conversations c, generate_series(1, %s) returning id"
)


@pytest.fixture
def person(owner: Connection) -> UUID:
    """Somebody with a conversation."""
    user = add_user(owner)
    owner.execute(
        "insert into conversations (user_id, phone_number) values (%s, %s)", (user, SARAH)
    )
    return user


@pytest.fixture
def net(database: Database, owner: Connection, person: UUID) -> Iterator[Connection]:
    """The owner's connection where pg_net is, and both functions listen somewhere."""
    install(database.owner_url)
    owner.execute("select private.set_poke_secret(%s)", (SECRET,))
    for name in ("sms_sender", "event_processor"):
        owner.execute(
            "select private.set_function_endpoint(%s, %s)", (name, f"http://{name}.test/")
        )
    yield owner


@pytest.fixture
def warnings(app: Connection) -> list[str]:
    """What the server warns the functions' role of."""
    heard: list[str] = []

    def hear(diagnostic: psycopg.errors.Diagnostic) -> None:
        if diagnostic.severity_nonlocalized == "WARNING":
            heard.append(diagnostic.message_primary or "")

    app.add_notice_handler(hear)
    return heard


def queued(connection: Connection) -> list[dict[str, Any]]:
    rows = connection.execute(
        "select method, url, headers, convert_from(body, 'UTF8'), timeout_milliseconds"
        " from net.http_request_queue order by id"
    )
    names = ("method", "url", "headers", "body", "timeout")
    return [dict(zip(names, row, strict=True)) for row in rows]


def publish(connection: Connection, count: int, kind: str = "thing.happened") -> list[UUID]:
    return column(
        connection,
        "insert into events (event_type, payload)"
        ' select %s, \'{"words": "very private words"}\' from generate_series(1, %s) returning id',
        kind,
        count,
    )


def test_a_statement_rings_once_with_the_first_hundred_ids_and_nothing_else(
    app: Connection, net: Connection
) -> None:
    ids = column(app, MANY, 150)
    (poke,) = queued(net)
    assert json.loads(poke["body"]) == {"message_ids": [str(id) for id in ids[:100]]}
    assert poke["method"] == "POST"
    assert poke["url"] == "http://sms_sender.test/"
    assert poke["headers"] == {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {SECRET}",
    }
    assert poke["timeout"] == 1000, "pg_net's own default differs between versions"


def test_events_ring_likewise(app: Connection, net: Connection) -> None:
    ids = publish(app, 150)
    (poke,) = queued(net)
    assert poke["url"] == "http://event_processor.test/"
    assert json.loads(poke["body"]) == {"event_ids": [str(id) for id in ids[:100]]}
    assert poke["headers"]["Authorization"] == f"Bearer {SECRET}"


def test_only_what_waits_for_somebody_rings(app: Connection, net: Connection, person: UUID) -> None:
    publish(app, 2, "user.message.received")  # whoever records a text answers it
    app.execute("insert into events (event_type, payload, processed) values ('x.y', '{}', true)")
    app.execute(
        "insert into messages (conversation_id, user_id, role, content, direction)"
        " select id, user_id, 'user', 'Hello', 'inbound' from conversations"
    )
    add_outbound(app, person, "never mind", at=NOON, status="cancelled")
    assert queued(net) == []


def test_nothing_rings_for_what_is_rolled_back(app: Connection, net: Connection) -> None:
    with app.transaction(force_rollback=True):
        app.execute(MANY, (3,))
        publish(app, 3)
    assert queued(net) == []


def test_an_insert_survives_a_pg_net_that_raises_and_the_failure_is_counted(
    app: Connection, net: Connection, warnings: list[str]
) -> None:
    net.execute(
        "create or replace function net.http_post(url text, body jsonb default '{}',"
        " params jsonb default '{}', headers jsonb default '{}',"
        " timeout_milliseconds integer default 5000) returns bigint language plpgsql"
        " as $$ begin raise exception 'worker is gone'; end $$"
    )
    assert len(column(app, MANY, 2)) == 2
    assert len(publish(app, 2)) == 2
    assert one(app, "select count(*) from messages where status = 'queued_for_send'") == 2
    failures = net.execute("select name, error from private.poke_failures order by id").fetchall()
    assert failures == [("sms_sender", "worker is gone"), ("event_processor", "worker is gone")]
    assert [text.split(";")[0] for text in warnings] == [
        "poke of sms_sender failed: worker is gone",
        "poke of event_processor failed: worker is gone",
    ]


def test_a_locked_queue_holds_an_insert_for_a_tenth_of_a_second(
    database: Database, app: Connection, net: Connection, warnings: list[str]
) -> None:
    with psycopg.connect(database.owner_url) as locker:
        locker.execute("lock table net.http_request_queue in access exclusive mode")
        started = time.monotonic()
        assert len(column(app, MANY, 1)) == 1
        waited = time.monotonic() - started
    assert 0.09 < waited < 5, "the role's own limit would be 5 s"
    assert "lock timeout" in warnings[0]
    assert column(net, "select name from private.poke_failures") == ["sms_sender"]
    assert one(app, "show lock_timeout") == "5s", "the limit is the poke's alone"


def test_a_failure_that_cannot_be_counted_is_still_no_reason_to_lose_the_insert(
    database: Database, app: Connection, net: Connection, warnings: list[str]
) -> None:
    with psycopg.connect(database.owner_url) as locker:
        locker.execute("lock table net.http_request_queue, private.poke_failures")
        assert len(column(app, MANY, 1)) == 1
    assert len(warnings) == 2
    assert "not counted" in warnings[1]


def test_without_an_endpoint_nothing_rings_and_nothing_fails(
    database: Database, app: Connection, owner: Connection, person: UUID, warnings: list[str]
) -> None:
    install(database.owner_url)
    assert len(column(app, MANY, 2)) == 2
    assert len(publish(app, 2)) == 2
    assert queued(owner) == []
    assert warnings == []
    assert one(owner, "select count(*) from private.poke_failures") == 0


def test_without_pg_net_inserts_work(
    app: Connection, owner: Connection, person: UUID, warnings: list[str]
) -> None:
    owner.execute("select private.set_function_endpoint('sms_sender', 'http://x.test/')")
    assert one(owner, "select to_regnamespace('net')") is None
    assert len(column(app, MANY, 2)) == 2
    assert warnings == []
    assert one(owner, "select count(*) from private.poke_failures") == 0


def test_notify_is_off_and_where_it_is_on_it_carries_ids_only(
    app: Connection, owner: Connection, person: UUID
) -> None:
    owner.execute("listen send_sms")
    owner.execute("listen agent_events")
    column(app, MANY, 1)
    owner.execute("insert into private.settings (name, value) values ('notify', 'on')")
    ids = column(app, MANY, 2)
    events = publish(app, 1)
    heard = [(n.channel, json.loads(n.payload)) for n in owner.notifies(timeout=60, stop_after=2)]
    assert heard == [
        ("send_sms", [str(id) for id in ids]),
        ("agent_events", [str(id) for id in events]),
    ]


@each(
    "secret", [None, "", " ", "\n", "short", " padded secret", "two\nlines of it", "a secr\u00e9t"]
)
def test_no_secret_that_anybody_could_have_is_kept(owner: Connection, secret: str | None) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="poke secret"):
        owner.execute("select private.set_poke_secret(%s)", (secret,))
    assert column(owner, "select value from private.secrets") == []
