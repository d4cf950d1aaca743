"""The projection beside the log: incremental, in whatever order, by many, past what is broken."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from shared.business.projection import Projection
from shared.db.loops import Loops, Projected
from shared.db.pool import Database as Pool
from shared.db.pool import Parameters, Row
from shared.domain.loops import Entity, LoopType, loop_id
from tests.fixtures.database import Database
from tests.fixtures.loops import (
    DAY,
    MORNING,
    a_history,
    an_event,
    as_rows,
    project,
    record,
    shuffled,
    stored,
)
from tests.fixtures.people import Connection, column, one


@pytest.fixture
def loops(pool: Pool) -> Loops:
    return Loops(pool)


@pytest.fixture
def org() -> UUID:
    return uuid4()


def statuses(connection: Connection) -> dict[str, str]:
    return dict(connection.execute("select type, status from open_loops").fetchall())


def test_a_deal_opens_and_closes_its_loops_as_its_events_come(
    pool: Pool, app: Connection, org: UUID
) -> None:
    deal = uuid4()
    record(app, org, [an_event("lead_created", deal)])
    project(pool)
    assert statuses(app) == {"new_lead": "active"}

    record(app, org, [an_event("quote_requested", deal, MORNING + DAY)])
    project(pool)
    assert statuses(app) == {"new_lead": "resolved", "quote_needed": "active"}

    record(app, org, [an_event("quote_sent", deal, MORNING + 2 * DAY)])
    project(pool)
    assert statuses(app) == {
        "new_lead": "resolved",
        "quote_needed": "resolved",
        "decision_pending": "active",
    }
    row = app.execute(
        "select id, due_at, opened_at, closed_at from open_loops where type = 'quote_needed'"
    ).fetchone()
    wanted = loop_id(Entity(org, "deal", deal), LoopType.QUOTE_NEEDED)
    assert row == (wanted, MORNING + 3 * DAY, MORNING + DAY, MORNING + 2 * DAY)
    assert one(app, "select count(*) from private.loop_queue") == 0


def test_a_raw_insert_is_projected_like_any_other(pool: Pool, app: Connection, org: UUID) -> None:
    app.execute(
        "insert into system_events (id, org_id, event_type, occurred_at, actor_id, actor_type,"
        " primary_entity_id, primary_entity_type, payload)"
        " values (gen_random_uuid(), %s, 'lead_created', now(), %s, 'system', %s, 'client', '{}')",
        (org, uuid4(), uuid4()),
    )
    project(pool)
    assert statuses(app) == {"new_lead": "active"}


@pytest.mark.parametrize("seed", [1, 2])
def test_out_of_order_twice_and_by_several_at_once_they_make_the_same_loops(
    pool: Pool, loops: Loops, app: Connection, org: UUID, seed: int
) -> None:
    happened = a_history(60, seed)
    delivered = shuffled(happened, seed, repeats=100)

    def write(part: int) -> None:
        for start in range(part * 7, len(delivered), 4 * 7):
            batch = delivered[start : start + 7]
            pool.rows(
                "select count(*) from record_system_events(%s, %s)",
                (org, Jsonb(list({event["id"]: event for event in batch}.values()))),
            )

    def work(_: int) -> None:
        for _ in range(40):
            project(pool, batch=5)

    with ThreadPoolExecutor(7) as threads:
        for done in [threads.submit(write, part) for part in range(4)] + [
            threads.submit(work, worker) for worker in range(3)
        ]:
            done.result()
    project(pool)

    assert one(app, "select count(*) from system_events") == len(happened)
    assert stored(app) == as_rows(loop for read in loops.log() for loop in read.loops())
    assert one(app, "select count(*) from private.loop_queue") == 0
    assert len(stored(app)) > 50


def test_an_event_that_comes_while_its_entity_is_worked_out_is_not_overlooked(
    loops: Loops, pool: Pool, app: Connection, org: UUID
) -> None:
    deal, token = uuid4(), uuid4()
    record(app, org, [an_event("lead_created", deal)])
    (claimed,) = loops.claim(10, token)
    record(app, org, [an_event("note_added", deal, MORNING + DAY)])
    assert loops.settle([Projected(claimed, claimed.loops())], token) == 1
    assert statuses(app) == {"new_lead": "active"}

    project(pool)
    assert statuses(app) == {"new_lead": "resolved"}


def test_a_lost_lease_stores_nothing(loops: Loops, app: Connection, org: UUID) -> None:
    record(app, org, [an_event("lead_created", uuid4())])
    late, token = uuid4(), uuid4()
    (claimed,) = loops.claim(10, late, now=MORNING)
    assert loops.claim(10, uuid4(), now=MORNING + timedelta(seconds=29)) == []
    assert len(loops.claim(10, token, now=MORNING + timedelta(seconds=31))) == 1

    assert loops.settle([Projected(claimed, claimed.loops())], late) == 0
    assert stored(app) == []
    assert loops.settle([Projected(claimed, claimed.loops())], token) == 1
    assert len(stored(app)) == 1


BROKEN = {
    "no due date": "{}",
    "no number": '{"due_at": 1e400}',
    "too deep": '{"due_at": ' + "[" * 3000 + "]" * 3000 + "}",
    "too many digits": '{"due_at": ' + "9" * 5000 + "}",
}


@pytest.mark.parametrize("payload", BROKEN.values(), ids=BROKEN.keys())
def test_what_cannot_be_read_says_why_waits_longer_each_time_and_holds_up_nobody(
    loops: Loops, pool: Pool, app: Connection, org: UUID, payload: str
) -> None:
    broken, fine = uuid4(), uuid4()
    _raw(app, org, broken, "followup_scheduled", "2026-06-01T09:00:00Z", payload)
    record(app, org, [an_event("lead_created", fine)])
    project(pool)

    assert column(app, "select entity_id from open_loops") == [fine]
    queued = app.execute(
        "select entity_id, attempts, lease_token, last_error, available_at > now()"
        " from private.loop_queue"
    ).fetchall()
    assert [row[:3] for row in queued] == [(broken, 1, None)]
    assert "cannot be read" in queued[0][3] or "payload.due_at" in queued[0][3]
    assert queued[0][4]


@pytest.mark.parametrize(
    "moment",
    ["infinity", "-infinity", "0044-03-15 BC", "0001-12-29Z", "9999-01-04Z"],
)
def test_a_moment_that_no_calendar_has_is_refused_by_the_log(
    app: Connection, org: UUID, moment: str
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="occurred_at"):
        _raw(app, org, uuid4(), "lead_created", moment, "{}")


@pytest.mark.parametrize(
    "moment", ["0002-01-01T00:00:00+14:59", "9998-12-31T23:59:59.999999-14:59"]
)
def test_the_ends_of_time_that_event_ingest_takes_are_worked_out(
    pool: Pool, app: Connection, org: UUID, moment: str
) -> None:
    _raw(app, org, uuid4(), "lead_created", moment, "{}")
    project(pool)
    assert one(app, "select status from open_loops") == "active"


def test_an_entity_keeps_the_loops_that_it_has_when_a_later_event_cannot_be_read(
    pool: Pool, app: Connection, org: UUID
) -> None:
    invoice = uuid4()
    issued: dict[str, Any] = {"amount": 5, "currency": "EUR", "due_date": "2026-06-03"}
    record(app, org, [an_event("invoice_issued", invoice, entity_type="invoice", **issued)])
    project(pool)
    before = stored(app)
    _raw(app, org, invoice, "payment_received", "2026-06-02T00:00:00Z", "{}", "invoice")
    project(pool)
    assert stored(app) == before
    assert "payload.currency" in one(app, "select last_error from private.loop_queue")


def test_a_batch_has_few_events_or_one_entity_that_has_many(
    loops: Loops, app: Connection, owner: Connection, org: UUID
) -> None:
    _fold_at_most(owner, 60)
    sizes = {uuid4(): size for size in (3, 2, 50, 4, 7, 1)}
    for number, (entity, size) in enumerate(sizes.items()):
        events = [an_event("note_added", entity) for _ in range(size)]
        record(app, org, events, MORNING + timedelta(seconds=number))
    batches = list[list[int]]()
    while claimed := loops.claim(500, uuid4()):
        batches.append([sizes[read.entity.id] for read in claimed])
    assert [sorted(batch) for batch in batches] == [[2, 3, 50], [4, 7], [1]]


def test_an_entity_with_too_many_events_says_so_keeps_its_loops_and_holds_up_nobody(
    loops: Loops, pool: Pool, app: Connection, owner: Connection, org: UUID
) -> None:
    flooded, fine = uuid4(), uuid4()
    record(app, org, [an_event("lead_created", flooded)])
    project(pool)
    _fold_at_most(owner, 10)
    record(app, org, [an_event("note_added", flooded) for _ in range(10)])
    record(app, org, [an_event("lead_created", fine)])
    project(pool)
    rows = app.execute("select entity_id, status from open_loops").fetchall()
    assert sorted(rows) == sorted([(flooded, "active"), (fine, "active")])
    assert "too many events" in one(app, "select last_error from private.loop_queue")

    rebuilt = Projection(loops).rebuild()
    assert (rebuilt.stored, rebuilt.unreadable) == (1, 1)
    assert [loop.entity.id for loop in loops.loops_as_of(MORNING)] == [fine]


def _fold_at_most(owner: Connection, events: int) -> None:
    """Instead of hundreds of thousands."""
    owner.execute(
        sql.SQL(
            "create or replace function private.most_folded_events() returns bigint"
            " language sql immutable return {}"
        ).format(events)
    )


def _raw(
    connection: Connection,
    org: UUID,
    entity: UUID,
    kind: str,
    when: str,
    payload: str,
    entity_type: str = "followup",
) -> None:
    connection.execute(
        "insert into system_events (id, org_id, event_type, occurred_at, actor_id, actor_type,"
        " primary_entity_id, primary_entity_type, payload)"
        " values (gen_random_uuid(), %s, %s, %s, %s, 'system', %s, %s, %s)",
        (org, kind, when, uuid4(), entity, entity_type, payload),
    )


def test_two_organisations_with_the_same_entity_have_loops_of_their_own(
    pool: Pool, app: Connection
) -> None:
    deal, one_org, other_org = uuid4(), uuid4(), uuid4()
    record(app, one_org, [an_event("lead_created", deal)])
    record(
        app,
        other_org,
        [an_event("lead_created", deal), an_event("note_added", deal, MORNING + DAY)],
    )
    project(pool)
    found = app.execute("select org_id, status from open_loops").fetchall()
    assert dict(found) == {one_org: "active", other_org: "resolved"}


def test_round_trips_are_two_for_a_batch(
    loops: Loops, app: Connection, org: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(app, org, [an_event("lead_created", uuid4()) for _ in range(50)])
    made: list[str] = []
    rows = Pool.rows

    def counted(database: Pool, query: LiteralString, parameters: Parameters = ()) -> list[Row]:
        made.append(query)
        return rows(database, query, parameters)

    monkeypatch.setattr(Pool, "rows", counted)
    counts = Projection(loops, 25).work_off(seconds=60, stopping=lambda: False)
    assert counts["done"] == 50
    assert len(made) == 2 * 2 + 1  # and the look that finds nothing more


def test_more_than_seven_critical_ones_are_cut_and_the_far_ones_not_shown(
    loops: Loops, pool: Pool, app: Connection, org: UUID
) -> None:
    events = [
        an_event("followup_scheduled", uuid4(), entity_type="followup", due_at=due.isoformat())
        for due in (MORNING + n * DAY for n in (-9, -8, 3, 6, 8))
    ]
    events += [an_event("quote_requested", uuid4(), MORNING - n * DAY) for n in range(8)]
    record(app, org, events)
    record(app, uuid4(), [an_event("lead_created", uuid4())])
    project(pool)

    shown = loops.open_loops(org, MORNING)
    assert [loop["type"] for loop in shown["critical"]] == ["quote_needed"] * 7
    assert shown["critical"][0]["due_at"] == "2026-05-27T09:00:00+00:00"
    assert [loop["due_at"][:10] for loop in shown["upcoming"]] == ["2026-06-04", "2026-06-07"]
    later = loops.open_loops(org, MORNING + 30 * DAY)
    assert later["upcoming"] == []
    assert {loop["org_id"] for loop in later["critical"]} == {str(org)}
    assert loops.open_loops(uuid4(), MORNING) == {"critical": [], "upcoming": []}


def test_what_is_shown_reads_few_rows_however_many_are_open_or_closed(
    loops: Loops, owner: Connection, org: UUID
) -> None:
    owner.execute(
        "insert into open_loops (id, org_id, type, entity_type, entity_id, due_at, severity,"
        " suggested_action, status, opened_at)"
        " select gen_random_uuid(), case n %% 2 when 0 then %s else gen_random_uuid() end, type,"
        " 'deal', gen_random_uuid(), now() + (n - 3000) * interval '1 minute', 'medium',"
        " 'check_in', case n %% 3 when 0 then 'active' else 'resolved' end, now()"
        " from generate_series(1, 6000) n, unnest(array['new_lead', 'followup_due']) type",
        (org,),
    )
    owner.execute("vacuum analyze open_loops")
    plan = column(
        owner,
        "explain (analyze, costs off, timing off, summary off)"
        " select * from private.pressing_loops(array[%s::uuid], now(), 100)",
        org,
    )
    text = "\n".join(plan)
    assert "idx_open_loops_due" in text
    assert "Seq Scan" not in text
    assert "Sort" not in text


READ = (
    "select coalesce(sum(seq_tup_read), 0)::int + (select sum(idx_tup_read)::int"
    " from pg_stat_user_indexes where relname = any (%(tables)s))"
    " from pg_stat_user_tables where relname = any (%(tables)s)"
)


def test_working_out_a_few_entities_reads_little_of_a_large_organisation(
    database: Database, owner: Connection, org: UUID
) -> None:
    record(owner, org, [an_event("lead_created", uuid4()) for _ in range(3000)])
    pool = Pool(database.app_url, pool_max=1)
    project(pool)
    record(owner, org, [an_event("lead_created", uuid4()) for _ in range(3000)])
    owner.execute("update private.loop_queue set available_at = 'infinity'")
    owner.execute("vacuum analyze system_events, open_loops, private.loop_queue")
    record(owner, org, [an_event("lead_created", uuid4()) for _ in range(20)])
    pool.close()
    tables = {"tables": ["system_events", "open_loops", "loop_queue"]}

    pool = Pool(database.app_url, pool_max=1)
    owner.execute("select pg_stat_force_next_flush()")  # what it read so far counts before
    pool.rows("select pg_stat_force_next_flush()")
    before = owner.execute(READ, tables).fetchone()
    project(pool)
    pool.rows("select pg_stat_force_next_flush()")
    after = owner.execute(READ, tables).fetchone()
    pool.close()
    assert before is not None
    assert after is not None
    assert 20 <= after[0] - before[0] < 1000
