"""Each index of the two logs serves the query that it is for, in the statements that are run."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, LiteralString, cast
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from shared.db.pool import Database as Pool
from shared.db.pool import Parameters, Row
from shared.db.system_events import SystemEvents
from tests.fixtures.database import Database
from tests.fixtures.people import Connection
from tests.integration.conftest import NOON

ROWS = 60_000
ORG, ENTITY = UUID(int=5), UUID(int=1005)  # of 100 organisations, of 6000 entities


class Explaining:
    """In a pool's place: what the server would do, instead of doing it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.plans: list[dict[str, Any]] = []

    def rows(self, query: LiteralString, parameters: Parameters = ()) -> list[Row]:
        explained = self._connection.execute(
            sql.SQL("explain (analyze, timing off, format json) ") + sql.SQL(query), parameters
        ).fetchone()
        assert explained is not None
        self.plans.append(explained[0][0]["Plan"])
        return []


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)


def indexes(plan: dict[str, Any]) -> set[str]:
    assert not [one for one in nodes(plan) if one["Node Type"] == "Seq Scan"], plan
    return {one["Index Name"] for one in nodes(plan) if "Index Name" in one}


def rows_read(plan: dict[str, Any]) -> int:
    """Rows that the index gave, kept or not."""
    return max(
        int(one["Actual Rows"]) + int(one.get("Rows Removed by Filter", 0))
        for one in nodes(plan)
        if "Index Name" in one
    )


@pytest.fixture(scope="module")
def full(module_database: Database) -> Iterator[Connection]:
    """Two grown logs: 100 organisations or types, 6000 entities, a row a second."""
    with psycopg.connect(module_database.owner_url, autocommit=True) as owner:
        owner.execute("alter table system_events disable trigger user")
        owner.execute("alter table events disable trigger user")
        owner.execute(
            "insert into system_events (id, org_id, event_type, occurred_at, actor_id, actor_type,"
            "   primary_entity_id, primary_entity_type, payload, created_at)"
            " select gen_random_uuid(), lpad(to_hex(n %% 100), 32, '0')::uuid,"
            "   (array['lead_created', 'quote_sent', 'note_added'])[1 + n / 100 %% 3],"
            "   %(noon)s + n * interval '1 second', gen_random_uuid(), 'user',"
            "   lpad(to_hex(n %% 6000), 32, '0')::uuid, 'deal', '{}',"
            "   %(noon)s + n * interval '1 second'"
            " from generate_series(1, %(rows)s) n",
            {"noon": NOON, "rows": ROWS},
        )
        owner.execute(
            "insert into events (event_type, aggregate_type, aggregate_id, payload, processed,"
            "   occurred_at, created_at)"
            " select 'thing.' || n %% 100, 'user', lpad(to_hex(n %% 6000), 32, '0')::uuid, '{}',"
            "   n <= %(rows)s - 20, %(noon)s + n * interval '1 second',"
            "   %(noon)s + n * interval '1 second'"
            " from generate_series(1, %(rows)s) n",
            {"noon": NOON, "rows": ROWS},
        )
        owner.execute("vacuum analyze system_events, events")
        yield owner


@pytest.fixture
def explaining(full: Connection) -> Explaining:
    return Explaining(full)


@pytest.fixture
def system_events(explaining: Explaining) -> SystemEvents:
    return SystemEvents(cast("Pool", explaining))


HALFWAY = (NOON + timedelta(seconds=ROWS / 2), UUID(int=0))


@pytest.mark.parametrize("before", [None, HALFWAY], ids=["first page", "later page"])
def test_a_page_of_business_events_reads_hardly_more_than_it_shows(
    explaining: Explaining, system_events: SystemEvents, before: Any
) -> None:
    system_events.timeline(ORG, "deal", ENTITY, limit=5, before=before)
    system_events.of_org(ORG, limit=20, before=before)
    system_events.of_type(ORG, "note_added", limit=20, before=before)
    entity, org, kind = explaining.plans

    assert indexes(entity) == {"idx_system_events_entity"}
    assert indexes(org) == {"idx_system_events_org_occurred_at"}
    assert indexes(kind) == {"idx_system_events_type_timeline"}
    assert rows_read(entity) <= 10
    assert max(rows_read(org), rows_read(kind)) <= 25


# The queries that the documents of the schema give these indexes for, and the most rows that may
# be read for them.
PRINTED: list[tuple[LiteralString, str, int]] = [
    (
        "select * from system_events where org_id = %(org)s and occurred_at >= %(since)s"
        " order by occurred_at desc",
        "idx_system_events_org_occurred_at",
        11,
    ),
    (
        "select * from system_events where primary_entity_type = 'deal'"
        " and primary_entity_id = %(entity)s order by occurred_at desc",
        "idx_system_events_entity",
        10,
    ),
    (
        "select count(*) from system_events where event_type = 'note_added' and org_id = %(org)s",
        "idx_system_events_type",
        200,
    ),
    (
        "select * from events where aggregate_type = 'user' and aggregate_id = %(entity)s"
        " order by occurred_at",
        "idx_events_replay",
        10,
    ),
    (
        "select * from events where event_type = 'thing.7' and occurred_at >= %(since)s"
        " order by occurred_at",
        "idx_events_type_occurred",
        11,
    ),
    (
        "select * from events where event_type = 'thing.7' order by created_at desc limit 20",
        "idx_events_type",
        20,
    ),
    (
        "select * from events where aggregate_type = 'user' and aggregate_id = %(entity)s"
        " order by created_at desc limit 5",
        "idx_events_aggregate",
        5,
    ),
    (
        "select * from events where not processed order by created_at limit 20",
        "idx_events_processed",
        20,
    ),
    ("select * from events order by created_at desc limit 20", "idx_events_created", 20),
]


@pytest.mark.parametrize(
    ("query", "index", "most"), PRINTED, ids=[f"{one[1]} {one[2]}" for one in PRINTED]
)
def test_a_printed_query_goes_by_its_index(
    explaining: Explaining, query: LiteralString, index: str, most: int
) -> None:
    since = NOON + timedelta(seconds=ROWS - 1000)
    explaining.rows(query, {"org": ORG, "entity": ENTITY, "since": since})
    (plan,) = explaining.plans
    assert indexes(plan) == {index}
    assert rows_read(plan) <= most


@pytest.mark.parametrize("table", ["events", "system_events"])
def test_a_scan_over_a_span_of_recording_is_spared_the_other_blocks(
    full: Connection, table: str
) -> None:
    """What the archive and the dashboard ask; a plain index, where there is one, is put aside."""
    brin = f"idx_{table}_created_brin"
    with full.transaction(force_rollback=True):
        full.execute("drop index idx_events_created, idx_events_processed")
        query = sql.SQL(
            "explain select count(*) from {} where created_at >= {} and created_at < {}"
        ).format(sql.Identifier(table), NOON, NOON + timedelta(hours=1))
        explained = full.execute(query).fetchall()
    assert any(f"Bitmap Index Scan on {brin}" in line for (line,) in explained), explained
