"""Background tasks: claimed in priority order, one at a time for each person, settled in batches.

Every call is one statement. Times are timezone-aware; `now` is an argument so that tests own the
clock, None meaning the database's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from psycopg.types.json import Jsonb
from pydantic import BaseModel, ConfigDict, TypeAdapter

from shared.db.actions import book
from shared.db.documents import decoded
from shared.db.pool import Database
from shared.domain.context import ModelSpend
from shared.domain.decision import ActionRecord
from shared.domain.effects.base import Effect
from shared.domain.values import Priority


class ClaimedTask(BaseModel):
    """A task that is ours to do. `document` is its `context_json`, as it was written."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: UUID
    task_type: str
    agent_type: str
    user_id: UUID | None  # None: the task belongs to nobody, and waits for nobody
    context_id: UUID | None
    context_type: str | None
    document: str
    priority: Priority
    scheduled_for: datetime
    attempts: int  # this one included
    max_retries: int

    @property
    def context(self) -> Any:
        """Its `context_json`. Raises PermanentFailure if that cannot be read."""
        return decoded(self.document, "context_json")


class ClaimedTasks(BaseModel):
    """One claim, most urgent first. `after` is where the next quick look may begin."""

    model_config = ConfigDict(defer_build=True)

    tasks: list[ClaimedTask]
    dead: int  # buried by this claim: their worker died in their last attempt
    after: dict[str, Any]
    now: datetime  # the claim's time


_CLAIMED = TypeAdapter(ClaimedTasks)


@dataclass(frozen=True)
class Tasks:
    """The queue of background tasks. `lease` is how long a claimed task may take."""

    database: Database
    lease: timedelta = timedelta(seconds=30)

    def claim(
        self,
        limit: int,
        token: UUID,
        *,
        after: dict[str, Any] | None = None,
        now: datetime | None = None,
    ) -> ClaimedTasks:
        """Up to `limit` due tasks. A token is used for one claim only.

        With `after`, of an earlier claim, what was finished since is not passed again; without,
        the look begins at the front, as it must from time to time.
        """
        document = self.database.value(
            "select claim_tasks(%s, %s, %s, %s, coalesce(%s, now()))::text",
            (limit, token, self.lease, None if after is None else Jsonb(after), now),
        )
        return _CLAIMED.validate_json(document)

    def settle_all(
        self,
        results: Sequence[tuple[ClaimedTask, dict[str, Any]]],
        token: UUID,
        *,
        free: Sequence[UUID] = (),
        now: datetime | None = None,
    ) -> int:
        """Finishes tasks that changed nothing but their `result_json`; how many were still ours.

        `free` are the people who have nothing left in this claim: others may serve them again.
        """
        return self.database.value(
            "select settle_tasks(%s, %s, %s, %s, %s, coalesce(%s, now()))",
            (
                [task.id for task, _ in results],
                [task.attempts for task, _ in results],
                [Jsonb(result) if result else None for _, result in results],
                token,
                list(free),
                now,
            ),
        )

    def settle(
        self,
        task: ClaimedTask,
        token: UUID,
        *,
        result: dict[str, Any],
        effects: Sequence[Effect] = (),
        calls: Sequence[ActionRecord] = (),
        now: datetime | None = None,
    ) -> None:
        """Finishes a task together with all that it changes, and books its calls of the model.

        Raises LeaseLost if it is not ours.

        Raises EffectNoLongerApplies when an effect met a state that it may not change; nothing was
        changed then.
        """
        document = {
            "result": result,
            "effects": [effect.model_dump(mode="json") for effect in effects],
            "log": [call.model_dump(mode="json") for call in calls],
            "prompt_version": _prompt_version(task, calls),
        }
        self.database.value(
            "select settle_task(%s, %s, %s, %s, coalesce(%s, now()))",
            (task.id, token, task.attempts, Jsonb(document), now),
        )

    def book(self, task: ClaimedTask, calls: Sequence[ActionRecord]) -> None:
        """Books calls of the model for a task that is not settled: they have cost all the same."""
        book(
            self.database,
            calls,
            agent_type=task.agent_type,
            prompt_version=_prompt_version(task, calls),
            user_id=task.user_id,
        )

    def fail(
        self,
        task: ClaimedTask,
        token: UUID,
        error: str,
        *,
        retryable: bool = True,
        now: datetime | None = None,
    ) -> Literal["retried", "dead", "lost"]:
        """A handler failed: tried again later, or dead with `error`, free of personal text."""
        return self.database.value(
            "select fail_task(%s, %s, %s, %s, %s, coalesce(%s, now()))",
            (task.id, token, task.attempts, error, retryable, now),
        )

    def release(
        self, tasks: Sequence[ClaimedTask], token: UUID, *, free: Sequence[UUID] = ()
    ) -> int:
        """Gives back what was not begun; the attempt does not count. Returns how many were ours."""
        return self.database.value(
            "select release_tasks(%s, %s, %s)", ([task.id for task in tasks], token, list(free))
        )

    def spend(self, user_id: UUID | None) -> ModelSpend:
        """What the model has cost since midnight UTC, for the person's work and for everybody's."""
        document = self.database.value("select private.model_spend(%s, now())", (user_id,))
        return ModelSpend.model_validate(document)

    def cancel(self, task_id: UUID, reason: str) -> bool:
        """Calls a task off, also while it runs. False: it is finished, or there is none."""
        return self.database.value("select cancel_task(%s, %s)", (task_id, reason))

    def redrive(self, task_id: UUID) -> bool:
        """Puts a dead task back, with all its attempts. False: it is not dead."""
        return self.database.value("select redrive_task(%s)", (task_id,))


def _prompt_version(task: ClaimedTask, calls: Sequence[ActionRecord]) -> str:
    """The version of what was asked; the task's type where nothing was, or nobody wrote it down."""
    asked = (call.input_data or {} for call in calls)
    return next((data["prompt_version"] for data in asked if "prompt_version" in data), None) or (
        task.task_type
    )
