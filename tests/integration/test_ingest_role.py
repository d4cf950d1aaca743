"""What event_ingest may do, which strangers reach: the business's log, and nothing of people."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.fixtures.database import Database
from tests.fixtures.people import Connection, add_outbound, add_user, column, one
from tests.integration.conftest import NOON

ROLE = "yachtparty_ingest"
READS = {"open_loops", "system_events"}
CALLS = {
    "private.dismiss_loop",
    "private.is_tombstone",
    "private.loop_event",
    "private.most_folded_events",
    "private.org_of_token",
    "private.pressing_loops",
    "private.system_event_document",
    "private.system_event_rank",
    "publish_twin_event",
    "record_system_events",
}


@pytest.fixture(autouse=True)
def ours(owner: Connection) -> None:
    """A view of the schemas that are ours, in the owner's session."""
    owner.execute(
        "create temporary view ours as select oid from pg_namespace"
        " where nspname not in ('net', 'cron', 'information_schema') and nspname !~ '^pg_'"
    )


@pytest.fixture
def ingest(database: Database) -> Iterator[Connection]:
    with psycopg.connect(database.ingest_url, autocommit=True) as connection:
        yield connection


def test_it_is_granted_the_reading_of_two_tables_and_nothing_else_of_any(owner: Connection) -> None:
    granted = owner.execute(
        "select c.oid::regclass::text, p from pg_class c, unnest(string_to_array("
        "'select,insert,update,delete,truncate,references,trigger', ',')) p"
        " where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relnamespace in (select oid from ours)"
        " and (has_table_privilege(%s, c.oid, p)"
        "  or p in ('select', 'insert', 'update', 'references')"
        "   and has_any_column_privilege(%s, c.oid, p))",
        (ROLE, ROLE),
    ).fetchall()
    assert set(granted) == {(table, "select") for table in READS}
    sequences = column(
        owner,
        "select oid::regclass::text from pg_class where relnamespace in (select oid from ours)"
        " and case when relkind = 'S'"
        " then has_sequence_privilege(%s, oid, 'usage, select, update') else false end",
        ROLE,
    )
    assert sequences == []


def test_it_may_call_what_its_paths_need_and_nothing_else(owner: Connection) -> None:
    callable_by_it = column(
        owner,
        "select split_part(oid::regprocedure::text, '(', 1) from pg_proc"
        " where pronamespace in (select oid from ours)"
        " and has_function_privilege(%s, oid, 'execute')",
        ROLE,
    )
    assert sorted(callable_by_it) == sorted(CALLS)


def test_it_is_no_member_of_a_role_and_has_no_power_of_its_own(owner: Connection) -> None:
    powers = owner.execute(
        "select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
        " from pg_roles where rolname = %s",
        (ROLE,),
    ).fetchone()
    assert powers == (False,) * 5
    memberships = column(
        owner,
        "select roleid::regrole::text from pg_auth_members where member = %s::regrole",
        ROLE,
    )
    assert memberships == []


def test_neither_people_nor_messages_are_read_even_after_a_grant_by_mistake(
    owner: Connection, ingest: Connection
) -> None:
    """Row-level security has no policy for it: no row is there for it."""
    user = add_user(owner)
    add_outbound(owner, user, "Hello", at=NOON)
    for table in ("users", "messages"):
        assert one(owner, "select count(*) from users join messages on user_id = users.id") == 1
        select = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ingest.execute(select)
        owner.execute(
            sql.SQL("grant select on {} to yachtparty_ingest").format(sql.Identifier(table))
        )
        assert ingest.execute(select).fetchone() == (0,)


def test_it_writes_events_by_the_function_that_checks_them_alone(ingest: Connection) -> None:
    org = uuid4()
    event = {
        "id": str(uuid4()),
        "org_id": str(org),
        "event_type": "lead_created",
        "occurred_at": NOON.isoformat(),
        "actor": {"id": str(uuid4()), "type": "user"},
        "primary_entity": {"id": str(uuid4()), "type": "client"},
        "payload": {},
    }
    written = ingest.execute(
        "select created from record_system_events(%s, %s)", (org, Jsonb([event]))
    ).fetchall()
    assert written == [(True,)]
    assert one(ingest, "select count(*) from system_events where org_id = %s", org) == 1
    for statement in (
        "insert into system_events select * from system_events",
        "update system_events set payload = '{}'",
        "delete from open_loops",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ingest.execute(statement.encode())


def test_its_statements_end_by_themselves(ingest: Connection) -> None:
    for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        assert one(ingest, "select current_setting(%s)", name) not in ("0", None), name
