import os
import subprocess
import sys
import time
from decimal import Decimal

import pytest

from shared.agents.choice import agent_for
from shared.config import Settings
from shared.domain.context import ModelSpend, TurnContext
from shared.domain.decision import Decision
from shared.llm.engines import Engines
from tests.fixtures.anthropic_standin import AnthropicStandIn, error, text, tool_calls
from tests.fixtures.phone_simulation import Phone, a_text

QUESTION = "Who told you about us?"


def settings(stand_in: AnthropicStandIn | None) -> Settings:
    return Settings(
        database_url="unused",
        mail_domain="in.example.com",
        anthropic_api_key="key" if stand_in else "",
        anthropic_base_url=stand_in.url if stand_in else "",
        llm_daily_usd=Decimal(50),
        llm_user_daily_usd=Decimal(1),
    )


def decide(engines: Engines, seconds: float = 5, spend: ModelSpend | None = None) -> Decision:
    phone = Phone()
    context: TurnContext = phone.context([a_text("hi")])
    if spend is not None:
        context = context.model_copy(update={"spend": spend})
    return engines.decide(agent_for(phone.user), context, seconds)


def test_without_a_key_the_rules_answer() -> None:
    decision = decide(Engines(settings(None)))
    assert decision.engine == "rules"
    assert QUESTION in decision.replies[0]


def test_with_a_key_the_model_answers(stand_in: AnthropicStandIn) -> None:
    stand_in.script(text("Hello."))
    engines = Engines(settings(stand_in))
    engines.warm()
    decision = decide(engines)
    engines.close()
    assert (decision.engine, decision.replies) == ("claude-sonnet-5-5", ["Hello."])


@pytest.mark.parametrize(
    ("user_today", "system_today", "engine"),
    [
        ("0.99", "49.99", "claude-sonnet-5-5"),
        ("1.00", "1.00", "rules"),
        ("0.00", "50.00", "rules"),
    ],
)
def test_past_a_cap_the_rules_answer(
    stand_in: AnthropicStandIn, user_today: str, system_today: str, engine: str
) -> None:
    engines = Engines(settings(stand_in))
    engines.warm()
    spend = ModelSpend(user_today=Decimal(user_today), system_today=Decimal(system_today))
    assert decide(engines, spend=spend).engine == engine
    engines.close()


def test_with_no_time_left_the_model_is_not_asked(stand_in: AnthropicStandIn) -> None:
    assert decide(Engines(settings(stand_in)), seconds=0.5).engine == "rules"
    assert stand_in.requests == []


def test_when_the_model_hangs_the_rules_answer_within_the_limit(
    stand_in: AnthropicStandIn,
) -> None:
    engines = Engines(settings(stand_in))
    engines.warm()
    stand_in.hang()
    started = time.perf_counter()
    decision = decide(engines, seconds=0.7)
    took = time.perf_counter() - started
    engines.close()
    assert took < 10
    assert decision.engine == "rules"
    assert QUESTION in decision.replies[0]
    assert decision.log[0].action_type == "llm_call"
    assert decision.log[0].error == "took too long"


def test_time_runs_out_also_while_the_library_still_loads(stand_in: AnthropicStandIn) -> None:
    """In a process of its own, where loading never ends: here the library is loaded already."""
    program = (
        "import os, sys, threading\n"
        "from tests.unit.llm.test_engines import Engines, decide, settings\n"
        "class At: url = os.environ['STAND_IN']\n"
        "class Slow:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name in ('anthropic', 'pydantic_ai'):\n"
        "            print('loading', flush=True)\n"
        "            threading.Event().wait()\n"
        "sys.meta_path.insert(0, Slow())\n"
        "print(decide(Engines(settings(At)), seconds=2).engine, flush=True)\n"
        "os._exit(0)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={**os.environ, "STAND_IN": stand_in.url},
    )
    assert answer.stdout.split() == ["loading", "rules"]


def test_what_the_model_did_before_it_failed_is_dropped_and_only_its_calls_are_kept(
    stand_in: AnthropicStandIn,
) -> None:
    stand_in.script(tool_calls(("collect_user_info", {"first_name": "Sarah"})), error(529))
    engines = Engines(settings(stand_in))
    engines.warm()
    decision = decide(engines)
    engines.close()
    assert decision.engine == "rules"
    assert decision.effects == []
    assert [record.action_type for record in decision.log] == ["llm_call", "llm_call"]
