"""The pages for operators over HTTP: who is let in, who may act, and what everybody is told."""

import itertools
import re
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import httpx2
import psycopg
import pytest
from psycopg import sql

from infra.local.functions import FunctionProcess
from shared.pages.rendering import HEADERS
from tests.fixtures.dashboard import Proxy, behind, dashboard_function
from tests.fixtures.database import Database
from tests.fixtures.depth import some_at_once
from tests.fixtures.people import Connection, add_outbound, add_user, column, one

PAGES = [
    *("/operations", "/conversations", "/people", "/approvals", "/reviews", "/dead-letters"),
    *("/prompts", "/doctor", "/audit"),
]
ANALYTICS = ["/", "/leaderboard", "/retention", "/activities"]
SARAH = "+14155550101"
NOBODY = "5b0e2f0a-3f5e-4a52-9a51-000000000000"
_numbers = (f"+1415555{number}" for number in itertools.count(2000))


@pytest.fixture(scope="module")
def laptop(
    module_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FunctionProcess]:
    folder = tmp_path_factory.mktemp("laptop")
    with dashboard_function(module_database.app_url, folder) as function:
        yield function


@pytest.fixture(scope="module")
def cloud(
    module_database: Database, tmp_path_factory: pytest.TempPathFactory, signer: Proxy
) -> Iterator[FunctionProcess]:
    given = behind(signer, "ana@yachtparty.test, ops.test")
    folder = tmp_path_factory.mktemp("cloud")
    with dashboard_function(module_database.app_url, folder, given) as function:
        yield function


def signed(header: str) -> dict[str, str]:
    return {"X-Goog-IAP-JWT-Assertion": header}


@pytest.mark.parametrize("path", [*PAGES, *ANALYTICS])
def test_a_page_is_there_with_headers_that_a_browser_obeys(
    laptop: FunctionProcess, path: str
) -> None:
    answer = httpx2.get(f"{laptop.url}{path}")
    assert answer.status_code == 200, answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    script = re.search(r'src="(/assets/\w+\.js)"', answer.text)
    assert script
    assert httpx2.get(laptop.url + script[1]).headers["Content-Type"].startswith("text/javascript")


@pytest.mark.parametrize("name", ["nothing", "pages.css", "0123456789ab", "0123456789ab.txt"])
def test_a_file_that_is_none_is_not_found(laptop: FunctionProcess, name: str) -> None:
    assert httpx2.get(f"{laptop.url}/assets/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/4155550142", "/people/sam@acme.test", "/activities/Sarah"])
def test_what_stands_in_an_address_is_not_logged(laptop: FunctionProcess, path: str) -> None:
    assert httpx2.get(f"{laptop.url}{path}").status_code == 404
    log = laptop.log_tail()
    assert path.rpartition("/")[2] not in log
    assert "404" in log


def test_an_unknown_address_is_a_page_too(laptop: FunctionProcess) -> None:
    answer = httpx2.get(f"{laptop.url}/nowhere/at/all")
    assert (answer.status_code, "There is no such page" in answer.text) == (404, True)
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "at", some_at_once(["-infinity", "infinity", "4713-01-01 BC", "294276-12-31"], "-infinity")
)
def test_rows_of_any_time_break_no_page(laptop: FunctionProcess, db: Connection, at: str) -> None:
    db.execute(
        "insert into operator_actions (actor, action, target_table, reason, detail, created_at)"
        " values ('ana', 'retry', 'events', '', %s::jsonb, %s)",
        ('{"act": ' * 1500 + "1" + "}" * 1500, at),
    )
    db.execute(
        "insert into agent_actions_log (agent_type, action_type, cost_usd)"
        " values ('concierge', 'x', 'NaN')"
    )
    text = add_outbound(db, add_user(db, next(_numbers)), "Hi.", at=datetime.now(UTC))
    values = {"at": at, "task": uuid4(), "event": uuid4()}
    db.execute(
        "insert into private.sweeps (name, finished_at) values (%(task)s::text, %(at)s)", values
    )
    db.execute(
        "insert into agent_tasks (id, task_type, agent_type, scheduled_for, status, completed_at,"
        " context_json) values (%(task)s, 'x', 'concierge', %(at)s, 'completed', %(at)s, '{}')",
        values,
    )
    db.execute(
        "insert into events (id, event_type, payload, created_at, processed, processed_at)"
        " values (%(event)s, 'a.b', '{}', %(at)s, true, %(at)s)",
        values,
    )
    for column_name in ("created_at", "sent_at", "delivered_at"):
        db.execute(
            sql.SQL(
                "update messages set {} = %(at)s, in_reply_to = %(event)s where id = %(text)s"
            ).format(sql.Identifier(column_name)),
            {**values, "text": text},
        )
        for path in [*PAGES, *ANALYTICS]:
            assert httpx2.get(f"{laptop.url}{path}", timeout=30).status_code == 200, path


@pytest.mark.parametrize(
    ("column_name", "value"),
    [
        ("quiet_hours_start", "24:00"),
        ("quiet_hours_end", "24:00"),
        ("expertise", '{{"a"},{"b"}}'),
        ("expertise", "{NULL}"),
        ("phone_number_history", "17"),
        ("phone_number_history", '{"a": ' * 1500 + "1" + "}" * 1500),
        ("goals", "[17, null, []]"),
        ("timezone", "Mars/Olympus"),
        ("last_active_at", "infinity"),
        ("created_at", "4713-01-01 BC"),
    ],
)
def test_the_page_of_a_person_is_there_whatever_stands_in_their_row(
    laptop: FunctionProcess, db: Connection, column_name: str, value: str
) -> None:
    person = add_user(db, next(_numbers))
    db.execute(
        sql.SQL("update users set {} = %s where id = %s").format(sql.Identifier(column_name)),
        (value, person),
    )
    talk = one(
        db,
        "insert into conversations (user_id, phone_number) select id, phone_number from users"
        " where id = %s returning id",
        person,
    )
    for path in (f"/people/{person}", "/people", f"/conversations/{talk}", "/conversations"):
        assert httpx2.get(f"{laptop.url}{path}", timeout=30).status_code == 200, path


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test", "localhost:x", ""])
@pytest.mark.parametrize("path", [*PAGES, *ANALYTICS, "/api/metrics"])
def test_on_a_laptop_a_name_that_points_here_is_refused(
    laptop: FunctionProcess, path: str, host: str
) -> None:
    assert httpx2.get(f"{laptop.url}{path}", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "/projects/1/locations/us-central1/services/other"},
        {"iss": "https://accounts.google.com"},
        {"iat": int(time.time()) - 1000, "exp": int(time.time()) - 400},
        {"exp": int(time.time()) + 90_000},
        {"email": None},
        {"kid": "two"},
        {"alg": "RS256"},
        {"alg": "HS256"},
        {"alg": "none"},
    ],
)
def test_a_header_that_the_proxy_would_not_make_is_refused(
    cloud: FunctionProcess, signer: Proxy, claims: dict[str, object]
) -> None:
    header = signer.header(**claims)  # type: ignore[arg-type]
    assert httpx2.get(f"{cloud.url}/operations", headers=signed(header)).status_code == 401


def test_nobody_else_signs_and_an_unsigned_header_is_not_believed(
    cloud: FunctionProcess, signer: Proxy
) -> None:
    forged = Proxy().header()
    trusting = {"X-Goog-Authenticated-User-Email": "accounts.google.com:ana@yachtparty.test"}
    for headers in (signed(forged), trusting, signed("a.b.c"), signed("")):
        assert httpx2.get(f"{cloud.url}/operations", headers=headers).status_code == 401


@pytest.mark.parametrize("email", ["Ana@Yachtparty.test", "whoever@ops.test"])
def test_operators_are_named_by_address_or_domain(
    cloud: FunctionProcess, signer: Proxy, email: str
) -> None:
    answer = httpx2.get(f"{cloud.url}/operations", headers=signed(signer.header(email=email)))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "email", ["bo@yachtparty.test", "ana@yachtparty.test.evil.test", "x@ps.test"]
)
@pytest.mark.parametrize("path", PAGES)
def test_whoever_is_no_operator_sees_no_page_of_operations(
    cloud: FunctionProcess, signer: Proxy, path: str, email: str
) -> None:
    answer = httpx2.get(f"{cloud.url}{path}", headers=signed(signer.header(email=email)))
    assert answer.status_code == 403


@pytest.mark.parametrize("path", [*ANALYTICS, "/api/metrics"])
def test_whoever_is_let_in_sees_analytics_and_no_tab_that_is_refused(
    cloud: FunctionProcess, signer: Proxy, path: str
) -> None:
    assert httpx2.get(f"{cloud.url}{path}").status_code == 401
    answer = httpx2.get(
        f"{cloud.url}{path}", headers=signed(signer.header(email="bo@yachtparty.test"))
    )
    assert answer.status_code == 200
    assert "/operations" not in answer.text


def test_a_conversation_that_an_operator_opens_is_recorded_and_a_viewer_opens_none(
    cloud: FunctionProcess, signer: Proxy, db: Connection
) -> None:
    person = add_user(db, SARAH, verified=True, first_name="Sarah", email="sarah@acme.test")
    conversation = one(
        db,
        "insert into conversations (user_id, phone_number) values (%s, %s) returning id",
        person,
        SARAH,
    )
    db.execute(
        "insert into messages (conversation_id, user_id, role, direction, content, status)"
        " values (%s, %s, 'user', 'inbound', 'a very private word', 'received')",
        (conversation, person),
    )
    one(db, "select private.project_all_texts()")
    session = one(db, "select id from twin_analytics.sessions")
    page = f"{cloud.url}/activities/{session}"
    opened = (
        "select detail ->> 'session' from operator_actions"
        " where action = 'open_conversation' and detail ? 'session'"
    )

    viewer = httpx2.get(page, headers=signed(signer.header(email="bo@yachtparty.test")))
    assert "a very private word" not in viewer.text
    assert column(db, opened) == []

    operator = httpx2.get(page, headers=signed(signer.header()))
    assert "a very private word" in operator.text
    assert column(db, opened) == [session]


def test_it_does_not_start_on_cloud_run_without_the_audience(
    module_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from infra.local.functions import FunctionFailed

    folder = tmp_path_factory.mktemp("refuses")
    given = {"K_SERVICE": "dashboard"}
    with (
        pytest.raises(FunctionFailed, match="IAP_AUDIENCE"),
        dashboard_function(module_database.app_url, folder, given),
    ):
        pass


def test_what_operators_did_stays(db: Connection) -> None:
    one(db, "select private.record_operator_action('ana', 'retry', 'events', null)")
    for change in ("update operator_actions set actor = 'bo'", "delete from operator_actions"):
        with pytest.raises(psycopg.Error, match="append-only"):
            db.execute(change)


def test_a_page_says_within_five_seconds_that_the_database_is_silent(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://nobody@127.0.0.1:{silent.getsockname()[1]}/none"
        with dashboard_function(url, tmp_path_factory.mktemp("silent")) as function:
            one_of_each = [f"{path}/{NOBODY}" for path in ("/people", "/conversations")]
            for path in [*PAGES, *one_of_each, *ANALYTICS]:
                answer = httpx2.get(f"{function.url}{path}", timeout=5)
                assert answer.status_code == 503, path
                assert answer.headers["Content-Type"].startswith("text/html")
