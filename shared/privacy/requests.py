"""What a person may ask for: all that is held about them, and that none of it is any more."""

import time
from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

from shared.archive.archiver import delete_objects
from shared.archive.erasing import belongs, erase_from_archive
from shared.archive.line import Line
from shared.archive.restoring import read
from shared.archive.storage import Storage
from shared.db.archive import Manifest
from shared.db.pool import Database
from shared.db.privacy import Person, erase_person, held
from shared.errors import ConfigurationError


def export(database: Database, storage: Storage | None, person: Person) -> str:
    """One JSON document of everything about a person, archived rows too, a row on each line.

    Rows stay to the letter, since a reader could round their numbers. What others said in rows that
    they share is left out: it is theirs. Raises ConfigurationError if rows of theirs are archived
    and no storage is configured.
    """
    archived: dict[str, list[str]] = defaultdict(list)
    for batch in Manifest(database).archived(user_id=person.id):
        for text in read(_needed(storage), batch):
            line = Line.read(text)
            if belongs(person, line):
                archived[line.table].append(line.columns)
    return (
        f'{{\n"user_id": "{person.id}",\n"exported_at": "{datetime.now(UTC).isoformat()}",\n'
        f'"database": {_tables(held(database, person))},\n"archive": {_tables(archived)}\n}}'
    )


def _tables(tables: Mapping[str, Sequence[str]]) -> str:
    listed = (
        f'  "{name}": [' + ",".join(f"\n    {row}" for row in rows) + "\n  ]"
        for name, rows in tables.items()
    )
    return "{\n" + ",\n".join(listed) + "\n}"


def erase(
    database: Database, storage: Storage | None, person: Person, *, wait_seconds: float = 0
) -> bool:
    """Removes a person from the archive, then from the database: False if they were erased before.

    While it works nothing of theirs can leave for the archive. Cut off anywhere, the same call
    again goes on; the database is last, so that until the end the person can be found. Raises
    StorageUnavailable, or ConfigurationError if another process has the archive for longer than
    `wait_seconds`, or the person is archived and no storage is configured.
    """
    manifest = Manifest(database)
    with archive_held(manifest, wait_seconds) as token:
        manifest.drop(person.id)
        if manifest.deletable():
            delete_objects(manifest, _needed(storage), go_on=lambda: manifest.claim(token))
        if manifest.archived(user_id=person.id):
            erase_from_archive(manifest, _needed(storage), person, token)
        manifest.keep(token)
        return erase_person(database, person, token)


@contextmanager
def archive_held(manifest: Manifest, wait_seconds: float = 0) -> Generator[UUID]:
    """The archive, for one process at a time, LEASE from each claim with the token that is given.

    Raises ConfigurationError if another process has it for longer than `wait_seconds`.
    """
    token = uuid4()
    deadline = time.monotonic() + wait_seconds
    while not manifest.claim(token):
        if time.monotonic() >= deadline:
            raise ConfigurationError("the archiver is at work; try again in a few minutes")
        time.sleep(1)  # another process has the lane, and nothing tells when it lets go
    try:
        yield token
    finally:
        manifest.release(token)


def _needed(storage: Storage | None) -> Storage:
    if storage is None:
        raise ConfigurationError(
            "ARCHIVE_BUCKET is not set, and the archive holds rows of this person; set it"
        )
    return storage
