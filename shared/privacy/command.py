"""`yachtparty export | erase | restore | export-conversations`: one person's data, rows back from
the archive, and conversations without whose they are.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.archive.restoring import HOLD, read, restore
from shared.archive.storage import S3Storage
from shared.config import read_settings
from shared.db.archive import KINDS, Batch, Manifest
from shared.db.people import find_user
from shared.db.pool import Database
from shared.db.privacy import (
    ContactAddress,
    Person,
    contact_held,
    erase_contact,
    find_person,
    user_with_email,
)
from shared.domain.phone import normalise_sender
from shared.errors import ConfigurationError
from shared.network.prospects.contact import read_email, read_linkedin
from shared.privacy.conversations import conversations
from shared.privacy.requests import archive_held, erase, export

COMMANDS = ("export", "erase", "restore", "export-conversations")
_WHO = "their number, +15551234567, their user id, their email or their LinkedIn address"


def add_commands(commands: Any) -> None:
    """The commands' arguments, for the parser of `yachtparty`."""
    exporting = commands.add_parser("export", help="everything held about one person, as JSON")
    exporting.add_argument("who", help=_WHO)
    exporting.add_argument("--file", type=Path, help="write it there, for its owner alone to read")
    erasing = commands.add_parser("erase", help="remove one person for good, the archive included")
    erasing.add_argument("who", help=_WHO)
    erasing.add_argument("--yes", action="store_true", help="do not ask")
    conversations = commands.add_parser(
        "export-conversations",
        help="turns as they were decided, with made-up names and numbers, for `make evals REPLAY=`",
    )
    conversations.add_argument("--days", type=int, default=30, help="not older than that (30)")
    conversations.add_argument("--file", type=Path, help="write them there")
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
    """Runs one of them; the exit status. Raises YachtpartyError saying what to do."""
    if chosen.command == "export-conversations":
        return _conversations(chosen, database)
    settings = read_settings(environment)
    storage = S3Storage(settings) if settings.archive_bucket else None
    if chosen.command == "restore":
        return _restore(chosen, Manifest(database), storage)
    person = _person(database, chosen.who)
    if isinstance(person, ContactAddress):
        return _contact(chosen, database, person)
    if chosen.command == "export":
        document = export(database, storage, person)
        if chosen.file is None:
            sys.stdout.write(document + "\n")
        else:
            _write(chosen.file, [document, "\n"])
        return 0
    if not chosen.yes and not _confirmed(chosen.who, person):
        sys.stdout.write("nothing was erased\n")
        return 1
    done = erase(database, storage, person)
    sys.stdout.write(
        f"erased; what is left is the id {person.id}\n" if done else "was erased already\n"
    )
    return 0


def _conversations(chosen: argparse.Namespace, database: Database) -> int:
    lines = list(conversations(database, timedelta(days=chosen.days)))
    if chosen.file is None:
        sys.stdout.writelines(lines)
        return 0
    _write(chosen.file, lines)
    sys.stdout.write(f"{len(lines)} turns in {chosen.file}\n")
    return 0


def _restore(chosen: argparse.Namespace, manifest: Manifest, storage: S3Storage | None) -> int:
    with archive_held(manifest) as token:
        batches = manifest.archived(kind=chosen.kind, since=chosen.since, until=chosen.until)
        if not batches:
            sys.stdout.write("the archive holds nothing of that\n")
            return 0
        if storage is None:
            raise ConfigurationError("ARCHIVE_BUCKET is not set; give the bucket of the archive")
        if chosen.to is None:
            for batch in batches:
                restore(manifest, storage, [batch], hold=timedelta(days=chosen.days))
                manifest.keep(token)
            where = f"are back for {chosen.days} days"
        else:
            _write(chosen.to, _lines(manifest, storage, batches, token))
            where = f"in {chosen.to}"
    rows = sum(sum(batch.row_counts.values()) for batch in batches)
    sys.stdout.write(f"{rows} rows of {len(batches)} objects {where}\n")
    return 0


def _lines(
    manifest: Manifest, storage: S3Storage, batches: Iterable[Batch], token: UUID
) -> Iterator[str]:
    for batch in batches:
        for line in read(storage, batch):
            yield line + "\n"
        manifest.keep(token)


def _person(database: Database, who: str) -> Person | ContactAddress:
    """A member, or an address of somebody whom only others have uploaded."""
    try:
        person = find_person(database, user_id=UUID(who), phone=None)
        address = ContactAddress()
    except ValueError:
        phone = normalise_sender(who).number
        address = ContactAddress(
            email=read_email(who), phone=phone, linkedin_url=read_linkedin(who)
        )
        user_id = find_user(database, phone or who)
        if user_id is None and address.email is not None:
            user_id = user_with_email(database, address.email)
        person = find_person(database, user_id=user_id, phone=phone or who)
    if person is not None:
        return person
    if any(address.parameters) and contact_held(database, address):
        return address
    raise ConfigurationError(f"nobody with the id or number {who} is here")


def _contact(chosen: argparse.Namespace, database: Database, who: ContactAddress) -> int:
    """Somebody who is no member and whom innovators have uploaded."""
    if chosen.command == "export":
        rows = ",\n    ".join(contact_held(database, who))
        document = f'{{\n"database": {{\n  "prospects": [\n    {rows}\n  ]\n}}}}'
        if chosen.file is None:
            sys.stdout.write(document + "\n")
        else:
            _write(chosen.file, [document, "\n"])
        return 0
    if not chosen.yes and not _agreed(f"everything that others have uploaded about {chosen.who}"):
        sys.stdout.write("nothing was erased\n")
        return 1
    with archive_held(Manifest(database)) as token:
        rows = erase_contact(database, who, token)
    sys.stdout.write(f"erased from {rows} row{'' if rows == 1 else 's'} of uploads\n")
    return 0


def _confirmed(who: str, person: Person) -> bool:
    return _agreed(f"{who} (user {person.id}) from every table and from the archive")


def _agreed(what: str) -> bool:
    sys.stdout.write(f"This removes {what}, for good.\nType erase to go on: ")
    sys.stdout.flush()
    return sys.stdin.readline().strip() == "erase"


def _write(path: Path, texts: Iterable[str]) -> None:
    """Personal data: readable for its owner alone, never over another file, and never in part."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be made: {error.strerror}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(texts)
    except BaseException:
        path.unlink()
        raise


def _moment(text: str) -> datetime:
    """ISO 8601; without an offset UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
