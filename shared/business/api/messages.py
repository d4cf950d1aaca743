"""What callers of event_ingest send and get, beside the events of the catalog."""

from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from shared.domain.catalog import Actor, EntityType, Strict
from shared.domain.event_types import EventType
from shared.domain.loops import LoopStatus, LoopType
from shared.domain.wire import Moment, readable, storable

MOST_EVENTS = 500  # in one request
Role = Annotated[str, Field(min_length=1, max_length=100)]


class Query(BaseModel):
    """Parameters after the question mark; unknown ones are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class OpenLoopsQuery(Query):
    """What of the loops is asked for."""

    as_of: Moment | None = Field(
        default=None,
        description="As they stood then: by the events recorded by then, that moment as the clock.",
    )


class TimelineQuery(Query):
    """Which page of a timeline. The latest events come first."""

    limit: int = Field(default=50, ge=1, le=200, description="Events of a page.")
    before: Moment | None = Field(
        default=None, description="Only what occurred before this moment,"
    )
    before_type: EventType | None = Field(
        default=None,
        description="or at it, and of an earlier type in the business's order than this,",
    )
    before_id: UUID | None = Field(
        default=None, description="or of this type, with a lesser id than this: as `next` says."
    )


class EventsQuery(TimelineQuery):
    """Which page of an organisation's events."""

    event_type: EventType | None = Field(default=None, description="Only of this type.")


class Written(Strict):
    """What became of one event, in the order of the request."""

    id: UUID
    created_at: Moment = Field(description="When it was recorded, the first time.")


class WriteResults(Strict):
    """All events are written, now or before."""

    results: list[Written]


class StoredEvent(Strict):
    """An event as it was written; `payload` is a tombstone if it was erased since."""

    id: UUID
    org_id: UUID
    event_type: EventType
    occurred_at: Moment
    actor: Actor
    primary_entity: "StoredEntity"
    payload: dict[str, Any]
    created_at: Moment


class StoredEntity(Strict):
    """What it is about."""

    id: UUID
    type: EntityType


class Timeline(Strict):
    """A page of events, the latest first."""

    events: list[StoredEvent]
    next: str | None = Field(description="Path and query of the next page; null: this is the last.")


class OpenLoop(Strict):
    """Something that waits for somebody to act."""

    id: UUID
    org_id: UUID
    type: LoopType
    entity_type: EntityType
    entity_id: UUID
    due_at: Moment
    severity: Literal["high", "medium"]
    suggested_action: Literal["check_in", "draft_quote", "resend_invoice"]
    status: LoopStatus
    opened_at: Moment
    closed_at: Moment | None


class OpenLoops(Strict):
    """What needs attention: seven critical at most, and what the next seven days bring."""

    critical: list[OpenLoop]
    upcoming: list[OpenLoop]


class Dismissal(Strict):
    """Who does not want to see a loop any more."""

    actor: Actor
    reason: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _is_storable(cls, given: object) -> object:
        return storable(given)


class Dismissed(Strict):
    """The loop as it is then. One that was closed already stays as it was."""

    loop: OpenLoop


class TwinEvent(Strict):
    """What a twin hands to those of a role: a suggestion, an alert, a request."""

    id: UUID | None = Field(
        default=None, description="Given, it makes writing idempotent; else one is made."
    )
    org_id: UUID | None = Field(default=None, description="The token's organisation, if given.")
    source_user_id: UUID = Field(description="The profile whose twin says it.")
    target_role: Role | None = Field(default=None, description="null: every role.")
    event_type: Role = Field(
        description="suggestion, alert or request: the role's people are told by text. Any other"
        " waits for a twin of the role to claim it."
    )
    payload: dict[str, Any] = Field(default_factory=dict[str, Any])
    priority: Literal["low", "medium", "high", "urgent"] = "medium"
    expires_at: Moment | None = Field(default=None, description="In 7 days unless told otherwise.")

    @model_validator(mode="before")
    @classmethod
    def _is_storable(cls, given: object) -> object:
        return storable(given)

    @field_validator("payload", mode="after")
    @classmethod
    def _is_readable(cls, payload: dict[str, Any]) -> dict[str, Any]:
        readable(payload)
        return payload


class TwinEventWritten(Strict):
    """It is written, now or before."""

    id: UUID


class FlawFound(BaseModel):
    """What is wrong with one field."""

    index: int = Field(description="Of the event in the request, from 0.")
    field: str
    message: str


class Problem(BaseModel):
    """application/problem+json; nothing was written."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None
    index: int | None = None
    errors: list[FlawFound] | None = None


def next_page(
    path: str, query: TimelineQuery, position: tuple[datetime, UUID, str | None] | None
) -> str | None:
    """Path and query of the page after that position: when, which, and of what type."""
    if position is None:
        return None
    before = {"before", "before_type", "before_id"}
    asked = query.model_dump(mode="json", exclude_none=True, exclude=before)
    at, event_id, kind = position
    asked |= {"before": at.isoformat(), "before_type": kind, "before_id": str(event_id)}
    return f"{path}?{urlencode(asked)}"
