"""The database's packages on this test's own database, as the role of the functions."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from shared.db.message_queue import MessageQueue
from shared.db.outbound import Outbound
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.release.orchestrator import Orchestrator
from tests.fixtures.database import Database
from tests.fixtures.engines import rules_only

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
