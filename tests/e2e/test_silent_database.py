"""A function before a database that swallows what it is asked: it says so, and recovers alone."""

from pathlib import Path

import httpx2

from infra.local.functions import FunctionProcess
from infra.local.guardian import Guardian
from infra.local.ports import free_port
from infra.local.services import read_services
from tests.fixtures.database import Database
from tests.fixtures.swallowing_proxy import swallowing_proxy
from tests.fixtures.waiting import until


def test_it_is_not_ready_while_nothing_is_answered_and_ready_again_without_a_restart(
    database: Database, tmp_path: Path
) -> None:
    service = next(one for one in read_services() if one.name == "outbox_publisher")
    with swallowing_proxy(database.app_url) as proxy, Guardian() as guardian:
        function = FunctionProcess(
            service,
            free_port(),
            {"DATABASE_URL": proxy.url(database.app_url), "POKE_SECRET": "a secret of this test"},
            log=tmp_path / "log",
            guardian=guardian,
        )
        function.start()

        def status(path: str) -> int:
            return httpx2.get(f"{function.url}{path}", timeout=60).status_code

        assert status("/ready") == 200
        proxy.blackhole()
        assert status("/ready") == 503
        assert status("/health") == 200
        proxy.heal()
        until(lambda: status("/ready") == 200, "it is ready again")
        function.stop()
