"""All of it works through a pooler in transaction mode: Debian's PgBouncer, two connections."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from infra.local.ports import free_port, is_taken
from shared.db.events import Events
from shared.db.outbound import Outbound
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, column, decision, one, text
from tests.fixtures.waiting import until

PGBOUNCER = os.environ.get("PGBOUNCER", "/usr/sbin/pgbouncer")
PEOPLE = 40


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another account can pass through."""
    with tempfile.TemporaryDirectory(prefix="yachtparty-pgbouncer-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture
def pooled(database: Database, folder: Path) -> Iterator[Pool]:
    """Our own pool on PgBouncer on this test's database."""
    server = urlsplit(database.app_url)
    port = free_port()
    config = folder / "pgbouncer.ini"
    config.write_text(
        "[databases]\n"
        f"{database.name} = host=127.0.0.1 port={server.port} dbname={database.name}"
        f" user={server.username} password={server.password}\n"
        "[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        "auth_type = any\npool_mode = transaction\ndefault_pool_size = 2\n"
        "max_client_conn = 100\n"
    )
    config.chmod(0o644)
    # It refuses to run as root, as Postgres does.
    root = os.geteuid() == 0
    with subprocess.Popen(
        [PGBOUNCER, str(config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user="nobody" if root else None,
        group="nogroup" if root else None,
        extra_groups=[] if root else None,
    ) as bouncer:
        try:
            until(lambda: is_taken(port), "PgBouncer listens")
            pool = Pool(f"postgresql://anybody@127.0.0.1:{port}/{database.name}", pool_max=16)
            assert pool.value("select current_database()") == database.name, "not our server"
            yield pool
            pool.close()
        finally:
            bouncer.terminate()


def test_turns_sends_and_events_go_their_way_through_two_connections(
    pooled: Pool, owner: Connection
) -> None:
    turns, outbound = Turns(pooled), Outbound(pooled)

    def live(number: int) -> None:
        recorded = turns.record(text("Hello", sender=f"+1628555{number:04}"))
        assert recorded.turn is not None
        turns.settle(recorded.turn, decision("Hi."), [("Hi.", 1)], decided_ms=1)

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(live, range(PEOPLE)))
    token = uuid4()
    while claimed := outbound.claim(8, token):
        for message in claimed:
            outbound.accepted(message.id, token, f"SM{message.id.hex}")

    assert column(owner, "select distinct status from messages order by 1") == ["received", "sent"]
    assert one(owner, "select count(*) from messages") == 2 * PEOPLE
    owner.execute("insert into events (event_type, payload) values ('thing.happened', '{}')")
    events = Events(pooled)
    settled = events.settle([event.id for event in events.claim(10, token)], token)
    assert settled == 1


def test_the_roles_time_limits_hold_behind_the_pooler(pooled: Pool) -> None:
    assert pooled.value("show statement_timeout") == "8s"
