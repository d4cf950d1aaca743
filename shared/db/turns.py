"""The turn: a text recorded, the person's turn leased, the decision settled.

Every call is one statement, so one round trip. Times are timezone-aware; `now` is an argument
so that tests own the clock, None meaning the database's clock.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.db.actions import book
from shared.db.decided import as_decided
from shared.db.documents import decoded
from shared.db.pool import Database
from shared.errors import PermanentFailure
from shared.log import log_dead_letters, logger

if TYPE_CHECKING:
    from shared.domain.context import TurnContext
    from shared.domain.decision import ActionRecord, Decision

LOOKS_AUTOMATIC = (
    "Your texts look as if a machine wrote them. If more like them come, I'll answer none for an"
    " hour. If you're a person, just write as usual, one thing after the other."
)
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
    known_as: tuple[str, ...] = ()  # forms in which the sender's number may be stored


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


def _turn(document: str) -> Turn:
    """The turn in a context. Raises PermanentFailure if something in it cannot be read."""
    # Here, because a text is recorded before: the models take longer to load than the driver.
    from pydantic import ValidationError

    from shared.domain.context import TurnContext

    read = decoded(document, "the turn's context")
    try:
        return Turn(context=TurnContext.model_validate(read), token=UUID(read["token"]))
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, problem["loc"])) for problem in error.errors())
        raise PermanentFailure(f"the turn's context cannot be read: {fields}") from error


def _turn_or_none(document: str | None) -> Turn | None:
    """The turn in an answer. None too if it cannot be read: then its lease runs out, and the claim
    finds what is wrong with it.
    """
    try:
        return _turn(document) if document else None
    except PermanentFailure as error:
        logger.error("left to its lease: %s", error)
        return None


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
        ((outcome, user_id, context),) = self.database.rows(
            "select r ->> 'outcome', (r ->> 'user_id')::uuid, (r -> 'context')::text from"
            " record_inbound_message(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,"
            " coalesce(%s, now()), p_known_as => %s) r",
            (
                text.sender,
                text.body,
                text.sid,
                Jsonb(list(text.media)),
                text.consent,
                text.consent_source,
                Jsonb({**text.confirmations, "machine": LOOKS_AUTOMATIC}),
                self.lease,
                take,
                self.with_spend,
                text.sent_at,
                now,
                list(text.known_as),
            ),
        )
        return Recorded(outcome, _turn_or_none(context), user_id)

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
        document["turn"] = as_decided(turn.context, decision)
        ((outcome, message_ids, context),) = self.database.rows(
            "select r ->> 'outcome', (r -> 'message_ids')::text, (r -> 'context')::text"
            " from settle_turn(%s, %s, %s, %s, %s, %s, %s, coalesce(%s, now())) r",
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
        sent = [UUID(one) for one in json.loads(message_ids or "null") or ()]
        return Settled(outcome, sent, _turn_or_none(context))

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
        """Fresh context for a turn that is ours. Raises LeaseLost, or PermanentFailure."""
        answer = self.database.value(
            "select load_turn(%s, %s, %s, %s, coalesce(%s, now()))::text",
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
        """Takes turns that nobody has: crashed, released, or waiting without a request.

        One that cannot be read costs its own person an attempt, and holds up nobody else.
        """
        while True:
            rows = self.database.rows(
                "select (c -> 'user' ->> 'id')::uuid, c::text"
                " from claim_turns(%s, %s, %s, %s, %s, %s, coalesce(%s, now())) c",
                (limit, token, self.lease, self.max_attempts, apology, self.with_spend, now),
            )
            turns: list[Turn] = []
            for user_id, document in rows:
                try:
                    turns.append(_turn(document))
                except PermanentFailure as error:
                    self._refuse(user_id, token, str(error), apology, now)
            if turns or not rows:
                return turns

    def _refuse(
        self, user_id: UUID, token: UUID, error: str, apology: str, now: datetime | None
    ) -> None:
        """Gives up the events of a turn that nothing can read, and them alone if it is they."""
        logger.error("user %s: %s", user_id, error)
        rows = self.database.rows(
            "select id, event_type, payload::text from events where aggregate_id = %s"
            " and lane = 'conversation' and not processed and lease_token = %s",
            (user_id, token),
        )
        unreadable = {
            event_id: problem for event_id, *event in rows if (problem := _problem(*event))
        }
        for event_id, problem in unreadable.items():
            self.database.value(
                "select private.bury_event(%s, %s, coalesce(%s, now()))", (event_id, problem, now)
            )
        if unreadable:
            log_dead_letters("events", len(unreadable), why=error)
            self._give_back([user_id], token, now)
        else:
            self._fail(user_id, token, error, apology, now)

    def fail(self, turn: Turn, error: str, *, apology: str, now: datetime | None = None) -> str:
        """The agent failed: `retried` later, `dead` after the last attempt, or `lost`."""
        return self._fail(turn.user_id, turn.token, error, apology, now)

    def _fail(
        self, user_id: UUID, token: UUID, error: str, apology: str, now: datetime | None
    ) -> str:
        return self.database.value(
            "select fail_turn(%s, %s, %s, %s, %s, coalesce(%s, now()))",
            (user_id, token, error, self.max_attempts, apology, now),
        )

    def release(self, turns: Sequence[Turn], *, available_at: datetime | None = None) -> None:
        """Gives turns back that were not decided; somebody else takes them from that moment on."""
        if turns:
            self._give_back([turn.user_id for turn in turns], turns[0].token, available_at)

    def _give_back(self, user_ids: list[UUID], token: UUID, available_at: datetime | None) -> None:
        self.database.rows(
            "select release_turns(%s, %s, coalesce(%s, now()))", (user_ids, token, available_at)
        )


def _problem(event_type: str, payload: str) -> str | None:
    """Why an event of the conversation cannot be answered by anybody; None if it can."""
    from shared.domain.context import EventType

    if event_type not in list(EventType):
        return "no agent answers events of this type"
    try:
        document = decoded(payload, "payload")
    except PermanentFailure as error:
        return str(error)
    return None if isinstance(document, dict) else "payload is no object"
