"""Moves rows past their age into the archive: planned, written, read back, then deleted.

Every step may be the last one of a process. The manifest notes the batch before anything is
written, and the object's name follows from the batch, so that a repeat overwrites it with the same;
rows are deleted in the transaction that marks the batch archived, and only if the database itself
finds them equal, to the letter, to what was read back.
"""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

from shared.archive.objects import pack, unpack
from shared.archive.storage import Storage
from shared.db.archive import KINDS, Batch, Manifest
from shared.log import logger

BATCH = 1000  # rows that begin a batch; what hangs on them comes along


class Archiver:
    """One pass over all that is due."""

    def __init__(
        self,
        manifest: Manifest,
        storage: Storage,
        *,
        batch: int = BATCH,
        lease: timedelta = timedelta(minutes=5),
    ) -> None:
        self._manifest = manifest
        self._storage = storage
        self._batch = batch
        self._lease = lease  # renewed with every batch

    def run(self, *, seconds: float, stopping: Callable[[], bool]) -> Counter[str]:
        """Works until nothing is due or the time is up; tomorrow goes on from there.

        Counts rows by table, and batches. Empty while another process is at it. Raises
        StorageUnavailable: what is planned is taken up by the next call.
        """
        counts: Counter[str] = Counter()
        token = uuid4()
        deadline = time.monotonic() + seconds
        if not self._manifest.claim(token, self._lease):
            return counts
        try:
            for batch in self._manifest.unfinished():
                if not self._may_go_on(token, deadline, stopping):
                    return counts
                self._take_up(batch, counts)
            for kind in KINDS:
                while self._may_go_on(token, deadline, stopping):
                    batch = self._manifest.plan(kind, self._batch)
                    if batch is None:
                        break
                    self._archive(batch, counts)
            return counts
        finally:
            self._manifest.release(token)

    def _may_go_on(self, token: UUID, deadline: float, stopping: Callable[[], bool]) -> bool:
        return (
            not stopping()
            and time.monotonic() < deadline
            and self._manifest.claim(token, self._lease)
        )

    def _take_up(self, batch: Batch, counts: Counter[str]) -> None:
        if batch.status == "planned":
            self._archive(batch, counts)
        else:
            self._delete(batch)

    def _archive(self, batch: Batch, counts: Counter[str]) -> None:
        packed = pack(self._manifest.lines(batch))
        self._storage.put(batch.object_name, packed.data, packed.object_sha256)
        stored = unpack(self._storage.get(batch.object_name), packed.object_sha256)
        if self._manifest.finish(
            batch,
            content_sha256=stored.content_sha256,
            object_sha256=stored.object_sha256,
            object_bytes=len(stored.data),
        ):
            counts.update(batch.row_counts)
            counts["batches"] += 1
            return
        logger.info("rows of batch %s changed before they left: they stay", batch.id)
        counts["changed"] += 1
        self._storage.delete(batch.object_name)
        self._manifest.forget(batch, batch.object_name)

    def _delete(self, batch: Batch) -> None:
        """The object that a crash left behind, of a dropped batch or from before an erasure."""
        name = batch.object_name if batch.status == "dropped" else batch.stale_object
        if name is not None:
            self._storage.delete(name)
            self._manifest.forget(batch, name)
