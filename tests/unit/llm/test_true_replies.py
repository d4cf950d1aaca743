"""No reply of a model says what nobody did, and none names who or what stands nowhere."""

import pytest

from shared.agents.concierge import CONCIERGE
from shared.domain.effects.member import StoreGoal
from shared.llm.claude import ClaudeEngine
from shared.llm.interface import Toolbox
from shared.llm.truth import invented, untrue
from tests.fixtures.anthropic_standin import AnthropicStandIn, text, tool_calls
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import SETTINGS, Phone, a_member, a_text

UNTRUE = (
    "I've introduced you to your colleague.",
    "Good news: I have connected the two of you by email.",
    "You're now connected, have a nice chat.",
    "I've asked three experts and they will answer soon.",
    "Your question has been posted.",
    "I sent your answer on, and 25 credits have been added to your balance.",
    "I have refunded your credits.",
    "I'll remind you tomorrow morning.",
    "Your reminder is set.",
    "All your data has been deleted.",
    "I've saved that as a goal.",
    "Done.",
    "OK, done, all is updated.",
    "Our team will call you this afternoon.",
    "I've paused all texts until Monday.",
)
HARMLESS = (
    "What would you like to do?",
    "I can't introduce you to anybody yet.",
    "I haven't sent anything.",
    "Shall I remind you tomorrow?",
    "Once I've introduced you, each of you has the other's address.",
    "Nothing has been changed.",
    "Do you want me to say it's done?",
    "Is your question sent?",
    "Hello Sarah. You work at Acme as its CTO.",
    "I'm software. On Monday at 9 AM Eastern Time I'm here as well.",
    "Thanks. Which of the two do you mean?",
    "Reply STOP to end all texts.",
)


def box() -> Toolbox:
    context = Phone(user=a_member()).context([a_text("hi")])
    return Toolbox(CONCIERGE.tools, context, SETTINGS)


@each("reply", UNTRUE)
def test_what_no_tool_did_is_not_said(reply: str) -> None:
    assert untrue(reply, box(), "Sarah Chen, Acme, CTO 3 25") is not None


@each("reply", HARMLESS)
def test_what_claims_nothing_is_said(reply: str) -> None:
    assert untrue(reply, box(), "Sarah Chen, Acme, CTO") is None


def test_what_a_tool_did_is_said() -> None:
    made = box()
    made.run("store_user_goal", {"goal": "a designer"})
    assert [type(effect) for effect in made.effects] == [StoreGoal]
    assert untrue("I've saved that as a goal.", made, "") is None
    assert untrue("Done.", made, "") is None
    assert untrue("I've introduced you.", made, "") is not None


def test_a_newcomer_is_told_of_no_approval() -> None:
    newcomer = Toolbox(CONCIERGE.tools, Phone().context([a_text("hi")]), SETTINGS)
    for reply in ("I've approved you.", "You're now a member.", "You have been verified."):
        assert untrue(reply, newcomer, "") is not None
        assert untrue(reply, box(), "") is None


@each(
    "words",
    [
        "Sarah Quax would like to meet you.",
        "Zebulon would like to meet you.",
        "You should talk to Zebulon Quax.",
        "Zebulon Quax would like to meet you.",
        "Try Vantablack for that.",
        "It is 40 credits.",
        "That costs $4,000 a month.",
        "Write to zeb@quax.test.",
        "Call +1 415 555 0142.",
        "See https://quax.test/pay",
        "That one is 3f2a91c0-0000-4000-8000-000000000000.",
    ],
)
def test_who_and_what_stands_nowhere_is_not_named(words: str) -> None:
    found = invented(words, "Sarah Chen (CTO, Acme) has 25 credits")
    assert found is not None
    assert "Zebulon" not in found.why


def test_who_and_what_stands_somewhere_is_named() -> None:
    read = "Sarah Chen (CTO, Acme) has 1,250 credits; pay at https://pay.test/x, mail a@acme.test"
    words = "Sarah of Acme has 1250 credits. Chen's mail is a@acme.test, pay at https://pay.test/x."
    assert invented(words, read) is None


def test_an_untrue_reply_is_sent_back_once_and_a_true_one_is_taken(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    stand_in.script(
        text("I've saved that as a goal for Zebulon."),
        tool_calls(("store_user_goal", {"goal": "a designer"})),
        text("I've saved that as a goal."),
    )
    phone = Phone(user=a_member(), engine=claude)
    assert phone.says("i need a designer") == "I've saved that as a goal."
    assert "was not sent" in str(stand_in.requests[1]["messages"][-1])
    assert phone.decision is not None
    errors = [record.error for record in phone.decision.log]
    assert errors == [
        "the reply says that something was changed, which no tool did",
        None,
        None,
        None,
    ]


def test_a_name_that_was_sent_back_is_no_name_that_was_read(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    stand_in.script(text("Ask Zebulon Quax."), text("You could ask Zebulon Quax."))
    phone = Phone(user=a_member())
    context = phone.context([a_text("who knows?")])
    with pytest.raises(Exception, match="stands nowhere"):
        claude.decide(CONCIERGE, context, SETTINGS, 5)
