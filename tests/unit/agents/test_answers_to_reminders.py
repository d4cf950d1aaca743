"""What a member says to a reminder that has come. Tuesday, June 2nd 2026, 10 in New York."""

from datetime import UTC, datetime

import pytest

from shared.agents.rendering import Facts, plain_words
from shared.domain.queued import QueuedFollowup
from shared.domain.values import UNNAMED
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import Phone, a_member


def reminded(note: str = "send the budget") -> Phone:
    """Somebody to whom we have just come back."""
    phone = Phone(user=a_member())
    phone.is_told(Facts(data=QueuedFollowup(note=note)))
    return phone


def waiting(phone: Phone) -> list[tuple[str, datetime]]:
    return [(item.summary, item.due) for item in phone.waiting]


def june(day: int, hour: int) -> datetime:
    """A moment of New York's summer time."""
    return datetime(2026, 6, day, hour + 4, tzinfo=UTC)


@each(
    "words, moment",
    [
        ("remind me again tomorrow at 9", june(3, 9)),
        ("remind me in an hour", june(2, 11)),
        ("ask me again in 2 hours", june(2, 12)),
        ("snooze for an hour", june(2, 11)),
        ("snooze it 2 hours", june(2, 12)),
        ("snooze until 5pm", june(2, 17)),
        ("tomorrow please", june(3, 9)),
        ("not yet, ask me tomorrow", june(3, 9)),
        ("not now, friday", june(5, 9)),
        ("later today at 3pm", june(2, 15)),
    ],
)
def test_it_is_put_off_with_what_it_was_about(words: str, moment: datetime) -> None:
    phone = reminded()
    assert phone.says(words).startswith("I'll text you")
    assert waiting(phone) == [("send the budget", moment)]


@pytest.mark.parametrize("words", ["snooze", "remind me later", "still waiting on legal"])
def test_without_a_time_the_next_text_may_name_it(words: str) -> None:
    phone = reminded()
    assert "day and a time is enough" in phone.says(words)
    assert waiting(phone) == []
    phone.says("tomorrow at 10am")
    assert waiting(phone) == [("send the budget", june(3, 10))]


@pytest.mark.parametrize("words", ["done", "it's done", "sent it this morning", "all sorted"])
def test_what_is_done_is_left_alone(words: str) -> None:
    phone = reminded()
    assert phone.says(words) == "Good, then that's settled."
    assert waiting(phone) == []


def test_another_reminder_is_about_its_own_words() -> None:
    phone = reminded()
    phone.says("remind me tomorrow to call Bob")
    assert waiting(phone) == [("call Bob", june(3, 9))]


def test_other_wishes_are_met_as_ever() -> None:
    phone = reminded()
    assert "0 credits" in phone.says("what's my balance?")
    assert reminded().says("I need a lawyer").startswith("Noted:")


def test_a_reminder_of_nothing_but_a_moment_says_so() -> None:
    words = plain_words(Facts(data=QueuedFollowup(note=UNNAMED)))
    assert words == "This is the reminder that you asked for."
    phone = Phone(user=a_member())
    phone.says("remind me tomorrow at 9")
    assert phone.says("what reminders do I have?").startswith('Still to come: "a reminder" (Wed')
