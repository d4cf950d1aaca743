"""Who may build the database, and what somebody is told who may not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

import shared.db.migrate as runner
from infra.local.roles import APP_ROLE, OWNER_ROLE
from shared.errors import ConfigurationError
from tests.fixtures.build import alone, psql_build, schema_dump
from tests.fixtures.database import Cluster, Database
from tests.fixtures.people import Connection, one


@pytest.fixture
def superuser(cluster: Cluster, empty_database: Database) -> Iterator[Connection]:
    with psycopg.connect(cluster.url(empty_database.name), autocommit=True) as connection:
        yield connection


@pytest.fixture
def newcomer(cluster: Cluster, superuser: Connection, empty_database: Database) -> Iterator[str]:
    """The URL of a role that can log in to the empty database and has no attribute at all."""
    role = f"newcomer_{empty_database.name}"
    superuser.execute(
        sql.SQL("create role {} login password {}").format(
            sql.Identifier(role), sql.Literal(_password(cluster.url("postgres", role)))
        )
    )
    yield cluster.url(empty_database.name, role)
    superuser.execute(
        sql.SQL("reassign owned by {0} to {1}; drop owned by {0}; drop role {0}").format(
            sql.Identifier(role), sql.Identifier(OWNER_ROLE)
        )
    )


def _password(url: str) -> str:
    return url.partition("//")[2].partition("@")[0].partition(":")[2]


@pytest.fixture
def sql_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder `sql` that the runner takes for its own."""
    shutil.copytree(runner.SQL, tmp_path / "sql")
    monkeypatch.setattr(runner, "SQL", tmp_path / "sql")
    return tmp_path / "sql"


def _add(folder: Path, statements: str) -> None:
    """One more file, the last of all."""
    (folder / "functions" / "server" / "more.sql").write_text(statements)
    with (folder / "apply.sql").open("a") as order:
        order.write("\\ir functions/server/more.sql\n")


def test_the_owners_of_the_tests_databases_are_no_superusers(
    database: Database, owner: Connection
) -> None:
    assert one(owner, "select current_setting('is_superuser')") == "off"
    assert one(owner, "select datdba::regrole::text from pg_database where datname = %s",
               database.name) == OWNER_ROLE  # fmt: skip
    owned_by_others = (
        "select count(*) from pg_class where relnamespace in"
        " ('public'::regnamespace, 'private'::regnamespace) and relowner <> current_user::regrole"
    )
    assert one(owner, owned_by_others) == 0


def test_an_owner_builds_it_who_may_do_nothing_else_where_the_functions_role_exists(
    cluster: Cluster,
    superuser: Connection,
    newcomer: str,
    database: Database,
    empty_database: Database,
) -> None:
    superuser.execute(
        sql.SQL("alter database {} owner to {}").format(
            sql.Identifier(empty_database.name), sql.Identifier(f"newcomer_{empty_database.name}")
        )
    )
    with alone(cluster):
        runner.migrate(newcomer)
        built = schema_dump(cluster, newcomer)
        psql_build(cluster, newcomer)
        assert schema_dump(cluster, newcomer) == built
    assert one(superuser, "select has_table_privilege(%s, 'users', 'insert')", APP_ROLE)


def test_who_is_not_the_owner_is_told_the_file_and_the_right(
    cluster: Cluster, newcomer: str
) -> None:
    first = runner.listed("migrations")[0].name
    with alone(cluster), pytest.raises(ConfigurationError) as refused:
        runner.migrate(newcomer)
    said = str(refused.value)
    assert f"sql/migrations/{first}" in said
    assert "permission denied for database" in said
    assert "newcomer_" in said
    assert _password(newcomer) not in said


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("set log_statement = 'none'", "permission denied to set parameter"),
        ("create role another superuser", "permission denied to create role|must be superuser"),
        ("select pg_read_file('PG_VERSION')", "permission denied for function pg_read_file"),
        (
            "create function mine() returns integer language sql"
            " set yachtparty.mine = 'on' as 'select 1'",
            "permission denied to set parameter",
        ),
    ],
)
def test_a_file_that_wants_more_than_an_owner_may_is_named(
    cluster: Cluster, database: Database, sql_files: Path, statement: str, said: str
) -> None:
    _add(sql_files, f"select 1;\n\n{statement};\n")
    with (
        alone(cluster),
        pytest.raises(ConfigurationError, match=rf"server/more\.sql.*({said}).*42501"),
    ):
        runner.migrate(database.owner_url)


def test_a_file_with_a_mistake_is_named_with_the_line_of_the_mistake(
    cluster: Cluster, database: Database, sql_files: Path
) -> None:
    _add(sql_files, "select 1;\n\nselect nothing_like_it;\n")
    with (
        alone(cluster),
        pytest.raises(ConfigurationError, match=r"more\.sql, line 3: .*nothing_like_it.*42703"),
    ):
        runner.migrate(database.owner_url)
