"""pg_cron as the scheduler: Debian's own, on a PostgreSQL 15 that each test starts for itself."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from infra.local.pg_net import install
from infra.local.postgres import FAST, Postgres
from infra.local.roles import APP_ROLE, OWNER_ROLE
from shared.db.migrate import migrate
from shared.db.pool import Database as Pool
from shared.doctor.checks.server import CHECKS
from shared.doctor.examination import examine
from shared.errors import MalformedRequest
from tests.fixtures.build import psql_build, schema_dump
from tests.fixtures.database import Cluster
from tests.fixtures.people import Connection, add_user, column, one
from tests.fixtures.waiting import until

BINARIES = Path(os.environ.get("TEST_POSTGRES_BIN", "/usr/lib/postgresql/15/bin"))
NAME = "scheduled"
ONE_RUN = 180.0  # seconds: schedules of Debian's 1.4 begin at a full minute, perhaps the second

JOBS = [
    ("process-agent-tasks", "*/2 * * * *", "select public.process_tasks_batch()", True),
    ("process-message-queue", "* * * * *", "select public.process_outbound_messages()", True),
]


@dataclass(frozen=True)
class Server:
    """A server that has pg_cron loaded, with an empty database for it."""

    cluster: Cluster
    superuser_url: str
    owner_url: str
    app_url: str


@pytest.fixture
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="yachtparty-pg-cron-") as name:
        directory = Path(name)
        directory.chmod(0o711)  # the server's account has to pass through
        options = {
            **FAST,
            "shared_preload_libraries": "pg_cron",
            "cron.database_name": NAME,
            "cron.use_background_workers": "on",  # else it connects as a client, with a password
            "max_worker_processes": "20",
        }
        postgres = Postgres(directory, options=options, binaries=BINARIES)
        postgres.start()
        try:
            postgres.create_database(NAME)
            yield Server(
                Cluster(
                    directory=str(directory),
                    data_directory=str(postgres.data),
                    port=postgres.port,
                    psql=str(postgres.psql_path()),
                    problem="",
                ),
                postgres.url(NAME),
                postgres.owner_url(NAME),
                postgres.url(NAME, APP_ROLE),
            )
        finally:
            postgres.stop()


@pytest.fixture
def owner(server: Server) -> Iterator[Connection]:
    """The owner's connection to a database that was migrated with pg_cron in it."""
    _install_pg_cron(server)
    migrate(server.owner_url)
    with psycopg.connect(server.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def app(server: Server, owner: Connection) -> Iterator[Connection]:
    """The functions' role."""
    owner.execute(f"alter role {APP_ROLE} login password '{_password(server.app_url)}'".encode())
    with psycopg.connect(server.app_url, autocommit=True) as connection:
        yield connection


def _install_pg_cron(server: Server) -> None:
    """As Supabase does it for the owner, who may do with it all but write to its table of jobs."""
    with psycopg.connect(server.superuser_url, autocommit=True) as superuser:
        superuser.execute("create extension pg_cron")
        # As Supabase grants them to its owner once the extension is there.
        for right in (
            "usage on schema cron",
            "select on all tables in schema cron",
            "execute on all functions in schema cron",
        ):
            superuser.execute(f"grant {right} to {OWNER_ROLE}".encode())


def _password(url: str) -> str:
    return url.partition("//")[2].partition("@")[0].partition(":")[2]


def _jobs(connection: Connection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "select jobname::text, schedule, command, active from cron.job order by jobname"
    ).fetchall()


def _status(connection: Connection) -> dict[str, dict[str, Any]]:
    cursor = connection.execute("select * from cron_job_status")
    names = [each.name for each in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    return {row["jobname"]: row for row in rows}


def _poked(connection: Connection) -> set[tuple[str, str]]:
    rows = connection.execute(
        "select url, convert_from(body, 'UTF8') from net.http_request_queue"
    ).fetchall()
    return {(str(url), str(body)) for url, body in rows}


def test_the_schema_builds_beside_pg_cron_and_again_without_change(server: Server) -> None:
    _install_pg_cron(server)
    psql_build(server.cluster, server.owner_url)
    built = schema_dump(server.cluster, server.owner_url)
    psql_build(server.cluster, server.owner_url)
    assert schema_dump(server.cluster, server.owner_url) == built
    assert len(migrate(server.owner_url)) >= 5
    assert schema_dump(server.cluster, server.owner_url) == built
    with psycopg.connect(server.owner_url) as connection:
        assert _jobs(connection) == []  # migrating schedules nothing


def test_both_jobs_are_scheduled_once_however_often_it_is_asked_for(owner: Connection) -> None:
    owner.execute("select cron.schedule('somebody-elses', '0 3 * * *', 'select 1')")
    owner.execute("select schedule_cron_jobs()")
    assert _jobs(owner)[:2] == JOBS
    ids = column(owner, "select jobid from cron.job order by 1")
    owner.execute("select schedule_cron_jobs()")
    assert _jobs(owner)[:2] == JOBS
    assert column(owner, "select jobid from cron.job order by 1") == ids

    owner.execute("select unschedule_cron_jobs()")
    assert [job[0] for job in _jobs(owner)] == ["somebody-elses"]
    owner.execute("select unschedule_cron_jobs()")
    assert [job[0] for job in _jobs(owner)] == ["somebody-elses"]


def test_a_schedule_that_somebody_changed_is_set_right_again(owner: Connection) -> None:
    owner.execute("select schedule_cron_jobs()")
    owner.execute(
        "select cron.alter_job(jobid, schedule => '0 0 1 1 *') from cron.job"
        " where jobname = 'process-agent-tasks'"
    )
    assert _status(owner)["process-agent-tasks"]["schedule"] == "0 0 1 1 *"
    owner.execute("select schedule_cron_jobs()")
    assert _jobs(owner) == JOBS


def test_pg_cron_may_come_after_the_schema_and_go_again(server: Server) -> None:
    migrate(server.owner_url)
    with psycopg.connect(server.owner_url, autocommit=True) as connection:
        assert _status(connection) == {}
        _install_pg_cron(server)
        connection.execute("select schedule_cron_jobs()")
        assert set(_status(connection)) == {"process-agent-tasks", "process-message-queue"}
        with psycopg.connect(server.superuser_url, autocommit=True) as superuser:
            superuser.execute("drop extension pg_cron")  # nothing of ours stands on it
        assert _status(connection) == {}
        connection.execute("select unschedule_cron_jobs()")
    pool = Pool(server.owner_url)
    try:
        with pytest.raises(MalformedRequest, match="pg_cron is not installed"):
            pool.value("select schedule_cron_jobs()")
    finally:
        pool.close()


def test_jobs_run_ring_who_has_something_due_and_say_how_it_went(
    server: Server, owner: Connection, app: Connection
) -> None:
    install(server.owner_url)
    owner.execute("select private.set_poke_secret('a secret of this test')")
    for name in ("task_processor", "message_orchestrator", "sms_sender", "event_processor"):
        owner.execute(
            "select private.set_function_endpoint(%s, %s)", (name, f"http://{name}.test/")
        )
    user = add_user(owner)
    past = datetime.now(UTC) - timedelta(hours=1)
    owner.execute(
        "insert into agent_tasks (task_type, agent_type, user_id, scheduled_for, context_json)"
        " values ('schedule_followup', 'concierge', %s, %s, '{}')",
        (user, past),
    )
    owner.execute(
        "insert into message_queue (user_id, agent_id, message_data, scheduled_for)"
        " values (%s, 'concierge', '{}', %s)",
        (user, past),
    )
    owner.execute("delete from net.http_request_queue")  # what the inserts poked

    with owner.transaction():  # until it ends nothing is run, whatever the minute
        owner.execute("select schedule_cron_jobs()")
        assert {row["last_status"] for row in _status(owner).values()} == {None}
    owner.execute(  # every two minutes is longer than a test should wait
        "select cron.alter_job(jobid, schedule => '* * * * *') from cron.job"
        " where jobname = 'process-agent-tasks'"
    )
    # A third of somebody who may not: that it fails has to be seen.
    owner.execute("create role stranger login")
    with psycopg.connect(server.superuser_url, autocommit=True) as superuser:
        superuser.execute(
            "select cron.schedule_in_database('process-agent-tasks', '* * * * *',"
            " 'select public.process_tasks_batch()', current_database(), 'stranger')"
        )
    until(
        lambda: (
            sorted(map(str, column(app, "select last_status from cron_job_status")))
            == ["failed", "succeeded", "succeeded"]
        ),
        "all have run",
        ONE_RUN,
    )
    cursor = app.execute(
        "select active, last_started_at, last_finished_at, last_message from cron_job_status"
        " where last_status = 'succeeded'"
    )
    for active, started, finished, message in cursor:
        assert active
        assert message == "SELECT 1"
        assert past < started <= finished <= datetime.now(UTC)
    failed = "select last_message from cron_job_status where last_status = 'failed'"
    assert "permission denied" in one(app, failed)
    assert _poked(owner) == {
        ("http://task_processor.test/", "{}"),
        ("http://message_orchestrator.test/", "{}"),
    }
    headers = one(owner, "select headers ->> 'Authorization' from net.http_request_queue limit 1")
    assert headers == "Bearer a secret of this test"


def test_doctor_sees_whether_the_jobs_are_on_and_there_once(
    server: Server, owner: Connection, app: Connection
) -> None:
    checks = [check for check in CHECKS if check.name == "cron_jobs"]
    pool = Pool(server.app_url)

    def verdict() -> str:
        (result,) = examine(pool, checks=checks).results
        assert result.finding.evidence["pg_cron"] is True
        return str(result.finding.verdict)

    assert verdict() == "healthy", "another scheduler may do the work"
    owner.execute("select schedule_cron_jobs()")
    assert verdict() == "healthy"
    owner.execute("select cron.schedule('mine', '* * * * *', 'select process_tasks_batch()')")
    assert verdict() == "warning"
    owner.execute("select cron.unschedule('mine')")
    owner.execute(
        "select cron.alter_job(jobid, active => false) from cron.job"
        " where jobname = 'process-agent-tasks'"
    )
    assert verdict() == "unhealthy"
    pool.close()
