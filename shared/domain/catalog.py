"""The catalog of business events: what other back ends may write to `system_events`.

Twelve types, told apart by `event_type`, each with the entities that it can be about and a payload
of its own; fields that a payload's model does not know are kept. The JSON Schema that
`yachtparty schema` prints, and the OpenAPI document of event_ingest, are made from these models.
"""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.domain.currency import Currency
from shared.domain.loops import LoopType
from shared.domain.wire import Amount, Day, Moment, PositiveAmount, readable, storable

ActorType = Literal["user", "system", "client"]
EntityType = Literal["deal", "invoice", "client", "followup"]


class Strict(BaseModel):
    """An unknown field is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Payload(BaseModel):
    """Fields beyond the known ones are kept as they are."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _is_storable(cls, given: object) -> object:
        return storable(given)

    @model_validator(mode="after")
    def _is_readable(self) -> Self:
        readable(self.model_extra or {})
        return self


class Actor(Strict):
    """Who did it."""

    id: UUID
    type: ActorType


class Deal(Strict):
    """A deal."""

    id: UUID
    type: Literal["deal"]


class Invoice(Strict):
    """An invoice."""

    id: UUID
    type: Literal["invoice"]


class Followup(Strict):
    """A follow-up."""

    id: UUID
    type: Literal["followup"]


class Prospective(Strict):
    """A client, or a deal with one."""

    id: UUID
    type: Literal["client", "deal"]


class AnyEntity(Strict):
    """Whatever there are events about."""

    id: UUID
    type: EntityType


class LeadCreatedPayload(Payload):
    """Where the lead came from."""

    source: str | None = None
    note: str | None = None


class QuoteRequestedPayload(Payload):
    """What is wanted, and by when."""

    needed_by: Moment | None = None
    description: str | None = None


class QuoteSentPayload(Payload):
    """What was offered, and until when it stands."""

    amount: Amount | None = None
    currency: Currency | None = None
    valid_until: Moment | None = None


class ReasonPayload(Payload):
    """Why."""

    reason: str | None = None


class InvoiceIssuedPayload(Payload):
    """What is owed, and by when."""

    amount: PositiveAmount
    currency: Currency
    due_date: Day


class PaymentReceivedPayload(Payload):
    """What came in."""

    amount: PositiveAmount
    currency: Currency


class FollowupScheduledPayload(Payload):
    """When to follow up."""

    due_at: Moment
    note: str | None = None


class NoteAddedPayload(Payload):
    """What was noted."""

    text: str | None = None


class LoopDismissedPayload(Payload):
    """Which of the entity's open loops somebody does not want to see any more."""

    loop_type: LoopType
    reason: str | None = None


class Event(Strict):
    """What every event says."""

    id: UUID = Field(description="Chosen by the writer: the same id again changes nothing.")
    org_id: UUID
    occurred_at: Moment = Field(description="Business time.")
    actor: Actor
    created_at: Moment | None = Field(
        default=None, description="When it was recorded: set by the server, ignored when written."
    )

    def document(self) -> dict[str, Any]:
        """As it is written: JSON values, what was not given left out, amounts as text.

        Fields that the payload does not know are as they were given; their numbers may be Decimal.
        """
        document = self.model_dump(mode="json", exclude_unset=True, exclude={"created_at"})
        payload: Payload = vars(self)["payload"]  # each type of event has one of its own
        document["payload"] |= payload.model_extra or {}
        return document


class LeadCreated(Event):
    """Somebody may become a customer."""

    event_type: Literal["lead_created"]
    primary_entity: Prospective
    payload: LeadCreatedPayload


class QuoteRequested(Event):
    """They ask for a quote."""

    event_type: Literal["quote_requested"]
    primary_entity: Deal
    payload: QuoteRequestedPayload


class QuoteSent(Event):
    """They have got one."""

    event_type: Literal["quote_sent"]
    primary_entity: Deal
    payload: QuoteSentPayload


class QuoteAccepted(Event):
    """They want it."""

    event_type: Literal["quote_accepted"]
    primary_entity: Deal
    payload: ReasonPayload


class QuoteRejected(Event):
    """They do not."""

    event_type: Literal["quote_rejected"]
    primary_entity: Deal
    payload: ReasonPayload


class InvoiceIssued(Event):
    """They owe money."""

    event_type: Literal["invoice_issued"]
    primary_entity: Invoice
    payload: InvoiceIssuedPayload


class PaymentReceived(Event):
    """They have paid, all or a part."""

    event_type: Literal["payment_received"]
    primary_entity: Invoice
    payload: PaymentReceivedPayload


class FollowupScheduled(Event):
    """Somebody means to get in touch again."""

    event_type: Literal["followup_scheduled"]
    primary_entity: Followup
    payload: FollowupScheduledPayload


class FollowupSent(Event):
    """They did."""

    event_type: Literal["followup_sent"]
    primary_entity: Followup
    payload: ReasonPayload


class FollowupDismissed(Event):
    """They will not."""

    event_type: Literal["followup_dismissed"]
    primary_entity: Followup
    payload: ReasonPayload


class NoteAdded(Event):
    """Somebody noted something."""

    event_type: Literal["note_added"]
    primary_entity: AnyEntity
    payload: NoteAddedPayload


# The entities whose loops are of each type: those that its opening event can be about.
LOOP_ENTITIES: dict[LoopType, tuple[EntityType, ...]] = {
    LoopType.NEW_LEAD: ("client", "deal"),
    LoopType.QUOTE_NEEDED: ("deal",),
    LoopType.DECISION_PENDING: ("deal",),
    LoopType.INVOICE_OVERDUE: ("invoice",),
    LoopType.FOLLOWUP_DUE: ("followup",),
}


def _at_its_entity(kind: LoopType) -> dict[str, Any]:
    """In JSON Schema: a dismissal of this type of loop, and the entities that can have one."""
    return {
        "properties": {
            "payload": {"properties": {"loop_type": {"const": kind.value}}},
            "primary_entity": {"properties": {"type": {"enum": list(LOOP_ENTITIES[kind])}}},
        }
    }


class LoopDismissed(Event):
    """Somebody does not want to see a loop any more."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [_at_its_entity(kind) for kind in LOOP_ENTITIES]}
    )

    event_type: Literal["loop_dismissed"]
    primary_entity: AnyEntity
    payload: LoopDismissedPayload

    @model_validator(mode="after")
    def _is_the_loops_entity(self) -> Self:
        if self.primary_entity.type not in LOOP_ENTITIES[self.payload.loop_type]:
            raise ValueError(
                f"a loop of type {self.payload.loop_type} is never a {self.primary_entity.type}'s"
            )
        return self


SystemEvent = Annotated[
    LeadCreated
    | QuoteRequested
    | QuoteSent
    | QuoteAccepted
    | QuoteRejected
    | InvoiceIssued
    | PaymentReceived
    | FollowupScheduled
    | FollowupSent
    | FollowupDismissed
    | NoteAdded
    | LoopDismissed,
    Field(discriminator="event_type"),
]
