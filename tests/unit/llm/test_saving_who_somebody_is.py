"""What the model may save about a person: the tools judge it, whoever calls them.

Claude's stand-in replays the tool calls that a model would make, sensible or not.
"""

from typing import Any

import pytest

from shared.domain.effects.profile import AskEmailChange
from shared.llm.claude import ClaudeEngine
from tests.fixtures.anthropic_standin import AnthropicStandIn, text, tool_calls
from tests.fixtures.phone_simulation import Phone, a_member, a_user

KNOWN = {"name_dropped": "none", "first_name": "Sarah", "last_name": "Chen"}


def told(phone: Phone) -> dict[str, Any]:
    """What the tool told in the last turn."""
    assert phone.decision is not None
    (record,) = [one for one in phone.decision.log if one.action_type == "function_execution"]
    return record.output_data or {}


def calls(
    claude: ClaudeEngine,
    stand_in: AnthropicStandIn,
    phone: Phone,
    words: str,
    tool: str = "collect_user_info",
    **arguments: Any,
) -> dict[str, Any]:
    """The person texts, the model calls the tool; what the tool told."""
    stand_in.script(tool_calls((tool, arguments)), text("All right."))
    phone.engine = claude
    phone.says(words)
    return told(phone)


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("okay so I'm driving right now", {"first_name": "Driving"}),
        ("I'm retired, no company", {"first_name": "Retired"}),
        ("sarah@acme.com", {"first_name": "sarah@acme.com"}),
        ("call me at 5pm", {"first_name": "5pm"}),
        ("I am not sure about that", {"first_name": "I am", "last_name": "not sure"}),
        ("hello", {"first_name": "Anna", "last_name": "Lee"}),
        ("me@acme.com", {"company": "me@acme.com"}),
        ("at 5pm", {"company": "5pm"}),
        ("ok", {"referrer_name": "mike@acme.com"}),
    ],
)
def test_what_is_no_name_and_no_company_is_refused(
    claude: ClaudeEngine, stand_in: AnthropicStandIn, words: str, arguments: dict[str, Any]
) -> None:
    phone = Phone()
    answer = calls(claude, stand_in, phone, words, **arguments)
    assert "nothing was saved" in answer["error"]
    assert phone.decision is not None
    assert phone.decision.effects == []


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [("will smith", "Will", "Smith"), ("I'm Or Cohen", "Or", "Cohen"), ("mark may", "Mark", "May")],
)
def test_a_name_of_words_is_saved_whole(
    claude: ClaudeEngine, stand_in: AnthropicStandIn, words: str, first: str, last: str
) -> None:
    phone = Phone()
    calls(claude, stand_in, phone, words, first_name=first, last_name=last)
    assert (phone.user.first_name, phone.user.last_name) == (first, last)


def test_a_known_value_stays_unless_they_corrected_it(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    phone = Phone(user=a_member())
    answer = calls(claude, stand_in, phone, "she works at Globex", company="Globex")
    assert answer["kept"] == {"company": "Acme"}
    assert phone.user.company == "Acme"

    answer = calls(claude, stand_in, phone, "I moved to Globex", company="Globex", corrects=True)
    assert answer["changed"] == {"company": {"from": "Acme", "to": "Globex"}}
    assert phone.user.company == "Globex"


def test_an_unlikely_name_is_saved_only_after_it_was_asked_about(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    phone = Phone(user=a_user(name_dropped="none"))
    given = {"first_name": "Happy", "last_name": "Day"}
    assert "refused" in calls(claude, stand_in, phone, "Happy Day", **given, as_written=True)

    about = {"field": "name", "doubted": "Happy Day"}
    ask = {"kind": "profile_field", "about": about}
    stand_in.script(tool_calls(("ask_question", ask)), text("Is that your name?"))
    phone.says("Happy Day")
    calls(claude, stand_in, phone, "yes it is", **given, as_written=True)
    assert (phone.user.first_name, phone.user.last_name) == ("Happy", "Day")


def test_who_referred_a_member_stays(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    phone = Phone(user=a_member())
    answer = calls(claude, stand_in, phone, "Bo sent me", referrer_name="Bo", corrects=True)
    assert "stays" in answer["error"]


def test_a_member_gets_their_address_for_another_email_and_the_wish_is_kept(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    phone = Phone(user=a_member())
    tool = "send_verification_email"
    answer = calls(claude, stand_in, phone, "my email changed", tool, replaces=True)
    assert answer["address"] == "verify-t0ken@in.example.com"
    assert answer["replaces"] == "sarah@acme.com"
    assert phone.decision is not None
    assert phone.decision.effects == [AskEmailChange()]
    assert calls(claude, stand_in, phone, "hm", tool)["already_verified"]


def test_without_a_proved_email_there_is_nothing_to_replace(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    phone = Phone(user=a_user(**KNOWN))
    calls(claude, stand_in, phone, "which address", "send_verification_email", replaces=True)
    assert phone.decision is not None
    assert phone.decision.effects == []
