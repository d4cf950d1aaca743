"""The list by which the database is built, and what becomes of functions that leave it."""

from typing import Any

import psycopg

from shared.db.migrate import SQL, listed, migrate
from tests.fixtures.database import Database

Connection = psycopg.Connection[Any]


def test_every_file_is_listed_once_and_every_listed_one_is_there() -> None:
    files = {*(SQL / "migrations").glob("*.sql"), *(SQL / "functions").rglob("*.sql")}
    order = [*listed("migrations"), *listed("functions")]
    unlisted = sorted(str(path.relative_to(SQL)) for path in files - set(order))
    assert not unlisted, f"add a line to sql/apply.sql for each of {unlisted}"
    gone = sorted(str(path.relative_to(SQL)) for path in set(order) - files)
    assert not gone, f"sql/apply.sql lists files that do not exist: {gone}"
    assert len(order) == len(files), "sql/apply.sql lists a file twice"
    assert listed("migrations") == sorted(listed("migrations")), "list migrations by their numbers"
    assert not list((SQL / "functions").glob("*.sql")), "each file stands in its subject's folder"


def test_a_function_that_is_no_longer_declared_is_dropped_with_its_triggers(
    database: Database, owner: Connection
) -> None:
    owner.execute("create function private.earlier() returns void language sql as ''")
    owner.execute(
        "create function private.earlier_trigger() returns trigger language plpgsql"
        " as 'begin return new; end'"
    )
    owner.execute(
        "create trigger earlier before insert on conversations"
        " for each row execute function private.earlier_trigger()"
    )
    owner.execute("create function public.of_somebody_else() returns void language sql as ''")
    owner.execute(
        "insert into private.declared_functions values"
        " ('private.earlier()'), ('private.earlier_trigger()')"
    )
    migrate(database.owner_url)
    left = owner.execute(
        "select proname from pg_proc where proname in"
        " ('earlier', 'earlier_trigger', 'of_somebody_else', 'priority_rank')"
    ).fetchall()
    assert sorted(name for (name,) in left) == ["of_somebody_else", "priority_rank"]


def test_an_overload_with_another_signature_leaves_nothing_of_the_former(
    database: Database, owner: Connection
) -> None:
    owner.execute(
        "create function load_turn(p_former text) returns jsonb"
        " language sql as 'select null::jsonb'"
    )
    owner.execute("insert into private.declared_functions values ('load_turn(text)')")
    migrate(database.owner_url)
    (count,) = owner.execute(
        "select count(*) from pg_proc where proname = 'load_turn'"
    ).fetchone() or (0,)
    assert count == 1
