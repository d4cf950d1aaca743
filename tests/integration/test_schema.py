"""The database builds by plain SQL, again without change, and is the one that is documented."""

import re
import shutil
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

import shared.db.migrate as runner
from shared.errors import ConfigurationError
from tests.fixtures.build import alone, psql_build, schema_dump
from tests.fixtures.database import Cluster, Database
from tests.fixtures.examples import each
from tests.fixtures.people import Connection, add_outbound, add_user, column, one
from tests.integration.conftest import NOON

DOCUMENTED = Path(__file__).parents[1] / "fixtures" / "documented_schema.sql"

# Documented by name alone; their columns are this project's.
TABLES_BY_NAME = {
    *("solution_workflows", "intro_opportunities", "intro_offers", "connection_requests"),
    *("community_requests", "community_responses", "credit_events"),
    *("event_dead_letters", "consent_events"),
}
TRIGGERS = {
    ("events", "on_event_created", "notify_event"),
    ("credit_events", "on_credit_event_processed", "update_user_credit_cache"),
    ("messages", "on_message_count_check", "check_conversation_summary"),
    ("users", "on_phone_change", "handle_phone_number_change"),
    ("messages", "on_message_send", "notify_send_sms"),
}
FUNCTIONS = {
    *("approve_user", "schedule_cron_jobs", "unschedule_cron_jobs"),
    *("process_tasks_batch", "process_outbound_messages"),
    *("get_pending_tasks_count", "get_queued_messages_count"),
}
VIEWS = {
    "user_credit_balances": ["user_id", "balance", "transaction_count", "last_transaction_at"],
    "cron_job_status": [
        *("jobid", "jobname", "schedule", "active"),
        *("last_status", "last_started_at", "last_finished_at", "last_message"),
    ],
}


@pytest.fixture
def documented(owner: Connection) -> Connection:
    """The documented schema beside the real one, in a schema of its own."""
    owner.execute("create schema documented")
    owner.execute("set search_path = documented")
    owner.execute(DOCUMENTED.read_bytes())
    owner.execute("reset search_path")
    return owner


def test_psql_alone_builds_the_database_and_again_changes_nothing(
    cluster: Cluster, empty_database: Database
) -> None:
    with alone(cluster):
        psql_build(cluster, empty_database.owner_url)
        built = schema_dump(cluster, empty_database.owner_url)
        assert "CREATE TABLE public.messages" in built
        psql_build(cluster, empty_database.owner_url)
        assert schema_dump(cluster, empty_database.owner_url) == built


def test_the_runner_builds_the_very_same_and_takes_over_what_psql_built(
    cluster: Cluster, database: Database, empty_database: Database
) -> None:
    with alone(cluster):
        psql_build(cluster, empty_database.owner_url)
        built = schema_dump(cluster, empty_database.owner_url)
        assert schema_dump(cluster, database.owner_url) == built  # the template is the runner's
        names = [path.name for path in sorted((runner.SQL / "migrations").glob("*.sql"))]
        assert runner.migrate(empty_database.owner_url) == names
        assert runner.migrate(empty_database.owner_url) == []
        assert schema_dump(cluster, empty_database.owner_url) == built


def test_a_migration_that_changed_after_it_was_applied_is_refused(
    cluster: Cluster, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(runner.SQL, tmp_path / "sql")
    monkeypatch.setattr(runner, "SQL", tmp_path / "sql")
    changed = sorted((tmp_path / "sql" / "migrations").glob("*.sql"))[0]
    changed.write_text(changed.read_text() + "\ncreate table sneaked_in ();\n")
    with alone(cluster):
        before = schema_dump(cluster, database.owner_url)
        with pytest.raises(ConfigurationError, match=re.escape(changed.name)):
            runner.migrate(database.owner_url)
        assert schema_dump(cluster, database.owner_url) == before


def test_a_migration_that_fails_leaves_nothing_of_the_run_behind(
    cluster: Cluster, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(runner.SQL, tmp_path / "sql")
    monkeypatch.setattr(runner, "SQL", tmp_path / "sql")
    (tmp_path / "sql" / "migrations" / "998_one.sql").write_text("create table one ();")
    (tmp_path / "sql" / "migrations" / "999_two.sql").write_text("create table two (); select 1/0;")
    with (tmp_path / "sql" / "apply.sql").open("a") as order:
        order.write("\\ir migrations/998_one.sql\n\\ir migrations/999_two.sql\n")
    with alone(cluster):
        before = schema_dump(cluster, database.owner_url)
        with pytest.raises(
            ConfigurationError, match=r"sql/migrations/999_two\.sql.*division by zero"
        ):
            runner.migrate(database.owner_url)
        assert schema_dump(cluster, database.owner_url) == before


def _columns(connection: Connection, schema: str) -> dict[tuple[str, str], tuple[Any, ...]]:
    rows = connection.execute(
        "select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
        "  pg_get_expr(d.adbin, d.adrelid)"
        " from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r'"
        " left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum"
        " where c.relnamespace = %s::regnamespace and a.attnum > 0 and not a.attisdropped",
        (schema,),
    )
    return {(row[0], row[1]): row[2:] for row in rows}


def test_every_documented_column_exists_with_its_type_default_and_not_null(
    documented: Connection,
) -> None:
    real = _columns(documented, "public")
    promised = _columns(documented, "documented")
    assert len(promised) > 150
    for name, (type_, not_null, default) in promised.items():
        assert name in real, name
        assert real[name][0] == type_, name
        assert real[name][1] or not not_null, name
        assert default in (None, real[name][2]), name


def test_every_documented_key_and_index_exists(documented: Connection) -> None:
    def keys(schema: str) -> set[tuple[str, str]]:
        rows = documented.execute(
            "select conrelid::regclass::text, pg_get_constraintdef(oid) from pg_constraint"
            " where connamespace = %s::regnamespace and contype in ('p', 'u', 'f')",
            (schema,),
        )
        return {(a.replace("documented.", ""), b.replace("documented.", "")) for a, b in rows}

    def indexes(schema: str) -> dict[str, str]:
        rows = documented.execute(
            "select indexname, indexdef from pg_indexes where schemaname = %s"
            " and indexname like 'idx_%%'",
            (schema,),
        )
        # A unique index serves every query that a plain one serves.
        return {
            name: text.replace(f"{schema}.", "").replace("CREATE UNIQUE", "CREATE")
            for name, text in rows
        }

    assert len(keys("documented")) > 25
    assert keys("documented") - keys("public") == set()
    promised = indexes("documented")
    assert len(promised) == 29
    real = indexes("public")
    assert {name: real.get(name) for name in promised} == promised


def test_documented_tables_triggers_functions_and_views_exist(owner: Connection) -> None:
    tables = set(column(owner, "select tablename from pg_tables where schemaname = 'public'"))
    assert tables >= TABLES_BY_NAME
    triggers = owner.execute(
        "select tgrelid::regclass::text, tgname, tgfoid::regproc::text from pg_trigger"
        " where not tgisinternal and tgenabled = 'O'"
    )
    assert set(triggers) >= TRIGGERS
    functions = column(
        owner, "select proname from pg_proc where pronamespace = 'public'::regnamespace"
    )
    assert set(functions) >= FUNCTIONS | {function for _, _, function in TRIGGERS}
    for view, columns in VIEWS.items():
        cursor = owner.execute(sql.SQL("select * from {}").format(sql.Identifier(view)))
        assert [described.name for described in cursor.description or ()] == columns


def test_every_table_view_and_function_says_what_it_is_for(owner: Connection) -> None:
    silent = column(
        owner,
        "select oid::regclass::text from pg_class where relkind in ('r', 'p', 'v')"
        " and relnamespace in ('public'::regnamespace, 'private'::regnamespace)"
        " and obj_description(oid, 'pg_class') is null"
        " union all select oid::regprocedure::text from pg_proc where"
        " pronamespace in ('public'::regnamespace, 'private'::regnamespace)"
        " and obj_description(oid, 'pg_proc') is null",
    )
    assert silent == []


@pytest.fixture
def rows(owner: Connection) -> dict[str, UUID]:
    """A valid row of every table that has states."""
    user = add_user(owner)
    message = add_outbound(owner, user, "Hello", at=NOON)

    def insert(statement: LiteralString, *values: object) -> UUID:
        return one(owner, statement, *values)

    return {
        "users": user,
        "messages": message,
        "conversations": one(owner, "select id from conversations"),
        "agent_tasks": insert(
            "insert into agent_tasks (task_type, agent_type, scheduled_for, context_json)"
            " values ('x', 'system', now(), '{}') returning id"
        ),
        "message_queue": insert(
            "insert into message_queue (user_id, agent_id, message_data, scheduled_for)"
            " values (%s, 'x', '{}', now()) returning id",
            user,
        ),
        "user_priorities": insert(
            "insert into user_priorities (user_id, priority_rank, item_type, item_id)"
            " values (%s, 1, 'goal', %s) returning id",
            user,
            uuid4(),
        ),
        "agent_instances": insert(
            "insert into agent_instances (agent_type) values ('bouncer') returning id"
        ),
        "prospects": insert(
            "insert into prospects (name, email) values ('A', 'a@x.test') returning id"
        ),
    }


@pytest.mark.parametrize(
    ("table", "name", "values"),
    [
        ("users", "poc_agent_type", "bouncer concierge innovator"),
        ("users", "status_level", "member contributor connector"),
        ("conversations", "status", "active paused completed closed"),
        ("messages", "role", "user bouncer concierge innovator system"),
        (
            "messages",
            "status",
            "pending queued_for_send unconfirmed sending sent",
        ),
        ("agent_tasks", "priority", "urgent high medium low"),
        ("agent_tasks", "status", "pending processing completed failed cancelled"),
        ("message_queue", "priority", "urgent high medium low"),
        ("message_queue", "status", "queued approved sent superseded cancelled"),
        ("user_priorities", "status", "active presented actioned dormant expired cancelled"),
        (
            "user_priorities",
            "item_type",
            "intro_opportunity connection_request intro_offer community_request"
            " community_response solution_update goal",
        ),
        ("agent_instances", "status", "active terminated"),
        ("prospects", "status", "pending contacted converted declined invalid review"),
    ],
)
def test_a_state_takes_its_own_values_and_no_other(
    owner: Connection, rows: dict[str, UUID], table: str, name: str, values: str
) -> None:
    update = sql.SQL("update {} set {} = %s where id = %s").format(
        sql.Identifier(table), sql.Identifier(name)
    )
    for value in values.split():
        assert owner.execute(update, (value, rows[table])).rowcount == 1
    for wrong in ("nonsense", values.split()[-1].upper(), ""):
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute(update, (wrong, rows[table]))


@pytest.mark.parametrize(
    ("direction", "status"),
    [("sideways", "pending"), ("inbound", "sent"), ("outbound", "received"), ("", "pending")],
)
def test_direction_and_status_of_a_message_must_agree(
    owner: Connection, rows: dict[str, UUID], direction: str, status: str
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        add_outbound(owner, rows["users"], "Hello", at=NOON, direction=direction, status=status)


@each("wrong", ["4155550101", "+0123", "+1 415 555 0101", "+1415555010112345", ""], undo="owner")
def test_a_person_has_a_number_in_e164(owner: Connection, wrong: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        add_user(owner, wrong)


def test_an_event_is_in_one_of_two_lanes_and_a_turn_is_somebodys(owner: Connection) -> None:
    insert: LiteralString = (
        "insert into events (event_type, payload, lane) values ('x.y', '{}', %s)"
    )
    owner.execute(insert, ("background",))
    for wrong in ("nonsense", "conversation"):
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute(insert, (wrong,))
