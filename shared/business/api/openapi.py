"""The OpenAPI document of event_ingest, made of the models that its requests are read by."""

from functools import lru_cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from shared.business.api.messages import (
    MOST_EVENTS,
    Dismissal,
    Dismissed,
    EventsQuery,
    OpenLoops,
    OpenLoopsQuery,
    Problem,
    Query,
    Timeline,
    TimelineQuery,
    TwinEvent,
    TwinEventWritten,
    WriteResults,
)
from shared.domain.catalog import SystemEvent

Json = dict[str, Any]

REPLAYED = "Idempotent-Replayed"  # header of the answers to writing

_TEMPLATE = "#/components/schemas/{model}"
_ORG = {
    "name": "org",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
}
_ID = _ORG | {"name": "id"}
_TYPE = _ORG | {
    "name": "type",
    "schema": {"type": "string", "enum": ["deal", "invoice", "client", "followup"]},
}
_REFUSALS = {
    "400": "Malformed: `field` names what is wrong, `errors` name it event by event.",
    "401": "No bearer token of an organisation.",
    "403": "The event is of another organisation.",
    "404": "The token's organisation has nothing of this name.",
    "409": "An id stands for another event already.",
    "413": "The body is too large.",
    "503": "The database cannot be reached: come again.",
}


@lru_cache(maxsize=1)
def openapi_document() -> Json:
    """OpenAPI 3.1: every path, what it takes and every answer that it gives."""
    schemas: Json = {}
    event = _schema(TypeAdapter(SystemEvent), schemas)
    schemas["SystemEvent"] = event
    one = {"$ref": _TEMPLATE.format(model="SystemEvent")}
    several = {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_EVENTS}
    schemas["WrittenEvents"] = {"anyOf": [one, several]}
    writing = _operation(
        "Write events, each once by its id: all of them or none",
        *(schemas, WriteResults),
        body={"$ref": _TEMPLATE.format(model="WrittenEvents")},
        refusals=("400", "401", "403", "409", "413", "503"),
    )
    dismissing = _operation(
        "Dismiss an open loop, until its next opening event",
        *(schemas, Dismissed),
        path=(_ORG, _ID),
        body=_model(Dismissal, schemas),
        refusals=("400", "401", "404", "413", "503"),
    )
    handing = _operation(
        "Hand something to the twins of a role",
        *(schemas, TwinEventWritten),
        body=_model(TwinEvent, schemas),
        refusals=("400", "401", "403", "404", "409", "413", "503"),
    )
    for written in (writing, handing):
        written["responses"]["200"]["headers"] = {
            REPLAYED: {
                "description": "How many of the events had been written before.",
                "required": True,
                "schema": {"type": "integer", "minimum": 0},
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "event_ingest",
            "version": "1",
            "description": "Business events in, open loops and timelines out. Writing is"
            " idempotent on the event's id: after any failure, send the same again.",
        },
        "paths": {
            "/v1/events": {"post": writing},
            "/v1/twin-events": {"post": handing},
            "/v1/orgs/{org}/events": _read(
                "An organisation's events", schemas, Timeline, EventsQuery, _ORG
            ),
            "/v1/orgs/{org}/open-loops": _read(
                "What needs attention", schemas, OpenLoops, OpenLoopsQuery, _ORG
            ),
            "/v1/orgs/{org}/open-loops/{id}/dismiss": {"post": dismissing},
            "/v1/orgs/{org}/entities/{type}/{id}/timeline": _read(
                "An entity's events", schemas, Timeline, TimelineQuery, _ORG, _TYPE, _ID
            ),
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {"org": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"org": []}],
    }


def _read(
    summary: str, schemas: Json, answer: type[BaseModel], query: type[Query], *path: Json
) -> Json:
    refusals = ("400", "401", "404", "503")
    return {"get": _operation(summary, schemas, answer, path=path, query=query, refusals=refusals)}


def _operation(
    summary: str,
    schemas: Json,
    answer: type[BaseModel],
    *,
    refusals: tuple[str, ...],
    path: tuple[Json, ...] = (),
    query: type[Query] | None = None,
    body: Json | None = None,
) -> Json:
    problem = {"application/problem+json": {"schema": _model(Problem, schemas)}}
    operation: Json = {
        "summary": summary,
        "parameters": [*path, *(_parameters(query) if query else ())],
        "responses": {
            "200": {
                "description": answer.__doc__,
                "content": {"application/json": {"schema": _model(answer, schemas)}},
            },
            **{
                status: {"description": _REFUSALS[status], "content": problem}
                for status in refusals
            },
        },
    }
    if body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": body}},
        }
    return operation


def _parameters(query: type[Query]) -> list[Json]:
    """Each as its own parameter. One that may be left out is never written as null."""
    parameters: list[Json] = []
    for name, schema in query.model_json_schema()["properties"].items():
        shape = next((one for one in schema.get("anyOf", ()) if one != {"type": "null"}), schema)
        shape = {key: value for key, value in shape.items() if key not in ("title", "description")}
        parameters.append(
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": schema.get("description", ""),
                "schema": shape,
            }
        )
    return parameters


def _model(model: type[BaseModel], schemas: Json) -> Json:
    schemas[model.__name__] = _schema(TypeAdapter(model), schemas)
    return {"$ref": _TEMPLATE.format(model=model.__name__)}


def _schema(adapter: TypeAdapter[Any], schemas: Json) -> Json:
    schema = adapter.json_schema(ref_template=_TEMPLATE)
    schemas.update(schema.pop("$defs", {}))
    return schema
