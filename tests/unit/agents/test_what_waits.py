"""What waits to be sent: told and cancelled by text. Tuesday, June 2nd 2026, 10 in New York."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.agents.choice import agent_for
from shared.domain.context import Waiting
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import SETTINGS, START, Phone, a_member, a_text


def a_followup(note: str, hours: int = 23) -> Waiting:
    data: dict[str, Any] = {"kind": "followup", "note": note}
    return Waiting(id=uuid4(), due=START + timedelta(hours=hours), data=data)


def member(*notes: str) -> Phone:
    waiting = [a_followup(note, 23 + number) for number, note in enumerate(notes)]
    return Phone(user=a_member(), waiting=waiting)


def left(phone: Phone) -> list[str]:
    return [item.summary for item in phone.waiting]


@each(
    "words",
    [
        "cancel that reminder",
        "please cancel the follow-up",
        "don't remind me about Bob",
        "no need to remind me",
        "delete my reminder to call Bob",
        "I don't need the reminder anymore",
        "don't text me about Bob",
    ],
)
def test_the_one_thing_that_waits_is_cancelled(words: str) -> None:
    phone = member("call Bob")
    assert phone.says(words) == 'Cancelled: "call Bob", due Wed Jun 3 at 9:00 AM EDT.'
    assert left(phone) == []
    assert phone.decision is not None
    assert [effect.kind for effect in phone.decision.effects] == ["cancel_waiting"]


def test_the_one_that_is_named_is_cancelled_and_the_others_stay() -> None:
    phone = member("call Bob", "renew the lease", "ask Priya about the CRM")
    assert '"renew the lease"' in phone.says("cancel the reminder about the lease")
    assert left(phone) == ["call Bob", "ask Priya about the CRM"]


@pytest.mark.parametrize(
    ("answer", "stays"),
    [
        ("the second one", ["call Bob"]),
        ("the lease", ["call Bob"]),
        ("both", []),
        ("neither", ["call Bob", "renew the lease"]),
    ],
)
def test_when_it_is_unclear_which_the_member_is_asked(answer: str, stays: list[str]) -> None:
    phone = member("call Bob", "renew the lease")
    assert "which of them should I cancel?" in phone.says("cancel my reminder")
    assert left(phone) == ["call Bob", "renew the lease"]
    phone.says(answer)
    assert left(phone) == stays


def test_something_else_than_was_named_is_not_cancelled_unasked() -> None:
    phone = member("call Bob")
    assert phone.says("cancel the reminder about the dentist").endswith("should I cancel it?")
    assert left(phone) == ["call Bob"]
    phone.says("yes")
    assert left(phone) == []


def test_what_waits_is_told() -> None:
    phone = member("call Bob", "renew the lease")
    reply = phone.says("what reminders do I have?")
    assert '"call Bob" (Wed Jun 3 at 9:00 AM EDT) and "renew the lease"' in reply
    assert "Nothing waits" in member().says("which reminders are set?")
    assert "Nothing waits" in member().says("what's waiting")


def test_that_is_the_one_that_was_told() -> None:
    phone = member("call Bob")
    phone.says("what reminders do I have?")
    phone.says("never mind")
    assert left(phone) == ["call Bob"]
    phone.says("what reminders do I have?")
    assert phone.says("cancel that").startswith('Cancelled: "call Bob"')

    several = member("call Bob", "renew the lease")
    several.says("what reminders do I have?")
    assert "which of them should I cancel?" in several.says("delete that")
    assert left(several) == ["call Bob", "renew the lease"]


def test_of_many_the_next_are_told_and_how_many_more_there_are() -> None:
    reply = member(*(f"call {number}" for number in range(7))).says("what reminders do I have?")
    assert reply.startswith('Still to come: "call 0" (Wed Jun 3 at 9:00 AM EDT), "call 1"')
    assert reply.endswith('"call 4" (Wed Jun 3 at 1:00 PM EDT) and 2 more.')


@pytest.mark.parametrize(
    "words",
    ["remind me to call Bob tomorrow at 9", "don't text me after 9pm", "I need a lawyer", "no"],
)
def test_other_wishes_cancel_nothing(words: str) -> None:
    phone = member("call Ann")
    phone.says(words)
    assert "call Ann" in left(phone)


def test_what_waits_is_described_with_its_time_and_as_information() -> None:
    phone = member("call Bob")
    described = agent_for(phone.user).describe(phone.context([a_text("hi")]), SETTINGS)
    assert "due Wed Jun 3 at 9:00 AM EDT: call Bob" in described
