"""The archive: what should have left for it by now, and what is stuck on the way."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.db.archive import KINDS
from shared.db.health.reading import Backlog, Reading


@dataclass(frozen=True)
class Overdue:
    """Rows that reached their age three days ago and are still here."""

    rows: Mapping[str, int]  # by table, of the next batches: so many at least
    ever_archived: bool  # whether anything has ever left


def overdue(reading: Reading) -> Overdue:
    """What an archiver that runs daily would have taken with it."""
    ((ever_archived, rows),) = reading.rows(
        "select exists (select from private.archive_manifest where archived_at is not null),"
        " (select coalesce(jsonb_object_agg(t.key, jsonb_array_length(t.value))"
        "    filter (where t.value <> '[]'), '{}')"
        "  from unnest(%(kinds)s::text[]) kind,"
        "    jsonb_each(private.archive_choice(kind, %(most)s, %(now)s - interval '3 days')) t)",
        kinds=list(KINDS),
    )
    return Overdue(rows, ever_archived)


def unfinished(reading: Reading) -> Backlog:
    """Batches that a dead process has left, and objects still to be deleted; none during a run."""
    return reading.backlog(
        "select id, case when stale_object is null then status else 'erased' end,"
        "   greatest(planned_at, not_before)"
        " from private.archive_manifest"
        " where (status <> 'archived' or stale_object is not null)"
        " and (status <> 'planned' or not_before <= %(now)s)"
        " and not exists (select from private.lanes"
        "   where queue = 'archive' and leased_until > %(now)s)"
        " order by planned_at limit %(most)s"
    )
