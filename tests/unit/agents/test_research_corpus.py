"""Searches for solutions as people write of them: `tests/corpus/research.json`, by the rules.

`state` is where the member stands: plain; going, with a search for a payroll tool that goes on;
begun, where that has just begun; refined, where two details were added; two, with another search
for accounting software; done, where it has ended; shown, where its findings have just been told.
"""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.agents.capabilities.researching_tools import BEGUN
from shared.agents.rendering import Facts
from shared.domain.context import PriorityItem
from shared.domain.dialogue import OpenQuestion, Option
from shared.domain.queued import QueuedPriorities, QueuedSolutionUpdate, ToldOption
from shared.domain.research import Answered, Research
from shared.network.research import final_news, first_news
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import START, Phone, a_member

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "corpus" / "research.json").read_text()
)
PAYROLL = Research(
    id=UUID(int=1),
    need="a payroll tool for Brazil",
    category="payroll",
    step="awaiting_expert_responses",
    innovators=[{"company": "Folha", "about": "Payroll in Latin America.", "fit": 0.8}],
    created_at=START - timedelta(hours=3),
    question_asked_at=START - timedelta(hours=3),
    question_open=True,
    question_by_research=True,
    asked=2,
)
BOOKS = PAYROLL.model_copy(
    update={"id": UUID(int=2), "need": "accounting software", "innovators": [], "asked": 0}
)
ENDED = {"status": "completed", "step": "complete", "question_open": False}
TOLD = PriorityItem(
    id=UUID(int=3),
    priority_rank=1,
    item_type="solution_update",
    item_id=PAYROLL.id,
    value_score=Decimal(90),
    item_summary="first findings for a payroll tool for Brazil: Folha",
    item_primary_name="Folha",
    item_context='Folha ("Payroll in Latin America")',
)


def a_phone(state: str) -> Phone:
    searches = {
        "plain": [],
        "two": [PAYROLL, BOOKS],
        "done": [PAYROLL.model_copy(update=ENDED)],
        "refined": [PAYROLL.model_copy(update={"round": 2})],
    }
    phone = Phone(user=a_member(), research=searches.get(state, [PAYROLL]))
    if state == "begun":
        option = Option(id=str(PAYROLL.id), name=PAYROLL.need)
        phone.question = OpenQuestion(kind=BEGUN, options=[option], asked_at=START)
    if state == "shown":
        phone.priorities = [TOLD]
        data = QueuedPriorities(priority_ids=[TOLD.id])
        phone.is_told(Facts(data=data, priorities=[TOLD]))
    return phone


def failing(case: dict[str, Any]) -> str:
    """What of a case does not hold; empty when all does."""
    phone = a_phone(case["state"])
    reply = phone.says(case["text"])
    assert phone.decision is not None
    effects = [effect.model_dump(mode="json") for effect in phone.decision.effects]
    last = effects[-1] if effects else {}
    found = {
        "effects": sorted(effect["kind"] for effect in effects),
        **{name: last.get(name) for name in ("need", "category", "detail")},
    }
    wanted = {**case, "effects": sorted(case["effects"])}
    wrong = {name: value for name, value in found.items() if wanted.get(name, value) != value}
    return f"{wrong}; said: {reply}" if wrong or not reply or "!" in reply else ""


@each("case", CASES)
def test_a_text_of_the_corpus_does_what_it_says(case: dict[str, Any]) -> None:
    assert failing(case) == ""


def test_a_search_is_lived_through_by_text() -> None:
    phone = Phone(user=a_member())
    assert "members who know payroll" in phone.says("i need a tool for payroll in brazil")
    assert "nothing to tell yet" in phone.says("any news?")
    assert "it must support contractors" in phone.says("also it must support contractors")
    phone.says("it should be cheap")
    assert "the most" in phone.says("and it has to be in portuguese")
    assert phone.says("forget the payroll thing").startswith("I've stopped looking for")
    assert phone.research[0].status == "cancelled"
    assert "any news" not in phone.says("any news?")


def test_most_searches_are_named_and_one_of_them_stopped() -> None:
    phone = Phone(user=a_member())
    for need in ("payroll", "webinars", "contracts"):
        phone.says(f"find me a tool for {need}")
    told = phone.says("find me a tool for taxes")
    assert "3 searches of yours go on" in told
    assert "webinars" in phone.says("the second one")
    assert [one.goes_on for one in phone.research] == [True, False, True]


def test_what_a_search_finds_is_told_as_it_is() -> None:
    told = _words(first_news(PAYROLL, "x"))
    assert told == (
        'First findings for a payroll tool for Brazil: Folha ("Payroll in Latin America"). I\'ve'
        " asked members too, and pass on what they answer."
    )
    weak = PAYROLL.model_copy(update={"innovators": [{"company": "Folha", "fit": 0.3}]})
    assert _words(first_news(weak, "x")).startswith("Nothing fits closely so far; nearest to")
    assert first_news(BOOKS, "x") is None
    nothing = BOOKS.model_copy(update=ENDED)
    assert _words(final_news(nothing, "x")).startswith(
        "I looked for accounting software and found nothing that fits. No member answered."
    )
    failed = nothing.model_copy(update={"web_outcome": "unavailable"})
    assert "The web could not be searched." in _words(final_news(failed, "x"))
    answered = nothing.model_copy(update={"answers": [Answered(id=UUID(int=5), score=8)]})
    assert "One member answered" in _words(final_news(answered, "x"))
    news = final_news(answered, "x")
    assert (news.score, news.item["summary"]) == (
        90,
        "your search for accounting software: 1 answer",
    )


def test_what_was_found_on_the_web_says_so_and_others_quotes_stay_within_theirs() -> None:
    option = ToldOption(name="Deel", about='The "best" payroll', url="https://deel.test/br")
    data = QueuedSolutionUpdate(text="payroll", what="first", options=[option], fits=True)
    words = Phone(user=a_member())
    words.is_told(Facts(data=data))
    said = "Deel, on the web: \"The 'best' payroll\" https://deel.test/br"
    assert said in words.transcript[-1]


def _words(news: Any) -> str:
    phone = Phone(user=a_member())
    phone.is_told(Facts(data=QueuedSolutionUpdate.model_validate(news.message.message_data)))
    return phone.transcript[-1].removeprefix("< ")
