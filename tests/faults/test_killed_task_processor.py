"""A task processor is killed at each point where it could be: no task is lost, none acts twice."""

import signal
import subprocess
import sys
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from tests.fixtures.database import Database
from tests.fixtures.depth import some_at_once
from tests.fixtures.doomed_processor import POINTS
from tests.fixtures.people import SARAH, Connection, add_user, one
from tests.fixtures.waiting import until


def _run(database: Database, point: str) -> int:
    command = [sys.executable, "-m", "tests.fixtures.doomed_processor", database.app_url, point]
    return subprocess.run(command, timeout=120, check=False).returncode


def _add_followup(owner: Connection) -> UUID:
    sarah = add_user(owner, SARAH)
    conversation = one(
        owner,
        "insert into conversations (user_id, phone_number) values (%s, %s) returning id",
        sarah,
        SARAH,
    )
    return one(
        owner,
        "insert into agent_tasks (task_type, agent_type, user_id, scheduled_for, context_json)"
        " values ('schedule_followup', 'concierge', %s, now(), %s) returning id",
        sarah,
        Jsonb({"conversation_id": str(conversation), "note": "call Mike"}),
    )


@pytest.mark.parametrize("point", some_at_once(POINTS, "before the commit"))
def test_a_processor_killed_at_any_point_loses_no_task_and_repeats_no_effect(
    database: Database, owner: Connection, point: str
) -> None:
    task_id = _add_followup(owner)

    def status() -> str:
        return one(owner, "select status from agent_tasks where id = %s", task_id)

    assert _run(database, point) == -signal.SIGKILL
    assert status() == ("completed" if point == "after the commit" else "processing")

    until(
        lambda: one(
            owner,
            "select count(*) = 0 from agent_tasks"
            " where status = 'processing' and leased_until > now()",
        ),
        "the dead processor's lease has run out",
    )
    assert _run(database, "never") == 0

    assert status() == "completed"
    assert one(owner, "select count(*) from message_queue") == 1
    assert one(owner, "select attempts from agent_tasks where id = %s", task_id) == (
        1 if point == "after the commit" else 2
    )
