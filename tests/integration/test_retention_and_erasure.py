"""The two ways past the guards of the logs: retention deletes whole, erasure leaves a tombstone."""

from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.fixtures.people import Connection, add_user, column, one
from tests.integration.conftest import NOON

PRIVATE = {"text": "private", "description": "private"}
LONG_AGO = NOON - timedelta(days=91)
ERASED = {"erased": True, "erased_at": NOON.isoformat()}
ORG = uuid4()


def publish(
    connection: Connection, *, processed_at: object = None, payload: dict[str, Any] = PRIVATE
) -> UUID:
    """An event of the functions' log, with a payload."""
    return one(
        connection,
        "insert into events (event_type, payload, processed, processed_at, created_at)"
        " values ('thing.happened', %s, %s, %s, %s) returning id",
        Jsonb(payload),
        processed_at is not None,
        processed_at,
        LONG_AGO,
    )


def write(
    connection: Connection,
    entity: UUID,
    kind: str = "quote_requested",
    *,
    payload: dict[str, Any] = PRIVATE,
) -> UUID:
    """A system event, recorded long ago."""
    event = uuid4()
    document = {
        "id": str(event),
        "org_id": str(ORG),
        "event_type": kind,
        "occurred_at": LONG_AGO.isoformat(),
        "actor": {"id": str(ORG), "type": "user"},
        "primary_entity": {"id": str(entity), "type": "deal"},
        "payload": payload,
    }
    one(
        connection,
        "select count(*) from record_system_events(%s, %s, %s)",
        ORG,
        Jsonb([document]),
        LONG_AGO,
    )
    return event


def work_off(connection: Connection) -> None:
    """The worker and the publisher have been here."""
    connection.execute("delete from private.loop_queue")
    connection.execute("delete from private.outbox")


def call(connection: Connection, query: LiteralString, ids: list[UUID], *more: object) -> Any:
    return one(connection, query, ids, *more)


PURGE: LiteralString = "select purge_events(%s, '90 days', %s)"
ERASE: LiteralString = "select erase_events(%s, %s)"
ERASE_SYSTEM: LiteralString = "select erase_system_events(%s, %s)"


# Retention of events.


def test_of_the_events_given_those_processed_long_enough_ago_go(app: Connection) -> None:
    old = publish(app, processed_at=LONG_AGO)
    recent = publish(app, processed_at=NOON - timedelta(days=89))
    unprocessed = publish(app)
    not_given = publish(app, processed_at=LONG_AGO)

    assert call(app, PURGE, [old, recent, unprocessed], NOON) == 1
    assert set(column(app, "select id from events")) == {recent, unprocessed, not_given}


def test_an_event_that_was_given_up_stays_for_the_person_who_looks_into_it(app: Connection) -> None:
    dead = publish(app, processed_at=LONG_AGO)
    one(app, "select private.bury_event(%s, 'it broke', %s)", dead, LONG_AGO)
    assert call(app, PURGE, [dead], NOON) == 0


def test_a_reply_outlives_the_event_that_it_answers_and_still_names_it(app: Connection) -> None:
    event = publish(app, processed_at=LONG_AGO)
    user = add_user(app)
    app.execute(
        "with c as (insert into conversations (user_id, phone_number)"
        "   select id, phone_number from users where id = %(user)s returning id)"
        " insert into messages (conversation_id, user_id, role, content, direction, status,"
        "   in_reply_to) select id, %(user)s, 'bouncer', 'Hi', 'outbound', 'cancelled', %(event)s"
        " from c",
        {"user": user, "event": event},
    )
    assert call(app, PURGE, [event], NOON) == 1
    assert app.execute("select content, in_reply_to from messages").fetchall() == [("Hi", event)]


def test_an_age_that_would_empty_the_log_is_refused(app: Connection) -> None:
    with pytest.raises(psycopg.Error) as refused:
        app.execute("select purge_events('{}', '29 days')")
    assert refused.value.sqlstate == "YP004"


# System events are the source of truth: they stay.


def test_no_guard_that_is_open_lets_a_system_event_be_deleted(owner: Connection) -> None:
    event = write(owner, uuid4())
    with owner.transaction(force_rollback=True):
        one(owner, "select private.open_guard('retention')")
        with pytest.raises(psycopg.Error) as refused, owner.transaction():
            owner.execute("delete from system_events where id = %s", (event,))
        assert refused.value.sqlstate == "YP006"


# Erasure.


def test_erasure_leaves_a_tombstone_and_every_other_fact(app: Connection) -> None:
    event = publish(app, processed_at=LONG_AGO)
    before = one(app, "select to_jsonb(e) from events e")

    assert call(app, ERASE, [event], NOON) == 1
    assert one(app, "select to_jsonb(e) from events e") == before | {"payload": ERASED}


def test_erasure_reaches_the_dead_letters_and_ends_what_waits(app: Connection) -> None:
    dead, waiting = publish(app), publish(app)
    one(app, "select private.bury_event(%s, 'it broke', %s)", dead, LONG_AGO)

    assert call(app, ERASE, [dead, waiting], NOON) == 2
    assert column(app, "select payload from event_dead_letters") == [ERASED]
    assert column(app, "select distinct processed from events") == [True]


def test_a_system_event_is_erased_and_its_loops_are_worked_out_anew(app: Connection) -> None:
    deal = uuid4()
    event = write(app, deal)
    work_off(app)
    before = one(app, "select to_jsonb(e) from system_events e")

    assert call(app, ERASE_SYSTEM, [event], NOON) == 1
    assert one(app, "select to_jsonb(e) from system_events e") == before | {"payload": ERASED}
    assert column(app, "select entity_id from private.loop_queue") == [deal]


def test_what_is_erased_stays_as_it_was_erased_first(app: Connection) -> None:
    event, system_event = publish(app), write(app, uuid4())
    for _ in range(2):
        call(app, ERASE, [event], NOON)
        call(app, ERASE_SYSTEM, [system_event], NOON)
    later = NOON + timedelta(days=1)

    assert (call(app, ERASE, [event], later), call(app, ERASE_SYSTEM, [system_event], later)) == (
        0,
        0,
    )
    assert column(app, "select payload from events") == [ERASED]
    assert column(app, "select payload from system_events") == [ERASED]


def test_a_payload_that_only_looks_erased_is_erased(app: Connection) -> None:
    payload = {**ERASED, "text": "Sarah"}
    event, system_event = publish(app, payload=payload), write(app, uuid4(), payload=payload)

    assert call(app, ERASE, [event], NOON) == call(app, ERASE_SYSTEM, [system_event], NOON) == 1
    assert column(app, "select payload from events") == [ERASED]
    assert column(app, "select payload from system_events") == [ERASED]


@pytest.mark.parametrize("function", ["purge", "erase"])
def test_the_guards_are_back_before_the_transaction_ends(app: Connection, function: str) -> None:
    event, system_event = publish(app), write(app, uuid4())
    with app.transaction(force_rollback=True):
        if function == "purge":
            call(app, PURGE, [], NOON)
        else:
            call(app, ERASE, [], NOON)
            call(app, ERASE_SYSTEM, [], NOON)
        refusals: list[tuple[LiteralString, UUID]] = [
            ("delete from events where id = %s", event),
            ("delete from system_events where id = %s", system_event),
            (
                'update system_events set payload = \'{"erased": true, "erased_at": 1}\''
                " where id = %s",
                system_event,
            ),
        ]
        for statement, row in refusals:
            with pytest.raises(psycopg.Error) as refused, app.transaction():
                app.execute(statement, (row,))
            assert refused.value.sqlstate == "YP006"
