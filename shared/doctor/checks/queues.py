"""Symptoms that any queue can have: rows that nobody works off, rows that were given up."""

# ruff: noqa: S608 - statements here are printed for an operator and never run.

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from shared.db.health import queues
from shared.db.health.queues import Failure
from shared.db.health.reading import MOST
from shared.db.queues import QUEUES, QueueSpec
from shared.doctor.finding import (
    Case,
    Check,
    Finding,
    empty,
    healthy,
    sql_command,
    unhealthy,
    warning,
)
from shared.log import masked

DAY = 86_400  # seconds
LONGEST_ERROR = 200  # characters


def waiting(queue: QueueSpec) -> Callable[[Case], Finding]:
    """Unhealthy while something is late."""
    return empty(
        partial(queues.late, queue=queue),
        lambda id: (
            f"See that {queue.function} runs (its GET /ready, its log) and that something calls it"
            " every minute: the scheduler's job for it, or pg_cron's: "
            + sql_command("select * from cron_job_status")
            + f" If it runs, it does not keep up: raise max_instances of {queue.function}."
            " What holds the oldest one: "
            + sql_command(
                f"select {queue.state} from {queue.table} where {queue.id_column} = '{id}'"
            )
        ),
        found=unhealthy,
    )


def dead(case: Case, queue: QueueSpec) -> Finding:
    """None is best; the queue's `redrive` has one tried again."""
    failures = queues.dead(case.reading, queue)
    if not failures:
        return healthy({"count": 0})
    remedy = "Mend what error says, then have it tried again: "
    return given_up(failures, remedy + sql_command(f"select {queue.redrive}('{failures[0].id}')"))


def given_up(failures: Sequence[Failure], remedy: str) -> Finding:
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


def _checks(queue: QueueSpec) -> Iterator[Check[Case]]:
    if queue.waiting_check:
        minutes = queue.late.seconds // 60
        yield Check(
            queue.waiting_check,
            f"Is every {queue.rows} that is due taken up within {minutes} minutes?",
            waiting(queue),
        )
    if queue.dead_check:
        yield Check(
            queue.dead_check, f"Has no {queue.rows} been given up?", partial(dead, queue=queue)
        )


CHECKS = tuple(check for queue in QUEUES for check in _checks(queue))
