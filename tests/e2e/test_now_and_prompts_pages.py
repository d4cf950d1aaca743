"""What the page Now says is wrong, and what to do; and what each version of a prompt did."""

import json
import re
from typing import Any
from uuid import UUID

import pytest

from shared.db.pool import Database as Pool
from shared.db.pool import opened
from tests.fixtures.dashboard import Operations
from tests.fixtures.database import Database
from tests.fixtures.people import SARAH, Connection, add_user, one
from tests.fixtures.waiting import until


@pytest.fixture
def db(db: Connection) -> Connection:
    """An empty database, as a new day."""
    db.execute("set session_replication_role = replica")
    db.execute(
        "delete from agent_actions_log; delete from agent_instances; delete from agent_tasks;"
        " delete from messages; delete from conversations; delete from events; delete from users;"
        " delete from private.sweeps; delete from operator_actions"
    )
    db.execute("set session_replication_role = origin")
    return db


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_what_is_unhealthy_is_a_red_line_in_doctors_words(
    operations: Operations, db: Connection
) -> None:
    db.execute(
        "insert into agent_tasks (task_type, agent_type, status, scheduled_for, context_json)"
        " values ('schedule_followup', 'concierge', 'pending', now() - interval '1 hour', '{}')"
    )
    red = "Is every task that is due taken up within 2 minutes? No. See that task_processor runs"
    until(lambda: red in text_of(operations.text("/operations")), "doctor looks again")
    assert "something calls it every minute" in text_of(operations.text("/operations"))


def test_periodic_work_says_when_it_is_due_again(operations: Operations, db: Connection) -> None:
    token = UUID(int=1)
    one(db, "select claim_sweep('reconcile_inbound', '15 minutes', %s)", token)
    one(db, "select finish_sweep('reconcile_inbound', %s, now())", token)
    one(db, "select private.begin_reviews(now() - interval '2 hours')")
    db.execute("insert into private.sweeps (name, finished_at) values ('of_old', now())")
    shown = text_of(operations.text("/operations"))
    assert re.search(r"reconcile inbound next in 15 min", shown)
    assert "account manager review should have been done again" in shown
    assert "of old when it is next is not known yet" in shown


def test_what_arrived_and_what_the_dearest_person_cost_stand_there(
    operations: Operations, db: Connection
) -> None:
    person = add_user(db, SARAH)
    conversation = one(
        db,
        "insert into conversations (user_id, phone_number) values (%s, %s) returning id",
        *(person, SARAH),
    )
    db.execute("set session_replication_role = replica")
    for status, code, many in (("delivered", None, 9), ("undelivered", 30003, 1)):
        db.execute(
            "insert into messages (conversation_id, user_id, role, direction, content, status,"
            " error_code) select %s, %s, 'concierge', 'outbound', 'x', %s, %s"
            " from generate_series(1, %s)",
            (conversation, person, status, code, many),
        )
    db.execute("set session_replication_role = origin")
    db.execute(
        "insert into agent_actions_log (agent_type, action_type, user_id, cost_usd, model_used)"
        " values ('concierge', 'llm_call', %s, 0.25, 'm'), ('concierge', 'llm_call', null, 2, 'm')",
        (person,),
    )
    shown = text_of(operations.text("/operations"))
    assert "90.0 % of those of which the end is known arrived: more than 5 % did not" in shown
    assert "30003: " in shown
    assert "$2.25 of $50.00" in shown
    assert "The most for one person: $0.25 of $1.00" in shown


@pytest.fixture
def pool(module_database: Database) -> Any:
    with opened(module_database.app_url) as database:
        yield database


def decided(db: Connection, person: UUID, conversation: UUID, at: str, **said: Any) -> None:
    """A text that a decision of these facts has answered."""
    step = {"step": "decided", "at": at, "agent": "concierge", "prompt_version": "concierge-1"}
    facts: dict[str, Any] = {"engine": "rules", "ms": 20, "attempt": 1, "effects": [], "replies": 1}
    db.execute(
        "insert into messages (conversation_id, user_id, role, direction, content, status, trace)"
        " values (%s, %s, 'user', 'inbound', 'x', 'received', %s)",
        (conversation, person, json.dumps([step | facts | said])),
    )


def test_a_version_of_a_prompt_stands_there_with_what_it_did(
    operations: Operations, db: Connection
) -> None:
    person = add_user(db, SARAH)
    conversation = one(
        db,
        "insert into conversations (user_id, phone_number) values (%s, %s) returning id",
        *(person, SARAH),
    )
    # Two texts of one turn, a turn that was decided anew, and one of the model.
    decided(db, person, conversation, "2026-11-20T10:00:00Z", replies=2)
    decided(db, person, conversation, "2026-11-20T10:00:00Z", replies=2)
    decided(db, person, conversation, "2026-11-20T11:00:00Z", attempt=3)
    decided(db, person, conversation, "2026-11-20T12:00:00Z", engine="claude", ms=3000)
    decided(db, person, conversation, "2026-11-20T13:00:00Z", prompt_version="=1+1<b>")
    instance = one(db, "select private.agent_instance('concierge', 'concierge-1', now())")
    for action, cost, error in (
        ("llm_call", 0.04, None),
        ("llm_call", 0.02, "took too long"),
        ("function_execution", None, None),
        ("function_execution", None, "there is no tool x"),
    ):
        db.execute(
            "insert into agent_actions_log (agent_type, agent_instance_id, action_type, cost_usd,"
            " error) values ('concierge', %s, %s, %s, %s)",
            (instance, action, cost, error),
        )
    page = operations.get("/prompts").text
    assert "=1+1&lt;b&gt;" in page
    rows = [text_of(row) for row in re.findall(r"<tr data-row>.*?</tr>", page, re.S)]
    assert "concierge concierge-1 3 2 67 % 2 1.33 0.0 s 1 of 2 1 of 2 $0.06 $0.0200 a turn" in rows
    exported = operations.get("/prompts.csv")
    assert exported.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "concierge,'=1+1<b>,1,1,0,1" in exported.text


def test_a_settled_turn_says_whose_prompt_decided_it(
    operations: Operations, db: Connection, pool: Pool
) -> None:
    from shared.db.turns import Turns
    from tests.fixtures.people import decision, text

    turns = Turns(pool)
    turn = turns.record(text("Hello")).turn
    assert turn is not None
    made = decision("Hi.")
    turns.settle(turn, made, [("Hi.", 1)], decided_ms=12)
    page = text_of(operations.text("/prompts"))
    assert f"{made.agent_type} {made.prompt_version} 1 " in page
