"""One other thing that matters, mentioned after an answer: when, and when not."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from shared.domain.context import PriorityItem, PriorityStatus
from shared.domain.mattering import mentionable
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import START, Phone, a_member, a_text

ASKED = "how many credits do I have?"
MENTION = "Besides: Ada Low wants to meet you. Want to hear more?"


def phone(*, user: dict[str, Any] | None = None, **columns: Any) -> Phone:
    row: dict[str, Any] = {
        "id": uuid4(),
        "priority_rank": 1,
        "item_type": "connection_request",
        "item_id": uuid4(),
        "value_score": 71,
        "item_summary": "Ada Low wants to meet you",
        **columns,
    }
    return Phone(user=a_member(**(user or {})), priorities=[PriorityItem.model_validate(row)])


def test_after_an_answer_the_best_is_mentioned_and_counts_as_shown() -> None:
    one = phone()
    assert one.says(ASKED).endswith(MENTION)
    assert one.decision is not None
    assert one.decision.shown == [one.priorities[0].id]
    assert one.priorities[0].presentation_count == 1
    told = "Ada Low wants to meet you: that is all I have on it so far."
    assert one.says("yes") == f"{told} Shall I put you in touch?"


def test_it_is_mentioned_once_and_again_after_three_days_when_two_texts_lie_between() -> None:
    one = phone()
    one.says(ASKED)
    one.now += timedelta(days=3, minutes=1)
    assert MENTION not in one.says(ASKED)  # among our last two texts
    assert MENTION not in one.says("what is my balance?")
    assert MENTION in one.says(ASKED)


@each(
    "words, why",
    [
        ("hello", "nothing was done"),
        ("thanks", "a courtesy"),
        ("jkhsdf", "not understood"),
        ("remind me", "a question of ours is open"),
        ("too many texts", "they are annoyed"),
        ("what matters now?", "it is what they asked for"),
    ],
)
def test_not_when(words: str, why: str) -> None:
    assert MENTION not in phone().says(words), why


@each(
    "columns",
    [
        {"value_score": 70},
        {"value_score": None},
        {"status": PriorityStatus.DORMANT},
        {"status": PriorityStatus.ACTIONED},
        {"expires_at": START},
        {"put_off_until": START + timedelta(hours=1)},
        {"last_presented_at": START - timedelta(days=3) + timedelta(minutes=1)},
        {"user": {"frustrated_until": START + timedelta(days=1)}},
        {"user": {"proactive_paused_until": START + timedelta(days=1)}},
    ],
)
def test_not_one_that_is_low_or_over_or_shown_lately_nor_to_who_wants_quiet(
    columns: dict[str, Any],
) -> None:
    one = phone(**columns)
    assert mentionable(one.context([a_text(ASKED)])) is None
    assert MENTION not in one.says(ASKED)


def test_a_model_that_mentions_what_may_not_be_is_refused() -> None:
    from shared.agents.concierge import CONCIERGE
    from shared.llm.interface import Toolbox
    from tests.fixtures.phone_simulation import SETTINGS

    one = phone(value_score=70)
    box = Toolbox(CONCIERGE.tools, one.context([a_text(ASKED)]), SETTINGS)
    told = box.run("show_priorities", {"ids": [str(one.priorities[0].id)], "in_passing": True})
    assert told == {"error": "not in passing now: wait for them to ask"}
    assert box.shown == []
    assert "error" in box.run("show_priorities", {"ids": [str(uuid4())]})
    assert "error" not in box.run("show_priorities", {"ids": [str(one.priorities[0].id)]})
    assert box.shown == [one.priorities[0].id]
