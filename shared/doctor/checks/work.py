"""Symptoms: tasks that are never executed, events that pile up, summaries that are not made."""

# ruff: noqa: S608 - statements here are printed for an operator and never run.

from collections import Counter
from collections.abc import Sequence
from typing import Any

from shared.db.health import work
from shared.db.health.reading import MOST
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

DAY = 86_400  # seconds
LONGEST_ERROR = 200  # characters


def _tasks_due(case: Case) -> Finding:
    backlog = work.tasks_due(case.reading)
    if not backlog.count:
        return healthy(seen(case, backlog))
    return unhealthy(
        seen(case, backlog),
        "See that task_processor runs (its GET /ready, its log) and that something calls it: the"
        " scheduler's job for it, or pg_cron's: "
        + sql_command("select * from cron_job_status")
        + " If it runs, it does not keep up: raise max_instances of task_processor.",
    )


def _tasks_expired(case: Case) -> Finding:
    backlog = work.tasks_expired(case.reading)
    if not backlog.count:
        return healthy(seen(case, backlog))
    return unhealthy(
        seen(case, backlog),
        "Their workers died and nobody has come for them since: see that task_processor runs and"
        " that the scheduler calls it; its next run takes them up again.",
    )


def _tasks_failed(case: Case) -> Finding:
    return dead(work.tasks_failed(case.reading), redrive="redrive_task")


def _events_due(case: Case) -> Finding:
    backlog = work.events_due(case.reading)
    if not backlog.count:
        return healthy(seen(case, backlog))
    return unhealthy(
        seen(case, backlog),
        "See that event_processor runs (its GET /ready, its log) and that the scheduler calls it"
        " every minute. What holds the oldest one: "
        + sql_command(
            f"select attempts, last_error, available_at from events where id = '{backlog.ids[0]}'"
        ),
    )


def _dead_letters(case: Case) -> Finding:
    return dead(work.dead_letters(case.reading), redrive="redrive_event")


def dead(failures: Sequence[work.Failure], *, redrive: str) -> Finding:
    """None is best; `redrive` is the SQL function that has one tried again."""
    if not failures:
        return healthy({"count": 0})
    remedy = "Mend what error says, then have it tried again: "
    return given_up(failures, remedy + sql_command(f"select {redrive}('{failures[0].id}')"))


def given_up(failures: Sequence[work.Failure], remedy: str) -> Finding:
    """Unhealthy for a day; then somebody has had time to see it, and it is a warning."""
    evidence: dict[str, Any] = {
        "count": min(len(failures), MOST),
        "more": len(failures) > MOST,
        "latest_seconds": failures[0].seconds,
        "by": dict(Counter(failure.kind for failure in failures)),
        "latest": [
            {
                "id": str(failure.id),
                "type": failure.kind,
                "error": masked(failure.error)[:LONGEST_ERROR],
            }
            for failure in failures[:5]
        ],
    }
    recent = failures[0].seconds < DAY
    return unhealthy(evidence, remedy) if recent else warning(evidence, remedy)


def _queue_due(case: Case) -> Finding:
    backlog = work.queue_due(case.reading)
    if not backlog.count:
        return healthy(seen(case, backlog))
    return unhealthy(
        seen(case, backlog),
        "Nothing holds these back, and nobody has released them: see that message_orchestrator runs"
        " (its GET /ready, its log) and that the scheduler calls it every minute. What was decided"
        " so far: "
        + sql_command(
            f"select status, last_error, trace from message_queue where id = '{backlog.ids[0]}'"
        ),
    )


def _queue_failed(case: Case) -> Finding:
    return dead(work.queue_failed(case.reading), redrive="redrive_queued_message")


def _summary_counters(case: Case) -> Finding:
    backlog = work.counters_past_fifty(case.reading)
    if not backlog.count:
        return healthy(seen(case, backlog))
    return unhealthy(
        seen(case, backlog),
        "The 50th message creates the task and sets the counter back, in the trigger"
        " on_message_count_check: put it back with `yachtparty migrate`, enable it: "
        + sql_command("alter table messages enable trigger on_message_count_check")
        + " The next message of a conversation then creates its task.",
    )


def _summary_tasks(case: Case) -> Finding:
    backlog = work.summary_tasks(case.reading)
    if not backlog.count:
        return healthy(seen(case, backlog))
    return warning(
        seen(case, backlog),
        "Conversations go on, with an older summary. See tasks_waiting for those that are pending;"
        " for one that failed: "
        + sql_command(f"select error_log from agent_tasks where id = '{backlog.ids[0]}'")
        + " and then "
        + sql_command(f"select redrive_task('{backlog.ids[0]}')"),
    )


CHECKS = (
    Check("tasks_waiting", "Does every task that is due begin within 2 minutes?", _tasks_due),
    Check("tasks_expired", "Is no task left behind by a worker that died?", _tasks_expired),
    Check("tasks_failed", "Has every task of the last week been done?", _tasks_failed),
    Check("events_waiting", "Is every event taken up within 2 minutes?", _events_due),
    Check("dead_letters", "Has no event been given up?", _dead_letters),
    Check("queue_waiting", "Is every queued message released when its moment comes?", _queue_due),
    Check("queue_failed", "Has no queued message been given up?", _queue_failed),
    Check("summary_counters", "Does the 50th message ask for a summary?", _summary_counters),
    Check("summary_tasks", "Are the summaries made that were asked for?", _summary_tasks),
)
