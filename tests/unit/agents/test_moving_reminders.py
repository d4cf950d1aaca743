"""Reminders moved and taken back by text: Tuesday, June 2nd 2026, 10 in New York."""

from datetime import UTC, datetime

import pytest

from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import Phone, a_member


def reminded(*requests: str) -> Phone:
    phone = Phone(user=a_member())
    for request in requests:
        assert phone.says(request).startswith("I'll text you")
    return phone


def due(phone: Phone) -> list[tuple[str, datetime]]:
    return [(item.summary, item.due) for item in phone.waiting]


def june(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of New York's summer time."""
    return datetime(2026, 6, day, hour + 4, minute, tzinfo=UTC)


@each(
    "words",
    [
        "cancel that",
        "actually cancel that",
        "Actually, forget it.",
        "no wait, scratch that please",
        "never mind",
        "undo that",
    ],
)
def test_what_has_just_been_set_is_taken_back(words: str) -> None:
    phone = reminded("remind me friday at 3pm about the board deck", "remind me tomorrow to run")
    assert phone.says(words) == 'Cancelled: "run", due Wed Jun 3 at 9:00 AM EDT.'
    assert [note for note, _ in due(phone)] == ["the board deck"]


@pytest.mark.parametrize("words", ["cancel that", "never mind", "sorry, 4pm", "make it 4pm"])
def test_later_on_it_is_no_longer_what_is_meant(words: str) -> None:
    phone = reminded("remind me friday at 3pm about the board deck")
    phone.says("how many credits do I have?")
    phone.says(words)
    assert due(phone) == [("the board deck", june(5, 15))]


@each(
    "words, moment",
    [
        ("actually make it 4pm", june(5, 16)),
        ("sorry, 4pm", june(5, 16)),
        ("make it 4", june(5, 16)),
        ("make that 11 instead", june(5, 11)),
        ("can you move it to thursday", june(4, 15)),
        ("move it to thursday at 9", june(4, 9)),
        ("push it to tomorrow", june(3, 15)),
        ("no, monday morning", june(8, 9)),
        ("change that to in 2 hours", june(2, 12, 1)),
        ("reschedule my reminder to june 10 at noon", june(10, 12)),
        ("move the reminder about the deck to 5pm", june(5, 17)),
    ],
)
def test_what_has_just_been_set_is_moved(words: str, moment: datetime) -> None:
    phone = reminded("remind me friday at 3pm about the board deck")
    assert phone.says(words).startswith("Moved: I'll text you")
    assert due(phone) == [("the board deck", moment)]


def test_a_moved_reminder_can_be_moved_again_and_taken_back() -> None:
    phone = reminded("remind me friday at 3pm about the board deck")
    assert phone.says("make it 4pm") == (
        'Moved: I\'ll text you Fri Jun 5 at 4:00 PM EDT: "the board deck".'
    )
    assert "5:00 PM" in phone.says("no, 5pm")
    assert phone.says("cancel that").startswith("Cancelled")
    assert due(phone) == []


def test_what_is_moved_to_where_it_is_stays() -> None:
    phone = reminded("remind me friday at 3pm about the board deck")
    assert phone.says("make it 3pm") == 'It stays: "the board deck" (Fri Jun 5 at 3:00 PM EDT).'
    assert due(phone) == [("the board deck", june(5, 15))]


def test_the_same_reminder_asked_for_twice_comes_once() -> None:
    phone = reminded(*["remind me friday at 3pm about the board deck"] * 2)
    assert due(phone) == [("the board deck", june(5, 15))]
    assert phone.decision is not None
    assert phone.decision.effects == []


def test_the_one_that_is_named_is_moved_and_the_other_stays() -> None:
    phone = reminded(
        "remind me tomorrow at 10am to call Bob", "remind me friday to renew the lease"
    )
    phone.says("move the reminder about Bob to 11am")
    assert sorted(due(phone)) == [("call Bob", june(3, 11)), ("renew the lease", june(5, 9))]


def test_without_a_time_it_is_asked_for_and_the_answer_moves_it() -> None:
    phone = reminded("remind me friday at 3pm about the board deck")
    assert phone.says("postpone my reminder") == (
        'Move "the board deck" to when, for example Friday at 4 PM?'
    )
    assert due(phone) == [("the board deck", june(5, 15))]
    phone.says("monday at 10am")
    assert due(phone) == [("the board deck", june(8, 10))]


def test_when_several_wait_and_none_is_named_the_member_is_asked() -> None:
    phone = reminded(
        "remind me tomorrow at 10am to call Bob", "remind me friday to renew the lease"
    )
    phone.says("thanks")
    assert "which of them should I move" in phone.says("move my reminder to 5pm")
    phone.says("hm, one moment")
    phone.says("move my reminder to 5pm")
    assert sorted(due(phone)) == [("call Bob", june(3, 10)), ("renew the lease", june(5, 9))]
    phone.says("the lease, to 5pm")
    assert sorted(due(phone)) == [("call Bob", june(3, 10)), ("renew the lease", june(5, 17))]


def test_another_one_than_was_named_is_not_moved_unasked() -> None:
    phone = reminded("remind me tomorrow at 10am to call Bob")
    phone.says("thanks")
    reply = phone.says("move the reminder about the dentist to 11am")
    assert reply.endswith("should I move it?")
    phone.says("never mind")
    assert due(phone) == [("call Bob", june(3, 10))]


def test_a_moment_in_their_quiet_hours_is_told() -> None:
    phone = reminded("remind me friday at 3pm about the board deck")
    assert phone.says("make it 11pm") == (
        'Moved: "the board deck" comes when your quiet hours end, Sat Jun 6 at 8:00 AM EDT.'
    )


@pytest.mark.parametrize("words", ["thanks, see you tomorrow", "great", "is 4pm ok for you?"])
def test_talk_after_a_reminder_moves_nothing(words: str) -> None:
    phone = reminded("remind me friday at 3pm about the board deck")
    phone.says(words)
    assert due(phone) == [("the board deck", june(5, 15))]
