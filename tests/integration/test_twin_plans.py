"""Claims between twins read nothing that is over: seen by the server's own counters."""

import json
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest

from tests.fixtures.database import Database
from tests.fixtures.people import Connection, one
from tests.fixtures.system_events import ORG
from tests.fixtures.twins import add_profile, add_twin_event

OVER = 20_000
WAITING = 400
TAKEN = 20

CLAIM_DUE: LiteralString = "select claim_due_twin_events(20, gen_random_uuid())"
CLAIM: LiteralString = (
    "select claim_twin_events(%(org)s, 'engineering', %(profile)s, 20, gen_random_uuid())"
)
EXPIRE: LiteralString = "select expire_twin_events()"


@pytest.fixture
def profile(owner: Connection) -> UUID:
    """An engineer, in whose organisation few events wait and many are over."""
    source = add_profile(owner, "sales", name="Source")
    _add_what_is_over(owner, OVER)
    for number in range(WAITING):
        add_twin_event(
            owner,
            source,
            ["engineering", "finance", None][number % 3],
            priority=["low", "medium", "high", "urgent"][number % 4],
            event_type=["suggestion", "context_shared"][number // 12 % 2],
        )
    owner.execute("vacuum analyze twin_events")
    owner.execute("select pg_stat_force_next_flush()")
    return add_profile(owner, "engineering")


def _add_what_is_over(owner: Connection, count: int) -> None:
    """Urgent, old, and processed, expired or dead: ahead of all that waits."""
    owner.execute("alter table twin_events disable trigger user")
    owner.execute(
        "insert into twin_events (org_id, source_user_id, source_role, target_role, event_type,"
        "   payload, priority, processed, closed, created_at)"
        " select org_id, id, role, 'engineering', "
        "   (array['alert', 'context_shared'])[1 + n / 10 %% 2], '{}', 'urgent', n %% 10 > 1,"
        "   case n %% 10 when 0 then 'expired' when 1 then 'dead' end, now() - interval '1 day'"
        " from user_profiles p, generate_series(1, %s) n where p.full_name = 'Source'",
        (count,),
    )
    owner.execute("alter table twin_events enable trigger user")


def _reads(database: Database, query: LiteralString, profile: UUID) -> dict[str, int]:
    """Index entries that a call read of the table, by index; rows read without any as `scan`."""
    with psycopg.connect(database.app_url, autocommit=True) as connection:
        before = _counters(connection)
        with connection.transaction(force_rollback=True):
            connection.execute(query, {"org": ORG, "profile": profile}).fetchall()
        after = _counters(connection)
    return {name: n - before[name] for name, n in after.items() if n > before[name]}


def _counters(connection: Connection) -> dict[str, int]:
    connection.execute("select pg_stat_force_next_flush()")
    rows = connection.execute(
        "select 'scan', seq_tup_read from pg_stat_user_tables where relname = 'twin_events'"
        " union all select indexrelname, idx_tup_read from pg_stat_user_indexes"
        " where relname = 'twin_events'"
    )
    return {str(name): int(read) for name, read in rows}


@pytest.mark.parametrize(
    ("call", "index", "most"),
    [
        (CLAIM_DUE, "idx_twin_events_claim", TAKEN),
        (CLAIM, "idx_twin_events_claim_role", 2 * TAKEN),
        (EXPIRE, "idx_twin_events_expiry", 0),
    ],
    ids=["of all", "of a role", "expiry"],
)
def test_a_claim_reads_what_it_takes_and_nothing_that_is_over(
    database: Database,
    profile: UUID,
    owner: Connection,
    call: LiteralString,
    index: str,
    most: int,
) -> None:
    before = _reads(database, call, profile)
    assert before.get(index, 0) == most
    # Each taken row is found again by its key, and planning looks at the ends of expires_at.
    assert before.keys() <= {index, "twin_events_pkey", "idx_twin_events_expired"}
    assert before.get("idx_twin_events_expired", 0) <= 4
    _add_what_is_over(owner, OVER)
    owner.execute("vacuum analyze twin_events")
    owner.execute("select pg_stat_force_next_flush()")
    # What the first call left behind, rolled back, may be met once more.
    assert sum(_reads(database, call, profile).values()) <= 2 * sum(before.values())


def test_the_order_comes_from_the_index_and_is_by_rank(
    database: Database, profile: UUID, app: Connection
) -> None:
    explained = one(
        app,
        "explain (format json) select id from twin_events e"
        " where e.processed = false and e.closed is null and private.is_for_people(e.event_type)"
        "   and e.available_at <= now() and (e.expires_at is null or e.expires_at > now())"
        " order by private.priority_rank(e.priority), e.created_at, e.seq limit 20"
        " for update skip locked",
    )
    plan = json.dumps(explained)
    assert '"Index Name": "idx_twin_events_claim"' in plan
    assert '"Sort"' not in plan
    definition = one(app, "select pg_get_indexdef('idx_twin_events_claim'::regclass)")
    assert "priority_rank(priority), created_at, seq)" in definition
