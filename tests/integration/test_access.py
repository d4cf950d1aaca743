"""Who may do what: nobody but our role reads or writes anything, and our role owns nothing."""

from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from tests.fixtures.people import Connection, add_user, column, one

EXPOSED = (
    "anon",
    "authenticated",
    "service_role",
)  # the roles that Supabase's API takes for its callers


def _refused(connection: Connection, statement: str) -> bool:
    try:
        connection.execute(statement.encode())
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


def _relations(connection: Connection, kinds: str) -> list[str]:
    return column(
        connection,
        "select oid::regclass::text from pg_class where relkind = any (string_to_array(%s, null))"
        " and relnamespace in ('public'::regnamespace, 'private'::regnamespace)",
        kinds,
    )


def test_row_level_security_is_on_for_every_table(owner: Connection) -> None:
    tables = _relations(owner, "rp")
    assert len(tables) > 25
    unprotected = column(
        owner,
        "select oid::regclass::text from pg_class"
        " where oid = any (%s::regclass[]) and not relrowsecurity",
        tables,
    )
    assert unprotected == []
    policies = owner.execute("select polroles::regrole[]::text[] from pg_policy")
    assert {tuple(roles) for (roles,) in policies} == {("yachtparty_app",), ("yachtparty_ingest",)}


def test_views_read_with_the_rights_of_who_asks(owner: Connection) -> None:
    views = owner.execute(
        "select relname, reloptions from pg_class where relkind = 'v'"
        " and relnamespace = 'public'::regnamespace"
    ).fetchall()
    assert len(views) >= 2
    assert [name for name, options in views if "security_invoker=true" not in (options or [])] == []


@pytest.mark.parametrize("role", EXPOSED)
def test_who_comes_by_the_public_api_can_neither_read_write_nor_execute(
    owner: Connection, role: str
) -> None:
    add_user(owner)
    tables, views, sequences = (_relations(owner, kind) for kind in ("rp", "v", "S"))
    functions = column(
        owner,
        "select format('%%I.%%I(%%s)', pronamespace::regnamespace, proname, (select"
        " string_agg('null::' || format_type(t, null), ', ') from unnest(proargtypes) t))"
        " from pg_proc where prorettype <> 'trigger'::regtype"
        " and pronamespace in ('public'::regnamespace, 'private'::regnamespace)",
    )
    templates = [
        (("select from %s", "delete from %s", "truncate %s"), tables),
        (("insert into %s default values",), tables),
        (("select from %s",), views),
        (("select nextval('%s')", "select setval('%s', 1)"), sequences),
        (("select %s",), functions),
    ]
    owner.execute(sql.SQL("set role {}").format(sql.Identifier(role)))
    statements = [text % name for texts, names in templates for text in texts for name in names]
    assert len(statements) > 150
    assert [text for text in statements if not _refused(owner, text)] == []


def test_what_is_made_after_the_migration_is_closed_to_them_too(owner: Connection) -> None:
    owner.execute("create table later (id bigint generated always as identity)")
    owner.execute("create view latest as select * from later")
    owner.execute("create function count_later() returns bigint return 1")
    for role in EXPOSED:
        owner.execute(sql.SQL("set role {}").format(sql.Identifier(role)))
        assert _refused(owner, "select from later")
        assert _refused(owner, "select from latest")
        assert _refused(owner, "select nextval('later_id_seq')")
        assert _refused(owner, "select count_later()")
        owner.execute("reset role")


def test_our_role_owns_nothing_and_may_make_nothing(owner: Connection, app: Connection) -> None:
    owned: LiteralString = (
        "select oid::regclass::text from pg_class where relowner = 'yachtparty_app'::regrole"
        " union all"
        " select oid::regprocedure::text from pg_proc where proowner = 'yachtparty_app'::regrole"
        " union all select nspname::text from pg_namespace"
        " where nspowner = 'yachtparty_app'::regrole"
    )
    assert column(owner, owned) == []
    powers = owner.execute(
        "select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
        " from pg_roles where rolname = 'yachtparty_app'"
    ).fetchone()
    assert powers == (False,) * 5
    for statement in (
        "create table private.mine ()",
        "create table public.mine ()",
        "alter table users add column mine text",
        "alter table users disable row level security",
        "drop table messages",
        "truncate messages cascade",
        "alter table events disable trigger all",
    ):
        assert _refused(app, statement), statement


def test_our_role_reads_no_secret_and_chooses_no_endpoint(
    owner: Connection, app: Connection
) -> None:
    owner.execute("select private.set_poke_secret('hush-hush')")
    owner.execute("select private.set_function_endpoint('sms_sender', 'http://x.test/')")
    for statement in (
        "select value from private.secrets",
        "update private.secrets set value = 'mine'",
        "select private.set_poke_secret('mine-mine')",
        "select private.set_function_endpoint('sms_sender', 'http://attacker.test/')",
        "update private.function_endpoints set url = 'http://attacker.test/'",
        "update private.settings set value = 'on'",
        "delete from private.schema_migrations",
    ):
        assert _refused(app, statement), statement
    assert column(owner, "select value from private.secrets") == ["hush-hush"]


def test_our_role_does_all_that_the_functions_do_to_the_public_tables(
    owner: Connection, app: Connection
) -> None:
    missing = column(
        owner,
        "select privilege || ' ' || relname from pg_class,"
        " unnest(array['select', 'insert', 'update', 'delete']) as privilege"
        " where relkind = 'r' and relnamespace = 'public'::regnamespace"
        " and not has_table_privilege('yachtparty_app', oid, privilege)",
    )
    assert missing == []
    assert (
        one(app, "insert into users (phone_number) values ('+14155550101') returning verified")
        is False
    )


def test_our_roles_statements_end_by_themselves(app: Connection) -> None:
    settings = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    for name in settings:
        assert one(app, "select current_setting(%s)", name) not in ("0", None), name
