"""The core of the suite once more, on a database whose defaults are all other than ours.

The tests are those of other modules; what differs is the database that they are given. Their own
connections, which only prepare and look, ask for ordinary settings when they connect.
"""

from collections.abc import Iterator
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from infra.local.roles import APP_ROLE, OWNER_ROLE
from shared.db.migrate import migrate
from shared.db.pool import Database as Pool
from shared.doctor.examination import examine
from tests.fixtures.build import alone, psql_build, schema_dump
from tests.fixtures.database import Cluster, Database
from tests.fixtures.faults.scene import lively
from tests.fixtures.people import Connection, column, one
from tests.integration.test_archive import aged as aged
from tests.integration.test_archive import manifest as manifest
from tests.integration.test_archive import wire as wire
from tests.integration.test_open_loops import loops as loops
from tests.integration.test_open_loops import org as org
from tests.integration.test_summaries import runner as runner
from tests.integration.test_task_queue import tasks as tasks
from tests.integration.test_twin_events import delivery as delivery
from tests.integration.test_twin_events import engineer as engineer
from tests.integration.test_twin_events import seller as seller
from tests.integration.test_twin_events import twins as twins

ODD: tuple[LiteralString, ...] = (
    "timezone = 'Pacific/Kiritimati'",
    "datestyle = 'German, DMY'",
    "intervalstyle = 'sql_standard'",
    "default_transaction_isolation = 'serializable'",
    "default_transaction_deferrable = on",
    "standard_conforming_strings = off",
    "escape_string_warning = off",
    "search_path = pg_catalog",
    "statement_timeout = '100ms'",
    "lock_timeout = '5ms'",
    "idle_in_transaction_session_timeout = '1s'",
    "extra_float_digits = -15",
    "bytea_output = 'escape'",
    "client_encoding = 'LATIN1'",
    "quote_all_identifiers = on",
    "transform_null_equals = on",
    "array_nulls = off",
    "row_security = off",
    "xmloption = 'document'",
    "lc_numeric = 'C'",
    "default_text_search_config = 'pg_catalog.german'",
    "plan_cache_mode = 'force_generic_plan'",
    "gin_fuzzy_search_limit = 1",
    "plpgsql.extra_errors = 'all'",
    "timezone_abbreviations = 'India'",
    "backslash_quote = off",
    "work_mem = '64kB'",
    "join_collapse_limit = 1",
    "geqo_threshold = 2",
    "parallel_setup_cost = 0",
    "min_parallel_table_scan_size = 0",
    "enable_seqscan = off",
    "enable_hashjoin = off",
    "client_min_messages = 'debug1'",
    "check_function_bodies = off",
    "idle_session_timeout = '1s'",
    "exit_on_error = on",
    "lc_monetary = 'C'",
    "lc_time = 'C'",
    "jit = on",
    "jit_above_cost = 0",
    "track_activities = off",
    "synchronous_commit = off",
    "application_name = 'somebody else''s'",
    "default_statistics_target = 1",
    "xmlbinary = 'hex'",
    "constraint_exclusion = on",
    "from_collapse_limit = 1",
    "enable_indexscan = off",
    "enable_nestloop = off",
    "max_parallel_workers_per_gather = 0",
    "hash_mem_multiplier = 1",
    "temp_buffers = '800kB'",
    "stats_fetch_consistency = 'snapshot'",
    "debug_discard_caches = 0",
)
ORDINARY = (
    "timezone=UTC,datestyle=ISO,intervalstyle=postgres,search_path=public,"
    "standard_conforming_strings=on,row_security=on,statement_timeout=60s,lock_timeout=9s,"
    "idle_in_transaction_session_timeout=0,extra_float_digits=1,bytea_output=hex,"
    r"client_encoding=UTF8,default_transaction_isolation=read\ committed,array_nulls=on,"
    "transform_null_equals=off,quote_all_identifiers=off"
)
OPTIONS = " ".join(f"-c {setting}" for setting in ORDINARY.split(","))


def set_oddly(cluster: Cluster, name: str) -> None:
    """By the database, and for both roles in it, which is what wins over everything else."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as superuser:
        for setting in ODD:
            targets = [
                sql.SQL("database {}").format(sql.Identifier(name)),
                *(
                    sql.SQL("role {} in database {}").format(*map(sql.Identifier, (role, name)))
                    for role in (APP_ROLE, OWNER_ROLE)
                ),
            ]
            for target in targets:
                superuser.execute(sql.SQL("alter {} set ").format(target) + sql.SQL(setting))


@pytest.fixture
def database(cluster: Cluster, database: Database) -> Database:
    set_oddly(cluster, database.name)
    return database


@pytest.fixture
def owner(database: Database) -> Iterator[Connection]:
    with psycopg.connect(database.owner_url, autocommit=True, options=OPTIONS) as connection:
        yield connection


@pytest.fixture
def app(database: Database) -> Iterator[Connection]:
    with psycopg.connect(database.app_url, autocommit=True, options=OPTIONS) as connection:
        yield connection


def test_doctor_finds_nothing_odd(database: Database, owner: Connection, pool: Pool) -> None:
    scene = lively(database, owner)
    with scene.open:
        found = {r.check.name: str(r.finding.verdict) for r in examine(pool).results}
    assert [name for name, verdict in found.items() if verdict == "unknown"] == []


def test_a_statement_has_our_settings_and_leaves_none_behind(pool: Pool) -> None:
    names: LiteralString = (
        "select current_setting('transaction_isolation'), current_setting('timezone'),"
        " current_setting('statement_timeout'), trim(current_setting('search_path'), '\"')"
    )
    assert pool.rows(names) == [("read committed", "UTC", "8s", "public")]
    assert pool.read(names, {}, seconds=7) == [("read committed", "UTC", "7s", "public")]
    assert list(pool.stream(names, {}, seconds=7)) == [("read committed", "UTC", "7s", "public")]
    assert pool.value("select 'ü✓' || '\\'") == "ü✓\\"


def test_every_function_of_ours_brings_its_settings_along(owner: Connection) -> None:
    without = column(
        owner,
        "select oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace"
        " and prosqlbody is null and not coalesce(proconfig, '{}') @> array['TimeZone=UTC',"
        " 'DateStyle=ISO, MDY', 'IntervalStyle=postgres', 'standard_conforming_strings=on']",
    )
    assert without == []


def test_it_is_built_the_same(
    cluster: Cluster, database: Database, empty_database: Database
) -> None:
    built = schema_dump(cluster, database.owner_url)
    set_oddly(cluster, empty_database.name)
    with alone(cluster):
        migrate(empty_database.owner_url)
        assert schema_dump(cluster, empty_database.owner_url) == built
        psql_build(cluster, empty_database.owner_url)
    with psycopg.connect(empty_database.owner_url, options=OPTIONS) as connection:
        assert one(connection, "select count(*) from users") == 0
