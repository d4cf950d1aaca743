"""Times and reminders as people write them: tests/corpus/reminders.json, by the rules."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from shared.domain.context import Waiting
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import Phone, a_member

CORPUS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "corpus" / "reminders.json").read_text()
)
NEW_YORK = ZoneInfo("America/New_York")
BEFORE = [
    ("call Bob", "2026-06-03 09:00", None),
    ("payroll", "2026-06-03 16:00", None),
    ("the lease", "2026-06-05 15:00", None),
]
SERIES = [
    ("stretch", "2026-06-03 09:00", "FREQ=DAILY"),
    ("the update", "2026-06-08 09:00", "FREQ=WEEKLY;BYDAY=MO"),
]


def member(*waiting: tuple[str, str, str | None]) -> Phone:
    return Phone(user=a_member(), waiting=[an_item(*item) for item in waiting])


def an_item(note: str, when: str, rule: str | None) -> Waiting:
    due = datetime.fromisoformat(when).replace(tzinfo=NEW_YORK)
    data = {"kind": "followup", "note": note}
    if rule:
        data |= {"recurrence": rule, "first": when.replace(" ", "T")}
    return Waiting(id=uuid4(), due=due, data=data)


def heard(phone: Phone, texts: list[str]) -> str:
    reply = ""
    for text in texts:
        reply = phone.says(text)
        assert len(reply) < 320
        assert "!" not in reply
    return reply


def left(phone: Phone) -> list[tuple[str, str, str]]:
    """What waits, on their clock, with how it repeats."""
    return [
        (
            str(item.data["note"]),
            f"{item.due.astimezone(NEW_YORK):%Y-%m-%d %H:%M}",
            item.recurrence.rule if item.recurrence else "",
        )
        for item in phone.waiting
    ]


def same(phone: Phone, expected: list[list[Any]]) -> None:
    found = left(phone)
    assert [item[1] for item in found] == [item[1] for item in expected], phone.transcript
    rules = [item[2] if len(item) > 2 else "" for item in expected]
    assert [item[2] for item in found] == rules
    for item, (note, *_) in zip(found, expected, strict=True):
        assert note is None or item[0] == note


@each("case", [*CORPUS["sets"], *CORPUS["repeats"]])
def test_a_clear_moment_is_set_with_what_it_is_about(case: list[Any]) -> None:
    phone = member()
    heard(phone, [case[0]])
    same(phone, [case[1:]])


@each("text", CORPUS["asks"])
def test_what_may_be_several_moments_or_was_not_read_is_asked_about(text: str) -> None:
    phone = member()
    assert "?" in heard(phone, [text]) or "A day and a time is enough" in phone.transcript[-1]
    assert left(phone) == []


@each("text", CORPUS["none"])
def test_what_asks_for_no_reminder_sets_none_and_is_not_asked_when(text: str) -> None:
    phone = member()
    assert "When should I text you" not in heard(phone, [text])
    assert left(phone) == []


@each("case", CORPUS["turns"])
def test_a_question_is_answered_in_few_words(case: list[Any]) -> None:
    phone = member()
    heard(phone, case[0])
    same(phone, case[1])


@each("case", CORPUS["before"])
def test_what_waits_is_cancelled_by_words_time_or_place_and_told(case: list[Any]) -> None:
    phone = member(*BEFORE)
    heard(phone, case[0])
    assert [item[0] for item in left(phone)] == case[1], phone.transcript


@each("case", CORPUS["moves"])
def test_one_of_those_that_wait_is_moved(case: list[Any]) -> None:
    phone = member(*BEFORE)
    heard(phone, case[0])
    expected = {note: when for note, when, _ in BEFORE} | {case[1]: case[2]}
    assert {item[0]: item[1] for item in left(phone)} == expected, phone.transcript


@each("case", CORPUS["series"])
def test_what_repeats_is_ended_by_text(case: list[Any]) -> None:
    phone = member(*SERIES)
    heard(phone, case[0])
    assert [item[0] for item in left(phone)] == case[1], phone.transcript


def test_what_repeats_is_told_with_how_it_does() -> None:
    reply = member(*SERIES).says("what reminders do I have?")
    assert '"stretch" (every day at 9:00 AM, next Wed Jun 3)' in reply
    assert '"the update" (every Monday at 9:00 AM, next Mon Jun 8)' in reply


def test_moving_what_repeats_moves_all_that_is_to_come() -> None:
    phone = member(*SERIES)
    phone.says("move the daily one to 10")
    assert ("stretch", "2026-06-03 10:00", "FREQ=DAILY") in left(phone)
    phone.says("move the monday one to tuesday")
    assert ("the update", "2026-06-09 09:00", "FREQ=WEEKLY;BYDAY=TU") in left(phone)


def test_of_those_that_repeat_there_are_at_most_ten() -> None:
    many = [(f"task {number}", "2026-06-03 09:00", "FREQ=DAILY") for number in range(10)]
    phone = member(*many)
    assert "one has to be stopped first" in phone.says("remind me every day at 9 to stretch")
    assert len(left(phone)) == 10
