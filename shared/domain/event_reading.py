"""Other people's documents read as events of the catalog; what is wrong, by index and field."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from shared.domain.catalog import SystemEvent
from shared.domain.event_types import EVENT_TYPES

_LATER = ConfigDict(defer_build=True)  # on first use: not while a process starts
_EVENT: TypeAdapter[SystemEvent] = TypeAdapter(SystemEvent, config=_LATER)
_EVENTS: TypeAdapter[list[SystemEvent]] = TypeAdapter(list[SystemEvent], config=_LATER)
_MOST_FLAWS = 20


@dataclass(frozen=True)
class Flaw:
    """What is wrong with one field of one event; the message quotes no payload."""

    index: int  # of the event, from 0
    field: str  # dotted, like payload.amount; empty: the event as a whole
    message: str


class MalformedEvents(ValueError):
    """Some of the documents are no events of the catalog."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        super().__init__(f"{len(flaws)} flaws")
        self.flaws = flaws


def read_events(documents: Sequence[object]) -> list[SystemEvent]:
    """All of them, or MalformedEvents with the first flaws found, at most twenty."""
    try:
        return _EVENTS.validate_python(documents)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        raise MalformedEvents([_flaw(one) for one in found[:_MOST_FLAWS]]) from error


def catalog_schema() -> dict[str, Any]:
    """The catalog as a JSON Schema document: what validates one event, as written."""
    schema = _EVENT.json_schema(ref_template="#/$defs/{model}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "SystemEvent",
        "description": "A business event as event_ingest takes it, told apart by event_type.",
    } | schema


def _flaw(error: Any) -> Flaw:
    index, *path = error["loc"]
    kind, message = error["type"], error["msg"].removeprefix("Value error, ")
    if path and path[0] in EVENT_TYPES:  # the branch of the union, no part of the document
        path = path[1:]
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        path, message = ["event_type"], f"is none of {', '.join(EVENT_TYPES)}"
    elif kind in ("model_attributes_type", "model_type"):
        message = "is no JSON object"
    elif not path:  # the one rule about an event as a whole, of loop_dismissed
        path = ["primary_entity", "type"]
    return Flaw(index, ".".join(str(part) for part in path)[:100], message)
