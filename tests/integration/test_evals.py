"""`make evals`, with a stand-in for the model's API that calls tools."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from shared.db.pool import Database as Pool
from tests.evals.measuring import measure, report
from tests.evals.network import Network, engines_of
from tests.evals.scenario import FOLDER, read
from tests.fixtures.anthropic_standin import AnthropicStandIn, text, tool_calls
from tests.fixtures.database import Cluster, Database
from tests.fixtures.owned_clock import own_the_clock


@pytest.fixture
def model() -> Iterator[AnthropicStandIn]:
    with AnthropicStandIn() as running:
        yield running


@pytest.fixture
def network(
    cluster: Cluster, database: Database, pool: Pool, model: AnthropicStandIn
) -> Iterator[Network]:
    """An empty network where the stand-in decides."""
    superuser = cluster.url(database.name)
    own_the_clock(superuser)
    engines = engines_of(ANTHROPIC_API_KEY="key", ANTHROPIC_BASE_URL=model.url)
    engines.warm()
    with (
        psycopg.connect(superuser, autocommit=True) as clock,
        psycopg.connect(database.app_url, autocommit=True) as app,
    ):
        yield Network(pool, app, clock, engines, strict=False, with_spend=True)
    engines.close()


def test_what_the_model_does_and_says_is_measured(
    network: Network, model: AnthropicStandIn
) -> None:
    model.script(
        tool_calls(("request_credit_funding", {"credits": 500})),
        text("Here is the payment page for 500 credits."),
        text("How many credits would you like?"),
    )
    result = measure(read(FOLDER / "innovator_adds_credits.yaml"), network)
    assert result.problem == ""
    (version,) = [one for name, one in result.versions.items() if name.startswith("innovator-")]
    assert (version.calls, version.failed) == (3, 0)
    assert result.cost > 0
    told = report([result], "a model")
    assert told.startswith("# 1 of 1 scenarios hold with a model, for $0.00")
    assert "| innovator-" in told


def test_a_scenario_that_does_not_hold_is_told_with_its_transcript(
    network: Network, model: AnthropicStandIn
) -> None:
    model.default = text("Which of your needs is that about?")
    result = measure(read(FOLDER / "innovator_adds_credits.yaml"), network)
    told = report([result], "a model")
    assert told.startswith("# 0 of 1 scenarios hold")
    assert "Ines > add 500 credits\nInes < Which of your needs is that about?" in told
    assert "not told: 500" in told


def test_without_a_key_it_says_what_to_set() -> None:
    environment = {name: value for name, value in os.environ.items() if "ANTHROPIC" not in name}
    done = subprocess.run(
        [sys.executable, "-m", "tests.evals"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "ANTHROPIC_API_KEY=... make evals" in done.stderr
