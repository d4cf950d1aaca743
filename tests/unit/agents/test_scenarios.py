"""Long conversations as people have them: `tests/corpus/scenarios`, lived through with the rules.

Whatever is said, no reply of more than five words comes twice within ten turns.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.phone_simulation import Phone, a_member

SCENARIOS = sorted((Path(__file__).parents[2] / "corpus" / "scenarios").glob("*.json"))
TURNS = 10
SHORT = 5  # words: so much may be said again


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_ends_as_it_says_and_repeats_nothing(path: Path) -> None:
    scenario: dict[str, Any] = json.loads(path.read_text())
    member = scenario["who"] == "member"
    phone = Phone(user=a_member(credit_balance=40)) if member else Phone()
    replies: list[str] = []
    for turn in scenario["turns"]:
        reply = phone.says(*turn["say"])
        for word in turn.get("never", ()):
            assert word not in reply, f"{turn['say']}: {reply}"
        assert len(reply) <= 320
        assert "!" not in reply
        lately = [said.casefold() for said in replies[-TURNS + 1 :]]
        assert len(reply.split()) <= SHORT or reply.casefold() not in lately, reply
        replies.append(reply)
    expected = scenario["expect"]
    if "goals" in expected:
        assert [goal.text.rstrip(" ?.") for goal in phone.user.goals] == expected["goals"]
    if "notes" in expected:
        assert [item.summary for item in phone.waiting] == expected["notes"]
    for column, value in expected.get("user", {}).items():
        assert getattr(phone.user, column) == value


def test_there_are_scenarios_of_members_and_of_newcomers() -> None:
    people = [json.loads(path.read_text())["who"] for path in SCENARIOS]
    assert people.count("member") >= 8
    assert people.count("newcomer") >= 3
    assert all(len(json.loads(path.read_text())["turns"]) >= TURNS for path in SCENARIOS)
