"""A conversation opened, taken over, answered and given back over HTTP, and who may do nothing."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

import httpx2
import pytest
from psycopg.types.json import Jsonb

from infra.local.functions import FunctionProcess
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.domain.decision import ActionRecord
from tests.fixtures.dashboard import OPERATOR, Proxy, behind, dashboard_function
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, add_user, column, decision, one, text

HOSTILE = "<script>alert(1)</script>"
NUMBER = "+14155550101"
ACTS = {
    "take-over": {"reason": "stuck"},
    "answer": {"answer": "Hello", "seen": "999999"},
    "give-back": {"reason": "done"},
    "pause": {"reason": "fraud?", "hours": "1"},
    "resume": {"reason": "no fraud"},
    "close-request": {"reason": "called them"},
}


@pytest.fixture(scope="module")
def cloud(
    module_database: Database, tmp_path_factory: pytest.TempPathFactory, signer: Proxy
) -> Iterator[FunctionProcess]:
    given = behind(signer, "yachtparty.test")
    folder = tmp_path_factory.mktemp("conversations")
    with dashboard_function(module_database.app_url, folder, given) as function:
        yield function


@pytest.fixture(scope="module")
def turns(module_database: Database) -> Iterator[Turns]:
    pool = Pool(module_database.functions_url)
    yield Turns(pool)
    pool.close()


@pytest.fixture
def client(cloud: FunctionProcess, signer: Proxy) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=cloud.url, headers=asking(signer.header())) as made:
        yield made


@pytest.fixture
def thread(db: Connection, turns: Turns) -> Iterator[UUID]:
    """Somebody who has texted and was answered."""
    number = str(one(db, "select '+1415555' || (2000 + count(*)) from users"))
    add_user(db, number, first_name="Sarah", quiet_hours_start="12:00", quiet_hours_end="12:00")
    turn = turns.record(text("what's my balance?", sender=number)).turn
    assert turn is not None
    calls = [
        ActionRecord(
            action_type="llm_call",
            model_used="claude-x",
            input_tokens=1200,
            output_tokens=34,
            cost_usd=Decimal("0.0125"),
            latency_ms=900,
        ),
        ActionRecord(
            action_type="function_execution",
            latency_ms=3,
            input_data={"tool": "check_credits", "arguments": {"note": HOSTILE}},
            output_data={"balance": 50},
        ),
    ]
    turns.settle(turn, decision("50 credits.", log=calls), [("50 credits.", 1)], decided_ms=912)
    id = one(db, "select id from conversations where phone_number = %s", number)
    yield id
    db.execute(
        "update conversations set status = 'closed', taken_over_by = null where id = %s", (id,)
    )


def asking(header: str, **more: str) -> dict[str, str]:
    return {"X-Goog-IAP-JWT-Assertion": header, "Sec-Fetch-Site": "same-origin", **more}


def newest(db: Connection, thread: UUID) -> str:
    return str(one(db, "select max(seq) from messages where conversation_id = %s", thread))


def state(db: Connection) -> list[object]:
    """All that an act could change."""
    counts = "select (select count(*) from messages), (select count(*) from operator_actions)"
    held = (
        "select array_agg((id, status, taken_over_by, person_asked_at)::text order by id)"
        " from conversations"
    )
    return [*db.execute(counts).fetchone(), one(db, held)]  # type: ignore[misc]


def test_the_thread_shows_each_turn_with_its_tools_cost_and_latency(
    client: httpx2.Client, db: Connection, thread: UUID
) -> None:
    page = client.get(f"/conversations/{thread}").text
    for told in (
        "balance?",
        "50 credits.",
        "check_credits",
        "claude-x",
        "1,200",
        "$0.0125",
        "912 ms",
    ):
        assert told in page, told
    assert one(db, "select phone_number from conversations where id = %s", thread) in page
    assert HOSTILE not in page
    opened = (
        "select actor from operator_actions where action = 'open_conversation' and target_id = %s"
    )
    assert column(db, opened, thread) == [OPERATOR]


def test_it_is_taken_over_answered_and_given_back(
    client: httpx2.Client, db: Connection, thread: UUID
) -> None:
    base = f"/conversations/{thread}"
    taken = client.post(f"{base}/take-over", data={"reason": "stuck"})
    assert (taken.status_code, taken.headers["Location"]) == (303, f"{base}?told=taken#now")
    page = client.get(f"{base}?told=taken").text
    assert "You answer" in page
    assert "you answer" in client.get("/conversations").text
    seen = newest(db, thread)
    sent = client.post(f"{base}/answer", data={"answer": "Here I am.\r\nAna", "seen": seen})
    assert sent.headers["Location"].endswith("told=sent#now")
    again = client.post(f"{base}/answer", data={"answer": "Here I am.", "seen": seen})
    assert (again.status_code, "Read it, then send" in again.text) == (409, True)
    assert ">Here I am.</textarea>" in again.text
    back = client.post(f"{base}/give-back", data={})
    assert back.headers["Location"].endswith("told=given_back#now")
    said = (
        "select content from messages where conversation_id = %s and role = 'system' order by seq"
    )
    joined, answer = column(db, said, thread)
    assert "has joined" in joined
    assert answer == "Here I am.\nAna"
    did = "select action, reason from operator_actions where target_id = %s order by created_at, id"
    acts = [row for row in db.execute(did, (thread,)) if row[0] != "open_conversation"]
    assert acts == [("take_over", "stuck"), ("answer", ""), ("give_back", "")]


def test_another_operator_is_told_who_answers_and_sends_nothing(
    client: httpx2.Client, cloud: FunctionProcess, signer: Proxy, db: Connection, thread: UUID
) -> None:
    base = f"{cloud.url}/conversations/{thread}"
    bo = asking(signer.header(email="bo@yachtparty.test"))
    client.post(f"/conversations/{thread}/take-over", data={})
    late = httpx2.post(f"{base}/take-over", data={}, headers=bo)
    assert late.headers["Location"].endswith("told=theirs#now")
    page = httpx2.get(f"{base}?told=theirs", headers=bo).text
    assert f"{OPERATOR} answers" in page
    assert "textarea" not in page
    seen = newest(db, thread)
    answer = httpx2.post(f"{base}/answer", data={"answer": "x", "seen": seen}, headers=bo)
    assert answer.status_code == 409
    assert newest(db, thread) == seen


def test_pause_and_resume_want_a_reason(
    client: httpx2.Client, db: Connection, thread: UUID
) -> None:
    base = f"/conversations/{thread}"
    before = state(db)
    assert client.post(f"{base}/pause", data={"reason": "  ", "hours": "1"}).status_code == 400
    assert client.post(f"{base}/pause", data={"reason": "x", "hours": "7"}).status_code == 400
    assert state(db) == before
    assert client.post(f"{base}/pause", data={"reason": HOSTILE, "hours": ""}).status_code == 303
    assert "until somebody resumes it" in client.get("/conversations").text
    assert client.post(f"{base}/resume", data={"reason": "fine"}).status_code == 303
    assert HOSTILE not in client.get(f"/audit?id={thread}").text
    assert one(db, "select status from conversations where id = %s", thread) == "active"


@pytest.mark.parametrize(
    ("answer", "told"),
    [("", "nothing in it"), ("  \n", "nothing in it"), ("word " * 700, "longer")],
)
def test_an_answer_that_is_none_or_would_be_cut_is_not_sent(
    client: httpx2.Client, db: Connection, thread: UUID, answer: str, told: str
) -> None:
    client.post(f"/conversations/{thread}/take-over", data={})
    seen = newest(db, thread)
    page = client.post(f"/conversations/{thread}/answer", data={"answer": answer, "seen": seen})
    assert (page.status_code, told in page.text) == (409, True)
    assert newest(db, thread) == seen


def test_whatever_stands_in_a_row_is_shown_as_text(
    client: httpx2.Client, db: Connection, thread: UUID
) -> None:
    user = one(db, "select user_id from conversations where id = %s", thread)
    db.execute(
        "update conversations set pause_reason = %(x)s, conversation_summary = %(x)s,"
        " open_question = %(q)s, status = 'paused' where id = %(id)s",
        {"x": HOSTILE, "q": Jsonb({"kind": HOSTILE}), "id": thread},
    )
    db.execute("update users set first_name = %s where id = %s", (HOSTILE, user))
    traces = [
        {"step": HOSTILE, "at": HOSTILE},
        {"step": "decided", "effects": HOSTILE},
        7,
        {"at": 3},
    ]
    settled = {"step": "settled", "at": "2026-11-29T07:00:00+00:00", HOSTILE: [HOSTILE]}
    db.execute(
        "insert into messages (conversation_id, user_id, role, direction, content, status, trace)"
        " values (%s, %s, 'user', 'inbound', %s, 'received', %s)",
        (thread, user, HOSTILE, Jsonb([*traces, settled])),
    )
    db.execute(
        "insert into agent_actions_log (agent_type, action_type, user_id, context_id, input_data,"
        " output_data, error)"
        " values (%(x)s::text, 'function_execution', %(u)s, %(c)s, %(j)s, %(j)s, %(x)s::text)",
        {"x": HOSTILE, "u": user, "c": thread, "j": Jsonb([HOSTILE])},
    )
    for address in (
        f"/conversations/{thread}",
        "/conversations",
        f"/conversations/{thread}?told={HOSTILE}",
    ):
        page = client.get(address)
        assert page.status_code == 200
        assert HOSTILE not in page.text
        assert "&lt;script&gt;" in page.text


@pytest.mark.parametrize("act", ACTS)
def test_whoever_may_not_act_is_refused_and_nothing_is_written(
    cloud: FunctionProcess, signer: Proxy, db: Connection, thread: UUID, act: str
) -> None:
    address = f"{cloud.url}/conversations/{thread}/{act}"
    mine = signer.header()
    before = state(db)
    for headers, status in (
        (asking(signer.header(email="mallory@evil.test")), 403),
        (asking(signer.header(email="ana@yachtparty.test.evil.test")), 403),
        (asking(Proxy().header()), 401),
        (asking(signer.header(exp=1, iat=0)), 401),
        (asking(signer.header(aud="/projects/1/other")), 401),
        ({"Sec-Fetch-Site": "same-origin"}, 401),
        (asking(mine, **{"Sec-Fetch-Site": "cross-site"}), 403),
        (asking(mine, **{"Sec-Fetch-Site": "same-site"}), 403),
        ({"X-Goog-IAP-JWT-Assertion": mine}, 403),
        ({"X-Goog-IAP-JWT-Assertion": mine, "Origin": "https://evil.test"}, 403),
    ):
        answer = httpx2.post(address, data=ACTS[act], headers=headers)
        assert answer.status_code == status, headers
    assert httpx2.get(address, headers=asking(mine)).status_code == 404
    assert state(db) == before


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("id", ["5b0e2f0a-3f5e-4a52-9a51-000000000000", "x", "%00"])
def test_a_conversation_that_is_none_cannot_be_acted_on(
    client: httpx2.Client, db: Connection, id: str, act: str
) -> None:
    before = state(db)
    assert client.post(f"/conversations/{id}/{act}", data=ACTS[act]).status_code in (400, 404)
    assert client.get(f"/conversations/{id}").status_code == 404
    assert state(db) == before


def test_only_operators_see_a_thread(
    cloud: FunctionProcess, signer: Proxy, db: Connection, thread: UUID
) -> None:
    before = state(db)
    for header in (signer.header(email="mallory@evil.test"), Proxy().header(), ""):
        for path in (f"/conversations/{thread}", "/conversations"):
            answer = httpx2.get(cloud.url + path, headers=asking(header))
            assert answer.status_code in (401, 403)
            assert "balance" not in answer.text
    assert state(db) == before
