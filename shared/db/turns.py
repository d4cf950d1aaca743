"""The turn: a text recorded, the person's turn leased, the decision settled.

Every call is one statement, so one round trip. Times are timezone-aware; `now` is an argument
so that tests own the clock, None meaning the database's clock.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.db.actions import book
from shared.db.pool import Database

if TYPE_CHECKING:
    from shared.domain.context import TurnContext
    from shared.domain.decision import ActionRecord, Decision

RecordOutcome = Literal["duplicate", "silent", "paused", "busy", "recorded", "taken"]


@dataclass(frozen=True, kw_only=True)
class InboundText:
    """A text as Twilio delivered it, checked and normalised."""

    sender: str  # E.164
    body: str
    sid: str
    media: tuple[dict[str, str], ...] = ()
    consent: str = "none"  # a value of shared.domain.consent.Consent
    consent_source: str = "keyword"
    confirmations: dict[str, str] = field(default_factory=dict[str, str])  # by what they answer
    sent_at: datetime | None = None  # when the person sent it, if later than now it is now


@dataclass(frozen=True)
class Turn:
    """A person's turn that is ours: what to answer, and the token that fences it."""

    context: TurnContext
    token: UUID

    @property
    def user_id(self) -> UUID:
        """Whose turn it is."""
        return self.context.user.id

    @property
    def event_ids(self) -> list[UUID]:
        """The events that the next decision answers, oldest first."""
        return [event.id for event in self.context.events]


@dataclass(frozen=True)
class Recorded:
    """What became of a text; `turn` is there when it was taken."""

    outcome: RecordOutcome
    turn: Turn | None = None
    user_id: UUID | None = None  # whose turn goes on, when it is busy


@dataclass(frozen=True)
class Settled:
    """What became of a decision; `turn` is there when there is more to answer."""

    outcome: Literal["stale", "settled"]
    message_ids: list[UUID]
    turn: Turn | None = None


def _turn(document: dict[str, Any]) -> Turn:
    # Here, because a text is recorded before: the models take longer to load than the driver.
    from shared.domain.context import TurnContext

    return Turn(context=TurnContext.model_validate(document), token=UUID(document["token"]))


def _turn_of(answer: dict[str, Any]) -> Turn | None:
    return _turn(answer["context"]) if answer.get("context") else None


@dataclass(frozen=True)
class Turns:
    """The calls of the conversation's turn. `lease` is how long a worker has for one decision."""

    database: Database
    lease: timedelta = timedelta(seconds=30)
    max_attempts: int = 5
    with_spend: bool = False  # whether the context needs what the model has cost today

    def record(
        self, text: InboundText, *, take: bool = True, now: datetime | None = None
    ) -> Recorded:
        """Stores a text, once per SID, and takes the person's turn unless somebody has it."""
        answer = self.database.value(
            "select record_inbound_message(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,"
            " coalesce(%s, now()))::text",
            (
                text.sender,
                text.body,
                text.sid,
                Jsonb(list(text.media)),
                text.consent,
                text.consent_source,
                Jsonb(text.confirmations),
                self.lease,
                take,
                self.with_spend,
                text.sent_at,
                now,
            ),
        )
        result = json.loads(answer)
        user_id = result.get("user_id")
        return Recorded(result["outcome"], _turn_of(result), UUID(user_id) if user_id else None)

    def settle(
        self,
        turn: Turn,
        decision: Decision,
        replies: Sequence[tuple[str, int]],
        *,
        decided_ms: int,
        force: bool = False,
        now: datetime | None = None,
    ) -> Settled:
        """All of a decision or nothing. `replies` are the texts to send with their segments.

        Raises LeaseLost when another worker has the turn, EffectNoLongerApplies when the
        decision has to be made again on fresh context.
        """
        document = decision.model_dump(mode="json", exclude={"replies"})
        document["replies"] = [{"content": text, "segments": count} for text, count in replies]
        document["decided_ms"] = decided_ms
        answer = self.database.value(
            "select settle_turn(%s, %s, %s, %s, %s, %s, %s, coalesce(%s, now()))::text",
            (
                turn.user_id,
                turn.token,
                turn.event_ids,
                Jsonb(document),
                force,
                self.lease,
                self.with_spend,
                now,
            ),
        )
        result = json.loads(answer)
        message_ids = [UUID(one) for one in result.get("message_ids") or ()]
        return Settled(result["outcome"], message_ids, _turn_of(result))

    def book(
        self, turn: Turn, calls: Sequence[ActionRecord], *, agent_type: str, prompt_version: str
    ) -> None:
        """Books calls of the model for a turn that is not settled: they have cost all the same."""
        book(
            self.database,
            calls,
            agent_type=agent_type,
            prompt_version=prompt_version,
            user_id=turn.user_id,
            conversation_id=turn.context.conversation.id,
        )

    def reload(self, turn: Turn, *, now: datetime | None = None) -> Turn:
        """Fresh context for a turn that is ours. Raises LeaseLost."""
        answer = self.database.value(
            "select load_turn(%s, %s, %s, %s, coalesce(%s, now()))",
            (turn.user_id, turn.token, self.lease, self.with_spend, now),
        )
        return _turn(answer)

    def claim(
        self,
        limit: int,
        token: UUID,
        *,
        apology: str,
        now: datetime | None = None,
    ) -> list[Turn]:
        """Takes turns that nobody has: crashed, released, or waiting without a request."""
        rows = self.database.rows(
            "select claim_turns(%s, %s, %s, %s, %s, %s, coalesce(%s, now()))",
            (limit, token, self.lease, self.max_attempts, apology, self.with_spend, now),
        )
        return [_turn(document) for (document,) in rows]

    def fail(self, turn: Turn, error: str, *, apology: str, now: datetime | None = None) -> str:
        """The agent failed: `retried` later, `dead` after the last attempt, or `lost`."""
        return self.database.value(
            "select fail_turn(%s, %s, %s, %s, %s, coalesce(%s, now()))",
            (turn.user_id, turn.token, error, self.max_attempts, apology, now),
        )

    def release(self, turns: Sequence[Turn], *, available_at: datetime | None = None) -> None:
        """Gives turns back that were not decided; somebody else takes them from that moment on."""
        if turns:
            self.database.rows(
                "select release_turns(%s, %s, coalesce(%s, now()))",
                ([turn.user_id for turn in turns], turns[0].token, available_at),
            )
