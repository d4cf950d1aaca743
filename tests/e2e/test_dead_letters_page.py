"""What was given up is retried or dismissed by page: one, a selection, or all, each once."""

import html
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode
from uuid import UUID

import httpx2
import pytest

from infra.local.functions import FunctionProcess
from tests.fixtures.dashboard import Operations, Proxy, behind, dashboard_function
from tests.fixtures.database import Database
from tests.fixtures.people import SARAH, Connection, add_user, column, one

RETRY, DISMISS, OPEN = (f"/dead-letters/{act}" for act in ("retry", "dismiss", "open"))
BO, CY = "bo@ops.test", "cy@ops.test"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
ACTED = "select target_table, target_id from operator_actions where action = %s"


@pytest.fixture(scope="module")
def page(
    module_database: Database, tmp_path_factory: pytest.TempPathFactory, signer: Proxy
) -> Iterator[FunctionProcess]:
    given = behind(signer, "ops.test")
    folder = tmp_path_factory.mktemp("page")
    with dashboard_function(module_database.app_url, folder, given) as function:
        yield function


@pytest.fixture
def db(db: Connection) -> Connection:
    """Without dead rows, and without acts: as a new day."""
    db.execute("set session_replication_role = replica")
    db.execute(
        "delete from operator_actions; delete from event_dead_letters; delete from events;"
        " delete from agent_tasks; delete from message_queue"
    )
    db.execute("set session_replication_role = origin")
    return db


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


def retried(db: Connection, action: str = "retry") -> list[tuple[str, UUID]]:
    return sorted(db.execute(ACTED, (action,)).fetchall())


def post(
    page: FunctionProcess, signer: Proxy, path: str, data: dict[str, str], email: str = BO
) -> httpx2.Response:
    return httpx2.post(page.url + path, data=data, headers=as_(signer, email), timeout=30)


def shown(page: FunctionProcess, signer: Proxy, path: str) -> str:
    return html.unescape(httpx2.get(page.url + path, headers=as_(signer, BO)).text)


def marking(rows: list[tuple[str, UUID]]) -> dict[str, str]:
    return {f"row:{table}:{id}": "1" for table, id in rows}


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
    form = marking(marked) | {"words": "broke", "field": "payload.none", "newer": "24"}
    answer = post(page, signer, RETRY, form)
    assert answer.status_code == 303
    there = answer.headers["Location"]
    assert there.startswith("/dead-letters?words=broke&newer=24&field=payload.none&act=")
    assert "2 put back to be tried again by bo@ops.test" in told(shown(page, signer, there))
    assert retried(db) == sorted(marked)
    assert column(db, "select distinct actor from operator_actions") == [BO]
    assert one(db, "select status from agent_tasks where id = %s", dead[0][1]) == "pending"
    assert one(db, "select count(*) from event_dead_letters") == 1


def told(text: str) -> str:
    """What a page says about the click before, in plain words."""
    found = re.search(r'role="status">(.*?)</div>', text, re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", found[1])) if found else ""


def test_a_row_that_another_has_dealt_with_is_told_by_itself_with_who_it_was(
    page: FunctionProcess, signer: Proxy, db: Connection
) -> None:
    dead = kill(db, 1)
    post(page, signer, RETRY, marking(dead[:1]), CY)
    reasoned = {"sure": "1", "reason": "of no use any more"}
    post(page, signer, DISMISS, marking(dead[1:2]) | reasoned, CY)
    one(db, "select redrive_event(%s)", dead[2][1])
    answer = post(page, signer, RETRY, marking(dead))
    said = told(shown(page, signer, answer.headers["Location"]))
    assert "0 put back" in said
    assert "3 had been dealt with before" in said
    assert f"agent_tasks {dead[0][1]}: put back to be tried again by cy@ops.test" in said
    assert f"message_queue {dead[1][1]}: dismissed by cy@ops.test" in said
    assert f"events {dead[2][1]}: dead no more, and not by this page" in said
    assert retried(db) == dead[:1]


def test_a_dismissal_is_asked_twice_and_wants_a_reason_that_stays(
    page: FunctionProcess, signer: Proxy, db: Connection
) -> None:
    dead = kill(db, 1)
    asked = post(page, signer, DISMISS, marking(dead))
    assert (asked.status_code, "Dismiss these 3?" in asked.text) == (200, True)
    assert retried(db, "dismiss") == []
    assert post(page, signer, DISMISS, marking(dead) | {"sure": "1"}).status_code == 400
    assert retried(db, "dismiss") == []
    given = {"sure": "1", "reason": "the provider is gone"}
    assert post(page, signer, DISMISS, marking(dead) | given).status_code == 303
    assert retried(db, "dismiss") == sorted(dead)
    reasons = "select distinct reason from operator_actions where action = 'dismiss'"
    assert column(db, reasons) == ["the provider is gone"]
    assert one(db, "select count(*) from operator_actions where user_id is not null") == 3
    assert "Nothing" in shown(page, signer, "/dead-letters")
    assert "3 dismissed" in shown(page, signer, "/dead-letters")
    assert one(db, "select status from agent_tasks") == "cancelled"
    assert one(db, "select count(*) from message_queue where last_error is not null") == 0
    assert one(db, "select count(*) from events where processed") == 1
    assert retried(db) == []


def test_a_payload_is_seen_by_whoever_opens_it_and_that_is_noted(
    page: FunctionProcess, signer: Proxy, db: Connection
) -> None:
    ((table, id), *_) = kill(db, 1)
    hostile = {"to": {"email": "sam@fernway.test"}, "note": "<script>alert(1)</script>"}
    db.execute("update agent_tasks set context_json = %s", (json.dumps(hostile),))
    assert "sam@fernway.test" not in shown(page, signer, "/dead-letters")
    opened = post(page, signer, OPEN, {"open": f"row:{table}:{id}", "queue": "agent_tasks"})
    assert opened.status_code == 200
    assert "sam@fernway.test" in opened.text
    assert "<script>alert" not in opened.text
    assert 'href="/dead-letters?queue=agent_tasks"' in opened.text
    assert retried(db, "open_dead_letter") == [(table, id)]
    one(db, "select redrive_task(%s)", id)
    assert post(page, signer, OPEN, {"open": f"row:{table}:{id}"}).status_code == 409
    assert len(retried(db, "open_dead_letter")) == 1


def test_numbers_and_addresses_in_an_error_are_masked_in_the_list(
    page: FunctionProcess, signer: Proxy, db: Connection
) -> None:
    kill(db, 1, "no answer from sam@fernway.test or +14155550199")
    listed = shown(page, signer, "/dead-letters")
    assert "no answer from" in listed
    assert "sam@fernway.test" not in listed
    assert "4155550199" not in listed


def test_they_are_found_by_age_id_and_a_field_of_payload_or_row(
    page: FunctionProcess, signer: Proxy, db: Connection
) -> None:
    dead = kill(db, 3)
    (first, second, _), person = dead[:3], one(db, "select id from users limit 1")
    db.execute(
        "update agent_tasks set context_json = %s, last_attempted_at = now() - interval '2 days'"
        " where id = %s",
        (json.dumps({"to": {"email": "sam@fernway.test"}, "n": 7}), first[1]),
    )
    for query, found in {
        f"words={second[1]}": 1,
        f"words={str(second[1]).upper()}": 1,
        "field=to.email&value=sam@fernway.test": 1,
        "field=n&value=7": 1,
        "field=to.email": 1,
        "field=n&value=8": 0,
        f"field=user_id&value={person}": 6,
        "newer=24&queue=agent_tasks": 2,
        "older=24": 1,
        "older=24&newer=1": 0,
        "older=x": 9,
        "field='||1": 0,
    }.items():
        listed = shown(page, signer, f"/dead-letters?{query}")
        assert listed.count('type="checkbox" name="row:') == found, query


def test_a_sequence_goes_back_as_a_whole_and_events_in_the_order_in_which_they_came(
    page: FunctionProcess, signer: Proxy, db: Connection
) -> None:
    kill(db, 3)
    sequence = one(
        db,
        "with numbered as (select id, row_number() over (order by seq) n from message_queue),"
        " joined as (select gen_random_uuid() as id)"
        " update message_queue q set sequence_id = joined.id, sequence_position = n,"
        "   sequence_total = 3 from numbered, joined where q.id = numbered.id"
        " returning q.sequence_id",
    )
    # The first to come is the last that was given up.
    db.execute(
        "update event_dead_letters d set created_at = now() - e.seq * interval '1 s'"
        " from events e where e.id = d.event_id"
    )
    done = post(page, signer, RETRY, {"all": "1", "sure": "1"})
    assert "9 put back" in told(shown(page, signer, done.headers["Location"]))
    assert column(
        db,
        "select sequence_position from message_queue where sequence_id = %s and status = 'queued'"
        " order by sequence_position",
        sequence,
    ) == [1, 2, 3]
    assert column(
        db,
        "select e.seq from operator_actions a join events e on e.id = a.target_id"
        " where a.action = 'retry' order by a.created_at",
    ) == column(db, "select seq from events order by seq")


@pytest.mark.parametrize(("verb", "reason"), [("retry", ""), ("dismiss", "too old")])
def test_two_hundred_of_three_queues_go_in_one_click_each_once_by_two_at_the_same_moment(
    page: FunctionProcess, signer: Proxy, db: Connection, verb: str, reason: str
) -> None:
    dead = kill(db, 67)
    path = f"/dead-letters/{verb}"
    asked = post(page, signer, path, {"all": "1"})
    assert f"{verb.title()} all 201?" in asked.text
    assert retried(db, verb) == []
    sure = {"all": "1", "sure": "1", "reason": reason}

    def go(email: str) -> str:
        return post(page, signer, path, sure, email).headers["Location"]

    with ThreadPoolExecutor(2) as both:
        ways = list(both.map(go, [BO, CY]))
    counts: list[int] = []
    for way in ways:
        said = told(shown(page, signer, way))
        counts.append(int(said.split()[0]))
        assert "are left" not in said
    assert sum(counts) == 201
    assert retried(db, verb) == sorted(dead)
    waiting = 67 if verb == "retry" else 0
    assert one(db, "select count(*) from agent_tasks where status = 'pending'") == waiting
    assert one(db, "select count(*) from message_queue where status = 'queued'") == waiting
    assert one(db, "select count(*) from events where not processed") == waiting
    assert one(db, "select count(*) from event_dead_letters") == 0


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
def test_nobody_else_acts_and_no_other_site_does(
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
    form = {"all": "1", "sure": "1", "reason": "x", "open": "row:events:x"}
    for path in (RETRY, DISMISS, OPEN):
        assert httpx2.post(page.url + path, data=form, headers=headers).status_code == status
    assert one(db, "select count(*) from operator_actions") == 0
    assert one(db, "select count(*) from event_dead_letters") == 1


@pytest.mark.parametrize("row", ["row:users:1", "row:events:x", "row:", "row:messages:'"])
def test_a_row_of_no_queue_is_refused(
    page: FunctionProcess, signer: Proxy, db: Connection, row: str
) -> None:
    kill(db, 1)
    answer = httpx2.post(page.url + RETRY, data={row: "1"}, headers=as_(signer, "bo@ops.test"))
    assert answer.status_code == 400
    assert retried(db) == []


def test_more_than_a_page_shows_is_listed_page_by_page_each_once(
    operations: Operations, db: Connection
) -> None:
    kill(db, 150)
    seen: list[str] = []
    address = "/dead-letters?words=broke"
    for _ in range(4):
        page = operations.text(address)
        seen += re.findall(r'name="(row:[^"]+)"', page)
        onwards = re.search(r'class="button quiet" href="([^"]+)"', page)
        if onwards is None:
            break
        address = onwards[1]
    assert len(seen) == len(set(seen)) == 450


@pytest.mark.parametrize("words", ["+1 415 555 0101", "4155550101"])
def test_a_number_stands_in_no_address(operations: Operations, words: str) -> None:
    for path in ("/dead-letters", "/dead-letters.csv"):
        for name in ("words", "value"):
            assert operations.get(f"{path}?{urlencode({name: words})}").status_code == 400
    assert operations.get(f"/dead-letters?words={UUID(int=7)}").status_code == 200
