"""Claiming what waits costs the same however much has gone out before."""

import pytest

from tests.fixtures.people import Connection, one

FINISHED = 20_000


@pytest.fixture
def full(owner: Connection) -> Connection:
    """Twenty thousand rows sent, a thousand that wait for later, and four people with one due."""
    owner.execute(
        "insert into users (phone_number)"
        " select '+1415' || 5550000 + n from generate_series(1, 400) n;"
        " insert into message_queue (user_id, agent_id, message_data, scheduled_for, status,"
        "   sent_at, budget_date, created_at)"
        " select u.id, 'concierge', '{}', now() - n * interval '1 day', 'sent',"
        "   now() - n * interval '1 day', now(), now() - n * interval '1 day'"
        " from users u, generate_series(1, 50) n;"
        " insert into message_queue (user_id, agent_id, message_data, scheduled_for)"
        " select id, 'concierge', '{}', now() + interval '1 day'"
        " from users, generate_series(1, 3);"
        " insert into message_queue (user_id, agent_id, message_data, scheduled_for)"
        " select id, 'concierge', '{}', now() - interval '1 minute' from users"
        " where right(phone_number, 2) = '55'"
    )
    owner.execute("vacuum analyze")
    return owner


def entries_read(connection: Connection) -> dict[str, int]:
    connection.execute("select pg_stat_force_next_flush()")
    rows = connection.execute(
        "select indexrelname, idx_tup_read from pg_stat_user_indexes"
        " where relname = 'message_queue'"
        " union all select 'whole table', seq_tup_read from pg_stat_user_tables"
        " where relname = 'message_queue'"
    ).fetchall()
    return dict(rows)


def test_a_claim_reads_what_is_due_and_nothing_that_is_sent(full: Connection) -> None:
    before = entries_read(full)
    claimed = one(full, "select count(*) from claim_queue(20, gen_random_uuid())")
    after = entries_read(full)

    read = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert claimed == 4
    assert read.pop("whole table", 0) == 0
    assert "idx_queue_claim" in read
    assert sum(read.values()) < 200, read
