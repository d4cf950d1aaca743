"""Symptom: the database grows, or keeps what was promised to leave it."""

from datetime import timedelta

from shared.db.health import archive
from shared.doctor.finding import Case, Check, Finding, healthy, seen, unhealthy, warning

LONG = timedelta(days=2)  # the archiver is called every day
_LOOK = (
    "See that the scheduler calls archiver every day, that its ARCHIVE_BUCKET is set, and its log:"
    " it says what the storage answered."
)


def _overdue(case: Case) -> Finding:
    overdue = archive.overdue(case.reading)
    if not overdue.rows:
        return healthy({"count": 0})
    evidence = {"count": sum(overdue.rows.values()), "by": dict(overdue.rows)}
    if not overdue.ever_archived:
        return warning(
            evidence,
            "Nothing has ever left this database, so it has no archive; it grows, and nothing is"
            " lost. To give it one, set ARCHIVE_BUCKET for archiver.",
        )
    return unhealthy(evidence, f"Nothing is lost. {_LOOK}")


def _unfinished(case: Case) -> Finding:
    backlog = archive.unfinished(case.reading)
    evidence = seen(case, backlog)
    if backlog.since is None:
        return healthy(evidence)
    remedy = (
        "planned: its rows are still here; dropped, erased: an object is still to be deleted. The"
        f" archiver's next call, or the same `yachtparty erase` again, mends it. {_LOOK}"
    )
    late = case.reading.now - backlog.since > LONG
    return unhealthy(evidence, remedy) if late else warning(evidence, remedy)


CHECKS = (
    Check("archive_overdue", "Does what is past its age leave the database?", _overdue),
    Check("archive_unfinished", "Has all that began to leave the database arrived?", _unfinished),
)
