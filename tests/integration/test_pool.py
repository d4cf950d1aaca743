"""The pool: a database that went away and came back, or is not there."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from shared.db.deadline import ends_by
from shared.db.pool import Database as Pool
from shared.errors import DatabaseUnavailable
from tests.fixtures.database import Database
from tests.fixtures.people import Connection


def test_connections_that_broke_while_idle_are_replaced_before_a_statement_fails(
    database: Database, owner: Connection
) -> None:
    pool = Pool(database.app_url, pool_max=4)
    with ThreadPoolExecutor(4) as threads:  # so that all four are open
        asked = [threads.submit(pool.value, "select pg_sleep(0.2)") for _ in range(4)]
        assert [call.result() for call in asked] == [""] * 4
    owner.execute(
        "select pg_terminate_backend(pid, 60000) from pg_stat_activity"
        " where application_name = 'yachtparty' and datname = current_database()"
    )

    assert [pool.value("select 1") for _ in range(8)] == [1] * 8
    pool.close()


def test_no_database_is_said_so() -> None:
    pool = Pool("postgresql://nobody@127.0.0.1:1/nothing", pool_max=1, wait_seconds=0.3)
    with pytest.raises(DatabaseUnavailable):
        pool.value("select 1")
    pool.close()


def test_by_the_callers_deadline_a_statement_is_over_and_not_done(
    database: Database, owner: Connection
) -> None:
    owner.execute("create table things (id integer); grant all on things to yachtparty_app")
    pool = Pool(database.functions_url, pool_max=1)
    with ends_by(time.monotonic() + 1.5, certain=True):
        assert pool.value("select 1") == 1
        for ask in (pool.value, partial(pool.change, seconds=60)):
            with pytest.raises(DatabaseUnavailable):
                ask("insert into things select 1 from pg_sleep(60) returning id", ())
        with pytest.raises(DatabaseUnavailable):
            pool.read("select 1", {}, seconds=60)
    assert pool.rows("select id from things") == []
    pool.close()


def test_a_change_has_a_time_of_its_own_and_leaves_nothing_behind_when_it_fails(
    database: Database, owner: Connection
) -> None:
    owner.execute("create table things (id integer); grant all on things to yachtparty_app")
    pool = Pool(database.functions_url, pool_max=1)
    limit = "insert into things select 1 returning current_setting('statement_timeout')"
    assert pool.change(limit, (), seconds=77) == "77s"
    assert pool.value("select current_setting('statement_timeout')") == "8s", "only for itself"
    with pytest.raises(DatabaseUnavailable):
        pool.change("insert into things select 2 from pg_sleep(5)", (), seconds=0.1)
    assert [row for (row,) in pool.rows("select id from things")] == [1]
    pool.close()
