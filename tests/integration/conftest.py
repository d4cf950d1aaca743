"""The database's rooms on this test's own database, as the role of the functions."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import sql

from shared.db.message_queue import MessageQueue
from shared.db.migrate import migrate
from shared.db.outbound import Outbound
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.release.orchestrator import Orchestrator
from tests.fixtures.build import alone
from tests.fixtures.database import Cluster, Database
from tests.fixtures.engines import rules_only
from tests.fixtures.people import Connection

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def pool(database: Database) -> Iterator[Pool]:
    pool = Pool(database.functions_url, pool_max=24, wait_seconds=60)
    yield pool
    pool.close()


@pytest.fixture
def turns(pool: Pool) -> Turns:
    return Turns(pool)


@pytest.fixture
def outbound(pool: Pool) -> Outbound:
    return Outbound(pool)


@pytest.fixture
def orchestrator(pool: Pool) -> Orchestrator:
    return Orchestrator(
        queue=MessageQueue(pool), ask=rules_only().ask, default_timezone="America/New_York"
    )


@pytest.fixture
def supabase(cluster: Cluster, empty_database: Database) -> Iterator[Connection]:
    """A database that was Supabase's before it was ours: its roles, and its generous defaults."""
    with (
        alone(cluster),
        psycopg.connect(empty_database.owner_url, autocommit=True) as connection,
    ):
        for role in ("anon", "authenticated"):
            connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(role)))
        connection.execute("grant usage on schema public to anon, authenticated")
        for kind in ("tables", "functions", "sequences"):
            connection.execute(
                sql.SQL(
                    "alter default privileges in schema public"
                    " grant all on {} to anon, authenticated"
                ).format(sql.SQL(kind))
            )
        try:
            migrate(empty_database.owner_url)
            yield connection
        finally:
            connection.execute("reset role")
            connection.execute("drop owned by anon, authenticated")
            connection.execute("drop role anon, authenticated")
