"""The hot statements cost the same however much is finished: seen by what the server really read.

The functions themselves are called, on tables with thousands of finished rows, and the server's own
counters say which indexes they went through and how many entries they touched.
"""

import json
import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, LiteralString

import psycopg
import pytest

from tests.fixtures.database import Database
from tests.fixtures.people import Connection, one

PEOPLE = 400
FINISHED = 20_000  # of messages, and of events
# Of the tables that grow for ever, an index entry read for nothing is a cost that grows too.
GROWING = ("messages", "events", "agent_actions_log", "consent_events")


@dataclass
class Reads:
    """What a statement read of the growing tables: whole-table scans, entries by index."""

    table_scans: set[str] = field(default_factory=set[str])
    indexes: dict[str, int] = field(default_factory=dict[str, int])


@pytest.fixture
def full(owner: Connection) -> Connection:
    """A grown database: everything finished but a few rows of each kind, statistics up to date."""
    owner.execute(
        "alter table messages disable trigger user; alter table events disable trigger user"
    )
    owner.execute(
        "insert into users (phone_number)"
        " select '+1415' || 5550000 + n from generate_series(1, %s) n",
        (PEOPLE,),
    )
    owner.execute(
        "insert into conversations (user_id, phone_number) select id, phone_number from users"
    )
    owner.execute(
        "insert into messages (conversation_id, user_id, role, content, direction, status,"
        "   twilio_message_sid, created_at, sent_at, available_at)"
        " select c.id, c.user_id, 'user', 'Hello',"
        "   case when n %% 2 = 0 then 'inbound' else 'outbound' end,"
        "   case when n %% 2 = 0 then 'received' else 'delivered' end, 'SM' || n || c.phone_number,"
        "   now() - n * interval '1 minute', now() - n * interval '1 minute', now()"
        " from conversations c, generate_series(1, %s) n",
        (FINISHED // PEOPLE,),
    )
    owner.execute(
        "insert into events (event_type, aggregate_type, aggregate_id, payload, processed, lane)"
        " select 'user.message.received', 'user', id, '{}', true,"
        "   case when n %% 2 = 0 then 'conversation' else 'background' end"
        " from users, generate_series(1, %s) n",
        (FINISHED // PEOPLE,),
    )
    for status in ("queued_for_send", "sending", "unconfirmed", "sent"):
        owner.execute(
            "insert into messages (conversation_id, user_id, role, content, direction, status,"
            "   twilio_message_sid, created_at, sent_at, attempted_at, available_at)"
            " select c.id, c.user_id, 'bouncer', 'Hi', 'outbound', %(status)s::text,"
            "   case when %(status)s::text = 'sent' then 'SM' || c.phone_number end,"
            "   now(), now(), now(), now() - interval '1 minute'"
            " from conversations c where right(phone_number, 2) ="
            "   case %(status)s::text when 'queued_for_send' then '11' when 'sending' then '22'"
            "     when 'unconfirmed' then '33' else '44' end",
            {"status": status},
        )
    for lane in ("conversation", "background"):
        owner.execute(
            "insert into events (event_type, aggregate_type, aggregate_id, payload, lane)"
            " select 'user.message.received', 'user', id, '{}', %s from users"
            " where right(phone_number, 2) = '55'",
            (lane,),
        )
    owner.execute(
        "alter table messages enable trigger user; alter table events enable trigger user"
    )
    owner.execute(
        "insert into consent_events (user_id, phone_number, change, source)"
        " select id, phone_number, 'in', 'keyword' from users, generate_series(1, 10)"
    )
    owner.execute("vacuum analyze")
    owner.execute("select pg_stat_force_next_flush()")
    return owner


@contextmanager
def counted(app_url: str) -> Generator[tuple[Connection, Reads]]:
    """A connection of the functions' role, and after the block what it has read."""
    reads = Reads()
    with psycopg.connect(app_url, autocommit=True) as connection:
        before = _counters(connection)
        yield connection, reads
        for (table, index), (scans, entries) in _counters(connection).items():
            scanned = scans - before[table, index][0]
            if scanned and index is None:
                reads.table_scans.add(table)
            elif scanned and index is not None:
                reads.indexes[index] = entries - before[table, index][1]


def _counters(connection: Connection) -> dict[tuple[str, str | None], tuple[int, int]]:
    connection.execute("select pg_stat_force_next_flush()")
    rows = connection.execute(
        "select relname, null, seq_scan, seq_tup_read from pg_stat_user_tables"
        " where relname = any (%(growing)s)"
        " union all select relname, indexrelname, idx_scan, idx_tup_read from pg_stat_user_indexes"
        " where relname = any (%(growing)s)",
        {"growing": list(GROWING)},
    )
    return {(table, index): (scans, entries) for table, index, scans, entries in rows}


# Each call, the rows it returns here, and the indexes that it has to go through.
CALLS: list[tuple[LiteralString, int, set[str]]] = [
    (
        "select * from claim_messages(20, gen_random_uuid())",
        4,
        {"idx_messages_due", "idx_messages_unfinished"},
    ),
    ("select claim_turns(20, gen_random_uuid())", 4, {"idx_events_due", "idx_events_turn"}),
    ("select * from claim_events(20, gen_random_uuid())", 4, {"idx_events_key"}),
    ("select * from claim_unconfirmed(20)", 4, {"idx_messages_due"}),
    ("select * from claim_unreported(20)", 4, {"idx_messages_unreported"}),
    (
        "select record_inbound_message('+14155550007', 'Hello', 'SM1')",
        1,
        {"idx_messages_conversation_seq", "idx_messages_twilio", "idx_events_turn"},
    ),
    (
        "select * from unknown_message_sids(array['SM1+14155550007', 'SM0'])",
        1,
        {"idx_messages_twilio"},
    ),
    ("select process_outbound_messages()", 1, {"idx_messages_due", "idx_events_due"}),
]


def test_a_claim_reads_what_waits_and_nothing_that_is_finished(
    database: Database, full: Connection
) -> None:
    for call, rows, indexes in CALLS:
        with (
            counted(database.app_url) as (connection, reads),
            connection.transaction(force_rollback=True),
        ):
            assert len(connection.execute(call).fetchall()) == rows, call
        assert reads.table_scans == set(), call
        assert set(reads.indexes) >= indexes, call
        # 20 messages of history and a handful of waiting rows, some looked at twice or thrice.
        assert sum(reads.indexes.values()) < 200, (call, reads.indexes)


def _settle(connection: Connection, context: dict[str, Any]) -> None:
    decision = (
        '{"agent_type": "bouncer", "prompt_version": "bouncer-1", "engine": "rules",'
        ' "replies": [{"content": "Hi", "segments": 1}], "effects": [], "log": [], "decided_ms": 1}'
    )
    settled = one(
        connection,
        "select settle_turn(%s, %s, %s, %s::jsonb)",
        context["user"]["id"],
        context["token"],
        [event["id"] for event in context["events"]],
        decision,
    )
    assert settled["outcome"] == "settled"


def test_settling_reads_only_its_own_turn(database: Database, full: Connection) -> None:
    with psycopg.connect(database.app_url, autocommit=True) as connection:
        context = one(connection, "select claim_turns(1, gen_random_uuid())")
    with counted(database.app_url) as (connection, reads):
        _settle(connection, context)
    assert reads.table_scans == set()
    assert sum(reads.indexes.values()) < 50, reads.indexes


def test_on_a_databases_first_day_a_turn_scans_no_table_either(database: Database) -> None:
    """Before the first ANALYZE a plan is made for a few rows, and kept when there are many."""
    record = "select record_inbound_message('+14155550007', 'Hi ' || %s, 'SM' || %s) -> 'context'"
    with counted(database.app_url) as (connection, reads):
        for number in range(8):  # after five the server stops planning anew
            _settle(connection, one(connection, record, str(number), str(number)))
    assert reads.table_scans == set()


def test_more_finished_rows_do_not_make_a_claim_dearer(
    database: Database, full: Connection
) -> None:
    def cost() -> int:
        with counted(database.app_url) as (connection, reads), connection.transaction() as open_one:
            connection.execute("select * from claim_messages(20, gen_random_uuid())")
            connection.execute("select claim_turns(20, gen_random_uuid())")
            connection.execute("select * from claim_events(20, gen_random_uuid())")
            raise psycopg.Rollback(open_one)
        return sum(reads.indexes.values())

    before = cost()
    full.execute("alter table messages disable trigger user")
    full.execute(
        "insert into messages (conversation_id, user_id, role, content, direction, status,"
        "   created_at, available_at)"
        " select conversation_id, user_id, role, content, direction, status, created_at,"
        "   available_at"
        " from messages where status in ('received', 'delivered')"
    )
    full.execute("vacuum analyze messages")
    full.execute("select pg_stat_force_next_flush()")
    assert cost() <= before * 1.5


def _plan(connection: Connection, query: LiteralString, **parameters: object) -> str:
    explained = connection.execute(f"explain (analyze, format json) {query}", parameters).fetchone()
    assert explained is not None
    return json.dumps(explained[0])


# Each look-up of a person's history, and the index that it has to go by.
LOOK_UPS: list[tuple[LiteralString, str]] = [
    (
        "select * from users where phone_number = %(phone)s",
        "(users_phone_number_key|idx_users_phone)",
    ),
    ("select * from users where lower(email) = lower('Jane@x.test')", "idx_users_email"),
    (
        "select * from conversations where phone_number = %(phone)s and status = 'active'"
        " order by created_at desc limit 1",
        "idx_conversations_phone",
    ),
    (
        "select * from conversations where user_id = %(user)s and status in ('active', 'paused')"
        " order by created_at desc limit 1",
        "idx_conversations_user",
    ),
    (
        "select role, content, created_at from messages where conversation_id = %(conversation)s"
        " order by created_at desc limit 20",
        "idx_messages_conversation",
    ),
    (
        "select * from messages where conversation_id = %(conversation)s and status not in"
        " ('cancelled', 'failed', 'undelivered') order by seq desc limit 20",
        "idx_messages_conversation_seq",
    ),
    (
        "select * from messages where user_id = %(user)s order by created_at desc limit 20",
        "idx_messages_user",
    ),
    ("select * from messages where twilio_message_sid = 'SM1'", "idx_messages_twilio"),
    (
        "select * from events where event_type = 'x.y' order by created_at desc limit 20",
        "idx_events_type",
    ),
    (
        "select * from events where aggregate_type = 'user' and aggregate_id = %(user)s"
        " order by created_at desc limit 20",
        "idx_events_aggregate",
    ),
    (
        "select * from events where not processed order by created_at limit 20",
        "idx_events_processed",
    ),
]


def test_a_look_up_goes_by_its_index(full: Connection) -> None:
    row = full.execute("select user_id, id, phone_number from conversations limit 1").fetchone()
    user, conversation, phone = row or (None, None, None)
    for query, index in LOOK_UPS:
        plan = _plan(full, query, user=user, conversation=conversation, phone=phone)
        assert re.search(f'"Index Name": "{index}"', plan), (query, plan)
        assert '"Seq Scan"' not in plan, (query, plan)
