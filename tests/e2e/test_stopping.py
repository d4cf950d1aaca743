"""A processor that is told to stop in the middle of a sweep, as Cloud Run does with 10 seconds."""

import os
import signal
import threading
import time
from pathlib import Path

import httpx2

from infra.local.functions import FunctionProcess
from infra.local.guardian import Guardian
from infra.local.ports import free_port
from infra.local.services import read_services
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, one
from tests.fixtures.waiting import until

SECRET = "a secret of this test"
TASKS = 50_000  # more than can be done before it has stopped
GRACE_SECONDS = 10


def counted(owner: Connection, status: str) -> int:
    return one(owner, "select count(*) from agent_tasks where status = %s", status)


def test_it_begins_nothing_new_gives_back_what_it_claimed_and_answers(
    database: Database, owner: Connection, tmp_path: Path
) -> None:
    owner.execute("alter table agent_tasks disable trigger user")
    owner.execute(
        "insert into agent_tasks (task_type, agent_type, context_json, scheduled_for, created_by)"
        " select 'nobody_executes_this', 'system', '{}', now(), 'test' from generate_series(1, %s)",
        (TASKS,),
    )
    service = next(one for one in read_services() if one.name == "task_processor")
    statuses: list[int] = []
    with Guardian() as guardian:
        processor = FunctionProcess(
            service,
            free_port(),
            {"DATABASE_URL": database.functions_url, "POKE_SECRET": SECRET},
            log=tmp_path / "log",
            guardian=guardian,
        )
        processor.start()
        headers = {"Authorization": f"Bearer {SECRET}"}
        sweep = threading.Thread(
            target=lambda: statuses.append(
                httpx2.post(processor.url, json={}, headers=headers, timeout=120).status_code
            )
        )
        sweep.start()
        until(lambda: counted(owner, "failed") > 100, "it is at work")
        asked = time.monotonic()
        os.kill(processor.pid, signal.SIGTERM)  # as in a container: to its first process only
        until(processor.died, "it has ended")
        # Measured here is a machine with other work: three of its seconds are one of the cloud's.
        assert time.monotonic() - asked < 3 * GRACE_SECONDS
        sweep.join()
    assert statuses == [200]
    assert counted(owner, "processing") == 0
    assert counted(owner, "pending") > 0
    assert counted(owner, "pending") + counted(owner, "failed") == TASKS
