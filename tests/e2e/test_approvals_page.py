"""Who waits is approved or declined by page, with what speaks for them; each once."""

import re
from typing import Any
from uuid import UUID

import pytest

from tests.fixtures.dashboard import BO, CY, Operations, told
from tests.fixtures.people import Connection, add_user, column, one

APPROVE, DECLINE = "/approvals/approve", "/approvals/decline"
COMPLETE: dict[str, Any] = {
    "verified": False,
    "poc_agent_type": "bouncer",
    "first_name": "Sarah",
    "last_name": "Chen",
    "company": "Acme",
    "title": "CTO",
    "email": "sarah@acme.com",
    "email_verified": True,
    "name_dropped": "Ada",
    "onboarding_completed_at": "2026-11-20T15:00:00Z",
}


@pytest.fixture
def db(db: Connection) -> Connection:
    """Without people, and without acts: as a new day."""
    db.execute("set session_replication_role = replica")
    db.execute(
        "delete from operator_actions; delete from messages; delete from conversations;"
        " delete from message_queue; delete from events; delete from users"
    )
    db.execute("set session_replication_role = origin")
    return db


def newcomer(db: Connection, number: int = 101, **columns: Any) -> UUID:
    given = {**COMPLETE, "email": f"n{number}@acme.com", **columns}
    return add_user(db, f"+14155550{number}", **given)


def marking(*people: UUID) -> dict[str, str]:
    return {f"person:{id}": "1" for id in people}


def acts(db: Connection) -> list[tuple[Any, ...]]:
    return db.execute(
        "select actor, action, target_id, user_id, reason from operator_actions order by created_at"
    ).fetchall()


def test_who_waits_stands_there_with_what_speaks_for_them(
    operations: Operations, db: Connection
) -> None:
    referrer = newcomer(db, 102, verified=True, approved_at="2026-01-01Z", first_name="Ada")
    person = newcomer(
        db, name_dropped=None, referred_by=referrer, linkedin_url="https://linkedin.com/in/sarah"
    )
    conversation = one(
        db,
        "insert into conversations (user_id, phone_number) values (%s, %s) returning id",
        *(person, "+14155550101"),
    )
    db.execute(
        "insert into messages (conversation_id, user_id, role, direction, content, status)"
        " values (%s, %s, 'user', 'inbound', %s, 'received')",
        (conversation, person, "I run <b>data</b> at Acme"),
    )
    newcomer(db, 103, first_name="Unready", email=None, email_verified=False)
    shown = operations.text("/approvals")
    opened = "select action, detail from operator_actions"
    assert db.execute(opened).fetchall() == [("open_approvals", {"people": [str(person)]})]
    assert "open approvals" in operations.text(f"/audit?id={person}")
    for fact in (
        *("Sarah Chen", "CTO at Acme", "a work address; 1 member of acme.com"),
        *(f'<a href="/people/{referrer}">Ada Chen</a>, a member', "linkedin.com/in/sarah"),
    ):
        assert fact in shown
    assert "I run &lt;b&gt;data&lt;/b&gt; at Acme" in operations.get("/approvals").text
    assert shown.count('name="person:') == 2, "who is a member waits no more"
    assert "4155550101" not in shown


def test_whoever_is_marked_is_approved_and_their_agent_hears_of_it(
    operations: Operations, db: Connection
) -> None:
    people = [newcomer(db, 101), newcomer(db, 102)]
    answer = operations.post(APPROVE, marking(*people) | {"as": "innovator"})
    assert told(answer.text) == "Sarah Chen : approved, innovator Sarah Chen : approved, innovator"
    assert column(db, "select poc_agent_type from users where verified") == ["innovator"] * 2
    assert one(db, "select count(*) from events where event_type = 'user.verified'") == 2
    assert {act[2]: act for act in acts(db)} == {
        id: (BO, "approve_as_innovator", id, id, "") for id in people
    }
    assert "Nobody waits" in operations.text("/approvals")


def test_who_has_been_approved_by_another_is_told_by_name(
    operations: Operations, db: Connection
) -> None:
    person = newcomer(db)
    operations.post(APPROVE, marking(person), CY)
    again = operations.post(APPROVE, marking(person))
    assert told(again.text) == "Sarah Chen : was approved before"
    assert [act[:2] for act in acts(db)] == [(CY, "approve_as_concierge")]


def test_nobody_is_approved_who_has_not_given_all_unless_anyway(
    operations: Operations, db: Connection
) -> None:
    person = newcomer(
        db, email=None, email_verified=False, title=None, onboarding_completed_at=None
    )
    assert "a proved email, a title" in operations.text("/approvals?standing=unfinished")
    refused = operations.post(APPROVE, marking(person))
    assert "not approved: has not given a proved email, a title" in told(refused.text)
    assert acts(db) == []
    assert not one(db, "select verified from users where id = %s", person)
    operations.post(APPROVE, marking(person) | {"anyway": "1"})
    assert one(db, "select verified from users where id = %s", person)


def test_a_decline_is_asked_twice_and_told_kindly_with_its_reason(
    operations: Operations, db: Connection
) -> None:
    person = newcomer(db)
    asked = operations.post(DECLINE, marking(person))
    assert "Decline 1 person?" in asked.text
    assert operations.post(DECLINE, marking(person) | {"sure": "1"}).status_code == 400
    assert one(db, "select count(*) from message_queue") == 0
    reason = "we take in founders only\nfor now"
    sure = marking(person) | {"sure": "1", "reason": reason}
    assert "declined" in told(operations.post(DECLINE, sure).text)
    words = one(db, "select message_data ->> 'text' from message_queue where status = 'queued'")
    assert words.startswith("Hi Sarah, thank you for your time")
    assert "The reason: we take in founders only for now. I'm sorry." in words
    assert acts(db) == [(BO, "decline", person, person, "we take in founders only for now")]
    assert "was approved or declined before" in told(operations.post(DECLINE, sure).text)
    assert one(db, "select count(*) from message_queue") == 1
    assert 'name="person:' not in operations.text("/approvals")
    assert "Sarah Chen" in operations.text("/approvals?standing=declined")


def test_who_is_approved_after_all_is_not_told_the_contrary(
    operations: Operations, db: Connection
) -> None:
    person = newcomer(db)
    operations.post(DECLINE, marking(person) | {"sure": "1", "reason": "x"})
    operations.post(APPROVE, marking(person))
    assert column(db, "select status from message_queue") == ["cancelled"]
    row = db.execute("select verified, declined_at from users where id = %s", (person,)).fetchone()
    assert row == (True, None)


@pytest.mark.parametrize("path", [APPROVE, DECLINE])
def test_what_is_no_person_is_refused(operations: Operations, db: Connection, path: str) -> None:
    form = {"person:'": "1", "sure": "1", "reason": "x"}
    assert operations.post(path, form).status_code == 400
    assert acts(db) == []


def test_whoever_waits_is_listed_page_by_page_each_once_and_all_of_them_in_the_file(
    operations: Operations, db: Connection
) -> None:
    db.execute(
        "insert into users (phone_number, first_name, onboarding_completed_at) select '+1650555'"
        " || lpad(n::text, 4, '0'), '=Pat' || n, '2026-11-01Z' from generate_series(1, 230) n"
    )
    seen: list[str] = []
    address = "/approvals?standing=waiting"
    for _ in range(4):
        page = operations.text(address)
        seen += re.findall(r"<strong>(=Pat\d+)</strong>", page)
        onwards = re.search(r'class="button quiet" href="([^"]+)"', page)
        if onwards is None:
            break
        address = onwards[1]
    assert len(seen) == len(set(seen)) == 230
    file = operations.get("/approvals.csv?standing=waiting").text.splitlines()
    assert len(file) == 231
    assert all(line.startswith("'=Pat") for line in file[1:])
    assert "+1650555" not in file[1]
    assert operations.get("/approvals?after=2026-01-01~x").status_code == 400
