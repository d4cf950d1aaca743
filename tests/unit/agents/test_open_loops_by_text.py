"""What needs attention, told and dismissed by text. Tuesday, June 2nd 2026, 10 in New York."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.agents.capabilities.attention import ATTENTION
from shared.agents.choice import agent_for
from shared.domain.context import OpenLoop
from shared.domain.loops import LoopType
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import START, Phone, a_member, an_open_loop

ORG = UUID(int=1)


def a_loop(kind: LoopType, days: float, **more: Any) -> OpenLoop:
    return an_open_loop(kind, START + timedelta(days=days), **more)


def member(*loops: OpenLoop) -> Phone:
    return Phone(user=a_member(), open_loops=list(loops))


def three() -> Phone:
    return member(
        a_loop(LoopType.FOLLOWUP_DUE, 3, about="call Ann about the pilot"),
        a_loop(LoopType.INVOICE_OVERDUE, -5, amount="1200.00", currency="EUR"),
        a_loop(LoopType.QUOTE_NEEDED, 2, about="a new website"),
    )


def left(phone: Phone) -> list[str]:
    return [item.type.value for item in phone.open_loops or []]


@each(
    "words",
    [
        "what needs my attention?",
        "What needs my attention today",
        "anything urgent?",
        "what's open?",
        "any open items?",
        "what is on my plate",
        "what should I do first?",
        "show me my open loops",
        "what's overdue?",
    ],
)
def test_what_is_open_is_told_the_most_pressing_first(words: str) -> None:
    assert three().says(words) == (
        "This needs you now: an unpaid invoice (1,200.00 EUR), was due Thu May 28;"
        ' a quote to draft ("a new website"), due Thu Jun 4.'
        ' Coming up: a follow-up ("call Ann about the pilot"), due Fri Jun 5 at 10:00 AM EDT.'
    )


def test_a_long_list_is_cut_with_a_count_and_stays_one_text() -> None:
    phone = member(*[a_loop(LoopType.QUOTE_NEEDED, n, about=f"site {n}") for n in range(9)])
    reply = phone.says("what needs my attention?")
    assert reply.endswith('a quote to draft ("site 3"), due Fri Jun 5; and 3 more.')
    assert len(reply) < 320


def test_when_nothing_is_open_that_is_said() -> None:
    assert member().says("what needs my attention?") == "Nothing needs your attention now."
    soon = member(a_loop(LoopType.DECISION_PENDING, 4))
    assert soon.says("anything urgent?") == (
        "Nothing needs your attention now. Coming up: a quote that waits for a decision"
        " (deal 3f2a91c0), due Sat Jun 6."
    )


def test_a_member_without_an_organisation_is_told_so_and_nothing_is_dismissed() -> None:
    phone = Phone(user=a_member())
    assert "no organisation of yours" in phone.says("what needs my attention?")
    assert "no organisation of yours" in phone.says("dismiss the first one")
    assert phone.decision is not None
    assert phone.decision.effects == []


@each(
    "words, stays",
    [
        ("dismiss the second one", ["followup_due", "invoice_overdue"]),
        ("please dismiss the 1st", ["followup_due", "quote_needed"]),
        ("forget about the second one", ["followup_due", "invoice_overdue"]),
        ("drop the second one", ["followup_due", "invoice_overdue"]),
        ("hide the last one", ["invoice_overdue", "quote_needed"]),
        ("dismiss 3", ["invoice_overdue", "quote_needed"]),
        ("dismiss the first and the third", ["quote_needed"]),
        ("dismiss the invoice", ["followup_due", "quote_needed"]),
        ("dismiss the one about the website", ["followup_due", "invoice_overdue"]),
        ("dismiss them all", []),
    ],
)
def test_what_they_name_after_the_list_is_dismissed(words: str, stays: list[str]) -> None:
    phone = three()
    phone.says("what needs my attention?")
    assert phone.says(words).startswith("Dismissed: ")
    assert left(phone) == stays
    assert phone.decision is not None
    assert {effect.kind for effect in phone.decision.effects} == {"dismiss_open_loop"}


def test_a_place_is_that_in_the_list_that_was_told_not_in_what_is_open_since() -> None:
    phone = three()
    phone.says("what needs my attention?")
    assert phone.open_loops is not None
    phone.open_loops.append(a_loop(LoopType.INVOICE_OVERDUE, -20, amount="7", currency="EUR"))
    assert phone.says("dismiss the first one") == ("Dismissed: an unpaid invoice (1,200.00 EUR).")


def test_a_place_among_those_that_are_named() -> None:
    phone = member(
        a_loop(LoopType.QUOTE_NEEDED, 1, about="a website"),
        a_loop(LoopType.INVOICE_OVERDUE, -5, amount="7", currency="EUR"),
        a_loop(LoopType.QUOTE_NEEDED, 3, about="a logo"),
    )
    phone.says("what needs my attention?")
    assert '"a logo"' in phone.says("dismiss the second quote")


def test_of_two_that_read_the_same_each_has_its_place() -> None:
    first, second = (a_loop(LoopType.NEW_LEAD, -n) for n in (5, 4))
    phone = member(first, second)
    phone.says("what needs my attention?")
    phone.says("dismiss the second one")
    assert phone.open_loops == [first]


@pytest.mark.parametrize(
    ("answer", "stays"),
    [
        ("the invoice", ["followup_due", "quote_needed"]),
        ("the second one", ["followup_due", "invoice_overdue"]),
        ("none of them", ["followup_due", "invoice_overdue", "quote_needed"]),
    ],
)
def test_when_it_is_unclear_which_they_are_asked(answer: str, stays: list[str]) -> None:
    phone = three()
    assert phone.says("dismiss that one").endswith("which of them should I dismiss?")
    assert len(left(phone)) == 3
    phone.says(answer)
    assert left(phone) == stays


def test_of_several_that_are_named_only_these_are_asked_about() -> None:
    phone = member(
        a_loop(LoopType.QUOTE_NEEDED, 1, about="a website"),
        a_loop(LoopType.INVOICE_OVERDUE, -5, amount="7", currency="EUR"),
        a_loop(LoopType.QUOTE_NEEDED, 3, about="a logo"),
    )
    assert "invoice" not in phone.says("dismiss the quote")
    phone.says("the second one")
    assert [item.about for item in phone.open_loops or []] == ["a website", None]


def test_something_that_is_not_there_is_not_dismissed() -> None:
    phone = member(a_loop(LoopType.QUOTE_NEEDED, 2, about="a new website"))
    assert phone.says("dismiss the dentist").endswith("should I dismiss it?")
    assert left(phone) == ["quote_needed"]
    assert member().says("dismiss it") == "Nothing is open that you could dismiss."


@pytest.mark.parametrize("words", ["thanks", "I need a lawyer", "drop me a line tomorrow at 9"])
def test_other_texts_dismiss_nothing(words: str) -> None:
    phone = three()
    phone.says(words)
    assert len(left(phone)) == 3


@pytest.mark.parametrize("words", ["forget it", "never mind", "remove my reminder to call Bob"])
def test_after_the_list_idioms_and_reminders_dismiss_nothing(words: str) -> None:
    phone = member(a_loop(LoopType.QUOTE_NEEDED, 2, about="a new website"))
    phone.says("what needs my attention?")
    phone.says(words)
    assert len(left(phone)) == 1


def test_an_invoice_is_not_overdue_on_its_very_day() -> None:
    phone = member(a_loop(LoopType.INVOICE_OVERDUE, -14 / 24, amount="7", currency="EUR"))
    assert "(7 EUR), due Tue Jun 2." in phone.says("what's urgent?")


def test_both_members_agents_have_the_tools() -> None:
    for agent in ("concierge", "innovator"):
        tools = agent_for(a_member(poc_agent_type=agent)).tools
        assert set(ATTENTION.tools) <= set(tools)
