"""`make seed`: repeatable by its number, whole, and beside what is no seed."""

from datetime import date

import pytest
from psycopg import sql

from infra.local.seed import Options, fill, made_up, read_options
from tests.fixtures.people import Connection, column, one

UNTIL = date(2026, 3, 31)
TABLES = ("users", "twins", "sessions", "messages", "documents", "queries")


def quiet(share: float) -> None:
    assert 0 < share <= 1


def test_the_default_is_what_the_documentation_says(owner: Connection) -> None:
    counts = fill(owner, Options(until=UNTIL), quiet)
    assert counts["users"] == 12
    assert one(owner, "select count(distinct company) from twin_analytics.users") == 4
    assert 8 <= counts["twins"] <= 10
    shared = column(owner, "select distinct is_shared from twin_analytics.twins order by 1")
    assert shared == [False, True]
    a_day = owner.execute(
        "select min(n), max(n), count(*) from (select count(*) as n from twin_analytics.sessions"
        " group by user_id, started_at::date) x"
    ).fetchone()
    assert a_day == (2, 5, 12 * 60)
    a_session = owner.execute(
        "select min(n), max(n) from (select count(*) as n from twin_analytics.messages"
        " group by session_id) x"
    ).fetchone()
    assert a_session == (3, 8)
    for table, share in (("documents", 0.3), ("queries", 0.5)):
        assert abs(counts[table] / counts["sessions"] - share) < 0.05
    led_to_nothing = one(
        owner,
        "select count(*) from twin_analytics.messages m where message_type <> 'general' and not"
        " exists (select from twin_analytics.documents where message_id = m.id) and not exists"
        " (select from twin_analytics.queries where message_id = m.id)",
    )
    assert led_to_nothing == 0
    assert (
        one(
            owner,
            "select count(*) from twin_analytics.sessions s join twin_analytics.twins t"
            " on t.id = s.twin_id where is_shared_twin <> (t.user_id <> s.user_id)"
            " or is_shared_twin and not t.is_shared",
        )
        == 0
    )
    assert one(owner, "select sum(sessions) from private.twin_totals") == counts["sessions"]
    assert one(owner, "select count(*) from private.twin_marks") == 0


def test_the_same_number_gives_the_same_rows_and_another_gives_others(owner: Connection) -> None:
    small = Options(users=5, days=4, until=UNTIL, lifelike=True)
    fill(owner, small, quiet)
    once = everything(owner)
    fill(owner, small, quiet)
    assert everything(owner) == once
    fill(owner, Options(users=5, days=4, until=UNTIL, lifelike=True, seed=2), quiet)
    assert everything(owner) != once


def test_what_is_no_seed_stays(owner: Connection) -> None:
    owner.execute(
        "insert into twin_analytics.users (id, email, full_name) values ('1', 'me@x.test', 'Me')"
    )
    fill(owner, Options(users=3, days=2, until=UNTIL), quiet)
    fill(owner, Options(users=2, days=2, until=UNTIL), quiet)
    assert one(owner, "select count(*) from twin_analytics.users") == 3
    assert one(owner, "select count(*) from twin_analytics.users where id = '1'") == 1


def test_tables_keep_their_indexes_references_and_triggers(owner: Connection) -> None:
    before = rules(owner)
    fill(owner, Options(users=2, days=2, until=UNTIL), quiet)
    assert rules(owner) == before
    marked = "select count(*) from private.twin_marks"
    owner.execute("delete from twin_analytics.messages")
    assert one(owner, marked) > 0


def rules(owner: Connection) -> dict[str, list[str]]:
    """What holds of the rows of twin analytics, and what happens when they change."""
    return {
        "indexes": column(
            owner,
            "select indexdef from pg_indexes where schemaname = 'twin_analytics' order by 1",
        ),
        "constraints": column(
            owner,
            "select conrelid::regclass || conname || convalidated || pg_get_constraintdef(oid)"
            " from pg_constraint where connamespace = 'twin_analytics'::regnamespace order by 1",
        ),
        "triggers": column(
            owner,
            "select tgrelid::regclass::text || tgname || tgenabled::text from pg_trigger"
            " where not tgisinternal and tgrelid::regclass::text like 'twin_analytics.%%'"
            " order by 1",
        ),
    }


def test_options_are_read_and_what_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    options = read_options(["--users=30", "--sessions=1-2", "--messages=4", "--until=2026-03-31"])
    assert (options.users, options.sessions, options.messages) == (30, (1, 2), (4, 4))
    for wrong in ("--users=0", "--sessions=5-2", "--messages=0-3", "--days=x", "--documents=101"):
        with pytest.raises(SystemExit) as exit_:
            read_options([wrong])
        assert exit_.value.code == 2
    assert "is no range like 2-5" in capsys.readouterr().err


def test_one_person_alone_and_sessions_of_one_message_are_possible() -> None:
    options = Options(users=1, days=1, messages=(1, 1), documents=100, queries=0, until=UNTIL)
    ((rows, share),) = list(made_up(options))
    assert share == 1
    assert len(rows["twins"]) == 1
    assert len(rows["documents"]) == len(rows["sessions"]) == len(rows["messages"]) > 0


def everything(owner: Connection) -> list[object]:
    query = sql.SQL("select * from twin_analytics.{} order by id")
    return [owner.execute(query.format(sql.Identifier(table))).fetchall() for table in TABLES]
