"""All loops made anew from the log, and as they were at any moment: the very same rows."""

import threading
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
import pytest

from shared.business.projection import Projection
from shared.cli import main
from shared.db.loops import Loops, Projected
from shared.db.pool import Database as Pool
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
from tests.fixtures.people import Connection, one

EVENTS_AN_ENTITY = 5.7  # 20 thousand events in all, in depth


@pytest.fixture
def loops(pool: Pool) -> Loops:
    return Loops(pool)


@pytest.fixture
def org() -> UUID:
    return uuid4()


@pytest.mark.parametrize("entities", [400, pytest.param(3_300, marks=pytest.mark.deep)])
def test_a_rebuild_and_every_past_moment_are_what_the_incremental_projection_had(
    pool: Pool, loops: Loops, app: Connection, owner: Connection, org: UUID, entities: int
) -> None:
    delivered = shuffled(a_history(entities, 7), 7)
    assert len(delivered) > entities * EVENTS_AN_ENTITY
    step = len(delivered) // 5 + 1
    moments: dict[datetime, list[tuple[object, ...]]] = {}
    for number, start in enumerate(range(0, len(delivered), step)):
        recorded_at = MORNING + number * DAY
        for some in range(start, min(start + step, len(delivered)), 1000):
            record(app, org, delivered[some : min(some + 1000, start + step)], recorded_at)
        project(pool)
        moments[recorded_at] = stored(app)
    incremental = stored(app)
    assert len(incremental) > entities * 0.75

    for moment, had in moments.items():
        assert as_rows(loops.loops_as_of(moment)) == had

    untouched = one(app, "select max(updated_at) from open_loops")
    assert Projection(loops).rebuild().overtaken == 0
    assert stored(app) == incremental
    assert one(app, "select max(updated_at) from open_loops") == untouched

    owner.execute("truncate open_loops")
    assert Projection(loops).rebuild().overtaken == 0
    assert stored(app) == incremental
    assert one(app, "select count(*) from private.loop_queue") == 0


def test_a_rebuild_mends_what_was_changed_lost_or_made_up(
    pool: Pool, loops: Loops, app: Connection, org: UUID
) -> None:
    other = uuid4()
    record(app, org, a_history(40, 3))
    record(app, other, a_history(40, 4))
    project(pool)
    right = stored(app)
    app.execute("update open_loops set status = 'dismissed', due_at = due_at - interval '1 day'")
    app.execute("delete from open_loops where type = 'new_lead'")
    app.execute("update open_loops set id = gen_random_uuid() where type = 'quote_needed'")
    for kind, entity in (("followup_due", right[0][4]), ("invoice_overdue", uuid4())):
        app.execute(
            "insert into open_loops (id, org_id, type, entity_type, entity_id, due_at, severity,"
            " suggested_action, status, opened_at) values"
            " (gen_random_uuid(), %s, %s, 'deal', %s, now(), 'high', 'check_in', 'active', now())"
            " on conflict do nothing",
            (org, kind, entity),
        )

    Projection(loops).rebuild(org)
    assert [row for row in stored(app) if row[1] == org] == [r for r in right if r[1] == org]
    assert stored(app) != right
    Projection(loops).rebuild()
    assert stored(app) == right


def test_a_log_that_takes_long_to_be_put_in_order_is_waited_for(
    database: Database, loops: Loops, app: Connection, org: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million events are sorted before the first row comes; here somebody holds the table."""
    record(app, org, a_history(3, 5))
    monkeypatch.setattr("shared.db.pool.GRACE_SECONDS", 0.1)  # beyond what a statement may take
    with psycopg.connect(database.owner_url) as holding:
        holding.execute("lock table system_events in access exclusive mode")
        release = threading.Timer(0.5, holding.rollback)
        release.start()
        assert len(list(loops.log(org_id=org))) == 3
        release.join()


def test_what_was_recorded_after_the_rebuild_has_read_it_is_left_to_the_worker(
    pool: Pool, loops: Loops, app: Connection, org: UUID
) -> None:
    lead, busy = uuid4(), uuid4()
    record(app, org, [an_event("lead_created", lead), an_event("lead_created", busy)])
    read = list(loops.log())
    record(app, org, [an_event("note_added", busy, MORNING + DAY)])
    project(pool)
    right = stored(app)

    assert loops.restore([Projected(one_read, one_read.loops()) for one_read in read]) == 1
    assert stored(app) == right
    assert one(app, "select entity_id from private.loop_queue") == busy
    project(pool)
    assert stored(app) == right


def test_what_was_erased_after_the_rebuild_has_read_it_is_not_made_up_again(
    pool: Pool, loops: Loops, app: Connection, org: UUID
) -> None:
    due = (MORNING + DAY).isoformat()
    event = an_event("followup_scheduled", uuid4(), entity_type="followup", due_at=due)
    record(app, org, [event])
    (read,) = loops.log()
    app.execute("select erase_system_events(array[%s::uuid])", (event["id"],))
    project(pool)

    assert loops.restore([Projected(read, read.loops())]) == 0
    project(pool)
    assert stored(app) == []


def test_a_worker_that_had_claimed_what_was_rebuilt_settles_nothing(
    loops: Loops, app: Connection, org: UUID
) -> None:
    record(app, org, [an_event("lead_created", uuid4())])
    token = uuid4()
    (claimed,) = loops.claim(10, token)
    assert Projection(loops).rebuild().stored == 1
    assert loops.settle([Projected(claimed)], token) == 0
    assert len(stored(app)) == 1


def test_while_events_come_in_and_workers_project_rebuilds_change_nothing(
    pool: Pool, loops: Loops, app: Connection, org: UUID
) -> None:
    delivered = shuffled(a_history(150, 5), 5)
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            project(pool, batch=20)

    def rebuild() -> None:
        while not over.is_set():
            Projection(loops, batch=20).rebuild()

    threads = [threading.Thread(target=one_of) for one_of in (work, work, rebuild, rebuild)]
    for thread in threads:
        thread.start()
    try:
        for start in range(0, len(delivered), 10):
            record(app, org, delivered[start : start + 10])
    finally:
        over.set()
        for thread in threads:
            thread.join()
    project(pool)
    assert stored(app) == as_rows(loop for read in loops.log() for loop in read.loops())


def test_an_unreadable_entity_is_left_as_it_is_and_the_command_says_so(
    database: Database,
    app: Connection,
    org: UUID,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.functions_url)
    record(app, org, [an_event("lead_created", uuid4()), an_event("lead_created", uuid4())])
    app.execute(
        "insert into system_events (id, org_id, event_type, occurred_at, actor_id, actor_type,"
        " primary_entity_id, primary_entity_type, payload) values"
        " (gen_random_uuid(), %s, 'followup_scheduled', now(), %s, 'user', %s, 'followup', '{}')",
        (org, uuid4(), uuid4()),
    )
    assert main(["rebuild-loops", "--org", str(org)]) == 1
    assert capsys.readouterr().out == (
        "2 entities rebuilt, 0 changed and left to event_processor\n"
        "1 cannot be read: see last_error in private.loop_queue\n"
    )
    assert len(stored(app)) == 2
    assert main(["rebuild-loops", "--org", str(uuid4())]) == 0


def test_as_of_gives_the_api_what_was_known_then_by_that_clock(
    loops: Loops, pool: Pool, app: Connection, org: UUID
) -> None:
    deal = uuid4()
    asked = an_event("lead_created", deal, MORNING)
    record(app, org, [asked], now=MORNING + 2 * DAY)
    record(app, org, [an_event("note_added", deal, MORNING)], now=MORNING + 3 * DAY)
    project(pool)

    def shown(moment: datetime) -> list[int]:
        found = loops.open_loops(org, as_of=moment)
        return [len(found["critical"]), len(found["upcoming"])]

    assert shown(MORNING + DAY) == [0, 0]  # it had happened, and nobody had told us
    assert shown(MORNING + 2 * DAY) == [1, 0]
    assert shown(MORNING + 3 * DAY) == [0, 0]  # the same moment: a lead comes before a note on it
    assert loops.open_loops(org, datetime.now(UTC))["upcoming"] == []


def test_dismissing_writes_one_event_however_often_and_the_next_opening_opens_again(
    loops: Loops, pool: Pool, app: Connection, org: UUID
) -> None:
    deal, actor = uuid4(), uuid4()
    record(app, org, [an_event("quote_requested", deal)])
    project(pool)
    (loop,) = loops.open_loops(org, MORNING)["critical"]
    loop_id = UUID(loop["id"])

    for minute in range(3):
        now = MORNING + DAY + minute * DAY / 1440
        dismissed = loops.dismiss(org, loop_id, actor_id=actor, reason="not for us", now=now)
        assert dismissed is not None
        assert (dismissed["status"], dismissed["closed_at"]) == (
            "dismissed",
            (MORNING + DAY).isoformat(),
        )
    assert loops.open_loops(org, MORNING + DAY) == {"critical": [], "upcoming": []}
    written = app.execute(
        "select actor_id, actor_type, payload from system_events"
        " where event_type = 'loop_dismissed'"
    ).fetchall()
    assert written == [(actor, "user", {"loop_type": "quote_needed", "reason": "not for us"})]
    before = stored(app)
    project(pool)
    assert stored(app) == before

    record(app, org, [an_event("quote_requested", deal, MORNING + 2 * DAY)])
    project(pool)
    assert len(loops.open_loops(org, MORNING)["critical"]) == 1
    again = loops.dismiss(org, loop_id, actor_id=actor, now=MORNING + 3 * DAY)
    assert again is not None
    assert again["status"] == "dismissed"
    dismissals = "select count(*) from system_events where event_type = 'loop_dismissed'"
    assert one(app, dismissals) == 2


def test_a_worker_that_read_the_events_before_a_dismissal_does_not_show_the_loop_again(
    loops: Loops, pool: Pool, app: Connection, org: UUID
) -> None:
    deal, token = uuid4(), uuid4()
    record(app, org, [an_event("quote_requested", deal)])
    project(pool)
    record(app, org, [an_event("note_added", deal)])
    (read,) = loops.claim(1, token)
    loops.dismiss(org, one(app, "select id from open_loops"), actor_id=uuid4())
    assert loops.settle([Projected(read, read.loops())], token) == 0
    assert one(app, "select status from open_loops") == "dismissed"
    project(pool)
    assert one(app, "select status from open_loops") == "dismissed"


def test_a_loop_that_was_opened_by_an_event_dated_in_the_future_can_be_dismissed(
    loops: Loops, pool: Pool, app: Connection, org: UUID
) -> None:
    record(app, org, [an_event("lead_created", uuid4(), MORNING + 30 * DAY)])
    project(pool)
    loop_id = one(app, "select id from open_loops")
    loops.dismiss(org, loop_id, actor_id=uuid4(), now=MORNING)
    project(pool)
    assert one(app, "select status from open_loops") == "dismissed"


def test_a_closed_loop_stays_as_it_is_and_another_organisations_is_not_found(
    loops: Loops, pool: Pool, app: Connection, org: UUID
) -> None:
    deal = uuid4()
    record(app, org, [an_event("lead_created", deal), an_event("note_added", deal, MORNING + DAY)])
    project(pool)
    loop_id = one(app, "select id from open_loops")
    found = loops.dismiss(org, loop_id, actor_id=uuid4())
    assert found is not None
    assert found["status"] == "resolved"
    assert loops.dismiss(uuid4(), loop_id, actor_id=uuid4()) is None
    assert loops.dismiss(org, uuid4(), actor_id=uuid4()) is None
    assert one(app, "select count(*) from system_events") == 2


def test_fifty_dismissals_at_once_write_one_event_and_agree(
    loops: Loops, pool: Pool, database: Database, app: Connection, org: UUID
) -> None:
    record(app, org, [an_event("lead_created", uuid4())])
    project(pool)
    loop_id = one(app, "select id from open_loops")
    answers: list[object] = []

    def dismiss() -> None:
        with psycopg.connect(database.app_url, autocommit=True) as connection:
            answers.append(
                one(
                    connection,
                    "select closed_at from private.dismiss_loop(%s, %s, %s, 'user', null, now())",
                    *(org, loop_id, uuid4()),
                )
            )

    threads = [threading.Thread(target=dismiss) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 50
    assert len(set(answers)) == 1
    assert one(app, "select count(*) from system_events where event_type = 'loop_dismissed'") == 1
