"""The model answers introductions through the same tools as the rules, and is refused alike."""

from typing import Any
from uuid import uuid4

import pytest

from shared.domain.effects.introductions import (
    AcceptIntroduction,
    DropBounty,
    OfferIntroduction,
    ReportIntroduction,
    WishIntroduction,
)
from shared.domain.introductions import Introduction
from shared.llm.claude import ClaudeEngine
from tests.fixtures.anthropic_standin import AnthropicStandIn, text, tool_calls
from tests.fixtures.phone_simulation import Phone
from tests.unit.agents.test_introductions_by_text import (
    AGREED,
    an_innovator,
    asked,
    intro,
    opportunity,
    phone,
)

REQUEST, OPPORTUNITY = intro("connection_request"), opportunity()
UNTOLD = opportunity(stage="over", status="expired")
PAUSED = opportunity(stage="paused", status="paused")
MADE = opportunity(**AGREED, reported="me")


def says(
    stand_in: AnthropicStandIn, claude: ClaudeEngine, made: Phone, words: str, *calls: Any
) -> list[Any]:
    """What a text to the model changes when it makes these calls."""
    made.engine = claude
    stand_in.script(tool_calls(*calls), text("Done."))
    made.says(words)
    assert made.decision is not None
    return made.decision.effects


def test_it_accepts_at_the_bounty_that_was_told_by_either_id(
    stand_in: AnthropicStandIn, claude: ClaudeEngine
) -> None:
    for by_priority in (False, True):
        made = phone(OPPORTUNITY)
        id = made.priorities[0].id if by_priority else OPPORTUNITY.id
        call = ("accept_intro_opportunity", {"id": str(id), "credits": 50})
        (effect,) = says(stand_in, claude, made, "yes, glad to", call)
        assert effect == AcceptIntroduction(
            item_type="intro_opportunity", item_id=OPPORTUNITY.id, bounty=50
        )
        told = str(stand_in.requests[0]["messages"])
        assert f"id {OPPORTUNITY.id}, intro_opportunity" in told


@pytest.mark.parametrize(
    ("one", "name", "arguments"),
    [
        (OPPORTUNITY, "accept_intro_opportunity", {"credits": 500}),
        (OPPORTUNITY, "accept_intro_opportunity", {}),
        (OPPORTUNITY, "accept_connection_request", {}),
        (OPPORTUNITY, "confirm_intro_offer", {}),
        (OPPORTUNITY, "complete_introduction", {}),
        (REQUEST, "accept_connection_request", {"id": str(uuid4())}),
        (REQUEST, "accept_connection_request", {"id": "the first"}),
        (REQUEST, "it_did_not_happen", {}),
        (UNTOLD, "accept_intro_opportunity", {"credits": 50}),
        (PAUSED, "accept_intro_opportunity", {"credits": 50}),
        (PAUSED, "decline_intro_opportunity", {}),
        (MADE, "complete_introduction", {}),
        (REQUEST, "request_connection", {"name": "Dana Roe", "why": "about pricing"}),
    ],
)
def test_what_is_not_theirs_not_told_or_not_so_changes_nothing(
    stand_in: AnthropicStandIn,
    claude: ClaudeEngine,
    one: Introduction,
    name: str,
    arguments: dict[str, Any],
) -> None:
    made = phone(one)
    assert says(stand_in, claude, made, "yes", (name, {"id": str(one.id), **arguments})) == []
    assert made.decision is not None
    assert any(record.error for record in made.decision.log)


def test_nothing_that_they_were_not_told_of_is_accepted(
    stand_in: AnthropicStandIn, claude: ClaudeEngine
) -> None:
    made = phone(REQUEST)
    never = {"last_presented_at": None, "presented_message_id": None}
    made.priorities = [item.model_copy(update=never) for item in made.priorities]
    call = ("accept_connection_request", {"id": str(REQUEST.id)})
    assert says(stand_in, claude, made, "yes", call) == []


def test_an_unfunded_bounty_is_dropped_and_asked_about(
    stand_in: AnthropicStandIn, claude: ClaudeEngine
) -> None:
    one = opportunity(funded=False)
    call = ("accept_intro_opportunity", {"id": str(one.id), "credits": 50})
    assert [type(e) for e in says(stand_in, claude, phone(one), "yes", call)] == [DropBounty]


def test_null_for_what_is_not_known_is_taken(
    stand_in: AnthropicStandIn, claude: ClaudeEngine
) -> None:
    question = asked()
    given = {"person_name": "Jo Lee", "person_title": None, "person_company": None, "why": None}
    call = ("offer_introduction", {**given, "request_id": str(question.id), "to_name": None})
    made = phone(asked_requests=[question])
    (effect,) = says(stand_in, claude, made, "I can introduce them to Jo Lee", call)
    assert isinstance(effect, OfferIntroduction)
    meet = {"name": "Dana Roe", "company": None, "why": "about pricing"}
    made = an_innovator()
    (effect,) = says(stand_in, claude, made, "I want Dana Roe", ("request_connection", meet))
    assert isinstance(effect, WishIntroduction)


def test_a_report_is_one_whoever_makes_it(stand_in: AnthropicStandIn, claude: ClaudeEngine) -> None:
    one = opportunity(**AGREED)
    call = ("complete_introduction", {"id": str(one.id)})
    (effect,) = says(stand_in, claude, phone(one), "I made the intro", call)
    assert isinstance(effect, ReportIntroduction)
