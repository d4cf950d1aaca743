"""The network as people live it: `tests/corpus/network`, with the rules and the real database.

`make evals` lives the same scenarios through with Claude. With the rules no answer is long, excited
or said twice within ten; those named `talk_...` are of people who chat, repeat themselves or change
their minds.
"""

import itertools
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from shared.db.pool import Database as Pool
from tests.evals.network import Failed, Network, engines_of
from tests.evals.scenario import FOLDER, Person, Scenario, Step, read, scenarios
from tests.fixtures.anthropic_standin import (
    Answer,
    AnthropicStandIn,
    error,
    malformed,
    text,
    tool_calls,
)
from tests.fixtures.database import Cluster, Database
from tests.fixtures.depth import some_at_once
from tests.fixtures.owned_clock import own_the_clock
from tests.fixtures.people import column, one


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


OTHER = "3f2a91c0-0000-4000-8000-000000000000"
NONSENSE: dict[str, Answer] = {
    "unknown tools": tool_calls(("grant_credits", {"amount": 1000}), ("verify_user", {})),
    "others' ids": tool_calls(
        ("accept_intro_opportunity", {"id": OTHER}), ("complete_introduction", {"id": OTHER})
    ),
    "bad arguments": tool_calls(("accept_intro_opportunity", {"id": None, "bounty": "all"})),
    "empty text": text("   "),
    "overloaded": error(529, "overloaded_error"),
    "no JSON": malformed(),
    "false claim": text("I've introduced you to Jo Lee, and 500 credits are yours."),
}
FOOLED = ("member_names_one_of_three", "innovator_yes_no_maybe", "newcomer_few_words")


@pytest.mark.parametrize(
    ("kind", "name"),
    # Each kind and each flow once at least.
    some_at_once(
        itertools.product(NONSENSE, FOOLED), *zip(NONSENSE, itertools.cycle(FOOLED), strict=False)
    ),
)
def test_whatever_a_model_answers_the_flow_ends_as_with_the_rules_and_the_log_says_why(
    kind: str, name: str, network: Network
) -> None:
    with AnthropicStandIn() as model:
        model.default = NONSENSE[kind]
        engines = engines_of(ANTHROPIC_API_KEY="key", ANTHROPIC_BASE_URL=model.url)
        engines.warm()
        replace(network, engines=engines, with_spend=True).live(read(FOLDER / f"{name}.yaml"))
        engines.close()
    calls = "select error from agent_actions_log where action_type = 'llm_call'"
    why = column(network.app, calls)
    assert why
    # Of a turn that the rules took over, the last call at least says what was wrong with it.
    turns = "select count(*) from messages where turn ->> 'engine' = 'rules'"
    assert sum(each is not None for each in why) >= one(network.app, turns) > 0
    assert one(network.app, "select count(*) from messages where turn ->> 'engine' <> 'rules'") == 0


def test_a_model_that_is_silent_keeps_nobody_waiting(network: Network) -> None:
    with AnthropicStandIn() as model:
        model.hang()
        engines = engines_of(ANTHROPIC_API_KEY="key", ANTHROPIC_BASE_URL=model.url)
        engines.warm()
        silent = replace(network, engines=engines, with_spend=True, model_seconds=0.8)
        started = time.monotonic()
        silent.live(read(FOLDER / "member_yes_with_none.yaml"))
        engines.close()
    assert time.monotonic() - started < 20
    assert "took too long" in column(network.app, "select error from agent_actions_log")


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
