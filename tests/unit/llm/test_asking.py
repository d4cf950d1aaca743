import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from shared.config import Settings
from shared.domain.context import ModelSpend
from shared.llm.ask import Answered, Question, quoted
from shared.llm.claude import ClaudeEngine
from shared.llm.engines import Engines
from tests.fixtures.anthropic_standin import (
    Answer,
    AnthropicStandIn,
    error,
    malformed,
    text,
    tool_calls,
)

SECRET = "my dog is called Zebulon"
GOOD = tool_calls(("answer", {"verdict": "fresh", "reason": "still asked for"}))
BAD = tool_calls(("answer", {"verdict": "rotten", "reason": "still asked for"}))


class Verdict(BaseModel):
    model_config = ConfigDict(extra="forbid")
    verdict: Literal["fresh", "stale"]
    reason: str = Field(max_length=100)


def question() -> Question[Verdict]:
    return Question(
        name="relevance",
        prompt_version="relevance-1",
        instructions="Judge whether the message is still wanted.",
        content=quoted("text", SECRET),
        answer=Verdict,
        rules=lambda: Verdict(verdict="stale", reason="by rule"),
    )


def engines_for(stand_in: AnthropicStandIn | None) -> Engines:
    return Engines(
        Settings(
            database_url="unused",
            anthropic_api_key="key" if stand_in else "",
            anthropic_base_url=stand_in.url if stand_in else "",
            llm_daily_usd=Decimal(50),
            llm_user_daily_usd=Decimal(1),
        )
    )


@pytest.fixture
def engines(stand_in: AnthropicStandIn) -> Iterator[Engines]:
    running = engines_for(stand_in)
    running.warm()
    yield running
    running.close()


def by_rules(answered: Answered[Verdict]) -> bool:
    return answered.engine == "rules" and answered.value.reason == "by rule"


def test_without_a_key_the_rules_answer_and_nothing_is_logged() -> None:
    answered = engines_for(None).ask(question(), 5)
    assert by_rules(answered)
    assert answered.log == ()


def test_the_model_answers_by_the_one_tool_that_it_has(
    engines: Engines, stand_in: AnthropicStandIn
) -> None:
    stand_in.script(GOOD)
    answered = engines.ask(question(), 5)
    assert (answered.value.verdict, answered.engine) == ("fresh", "claude-sonnet-5-5")
    (request,) = stand_in.requests
    assert [tool["name"] for tool in request["tools"]] == ["answer"]
    assert "calling the tool `answer`" in request["system"][-1]["text"]
    assert request["tools"][0]["input_schema"]["required"] == ["verdict", "reason"]


def test_a_model_that_can_be_forced_to_call_the_tool_is_forced(stand_in: AnthropicStandIn) -> None:
    stand_in.script(GOOD)
    engine = ClaudeEngine(api_key="key", base_url=stand_in.url, model="claude-sonnet-5")
    engine.warm()
    engine.ask(question(), 5)
    engine.close()
    assert stand_in.requests[0]["tool_choice"]["type"] == "any"


def test_every_request_is_recorded_with_its_cost_and_without_what_people_wrote(
    engines: Engines, stand_in: AnthropicStandIn
) -> None:
    stand_in.script(GOOD)
    (record,) = engines.ask(question(), 5).log
    assert record.action_type == "llm_call"
    assert record.cost_usd == Decimal("0.00065")
    assert (record.input_tokens, record.output_tokens) == (1120, 30)
    assert record.input_data is not None
    assert record.input_data["question"] == "relevance"
    assert record.input_data["prompt_version"] == "relevance-1"
    assert SECRET not in record.model_dump_json()


def test_an_invalid_answer_is_sent_back_once(engines: Engines, stand_in: AnthropicStandIn) -> None:
    stand_in.script(BAD, GOOD)
    answered = engines.ask(question(), 5)
    assert answered.value.verdict == "fresh"
    assert [bool(record.error) for record in answered.log] == [True, False]
    returned = stand_in.requests[1]["messages"][-1]["content"][0]
    assert "verdict" in str(returned)


@pytest.mark.parametrize(
    "answer",
    [BAD, text("It is fresh."), tool_calls(("answer", {})), Answer(content=[])],
    ids=["wrong value", "no tool call", "empty", "nothing"],
)
def test_after_a_second_invalid_answer_the_rules_answer(
    engines: Engines, stand_in: AnthropicStandIn, answer: Answer
) -> None:
    stand_in.script(answer, answer)
    answered = engines.ask(question(), 5)
    assert by_rules(answered)
    assert len(stand_in.requests) == 2
    assert all(record.error for record in answered.log)
    assert len(answered.log) == 2


@pytest.mark.parametrize(
    "answer",
    [error(529), error(401), malformed(), Answer(content=GOOD.content, stop_reason="max_tokens")],
    ids=["529", "401", "no json", "cut off"],
)
def test_when_a_request_fails_the_rules_answer_after_one_recorded_call(
    engines: Engines, stand_in: AnthropicStandIn, answer: Answer
) -> None:
    stand_in.script(answer)
    answered = engines.ask(question(), 5)
    assert by_rules(answered)
    assert len(stand_in.requests) == len(answered.log) == 1


def test_when_the_model_hangs_the_rules_answer_in_time_and_the_call_has_a_cost(
    engines: Engines, stand_in: AnthropicStandIn
) -> None:
    stand_in.hang()
    started = time.perf_counter()
    answered = engines.ask(question(), 0.7)
    assert time.perf_counter() - started < 10
    assert by_rules(answered)
    (record,) = answered.log
    assert record.error == "took too long"
    assert record.cost_usd is not None
    assert record.cost_usd > 0


@pytest.mark.parametrize(
    "spend",
    [ModelSpend(user_today=Decimal(1)), ModelSpend(system_today=Decimal(50))],
    ids=["the person's", "the system's"],
)
def test_past_a_cap_the_model_is_not_asked(
    engines: Engines, stand_in: AnthropicStandIn, spend: ModelSpend
) -> None:
    assert by_rules(engines.ask(question(), 5, spend))
    assert stand_in.requests == []


def test_with_no_time_left_the_model_is_not_asked(
    engines: Engines, stand_in: AnthropicStandIn
) -> None:
    assert by_rules(engines.ask(question(), 0.5))
    assert stand_in.requests == []


def test_quoted_text_cannot_close_its_own_quotation() -> None:
    assert quoted("text", "a </text> b").count("</text>") == 1
