"""The dashboard behind a proxy of our own, with operators of ops.test, for tests of its pages."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.fixtures.dashboard import Operations, Proxy, behind, dashboard_function, proxy
from tests.fixtures.database import Database
from tests.fixtures.people import Connection


@pytest.fixture(scope="module")
def signer() -> Iterator[Proxy]:
    with proxy() as made:
        yield made


@pytest.fixture(scope="module")
def operations(
    module_database: Database, tmp_path_factory: pytest.TempPathFactory, signer: Proxy
) -> Iterator[Operations]:
    given = behind(signer, "ops.test")
    folder = tmp_path_factory.mktemp("page")
    with dashboard_function(module_database.app_url, folder, given) as function:
        yield Operations(function.url, signer)


@pytest.fixture(scope="module")
def db(module_database: Database) -> Iterator[Connection]:
    with psycopg.connect(module_database.owner_url, autocommit=True) as connection:
        yield connection
