"""Goals, clauses and talk as people write them: `tests/corpus/talk.json`, read by the rules.

Each case is a text to a member who has the goals of `before`. It names what must be true after it:
the goals, the effects' kinds, the notes of what is to come, or what kind of talk it is.
"""

import json
from pathlib import Path
from typing import Any

from shared.agents.language.topics import Topic, topics
from shared.domain.context import Goal
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import START, Phone, a_member

CORPUS = Path(__file__).parents[2] / "corpus"
CASES: list[dict[str, Any]] = json.loads((CORPUS / "talk.json").read_text())


def failing(case: dict[str, Any]) -> str:
    """What of a case does not hold; empty when all does."""
    before = [Goal(text=words, stated_at=START) for words in case.get("before", ())]
    phone = Phone(user=a_member(goals=before, credit_balance=40))
    reply = phone.says(case["text"])
    assert phone.decision is not None
    found = {
        "goals": [goal.text.rstrip(" ?!.") for goal in phone.user.goals],
        "effects": sorted(effect.kind for effect in phone.decision.effects),
        "notes": [item.summary for item in phone.waiting],
        "topic": next(iter(topics(case["text"])), None),
    }
    wanted = {name: case[name] for name in found if name in case}
    if "effects" in wanted:
        wanted["effects"] = sorted(wanted["effects"])
    wrong = {name: found[name] for name in wanted if found[name] != wanted[name]}
    return f"{wrong}, not {wanted}; said: {reply}" if wrong else ""


@each("case", CASES)
def test_a_text_of_the_corpus_does_what_it_says(case: dict[str, Any]) -> None:
    assert failing(case) == ""


@each("text", [case["text"] for case in CASES if case.get("topic") == Topic.DISTRESS])
@each("member", [True, False])
def test_somebody_in_distress_hears_where_people_help_and_nothing_is_stored(
    text: str, *, member: bool
) -> None:
    phone = Phone(user=a_member()) if member else Phone()
    reply = phone.says(text)
    assert "988" in reply
    assert "emergency number" in reply
    assert "software" in reply
    assert phone.decision is not None
    assert phone.decision.effects == []
