"""Whom an archived row belongs to, and an object without one person.

The same rules as in the database: what is theirs alone goes, events keep a tombstone, others' rows
lose numbers and addresses.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

from shared.archive.objects import pack, unpack
from shared.archive.restoring import read
from shared.archive.storage import Storage
from shared.db.archive import Batch, Manifest
from shared.db.privacy import Person
from shared.domain import exact_json
from shared.domain.tombstone import is_tombstone
from shared.errors import LeaseLost

Document = dict[str, Any]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\d+')  # JSON's texts, and numbers


def belongs(person: Person, table: str, row: dict[str, Any]) -> bool:
    """Whether an archived row is about this person."""
    if table == "twin_events":
        return row["source_user_id"] in person.profiles
    if table == "events":
        return row["aggregate_id"] == str(person.id) or _spoken_of(person, row)
    if table == "event_dead_letters":
        return _spoken_of(person, row)
    return row["user_id"] == str(person.id)


def without(person: Person, lines: Sequence[str], now: datetime) -> list[str]:
    """The lines without the person; the very same ones if they are in none."""
    documents = [cast("Document", exact_json.loads(line)) for line in lines]
    theirs = {
        document["row"]["id"]
        for document in documents
        if document["table"] == "events" and belongs(person, "events", document["row"])
    }
    left: list[str] = []
    for line, document in zip(lines, documents, strict=True):
        table, row = document["table"], document["row"]
        letter = table == "event_dead_letters" and row["event_id"] in theirs
        if not letter and not belongs(person, table, row):
            left.append(_without_addresses(person, line))
        elif table in ("events", "event_dead_letters"):
            erased = is_tombstone(row["payload"])
            left.append(line if erased else exact_json.dumps(_tombstone(document, now)))
    return left


def erase_from_archive(
    manifest: Manifest,
    storage: Storage,
    person: Person,
    token: UUID,
    *,
    now: datetime | None = None,
) -> int:
    """Writes every object that holds the person anew, without them; how many it touched.

    The object's new name follows from the old content and the person, the manifest turns to it in
    one step, and the old object is deleted after: cut off anywhere, the next call goes on, over the
    same object. The token has the archive; raises LeaseLost when it has not any more.
    """
    moment = now or datetime.now(UTC)
    touched = 0
    for batch in manifest.archived(user_id=person.id):
        lines = read(storage, batch)
        left = without(person, lines, moment)
        manifest.keep(token)
        if left != lines:
            _replace(manifest, storage, batch, person, left)
            touched += 1
    return touched


def _replace(
    manifest: Manifest, storage: Storage, batch: Batch, person: Person, lines: list[str]
) -> None:
    packed = pack(lines)
    name = _name(batch, person)
    if lines:
        storage.put(name, packed.data, packed.object_sha256)
        unpack(storage.get(name), packed.object_sha256)
    if not manifest.rewrite(
        batch,
        name,
        lines,
        content_sha256=packed.content_sha256,
        object_sha256=packed.object_sha256,
        object_bytes=len(packed.data),
    ):
        raise LeaseLost("another process changed the archive meanwhile")
    storage.delete(batch.object_name)
    manifest.forget(batch, batch.object_name)


def _name(batch: Batch, person: Person) -> str:
    stem = batch.object_name.removesuffix(".jsonl.gz").partition("~")[0]
    version = sha256(f"{batch.content_sha256} without {person.id}".encode()).hexdigest()
    return f"{stem}~{version[:16]}.jsonl.gz"


def _spoken_of(person: Person, row: dict[str, Any]) -> bool:
    """By number or address; an id in a payload is nobody's once its person is erased."""
    said = exact_json.dumps([row.get("payload"), row.get("metadata")])
    return person.pattern.search(said) is not None


def _without_addresses(person: Person, line: str) -> str:
    """Somebody else's line; all but the numbers and addresses stays to the letter."""

    def erased(token: re.Match[str]) -> str:
        if token[0].startswith('"'):
            return person.pattern.sub("[erased]", token[0])
        return '"[erased]"' if person.pattern.fullmatch(token[0]) else token[0]

    return _TOKEN.sub(erased, line) if person.pattern.search(line) else line


def _tombstone(document: dict[str, Any], now: datetime) -> dict[str, Any]:
    row = {**document["row"], "payload": {"erased": True, "erased_at": now.isoformat()}}
    if document["table"] == "events":
        row |= {"metadata": None, "last_error": None}
    else:
        row["error_message"] = "erased"
    return {**document, "row": row}
