"""One Postgres for the whole run, a migrated template in it, and a clone of that for each test.

Databases are made by an owner who is no superuser and amid the roles that Supabase has, as in
production; TEST_POSTGRES_BIN and PGSERVER_POSTGRES_VERSION choose the server's version.

The cluster belongs to the process that controls the run, which hands its address to pytest-xdist's
workers. Its guardian ends it even if the run is killed.
"""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql

from infra.local.postgres import FAST, Postgres
from infra.local.roles import APP_ROLE, OWNER_ROLE, open_public_schema
from shared.db.migrate import migrate
from tests.fixtures.certificates import read_certificates_once
from tests.fixtures.database import Cluster, Database
from tests.fixtures.pgbouncer import pgbouncer

# Generated examples have no deadline: a busy machine or a first import proves nothing. They are the
# same ones in each run: what fails here fails everywhere, and every time. `make test` tries a few,
# `make check` all of them (`make deep`).
for _name, _examples in {"quick": 25, "deep": 100}.items():
    settings.register_profile(
        _name,
        max_examples=_examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
read_certificates_once()

TEMPLATE = "yachtparty_template"
# Each connection derives its key anew. Debian's PostgreSQL 15 does not know the setting.
QUICK_PASSWORDS = {"scram_iterations": "1"}
POOLED = 4  # connections that a database gets from PgBouncer
MEMORY = Path("/dev/shm")  # noqa: S108 - what is made in it gets a folder of its own
MEMORY_FREE = 4 << 30  # bytes; a whole run takes less than half of it


class _Server:
    """The cluster in the process that controls the run."""

    def __init__(self) -> None:
        self._directory = Path(tempfile.mkdtemp(prefix="yachtparty-test-", dir=_quick_place()))
        self._directory.chmod(0o711)  # the server's account has to pass through
        binaries = os.environ.get("TEST_POSTGRES_BIN")
        options = FAST if binaries else FAST | QUICK_PASSWORDS
        self._postgres = Postgres(
            self._directory, options=options, binaries=Path(binaries) if binaries else None
        )
        self._pooler = ExitStack()

    def start(self) -> Cluster:
        try:
            self._postgres.start()
            self._make_template()
            pooler = self._start_pooler() if os.environ.get("TEST_PGBOUNCER") else 0
            problem = ""
        except Exception as error:  # a broken migration fails the tests that need a database
            pooler, problem = 0, f"{type(error).__name__}: {error}"
        return Cluster(
            directory=str(self._directory),
            data_directory=str(self._postgres.data),
            port=self._postgres.port,
            pooler=pooler,
            psql=str(self._postgres.psql_path()),
            problem=problem,
        )

    def stop(self) -> None:
        self._pooler.close()
        self._postgres.stop()
        shutil.rmtree(self._directory)

    def _start_pooler(self) -> int:
        """The functions' way to the databases leads through PgBouncer in transaction mode."""
        password = self._postgres.password(APP_ROLE)
        return self._pooler.enter_context(
            pgbouncer(self._postgres.port, APP_ROLE, password, connections=POOLED)
        )

    def _make_template(self) -> None:
        self._postgres.create_database(TEMPLATE)
        migrate(self._postgres.owner_url(TEMPLATE))
        self._postgres.enable_app(TEMPLATE)


def _quick_place() -> Path | None:
    """Memory where there is plenty: each test makes a database, which is a thousand small files."""
    usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    return MEMORY if usable and shutil.disk_usage(MEMORY).free > MEMORY_FREE else None


_SERVER = pytest.StashKey[_Server]()
_CLUSTER = pytest.StashKey[Cluster]()


def _unit_only(config: pytest.Config) -> bool:
    unit = Path(__file__).parent / "unit"
    paths = [Path(argument.split("::")[0]).resolve() for argument in config.args]
    return all(path.is_relative_to(unit) for path in paths)


def pytest_configure(config: pytest.Config) -> None:
    workerinput: dict[str, Any] | None = getattr(config, "workerinput", None)
    if workerinput is not None:
        config.stash[_CLUSTER] = Cluster(**workerinput["postgres"])
    elif _unit_only(config) or config.option.collectonly:
        config.stash[_CLUSTER] = Cluster()
    else:
        server = _Server()
        config.stash[_SERVER] = server
        config.stash[_CLUSTER] = server.start()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs the tests of a module that share what they start: it is started once."""
    for item in items:
        if isinstance(item, pytest.Function) and not item.get_closest_marker("xdist_group"):
            # Pytest tells no other way which fixtures a test uses and what their scopes are.
            known = item._fixtureinfo.name2fixturedefs  # pyright: ignore[reportPrivateUsage]
            if any(fixture.scope == "module" for found in known.values() for fixture in found):
                item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["postgres"] = vars(node.config.stash[_CLUSTER])


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(_SERVER, None)
    if server is not None:
        server.stop()


@pytest.fixture(scope="session")
def cluster(pytestconfig: pytest.Config) -> Cluster:
    """The run's server. Fails, saying why, if it could not be started or migrated."""
    cluster = pytestconfig.stash[_CLUSTER]
    if cluster.problem:
        pytest.fail(f"No database: {cluster.problem}", pytrace=False)
    return cluster


@pytest.fixture(scope="session")
def _admin(cluster: Cluster) -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
        assert row == (cluster.data_directory,), "another server answers on our port"
        yield connection


@pytest.fixture(scope="session")
def _database_names(request: pytest.FixtureRequest) -> Iterator[str]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return (f"test_{worker}_{number}" for number in itertools.count(1))


def _create(
    cluster: Cluster, admin: "psycopg.Connection[Any]", name: str, template: str
) -> Database:
    admin.execute(
        # Copying files takes less than half of what writing every page to the log does.
        sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy").format(
            *map(sql.Identifier, (name, template, OWNER_ROLE))
        )
    )
    return Database(
        name,
        cluster.url(name, OWNER_ROLE),
        cluster.url(name, APP_ROLE),
        cluster.ingest_url(name),
        cluster.functions_url(name),
    )


def _drop(admin: "psycopg.Connection[Any]", name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def database(
    cluster: Cluster, _admin: "psycopg.Connection[Any]", _database_names: Iterator[str]
) -> Iterator[Database]:
    """A migrated database of this test's own, dropped after it."""
    database = _create(cluster, _admin, next(_database_names), TEMPLATE)
    yield database
    _drop(_admin, database.name)


@pytest.fixture(scope="module")
def module_database(
    cluster: Cluster, _admin: "psycopg.Connection[Any]", _database_names: Iterator[str]
) -> Iterator[Database]:
    """A migrated database that a module's tests share, each keeping to people of its own."""
    database = _create(cluster, _admin, next(_database_names), TEMPLATE)
    yield database
    _drop(_admin, database.name)


@pytest.fixture
def empty_database(
    cluster: Cluster, _admin: "psycopg.Connection[Any]", _database_names: Iterator[str]
) -> Iterator[Database]:
    """A database that no migration has touched, dropped after the test."""
    database = _create(cluster, _admin, next(_database_names), "template0")
    with psycopg.connect(cluster.url(database.name), autocommit=True) as superuser:
        open_public_schema(superuser)
    yield database
    _drop(_admin, database.name)


@pytest.fixture
def owner(database: Database) -> Iterator["psycopg.Connection[Any]"]:
    """An autocommit connection as the database's owner."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def app(database: Database) -> Iterator["psycopg.Connection[Any]"]:
    """An autocommit connection as the role of the functions."""
    with psycopg.connect(database.app_url, autocommit=True) as connection:
        yield connection
