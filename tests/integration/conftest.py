"""The database's rooms on this test's own database, as the role of the functions."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from shared.db.outbound import Outbound
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from tests.fixtures.database import Database

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def pool(database: Database) -> Iterator[Pool]:
    pool = Pool(database.app_url, pool_max=24)
    yield pool
    pool.close()


@pytest.fixture
def turns(pool: Pool) -> Turns:
    return Turns(pool)


@pytest.fixture
def outbound(pool: Pool) -> Outbound:
    return Outbound(pool)
