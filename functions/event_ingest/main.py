"""The HTTP API of the event backbone, for other back ends and n8n.

Every path but `GET /openapi.json`, which describes them all, takes a bearer token and shows and
touches that organisation's rows only; another's are answered like none. `POST /v1/events` writes
one event or an array, all or none, each once by its id: the same again is answered the same, with
a header that says so; the same id for something else is 409. After any failure the caller sends
the same again. A twin's event for those of a role is written alike.
Reading: open loops now or as of a moment, and events by time, of an entity or of all.
"""

import json
from functools import lru_cache
from typing import Any
from uuid import UUID

from shared.business.api.access import OrgAccess
from shared.business.api.messages import (
    Dismissal,
    EventsQuery,
    OpenLoopsQuery,
    TimelineQuery,
    TwinEvent,
    next_page,
)
from shared.business.api.openapi import REPLAYED, openapi_document
from shared.business.api.reading import events_for, read, refuse_conflicts
from shared.db.loops import Loops
from shared.db.org_tokens import org_of_token
from shared.db.system_events import Page, Position, SystemEvents
from shared.db.twin_events import TwinEvents
from shared.domain.values import Priority
from shared.entry import Answer, Call, Json, Route, database, http_function
from shared.errors import Conflict, MalformedRequest, NotAllowed, NotFound

MAX_BODY = 1_000_000  # bytes


@lru_cache(maxsize=1)
def access() -> OrgAccess:
    """This process's memory of who calls."""
    return OrgAccess(lambda token: org_of_token(database(), token))


def caller(call: Call) -> UUID:
    """The organisation whose token this is, which is also the one in the path, if there is one."""
    org_id = access().org_of(call.headers.get("Authorization", ""))
    if call.named.get("org", org_id) != org_id:
        raise NotFound("The token's organisation has nothing of this name")
    return org_id


def known(call: Call) -> None:
    """Lets organisations in, to their own."""
    caller(call)


def everybody(call: Call) -> None:
    """Lets anybody in."""


def write_events(call: Call) -> Answer:
    """Events, each once by its id."""
    org_id = caller(call)
    recorded = SystemEvents(database()).record(org_id, events_for(org_id, call.document()))
    refuse_conflicts([index for index, one in enumerate(recorded) if one.conflict])
    results = [
        {"id": str(one.id), "created_at": one.event["created_at"]}
        for one in recorded
        if one.event is not None  # after a conflict only
    ]
    return _written({"results": results}, sum(not one.created for one in recorded))


def write_twin_event(call: Call) -> Answer:
    """Something for the twins of a role."""
    org_id, event = caller(call), read(TwinEvent, call.document())
    if event.org_id not in (None, org_id):
        raise NotAllowed("org_id is not the token's organisation", field="org_id")
    try:
        published = TwinEvents(database()).publish(
            org_id,
            event.source_user_id,
            target_role=event.target_role,
            event_type=event.event_type,
            payload=event.payload,
            priority=Priority(event.priority),
            expires_at=event.expires_at,
            id=event.id,
        )
    except MalformedRequest as error:
        raise NotFound(error.detail, field="source_user_id") from error
    if published.conflict:
        raise Conflict("id stands for another event already", field="id")
    return _written({"id": str(published.id)}, int(not published.created))


def _written(document: Json, before: int) -> Answer:
    """The same body however often it is sent; the header says how many had been written before."""
    return Answer(
        body=json.dumps(document),
        content_type="application/json",
        headers={REPLAYED: str(before)},
    )


def open_loops(call: Call) -> Json:
    """What needs attention, now or as of a moment."""
    as_of = read(OpenLoopsQuery, dict(call.query)).as_of
    return Loops(database()).open_loops(caller(call), as_of=as_of)


def dismiss_loop(call: Call) -> Json:
    """Somebody does not want to see a loop any more."""
    dismissal = read(Dismissal, call.document())
    loop = Loops(database()).dismiss(
        caller(call),
        call.named["id"],
        actor_id=dismissal.actor.id,
        actor_type=dismissal.actor.type,
        reason=dismissal.reason,
    )
    if loop is None:
        raise NotFound("The token's organisation has nothing of this name")
    return {"loop": loop}


def events(call: Call) -> Answer:
    """An organisation's events, of one type or of all."""
    query = read(EventsQuery, dict(call.query))
    log, org_id = SystemEvents(database()), caller(call)
    if query.event_type is None:
        return _shown(call, query, log.of_org(org_id, **_page(query)))
    return _shown(call, query, log.of_type(org_id, query.event_type, **_page(query)))


def timeline(call: Call) -> Answer:
    """An entity's events."""
    query = read(TimelineQuery, dict(call.query))
    page = SystemEvents(database()).timeline(
        caller(call), call.named["type"], call.named["id"], **_page(query)
    )
    return _shown(call, query, page)


def describe(call: Call) -> Json:
    """The OpenAPI document."""
    return openapi_document()


def _page(query: TimelineQuery) -> dict[str, Any]:
    if query.before is None:
        return {"limit": query.limit, "before": None}
    # Without an id, only what is earlier: no id is less than this one.
    before = Position(query.before, query.before_id or UUID(int=0), query.before_type)
    return {"limit": query.limit, "before": before}


def _shown(call: Call, query: TimelineQuery, page: Page) -> Answer:
    """The documents to the letter: to read them could only lose something."""
    following = json.dumps(next_page(call.path, query, page.next))
    body = f'{{"events": [{", ".join(page.documents)}], "next": {following}}}'
    return Answer(body=body, content_type="application/json")


_ORG = "/v1/orgs/<uuid:org>"
_ENTITY = "<any(deal, invoice, client, followup):type>/<uuid:id>"

event_ingest = http_function(
    "event_ingest",
    [
        Route("POST", "/v1/events", write_events, authenticate=known, max_body=MAX_BODY),
        Route("POST", "/v1/twin-events", write_twin_event, authenticate=known),
        Route("GET", f"{_ORG}/events", events, authenticate=known),
        Route("GET", f"{_ORG}/open-loops", open_loops, authenticate=known),
        Route("POST", f"{_ORG}/open-loops/<uuid:id>/dismiss", dismiss_loop, authenticate=known),
        Route("GET", f"{_ORG}/entities/{_ENTITY}/timeline", timeline, authenticate=known),
        Route("GET", "/openapi.json", describe, authenticate=everybody),
    ],
)
