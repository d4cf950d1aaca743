"""SQL and Python agree on what an event's loops can be made of, and in which order."""

from contextlib import suppress

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from shared.db.loops import EntityEvents
from shared.domain import exact_json
from shared.domain.event_reading import MalformedEvents, read_events
from shared.domain.event_types import EVENT_TYPES, RANKS
from shared.domain.loops import Entity
from tests.fixtures.event_documents import EVENTS, ID, PAYLOADS
from tests.fixtures.people import Connection, column, one

EXAMPLES = settings(
    max_examples=150,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def test_the_order_of_types_is_the_same_in_sql(app: Connection) -> None:
    ranks = {name: one(app, "select private.system_event_rank(%s)", name) for name in EVENT_TYPES}
    assert ranks == RANKS
    allowed = column(
        app,
        "select pg_get_constraintdef(oid) from pg_constraint"
        " where conname = 'system_events_event_type_check'",
    )
    assert [name for name in EVENT_TYPES if f"'{name}'" not in allowed[0]] == []


@EXAMPLES
@given(EVENTS)
def test_what_event_ingest_takes_sql_takes(app: Connection, body: str) -> None:
    with suppress(MalformedEvents, ValueError):
        (event,) = read_events([exact_json.loads(body)])
        payload = exact_json.dumps(event.document()["payload"])
        assert flaw(app, event.event_type, payload) is None


@EXAMPLES
@given(st.sampled_from(EVENT_TYPES), PAYLOADS)
def test_of_what_sql_takes_the_loops_can_be_made(app: Connection, kind: str, payload: str) -> None:
    if flaw(app, kind, payload) is not None:
        return
    row = app.execute(
        "select json_build_array(private.loop_event(e))::text from jsonb_populate_record("
        "   null::system_events, jsonb_build_object('id', %(id)s::text,"
        "   'event_type', %(kind)s::text,"
        "   'occurred_at', '2026-03-02T12:00:00Z', 'payload', %(payload)s::jsonb)) e",
        {"id": str(ID), "kind": kind, "payload": payload},
    ).fetchone()
    assert row is not None
    EntityEvents(Entity(ID, "deal", ID), 1, row[0]).loops()


def flaw(app: Connection, kind: str, payload: str) -> str | None:
    return one(app, "select private.system_event_flaw(%s, %s::jsonb)", kind, payload)
