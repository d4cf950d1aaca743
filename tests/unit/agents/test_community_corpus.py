"""Asking around and answering as people write it: `tests/corpus/community.json`, by the rules.

`state` is where the member stands: plain; own, with a question on pricing that is open; asked, with
Priya's question on SOC 2 put just now; shown, where it was put two days ago; closed, where it is
over; answered, where they have just answered it.
"""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.agents.capabilities.answering_tools import ANSWERED
from shared.agents.rendering import COMMUNITY_ASKED
from shared.domain.context import AskedRequest, AskState, OpenRequest
from shared.domain.dialogue import OpenQuestion, Option
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import START, Phone, a_member

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "corpus" / "community.json").read_text()
)
OWN = OpenRequest(
    id=UUID(int=1),
    asked_as=UUID(int=1),
    question="need help with pricing",
    status="open",
    tags=["pricing"],
    created_at=START - timedelta(hours=2),
)
PRIYAS = AskedRequest(
    id=UUID(int=2),
    question="anyone here dealt with SOC 2?",
    tags=["soc-2"],
    asker_name="Priya",
    shown_at=START - timedelta(minutes=5),
)


def a_phone(state: str) -> Phone:
    phone = Phone(user=a_member(credit_balance=40))
    if state == "own":
        phone.community_requests = [OWN]
    if state in ("asked", "shown", "closed", "answered"):
        stands = AskState.ANSWERED if state == "answered" else AskState.ASKED
        ago = timedelta(days=2) if state in ("shown", "closed") else timedelta(minutes=5)
        changed = {"state": stands, "open": state != "closed", "shown_at": START - ago}
        phone.asked_requests = [PRIYAS.model_copy(update=changed)]
    if state in ("asked", "answered"):
        kind = COMMUNITY_ASKED if state == "asked" else ANSWERED
        option = Option(id=str(PRIYAS.id), name=PRIYAS.question)
        phone.question = OpenQuestion(kind=kind, options=[option], asked_at=START)
    return phone


def failing(case: dict[str, Any]) -> str:
    """What of a case does not hold; empty when all does."""
    phone = a_phone(case["state"])
    reply = phone.says(case["text"])
    assert phone.decision is not None
    effects = [effect.model_dump(mode="json") for effect in phone.decision.effects]
    found = {
        "effects": sorted(effect["kind"] for effect in effects),
        "tags": effects[0].get("expertise_needed") if effects else None,
        "outcome": effects[0].get("desired_outcome") if effects else None,
        "knows_someone": effects[0].get("knows_someone") if effects else None,
    }
    wanted = {**case, "effects": sorted(case["effects"])}
    wrong = {name: value for name, value in found.items() if wanted.get(name, value) != value}
    return f"{wrong}; said: {reply}" if wrong or not reply or "!" in reply else ""


@each("case", CASES)
def test_a_text_of_the_corpus_does_what_it_says(case: dict[str, Any]) -> None:
    assert failing(case) == ""
