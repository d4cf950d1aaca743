"""event_ingest as other back ends, n8n and intruders meet it: one real process over HTTP."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.fixtures.database import Database
from tests.fixtures.event_ingest import Caller, Reply, a_caller, event_ingest
from tests.fixtures.people import Connection, column, one
from tests.fixtures.waiting import until

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("event_ingest")


@pytest.fixture(scope="module")
def port(module_database: Database, log: Path) -> Iterator[int]:
    with event_ingest(module_database, log) as port:
        yield port


@pytest.fixture
def us(module_database: Database, port: int) -> Caller:
    """Each test is an organisation of its own."""
    return a_caller(module_database, port, uuid4())


@pytest.fixture
def them(module_database: Database, port: int) -> Caller:
    return a_caller(module_database, port, uuid4())


@pytest.fixture
def db(module_database: Database) -> Iterator[Connection]:
    with psycopg.connect(module_database.owner_url, autocommit=True) as connection:
        yield connection


def an_event(caller: Caller, kind: str = "note_added", **changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "org_id": str(caller.org_id),
        "event_type": kind,
        "occurred_at": NOW.isoformat(),
        "actor": {"id": str(caller.org_id), "type": "user"},
        "primary_entity": {"id": str(uuid4()), "type": "deal"},
        "payload": {"text": "They called"},
    } | changes


def stored(db: Connection, caller: Caller) -> list[str]:
    return column(db, "select id::text from system_events where org_id = %s", caller.org_id)


def replayed(reply: Reply) -> int:
    assert reply.status == 200, reply.body
    return int(reply.headers["Idempotent-Replayed"])


def problem(reply: Reply, status: int) -> dict[str, Any]:
    assert (reply.status, reply.headers["Content-Type"]) == (status, "application/problem+json")
    assert reply.document["status"] == status
    return reply.document


# Writing.


def test_one_event_or_an_array_of_them_is_written_and_answered_in_order(
    us: Caller, db: Connection
) -> None:
    first, *others = [an_event(us) for _ in range(4)]
    assert replayed(us.post("/v1/events", first)) == 0

    reply = us.post("/v1/events", [others[0], first, *others[1:]])
    assert replayed(reply) == 1
    assert [one["id"] for one in reply.document["results"]] == [
        event["id"] for event in (others[0], first, *others[1:])
    ]
    assert len(stored(db, us)) == 4


def test_50_retries_at_once_make_one_row_and_get_equal_answers(us: Caller, db: Connection) -> None:
    event = an_event(us)
    with ThreadPoolExecutor(50) as threads:
        replies = list(threads.map(us.post, ["/v1/events"] * 50, [event] * 50))

    assert sorted(map(replayed, replies)) == [0] + [1] * 49
    assert {reply.body for reply in replies} == {replies[0].body}
    assert stored(db, us) == [event["id"]]


def test_an_id_that_stands_for_something_else_is_a_conflict_and_nothing_is_written(
    us: Caller, db: Connection
) -> None:
    event = an_event(us)
    us.post("/v1/events", event)
    other: dict[str, Any] = event | {"payload": {"text": "They did not"}}
    refused = us.post("/v1/events", [an_event(us), other])

    told = problem(refused, 409)
    assert (told["index"], told["field"]) == (1, "id")
    assert stored(db, us) == [event["id"]]


MALFORMED: dict[str, tuple[dict[str, Any], str]] = {
    "no UUID": ({"id": "7"}, "id"),
    "an unknown type": ({"event_type": "lead_lost"}, "event_type"),
    "an unknown field": ({"Payload": {}}, "Payload"),
    "a local time": ({"occurred_at": "2026-03-02T12:00:00"}, "occurred_at"),
    "an unknown actor": ({"actor": {"id": str(UUID(int=1)), "type": "twin"}}, "actor.type"),
    "half an actor": ({"actor": {"type": "user"}}, "actor.id"),
    "a wrong entity": ({"event_type": "followup_sent"}, "primary_entity.type"),
    "no payload": ({"payload": None}, "payload"),
    "a wrong value in it": (
        {"event_type": "quote_sent", "payload": {"amount": "a lot"}},
        "payload.amount",
    ),
    "what Postgres cannot keep": ({"payload": {"text": "a\0b"}}, "payload"),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_of_a_malformed_array_nothing_is_written_and_index_and_field_are_named(
    us: Caller, db: Connection, what: str
) -> None:
    changes, field = MALFORMED[what]
    event = an_event(us, **changes)

    told = problem(us.post("/v1/events", [an_event(us), event]), 400)
    assert (told["index"], told["field"]) == (1, field)
    assert [(one["index"], one["field"]) for one in told["errors"]] == [(1, field)]
    assert problem(us.post("/v1/events", event), 400)["field"] == field
    assert stored(db, us) == []


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"\xff", b"null", b"7", b'"x"', b"[[]]", b"[" * 100_000),
        *(b'{"payload": NaN}', b'{"payload": 1e999}', b'{"payload": "\\ud800"}'),
    ],
)
def test_a_body_that_is_no_event_is_malformed(us: Caller, db: Connection, body: bytes) -> None:
    problem(us.post("/v1/events", body), 400)
    assert stored(db, us) == []


def test_more_events_than_an_array_may_have_are_refused(us: Caller, db: Connection) -> None:
    assert "500" in problem(us.post("/v1/events", [an_event(us)] * 501), 400)["detail"]
    assert stored(db, us) == []


def test_a_body_over_its_limit_is_refused_unread(us: Caller, db: Connection) -> None:
    too_long = an_event(us, payload={"text": "x" * 1_000_000})
    problem(us.post("/v1/events", too_long), 413)
    assert stored(db, us) == []


# Who may.

PATHS = [
    ("POST", "/v1/events"),
    ("POST", "/v1/twin-events"),
    ("GET", "/v1/orgs/{org}/events"),
    ("GET", "/v1/orgs/{org}/open-loops"),
    ("POST", "/v1/orgs/{org}/open-loops/00000000-0000-0000-0000-000000000007/dismiss"),
    ("GET", "/v1/orgs/{org}/entities/deal/00000000-0000-0000-0000-000000000007/timeline"),
]


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_without_a_good_token_nothing_is_said(us: Caller, method: str, path: str) -> None:
    path = path.format(org=us.org_id)
    body = b"{" if method == "POST" else None
    for token in (None, "", "yp_", f"{us.token}x", "t\u00f6ken", "x" * 5000):
        stranger = replace(us, token=None if token is None else token)
        refused = stranger.send(method, path, body)
        problem(refused, 401)
        assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert us.token is not None
    basic = replace(us, token=None).send(
        method, path, body, headers={"Authorization": f"Basic {us.token}"}
    )
    problem(basic, 401)


@pytest.mark.parametrize(("method", "path"), [one for one in PATHS if "{org}" in one[1]])
def test_another_organisation_is_answered_like_one_that_does_not_exist(
    us: Caller, them: Caller, method: str, path: str
) -> None:
    them.post("/v1/events", an_event(them))
    body = {"actor": {"id": str(us.org_id), "type": "user"}} if method == "POST" else None
    theirs = us.send(method, path.format(org=them.org_id), body)
    nobodys = us.send(method, path.format(org=uuid4()), body)

    problem(theirs, 404)
    assert theirs.body == nobodys.body


def test_nobody_writes_an_event_for_another_organisation(
    us: Caller, them: Caller, db: Connection
) -> None:
    told = problem(us.post("/v1/events", [an_event(us), an_event(them)]), 403)
    assert (told["index"], told["field"]) == (1, "org_id")
    assert stored(db, us) == stored(db, them) == []


def test_anothers_event_id_is_taken_and_nothing_else_is_told_of_it(
    us: Caller, them: Caller, db: Connection
) -> None:
    event = an_event(them, payload={"text": "secret"})
    them.post("/v1/events", event)
    refused = us.post("/v1/events", event | {"org_id": str(us.org_id)})

    problem(refused, 409)
    assert b"secret" not in refused.body
    assert str(them.org_id).encode() not in refused.body
    assert stored(db, us) == []


def test_the_same_entity_id_in_two_organisations_is_two_entities(us: Caller, them: Caller) -> None:
    entity = {"id": str(uuid4()), "type": "deal"}
    for caller in (us, them):
        caller.post("/v1/events", an_event(caller, primary_entity=entity))
    for caller in (us, them):
        path = f"/v1/orgs/{caller.org_id}/entities/deal/{entity['id']}/timeline"
        assert [one["org_id"] for one in caller.get(path).document["events"]] == [
            str(caller.org_id)
        ]


def test_a_revoked_token_ends_within_ten_seconds_and_others_go_on(
    us: Caller, module_database: Database, db: Connection
) -> None:
    other = a_caller(module_database, us.port, us.org_id)
    path = f"/v1/orgs/{us.org_id}/open-loops"
    assert us.get(path).status == other.get(path).status == 200
    label = one(db, "select min(label) from private.org_tokens where org_id = %s", us.org_id)
    assert one(db, "select private.revoke_org_token(%s, %s)", us.org_id, label) is True

    until(lambda: us.get(path).status == 401, "the token is refused")
    assert other.get(path).status == 200


def test_a_token_is_nowhere_in_the_database_and_its_use_is_noted(
    us: Caller, db: Connection
) -> None:
    us.get(f"/v1/orgs/{us.org_id}/open-loops")
    row = one(db, "select to_jsonb(t) from private.org_tokens t where org_id = %s", us.org_id)
    assert us.token is not None
    assert us.token not in json.dumps(row)
    assert row["last_used_at"] is not None


# Reading.


def test_a_timeline_leads_from_page_to_page(us: Caller) -> None:
    entity = {"id": str(uuid4()), "type": "deal"}
    events = [
        an_event(us, primary_entity=entity, occurred_at=(NOW - timedelta(hours=n)).isoformat())
        for n in range(5)
    ]
    us.post("/v1/events", events[::-1])

    path: str | None = f"/v1/orgs/{us.org_id}/entities/deal/{entity['id']}/timeline?limit=2"
    pages: list[list[str]] = []
    while path is not None:
        page = us.get(path).document
        pages.append([event["id"] for event in page["events"]])
        path = page["next"]
    ids = [event["id"] for event in events]
    assert pages == [ids[:2], ids[2:4], ids[4:]]


def test_all_events_or_those_of_one_type_are_read(us: Caller) -> None:
    lead = an_event(us, "lead_created", occurred_at=(NOW - timedelta(hours=1)).isoformat())
    note = an_event(us)
    us.post("/v1/events", [lead, note])
    everything = us.get(f"/v1/orgs/{us.org_id}/events").document["events"]
    leads = us.get(f"/v1/orgs/{us.org_id}/events?event_type=lead_created").document["events"]

    assert [event["id"] for event in everything] == [note["id"], lead["id"]]
    assert [event["id"] for event in leads] == [lead["id"]]
    assert {key: leads[0][key] for key in ("payload", "actor", "primary_entity")} == {
        key: lead[key] for key in ("payload", "actor", "primary_entity")
    }


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("before=yesterday", "before"),
        ("before=2026-03-02T12:00:00Z&before_id=7", "before_id"),
        ("event_type=lead_lost", "event_type"),
    ],
)
def test_a_malformed_parameter_is_named(us: Caller, query: str, field: str) -> None:
    told = problem(us.get(f"/v1/orgs/{us.org_id}/events?{query}"), 400)
    assert told["field"] == field


@pytest.mark.parametrize("moment", ["yesterday", "2026-03-02", "1772452800", ""])
def test_loops_are_as_of_a_moment_only(us: Caller, moment: str) -> None:
    told = problem(us.get(f"/v1/orgs/{us.org_id}/open-loops?as_of={moment}"), 400)
    assert told["field"] == "as_of"


def a_loop(db: Connection, caller: Caller) -> str:
    """As the projection makes it."""
    return one(
        db,
        "insert into open_loops (id, org_id, type, entity_type, entity_id, due_at, severity,"
        "   suggested_action, status, opened_at) values (gen_random_uuid(), %s, 'quote_needed',"
        "   'deal', gen_random_uuid(), now(), 'high', 'draft_quote', 'active', now())"
        " returning id::text",
        caller.org_id,
    )


def test_a_loop_is_shown_and_dismissed_by_its_organisation_only(
    us: Caller, them: Caller, db: Connection
) -> None:
    loop = a_loop(db, us)
    path = f"/v1/orgs/{us.org_id}/open-loops"
    dismissal = {"actor": {"id": str(uuid4()), "type": "client"}, "reason": "done by phone"}
    assert [one["id"] for one in us.get(path).document["critical"]] == [loop]

    for caller, org in ((them, us.org_id), (them, them.org_id)):
        refused = caller.post(f"/v1/orgs/{org}/open-loops/{loop}/dismiss", dismissal)
        problem(refused, 404)
    assert stored(db, us) == stored(db, them) == []

    reply = us.post(f"{path}/{loop}/dismiss", dismissal)
    assert (reply.status, reply.document["loop"]["status"]) == (200, "dismissed")
    assert us.post(f"{path}/{loop}/dismiss", dismissal).document == reply.document
    (event,) = us.get(f"/v1/orgs/{us.org_id}/events").document["events"]
    assert (event["event_type"], event["payload"]["reason"]) == ("loop_dismissed", "done by phone")
    assert event["actor"] == dismissal["actor"]
    assert us.get(path).document == {"critical": [], "upcoming": []}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "actor"),
        ({"actor": {"id": "7", "type": "user"}}, "actor.id"),
        ({"actor": {"id": str(UUID(int=1)), "type": "twin"}}, "actor.type"),
        ({"actor": {"id": str(UUID(int=1)), "type": "user"}, "reason": 7}, "reason"),
        ({"actor": {"id": str(UUID(int=1)), "type": "user"}, "why": "x"}, "why"),
    ],
    ids=str,
)
def test_a_malformed_dismissal_is_named(us: Caller, body: Any, field: str) -> None:
    path = f"/v1/orgs/{us.org_id}/open-loops/{uuid4()}/dismiss"
    assert problem(us.post(path, body), 400)["field"] == field


def test_what_is_no_uuid_is_not_found_and_what_is_not_served_says_what_is(us: Caller) -> None:
    problem(us.get("/v1/orgs/7/open-loops"), 404)
    problem(us.get(f"/v1/orgs/{us.org_id}/entities/loop/{uuid4()}/timeline"), 404)
    refused = us.send("DELETE", f"/v1/orgs/{us.org_id}/open-loops")
    problem(refused, 405)
    assert refused.headers["Allow"] == "GET"


# Twins.


def a_profile(db: Connection, caller: Caller) -> str:
    return one(
        db,
        "insert into user_profiles (org_id, role) values (%s, 'sales') returning id::text",
        caller.org_id,
    )


def test_a_twins_event_is_written_once_by_its_id(us: Caller, db: Connection) -> None:
    event = {
        "id": str(uuid4()),
        "source_user_id": a_profile(db, us),
        "target_role": "support",
        "event_type": "suggestion",
        "payload": {"text": "Call them"},
        "priority": "high",
    }
    replies = [us.post("/v1/twin-events", event) for _ in range(2)]
    assert [reply.document for reply in replies] == [{"id": event["id"]}] * 2
    assert list(map(replayed, replies)) == [0, 1]
    told = problem(us.post("/v1/twin-events", event | {"payload": {}}), 409)
    assert told["field"] == "id"
    assert column(db, "select priority from twin_events where org_id = %s", us.org_id) == ["high"]


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"source_user_id": str(UUID(int=7))}, 404, "source_user_id"),
        ({"source_user_id": None}, 400, "source_user_id"),
        ({"event_type": ""}, 400, "event_type"),
        ({"priority": "now"}, 400, "priority"),
        ({"payload": []}, 400, "payload"),
        ({"expires_at": "tomorrow"}, 400, "expires_at"),
        ({"org_id": str(UUID(int=7))}, 403, "org_id"),
        ({"role": "support"}, 400, "role"),
    ],
    ids=str,
)
def test_a_twins_event_that_cannot_be_is_refused_by_name(
    us: Caller, db: Connection, change: dict[str, Any], status: int, field: str
) -> None:
    event = {"source_user_id": a_profile(db, us), "event_type": "alert"}
    assert problem(us.post("/v1/twin-events", event | change), status)["field"] == field
    assert column(db, "select id from twin_events where org_id = %s", us.org_id) == []


def test_nobody_speaks_for_another_organisations_twin(
    us: Caller, them: Caller, db: Connection
) -> None:
    event = {"source_user_id": a_profile(db, them), "event_type": "alert"}
    told = problem(us.post("/v1/twin-events", event), 404)
    assert told["field"] == "source_user_id"


# Silence.


def test_neither_token_nor_payload_reaches_the_log(us: Caller, log: Path) -> None:
    us.post("/v1/events", an_event(us, payload={"text": "a very private note"}))
    us.post("/v1/events", an_event(us, payload={"text": "a very private note", "x": "\0"}))
    written = (log / "log").read_text()
    assert "/v1/events" in written
    assert us.token is not None
    assert us.token not in written
    assert "private note" not in written
