"""Requests of event_ingest read by their models; what is wrong becomes a problem that names it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast
from uuid import UUID

from pydantic import BaseModel, ValidationError

from shared.business.api.messages import MOST_EVENTS
from shared.domain.catalog import SystemEvent
from shared.domain.event_reading import Flaw, MalformedEvents, read_events
from shared.errors import Conflict, MalformedRequest, NotAllowed

ModelT = TypeVar("ModelT", bound=BaseModel)


def read(model: type[ModelT], values: object) -> ModelT:
    """Parameters or a body. Raises MalformedRequest naming the field."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"])[:100]
        message = first["msg"].removeprefix("Value error, ")
        raise MalformedRequest(f"{field or 'The body'}: {message}", field=field or None) from error


def events_for(org_id: UUID, document: object) -> list[dict[str, Any]]:
    """One event or an array of them, as they are to be written, all this organisation's.

    Raises MalformedRequest or NotAllowed, naming index and field.
    """
    documents = cast("list[object]", document) if isinstance(document, list) else [document]
    if not 1 <= len(documents) <= MOST_EVENTS:
        raise MalformedRequest(f"An array has 1 to {MOST_EVENTS} events, not {len(documents)}")
    try:
        events = read_events(documents)
    except MalformedEvents as error:
        detail, field, more = _told(error.flaws)
        raise MalformedRequest(detail, field=field, more=more) from error
    return [event.document() for event in _own(org_id, events)]


def refuse_conflicts(conflicts: Sequence[int]) -> None:
    """Raises Conflict, naming the events, if there are any."""
    if conflicts:
        message = "stands for another event already"
        flaws = [Flaw(index, "id", message) for index in conflicts[:20]]
        detail, field, more = _told(flaws)
        raise Conflict(detail, field=field, more=more)


def _own(org_id: UUID, events: Sequence[SystemEvent]) -> Sequence[SystemEvent]:
    foreign = [index for index, event in enumerate(events) if event.org_id != org_id]
    if foreign:
        message = "is not the organisation of the bearer token"
        detail, field, more = _told([Flaw(index, "org_id", message) for index in foreign[:20]])
        raise NotAllowed(detail, field=field, more=more)
    return events


def _told(flaws: Sequence[Flaw]) -> tuple[str, str | None, Mapping[str, object]]:
    first = flaws[0]
    detail = f"Event {first.index}: {first.field} {first.message}".replace(":  ", ": ")
    return (
        detail,
        first.field or None,
        {
            "index": first.index,
            "errors": [vars(flaw) for flaw in flaws],
        },
    )
