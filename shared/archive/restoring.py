"""Out of the archive: an object's lines, checked, into the tables or wherever they are wanted."""

from collections.abc import Iterable
from datetime import timedelta

from shared.archive.objects import lines_of, unpack
from shared.archive.storage import Storage
from shared.db.archive import Batch, Manifest

HOLD = timedelta(days=30)


def read(storage: Storage, batch: Batch) -> list[str]:
    """An archived batch's lines. Raises StorageUnavailable if they are not what was stored."""
    return lines_of(unpack(storage.get(batch.object_name), batch.object_sha256))


def restore(
    manifest: Manifest, storage: Storage, batches: Iterable[Batch], *, hold: timedelta = HOLD
) -> int:
    """Puts batches back into the tables, a transaction each; how many rows were not there.

    Once is enough and twice changes nothing. They stay for `hold`, then they leave again. Raises
    StorageUnavailable, or MalformedRequest: a batch is not put back in part.
    """
    return sum(manifest.restore(batch, read(storage, batch), hold) for batch in batches)
