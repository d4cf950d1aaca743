"""What was given up is retried by page: one, a selection, or all that match, each once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import httpx2
import psycopg
import pytest

from infra.local.functions import FunctionProcess
from tests.fixtures.dashboard import AUDIENCE, Proxy, dashboard_function, proxy
from tests.fixtures.database import Database
from tests.fixtures.people import SARAH, Connection, add_user, column, one

RETRY = "/dead-letters/retry"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
RETRIED = "select target_table, target_id from operator_actions where action = 'retry'"


@pytest.fixture(scope="module")
def signer() -> Iterator[Proxy]:
    with proxy() as made:
        yield made


@pytest.fixture(scope="module")
def page(
    module_database: Database, tmp_path_factory: pytest.TempPathFactory, signer: Proxy
) -> Iterator[FunctionProcess]:
    given = {
        "IAP_AUDIENCE": AUDIENCE,
        "IAP_KEYS_URL": signer.url,
        "DASHBOARD_OPERATORS": "ops.test",
        "DASHBOARD_BASE_URL": "https://dashboard.test",
    }
    folder = tmp_path_factory.mktemp("page")
    with dashboard_function(module_database.app_url, folder, given) as function:
        yield function


@pytest.fixture(scope="module")
def connection(module_database: Database) -> Iterator[Connection]:
    with psycopg.connect(module_database.owner_url, autocommit=True) as made:
        yield made


@pytest.fixture
def db(connection: Connection) -> Connection:
    """Without dead rows, and without acts: as a new day."""
    connection.execute("set session_replication_role = replica")
    connection.execute(
        "delete from operator_actions; delete from event_dead_letters; delete from events;"
        " delete from agent_tasks; delete from message_queue"
    )
    connection.execute("set session_replication_role = origin")
    return connection


def as_(signer: Proxy, email: str) -> dict[str, str]:
    return {"X-Goog-IAP-JWT-Assertion": signer.header(email=email), **SAME_ORIGIN}


def kill(db: Connection, each: int, error: str = "it broke") -> list[tuple[str, UUID]]:
    """So many dead rows in each of three queues, by table and id."""
    person = one(db, "select id from users limit 1") or add_user(db, SARAH)
    tasks = column(
        db,
        "insert into agent_tasks (task_type, agent_type, user_id, status, scheduled_for,"
        " context_json, last_error, last_attempted_at)"
        " select 'schedule_followup', 'concierge', %s, 'failed', now() - n * interval '1 minute',"
        " '{}', %s, now() - n * interval '1 minute' from generate_series(1, %s) n returning id",
        *(person, error, each),
    )
    queued = column(
        db,
        "insert into message_queue (user_id, agent_id, message_data, scheduled_for, status,"
        " last_error, trace) select %s, 'concierge', '{}', now(), 'cancelled', %s,"
        " jsonb_build_array(jsonb_build_object('step', 'failed', 'at', now()))"
        " from generate_series(1, %s) returning id",
        *(person, error, each),
    )
    events = column(
        db,
        "insert into events (event_type, aggregate_type, aggregate_id, payload, created_by,"
        " processed) select 'user.verified', 'user', %s, '{}', 'system', true"
        " from generate_series(1, %s) returning id",
        *(person, each),
    )
    db.execute(
        "insert into event_dead_letters (event_id, event_type, payload, error_message,"
        " retry_count, original_created_at)"
        " select id, event_type, payload, %s, 8, created_at from events",
        (error,),
    )
    named = [("agent_tasks", tasks), ("message_queue", queued), ("events", events)]
    return [(table, id) for table, ids in named for id in ids]


def retried(db: Connection) -> list[tuple[str, UUID]]:
    return sorted(db.execute(RETRIED).fetchall())


def test_they_are_listed_by_queue_type_and_error_and_hostile_text_is_text(
    page: FunctionProcess, signer: Proxy, db: Connection
) -> None:
    kill(db, 1, "<script>alert(1)</script>")
    asking = as_(signer, "bo@ops.test")
    shown = httpx2.get(f"{page.url}/dead-letters", headers=asking).text
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>" not in shown
    assert shown.count('name="row:') == 3
    for query, found in {"queue=events": 1, "kind=schedule_followup": 1, "words=ALERT": 3}.items():
        text = httpx2.get(f"{page.url}/dead-letters?{query}", headers=asking).text
        assert text.count('name="row:') == found, query
    nothing = httpx2.get(f"{page.url}/dead-letters?words=no'thing%25", headers=asking)
    assert (nothing.status_code, "Nothing that matches" in nothing.text) == (200, True)


def test_what_is_marked_is_retried_and_the_filter_stays(
    page: FunctionProcess, signer: Proxy, db: Connection
) -> None:
    dead = kill(db, 2)
    marked = [dead[0], dead[4]]
    form = {f"row:{table}:{id}": "1" for table, id in marked} | {"words": "broke"}
    answer = httpx2.post(page.url + RETRY, data=form, headers=as_(signer, "bo@ops.test"))
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/dead-letters?words=broke&done=2&known=0&left=0"
    assert retried(db) == sorted(marked)
    assert column(db, "select distinct actor from operator_actions") == ["bo@ops.test"]
    assert one(db, "select status from agent_tasks where id = %s", dead[0][1]) == "pending"
    assert one(db, "select count(*) from event_dead_letters") == 1


def test_two_hundred_are_retried_in_one_go_each_once_by_two_operators_at_the_same_moment(
    page: FunctionProcess, signer: Proxy, db: Connection
) -> None:
    dead = kill(db, 67)
    everything: dict[str, Any] = {"all": "1"}
    asked = httpx2.post(page.url + RETRY, data=everything, headers=as_(signer, "bo@ops.test"))
    assert (asked.status_code, "Retry all 201?" in asked.text) == (200, True)
    assert retried(db) == []

    def go(email: str) -> str:
        sure = everything | {"sure": "1"}
        answer = httpx2.post(
            page.url + RETRY,
            data=sure,
            headers=as_(signer, email),
            timeout=30,
            follow_redirects=False,
        )
        return answer.headers["Location"]

    with ThreadPoolExecutor(2) as both:
        list(both.map(go, ["bo@ops.test", "cy@ops.test"]))
    while "left=0" not in go("bo@ops.test"):
        pass  # each click ends within a page's time
    assert retried(db) == sorted(dead)
    assert one(db, "select count(*) from agent_tasks where status = 'pending'") == 67
    assert one(db, "select count(*) from message_queue where status = 'queued'") == 67
    assert one(db, "select count(*) from events where not processed") == 67


@pytest.mark.parametrize(
    ("email", "site", "status"),
    [
        ("viewer@elsewhere.test", "same-origin", 403),
        ("bo@ops.test", "cross-site", 403),
        ("bo@ops.test", "same-site", 403),
        ("bo@ops.test", None, 403),
        (None, "same-origin", 401),
    ],
)
def test_nobody_else_retries_and_no_other_site_does(
    page: FunctionProcess,
    signer: Proxy,
    db: Connection,
    email: str | None,
    site: str | None,
    status: int,
) -> None:
    kill(db, 1)
    headers = as_(signer, email) if email else dict(SAME_ORIGIN)
    headers |= {"Sec-Fetch-Site": site} if site else {}
    if site is None:
        del headers["Sec-Fetch-Site"]
        headers["Origin"] = "https://evil.test"
    form = {"all": "1", "sure": "1"}
    assert httpx2.post(page.url + RETRY, data=form, headers=headers).status_code == status
    assert retried(db) == []


@pytest.mark.parametrize("row", ["row:users:1", "row:events:x", "row:", "row:messages:'"])
def test_a_row_of_no_queue_is_refused(
    page: FunctionProcess, signer: Proxy, db: Connection, row: str
) -> None:
    kill(db, 1)
    answer = httpx2.post(page.url + RETRY, data={row: "1"}, headers=as_(signer, "bo@ops.test"))
    assert answer.status_code == 400
    assert retried(db) == []
