"""The model cancels what waits for a member through the same tool as the rules."""

from datetime import timedelta
from uuid import uuid4

from shared.agents.choice import agent_for
from shared.domain.context import Waiting
from shared.domain.effects.member import CancelWaiting
from shared.llm.claude import ClaudeEngine
from tests.fixtures.anthropic_standin import AnthropicStandIn, text, tool_calls
from tests.fixtures.phone_simulation import START, Phone, a_member


def member(claude: ClaudeEngine) -> Phone:
    data = {"kind": "followup", "note": "call Bob"}
    item = Waiting(id=uuid4(), due=START + timedelta(hours=23), data=data)
    return Phone(user=a_member(), waiting=[item], engine=claude)


def test_the_model_sees_what_waits_by_id_and_cancels_by_the_same_tool(
    stand_in: AnthropicStandIn, claude: ClaudeEngine
) -> None:
    phone = member(claude)
    wanted = phone.waiting[0].id
    stand_in.script(tool_calls(("cancel_queued_message", {"id": str(wanted)})), text("Done."))
    phone.says("forget about Bob")
    assert phone.decision is not None
    assert phone.decision.effects == [CancelWaiting(id=wanted)]
    assert str(wanted) in str(stand_in.requests[0]["messages"])
    assert phone.decision.prompt_version == agent_for(phone.user).prompt_version


def test_an_id_that_is_not_in_the_context_cancels_nothing(
    stand_in: AnthropicStandIn, claude: ClaudeEngine
) -> None:
    phone = member(claude)
    stand_in.script(tool_calls(("cancel_queued_message", {"id": str(uuid4())})), text("Hm."))
    phone.says("cancel theirs")
    assert phone.decision is not None
    assert phone.decision.effects == []
