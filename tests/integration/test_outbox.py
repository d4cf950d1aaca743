"""The outbox: in order for each entity, at least once, by one publisher at a time."""

import json
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from shared.business.publishing import Publisher, entry_of, stream_of
from shared.db.outbox import Outbox, WaitingEvent
from shared.db.pool import Database as Pool
from shared.errors import DatabaseUnavailable
from shared.transport import Entry
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, column, one
from tests.fixtures.system_events import (
    ORG,
    OTHER_ORG,
    RecordingTransport,
    write_event,
    write_many,
)
from tests.integration.conftest import NOON


@pytest.fixture
def outbox(pool: Pool) -> Outbox:
    return Outbox(pool)


@pytest.fixture
def transport() -> RecordingTransport:
    return RecordingTransport()


@pytest.fixture
def publisher(outbox: Outbox, transport: RecordingTransport) -> Publisher:
    return Publisher(outbox, transport, batch=7)


def publish(publisher: Publisher) -> dict[str, int]:
    return dict(publisher.publish_due(seconds=30, stopping=lambda: False))


def waiting(connection: Connection) -> list[UUID]:
    return column(connection, "select event_id from private.outbox order by seq")


def test_an_entry_has_the_columns_under_their_names_and_the_payload_as_json(
    publisher: Publisher, transport: RecordingTransport, app: Connection
) -> None:
    deal = uuid4()
    payload = {"text": "Grüße, 日本 \u2028 \U0001f600", "deep": [{"n": 1.50}]}
    id = write_event(app, entity=deal, payload=payload, occurred_at=NOON)
    assert publish(publisher) == {"claimed": 1, "done": 1, "deferred": 0}
    (entry,) = transport.entries
    assert entry.stream == f"system_events:{ORG}"
    fields = dict(entry.fields)
    assert json.loads(fields.pop("payload")) == payload
    assert UUID(fields.pop("actor_id"))
    assert fields.pop("created_at").endswith("Z")
    assert fields == {
        "id": str(id),
        "org_id": str(ORG),
        "event_type": "note_added",
        "occurred_at": "2026-03-02T12:00:00.000000Z",
        "actor_type": "system",
        "primary_entity_id": str(deal),
        "primary_entity_type": "deal",
    }
    assert waiting(app) == []


def test_batch_after_batch_goes_out_in_the_order_of_writing(
    publisher: Publisher, transport: RecordingTransport, app: Connection
) -> None:
    write_many(app, 60)
    write_many(app, 40, org=OTHER_ORG)
    assert publish(publisher) == {"claimed": 100, "done": 100, "deferred": 0}
    for org, count in ((ORG, 60), (OTHER_ORG, 40)):
        numbers = [
            json.loads(entry.fields["payload"])["n"]
            for entry in transport.entries
            if entry.stream == stream_of(org)
        ]
        assert numbers == list(range(1, count + 1))


def test_an_event_that_commits_late_goes_out_before_its_entitys_next(
    publisher: Publisher, transport: RecordingTransport, database: Database, app: Connection
) -> None:
    deal = uuid4()
    with psycopg.connect(database.app_url) as slow:
        late = write_event(slow, entity=deal)
        beside = write_event(app)  # takes a later place, and is published first
        publish(publisher)
        assert transport.ids == [str(beside)]
        slow.commit()
    after = write_event(app, entity=deal)
    publish(publisher)
    assert transport.ids == [str(beside), str(late), str(after)]


def test_a_large_payload_makes_a_smaller_batch_and_still_goes_out(
    outbox: Outbox, transport: RecordingTransport, app: Connection
) -> None:
    ids = [write_event(app, payload={"text": "ü" * 2_400_000}) for _ in range(2)]
    small = write_event(app)
    token = uuid4()
    assert outbox.take(token)
    assert [event.id for event in outbox.claim(10, token)] == [str(ids[0])]
    outbox.free(token)
    assert publish(Publisher(outbox, transport))["done"] == 3
    assert transport.ids == [str(id) for id in (*ids, small)]


def test_who_dies_between_the_transport_and_the_settling_publishes_again_with_the_same_ids(
    outbox: Outbox, transport: RecordingTransport, app: Connection
) -> None:
    write_many(app, 5)
    dead = uuid4()
    assert outbox.take(dead, now=NOON)
    events = outbox.claim(3, dead, now=NOON)
    transport.append([entry_of(event) for event in events])  # and nobody settles

    assert not outbox.take(uuid4(), now=NOON + timedelta(seconds=29))
    second = uuid4()
    assert outbox.take(second, now=NOON + timedelta(seconds=31))
    again = outbox.claim(10, second, now=NOON + timedelta(seconds=31))
    assert [event.id for event in again[:3]] == transport.ids
    assert len(again) == 5


def test_who_lost_the_lane_gets_nothing_and_may_still_settle_what_redis_has(
    outbox: Outbox, app: Connection
) -> None:
    write_many(app, 4)
    slow, quick = uuid4(), uuid4()
    outbox.take(slow, now=NOON)
    events = outbox.claim(2, slow, now=NOON)
    later = NOON + timedelta(minutes=1)
    assert outbox.claim(2, slow, now=later) == []
    assert outbox.take(quick, now=later)
    assert len(outbox.claim(9, quick, now=later)) == 4
    assert outbox.settle([event.seq for event in events]) == 2
    outbox.free(slow)
    assert len(outbox.claim(9, quick, now=later)) == 2, "the lane is still the other's"
    assert outbox.settle([event.seq for event in events]) == 0


def test_two_publishers_at_once_bring_everything_and_one_brings_it(
    outbox: Outbox, app: Connection
) -> None:
    write_many(app, 30)
    second = RecordingTransport()

    class Between(RecordingTransport):
        def append(self, entries: Sequence[Entry]) -> list[str | None]:
            counts = publish(Publisher(outbox, second))
            assert counts == {}, "another is at work: nothing at all"
            return super().append(entries)

    first = Between()
    assert publish(Publisher(outbox, first, batch=10))["done"] == 30
    assert second.entries == []


def test_what_is_written_just_before_the_lane_is_given_back_is_taken_along(
    pool: Pool, transport: RecordingTransport, app: Connection
) -> None:
    class Late(Outbox):
        written: bool = False

        def claim(self, *arguments: object, **named: object) -> list[WaitingEvent]:
            events = super().claim(*arguments, **named)  # pyright: ignore[reportArgumentType]
            if (
                not events
                and not waiting(app)
                and one(app, "select count(*) = 1 from system_events")
            ):
                write_event(app)  # its poke finds the lane taken
            return events

    write_event(app)
    assert publish(Publisher(Late(pool), transport))["done"] == 2


def test_redis_away_events_wait_in_order_and_the_lane_rests(
    publisher: Publisher, transport: RecordingTransport, outbox: Outbox, app: Connection
) -> None:
    write_many(app, 20)
    app.execute("update private.outbox set attempts = 5")  # it rests for long by now
    before = waiting(app)
    transport.away = True
    assert publish(publisher) == {"claimed": 7, "deferred": 7}
    assert waiting(app) == before
    assert publish(publisher) == {}, "it rests"
    lag = outbox.lag()
    assert (lag.waiting, lag.attempts) == (20, 6)
    assert lag.last_error == "ConnectionError: Connection refused."

    rests = one(app, "select leased_until - now() from private.lanes where queue = 'outbox'")
    assert timedelta(0) < rests <= timedelta(seconds=30)
    app.execute("update private.lanes set leased_until = now()")
    transport.away = False
    assert publish(publisher) == {"claimed": 20, "done": 20, "deferred": 0}
    assert transport.ids == [str(id) for id in before]
    assert outbox.lag().waiting == 0


def test_the_rest_grows_to_half_a_minute_and_no_further(outbox: Outbox, app: Connection) -> None:
    write_event(app)
    moment, rests = NOON, list[float]()
    for _ in range(12):
        token = uuid4()
        assert outbox.take(token, now=moment)
        (event,) = outbox.claim(1, token, now=moment)
        outbox.fail([event.seq], "away", rest=token, now=moment)
        until = one(app, "select leased_until from private.lanes where queue = 'outbox'")
        rests.append((until - moment).total_seconds())
        moment = until
    assert rests[0] <= 4
    assert sum(rests[:3]) <= 28
    assert min(rests[6:]) == max(rests[6:]) == 30


def test_an_organisation_whose_stream_refuses_holds_up_nobody_else(
    publisher: Publisher, transport: RecordingTransport, outbox: Outbox, app: Connection
) -> None:
    write_many(app, 20)
    write_many(app, 5, org=OTHER_ORG)
    transport.refusing = {stream_of(ORG)}
    assert publish(publisher) == {"claimed": 12, "done": 5, "deferred": 7}
    assert {entry.stream for entry in transport.entries} == {stream_of(OTHER_ORG)}
    lag = outbox.lag()
    assert (lag.waiting, lag.attempts, lag.last_error) == (20, 1, "WRONGTYPE")

    transport.refusing = set()
    assert publish(publisher)["done"] == 20
    numbers = [json.loads(entry.fields["payload"])["n"] for entry in transport.entries[5:]]
    assert numbers == list(range(1, 21))


def test_the_lag_says_how_many_and_since_when(outbox: Outbox, app: Connection) -> None:
    assert outbox.lag().lag is None
    write_event(app)
    app.execute("update private.outbox set created_at = %s", (NOON,))
    write_event(app)
    lag = outbox.lag(now=NOON + timedelta(minutes=3))
    assert (lag.waiting, lag.oldest_at, lag.lag) == (2, NOON, timedelta(minutes=3))


def test_without_the_database_it_says_so(transport: RecordingTransport, owner: Connection) -> None:
    gone = Pool("postgresql://nobody@127.0.0.1:1/nothing", wait_seconds=0.5)
    with pytest.raises(DatabaseUnavailable):
        publish(Publisher(Outbox(gone), transport))
    gone.close()


def test_a_claim_reads_what_it_takes_however_much_is_published(
    publisher: Publisher, outbox: Outbox, owner: Connection, database: Database
) -> None:
    write_many(owner, 5_000)
    owner.execute("delete from private.outbox")
    write_many(owner, 100)
    owner.execute("vacuum analyze system_events, private.outbox")
    owner.execute("select pg_stat_force_next_flush()")  # what it read so far counts before
    token = uuid4()
    assert outbox.take(token)
    with psycopg.connect(database.app_url, autocommit=True) as connection:
        before = _reads(connection)
        claim = "select count(*) from claim_outbox(20, %s)"
        assert one(connection, claim, token) == 20
        after = _reads(connection)
    assert after["scans"] == before["scans"]
    assert after["system_events_pkey"] - before["system_events_pkey"] == 20
    assert after["outbox_pkey"] - before["outbox_pkey"] == 20


def _reads(connection: Connection) -> dict[str, int]:
    """Whole-table scans of both tables, and entries read of each index."""
    connection.execute("select pg_stat_force_next_flush()")
    rows = connection.execute(
        "select 'scans', sum(seq_scan)::bigint from pg_stat_user_tables"
        " where relname in ('system_events', 'outbox')"
        " union all select indexrelname, idx_tup_read from pg_stat_user_indexes"
        " where relname in ('system_events', 'outbox')"
    )
    return {str(name): int(read) for name, read in rows}
