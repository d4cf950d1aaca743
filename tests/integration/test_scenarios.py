"""The network as people live it: `tests/corpus/network`, with the rules and the real database.

`make evals` lives the same scenarios through with Claude.
"""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shared.db.pool import Database as Pool
from tests.evals.network import Network, engines_of
from tests.evals.scenario import read, scenarios
from tests.fixtures.database import Cluster, Database
from tests.fixtures.owned_clock import own_the_clock


@pytest.fixture
def network(cluster: Cluster, database: Database, pool: Pool) -> Iterator[Network]:
    """An empty network with a clock of its own, where the rules decide."""
    superuser = cluster.url(database.name)
    own_the_clock(superuser)
    with (
        psycopg.connect(superuser, autocommit=True) as clock,
        psycopg.connect(database.app_url, autocommit=True) as app,
    ):
        yield Network(pool, app, clock, engines_of())


@pytest.mark.parametrize("path", scenarios(), ids=lambda path: path.stem)
def test_a_scenario_holds_with_the_rules(path: Path, network: Network) -> None:
    network.live(read(path))
