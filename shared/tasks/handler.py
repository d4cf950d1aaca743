"""What a background task is, and what its handler promises.

A handler reads, decides and returns: what it wants changed is in `Done.effects`, which the database
applies together with finishing the task, all or none. So a handler may be killed and run again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel

from shared.db.pool import Database
from shared.db.tasks import ClaimedTask
from shared.domain.effects.base import Effect
from shared.llm.ask import Answered, Question
from shared.llm.interface import AgentSettings
from shared.providers.people import PeopleResearch
from shared.providers.web import WebResearch

ContextT = TypeVar("ContextT", bound=BaseModel)
AnswerT = TypeVar("AnswerT", bound=BaseModel)


class Ask(Protocol):
    """Puts a typed question to the model, or to its rules; see `shared.llm.ask`.

    What it costs is booked with the task, or without it should the task come to nothing.
    """

    def __call__(self, question: Question[AnswerT], seconds: float) -> Answered[AnswerT]:
        """An answer within about `seconds`."""
        ...


@dataclass(frozen=True, kw_only=True)
class Ports:
    """What a handler may reach."""

    database: Database
    ask: Ask
    agent_settings: AgentSettings
    now: datetime  # the database's clock at the claim, with time zone
    web: WebResearch | None = None  # None: nobody is configured, as by default
    people: PeopleResearch | None = None


@dataclass(frozen=True, kw_only=True)
class Done:
    """A task's outcome. `result` is kept in `result_json`, without personal text."""

    result: dict[str, Any] = field(default_factory=dict[str, Any])
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Handler(Generic[ContextT]):
    """One task type: the shape of its `context_json` and what it does.

    `run` raises PermanentFailure when trying again cannot help; anything else that it raises is
    tried again, with backoff, up to the task's `max_retries`.
    """

    task_type: str
    context: type[ContextT]
    run: Callable[[ClaimedTask, ContextT, Ports], Done]


__all__ = ["Ask", "ClaimedTask", "ContextT", "Done", "Handler", "Ports"]
