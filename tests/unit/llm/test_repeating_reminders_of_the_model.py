"""The tool for reminders in the hands of the model: what it refuses protects the member.

Tuesday, June 2nd 2026, 10 in the morning in New York.
"""

from typing import Any

import pytest

from shared.llm.claude import ClaudeEngine
from tests.fixtures.anthropic_standin import AnthropicStandIn, text, tool_calls
from tests.fixtures.phone_simulation import Phone, a_member


def scheduled(
    claude: ClaudeEngine, stand_in: AnthropicStandIn, **arguments: Any
) -> tuple[Phone, list[str]]:
    phone = Phone(user=a_member(), engine=claude)
    call = ("schedule_followup", {"note": "stretch", **arguments})
    stand_in.script(tool_calls(call), text("All right."))
    phone.says("remind me to stretch")
    return phone, [item.recurrence.rule for item in phone.waiting if item.recurrence]


def test_a_rule_is_stored_in_its_usual_form_on_the_persons_wall_clock(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    phone, rules = scheduled(
        claude, stand_in, at="2026-06-08T09:00", repeats="RRULE:byday=MO,TH;FREQ=weekly"
    )
    assert rules == ["FREQ=WEEKLY;BYDAY=MO,TH"]
    assert phone.waiting[0].due.isoformat() == "2026-06-08T13:00:00+00:00"


@pytest.mark.parametrize(
    "arguments",
    [
        {"at": "2026-06-03T09:00", "repeats": "FREQ=HOURLY"},
        {"at": "2026-06-03T09:00", "repeats": "every day"},
        {"at": "2026-06-03T09:00", "repeats": "FREQ=WEEKLY;BYDAY=MO"},  # a Wednesday
        {"at": "2026-06-03T09:00", "repeats": "FREQ=DAILY", "timezone": "Mars/Base"},
        {"at": "2026-06-01T09:00", "repeats": "FREQ=DAILY"},  # yesterday
        {"at": "2036-06-01T09:00"},
    ],
)
def test_what_cannot_be_meant_sets_nothing(
    claude: ClaudeEngine, stand_in: AnthropicStandIn, arguments: dict[str, str]
) -> None:
    phone, _ = scheduled(claude, stand_in, **arguments)
    assert phone.waiting == []


def test_a_series_is_ended_by_the_model_as_anything_that_waits(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    phone, _ = scheduled(claude, stand_in, at="2026-06-03T09:00", repeats="FREQ=DAILY")
    call = ("cancel_queued_message", {"id": str(phone.waiting[0].id)})
    stand_in.script(tool_calls(call), text("It is off."))
    phone.says("stop the daily one")
    assert phone.waiting == []
