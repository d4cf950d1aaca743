"""What needs attention: an entity's events folded into its loops.

A loop opens and closes by events alone, never by the clock: the same events, in whatever order and
however often they came, make the same loops. What the clock decides, pressing or not yet, is
`shared.domain.attention`.

What occurred at the same moment is taken in the business's own order, `shared.domain.event_types`.
An opening event of a loop that is open already sets its due time anew. A dismissal closes the loops
of one type; the next opening event opens it again. Payments count for their invoice whenever they
came, in its currency; an invoice issued again is that invoice corrected.

Where erasure has taken what an event said, it closes whatever it may have closed, and opens nothing
of which it does not say when it is due: nobody is reminded of somebody who wanted to be forgotten.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Context, Decimal
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar
from uuid import UUID, uuid5

from pydantic import ConfigDict, TypeAdapter, ValidationError

from shared.domain.event_types import RANKS
from shared.domain.tombstone import is_tombstone
from shared.domain.wire import Day, LoggedAmount, LoggedCurrency, Moment

ValueT = TypeVar("ValueT")

_NAMESPACE = UUID("6d1b7ee4-3a0c-5d39-9d52-0f1f6a2d5c11")  # of loop ids; never changes


class LoopType(StrEnum):
    """What is open; `open_loops.type`."""

    NEW_LEAD = "new_lead"
    QUOTE_NEEDED = "quote_needed"
    DECISION_PENDING = "decision_pending"
    INVOICE_OVERDUE = "invoice_overdue"
    FOLLOWUP_DUE = "followup_due"


class LoopStatus(StrEnum):
    """Where a loop is; `open_loops.status`."""

    ACTIVE = "active"
    DISMISSED = "dismissed"  # somebody did not want to see it any more
    RESOLVED = "resolved"  # what it waited for has happened


class Entity(NamedTuple):
    """What events and loops are about."""

    org_id: UUID
    type: str
    id: UUID


class LoopEvent(NamedTuple):
    """What the fold reads of an event. `occurred_at` is business time: years 2 to 9998, UTC."""

    id: UUID
    type: str
    occurred_at: datetime
    payload: dict[str, Any]
    erased: bool = False  # told, where of the payload only the fields that matter were read

    @property
    def is_erased(self) -> bool:
        """Whether erasure has taken what it said."""
        return self.erased or is_tombstone(self.payload)


@dataclass(frozen=True, slots=True)
class Loop:
    """A row of `open_loops`, without the projection's bookkeeping."""

    id: UUID
    entity: Entity
    type: LoopType
    status: LoopStatus
    due_at: datetime
    opened_at: datetime
    closed_at: datetime | None

    @property
    def severity(self) -> str:
        """`high` or `medium`."""
        return RULES[self.type].severity

    @property
    def suggested_action(self) -> str:
        """A short code."""
        return RULES[self.type].action

    def document(self) -> dict[str, Any]:
        """JSON values only, named like the columns."""
        return {
            "id": str(self.id),
            "org_id": str(self.entity.org_id),
            "type": self.type.value,
            "entity_type": self.entity.type,
            "entity_id": str(self.entity.id),
            "due_at": self.due_at.isoformat(),
            "severity": self.severity,
            "suggested_action": self.suggested_action,
            "status": self.status.value,
            "opened_at": self.opened_at.isoformat(),
            "closed_at": self.closed_at.isoformat() if self.closed_at else None,
        }


class UnreadableEvent(ValueError):
    """An event's payload does not say what its loop needs; names the event and the field."""


@dataclass(frozen=True)
class Rule:
    """When a type of loop opens and closes."""

    opens_on: str
    closes_on: frozenset[str]
    due: str  # the payload's field; empty: none of them says it
    otherwise: (
        timedelta | None
    )  # after the event, where the payload has no such field; None: it must
    severity: str
    action: str
    due_is_a_date: bool = False
    critical_from_the_start: bool = False  # and not only once due


def _rule(opens_on: str, closes_on: str, due: str, otherwise: int | None, **more: Any) -> Rule:
    days = None if otherwise is None else timedelta(days=otherwise)
    return Rule(opens_on, frozenset(closes_on.split()), due, days, **more)


# The table of loops. That a payment closes an invoice's only once it is covered is in the fold.
RULES = {
    LoopType.NEW_LEAD: _rule(
        *("lead_created", "quote_requested followup_scheduled note_added quote_sent", "", 1),
        severity="medium",
        action="check_in",
    ),
    LoopType.QUOTE_NEEDED: _rule(
        *("quote_requested", "quote_sent", "needed_by", 2),
        severity="high",
        action="draft_quote",
        critical_from_the_start=True,
    ),
    LoopType.DECISION_PENDING: _rule(
        *("quote_sent", "quote_accepted quote_rejected", "valid_until", 7),
        severity="medium",
        action="check_in",
    ),
    LoopType.INVOICE_OVERDUE: _rule(
        *("invoice_issued", "payment_received", "due_date", None),
        severity="high",
        action="resend_invoice",
        due_is_a_date=True,
    ),
    LoopType.FOLLOWUP_DUE: _rule(
        *("followup_scheduled", "followup_sent followup_dismissed", "due_at", None),
        severity="medium",
        action="check_in",
    ),
}
_OPENED = {rule.opens_on: kind for kind, rule in RULES.items()}
_CLOSED = {
    event_type: tuple(kind for kind, rule in RULES.items() if event_type in rule.closes_on)
    for event_type in {name for rule in RULES.values() for name in rule.closes_on}
}

_LATER = ConfigDict(defer_build=True)  # on first use: not while a process starts
_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment, config=_LATER)
_DAY: TypeAdapter[date] = TypeAdapter(Day, config=_LATER)
_AMOUNT: TypeAdapter[Decimal] = TypeAdapter(LoggedAmount, config=_LATER)
_CURRENCY: TypeAdapter[str] = TypeAdapter(LoggedCurrency, config=_LATER)
# Amounts have 415 digits at most and there are 200,000 of them: no sum is ever rounded.
_EXACT = Context(prec=500)


def loop_id(entity: Entity, kind: LoopType) -> UUID:
    """The same for ever, so that a rebuild makes the same row."""
    return uuid5(_NAMESPACE, f"{entity.org_id}/{kind.value}/{entity.type}/{entity.id}")


def loops_of(entity: Entity, events: Iterable[LoopEvent]) -> list[Loop]:
    """The entity's loops, whatever order its events came in, and however often.

    Raises UnreadableEvent.
    """
    once = {event.id: event for event in events}
    return fold(entity, sorted(once.values(), key=place))


def place(event: LoopEvent) -> tuple[datetime, int, UUID]:
    """Where it stands among its entity's events."""
    return event.occurred_at, RANKS.get(event.type, len(RANKS) + 1), event.id


def fold(entity: Entity, events: Iterable[LoopEvent]) -> list[Loop]:
    """As `loops_of`, of events in the order of their `place`, each once; keeps none of them."""
    state = _Entity()
    for event in events:
        state.take(event)
    return [
        Loop(
            loop_id(entity, kind),
            *(entity, kind, loop.status, loop.due_at, loop.opened_at, loop.closed_at),
        )
        for kind, loop in sorted(state.loops.items())
    ]


@dataclass(slots=True)
class _Open:
    """A loop as far as the events have come."""

    status: LoopStatus
    due_at: datetime
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(slots=True)
class _Entity:
    loops: dict[LoopType, _Open] = field(default_factory=dict[LoopType, _Open])
    paid: dict[str, Decimal] = field(default_factory=dict[str, Decimal])  # by currency
    owed: tuple[str, Decimal] | None = None

    def take(self, event: LoopEvent) -> None:
        """The next event."""
        if event.type == "payment_received":
            self._pay(event)
        else:
            for kind in _CLOSED.get(event.type, ()):
                self._close(kind, LoopStatus.RESOLVED, event)
        if event.type == "loop_dismissed":
            dismissed = event.payload.get("loop_type")
            for kind in self.loops:
                if kind == dismissed or (dismissed is None and event.is_erased):
                    self._close(kind, LoopStatus.DISMISSED, event)
        elif kind := _OPENED.get(event.type):
            self._open(kind, event)

    def _open(self, kind: LoopType, event: LoopEvent) -> None:
        due_at = _due(RULES[kind], event)
        if due_at is None:
            return
        loop = self.loops.get(kind)
        if loop is not None and loop.status is LoopStatus.ACTIVE:
            loop.due_at = due_at
        else:
            self.loops[kind] = _Open(LoopStatus.ACTIVE, due_at, event.occurred_at)
        if kind is LoopType.INVOICE_OVERDUE:
            self.owed = _money(event)
            self._close_if_covered(event)

    def _close(self, kind: LoopType, status: LoopStatus, event: LoopEvent) -> None:
        loop = self.loops.get(kind)
        if loop is not None and loop.status is LoopStatus.ACTIVE:
            loop.status = status
            loop.closed_at = event.occurred_at

    def _pay(self, event: LoopEvent) -> None:
        if event.is_erased:
            self._close(LoopType.INVOICE_OVERDUE, LoopStatus.RESOLVED, event)
            return
        currency, amount = _money(event)
        self.paid[currency] = _EXACT.add(self.paid.get(currency, Decimal(0)), amount)
        self._close_if_covered(event)

    def _close_if_covered(self, event: LoopEvent) -> None:
        if self.owed is not None and self.paid.get(self.owed[0], Decimal(0)) >= self.owed[1]:
            self._close(LoopType.INVOICE_OVERDUE, LoopStatus.RESOLVED, event)


def _due(rule: Rule, event: LoopEvent) -> datetime | None:
    """When the opened loop is due; None: erasure has taken the answer, nothing can be due."""
    if not rule.due or event.payload.get(rule.due) is None:
        if rule.otherwise is not None:
            return event.occurred_at + rule.otherwise
        if event.is_erased:
            return None
    if rule.due_is_a_date:
        day = _read(_DAY, event, rule.due)
        return datetime.combine(day, time(), UTC)
    return _read(_MOMENT, event, rule.due).astimezone(UTC)


def _money(event: LoopEvent) -> tuple[str, Decimal]:
    return _read(_CURRENCY, event, "currency"), _read(_AMOUNT, event, "amount")


def _read(as_type: TypeAdapter[ValueT], event: LoopEvent, name: str) -> ValueT:
    try:
        return as_type.validate_python(event.payload.get(name))
    except ValidationError as error:
        why = error.errors(include_url=False, include_input=False)[0]["msg"]
        raise UnreadableEvent(f"event {event.id}: payload.{name}: {why}") from error
