"""What a member says to a text about what matters to them, with the rules."""

from uuid import uuid4

import pytest

from shared.agents.rendering import Facts
from shared.domain.context import PriorityItem
from shared.domain.queued import QueuedPriorities
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import Phone, a_member


def item(rank: int, summary: str, context: str | None = None) -> PriorityItem:
    return PriorityItem(
        id=uuid4(),
        priority_rank=rank,
        item_type="community_request",
        item_id=uuid4(),
        item_summary=summary,
        item_context=context,
    )


MIKE = item(1, "Mike Torres asks about CRM migrations", "he moves 40 seats off Salesforce in May")
ADA = item(2, "Ada Low wants to meet a CFO")


def told_of(*items: PriorityItem) -> Phone:
    phone = Phone(user=a_member(), priorities=list(items))
    data = QueuedPriorities(priority_ids=[one.id for one in items])
    phone.is_told(Facts(data=data, priorities=items))
    return phone


@pytest.mark.parametrize("words", ["yes", "sure", "tell me more", "ok what is it", "I'd hear more"])
def test_of_one_thing_more_is_told_to_who_wants_it(words: str) -> None:
    assert told_of(MIKE).says(words) == (
        "Mike Torres asks about CRM migrations: he moves 40 seats off Salesforce in May."
    )


def test_where_nothing_more_is_known_that_is_said() -> None:
    assert told_of(ADA).says("yes") == (
        "Ada Low wants to meet a CFO: that is all I have on it so far."
    )


@each(
    "words, answer",
    [
        ("the first one", "Mike Torres asks"),
        ("Ada", "Ada Low wants"),
        ("the CFO", "Ada Low wants"),
        ("the last", "Ada Low wants"),
        ("both", "Mike Torres asks"),
        ("yes", "Which one do you mean: Mike Torres asks"),
        ("no thanks", "All right, I'll leave it."),
    ],
)
def test_of_several_the_one_that_is_named(words: str, answer: str) -> None:
    assert told_of(MIKE, ADA).says(words).startswith(answer)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("ok, I need a lawyer", "Noted:"),
        ("how many credits do I have?", "Your balance"),
        ("ok remind me tomorrow at 9 to call Bob", "I'll text you"),
        ("thanks", "You're welcome."),
    ],
)
def test_other_wishes_are_met_as_ever(words: str, answer: str) -> None:
    assert told_of(MIKE).says(words).startswith(answer)
