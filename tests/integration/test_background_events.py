"""Background events: strictly in order within an aggregate, in parallel across them, never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from shared.db.events import ClaimedEvent, Events
from shared.db.pool import Database as Pool
from shared.errors import LeaseLost
from tests.fixtures.people import Connection, column, one
from tests.integration.conftest import NOON

WAIT = timedelta(minutes=1)


@pytest.fixture
def events(pool: Pool) -> Events:
    return Events(pool)


def publish(app: Connection, aggregate: UUID | None, kind: str = "thing.happened") -> UUID:
    return one(
        app,
        "insert into events"
        " (event_type, aggregate_type, aggregate_id, payload, created_at, available_at)"
        " values (%s, 'thing', %s, '{}', %s, %s) returning id",
        kind,
        aggregate,
        NOON,
        NOON,
    )


def test_one_aggregate_goes_in_order_and_others_in_parallel(
    events: Events, app: Connection
) -> None:
    one_thing, other_thing = uuid4(), uuid4()
    first, second = publish(app, one_thing), publish(app, one_thing)
    other, alone = publish(app, other_thing), publish(app, None)

    token = uuid4()
    claimed = {event.id: event for event in events.claim(10, token, now=NOON).events}
    assert set(claimed) == {first, other, alone}
    assert events.claim(10, uuid4(), now=NOON).events == []
    events.settle(claimed[first], token, now=NOON)
    assert [event.id for event in events.claim(10, uuid4(), now=NOON).events] == [second]


def test_one_in_backoff_holds_the_later_ones_until_it_is_dead(
    events: Events, app: Connection
) -> None:
    thing = uuid4()
    poison, after = publish(app, thing), publish(app, thing)
    moment = NOON
    for attempt in range(5):
        token = uuid4()
        (claimed,) = events.claim(10, token, now=moment).events
        assert claimed.id == poison
        outcome = events.fail(claimed, token, "broken", now=moment)
        assert outcome == ("dead" if attempt == 4 else "retried")
        moment += timedelta(minutes=20)

    assert column(app, "select error_message from event_dead_letters") == ["broken"]
    assert [event.id for event in events.claim(10, uuid4(), now=moment).events] == [after]


def test_a_permanent_failure_is_dead_at_once(events: Events, app: Connection) -> None:
    publish(app, None)
    token = uuid4()
    (event,) = events.claim(10, token, now=NOON).events

    assert events.fail(event, token, "unknown shape", retryable=False, now=NOON) == "dead"


def test_a_lost_lease_settles_nothing(events: Events, app: Connection) -> None:
    publish(app, None)
    late = uuid4()
    (lost,) = events.claim(10, late, now=NOON).events
    now_its_own = uuid4()
    (event,) = events.claim(10, now_its_own, now=NOON + timedelta(seconds=31)).events

    with pytest.raises(LeaseLost):
        events.settle(lost, late)
    assert events.fail(lost, late, "x") == "lost"
    assert events.pass_by([lost], late, handled=[]) == 0
    assert events.release([lost], late) == 0
    events.settle(event, now_its_own)


def test_passing_by_takes_along_what_is_due_behind_it_in_its_aggregate_alone(
    events: Events, app: Connection
) -> None:
    thing, other = uuid4(), uuid4()
    ours = {publish(app, thing) for _ in range(3)}
    later, others, alone = publish(app, thing), publish(app, other), publish(app, None)
    app.execute("update events set available_at = %s where id = %s", (NOON + WAIT, later))
    token = uuid4()
    claimed = events.claim(10, token, now=NOON).events
    (mine,) = [event for event in claimed if event.id not in (others, alone)]

    assert events.pass_by([mine], uuid4(), handled=[], now=NOON) == 0
    assert events.pass_by([mine], token, handled=[], now=NOON) == 3
    left = column(app, "select id from events where not processed")
    assert set(left) == {later, others, alone}
    assert column(app, "select distinct processed_at from events where processed") == [NOON]
    assert not ours & set(left)


def test_passing_by_ends_before_the_first_that_is_handled(events: Events, app: Connection) -> None:
    thing = uuid4()
    kinds = ["comet.seen", "comet.seen", "thing.happened", "comet.seen"]
    ids = [publish(app, thing, kind) for kind in kinds]
    token = uuid4()
    claimed = events.claim(10, token, now=NOON).events
    handled = ["thing.happened"]
    assert events.pass_by(claimed, token, handled=handled, now=NOON) == 2
    assert column(app, "select id from events where not processed order by seq") == ids[2:]
    token = uuid4()
    claimed = events.claim(10, token, now=NOON).events
    assert events.pass_by(claimed, token, handled=handled, now=NOON) == 0


def test_however_many_of_one_aggregate_there_are_few_calls_pass_them_by(
    events: Events, app: Connection
) -> None:
    app.execute(
        "insert into events (event_type, aggregate_type, aggregate_id, payload)"
        " select 'thing.happened', 'thing', %s, '{}' from generate_series(1, 1000)",
        (uuid4(),),
    )
    token, calls = uuid4(), 0
    while claimed := events.claim(10, token).events:
        assert events.pass_by(claimed, token, handled=[]) == 200
        calls += 1
    assert calls == 5


def test_two_of_one_aggregate_never_run_at_once(events: Events, app: Connection) -> None:
    things = [uuid4() for _ in range(6)]
    for number in range(60):
        publish(app, things[number % 6])
    running: list[UUID | None] = []

    def work(_: int) -> list[ClaimedEvent]:
        token = uuid4()
        claimed = events.claim(3, token, now=NOON).events
        keys = [event.aggregate_id for event in claimed]
        assert not set(keys) & set(running)
        running.extend(keys)
        for event in claimed:
            running.remove(event.aggregate_id)
        for event in claimed:
            events.settle(event, token, now=NOON)
        return claimed

    handled: list[UUID] = []
    with ThreadPoolExecutor(6) as threads:
        # An empty claim under contention does not mean an empty queue: the last rounds have none.
        for _ in range(30):
            handled += [event.id for batch in threads.map(work, range(6)) for event in batch]
    while batch := work(0):
        handled += [event.id for event in batch]
    assert len(handled) == len(set(handled)) == 60


@pytest.mark.parametrize("worker", ["alive", "dead"])
def test_an_older_event_that_turns_up_late_waits_for_the_running_one_and_jams_nothing(
    events: Events, app: Connection, worker: str
) -> None:
    thing = uuid4()
    older, newer = publish(app, thing), publish(app, thing)
    app.execute("update events set processed = true where id = %s", (older,))
    assert [event.id for event in events.claim(10, uuid4(), now=NOON).events] == [newer]
    app.execute("update events set processed = false, processed_at = null where id = %s", (older,))
    alone = publish(app, None)

    moment = NOON + timedelta(seconds=1 if worker == "alive" else 31)
    claimed = {event.id for event in events.claim(10, uuid4(), now=moment).events}
    assert claimed == ({alone} if worker == "alive" else {alone, older})
