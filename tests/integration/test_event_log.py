"""The functions' own log: written once per source and request, replayed as it occurred."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.db.events import Events, NewEvent, Published
from shared.db.pool import Database as Pool
from shared.errors import DatabaseRejected
from tests.fixtures.people import Connection, column, one
from tests.integration.conftest import NOON

EVENT = NewEvent(
    event_type="intro.accepted",
    payload={"intro_id": str(UUID(int=7))},
    source="task_processor",
    request_id="task-1",
    aggregate_type="user",
    aggregate_id=UUID(int=1),
    metadata={"trace": "x"},
    created_by="task_processor",
    event_version=2,
    occurred_at=NOON,
)


@pytest.fixture
def log(pool: Pool) -> Events:
    return Events(pool)


def test_an_event_is_stored_as_it_was_published(log: Events) -> None:
    published = log.publish(EVENT, now=NOON + timedelta(hours=1))
    (logged,) = log.replay("user", UUID(int=1))

    assert published == Published(logged.id, created=True, conflict=False)
    assert logged.created_at == NOON + timedelta(hours=1)
    assert {name: getattr(logged, name) for name in vars(EVENT)} == vars(EVENT)


def test_the_same_key_again_is_answered_with_the_first_event(log: Events, app: Connection) -> None:
    first = log.publish(EVENT)
    later = replace(EVENT, occurred_at=NOON + timedelta(minutes=1), metadata={"trace": "y"})

    assert log.publish(later) == Published(first.id, created=False, conflict=False)
    assert column(app, "select occurred_at from events") == [NOON]


@pytest.mark.parametrize(
    "change",
    [
        {"payload": {"intro_id": None}},
        {"event_type": "intro.declined"},
        {"aggregate_id": UUID(int=2)},
        {"aggregate_type": "intro"},
        {"event_version": 1},
    ],
    ids=str,
)
def test_the_same_key_for_something_else_is_a_conflict(
    log: Events, app: Connection, change: dict[str, Any]
) -> None:
    first = log.publish(EVENT)
    assert log.publish(replace(EVENT, **change)) == Published(first.id, False, True)
    assert column(app, "select event_version from events") == [2]


@pytest.mark.parametrize(
    "key",
    ["<xenobia-7@laptop-of-xenobia>", "tel:+34612345678", "4155550101", "ask Xenobia", "x" * 900],
)
def test_a_key_that_may_hold_somebodys_words_is_stored_as_a_hash_and_stays_one_key(
    log: Events, app: Connection, key: str
) -> None:
    first = log.publish(replace(EVENT, request_id=key))
    assert log.publish(replace(EVENT, request_id=key)) == Published(first.id, False, False)
    assert log.publish(replace(EVENT, request_id=key + "x")).created
    (stored, other) = column(app, "select request_id from events order by seq")
    assert stored.startswith("hmac:")
    assert stored != other
    again = log.publish(replace(EVENT, request_id=stored))
    assert again.id == first.id, "as a replayed event gives it"


def test_a_key_that_can_hold_no_word_is_stored_itself(log: Events, app: Connection) -> None:
    keys = [str(UUID(int=7)), f"SM{'0' * 32}", "task-1"]
    for key in keys:
        log.publish(replace(EVENT, request_id=key))
    assert column(app, "select request_id from events order by seq") == keys


def test_a_key_is_its_sources_own(log: Events) -> None:
    first = log.publish(EVENT)
    assert log.publish(replace(EVENT, source="n8n")).id != first.id


def test_50_retries_at_once_make_one_row_and_50_equal_answers(log: Events, app: Connection) -> None:
    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(log.publish, [EVENT] * 50))

    assert one(app, "select count(*) from events") == 1
    assert {answer.id for answer in answers} == set(column(app, "select id from events"))
    assert [answer.created for answer in answers].count(True) == 1
    assert not any(answer.conflict for answer in answers)


@pytest.mark.parametrize("field", ["event_type", "source", "request_id", "aggregate_type"])
def test_no_part_of_the_routing_may_be_empty(log: Events, field: str) -> None:
    with pytest.raises(DatabaseRejected):
        log.publish(replace(EVENT, **{field: ""}))  # pyright: ignore[reportArgumentType]


def test_an_aggregate_is_replayed_as_it_occurred_and_at_one_moment_as_it_arrived(
    log: Events,
) -> None:
    minutes = [3, 1, 2, 1, 3, 1]
    ids = [
        log.publish(
            replace(EVENT, request_id=str(number), occurred_at=NOON + timedelta(minutes=minute))
        ).id
        for number, minute in enumerate(minutes)
    ]
    log.publish(replace(EVENT, request_id="other", aggregate_id=uuid4()))

    assert [event.id for event in log.replay("user", UUID(int=1))] == [
        ids[number] for number in (1, 3, 5, 2, 0, 4)
    ]


def test_a_type_is_read_over_a_span_of_time(log: Events) -> None:
    ids = [
        log.publish(
            replace(EVENT, request_id=str(number), occurred_at=NOON + timedelta(minutes=number))
        ).id
        for number in range(5)
    ]
    log.publish(replace(EVENT, request_id="other", event_type="intro.declined"))
    since, until = NOON + timedelta(minutes=1), NOON + timedelta(minutes=4)

    shown = [event.id for event in log.timeline(EVENT.event_type, since=since, until=until)]
    assert shown == ids[1:4]
    first = log.timeline(EVENT.event_type, since=since, until=until, limit=1)
    assert [event.id for event in first] == ids[1:2]
