"""What matters to a member, with Claude: the same tools, the same rows, the same refusals."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.domain.context import PriorityItem, PriorityStatus
from shared.llm.claude import ClaudeEngine
from tests.fixtures.anthropic_standin import AnthropicStandIn, text, tool_calls
from tests.fixtures.phone_simulation import START, Phone, a_member


def phone(claude: ClaudeEngine, **columns: Any) -> Phone:
    row: dict[str, Any] = {
        "id": uuid4(),
        "priority_rank": 1,
        "item_type": "connection_request",
        "item_id": uuid4(),
        "value_score": 90,
        "item_summary": "Ada Low wants to meet you",
        **columns,
    }
    items = [PriorityItem.model_validate(row)]
    return Phone(user=a_member(), priorities=items, engine=claude)


def errors(one: Phone) -> list[str]:
    assert one.decision is not None
    return [record.error for record in one.decision.log if record.error]


def test_what_a_reply_tells_is_counted_and_the_model_knows_its_id(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    one = phone(claude)
    id = str(one.priorities[0].id)
    stand_in.script(tool_calls(("show_priorities", {"ids": [id]})), text("Ada wants to meet you."))
    one.says("what matters?")
    assert id in str(stand_in.requests[0])
    assert one.priorities[0].presentation_count == 1
    assert errors(one) == []


@pytest.mark.parametrize(
    ("columns", "in_passing"),
    [
        ({"id": UUID(int=7)}, False),
        ({"status": PriorityStatus.ACTIONED, "last_presented_at": START}, False),
        ({"value_score": 70}, True),
        ({"last_presented_at": START - timedelta(days=2)}, True),
    ],
    ids=["an id of its own making", "answered already", "too low", "shown lately"],
)
def test_what_may_not_be_told_is_refused_and_not_counted(
    claude: ClaudeEngine, stand_in: AnthropicStandIn, columns: dict[str, Any], in_passing: bool
) -> None:
    one = phone(claude, **{**columns, "id": uuid4()})
    id = str(columns.get("id", one.priorities[0].id))
    call = ("show_priorities", {"ids": [id], "in_passing": in_passing})
    stand_in.script(tool_calls(call), text("All right."))
    one.says("how many credits do I have?")
    assert len(errors(one)) == 1
    assert one.decision is not None
    assert one.decision.shown == []


def test_more_and_later_leave_it_open(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    one = phone(claude, last_presented_at=START - timedelta(days=9), status="dormant")
    id = str(one.priorities[0].id)
    stand_in.script(tool_calls(("leave_priority_open", {"id": id})), text("That is all I have."))
    one.says("tell me more about Ada")
    assert one.priorities[0].status is PriorityStatus.PRESENTED
    at = (START + timedelta(days=3)).isoformat()
    stand_in.script(tool_calls(("put_off_priority", {"id": id, "at": at})), text("On Friday."))
    one.says("ask me on Friday")
    assert one.priorities[0].put_off_until == START + timedelta(days=3)
    assert one.priorities[0].presentation_count == 0
