"""Executes background tasks: claimed in batches, one at a time for each person."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from pydantic import ValidationError

from shared.db.priorities import begin_reviews
from shared.db.tasks import ClaimedTask, Tasks
from shared.domain.context import ModelSpend
from shared.domain.decision import ActionRecord
from shared.domain.model import problems
from shared.domain.tasks import TaskType
from shared.errors import DatabaseUnavailable, LeaseLost, PermanentFailure
from shared.llm.ask import Answered, Question
from shared.llm.engines import Engines
from shared.log import error_summary, log_context, log_dead_letters, logger
from shared.providers.people import PeopleResearch
from shared.providers.web import WebResearch
from shared.queue import Finished, Lane, Outcome, Steps, work_lanes
from shared.tasks.handler import AnswerT, Handler, Ports

FULL_LOOK_SECONDS = 1.0  # at least this long between looks from the front of the queue
FULL_LOOK_SHARE = 20  # and this many times what such a look took


@dataclass(frozen=True)
class Claim:
    """What fences the tasks of one claim, and when it was made."""

    token: UUID
    now: datetime


@dataclass(frozen=True, kw_only=True)
class TaskProcessor:
    """Works `agent_tasks` off with the given handlers."""

    tasks: Tasks
    handlers: Mapping[str, Handler[Any]]
    engines: Engines
    with_spend: bool = False  # whether asking costs money, so that the caps count
    web: WebResearch | None = None
    people: PeopleResearch | None = None
    workers: int = 8

    def work_off(self, *, seconds: float, stopping: Callable[[], bool]) -> Counter[str]:
        """Executes what is due; returns counts: claimed, done, retried, dead, lost."""
        if TaskType.ACCOUNT_MANAGER_REVIEW in self.handlers:
            begin_reviews(self.tasks.database)
        claims = _Claims(self.tasks)
        counts = work_lanes(
            Steps[ClaimedTask, Claim, dict[str, object]](
                claim=claims.claim, handle=self._handle, settle=self._settle, ahead=True
            ),
            workers=self.workers,
            seconds=seconds,
            stopping=stopping,
        )
        counts[Outcome.DEAD] += claims.dead
        return counts

    def _handle(self, task: ClaimedTask, claim: Claim) -> dict[str, object] | Outcome:
        calls: list[ActionRecord] = []
        with log_context(task_id=task.id, task_type=task.task_type, user_id=task.user_id):
            try:
                return self._run(task, claim, calls)
            except DatabaseUnavailable:
                raise
            except Exception as error:
                self.tasks.book(task, calls)
                if isinstance(error, LeaseLost):
                    raise
                if isinstance(error, PermanentFailure):
                    return self._fail(task, claim, str(error), retryable=False)
                logger.exception("a task failed")
                return self._fail(task, claim, error_summary(error), retryable=True)

    def _run(
        self, task: ClaimedTask, claim: Claim, calls: list[ActionRecord]
    ) -> dict[str, object] | Outcome:
        handler = self.handlers.get(task.task_type)
        if handler is None:
            raise PermanentFailure(
                f"no handler executes tasks of type {task.task_type};"
                f" there are {', '.join(sorted(self.handlers)) or 'none'}"
            )
        try:
            context = handler.context.model_validate(task.context)
        except ValidationError as error:
            raise PermanentFailure(f"context_json does not fit: {problems(error)}") from error
        ports = Ports(
            database=self.tasks.database,
            ask=partial(self._ask, task, calls),
            agent_settings=self.engines.agent_settings,
            now=claim.now,
            web=self.web,
            people=self.people,
        )
        done = handler.run(task, context, ports)
        if not done.effects and not calls:
            return done.result
        self.tasks.settle(task, claim.token, result=done.result, effects=done.effects, calls=calls)
        return Outcome.DONE

    def _ask(
        self,
        task: ClaimedTask,
        calls: list[ActionRecord],
        question: Question[AnswerT],
        seconds: float,
    ) -> Answered[AnswerT]:
        spend = self.tasks.spend(task.user_id) if self.with_spend else ModelSpend()
        answered = self.engines.ask(question, seconds, spend)
        calls += answered.log
        return answered

    def _fail(self, task: ClaimedTask, claim: Claim, error: str, *, retryable: bool) -> Outcome:
        outcome = Outcome(self.tasks.fail(task, claim.token, error, retryable=retryable))
        if outcome is Outcome.DEAD:
            log_dead_letters("agent_tasks", why=error)
        return outcome

    def _settle(self, finished: Finished[ClaimedTask, Claim, dict[str, object]]) -> Counter[str]:
        token = finished.batch.token
        people = [key for key in finished.free if isinstance(key, UUID)]
        if finished.given_back:
            self.tasks.release(finished.given_back, token)
        return Counter(done=self.tasks.settle_all(finished.done, token, free=people))


class _Claims:
    """Claims, most of them quick: from where the last one came to."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._after: dict[str, Any] | None = None
        self._next_full_look = 0.0
        self.dead = 0

    def claim(self, limit: int) -> list[Lane[ClaimedTask, Claim]]:
        """Due tasks in lanes. Comes back empty only from a look from the front."""
        if self._after is not None and time.monotonic() < self._next_full_look:
            lanes = self._look(limit, self._after)
            if lanes:
                return lanes
        started = time.monotonic()
        lanes = self._look(limit, None)
        took = time.monotonic() - started
        self._next_full_look = started + max(FULL_LOOK_SECONDS, FULL_LOOK_SHARE * took)
        return lanes

    def _look(self, limit: int, after: dict[str, Any] | None) -> list[Lane[ClaimedTask, Claim]]:
        started = time.monotonic()
        token = uuid4()
        claimed = self._tasks.claim(limit, token, after=after)
        self._after = claimed.after
        self.dead += claimed.dead
        if claimed.dead:
            log_dead_letters("agent_tasks", claimed.dead, why="the worker died")
        claim = Claim(token, claimed.now)
        begin_by = started + self._tasks.lease.total_seconds() / 2
        lanes: list[Lane[ClaimedTask, Claim]] = []
        of_person: dict[UUID, Lane[ClaimedTask, Claim]] = {}
        for task in claimed.tasks:
            lane = of_person.get(task.user_id) if task.user_id else None
            if lane is not None:
                lane.rows.append(task)
                continue
            lane = Lane(task.user_id, [task], claim, begin_by)
            lanes.append(lane)
            if task.user_id:
                of_person[task.user_id] = lane
        return lanes
