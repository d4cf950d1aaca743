"""Everything proactive that waits: claimed by person, settled in one transaction.

Every call is one statement. Times are timezone-aware; `now` is an argument so that tests own the
clock, None meaning the database's clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from psycopg.types.json import Jsonb
from pydantic import Field, ValidationError

from shared.db.actions import book
from shared.db.documents import decoded
from shared.db.pool import Database
from shared.domain.context import ClockTime, ModelSpend, PriorityItem
from shared.domain.decision import ActionRecord
from shared.domain.model import Document
from shared.errors import PermanentFailure
from shared.log import logger


class QueuedPerson(Document):
    """Who the messages are for."""

    id: UUID
    phone_number: str
    first_name: str | None = None
    timezone: str | None = None
    quiet_hours_start: ClockTime | None = None
    quiet_hours_end: ClockTime | None = None
    opted_out: bool = False
    answering_hours: list[float] | None = None  # local hours of the day
    re_engagement_paused: bool = False
    rest_days: list[int] = Field(default_factory=list)  # ISO days of the week
    proactive_paused_until: datetime | None = None
    reminders_paused: bool = False
    frustrated_until: datetime | None = None


class QueuedItem(Document):
    """A waiting row; `message_data` is as somebody wrote it: a JSON text, not read yet."""

    id: UUID
    seq: int
    agent_id: str
    priority: str
    created_at: datetime
    scheduled_for: datetime
    message_data: str
    final_message: str | None = None  # words that whoever queued it wanted as they stand
    status: str
    requires_fresh_context: bool = False
    attempts: int = 1
    last_error: str | None = None
    sequence_id: UUID | None = None
    sequence_position: int | None = None
    sequence_total: int | None = None
    expires_at: datetime | None = None


class QueuedPriority(PriorityItem):
    """Something that matters to the person, as it is now."""

    presentation_count: int = 0


class Spoken(Document):
    """A message of the conversation, oldest first."""

    direction: Literal["inbound", "outbound"]
    content: str
    created_at: datetime


class LastInbound(Document):
    """The newest text of the person."""

    seq: int
    at: datetime


class SentPart(Document):
    """A part of a waiting sequence that has gone out before."""

    sequence_id: UUID
    position: int | None = None


class BudgetDay(Document):
    """A row of `user_message_budget`, oldest first."""

    date: date
    messages_sent: int
    daily_limit: int
    hourly_limit: int
    quiet_hours_enabled: bool


class QueueContext(Document):
    """All that decides over what waits for one person, as `private.queue_context` reads it."""

    now: datetime
    token: UUID
    user: QueuedPerson
    clock: str = ""  # what the person has said about their hours, as `settle_release` compares it
    conversation_id: UUID | None = None
    paused: bool | None = None
    paused_until: datetime | None = None
    last_inbound: LastInbound | None = None
    messages: list[Spoken] = Field(default_factory=list)
    items: list[QueuedItem] = Field(default_factory=list)
    sent_parts: list[SentPart] = Field(default_factory=list)
    budgets: list[BudgetDay] = Field(default_factory=list)
    released: list[datetime] = Field(default_factory=list)
    last_re_engagement_at: datetime | None = None
    priorities: list[QueuedPriority] = Field(default_factory=list)
    spend: ModelSpend = ModelSpend()


class Settlement(Document):
    """What became of a decision; with `context` it was stale and has to be made again."""

    outcome: Literal["stale", "settled"]
    counts: dict[str, int] = Field(default_factory=dict)
    context: QueueContext | None = None


@dataclass(frozen=True)
class MessageQueue:
    """The calls of the orchestrator. `lease` is how long it has for one person."""

    database: Database
    lease: timedelta = timedelta(seconds=30)
    with_spend: bool = False  # whether the context needs what the model has cost today

    def claim(self, limit: int, token: UUID, *, now: datetime | None = None) -> list[QueueContext]:
        """People for whom something is due and whom nobody works for.

        Whose rows cannot be read is left to the lease, with the error on the rows until they are
        cancelled, and holds up nobody else.
        """
        while True:
            rows = self.database.rows(
                "select c::text, (c -> 'user' ->> 'id')::uuid"
                " from claim_queue(%s, %s, %s, %s, coalesce(%s, now())) c",
                (limit, token, self.lease, self.with_spend, now),
            )
            read = [self._readable(document, user_id, now) for document, user_id in rows]
            contexts = [context for context in read if context is not None]
            if contexts or not rows:
                return contexts

    def settle(
        self,
        context: QueueContext,
        decision: Mapping[str, Any],
        verdicts: Sequence[Mapping[str, Any]],
        *,
        now: datetime | None = None,
    ) -> Settlement:
        """All verdicts or none. Raises LeaseLost when another orchestrator has the person."""
        answer = self.database.value(
            "select settle_release(%s, %s, %s, %s, %s, coalesce(%s, now()))",
            (
                context.user.id,
                context.token,
                Jsonb({**decision, "verdicts": list(verdicts)}),
                self.lease,
                self.with_spend,
                now,
            ),
        )
        return Settlement.model_validate(answer)

    def book(
        self, context: QueueContext, prompt_version: str, calls: Sequence[ActionRecord]
    ) -> None:
        """Books calls of the model for a decision that is not settled: they have cost the same."""
        book(
            self.database,
            calls,
            agent_type="message_orchestrator",
            prompt_version=prompt_version,
            user_id=context.user.id,
            conversation_id=context.conversation_id,
        )

    def _readable(self, document: str, user_id: UUID, now: datetime | None) -> QueueContext | None:
        try:
            return QueueContext.model_validate(decoded(document, "what waits"))
        except ValidationError as error:
            fields = (".".join(map(str, problem["loc"])) for problem in error.errors())
            problem = f"what waits cannot be read: {', '.join(fields)}"
        except PermanentFailure as error:
            problem = str(error)
        logger.error("user %s: %s", user_id, problem)
        self.database.value(
            "select private.fail_queue(%(user)s, private.due_messages(%(user)s, d.now), %(error)s,"
            " d.now) from (values (coalesce(%(now)s, now()))) d (now)",
            {"user": user_id, "error": problem, "now": now},
        )
        return None
