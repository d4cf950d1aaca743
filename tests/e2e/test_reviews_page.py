"""What only a person can decide is decided by page, once, and what follows from it happens."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from shared.network.introductions import Action, Actor, Flow
from tests.fixtures.community import clock, member, publish
from tests.fixtures.dashboard import BO, CY, Operations, told
from tests.fixtures.introductions import Made, available, does, innovator, made, prospect, status_of
from tests.fixtures.people import Connection, one

M, B = Actor.MAKER, Actor.BENEFICIARY
PROSPECTS, INTRODUCTIONS, ANSWERS = (
    f"/reviews/{what}" for what in ("prospects", "introductions", "answers")
)


@pytest.fixture
def db(db: Connection) -> Connection:
    """Without reviews, and without acts: as a new day."""
    db.execute("set session_replication_role = replica")
    db.execute(
        "delete from operator_actions; delete from introduction_reviews;"
        " delete from prospect_reviews; delete from prospect_acquaintances;"
        " delete from community_responses; delete from intro_opportunities; delete from prospects"
    )
    db.execute("set session_replication_role = origin")
    return db


def acts(db: Connection) -> list[tuple[Any, ...]]:
    return db.execute(
        "select actor, action, target_table, target_id, detail from operator_actions"
        " order by created_at"
    ).fetchall()


def decided(operations: Operations, path: str, what: str, id: UUID, email: str = BO) -> str:
    return told(operations.post(path, {"decision": f"{what}:{id}"}, email).text)


def suspected(db: Connection) -> tuple[UUID, UUID, UUID]:
    """A member who may be an innovator's prospect: review, prospect, member."""
    uploader = innovator(db)
    who, person = prospect(db, uploader, name="Jo <b>Lee</b>"), member(db, last_name="Roe")
    db.execute("update prospects set status = 'review' where id = %s", (who,))
    review = one(
        db,
        "insert into prospect_reviews (prospect_id, user_id, score, rule)"
        " values (%s, %s, 60, 'name and company') returning id",
        *(who, person),
    )
    return review, who, person


@pytest.mark.parametrize(("what", "status"), [("yes", "converted"), ("no", "pending")])
def test_whether_a_member_is_a_prospect_is_decided_once(
    operations: Operations, db: Connection, what: str, status: str
) -> None:
    review, who, person = suspected(db)
    shown = operations.get("/reviews").text
    assert "Jo &lt;b&gt;Lee&lt;/b&gt;, CFO" in shown
    assert f'href="/people/{person}"' in shown
    assert decided(operations, PROSPECTS, what, review) == f"Decided: {what}."
    assert one(db, "select status from prospects where id = %s", who) == status
    assert "decided before" in decided(operations, PROSPECTS, what, review, CY)
    action = "confirm_prospect" if what == "yes" else "reject_prospect"
    assert acts(db) == [(BO, action, "prospect_reviews", review, {})]
    assert one(db, "select user_id from operator_actions") == person


def test_whether_a_member_knows_a_prospect_is_noted_as_such(
    operations: Operations, db: Connection
) -> None:
    uploader = innovator(db)
    who, person = prospect(db, uploader), member(db)
    review = one(
        db,
        "insert into prospect_acquaintances (prospect_id, user_id, score, rule, source)"
        " values (%s, %s, 50, 'company', 'people_data_labs') returning id",
        *(who, person),
    )
    assert "Does the member know this person?" in operations.text("/reviews")
    assert decided(operations, PROSPECTS, "yes", review) == "Decided: yes."
    assert acts(db) == [(BO, "confirm_prospect", "prospect_acquaintances", review, {})]


def disputed(db: Connection, now: datetime, *, objections: int = 1) -> tuple[Made, UUID]:
    """One that its maker reports and whoever pays denies; its review."""
    one_ = made(db, Flow.OPPORTUNITY, now)
    does(db, one_.people[M], Action.ACCEPT, one_.flow, one_.id, now)
    for _ in range(objections):
        does(db, one_.people[M], Action.REPORT, one_.flow, one_.id, now)
        does(db, one_.people[B], Action.OBJECT, one_.flow, one_.id, now)
    return one_, one(db, "select id from introduction_reviews where item_id = %s", one_.id)


@pytest.mark.parametrize(
    ("verdict", "status", "maker", "payer"),
    [
        ("happened", "completed", 50, 150),
        ("not_happened", "expired", 0, 200),
        ("left", "accepted", 0, 150),
    ],
)
def test_a_dispute_over_credits_is_decided_once(
    operations: Operations, db: Connection, verdict: str, status: str, maker: int, payer: int
) -> None:
    one_, review = disputed(db, clock(db))
    shown = operations.text("/reviews")
    assert "50 credits: Ines Ito says that it did not happen" in shown
    decided(operations, INTRODUCTIONS, verdict, review)
    assert status_of(db, one_.flow, one_.id) == status
    assert available(db, one_.people[M]) == maker
    assert available(db, one_.people[B]) == payer
    for again in ("happened", "not_happened", "left"):
        assert "decided before" in decided(operations, INTRODUCTIONS, again, review, CY)
    assert available(db, one_.people[M]) == maker
    assert acts(db) == [(BO, f"introduction_{verdict}", "introduction_reviews", review, {})]
    assert "None. An introduction" in operations.text("/reviews")


def test_of_an_introduction_that_is_over_nothing_is_paid(
    operations: Operations, db: Connection
) -> None:
    one_, review = disputed(db, clock(db), objections=3)
    shown = operations.text("/reviews")
    assert f"left:{review}" in shown
    assert f"happened:{review}" not in shown
    assert "over already" in decided(operations, INTRODUCTIONS, "happened", review)
    assert available(db, one_.people[M]) == 0
    assert acts(db) == []
    decided(operations, INTRODUCTIONS, "left", review)
    assert [act[1] for act in acts(db)] == ["introduction_left"]


def scored(db: Connection, score: int, credits: int) -> tuple[UUID, UUID]:
    """An answer as the rules have scored it, and whose it is."""
    now = clock(db)
    expert = member(db, "finance")
    request = publish(db, member(db), now=now)
    response = one(
        db,
        "insert into community_responses (request_id, user_id, response_text, verbatim_answer,"
        " usefulness_score, credits_awarded, scored_by, status, created_at)"
        " values (%s, %s, 'a firm', 'ask <i>Ledger</i> & Co', %s, %s, 'rules',"
        "   case when %s > 0 then 'rewarded' else 'provided' end, %s) returning id",
        *(request, expert, score, credits, credits, now),
    )
    return response, expert


@pytest.mark.parametrize(
    ("before", "paid", "after", "credits"),
    [(5, 0, 8, 25), (5, 0, 5, 0), (5, 0, 2, 0), (8, 25, 3, 0)],
)
def test_an_answer_is_worth_what_a_person_says_and_is_paid_only_where_nothing_was(
    operations: Operations, db: Connection, before: int, paid: int, after: int, credits: int
) -> None:
    response, expert = scored(db, before, paid)
    assert "ask &lt;i&gt;Ledger&lt;/i&gt; &amp; Co" in operations.get("/reviews").text
    form = {"decision": f"score:{response}", f"score:{response}": str(after)}
    assert told(operations.post(ANSWERS, form).text) == f"The answer is worth {after} of 10."
    row = "select usefulness_score, scored_by from community_responses where id = %s"
    assert db.execute(row, (response,)).fetchone() == (after, "operator")
    assert available(db, expert) == credits
    assert one(db, "select useful_of_last_five from users where id = %s", expert) == (after >= 7)
    assert "decided before" in told(operations.post(ANSWERS, form, CY).text)
    assert acts(db) == [(BO, "score_answer", "community_responses", response, {"score": after})]


@pytest.mark.parametrize("score", ["0", "11", "", "7.5", "x", "-1"])
def test_a_score_that_is_none_is_refused(
    operations: Operations, db: Connection, score: str
) -> None:
    response, _ = scored(db, 5, 0)
    form = {"decision": f"score:{response}", f"score:{response}": score}
    assert operations.post(ANSWERS, form).status_code == 400
    assert acts(db) == []


@pytest.mark.parametrize("path", [PROSPECTS, INTRODUCTIONS, ANSWERS])
@pytest.mark.parametrize("decision", ["", "yes", "yes:'", f"maybe:{UUID(int=0)}"])
def test_what_is_no_decision_is_refused(
    operations: Operations, db: Connection, path: str, decision: str
) -> None:
    assert operations.post(path, {"decision": decision}).status_code == 400
    assert acts(db) == []


def test_answers_are_listed_page_by_page_each_once_and_all_lists_in_the_file(
    operations: Operations, db: Connection
) -> None:
    first, _ = scored(db, 5, 0)
    db.execute(
        "insert into users (phone_number, first_name) select '+1650555' || lpad(n::text, 4, '0'),"
        " 'Pat' || n from generate_series(1, 129) n"
    )
    db.execute(
        "insert into community_responses (request_id, user_id, response_text, usefulness_score,"
        " scored_by) select r.request_id, u.id, '@answer', 4, 'rules'"
        " from community_responses r join users u on u.first_name like 'Pat%%'"
        " where r.id = %s",
        (first,),
    )
    seen: list[str] = []
    address = "/reviews"
    for _ in range(3):
        page = operations.text(address)
        seen += re.findall(r'value="score:([^"]+)"', page)
        onwards = re.search(r'href="([^"]+#answers)"', page)
        if onwards is None:
            break
        address = onwards[1].partition("#")[0]
    assert len(seen) == len(set(seen)) == 130
    assert operations.get("/reviews.csv").text.count("answers,") == 130
