"""Whoever may not act changes nothing by any address, what people write is shown as text and never
more, and no page hangs while the database is slow."""

import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pkgutil import iter_modules
from uuid import UUID

import httpx2
import psycopg
import pytest
from psycopg import sql

import shared.pages.operations
import shared.pages.people
from infra.local.functions import FunctionProcess
from tests.fixtures.dashboard import BO, Operations, Proxy, dashboard_function
from tests.fixtures.database import Database
from tests.fixtures.operated import HOSTILE, operated
from tests.fixtures.people import Connection, one

MODULES = [
    import_module(f"{package.__name__}.{found.name}")
    for package in (shared.pages.operations, shared.pages.people)
    for found in iter_modules(package.__path__)
]
ROUTES = [route for one in MODULES if hasattr(one, "PAGES") for route in one.PAGES.routes]
SOMETHING = str(UUID(int=7))


def addresses(method: str) -> list[str]:
    """Of every page; what is variable in one is filled in."""
    paths = {route.path for route in ROUTES if route.method == method}
    parts = [[SOMETHING if "<" in part else part for part in path.split("/")] for path in paths]
    return sorted("/".join(part) for part in parts)


ACTING = addresses("POST")
FORM = {
    "all": "1", "sure": "1", "reason": "x", "open": f"row:events:{SOMETHING}", "as": "innovator",
    f"person:{SOMETHING}": "1", "anyway": "1", "decision": f"yes:{SOMETHING}", "text": "hello",
    f"row:events:{SOMETHING}": "1", "content": "hello", "q": "+14155550101",
}  # fmt: skip


@pytest.fixture(scope="module")
def filled(db: Connection) -> Connection:
    operated(db, HOSTILE)
    return db


@pytest.fixture(scope="module")
def laptop(
    module_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FunctionProcess]:
    with dashboard_function(module_database.app_url, tmp_path_factory.mktemp("at")) as function:
        yield function


def everything(db: Connection) -> tuple[object, ...]:
    """What an act would change."""
    return (
        one(db, "select count(*) from operator_actions"),
        one(db, "select count(*) from users where verified or declined_at is not null"),
        one(db, "select count(*) from agent_tasks where status = 'failed'"),
        one(db, "select count(*) from message_queue"),
        one(db, "select count(*) from messages"),
    )


def test_there_is_every_act_that_operators_have() -> None:
    assert {"/dead-letters/dismiss", "/approvals/decline", "/reviews/introductions"} <= {*ACTING}


@pytest.mark.parametrize("path", ACTING)
def test_nobody_acts_who_is_no_operator_at_a_page_of_ours(
    operations: Operations, filled: Connection, signer: Proxy, path: str
) -> None:
    before = everything(filled)
    here = {"Sec-Fetch-Site": "same-origin"}
    now = int(time.time())
    late = signer.header(email=BO, iat=now - 1000, exp=now - 400)
    other = "/projects/1/locations/us-central1/services/other"
    forged = Proxy().header(email=BO)
    signed = {
        "nobody": (here, 401),
        "forged": ({**here, "X-Goog-IAP-JWT-Assertion": forged}, 401),
        "expired": ({**here, "X-Goog-IAP-JWT-Assertion": late}, 401),
        "another service's": (
            {**here, "X-Goog-IAP-JWT-Assertion": signer.header(email=BO, aud=other)},
            401,
        ),
        "a viewer": (operations.headers("viewer@elsewhere.test"), 403),
        "cross-site": (operations.headers() | {"Sec-Fetch-Site": "cross-site"}, 403),
        "same-site": (operations.headers() | {"Sec-Fetch-Site": "same-site"}, 403),
        "another origin": (
            {
                "X-Goog-IAP-JWT-Assertion": signer.header(email=BO),
                "Origin": "https://dashboard.test.evil.test",
            },
            403,
        ),
    }
    for who, (headers, status) in signed.items():
        answer = httpx2.post(operations.url + path, data=FORM, headers=headers, timeout=30)
        assert answer.status_code == status, who
        assert answer.headers["X-Frame-Options"] == "DENY", who
    assert everything(filled) == before


@pytest.mark.parametrize("path", ACTING)
def test_on_a_laptop_no_other_name_acts(
    laptop: FunctionProcess, filled: Connection, path: str
) -> None:
    before = everything(filled)
    headers = {"Host": "evil.test", "Sec-Fetch-Site": "same-origin"}
    answer = httpx2.post(laptop.url + path, data=FORM, headers=headers)
    assert answer.status_code == 403
    assert everything(filled) == before


LISTS = [path for path in addresses("GET") if SOMETHING not in path and "/api/" not in path]
STANDINGS = [f"/approvals?standing={standing}" for standing in ("unfinished", "declined")]


@pytest.mark.parametrize("path", [*LISTS, *STANDINGS])
def test_whatever_people_write_is_text(
    operations: Operations, filled: Connection, path: str
) -> None:
    asked = f"{path}{'&' if '?' in path else '?'}words={HOSTILE}&q={HOSTILE}&kind={HOSTILE}"
    for address in (path, asked):
        answer = operations.get(address)
        assert answer.status_code in (200, 303, 400), address
        if answer.headers["Content-Type"].startswith("text/html"):
            assert "<script>document" not in answer.text, address


@pytest.mark.parametrize("path", ["/prompts.csv", "/people.csv", "/dead-letters.csv"])
def test_no_cell_of_an_export_is_a_formula(
    operations: Operations, filled: Connection, path: str
) -> None:
    filled.execute("update users set first_name = '=1+1', company = '@x' where verified is false")
    filled.execute("update agent_instances set prompt_version = '+' || left(prompt_version, 40)")
    filled.execute("update agent_tasks set last_error = '=' || last_error where status = 'failed'")
    cells = operations.get(path).text.replace("\r\n", ",").split(",")
    assert not [cell for cell in cells if cell.strip('"').startswith(("=", "+", "@"))]


SLOW = [path for path in LISTS if not path.endswith(".csv")]


@contextmanager
def slow(filled: Connection, database: Database) -> Generator[None]:
    """Every table is locked by somebody who takes their time."""
    tables = [
        sql.Identifier(*name)
        for name in filled.execute(
            "select relnamespace::regnamespace::text, relname from pg_class"
            " where relkind in ('r', 'p')"
            " and relnamespace::regnamespace::text in ('public', 'twin_analytics')"
        )
    ]
    with psycopg.connect(database.owner_url) as holder:
        holder.execute(
            sql.SQL("lock table {} in access exclusive mode").format(sql.SQL(", ").join(tables))
        )
        yield


def answered(ask: Callable[[str], httpx2.Response], path: str) -> tuple[str, int, float]:
    """A page's address, its status, and after how many seconds it was there."""
    begun = time.monotonic()
    answer = ask(path)
    assert answer.headers["Content-Type"].startswith("text/html"), path
    return path, answer.status_code, time.monotonic() - begun


def test_every_page_says_within_five_seconds_that_the_database_is_slow(
    operations: Operations, filled: Connection, module_database: Database
) -> None:
    asked = partial(answered, operations.get)
    asked("/doctor")  # so that who asks is known by keys that are there already
    with slow(filled, module_database), ThreadPoolExecutor(3) as three:
        answers = list(three.map(asked, SLOW))
    for path, status, seconds in answers:
        assert status in (200, 503), path
        assert seconds < 5, path
    assert [path for path, status, _ in answers if status == 503]
    assert {asked(path)[1] for path in ("/operations", "/approvals")} == {200}


def test_every_act_says_within_five_seconds_that_it_is_not_known_what_was_done(
    operations: Operations, filled: Connection, module_database: Database
) -> None:
    person = one(filled, "select id from users where not coalesce(verified, false) limit 1")
    talk = one(filled, "select id from conversations limit 1")
    dead = one(filled, "select id from agent_tasks where status = 'failed' limit 1")
    form = FORM | {f"person:{person}": "1", f"row:agent_tasks:{dead}": "1"}
    before = everything(filled)
    asked = partial(answered, lambda path: operations.post(path, form))
    operations.get("/doctor")
    with slow(filled, module_database), ThreadPoolExecutor(3) as three:
        answers = list(three.map(asked, [path.replace(SOMETHING, str(talk)) for path in ACTING]))
    for path, status, seconds in answers:
        assert status in (400, 503), path
        assert seconds < 5, path
    assert [path for path, status, _ in answers if status == 503]
    assert everything(filled) == before
