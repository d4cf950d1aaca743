"""`yachtparty export | erase | restore`: one person's data, and rows back from the archive."""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from shared.archive.restoring import HOLD, read_all, restore
from shared.archive.storage import S3Storage
from shared.config import read_settings
from shared.db.archive import KINDS, Manifest
from shared.db.pool import Database
from shared.db.privacy import Person, find_person
from shared.domain.phone import normalise_sender
from shared.errors import ConfigurationError
from shared.privacy.requests import LEASE, erase, export

COMMANDS = ("export", "erase", "restore")
_WHO = "their number, +15551234567, or their user id"


def add_commands(commands: Any) -> None:
    """The three commands' arguments, for the parser of `yachtparty`."""
    exporting = commands.add_parser("export", help="everything held about one person, as JSON")
    exporting.add_argument("who", help=_WHO)
    exporting.add_argument("--file", type=Path, help="write it there, for its owner alone to read")
    erasing = commands.add_parser("erase", help="remove one person for good, the archive included")
    erasing.add_argument("who", help=_WHO)
    erasing.add_argument("--yes", action="store_true", help="do not ask")
    restoring = commands.add_parser("restore", help="bring rows back from the archive")
    restoring.add_argument("--kind", choices=KINDS, help="only these (all)")
    restoring.add_argument("--from", dest="since", type=_moment, help="written then or later")
    restoring.add_argument("--until", type=_moment, help="written then or earlier")
    restoring.add_argument("--to", type=Path, help="into this file as JSON Lines, not the tables")
    restoring.add_argument(
        "--days",
        type=int,
        default=HOLD.days,
        help=f"how long they stay in the tables ({HOLD.days})",
    )


def run(chosen: argparse.Namespace, database: Database, environment: Mapping[str, str]) -> int:
    """Runs one of the three; the exit status. Raises YachtpartyError saying what to do."""
    settings = read_settings(environment)
    storage = S3Storage(settings) if settings.archive_bucket else None
    if chosen.command == "restore":
        return _restore(chosen, Manifest(database), storage)
    person = _person(database, chosen.who)
    if chosen.command == "export":
        document = json.dumps(export(database, storage, person), indent=2, ensure_ascii=False)
        if chosen.file is None:
            sys.stdout.write(document + "\n")
        else:
            _write(chosen.file, document + "\n")
        return 0
    if not chosen.yes and not _confirmed(chosen.who, person):
        sys.stdout.write("nothing was erased\n")
        return 1
    done = erase(database, storage, person)
    sys.stdout.write(
        f"erased; what is left is the id {person.id}\n" if done else "was erased already\n"
    )
    return 0


def _restore(chosen: argparse.Namespace, manifest: Manifest, storage: S3Storage | None) -> int:
    batches = manifest.archived(kind=chosen.kind, since=chosen.since, until=chosen.until)
    if not batches:
        sys.stdout.write("the archive holds nothing of that\n")
        return 0
    if storage is None:
        raise ConfigurationError("ARCHIVE_BUCKET is not set; give the bucket of the archive")
    rows = sum(sum(batch.row_counts.values()) for batch in batches)
    if chosen.to is not None:
        _write(chosen.to, "".join(line + "\n" for line in read_all(storage, batches)))
        sys.stdout.write(f"{rows} rows of {len(batches)} objects in {chosen.to}\n")
        return 0
    token = uuid4()
    if not manifest.claim(token, LEASE):
        raise ConfigurationError("the archiver is at work; try again in a few minutes")
    try:
        for batch in batches:
            manifest.claim(token, LEASE)
            restore(manifest, storage, [batch], hold=timedelta(days=chosen.days))
    finally:
        manifest.release(token)
    sys.stdout.write(f"{rows} rows of {len(batches)} objects are back for {chosen.days} days\n")
    return 0


def _person(database: Database, who: str) -> Person:
    try:
        person = find_person(database, user_id=UUID(who), phone=None)
    except ValueError:
        phone = normalise_sender(who).number or who
        person = find_person(database, user_id=None, phone=phone)
    if person is None:
        raise ConfigurationError(f"nobody with the id or number {who} is here")
    return person


def _confirmed(who: str, person: Person) -> bool:
    sys.stdout.write(
        f"This removes {who} (user {person.id}) from every table and from the archive, for good.\n"
        "Type erase to go on: "
    )
    sys.stdout.flush()
    return sys.stdin.readline().strip() == "erase"


def _write(path: Path, text: str) -> None:
    """Personal data: readable for its owner alone, and never over another file."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be made: {error.strerror}") from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _moment(text: str) -> datetime:
    """ISO 8601; without an offset UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
