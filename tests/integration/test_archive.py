"""What is past its age leaves by way of the archive: no row lost, none there twice."""

import json
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from signal import SIGKILL
from typing import Any
from uuid import uuid4

import pytest

from shared.archive.archiver import Archiver
from shared.archive.restoring import read, restore
from shared.db.archive import Batch, Kind, Manifest
from shared.db.pool import Database as Pool
from shared.errors import MalformedRequest, StorageUnavailable
from tests.fixtures.aged import NOW, Aged, Snapshot, age, ago, remaining, snapshot, unfinished
from tests.fixtures.database import Database
from tests.fixtures.depth import some_at_once
from tests.fixtures.doomed_archiver import POINTS
from tests.fixtures.people import Connection, column, one
from tests.fixtures.s3 import Fault, Wire, s3
from tests.fixtures.waiting import until


@pytest.fixture
def wire() -> Iterator[Wire]:
    with s3() as wire:
        yield wire


@pytest.fixture
def aged(owner: Connection) -> Aged:
    return age(owner)


@pytest.fixture
def manifest(pool: Pool) -> Manifest:
    return Manifest(pool, now=NOW)


def run(manifest: Manifest, wire: Wire, *, batch: int = 1000) -> dict[str, int]:
    archiver = Archiver(manifest, wire.storage(), batch=batch)
    return dict(archiver.run(seconds=60, stopping=lambda: False))


@contextmanager
def untriggered(connection: Connection) -> Generator[None]:
    """Rows inside are written as they are, no trigger asked."""
    connection.execute("set session_replication_role = replica")
    yield
    connection.execute("set session_replication_role = origin")


def archived(manifest: Manifest, wire: Wire) -> list[tuple[str, str, str]]:
    """Every row that the archive holds: table, id, and itself to the letter."""
    lines = [
        json.loads(line) for batch in manifest.archived() for line in read(wire.storage(), batch)
    ]
    return [(line["table"], line["row"]["id"], json.dumps(line["row"])) for line in lines]


def assert_moved(aged: Aged, before: Snapshot, manifest: Manifest, wire: Wire) -> None:
    """What had to leave is in the archive, once and unchanged; all else is where it was."""
    moved = archived(manifest, wire)
    assert len(moved) == len({(table, id) for table, id, _ in moved}), "a row is there twice"
    for table, leaving in aged.leaving.items():
        rows = {id: json.loads(row) for name, id, row in moved if name == table}
        assert set(rows) == leaving, table
        assert rows == {id: json.loads(before[table][id]) for id in leaving}
    after = snapshot(aged.connection)
    for table, rows in before.items():
        staying = {id: row for id, row in rows.items() if id not in aged.leaving.get(table, ())}
        assert after[table] == staying, table
    assert set(wire.objects()) == {batch.object_name for batch in manifest.archived()}
    assert unfinished(aged.connection) == []


@pytest.mark.parametrize("batch", [1000, 2, 1])
def test_what_is_past_its_age_leaves_and_nothing_else(
    aged: Aged, manifest: Manifest, wire: Wire, batch: int
) -> None:
    before = snapshot(aged.connection)
    counts = run(manifest, wire, batch=batch)
    assert_moved(aged, before, manifest, wire)
    assert {table: counts.get(table, 0) for table in aged.leaving} == {
        table: len(ids) for table, ids in aged.leaving.items()
    }
    assert run(manifest, wire, batch=batch) == {}, "the second call finds nothing"


def test_a_look_at_what_is_due_moves_nothing(aged: Aged, manifest: Manifest, wire: Wire) -> None:
    before = snapshot(aged.connection)
    due = manifest.due()
    for table in ("events", "agent_tasks", "twin_events"):
        assert due[table] == len(aged.leaving[table])
    assert due["messages"] >= len(aged.leaving["messages"])
    assert snapshot(aged.connection) == before
    assert wire.objects() == {}


def test_the_manifest_says_what_an_object_holds_and_whom(
    aged: Aged, manifest: Manifest, wire: Wire
) -> None:
    run(manifest, wire)
    rows = aged.connection.execute(
        "select kind, row_counts, user_ids, from_at <= to_at, object_bytes"
        " from private.archive_manifest order by kind"
    ).fetchall()
    assert [row[0] for row in rows] == ["events", "history", "tasks", "twin_events"]
    assert rows[0][1] == {"events": len(aged.leaving["events"]), "event_dead_letters": 1}
    assert all(users == [aged.sarah] for _, _, users, _, _ in rows), "Mike's rows all stayed"
    assert all(ordered and size > 0 for *_, ordered, size in rows)
    assert [b.kind for b in manifest.archived(user_id=aged.sarah, kind="tasks")] == ["tasks"]
    assert manifest.archived(user_id=aged.mike) == []
    assert manifest.archived(since=NOW) == []


# Back again.


def test_what_is_restored_is_what_it_was_and_twice_changes_nothing(
    aged: Aged, manifest: Manifest, wire: Wire
) -> None:
    before = snapshot(aged.connection)
    run(manifest, wire, batch=2)
    batches = manifest.archived()
    restored = restore(manifest, wire.storage(), batches)
    assert restored == sum(map(len, aged.leaving.values()))
    assert snapshot(aged.connection) == before
    assert restore(manifest, wire.storage(), batches) == 0
    assert snapshot(aged.connection) == before


@pytest.mark.parametrize("backwards", [False, True])
def test_any_part_of_the_archive_can_be_restored_by_itself(
    aged: Aged, manifest: Manifest, wire: Wire, backwards: bool
) -> None:
    before = snapshot(aged.connection)
    run(manifest, wire, batch=1)
    batches = sorted(manifest.archived(), key=lambda batch: batch.from_at, reverse=backwards)
    for batch in batches:
        assert restore(manifest, wire.storage(), [batch]) == sum(batch.row_counts.values())
    assert snapshot(aged.connection) == before


def test_what_is_restored_stays_for_a_while_and_leaves_again(
    aged: Aged, pool: Pool, manifest: Manifest, wire: Wire
) -> None:
    before = snapshot(aged.connection)
    run(manifest, wire, batch=3)
    restore(manifest, wire.storage(), manifest.archived(), hold=timedelta(days=7))
    assert run(manifest, wire) == {}
    assert snapshot(aged.connection) == before

    later = Manifest(pool, now=NOW + timedelta(days=7, seconds=1))
    run(later, wire, batch=2)
    # By then some more has come of age.
    moved = archived(later, wire)
    assert len(moved) == len({(table, id) for table, id, _ in moved}), "a row is there twice"
    for table, leaving in aged.leaving.items():
        rows = {id: json.loads(row) for name, id, row in moved if name == table}
        assert leaving <= set(rows)
        assert {id: rows[id] for id in leaving} == {
            id: json.loads(before[table][id]) for id in leaving
        }
    assert set(wire.objects()) == {batch.object_name for batch in later.archived()}
    assert unfinished(aged.connection) == []


def test_every_character_and_every_digit_comes_back(
    aged: Aged, manifest: Manifest, wire: Wire
) -> None:
    with untriggered(aged.connection):
        aged.message(aged.sarah, ago(days=400), leaves=True, content="a\u2028b\x85c\x1dd\re\n")
        task = aged.task(ago(days=31), leaves=True)
        aged.connection.execute(
            "update agent_tasks set context_json = %s::jsonb where id = %s",
            ('{"price": 1.10, "sum": 12345678901234567.89, "huge": 1e400}', task),
        )
    before = snapshot(aged.connection)
    run(manifest, wire)
    restore(manifest, wire.storage(), manifest.archived())
    assert snapshot(aged.connection) == before


def test_a_batch_comes_back_whole_or_not_at_all(aged: Aged, manifest: Manifest, wire: Wire) -> None:
    """As when an event's idempotency key was used again after the first one had left."""
    source, request_id = one(
        aged.connection,
        "select row(source, request_id) from events where id = any (%s::uuid[]) limit 1",
        list(aged.leaving["events"]),
    )
    run(manifest, wire)
    aged.connection.execute(
        "insert into events (event_type, payload, source, request_id) values ('x', '{}', %s, %s)",
        (source, request_id),
    )
    before, objects = snapshot(aged.connection), wire.objects()
    with pytest.raises(MalformedRequest, match="newer rows with the same keys"):
        restore(manifest, wire.storage(), manifest.archived(kind="events"))
    assert snapshot(aged.connection) == before
    assert wire.objects() == objects


def test_an_object_that_was_read_before_it_was_replaced_is_not_put_back(
    aged: Aged, manifest: Manifest, wire: Wire
) -> None:
    """As when a restoration stalls, and a person is erased meanwhile."""
    run(manifest, wire)
    (batch,) = manifest.archived(kind="tasks")
    lines = read(wire.storage(), batch)
    assert manifest.rewrite(
        batch, "tasks/new", lines[:1], content_sha256="x", object_sha256="x", object_bytes=1
    )
    assert manifest.restore(batch, lines, timedelta(days=1)) == 0
    assert not aged.leaving["agent_tasks"] & remaining(aged.connection)["agent_tasks"]


def test_a_column_that_is_newer_than_the_object_takes_its_default(
    aged: Aged, manifest: Manifest, wire: Wire
) -> None:
    run(manifest, wire)
    aged.connection.execute("alter table agent_tasks add column mood text not null default 'calm'")
    aged.connection.execute("alter table agent_tasks drop column error_log")
    restore(manifest, wire.storage(), manifest.archived(kind="tasks"))
    assert set(column(aged.connection, "select mood from agent_tasks")) == {"calm"}
    assert aged.leaving["agent_tasks"] <= remaining(aged.connection)["agent_tasks"]


# Faults in between.


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        *[("PUT", fault) for fault in ("500", "lost before", "lost after")],
        *[("GET", fault) for fault in ("500", "lost before", "lost after", "cut short")],
    ],
)
def test_a_fault_that_passes_is_tried_again(
    aged: Aged, manifest: Manifest, wire: Wire, method: str, fault: Fault
) -> None:
    before = snapshot(aged.connection)
    wire.fails(method, fault)
    try:
        run(manifest, wire)
    except StorageUnavailable:  # a body that breaks off is for the next call
        assert fault == "cut short"
        run(manifest, wire)
    assert_moved(aged, before, manifest, wire)


@pytest.mark.parametrize(
    ("method", "faults"),
    [
        ("PUT", ("500", "500", "500")),
        ("PUT", ("refused",)),
        ("PUT", ("lost after", "lost after", "lost after")),
        ("GET", ("500", "500", "500")),
        ("GET", ("wrong bytes",)),
        ("GET", ("cut short",)),
    ],
)
def test_while_the_storage_fails_nothing_is_deleted_and_the_next_call_goes_on(
    aged: Aged, manifest: Manifest, wire: Wire, method: str, faults: tuple[Fault, ...]
) -> None:
    before = snapshot(aged.connection)
    wire.fails(method, *faults)
    with pytest.raises(StorageUnavailable):
        run(manifest, wire)
    assert snapshot(aged.connection) == before
    run(manifest, wire)
    assert_moved(aged, before, manifest, wire)


def test_an_object_that_was_tampered_with_is_not_restored(
    aged: Aged, manifest: Manifest, wire: Wire
) -> None:
    run(manifest, wire)
    after = snapshot(aged.connection)
    wire.fails("GET", "wrong bytes")
    with pytest.raises(StorageUnavailable, match="not what was stored"):
        restore(manifest, wire.storage(), manifest.archived(kind="tasks"))
    assert snapshot(aged.connection) == after


def test_rows_that_change_between_reading_and_deleting_stay(
    aged: Aged, manifest: Manifest, wire: Wire
) -> None:
    """As when an operator puts a dead task back while its batch is on its way."""
    (failed,) = column(
        aged.connection,
        "select id from agent_tasks where status = 'failed' and id = any (%s::uuid[])",
        list(aged.leaving["agent_tasks"]),
    )

    class Meddler(Manifest):
        def finish(self, batch: Batch, **sums: Any) -> bool:
            if batch.kind == "tasks":
                aged.connection.execute("select redrive_task(%s, %s)", (failed, NOW))
            return super().finish(batch, **sums)

    meddler = Meddler(manifest_pool(manifest), now=NOW)
    counts = Archiver(meddler, wire.storage()).run(seconds=60, stopping=lambda: False)
    assert counts["changed"] == 1
    assert counts["agent_tasks"] == len(aged.leaving["agent_tasks"]) - 1
    assert one(aged.connection, "select status from agent_tasks where id = %s", failed) == "pending"
    aged.leaving["agent_tasks"].discard(str(failed))
    moved = {id for table, id, _ in archived(manifest, wire) if table == "agent_tasks"}
    assert moved == aged.leaving["agent_tasks"]
    assert set(wire.objects()) == {batch.object_name for batch in manifest.archived()}


@pytest.mark.parametrize("kind", ["tasks", "events"])
def test_what_was_put_back_to_work_after_it_was_planned_stays(
    aged: Aged, manifest: Manifest, wire: Wire, kind: Kind
) -> None:
    table, redrive = {
        "tasks": ("agent_tasks", "select id, redrive_task(id, %s) from agent_tasks"
                  " where status = 'failed' and completed_at < %s"),
        "events": ("events", "select event_id, redrive_event(event_id, %s) from event_dead_letters"
                   " where created_at < %s"),
    }[kind]  # fmt: skip

    class Meddler(Manifest):
        def lines(self, batch: Batch) -> list[str]:
            if batch.kind == kind:
                aged.connection.execute(redrive.encode(), (NOW, ago(days=30)))
            return super().lines(batch)

    meddler = Meddler(manifest_pool(manifest), now=NOW)
    counts = Archiver(meddler, wire.storage()).run(seconds=60, stopping=lambda: False)
    waiting = column(
        aged.connection,
        "select id::text from agent_tasks where status = 'pending' and available_at = %s"
        " union all select id::text from events where not processed and available_at = %s",
        NOW,
        NOW,
    )
    assert counts["changed"] == 1
    assert len(waiting) == 1
    assert set(waiting) <= aged.leaving[table]
    moved = {id for name, id, _ in archived(manifest, wire) if name == table}
    assert moved == aged.leaving[table] - set(waiting)
    assert unfinished(aged.connection) == []


def test_a_stalled_process_never_writes_over_what_another_one_archived(
    aged: Aged, manifest: Manifest, wire: Wire
) -> None:
    """It has read its rows; then it sleeps, and a finished one of them changes a little."""
    before = snapshot(aged.connection)

    class Stalled(Manifest):
        def lines(self, batch: Batch) -> list[str]:
            lines = super().lines(batch)
            if batch.kind == "tasks":
                aged.connection.execute("update private.lanes set leased_until = '-infinity'")
                aged.connection.execute(
                    "update agent_tasks set last_error = 'seen to' where status = 'failed'"
                )
                run(manifest, wire)
            return lines

    Archiver(Stalled(manifest_pool(manifest), now=NOW), wire.storage()).run(
        seconds=60, stopping=lambda: False
    )
    for id, row in before["agent_tasks"].items():
        if '"failed"' in row:
            before["agent_tasks"][id] = row.replace('"last_error": null', '"last_error": "seen to"')
    assert_moved(aged, before, manifest, wire)


def manifest_pool(manifest: Manifest) -> Pool:
    return manifest._database  # pyright: ignore[reportPrivateUsage]


# One at a time, in bounded steps.


def test_one_process_at_a_time_moves_rows(aged: Aged, manifest: Manifest, wire: Wire) -> None:
    other = uuid4()
    assert manifest.claim(other, timedelta(minutes=1))
    assert run(manifest, wire) == {}
    assert wire.objects() == {}
    manifest.release(other)
    assert run(manifest, wire)["batches"] == 4


def test_a_process_that_lost_the_archive_to_another_one_does_no_harm(
    aged: Aged, manifest: Manifest, wire: Wire
) -> None:
    before = snapshot(aged.connection)
    rivals: list[dict[str, int]] = []

    class Stalled(Manifest):
        def finish(self, *args: Any, **sums: Any) -> bool:
            if not rivals:  # its lease ran out here, and somebody else did all of the work
                aged.connection.execute("update private.lanes set leased_until = '-infinity'")
                rivals.append(run(manifest, wire))
            return super().finish(*args, **sums)

    stalled = Archiver(Stalled(manifest_pool(manifest), now=NOW), wire.storage())
    stalled.run(seconds=60, stopping=lambda: False)
    assert rivals[0]["batches"] == 4
    assert_moved(aged, before, manifest, wire)


def test_a_call_ends_at_its_time_and_the_next_one_goes_on(
    aged: Aged, manifest: Manifest, wire: Wire
) -> None:
    before = snapshot(aged.connection)
    archiver = Archiver(manifest, wire.storage(), batch=2)
    assert archiver.run(seconds=0, stopping=lambda: False) == {}
    assert archiver.run(seconds=60, stopping=lambda: True) == {}
    done = 0

    def one_more_is_done() -> bool:
        return len(manifest.archived()) > done

    while counts := archiver.run(seconds=60, stopping=one_more_is_done):
        assert counts["batches"] == 1
        done += 1
    assert done > 4
    assert_moved(aged, before, manifest, wire)


def test_rows_that_may_not_leave_yet_hide_none_that_may(
    aged: Aged, manifest: Manifest, wire: Wire
) -> None:
    aged.connection.execute("set session_replication_role = replica")
    younger = one(
        aged.connection,
        "select id from message_queue where status = 'sent' order by created_at desc limit 1",
    )
    for _ in range(5):
        aged.queued(
            NOW - timedelta(days=900), leaves=False, status="superseded",
            superseded_by_message_id=younger,
        )  # fmt: skip
    aged.connection.execute("set session_replication_role = origin")
    before = snapshot(aged.connection)
    run(manifest, wire, batch=2)
    assert_moved(aged, before, manifest, wire)


# Killed.


@pytest.mark.parametrize("point", some_at_once(POINTS, "after the upload", "before the commit"))
def test_killed_anywhere_it_loses_no_row_and_duplicates_none(
    aged: Aged, database: Database, manifest: Manifest, wire: Wire, point: str
) -> None:
    before = snapshot(aged.connection)
    for _ in range(3):
        ended = doomed(database, wire, point)
        assert ended.returncode == -SIGKILL, ended.stderr
        until(lambda: manifest.claim(uuid4(), timedelta()), "the dead process's lease ends")
    assert doomed(database, wire, "never").returncode == 0
    assert_moved(aged, before, manifest, wire)
    restore(manifest, wire.storage(), manifest.archived())
    assert snapshot(aged.connection) == before


def doomed(database: Database, wire: Wire, point: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(sys.executable, "-m", "tests.fixtures.doomed_archiver"),
            *(database.functions_url, wire.url, point),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
