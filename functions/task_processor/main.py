"""Executes background tasks: summaries, follow-ups, re-engagement, what agents left for later.

`POST /` with `{"task_ids": [...]}` from pg_net when tasks due now came in, or `{}` from the
scheduler. Either works off all that is due: by priority, then age, a person's tasks one at a time.
A task's changes and its end are one transaction, so it may be cut off anywhere and is done again
when its lease runs out. What fails is tried again with backoff, `max_retries` times, then it is
dead with its error in `error_log`; `redrive_task(id)` puts it back, `cancel_task(id, why)` calls
one off. A type without a handler dies at once.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from shared.config import settings
from shared.db.waiting import oldest_due_seconds
from shared.entry import Call, Json, Route, bearer, database, http_function, stopping
from shared.log import log_sweep
from shared.queue import EMPTY_COUNTS, SingleFlight

if TYPE_CHECKING:
    from shared.llm.engines import Engines
    from shared.tasks.processor import TaskProcessor

SWEEP_SECONDS = 40  # the scheduler comes every minute; what is begun last may take fifteen more


@lru_cache(maxsize=1)
def engines() -> Engines:
    """Who answers the handlers' questions; loaded when a task is to be executed."""
    from shared.llm.engines import Engines

    return Engines(settings())


@lru_cache(maxsize=1)
def processor() -> TaskProcessor:
    """The work, on this process's pool; loaded when a task is due."""
    from shared.db.tasks import Tasks
    from shared.tasks.processor import TaskProcessor
    from shared.tasks.registry import HANDLERS

    return TaskProcessor(
        tasks=Tasks(database(), lease=timedelta(seconds=settings().lease_seconds)),
        handlers=HANDLERS,
        engines=engines(),
        with_spend=bool(settings().anthropic_api_key),
    )


@lru_cache(maxsize=1)
def flight() -> SingleFlight:
    """However many pokes come at once, one loop of this process works."""
    return SingleFlight()


def process(call: Call) -> Json:
    """Executes all that is due, whatever poked it; a sweep that finds nothing due loads nothing."""
    poked = call.ids("task_ids") is not None
    waited = 0.0 if poked else oldest_due_seconds(database(), "agent_tasks")
    answer = dict(EMPTY_COUNTS)
    if poked or waited:
        answer.update(flight().run(_process_due, SWEEP_SECONDS))
    if not poked:
        log_sweep(answer, waited)
    return answer


def _process_due(seconds: float) -> Counter[str]:
    return processor().work_off(seconds=seconds, stopping=stopping)


def warm() -> None:
    """Opens the connection that a sweep begins with; loads the model's library if it is used."""
    database().value("select 1")
    if settings().anthropic_api_key:
        engines().warm()


task_processor = http_function(
    "task_processor",
    [Route("POST", "/", process, authenticate=bearer)],
    warm=warm,
)
