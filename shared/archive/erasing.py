"""Whom an archived row belongs to, and an object without one person.

The same rules as in the database: what is theirs alone goes, events keep a tombstone, others' rows
lose numbers and addresses.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from shared.archive.line import Line
from shared.archive.objects import pack, unpack
from shared.archive.restoring import read
from shared.archive.storage import Storage
from shared.db.archive import Batch, Manifest
from shared.db.privacy import Person
from shared.domain.tombstone import is_tombstone
from shared.errors import LeaseLost

_LONGEST_TOMBSTONE = 200  # characters
# JSON's texts, and its numbers as Postgres writes them.
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?')


def belongs(person: Person, line: Line) -> bool:
    """Whether an archived row is about this person."""
    if line.table == "twin_events":
        return line.value("source_user_id") in person.profiles
    if line.table == "events":
        return line.value("aggregate_id") == str(person.id) or _spoken_of(person, line)
    if line.table == "event_dead_letters":
        return _spoken_of(person, line)
    return line.value("user_id") == str(person.id)


def without(person: Person, texts: Sequence[str], now: datetime) -> list[str]:
    """The lines without the person; the very same ones if they are in none."""
    lines = [Line.read(text) for text in texts]
    theirs = {
        line.value("id") for line in lines if line.table == "events" and belongs(person, line)
    }
    left: list[str] = []
    for line in lines:
        letter = line.table == "event_dead_letters" and line.value("event_id") in theirs
        if not letter and not belongs(person, line):
            left.append(_without_addresses(person, line.text))
        elif line.table in ("events", "event_dead_letters"):
            left.append(line.text if _is_erased(line) else _tombstone(line, now).text)
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


def _spoken_of(person: Person, line: Line) -> bool:
    """By number or address; an id in a payload is nobody's once its person is erased."""
    said = (line.row.get(column) for column in ("payload", "metadata"))
    return any(person.pattern.search(words) for words in said if words)


def _is_erased(line: Line) -> bool:
    payload = line.row["payload"]
    return len(payload) < _LONGEST_TOMBSTONE and is_tombstone(json.loads(payload))


def _without_addresses(person: Person, line: str) -> str:
    """Somebody else's line; all but the numbers and addresses stays to the letter."""

    def erased(token: re.Match[str]) -> str:
        if token[0].startswith('"'):
            return person.pattern.sub("[erased]", token[0])
        return '"[erased]"' if person.pattern.search(token[0]) else token[0]

    return _TOKEN.sub(erased, line) if person.pattern.search(line) else line


def _tombstone(line: Line, now: datetime) -> Line:
    payload = {"erased": True, "erased_at": now.isoformat()}
    if line.table == "events":
        return line.with_columns(payload=payload, metadata=None, last_error=None)
    return line.with_columns(payload=payload, error_message="erased")
