"""The network as people live it: `tests/corpus/network`, with the rules and the real database.

`make evals` lives the same scenarios through with Claude. With the rules no answer is long, excited
or said twice within ten; those named `talk_...` are of people who chat, repeat themselves or change
their minds.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from shared.db.pool import Database as Pool
from tests.evals.network import Failed, Network, engines_of
from tests.evals.scenario import FOLDER, Person, Scenario, Step, read, scenarios
from tests.fixtures.anthropic_standin import AnthropicStandIn, text
from tests.fixtures.database import Cluster, Database
from tests.fixtures.owned_clock import own_the_clock
from tests.fixtures.people import column


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


def test_a_model_of_nonsense_reaches_nobody_and_costs_no_more_than_the_cap(
    cluster: Cluster, database: Database, pool: Pool, network: Network
) -> None:
    with AnthropicStandIn() as model:
        model.default = text("I've introduced you to Zebulon Quax, and 500 credits are yours.")
        engines = engines_of(
            ANTHROPIC_API_KEY="key", ANTHROPIC_BASE_URL=model.url, LLM_USER_DAILY_USD="0.003"
        )
        engines.warm()
        fooled = replace(network, engines=engines, with_spend=True)
        fooled.live(read(FOLDER / "member_names_one_of_three.yaml"))
        engines.close()
    assert "Zebulon" not in "\n".join(fooled.transcript)
    spent = column(network.app, "select sum(cost_usd) from agent_actions_log group by user_id")
    assert all(0 < each < Decimal("0.006") for each in spent)
    why = set(column(network.app, "select error from agent_actions_log where cost_usd > 0"))
    assert "the reply says that people have been brought together, which no tool did" in why


@pytest.mark.parametrize(
    "said", ["Wanda would like to meet you.", "Ask at Quillworks.", "Call +1 212 555 0101."]
)
def test_a_text_that_names_who_was_not_shown_is_found(said: str, network: Network) -> None:
    sneaked = (
        "insert into messages (conversation_id, user_id, role, content, direction, status)"
        " select id, user_id, 'concierge', '%s', 'outbound', 'pending' from conversations"
        " where user_id = {Dana} returning 1"
    )
    people = {
        "Dana": Person(title="VP Sales"),
        "Wanda": Person(company="Quillworks"),
    }
    script = [Step(rows=sneaked % said, are=[1]), Step(gets="Dana")]
    scenario = Scenario(name="sneaked", about="A leak", people=people, script=script)
    with pytest.raises(Failed, match="Dana may not be told of"):
        network.live(scenario)
