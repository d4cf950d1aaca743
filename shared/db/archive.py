"""The archive's manifest: which object of the storage holds which rows, and whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, LiteralString
from uuid import UUID

from shared.db.pool import Database
from shared.errors import LeaseLost

Kind = Literal["events", "tasks", "history", "twin_events"]
KINDS: tuple[Kind, ...] = ("events", "tasks", "history", "twin_events")

LEASE = timedelta(minutes=5)  # renewed with every object

# Years of history may be due at once: longer than a turn may take.
_SECONDS = 60

_BATCH: LiteralString = (
    "select id, kind, status, object_name, stale_object, row_counts, content_sha256,"
    " object_sha256, from_at, to_at from private.archive_manifest"
)


@dataclass(frozen=True)
class Batch:
    """Rows that leave the database together, and the object that holds them."""

    id: UUID
    kind: Kind
    status: Literal["planned", "archived", "dropped"]
    object_name: str
    stale_object: str | None  # to be deleted: an erasure wrote the object anew
    row_counts: Mapping[str, int]  # by table
    content_sha256: str | None  # of the lines, uncompressed
    object_sha256: str | None
    from_at: datetime  # when its oldest and its newest row were written
    to_at: datetime


class Manifest:
    """The archive's calls. `now` is the database's clock unless a test gives one."""

    def __init__(self, database: Database, *, now: datetime | None = None) -> None:
        self._database = database
        self._now = now

    def claim(self, token: UUID, lease: timedelta = LEASE) -> bool:
        """Takes the archive, or keeps it for longer; False: another process is at it."""
        return self._database.value("select claim_archive(%s, %s)", (token, lease))

    def keep(self, token: UUID) -> None:
        """Keeps the archive for longer. Raises LeaseLost: another process took it meanwhile."""
        if not self.claim(token):
            raise LeaseLost("another process took the archive meanwhile; call again to go on")

    def release(self, token: UUID) -> None:
        """Gives the archive back."""
        self._database.rows("select release_archive(%s)", (token,))

    def due(self) -> dict[str, int]:
        """How many rows of each table have reached their age."""
        (row,) = self._database.read(
            "select archive_due(coalesce(%(now)s::timestamptz, now()))",
            {"now": self._now},
            seconds=_SECONDS,
        )
        return row[0]

    def plan(self, kind: Kind, limit: int) -> Batch | None:
        """The next batch of a kind, noted before anything is written; None: nothing is due."""
        planned = self._database.change(
            "select plan_archive(%s, %s, coalesce(%s::timestamptz, now()))",
            (kind, limit, self._now),
            seconds=_SECONDS,
        )
        return None if planned is None else self._batches(_BATCH + " where id = %s", (planned,))[0]

    def drop(self, user_id: UUID | None = None) -> None:
        """Gives up what is planned for the archive: all that holds a person, or what is left.

        What is left: by a process that died, or restored rows whose time is over. Rows stay where
        they are, and may be planned anew; the objects are to be deleted.
        """
        self._database.rows(
            "select drop_archive(%s, coalesce(%s::timestamptz, now()))", (user_id, self._now)
        )

    def deletable(self) -> list[tuple[Batch, str]]:
        """Objects that are to be deleted, with their batches: of a dropped one, or a stale one."""
        batches = self._batches(
            _BATCH + " where status = 'dropped' or stale_object is not null order by planned_at, id"
        )
        return [
            (batch, name)
            for batch in batches
            for name in (
                batch.stale_object,
                batch.object_name if batch.status == "dropped" else None,
            )
            if name is not None
        ]

    def lines(self, batch: Batch) -> list[str]:
        """The rows of a planned batch as they are now, a JSON document each."""
        rows = self._database.rows(
            "select l.line from private.archive_manifest b, private.archive_lines(b.ids) l"
            " where b.id = %s and b.status = 'planned' order by l.place",
            (batch.id,),
        )
        return [line for (line,) in rows]

    def finish(
        self, batch: Batch, *, content_sha256: str, object_sha256: str, object_bytes: int
    ) -> bool:
        """Deletes the rows, if they still are what was summed up. False: nothing was deleted."""
        outcome = self._database.change(
            "select finish_archive(%s, %s, %s, %s, coalesce(%s::timestamptz, now()))",
            (batch.id, content_sha256, object_sha256, object_bytes, self._now),
            seconds=_SECONDS,
        )
        return outcome == "archived"

    def forget(self, batch: Batch, object_name: str) -> None:
        """An object that was to be deleted is deleted."""
        self._database.rows("select forget_archive(%s, %s)", (batch.id, object_name))

    def archived(
        self,
        *,
        kind: Kind | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        user_id: UUID | None = None,
    ) -> list[Batch]:
        """What is in the archive alone, oldest first: of a kind, a time, a person, or all."""
        return self._batches(
            _BATCH + " where status = 'archived' and (%(kind)s::text is null or kind = %(kind)s)"
            " and (%(since)s::timestamptz is null or to_at >= %(since)s)"
            " and (%(until)s::timestamptz is null or from_at <= %(until)s)"
            " and (%(user)s::uuid is null or user_ids @> array[%(user)s::uuid])"
            " order by from_at, planned_at, id",
            {"kind": kind, "since": since, "until": until, "user": user_id},
        )

    def restore(self, batch: Batch, lines: Sequence[str], hold: timedelta) -> int:
        """Puts rows back, once, for at least `hold`; how many were not there.

        Raises MalformedRequest if newer rows with the same keys are in the way.
        """
        return self._database.change(
            "select restore_archive(%s, %s, %s::jsonb, %s, coalesce(%s::timestamptz, now()))",
            # As text: Python would round numbers that Postgres keeps to the last digit.
            (batch.id, batch.object_name, f"[{','.join(lines)}]", hold, self._now),
            seconds=_SECONDS,
        )

    def rewrite(
        self,
        batch: Batch,
        object_name: str,
        lines: Sequence[str],
        *,
        content_sha256: str,
        object_sha256: str,
        object_bytes: int,
    ) -> bool:
        """The object that was written anew counts from now on; the old one is to be deleted."""
        return self._database.value(
            "select rewrite_archive(%s, %s, %s, %s, %s, %s, %s)",
            (
                *(batch.id, batch.object_name, object_name, list(lines)),
                *(content_sha256, object_sha256, object_bytes),
            ),
        )

    def _batches(
        self, query: LiteralString, parameters: Sequence[object] | Mapping[str, object] = ()
    ) -> list[Batch]:
        return [Batch(*row) for row in self._database.rows(query, parameters)]
