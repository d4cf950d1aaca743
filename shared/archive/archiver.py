"""Moves rows past their age into the archive: planned, written, read back, then deleted.

Every step may be the last one of a process. The manifest notes the batch, and its object's name,
before anything is written; what a dead process leaves is given up, its object deleted, and its rows
are planned anew under another name, so that nobody ever writes over an object that counts. Rows are
deleted in the transaction that marks the batch archived, and only if the database itself
finds them equal, to the letter, to what was read back.
"""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

from shared.archive.objects import pack, unpack
from shared.archive.storage import Storage
from shared.db.archive import KINDS, LEASE, Batch, Manifest
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
        lease: timedelta = LEASE,
    ) -> None:
        self._manifest = manifest
        self._storage = storage
        self._batch = batch
        self._lease = lease  # renewed with every batch

    def run(self, *, seconds: float, stopping: Callable[[], bool]) -> Counter[str]:
        """Works until nothing is due or the time is up; tomorrow goes on from there.

        Counts rows by table, and batches. Empty while another process is at it. Raises
        StorageUnavailable: the next call goes on.
        """
        counts: Counter[str] = Counter()
        token = uuid4()
        deadline = time.monotonic() + seconds
        if not self._manifest.claim(token, self._lease):
            return counts
        try:
            self._manifest.drop()
            delete_objects(
                self._manifest,
                self._storage,
                go_on=lambda: self._may_go_on(token, deadline, stopping),
            )
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


def delete_objects(manifest: Manifest, storage: Storage, *, go_on: Callable[[], object]) -> None:
    """Deletes objects of dropped batches, and those from before an erasure, while it may."""
    for batch, name in manifest.deletable():
        if not go_on():
            return
        storage.delete(name)
        manifest.forget(batch, name)
