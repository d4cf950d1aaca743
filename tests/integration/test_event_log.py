"""The functions' own log: written once per source and request, replayed as it occurred."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from shared.db.pool import Database as Pool
from shared.errors import DatabaseRejected
from tests.fixtures.people import Connection, column, one
from tests.integration.conftest import NOON

ONE = UUID(int=1)


@dataclass(frozen=True)
class NewEvent:
    """The arguments of publish_event."""

    event_type: str = "intro.accepted"
    payload: Any = None
    source: str = "task_processor"
    request_id: str = "task-1"
    aggregate_type: str = "user"
    aggregate_id: UUID = ONE
    metadata: Any = None
    created_by: str = "task_processor"
    event_version: int = 2
    occurred_at: datetime = NOON


@dataclass(frozen=True)
class Published:
    """What publish_event answers."""

    id: UUID
    created: bool
    conflict: bool


Publish = Callable[[NewEvent], Published]
EVENT = NewEvent(payload={"intro_id": str(UUID(int=7))}, metadata={"trace": "x"})
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def publish(pool: Pool) -> Publish:
    def publish(event: NewEvent) -> Published:
        values = {
            name: Jsonb(value) if isinstance(value, dict) else value
            for name, value in vars(event).items()
        }
        rows = pool.rows(
            "select id, created, conflict from publish_event(%(event_type)s, %(payload)s,"
            " %(source)s, %(request_id)s, %(aggregate_type)s, %(aggregate_id)s, %(metadata)s,"
            " %(created_by)s, %(event_version)s, %(occurred_at)s, %(now)s)",
            {**values, "now": LATER},
        )
        return Published(*rows[0])

    return publish


def test_an_event_is_stored_as_it_was_published(publish: Publish, app: Connection) -> None:
    published = publish(EVENT)
    (stored,) = app.cursor(row_factory=dict_row).execute("select * from events").fetchall()

    assert published == Published(stored["id"], created=True, conflict=False)
    assert stored["created_at"] == LATER
    assert {name: stored[name] for name in vars(EVENT)} == vars(EVENT)


def test_the_same_key_again_is_answered_with_the_first_event(
    publish: Publish, app: Connection
) -> None:
    first = publish(EVENT)
    later = replace(EVENT, occurred_at=NOON + timedelta(minutes=1), metadata={"trace": "y"})

    assert publish(later) == Published(first.id, created=False, conflict=False)
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
    publish: Publish, app: Connection, change: dict[str, Any]
) -> None:
    first = publish(EVENT)
    assert publish(replace(EVENT, **change)) == Published(first.id, False, True)
    assert column(app, "select event_version from events") == [2]


@pytest.mark.parametrize(
    "key",
    ["<xenobia-7@laptop-of-xenobia>", "tel:+34612345678", "4155550101", "ask Xenobia", "x" * 900],
)
def test_a_key_that_may_hold_somebodys_words_is_stored_as_a_hash_and_stays_one_key(
    publish: Publish, app: Connection, key: str
) -> None:
    first = publish(replace(EVENT, request_id=key))
    assert publish(replace(EVENT, request_id=key)) == Published(first.id, False, False)
    assert publish(replace(EVENT, request_id=key + "x")).created
    (stored, other) = column(app, "select request_id from events order by seq")
    assert stored.startswith("hmac:")
    assert stored != other
    again = publish(replace(EVENT, request_id=stored))
    assert again.id == first.id, "as a replayed event gives it"


def test_a_key_that_can_hold_no_word_is_stored_itself(publish: Publish, app: Connection) -> None:
    keys = [str(UUID(int=7)), f"SM{'0' * 32}", "task-1"]
    for key in keys:
        publish(replace(EVENT, request_id=key))
    assert column(app, "select request_id from events order by seq") == keys


def test_a_key_is_its_sources_own(publish: Publish) -> None:
    first = publish(EVENT)
    assert publish(replace(EVENT, source="n8n")).id != first.id


def test_50_retries_at_once_make_one_row_and_50_equal_answers(
    publish: Publish, app: Connection
) -> None:
    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(publish, [EVENT] * 50))

    assert one(app, "select count(*) from events") == 1
    assert {answer.id for answer in answers} == set(column(app, "select id from events"))
    assert [answer.created for answer in answers].count(True) == 1
    assert not any(answer.conflict for answer in answers)


@pytest.mark.parametrize("field", ["event_type", "source", "request_id", "aggregate_type"])
def test_no_part_of_the_routing_may_be_empty(publish: Publish, field: str) -> None:
    with pytest.raises(DatabaseRejected):
        publish(replace(EVENT, **{field: ""}))  # pyright: ignore[reportArgumentType]


def test_an_aggregate_is_replayed_as_it_occurred_and_at_one_moment_as_it_arrived(
    publish: Publish, app: Connection
) -> None:
    minutes = [3, 1, 2, 1, 3, 1]
    ids = [
        publish(
            replace(EVENT, request_id=str(number), occurred_at=NOON + timedelta(minutes=minute))
        ).id
        for number, minute in enumerate(minutes)
    ]
    publish(replace(EVENT, request_id="other", aggregate_id=uuid4()))

    replayed = column(
        app,
        "select id from events where aggregate_type = 'user' and aggregate_id = %s"
        " order by occurred_at, seq",
        UUID(int=1),
    )
    assert replayed == [ids[number] for number in (1, 3, 5, 2, 0, 4)]
