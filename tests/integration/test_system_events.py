"""The log of business events: written once by id, in order per entity, each org by itself."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from shared.db.pool import Database as Pool
from shared.db.system_events import Position, Recorded, SystemEvents
from shared.errors import MalformedRequest
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, column, one
from tests.fixtures.system_events import write_many
from tests.integration.conftest import NOON

OURS, THEIRS = UUID(int=1), UUID(int=2)
RETRIES = 50


@pytest.fixture
def log(pool: Pool) -> SystemEvents:
    return SystemEvents(pool)


def an_event(
    entity: UUID | None = None,
    *,
    org: UUID = OURS,
    kind: str = "note_added",
    minutes: float = 0,
    event_id: UUID | None = None,
    **payload: Any,
) -> dict[str, Any]:
    """A document of the catalog, about a deal."""
    return {
        "id": str(event_id or uuid4()),
        "org_id": str(org),
        "event_type": kind,
        "occurred_at": (NOON + timedelta(minutes=minutes)).isoformat(),
        "actor": {"id": str(org), "type": "user"},
        "primary_entity": {"id": str(entity or uuid4()), "type": "deal"},
        "payload": payload,
    }


def told(recorded: list[Recorded]) -> list[str]:
    return [
        "conflict" if one.conflict else "created" if one.created else "as it was"
        for one in recorded
    ]


def outbox(connection: Connection) -> list[str]:
    return column(connection, "select event_id::text from private.outbox order by seq")


# Writing once.


def test_an_event_is_stored_as_it_was_given(log: SystemEvents) -> None:
    event = an_event(text="They called", lines=[1.5, None])
    (recorded,) = log.record(OURS, [event], now=NOON)

    assert (recorded.id, recorded.created, recorded.conflict) == (UUID(event["id"]), True, False)
    assert recorded.event == event | {"created_at": NOON.isoformat()}


def test_the_same_again_changes_nothing_and_is_answered_with_the_first(
    log: SystemEvents, app: Connection
) -> None:
    event = an_event(amount="99.50")
    first = log.record(OURS, [event], now=NOON)
    app.execute("delete from private.loop_queue")
    again = log.record(OURS, [event], now=NOON + timedelta(hours=1))

    assert again == [Recorded(first[0].id, False, False, first[0].event)]
    assert outbox(app) == [event["id"]]
    assert column(app, "select version from private.loop_queue") == [], "a retry wakes nobody"


@pytest.mark.parametrize("events", [1, 20])
def test_50_retries_at_once_make_one_row_and_are_answered_alike(
    log: SystemEvents, app: Connection, events: int
) -> None:
    deals = [uuid4() for _ in range(3)]
    batch = [an_event(deals[number % 3], text=str(number)) for number in range(events)]
    with ThreadPoolExecutor(RETRIES) as threads:
        answers = list(threads.map(log.record, [OURS] * RETRIES, [batch] * RETRIES))

    assert {tuple(one.id for one in answer) for answer in answers} == {
        tuple(UUID(event["id"]) for event in batch)
    }
    assert len({str([one.event for one in answer]) for answer in answers}) == 1
    assert sum(one.created for answer in answers for one in answer) == events
    assert not any(one.conflict for answer in answers for one in answer)
    assert one(app, "select count(*) from system_events") == events
    assert len(outbox(app)) == events


@pytest.mark.parametrize(
    "change",
    [
        {"event_type": "lead_created"},
        {"occurred_at": NOON.isoformat().replace("12:00", "12:01")},
        {"actor": {"id": str(THEIRS), "type": "user"}},
        {"actor": {"id": str(OURS), "type": "client"}},
        {"primary_entity": {"id": str(THEIRS), "type": "deal"}},
        {"primary_entity": {"id": str(OURS), "type": "client"}},
        {"payload": {"text": "other"}},
        {"payload": {"text": "a", "more": None}},
    ],
    ids=str,
)
def test_the_same_id_for_another_fact_is_a_conflict_and_nothing_of_it_is_written(
    log: SystemEvents, app: Connection, change: dict[str, Any]
) -> None:
    event = an_event(OURS, text="a")
    log.record(OURS, [event], now=NOON)
    refused = log.record(OURS, [an_event(), event | change, an_event()])

    assert told(refused) == ["as it was", "conflict", "as it was"]
    assert [one.event is None for one in refused] == [True, False, True]
    assert outbox(app) == column(app, "select id::text from system_events") == [event["id"]]


def test_an_equal_value_written_otherwise_is_no_conflict(log: SystemEvents) -> None:
    event = an_event(price=1.5, at="x")
    log.record(OURS, [event])
    other = event | {
        "occurred_at": "2026-03-02T13:00:00+01:00",
        "payload": {"at": "x", "price": 1.50},
    }
    assert told(log.record(OURS, [other])) == ["as it was"]


def test_within_one_request_an_id_may_come_twice_but_not_for_two_facts(
    log: SystemEvents, app: Connection
) -> None:
    event = an_event(text="a")
    assert told(log.record(OURS, [event, event])) == ["created", "as it was"]

    other = an_event(text="a")
    assert told(log.record(OURS, [other, other | {"payload": {}}])) == ["as it was", "conflict"]
    assert outbox(app) == [event["id"]]


def test_an_erased_event_is_still_the_one_that_a_retry_meant(
    log: SystemEvents, app: Connection
) -> None:
    event = an_event(text="private")
    log.record(OURS, [event])
    app.execute("select erase_system_events(array[%s]::uuid[])", (event["id"],))

    (again,) = log.record(OURS, [event])
    assert (again.created, again.conflict) == (False, False)
    assert told(log.record(OURS, [event | {"event_type": "lead_created"}])) == ["conflict"]


UNREADABLE: dict[str, tuple[str, dict[str, Any], str]] = {
    "an amount of no number": (
        "payment_received",
        {"amount": "a lot", "currency": "EUR"},
        "amount",
    ),
    "nothing": ("payment_received", {"amount": 0, "currency": "EUR"}, "amount"),
    "no currency": ("payment_received", {"amount": 1}, "currency"),
    "no day": (
        "invoice_issued",
        {"amount": 1, "currency": "EUR", "due_date": "2026-02-30"},
        "due_date",
    ),
    "no moment": ("followup_scheduled", {}, "due_at"),
    "a local time": ("quote_requested", {"needed_by": "2026-03-02T12:00:00"}, "needed_by"),
    "the end of time": ("quote_sent", {"valid_until": "9999-12-31T23:59:59-10:00"}, "valid_until"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_sql_takes_nothing_that_the_loops_cannot_be_made_of_either(
    log: SystemEvents, app: Connection, what: str
) -> None:
    kind, payload, field = UNREADABLE[what]
    event = an_event(kind=kind, **payload)
    with pytest.raises(MalformedRequest, match=f"event {event['id']}: payload.{field}"):
        log.record(OURS, [an_event(), event])
    assert outbox(app) == []


def test_every_digit_of_a_number_comes_back_as_it_was_sent(log: SystemEvents) -> None:
    numbers = [Decimal(text) for text in ("99999999999999.99", "1.50", "0.30000000000000004")]
    event = an_event(prices=numbers)
    (recorded,) = log.record(OURS, [event])
    assert recorded.event is not None
    assert [str(one) for one in recorded.event["payload"]["prices"]] == [str(n) for n in numbers]
    (shown,) = log.of_org(OURS, limit=1).documents
    assert "[99999999999999.99, 1.50, 0.30000000000000004]" in shown


@pytest.mark.parametrize("value", ["1e400", "9" * 5000, "[" * 1500 + "]" * 1500])
def test_whatever_sql_has_accepted_the_timeline_shows(
    log: SystemEvents, app: Connection, value: str
) -> None:
    app.execute(
        "insert into system_events (id, org_id, event_type, occurred_at, actor_id, actor_type,"
        "   primary_entity_id, primary_entity_type, payload)"
        " values (gen_random_uuid(), %(org)s, 'note_added', now(), %(org)s, 'system', %(org)s,"
        "   'deal', %(payload)s)",
        {"org": OURS, "payload": f'{{"x": {value}}}'},
    )
    assert len(log.of_org(OURS, limit=1).documents) == 1


# One organisation and another.


def test_of_another_organisations_event_nothing_is_told_but_that_the_id_is_taken(
    log: SystemEvents, app: Connection
) -> None:
    event = an_event(org=THEIRS, text="secret")
    log.record(THEIRS, [event])
    (refused,) = log.record(OURS, [event | {"org_id": str(OURS)}])

    assert (refused.created, refused.conflict, refused.event) == (False, True, None)
    assert column(app, "select org_id from system_events") == [THEIRS]


def test_nobody_writes_for_another_organisation(log: SystemEvents, app: Connection) -> None:
    with pytest.raises(MalformedRequest):
        log.record(OURS, [an_event(), an_event(org=THEIRS)])
    assert outbox(app) == []


def test_each_sees_its_own_even_of_the_same_entity(log: SystemEvents) -> None:
    deal = uuid4()
    for org in (OURS, THEIRS):
        log.record(org, [an_event(deal, org=org, whose=str(org))])
    for org in (OURS, THEIRS):
        for page in (
            log.timeline(org, "deal", deal, limit=10),
            log.of_org(org, limit=10),
            log.of_type(org, "note_added", limit=10),
        ):
            assert [event["payload"]["whose"] for event in page.events] == [str(org)]


# What a new event sets going.


def test_events_leave_in_the_order_in_which_they_were_given(
    log: SystemEvents, app: Connection
) -> None:
    deals = [uuid4() for _ in range(7)]
    batch = [an_event(deals[number % 7], minutes=-number) for number in range(300)]
    log.record(OURS, batch)
    assert outbox(app) == [event["id"] for event in batch]


def test_an_insert_by_anybody_elses_program_goes_the_same_way(app: Connection) -> None:
    deal, ids = uuid4(), [uuid4() for _ in range(3)]
    app.execute(
        "insert into system_events (id, org_id, event_type, occurred_at, actor_id, actor_type,"
        "   primary_entity_id, primary_entity_type, payload)"
        " select id, %s, 'note_added', now(), id, 'system', %s, 'deal', '{}'"
        " from unnest(%s) as id",
        (OURS, deal, ids),
    )
    assert outbox(app) == [str(event_id) for event_id in ids]
    assert app.execute("select * from private.loop_queue").rowcount == 1


def test_an_entity_is_queued_once_and_counts_the_transactions_that_changed_it(
    log: SystemEvents, app: Connection
) -> None:
    deal = uuid4()
    log.record(OURS, [an_event(deal), an_event(deal)])
    assert column(app, "select version from private.loop_queue") == [1]
    log.record(OURS, [an_event(deal)])
    assert column(app, "select version from private.loop_queue") == [2]


@pytest.fixture
def two(database: Database) -> Iterator[tuple[Connection, Connection]]:
    with (
        psycopg.connect(database.app_url) as first,
        psycopg.connect(database.app_url) as second,
    ):
        yield first, second


def test_who_writes_second_about_an_entity_waits_and_leaves_second(
    two: tuple[Connection, Connection], app: Connection
) -> None:
    deal = uuid4()
    slow, fast = an_event(deal, n=1), an_event(deal, n=2)
    write = "select id from record_system_events(%s, %s)"
    first, second = two
    first.execute(write, (OURS, Jsonb([slow])))
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(second.execute, write, (OURS, Jsonb([fast])))
        while not one(app, "select cardinality(pg_blocking_pids(%s))", second.info.backend_pid):
            assert not waiting.done()
        first.commit()
        waiting.result(60)
        second.commit()
    assert outbox(app) == [slow["id"], fast["id"]]


def test_batches_about_the_same_entities_in_any_order_never_wait_in_a_circle(
    log: SystemEvents, app: Connection
) -> None:
    deals = [uuid4() for _ in range(10)]

    def write(number: int) -> int:
        mixed = deals[number % 10 :] + deals[: number % 10]
        batch = [an_event(deal) for deal in (mixed if number % 2 else reversed(mixed))]
        return len(log.record(OURS, batch))

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(write, range(60))) == 600
    assert one(app, "select count(*) from private.outbox") == 600


# Reading by time.


def test_a_timeline_is_read_page_by_page_without_gap_or_repetition(log: SystemEvents) -> None:
    deal = uuid4()
    events = [an_event(deal, minutes=number // 3) for number in range(10)]
    log.record(OURS, events)
    log.record(OURS, [an_event(minutes=1), an_event(minutes=2, kind="lead_created")])
    expected = sorted(events, key=lambda event: (event["occurred_at"], event["id"]), reverse=True)

    read: list[str] = []
    position: Position | None = None
    while True:
        page = log.timeline(OURS, "deal", deal, limit=4, before=position)
        read += [event["id"] for event in page.events]
        position = page.next
        if position is None:
            break
    assert read == [event["id"] for event in expected]


def test_what_occurred_at_the_same_moment_is_shown_in_the_business_order_page_by_page(
    log: SystemEvents,
) -> None:
    deal, kinds = uuid4(), ("quote_requested", "quote_sent", "quote_accepted", "note_added")
    chance = [kind for kind in kinds for _ in range(3)]
    log.record(OURS, [an_event(deal, kind=kind) for kind in chance[::2] + chance[1::2]])

    for limit in (1, 2, 5, 12):
        shown: list[tuple[str, str]] = []
        position: Position | None = None
        while True:
            page = log.timeline(OURS, "deal", deal, limit=limit, before=position)
            shown += [(event["event_type"], event["id"]) for event in page.events]
            position = page.next
            if position is None:
                break
        assert [kind for kind, _ in shown] == chance[::-1]
        for kind in kinds:
            ids = [id for one_kind, id in shown if one_kind == kind]
            assert ids == sorted(ids, reverse=True)


def test_the_last_page_says_so_when_it_is_full_too(log: SystemEvents) -> None:
    log.record(OURS, [an_event(minutes=number) for number in range(4)])
    first = log.of_org(OURS, limit=2)
    assert first.next is not None
    assert log.of_org(OURS, limit=2, before=first.next).next is None


def test_a_type_is_read_by_itself(log: SystemEvents) -> None:
    lead = an_event(kind="lead_created")
    log.record(OURS, [an_event(), lead])
    assert [event["id"] for event in log.of_type(OURS, "lead_created", limit=9).events] == [
        lead["id"]
    ]


def test_writing_reads_no_more_on_plans_made_while_the_log_was_empty(
    database: Database, owner: Connection
) -> None:
    """A connection keeps its plans until the next ANALYZE, which may be long after the growth."""
    owner.execute(
        "alter table system_events set (autovacuum_enabled = off);"
        "alter table private.loop_queue set (autovacuum_enabled = off);"
        "alter table private.outbox set (autovacuum_enabled = off)"
    )
    owner.execute("vacuum analyze system_events, private.loop_queue, private.outbox")
    pool = Pool(database.app_url, pool_max=1)
    with closing(pool):
        log = SystemEvents(pool)
        for _ in range(10):  # after five the server stops planning anew
            log.record(OURS, [an_event(), an_event()])
        write_many(owner, 3000, org=OURS, entities=3000)
        before = _rows_read(pool)
        log.record(OURS, [an_event(), an_event()])
        assert _rows_read(pool) - before < 100


def _rows_read(pool: Pool) -> int:
    """Of the three tables, by whole scans and by index."""
    pool.value("select pg_stat_force_next_flush()")
    return pool.value(
        "select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint from pg_stat_user_tables"
        " where relname in ('system_events', 'loop_queue', 'outbox')"
    )
