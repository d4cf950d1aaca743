"""Executes background tasks: summaries, follow-ups, re-engagement, what agents left for later.

`POST /` with `{"task_ids": [...]}` from pg_net when tasks due now came in, or `{}` from the
scheduler. Either works off all that is due: by priority, then age, a person's tasks one at a time.
A task's changes and its end are one transaction, so it may be cut off anywhere and is done again
when its lease runs out. What fails is tried again with backoff, `max_retries` times, then it is
dead with its error in `error_log`; `redrive_task(id)` puts it back, `cancel_task(id, why)` calls
one off. A type without a handler dies at once.
A sweep also keeps the analytics of twins up: new texts are projected, totals refreshed.
"""

from collections import Counter

from shared import wiring
from shared.db.queues import TASKS
from shared.entry import Call, Json, Route, bearer, database, http_function
from shared.entry.work import Work, Worker, do_work
from shared.errors import DatabaseRejected, DatabaseUnavailable
from shared.log import logger


def tasks() -> Worker:
    """The processor with its handlers; loaded when a task is due."""
    from shared.db.tasks import Tasks
    from shared.tasks.processor import TaskProcessor
    from shared.tasks.registry import HANDLERS

    return TaskProcessor(
        tasks=Tasks(database(), lease=wiring.lease()),
        handlers=HANDLERS,
        engines=wiring.engines(),
        with_spend=wiring.with_spend(),
        web=wiring.web_research(),
        people=wiring.people_research(),
    ).work_off


# The scheduler comes every minute; what is begun last may take fifteen seconds more.
WORK = Work(TASKS, tasks, seconds=40, always=False)


def process(call: Call) -> Json:
    """Executes all that is due, whatever poked it."""
    return do_work(call, [WORK], sweep=_keep_analytics_up)


def _keep_analytics_up(counts: Counter[str]) -> Json:
    """What cannot be counted now is counted when somebody looks, and at the next sweep."""
    from shared.analytics.upkeep import keep_up

    try:
        keep_up(database())
    except (DatabaseRejected, DatabaseUnavailable) as error:
        logger.error("the analytics of twins were not brought up to date: %s", error)
    return {}


task_processor = http_function(
    "task_processor",
    [Route("POST", "/", process, authenticate=bearer)],
    warm=wiring.warm,
)
