"""Symptoms: business events that reach neither Redis nor open loops."""

# ruff: noqa: S608 - statements here are printed for an operator and never run.

from typing import Any

from shared.db.health import backbone, queues
from shared.db.queues import LOOP_QUEUE, OUTBOX
from shared.doctor.checks.queues import LONGEST_ERROR, given_up, waiting
from shared.doctor.finding import (
    Case,
    Check,
    Finding,
    Verdict,
    healthy,
    sql_command,
    unhealthy,
    warning,
)
from shared.log import masked

LATE = int(OUTBOX.late.total_seconds())


def _outbox_lag(case: Case) -> Finding:
    lag = backbone.outbox_lag(case.reading)
    evidence: dict[str, Any] = {"count": lag.waiting, "oldest_seconds": lag.seconds}
    if lag.seconds < LATE:
        return healthy(evidence)
    if not lag.ever_published:
        return warning(
            evidence,
            "Nothing has ever been published, so nobody reads these yet; they wait, and nothing is"
            " lost. To publish them, set REDIS_URL for outbox_publisher and have the scheduler call"
            " it every minute.",
        )
    evidence |= {"attempts": lag.attempts, "error": masked(lag.last_error)[:LONGEST_ERROR]}
    return unhealthy(
        evidence,
        "Nothing is lost. See that Redis answers at REDIS_URL and has memory left, that"
        " outbox_publisher runs (its GET /ready, its log) and that the scheduler calls it every"
        " minute; it catches up by itself. How it goes: "
        + sql_command("select * from outbox_lag()"),
    )


def _open_loops(case: Case) -> Finding:
    late = waiting(LOOP_QUEUE)(case)
    if late.verdict is not Verdict.HEALTHY:
        return late
    unreadable = queues.dead(case.reading, LOOP_QUEUE)
    if not unreadable:
        return healthy({"count": 0})
    remedy = (
        "Their loops stay as they were. An event that error names was written past event_ingest,"
        " too many events are a flood: mend the program that writes them. Such an event is taken"
        " out of the loops, its payload for good, by "
        + sql_command("select erase_system_events(array['ID of the event']::uuid[])")
        + " and within 10 minutes the loops are worked out again."
    )
    return given_up(unreadable, remedy)


CHECKS = (
    Check("outbox_lag", "Does every business event reach Redis within 2 minutes?", _outbox_lag),
    Check(
        "open_loops",
        "Are open loops what the business events say, within 2 minutes?",
        _open_loops,
    ),
)
