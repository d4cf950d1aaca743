"""Time, and all that works by itself while it passes: events, turns, tasks, what is released."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from shared.conversation import Conversation
from shared.db.events import Events
from shared.db.message_queue import MessageQueue
from shared.db.pool import Database as Pool
from shared.db.priorities import begin_reviews
from shared.db.tasks import Tasks
from shared.events.processor import EventProcessor
from shared.llm.engines import Engines
from shared.providers.web import WebResearch
from shared.release.orchestrator import Orchestrator
from shared.tasks.processor import TaskProcessor
from shared.tasks.registry import HANDLERS
from tests.fixtures.owned_clock import set_clock
from tests.fixtures.people import Connection

START = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)  # a Tuesday, 10 in the morning in New York
MODEL_SECONDS = 60.0
_MOST_STEPS = 400  # while time passes
_MOST_ROUNDS = 20  # until all that is due at one moment is done
# What is due next, by queue.
_DUE = """
select (select min(available_at) from events where not processed and lane = 'background'),
       (select min(available_at) from events where not processed and lane = 'conversation'),
       (select min(greatest(scheduled_for, available_at)) from agent_tasks
        where status = 'pending'),
       (select min(greatest(scheduled_for, available_at)) from message_queue
        where status in ('queued', 'approved'))
"""


@dataclass
class Background:
    """The workers of a database whose clock is ours."""

    pool: Pool
    superuser: Connection
    engines: Engines
    conversation: Conversation
    web: WebResearch | None
    with_spend: bool
    now: datetime = START

    def __post_init__(self) -> None:
        tasks = TaskProcessor(
            tasks=Tasks(self.pool),
            handlers=HANDLERS,
            engines=self.engines,
            with_spend=self.with_spend,
            web=self.web,
            workers=1,
        )
        orchestrator = Orchestrator(
            queue=MessageQueue(self.pool, with_spend=self.with_spend),
            ask=self.engines.ask,
            default_timezone="America/New_York",
            model_seconds=MODEL_SECONDS,
            workers=1,
        )
        events = EventProcessor(events=Events(self.pool), workers=1)
        self._queues = (
            events.work_off,
            partial(self.conversation.answer_due, workers=1),
            tasks.work_off,
            orchestrator.release_due,
        )

    def advance(self, to: datetime) -> None:
        """Sets the clock, which never goes back."""
        self.now = max(self.now, to)
        set_clock(self.superuser, self.now)

    def work(self) -> None:
        """All that is due now."""
        for _ in range(_MOST_ROUNDS):
            due = [at is not None and at <= self.now for at in self._due()]
            if not any(due):
                break
            for is_due, work_off in zip(due, self._queues, strict=True):
                if is_due:
                    work_off(seconds=60, stopping=_never)

    def pass_until(self, until: datetime) -> bool:
        """Does whatever falls due on the way at its moment; whether it has come to rest."""
        for _ in range(_MOST_STEPS):
            due = min((at for at in self._due() if at is not None), default=None)
            if due is None or due > until:
                break
            self.advance(max(due, self.now + timedelta(seconds=1)))
            self.work()
        else:
            return False
        self.advance(until)
        begin_reviews(self.pool)  # as whoever works tasks off does every ten minutes
        self.work()
        return True

    def _due(self) -> tuple[datetime | None, ...]:
        ((events, turns, tasks, messages),) = self.pool.rows(_DUE)
        return events, turns, tasks, messages


def _never() -> bool:
    return False


__all__ = ["MODEL_SECONDS", "START", "Background"]
