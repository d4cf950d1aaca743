"""What was written stays: events, consent, the credit ledger; and what triggers keep in step."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from shared.db.turns import Turns
from tests.fixtures.database import Database
from tests.fixtures.examples import each
from tests.fixtures.people import MIKE, SARAH, Connection, add_user, column, one, text
from tests.fixtures.waiting import until
from tests.integration.conftest import NOON

OTHER_ID = UUID("00000000-0000-0000-0000-000000000007")
LATER = NOON + timedelta(days=1)

# A different value for every column of the table that states a fact.
FACTS: dict[str, dict[str, Any]] = {
    "events": {
        "id": OTHER_ID,
        "event_type": "other",
        "aggregate_id": OTHER_ID,
        "aggregate_type": "other",
        "payload": Jsonb({"other": 1}),
        "metadata": Jsonb({"other": 1}),
        "version": 2,
        "created_at": LATER,
        "created_by": "other",
        "source": "other",
        "request_id": "other",
        "event_version": 2,
        "occurred_at": LATER,
        "lane": "conversation",
    },
    "system_events": {
        "id": OTHER_ID,
        "org_id": OTHER_ID,
        "event_type": "quote_sent",
        "occurred_at": LATER,
        "actor_id": OTHER_ID,
        "actor_type": "client",
        "primary_entity_id": OTHER_ID,
        "primary_entity_type": "client",
        "payload": Jsonb({"other": 1}),
        "created_at": LATER,
    },
    "consent_events": {
        "id": OTHER_ID,
        "user_id": OTHER_ID,
        "phone_number": MIKE,
        "change": "in",
        "source": "operator",
        "words": "other",
        "message_id": OTHER_ID,
        "created_at": LATER,
    },
    "credit_events": {
        "id": OTHER_ID,
        "user_id": OTHER_ID,
        "event_type": "other",
        "amount": 1_000_000,
        "reference_type": "other",
        "reference_id": OTHER_ID,
        "idempotency_key": "other",
        "description": "other",
        "created_at": LATER,
    },
}
# How far an event's processing has come.
PROCESSING: dict[str, Any] = {
    "processed": True,
    "processed_at": LATER,
    "attempts": 3,
    "lease_token": OTHER_ID,
    "leased_until": LATER,
    "available_at": LATER,
    "last_error": "it broke",
}


@pytest.fixture(params=["owner", "app"])
def anyone(request: pytest.FixtureRequest, database: Database) -> Iterator[Connection]:
    """A connection as the owner of everything, and one as the functions' role."""
    url = database.owner_url if request.param == "owner" else database.app_url
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def fill(connection: Connection) -> UUID:
    """One row in each table, all of one person."""
    user = add_user(connection)
    connection.execute(
        "insert into events (event_type, aggregate_type, aggregate_id, payload, created_at)"
        " values ('thing.happened', 'user', %s, '{}', %s)",
        (user, NOON),
    )
    connection.execute(
        "insert into system_events (id, org_id, event_type, occurred_at, actor_id, actor_type,"
        "   primary_entity_id, primary_entity_type, payload, created_at)"
        " values (gen_random_uuid(), gen_random_uuid(), 'note_added', %(at)s, %(user)s, 'user',"
        "   gen_random_uuid(), 'deal', '{\"text\": \"They called\"}', %(at)s)",
        {"at": NOON, "user": user},
    )
    connection.execute(
        "insert into consent_events (user_id, phone_number, change, source, words)"
        " values (%s, %s, 'out', 'keyword', 'STOP')",
        (user, SARAH),
    )
    credit(connection, user, 50, "first")
    return user


def credit(
    connection: Connection, user: UUID, amount: int, key: str, *, processed: bool = True
) -> None:
    connection.execute(
        "insert into credit_events (user_id, event_type, amount, idempotency_key, processed)"
        " values (%s, 'test', %s, %s, %s)",
        (user, amount, key, processed),
    )


def update(connection: Connection, table: str, name: str, value: object) -> None:
    query = sql.SQL("update {} set {} = %s").format(sql.Identifier(table), sql.Identifier(name))
    connection.execute(query, (value,))


def document(connection: Connection, table: str) -> Any:
    query = sql.SQL("select to_jsonb(t) from {} t").format(sql.Identifier(table))
    return one(connection, query)


# Facts.


@pytest.mark.parametrize("table", list(FACTS))
def test_no_fact_can_be_changed_by_anyone(anyone: Connection, table: str) -> None:
    fill(anyone)
    before = document(anyone, table)

    for name, value in FACTS[table].items():
        with pytest.raises(psycopg.Error) as refused:
            update(anyone, table, name, value)
        assert refused.value.sqlstate == "YP006", name
        assert before["id"] in str(refused.value) or table in str(refused.value)
    assert document(anyone, table) == before


@pytest.mark.parametrize("table", list(FACTS))
def test_nothing_can_be_deleted_by_anyone(anyone: Connection, table: str) -> None:
    fill(anyone)

    with pytest.raises(psycopg.Error) as refused:
        anyone.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
    assert refused.value.sqlstate == "YP006"
    assert document(anyone, table) is not None


@each("table", list(FACTS), undo="app")
def test_the_functions_cannot_empty_a_table_either(app: Connection, table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(sql.SQL("truncate {} cascade").format(sql.Identifier(table)))


@pytest.mark.parametrize("table", ["events", "system_events"])
def test_nor_can_the_owner_empty_a_log(owner: Connection, table: str) -> None:
    fill(owner)

    with pytest.raises(psycopg.Error) as refused:
        owner.execute(sql.SQL("truncate {} cascade").format(sql.Identifier(table)))
    assert refused.value.sqlstate == "YP006"
    assert document(owner, table) is not None


@pytest.mark.parametrize("table", ["events", "system_events"])
def test_a_tombstone_that_no_guarded_function_puts_there_is_refused(
    anyone: Connection, table: str
) -> None:
    fill(anyone)
    with pytest.raises(psycopg.Error) as refused:
        update(anyone, table, "payload", Jsonb({"erased": True, "erased_at": "2026-03-02"}))
    assert refused.value.sqlstate == "YP006"


def test_the_functions_cannot_let_themselves_past_the_guards(app: Connection) -> None:
    for statement in (
        "select private.open_guard('erasure')",
        "select private.close_guard()",
        "insert into private.guard_passes values (pg_current_xact_id(), 'retention')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(statement)


def test_every_column_is_either_a_fact_or_says_how_far_processing_has_come(
    app: Connection,
) -> None:
    for table, processing in (
        ("events", {*PROCESSING, "seq"}),  # Postgres itself generates seq, always
        ("system_events", set[str]()),
        ("consent_events", set[str]()),
        ("credit_events", {"processed"}),
    ):
        names = column(
            app,
            "select column_name::text from information_schema.columns"
            " where table_schema = 'public' and table_name = %s",
            table,
        )
        assert set(names) == set(FACTS[table]) | processing


@pytest.mark.parametrize("name", list(PROCESSING))
def test_how_far_an_event_has_come_may_change(anyone: Connection, name: str) -> None:
    fill(anyone)
    update(anyone, "events", name, PROCESSING[name])

    query = sql.SQL("select {} from events").format(sql.Identifier(name))
    assert one(anyone, query) == PROCESSING[name]


def test_an_event_that_is_processed_says_when_and_is_nobodys_any_more(app: Connection) -> None:
    fill(app)
    update(app, "events", "lease_token", OTHER_ID)
    update(app, "events", "processed", True)

    row = app.execute("select processed_at is not null, lease_token, leased_until from events")
    assert row.fetchone() == (True, None, None)


def test_the_same_event_of_one_source_is_written_once(app: Connection) -> None:
    insert = (
        "insert into events (event_type, payload, source, request_id) values ('a', '{}', 'x', '1')"
    )
    app.execute(insert)
    with pytest.raises(psycopg.errors.UniqueViolation):
        app.execute(insert)


# Credits.


def balances(connection: Connection) -> tuple[int, int | None, int | None]:
    """The cache at the person, at their listing, and the truth."""
    row = connection.execute(
        "select u.credit_balance, i.credits_balance,"
        " (select sum(amount)::integer from credit_events where user_id = u.id and processed)"
        " from users u left join innovators i on i.user_id = u.id"
    ).fetchone()
    assert row is not None
    return row


def test_the_balance_is_kept_at_the_person_and_at_their_listing(app: Connection) -> None:
    user = fill(app)
    assert balances(app) == (50, None, 50)
    one(app, "select approve_user(%s, 'innovator')", user)

    credit(app, user, -20, "spend")
    assert balances(app) == (30, 30, 30)
    credit(app, user, 5, "gift")
    assert balances(app) == (35, 35, 35)


def test_the_same_credit_is_booked_once(app: Connection) -> None:
    user = fill(app)
    with pytest.raises(psycopg.errors.UniqueViolation):
        credit(app, user, 50, "first")
    assert balances(app) == (50, None, 50)


def test_a_reservation_counts_when_it_is_booked_and_is_booked_once(app: Connection) -> None:
    user = fill(app)
    credit(app, user, -20, "reserved", processed=False)
    assert balances(app)[0] == 50
    book = "update credit_events set processed = true where idempotency_key = 'reserved'"

    app.execute(book)
    assert balances(app)[0] == 30
    for again in (book, book.replace("true", "false")):
        with pytest.raises(psycopg.Error) as refused:
            app.execute(again)
        assert refused.value.sqlstate == "YP006"
    assert balances(app)[0] == 30


def test_a_reservation_may_not_change_while_it_is_booked(app: Connection) -> None:
    user = fill(app)
    credit(app, user, -20, "reserved", processed=False)
    with pytest.raises(psycopg.Error) as refused:
        app.execute("update credit_events set processed = true, amount = 20 where amount = -20")
    assert refused.value.sqlstate == "YP006"


@pytest.mark.parametrize("way", ["spent at once", "reserved and booked"])
def test_a_spend_below_zero_is_refused_as_a_whole(app: Connection, way: str) -> None:
    user = fill(app)
    with pytest.raises(psycopg.Error) as refused:
        if way == "spent at once":
            credit(app, user, -51, "too much")
        else:
            credit(app, user, -51, "too much", processed=False)
            app.execute("update credit_events set processed = true where amount = -51")
    assert refused.value.sqlstate == "YP003"
    assert balances(app) == (50, None, 50)

    credit(app, user, -50, "all")
    assert balances(app) == (0, None, 0)


def test_of_two_spends_at_once_that_are_too_much_together_one_is_refused(
    database: Database, app: Connection
) -> None:
    user = fill(app)
    with (
        psycopg.connect(database.app_url) as first,
        psycopg.connect(database.app_url) as second,
        ThreadPoolExecutor(1) as thread,
    ):
        credit(first, user, -30, "first spend")
        spend = thread.submit(credit, second, user, -30, "second spend")
        wait_until_blocked(app, second.info.backend_pid)
        first.commit()
        with pytest.raises(psycopg.Error) as refused:
            spend.result(60)

    assert refused.value.sqlstate == "YP003"
    assert balances(app) == (20, None, 20)


def test_of_two_spends_at_once_that_fit_both_are_booked(
    database: Database, app: Connection
) -> None:
    user = fill(app)
    with (
        psycopg.connect(database.app_url) as first,
        psycopg.connect(database.app_url) as second,
        ThreadPoolExecutor(1) as thread,
    ):
        credit(first, user, -20, "first spend")
        spend = thread.submit(credit, second, user, -20, "second spend")
        wait_until_blocked(app, second.info.backend_pid)
        first.commit()
        spend.result(60)
        second.commit()

    assert balances(app) == (10, None, 10)


def wait_until_blocked(connection: Connection, backend: int) -> None:
    """Returns when the backend waits for another one's lock."""
    blocked = "select cardinality(pg_blocking_pids(%s)) > 0"
    until(lambda: one(connection, blocked, backend), "it waits for the other's lock")


# A change of number.


def test_a_change_of_number_archives_the_old_one_and_closes_its_conversations(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("Hello"))
    app.execute("update users set phone_number = %s", (MIKE,))

    (former,) = one(app, "select phone_number_history from users")
    assert (former["phone_number"], former["changed_reason"]) == (SARAH, "user_update")
    assert "changed_at" in former
    assert column(app, "select status from conversations") == ["closed"]


def test_after_a_change_the_new_number_is_the_same_person_and_the_old_one_somebody_else(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("Hello"))
    user = one(app, "select id from users")
    app.execute("update users set phone_number = %s", (MIKE,))

    turns.record(text("It's me", sender=MIKE))
    turns.record(text("Who is this?", sender=SARAH))

    owners = app.execute(
        "select m.content, m.user_id = %s, c.phone_number, c.status"
        " from messages m join conversations c on c.id = m.conversation_id order by m.seq",
        (user,),
    ).fetchall()
    assert owners == [
        ("Hello", True, SARAH, "closed"),
        ("It's me", True, MIKE, "active"),
        ("Who is this?", False, SARAH, "active"),
    ]


def test_a_number_written_again_is_no_change(turns: Turns, app: Connection) -> None:
    turns.record(text("Hello"))
    app.execute("update users set phone_number = %s, first_name = 'Sarah'", (SARAH,))

    assert one(app, "select phone_number_history from users") == []
    assert column(app, "select status from conversations") == ["active"]
