"""A person who is erased leaves the archive too; one who exports is given what it holds."""

import json
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from shared.archive.archiver import Archiver
from shared.archive.restoring import read, restore
from shared.db.archive import Manifest
from shared.db.pool import Database as Pool
from shared.db.privacy import Person, find_person
from shared.errors import ConfigurationError, StorageUnavailable, YachtpartyError
from shared.privacy.requests import erase, export
from tests.fixtures.aged import NOW, Aged, age, ago, unfinished
from tests.fixtures.people import Connection, column, one
from tests.fixtures.s3 import Wire, s3


@pytest.fixture
def wire() -> Iterator[Wire]:
    with s3() as wire:
        yield wire


@pytest.fixture
def aged(owner: Connection) -> Aged:
    """Mike's rows leave as well here, in the same objects; some speak of Sarah's number."""
    aged = age(owner)
    owner.execute("set session_replication_role = replica")
    for _ in range(3):
        aged.task(ago(days=40), leaves=True, user_id=aged.mike, context_json={"note": "Mike's"})
        aged.event(ago(days=100), leaves=True, aggregate_id=aged.mike, payload={"of": "Mike"})
    aged.event(
        ago(days=100),
        leaves=True,
        aggregate_id=aged.mike,
        payload={"called": "+14155550101", "met": str(aged.sarah)},
    )
    aged.event(ago(days=100), leaves=True, aggregate_id=aged.mike, payload={"of": "1 415 5550101"})
    aged.task(
        ago(days=40),
        leaves=True,
        user_id=aged.mike,
        context_json={"note": "ring (415) 555-0101, then +14155550102", "tel": 14155550101},
    )
    owner.execute("set session_replication_role = origin")
    return aged


@pytest.fixture
def manifest(pool: Pool) -> Manifest:
    return Manifest(pool, now=NOW)


@pytest.fixture
def sarah(aged: Aged, pool: Pool) -> Person:
    person = find_person(pool, user_id=aged.sarah, phone=None)
    assert person is not None
    return person


def run(manifest: Manifest, wire: Wire, batch: int = 1000) -> None:
    Archiver(manifest, wire.storage(), batch=batch).run(seconds=60, stopping=lambda: False)


def rows(manifest: Manifest, wire: Wire) -> dict[str, dict[str, object]]:
    """All that the archive holds, by id."""
    lines = [
        json.loads(line) for batch in manifest.archived() for line in read(wire.storage(), batch)
    ]
    assert len(lines) == len({line["row"]["id"] for line in lines})
    return {line["row"]["id"]: line["row"] for line in lines}


def assert_gone(aged: Aged, manifest: Manifest, wire: Wire, before: dict[str, object]) -> None:
    """Of Sarah there are tombstones of events; of Mike everything."""
    after = rows(manifest, wire)
    for row in after.values():
        if row.get("aggregate_id") == str(aged.sarah) or "error_message" in row:
            assert row["payload"]["erased"] is True  # type: ignore[index]
        assert row.get("user_id") != str(aged.sarah)
        assert not [way for way in ("4155550101", "5550101", "555-0101") if way in json.dumps(row)]
        assert "said" not in str(row.get("content"))
    mikes = {id: row for id, row in before.items() if "Mike" in json.dumps(row)}
    assert len(mikes) == 6
    (spoken,) = [id for id, row in before.items() if "ring" in json.dumps(row)]
    assert after[spoken]["context_json"] == {
        "note": "ring [erased], then +14155550102",
        "tel": "[erased]",
    }
    assert {id: after.get(id) for id in mikes} == mikes
    events = aged.leaving["events"] | aged.leaving["event_dead_letters"]
    assert events <= set(after), "events stay as history"
    assert set(wire.objects()) == {batch.object_name for batch in manifest.archived()}
    assert unfinished(aged.connection) == []


@pytest.mark.parametrize("batch", [1000, 2])
def test_an_erased_person_leaves_every_object_and_others_stay_to_the_letter(
    aged: Aged, pool: Pool, manifest: Manifest, wire: Wire, sarah: Person, batch: int
) -> None:
    run(manifest, wire, batch)
    before = rows(manifest, wire)
    assert erase(pool, wire.storage(), sarah)
    assert_gone(aged, manifest, wire, dict(before))
    totals: dict[str, int] = {}
    for one_batch in manifest.archived():
        for table, count in one_batch.row_counts.items():
            totals[table] = totals.get(table, 0) + count
    assert sum(totals.values()) == len(rows(manifest, wire)), "the manifest counts anew"
    assert "messages" not in totals


def test_the_rewritten_archive_can_be_restored(
    aged: Aged, pool: Pool, manifest: Manifest, wire: Wire, sarah: Person
) -> None:
    run(manifest, wire)
    erase(pool, wire.storage(), sarah)
    expected = len(rows(manifest, wire))
    assert restore(manifest, wire.storage(), manifest.archived()) == expected
    assert column(aged.connection, "select id from agent_tasks where user_id = %s", sarah.id) == []
    assert (
        one(aged.connection, "select count(*) from agent_tasks where user_id = %s", aged.mike) == 4
    )


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_an_erasure_that_broke_off_is_finished_by_the_next_call(
    aged: Aged, pool: Pool, manifest: Manifest, wire: Wire, sarah: Person, method: str, nth: int
) -> None:
    run(manifest, wire, batch=5)
    before = rows(manifest, wire)
    aged.connection.execute("update private.lanes set leased_until = '-infinity'")
    for _ in range(nth - 1):
        wire.fails(method, "none")
    wire.fails(method, "refused")
    with pytest.raises(StorageUnavailable):
        erase(pool, wire.storage(), sarah)
    assert one(aged.connection, "select erased_at from users where id = %s", sarah.id) is None
    assert erase(pool, wire.storage(), sarah)
    assert_gone(aged, manifest, wire, dict(before))


def test_a_batch_on_its_way_is_given_up_and_its_object_deleted(
    aged: Aged, pool: Pool, manifest: Manifest, wire: Wire, sarah: Person
) -> None:
    planned = manifest.plan("history", 1000)
    assert planned is not None
    wire.storage().put(planned.object_name, b"of Sarah", "x")
    assert erase(pool, wire.storage(), sarah)
    assert wire.objects() == {}
    assert unfinished(aged.connection) == []
    assert one(aged.connection, "select count(*) from messages where user_id = %s", sarah.id) == 0
    run(manifest, wire)
    assert "said" not in json.dumps(rows(manifest, wire))


def test_what_was_restored_for_a_while_is_erased_as_well(
    aged: Aged, pool: Pool, manifest: Manifest, wire: Wire, sarah: Person
) -> None:
    run(manifest, wire)
    restore(manifest, wire.storage(), manifest.archived())
    assert erase(pool, wire.storage(), sarah)
    assert wire.objects() == {}
    run(manifest, wire)
    assert "said" not in json.dumps(rows(manifest, wire))
    assert (
        len([r for r in rows(manifest, wire).values() if r.get("user_id") == str(aged.mike)]) == 4
    )


def test_while_the_archiver_is_at_work_nobody_is_erased(
    aged: Aged, pool: Pool, manifest: Manifest, wire: Wire, sarah: Person
) -> None:
    assert manifest.claim(uuid4(), timedelta(minutes=1))
    with pytest.raises(ConfigurationError, match="archiver is at work"):
        erase(pool, wire.storage(), sarah)
    assert one(aged.connection, "select erased_at from users where id = %s", sarah.id) is None


def test_an_archived_person_is_not_erased_without_the_archive(
    aged: Aged, pool: Pool, manifest: Manifest, wire: Wire, sarah: Person
) -> None:
    run(manifest, wire)
    with pytest.raises(ConfigurationError, match="ARCHIVE_BUCKET"):
        erase(pool, None, sarah)
    with pytest.raises(ConfigurationError, match="ARCHIVE_BUCKET"):
        export(pool, None, sarah)
    assert one(aged.connection, "select erased_at from users where id = %s", sarah.id) is None


def test_the_database_refuses_an_erasure_by_who_has_not_got_the_archive(
    aged: Aged, pool: Pool, sarah: Person
) -> None:
    with pytest.raises(YachtpartyError, match="another process has the archive"):
        pool.rows("select erase_person(%s, %s)", (sarah.id, uuid4()))


def test_an_export_includes_what_the_archive_holds_of_the_person_alone(
    aged: Aged, pool: Pool, manifest: Manifest, wire: Wire, sarah: Person
) -> None:
    run(manifest, wire, batch=3)
    archived = json.loads(export(pool, wire.storage(), sarah))["archive"]
    found = {table: {row["id"] for row in rows} for table, rows in archived.items()}
    for table in ("messages", "message_queue", "twin_events"):
        assert found[table] == aged.leaving[table]
    assert "Mike" not in json.dumps(archived)
    assert found["agent_tasks"] | found["events"] <= set(rows(manifest, wire))
