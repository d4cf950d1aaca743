"""An event processor is killed at each point where it could be: nothing is lost or acts twice."""

import signal
import subprocess
import sys

import pytest

from tests.fixtures.database import Database
from tests.fixtures.depth import some_at_once
from tests.fixtures.doomed_processor import POINTS
from tests.fixtures.people import SARAH, Connection, add_user, one
from tests.fixtures.waiting import until


def _run(database: Database, point: str) -> int:
    module = "tests.fixtures.doomed_event_processor"
    command = [sys.executable, "-m", module, database.app_url, point]
    return subprocess.run(command, timeout=120, check=False).returncode


@pytest.mark.parametrize("point", some_at_once(POINTS, "before the commit"))
def test_a_processor_killed_at_any_point_loses_no_event_and_repeats_no_effect(
    database: Database, owner: Connection, point: str
) -> None:
    sarah = add_user(owner, SARAH)
    owner.execute(
        "insert into message_queue (user_id, agent_id, message_data, scheduled_for, item_type)"
        " values (%s, 'bouncer', '{\"kind\": \"re_engagement\"}', now() + interval '1 day',"
        " 're_engagement')",
        (sarah,),
    )
    owner.execute(
        "select publish_event('user.onboarding_info_complete', '{}', 't', 't', 'user', %s)",
        (sarah,),
    )

    def state() -> tuple[bool, str, int]:
        row = owner.execute(
            "select e.processed, q.status, (select count(*) from jsonb_array_elements(q.trace) s"
            " where s ->> 'step' = 'superseded') from events e, message_queue q"
        ).fetchone()
        assert row is not None
        return row

    done = (True, "superseded", 1)
    assert _run(database, point) == -signal.SIGKILL
    assert state() == (done if point == "after the commit" else (False, "queued", 0))

    until(
        lambda: one(
            owner,
            "select count(*) = 0 from events where not processed and leased_until > now()",
        ),
        "the dead processor's lease has run out",
    )
    assert _run(database, "never") == 0

    assert state() == done
    assert one(owner, "select attempts from events") == (1 if point == "after the commit" else 2)
    assert one(owner, "select count(*) from event_dead_letters") == 0
