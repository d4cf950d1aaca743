"""Symptoms: business events that reach neither Redis nor open loops, twins that are not heard."""

# ruff: noqa: S608 - statements here are printed for an operator and never run.

from typing import Any

from shared.db.health import backbone
from shared.doctor.checks.work import LONGEST_ERROR, dead, given_up
from shared.doctor.finding import (
    Case,
    Check,
    Finding,
    healthy,
    seen,
    sql_command,
    unhealthy,
    warning,
)
from shared.log import masked

LATE = 120  # seconds


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
    backlog = backbone.loops_due(case.reading)
    if backlog.count:
        return unhealthy(
            seen(case, backlog),
            "See that event_processor runs (its GET /ready, its log) and that the scheduler calls"
            " it every minute; it catches up by itself. How it goes: "
            + sql_command("select count(*), min(available_at) from private.loop_queue"),
        )
    unreadable = backbone.unreadable_loops(case.reading)
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


def _twin_events_due(case: Case) -> Finding:
    backlog = backbone.twin_events_due(case.reading)
    if not backlog.count:
        return healthy(seen(case, backlog))
    return unhealthy(
        seen(case, backlog),
        "See that event_processor runs (its GET /ready, its log) and that the scheduler calls it"
        " every minute. What holds the first one: "
        + sql_command(
            "select attempts, last_error, available_at from twin_events"
            f" where id = '{backlog.ids[0]}'"
        ),
    )


def _dead_twin_events(case: Case) -> Finding:
    return dead(backbone.dead_twin_events(case.reading), redrive="redrive_twin_event")


CHECKS = (
    Check("outbox_lag", "Does every business event reach Redis within 2 minutes?", _outbox_lag),
    Check(
        "open_loops",
        "Are open loops what the business events say, within 2 minutes?",
        _open_loops,
    ),
    Check(
        "twin_events_waiting",
        "Is what a twin says to people taken up within 2 minutes?",
        _twin_events_due,
    ),
    Check("twin_events_dead", "Has nothing that a twin said been given up?", _dead_twin_events),
)
