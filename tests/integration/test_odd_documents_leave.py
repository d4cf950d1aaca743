"""Whatever document SQL takes can be archived, exported, erased and restored, to the last digit."""

from collections.abc import Iterator

import pytest

from shared.archive.archiver import Archiver
from shared.archive.restoring import read, restore
from shared.db.archive import Manifest
from shared.db.pool import Database as Pool
from shared.db.privacy import Person, find_person
from shared.privacy.requests import erase, export
from tests.fixtures.aged import NOW, Aged, age, ago
from tests.fixtures.depth import some_at_once
from tests.fixtures.people import Connection, column
from tests.fixtures.s3 import Wire, s3

NUMBER = '"call +14155550101"'
DOCUMENTS = {
    "deep object with the number": '{"a": ' * 1500 + NUMBER + "}" * 1500,
    "deep list with the number": "[" * 1500 + NUMBER + "]" * 1500,
    "deepest": '{"a": ' * 5000 + NUMBER + "}" * 5000,
    "deep object without it": '{"a": ' * 1500 + "1" + "}" * 1500,
    "number as a number": '{"n": -14155550101, "m": 14155550101.5, "z": 1e400}',
    "more digits than a double": '{"k": 99999999999999.99, "d": ' + "9" * 5000 + "}",
    "signs in texts": r'{"a": "q\"uo\\te, } ] : +14155550101", "\"}": {"": [","]}}',
    "number as a name": '{"+14155550101": {"a": 1}, "(415) 555-0101": 2}',
    "columns within": '{"row": {"user_id": "x"}, "table": "events", "": [{}, []]}',
    "nothing": "null",
    "words": NUMBER,
}


@pytest.fixture
def wire() -> Iterator[Wire]:
    with s3() as wire:
        yield wire


AT_ONCE = ("deep object with the number", "number as a name", "signs in texts")


@pytest.fixture(
    params=some_at_once(DOCUMENTS.values(), *(DOCUMENTS[name] for name in AT_ONCE)),
    ids=list(DOCUMENTS),
)
def document(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def aged(owner: Connection, document: str) -> Aged:
    """The document in a row of Mike's and of Sarah's that leaves, and in one that stays."""
    aged = age(owner)
    owner.execute("set session_replication_role = replica")
    for user in (aged.mike, aged.sarah):
        for days in (400, 1):
            past, leaves = ago(days=days), days == 400
            event = aged.event(past, leaves=leaves, aggregate_id=user)
            owner.execute("update events set payload = %s::jsonb where id = %s", (document, event))
            task = aged.task(past, leaves=leaves, user_id=user)
            owner.execute(
                "update agent_tasks set context_json = %s::jsonb where id = %s", (document, task)
            )
            queued = aged.queued(past, leaves=leaves, user_id=user)
            owner.execute(
                "update message_queue set message_data = %s::jsonb where id = %s",
                (document, queued),
            )
    owner.execute("set session_replication_role = origin")
    return aged


@pytest.fixture
def sarah(aged: Aged, pool: Pool) -> Person:
    person = find_person(pool, user_id=aged.sarah, phone=None)
    assert person is not None
    return person


@pytest.fixture
def manifest(aged: Aged, pool: Pool, wire: Wire) -> Manifest:
    manifest = Manifest(pool, now=NOW)
    Archiver(manifest, wire.storage()).run(seconds=60, stopping=lambda: False)
    assert manifest.archived()
    return manifest


def as_stored(owner: Connection, document: str) -> str:
    (stored,) = column(owner, "select %s::jsonb::text", document)
    return stored


def test_it_is_archived_exported_erased_and_restored(
    owner: Connection, document: str, pool: Pool, manifest: Manifest, wire: Wire, sarah: Person
) -> None:
    (stored,) = column(owner, "select %s::jsonb::text", document)
    exported = export(pool, wire.storage(), sarah)
    for name in ("payload", "context_json", "message_data"):
        assert exported.count(f'"{name}": {stored}') >= 2, "from the tables and from the archive"
    owner.execute("select %s::jsonb", (exported,))

    assert erase(pool, wire.storage(), sarah)
    for batch in manifest.archived():
        assert not [line for line in read(wire.storage(), batch) if sarah.pattern.search(line)]

    restore(manifest, wire.storage(), manifest.archived())
    rows = [
        *column(owner, "select payload::text from events where aggregate_id <> %s", sarah.id),
        *column(owner, "select context_json::text from agent_tasks where user_id <> %s", sarah.id),
        *column(
            owner, "select message_data::text from message_queue where user_id <> %s", sarah.id
        ),
    ]
    assert not [row for row in rows if sarah.pattern.search(row)]
    if not sarah.pattern.search(stored):
        assert rows.count(stored) == 6, "of Mike's nothing is lost, not even a digit"
