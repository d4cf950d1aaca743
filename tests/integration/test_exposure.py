"""What a stranger finds who holds Supabase's public key, and what a thief of our role's password.

`anon`, `authenticated` and `service_role` come by PostgREST; PUBLIC is everybody who can connect.
"""

import psycopg
import pytest
from psycopg import sql

from tests.fixtures.examples import each
from tests.fixtures.people import Connection, add_user, column, one
from tests.integration.conftest import NOON

STRANGERS = ("anon", "authenticated", "service_role")


@pytest.fixture(autouse=True)
def ours(owner: Connection) -> None:
    """A view of the schemas that are ours, in the session of whoever looks."""
    owner.execute(
        "create temporary view ours as select oid from pg_namespace"
        " where nspname not in ('net', 'cron', 'information_schema')"
        " and nspname !~ '^pg_'"
    )


@each("role", STRANGERS, undo="owner")
def test_the_catalog_grants_strangers_nothing(owner: Connection, role: str) -> None:
    tables = column(
        owner,
        "select c.oid::regclass || ' ' || p from pg_class c, unnest(string_to_array("
        "'select,insert,update,delete,truncate,references,trigger', ',')) p"
        " where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relnamespace in (select oid from ours)"
        " and (has_table_privilege(%s, c.oid, p)"
        "  or p in ('select', 'insert', 'update', 'references')"
        "   and has_any_column_privilege(%s, c.oid, p))",
        role,
        role,
    )
    assert tables == []
    others = column(
        owner,
        "select oid::regprocedure::text from pg_proc where pronamespace in (select oid from ours)"
        " and has_function_privilege(%s, oid, 'execute')"
        " union all select oid::regclass::text from pg_class where relnamespace in"
        " (select oid from ours) and case when relkind = 'S'"
        " then has_sequence_privilege(%s, oid, 'usage, select, update') else false end",
        role,
        role,
    )
    assert others == []
    schemas = column(
        owner,
        "select nspname::text from pg_namespace where oid in (select oid from ours)"
        " and (has_schema_privilege(%s, oid, 'create')"
        "  or nspname <> 'public' and has_schema_privilege(%s, oid, 'usage'))",
        role,
        role,
    )
    assert schemas == []


@pytest.mark.parametrize("role", ["anon", "authenticated"])  # service_role passes every policy
def test_a_stranger_with_a_grant_by_mistake_still_sees_no_row(owner: Connection, role: str) -> None:
    """As when somebody clicks `grant` in Supabase's studio: row-level security has no policy."""
    add_user(owner)
    name = sql.Identifier(role)
    owner.execute(sql.SQL("grant select, update, delete, insert on users to {}").format(name))
    owner.execute(sql.SQL("grant select on user_credit_balances, credit_events to {}").format(name))
    owner.execute(
        "insert into credit_events (user_id, event_type, amount, idempotency_key)"
        " select id, 'test', 1, 'one' from users"
    )
    owner.execute(sql.SQL("set role {}").format(name))
    assert one(owner, "select count(*) from users") == 0
    assert one(owner, "select count(*) from user_credit_balances") == 0
    assert owner.execute("delete from users").rowcount == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute("insert into users (phone_number) values ('+14155550199')")


def test_everybody_may_execute_none_of_our_functions(owner: Connection) -> None:
    open_to_all = column(
        owner,
        "select p.oid::regprocedure::text from pg_proc p"
        " where pronamespace in (select oid from ours) and (proacl is null"
        " or exists (select from aclexplode(proacl) where grantee = 0))",
    )
    assert open_to_all == []
    granted = column(
        owner,
        "select c.oid::regclass::text from pg_class c, aclexplode(c.relacl) a"
        " where a.grantee = 0 and c.relnamespace in (select oid from ours)",
    )
    assert granted == []


def test_every_table_has_one_policy_for_our_role_alone(owner: Connection) -> None:
    tables = column(
        owner,
        "select oid::regclass::text from pg_class where relkind in ('r', 'p')"
        " and relnamespace in (select oid from ours)",
    )
    assert len(tables) > 35
    policies = owner.execute(
        "select polrelid::regclass::text, polname::text, polroles::regrole[]::text[], polcmd::text,"
        " pg_get_expr(polqual, polrelid), relrowsecurity"
        " from pg_policy join pg_class c on c.oid = polrelid"
    ).fetchall()
    assert sorted(policies) == sorted(
        [(table, "yachtparty_app_all", ["yachtparty_app"], "*", "true", True) for table in tables]
        + [
            (table, "yachtparty_ingest_read", ["yachtparty_ingest"], "r", "true", True)
            for table in ("open_loops", "system_events")
        ]
    )


def test_every_view_of_every_schema_reads_with_the_rights_of_who_asks(owner: Connection) -> None:
    views = column(
        owner,
        "select oid::regclass::text from pg_class where relkind in ('v', 'm')"
        " and relnamespace in (select oid from ours)"
        " and (relkind = 'm' or 'security_invoker=true' <> all (coalesce(reloptions, '{}')))",
    )
    assert views == []


def test_what_runs_with_the_owners_rights_looks_nothing_up_where_callers_can_put_it(
    owner: Connection,
) -> None:
    """Unless it is named last, everybody's own pg_temp is searched first for tables."""
    rows = owner.execute(
        "select oid::regprocedure::text, (select split_part(c, '=', 2) from unnest(proconfig) c"
        "  where starts_with(c, 'search_path=')) from pg_proc"
        " where prosecdef and pronamespace in (select oid from ours)"
    ).fetchall()
    assert len(rows) > 15
    safe = ('""', "pg_catalog, public, pg_temp")
    assert [name for name, path in rows if path not in safe] == []
    without = column(
        owner,
        "select oid::regprocedure::text from pg_proc p where pronamespace in (select oid from ours)"
        " and prolang in (select oid from pg_language where lanname in ('sql', 'plpgsql'))"
        " and prosqlbody is null and not exists (select from unnest(proconfig) c"
        "  where starts_with(c, 'search_path='))",
    )
    assert without == [], "every function says where it looks names up"


def test_a_table_of_the_callers_own_cannot_stand_in_for_a_log(
    owner: Connection, app: Connection
) -> None:
    user = add_user(owner)
    event = one(
        owner,
        "insert into events (event_type, aggregate_type, aggregate_id, payload, processed,"
        " processed_at) values ('a.b', 'user', %s, '{\"word\": 1}', true, %s) returning id",
        user,
        NOON,
    )
    owner.execute(
        "insert into consent_events (user_id, phone_number, change, source, words)"
        " select id, phone_number, 'out', 'keyword', 'STOP' from users"
    )
    for table in ("events", "consent_events", "event_dead_letters", "credit_events"):
        app.execute(
            sql.SQL("create temporary table {} (like public.{} including all)").format(
                *[sql.Identifier(table)] * 2
            )
        )
    app.execute("select erase_events(array[%s]::uuid[])", (event,))
    app.execute("select erase_consent_events(%s, 'erased:000000000000')", (user,))
    assert one(owner, "select payload ? 'word' from events") is False
    assert one(owner, "select words from consent_events") is None
    app.execute("select purge_events(array[%s]::uuid[], '30 days', '2030-01-01')", (event,))
    assert one(owner, "select count(*) from events") == 0
