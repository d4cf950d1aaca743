"""The embedded Postgres of the laptop and of these tests."""

import os
import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from infra.local.postgres import FAST, Postgres, PostgresFailed
from tests.fixtures.waiting import until


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Postgres]:
    server = Postgres(tmp_path / "pg", options=FAST)
    yield server
    server.destroy()


def test_each_test_has_its_own_utf8_database(
    owner: "psycopg.Connection[Any]", app: "psycopg.Connection[Any]"
) -> None:
    assert owner.info.dbname == app.info.dbname
    assert owner.execute("SHOW server_encoding").fetchone() == ("UTF8",)
    assert app.execute("SELECT current_user").fetchone() == ("yachtparty_app",)


def test_the_functions_role_owns_nothing(owner: "psycopg.Connection[Any]") -> None:
    rights = owner.execute(
        "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles"
        " WHERE rolname = 'yachtparty_app'"
    ).fetchone()
    assert rights == (False, False, False, False)


def test_data_outlives_a_stop_and_a_crash(postgres: Postgres) -> None:
    postgres.start()
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    postgres.stop()
    assert not postgres.running()
    postgres.start()
    postgres.kill()
    postgres.start()
    with psycopg.connect(postgres.url()) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_starting_twice_finds_the_server_that_runs(postgres: Postgres) -> None:
    postgres.start()
    again = Postgres(postgres.directory)
    again.start()
    assert again.port == postgres.port
    again.stop()
    assert not postgres.running()


def test_nobody_connects_without_the_password(postgres: Postgres) -> None:
    postgres.start()
    secret = postgres.directory / "postgres.secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    with pytest.raises(psycopg.OperationalError, match=r"password|no password supplied"):
        psycopg.connect(f"postgresql://postgres@127.0.0.1:{postgres.port}/postgres", password="")
    assert postgres.password("postgres") != postgres.password("yachtparty_app")


def test_a_taken_fixed_port_is_an_error_that_shows_the_log(
    tmp_path: Path, postgres: Postgres
) -> None:
    postgres.start()
    other = Postgres(tmp_path / "other", postgres.port, options=FAST)
    try:
        with pytest.raises(PostgresFailed, match="could not bind"):
            other.start()
    finally:
        other.destroy()


def test_the_server_ends_when_the_program_that_started_it_is_killed(tmp_path: Path) -> None:
    program = textwrap.dedent(
        """
        import sys, time
        from pathlib import Path
        from infra.local.postgres import FAST, Postgres
        server = Postgres(Path(sys.argv[1]), options=FAST)
        server.start()
        print("up", flush=True)
        time.sleep(600)
        """
    )
    directory = tmp_path / "pg"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(directory)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        server = Postgres(directory)
        assert server.running()
        postmaster = int((server.data / "postmaster.pid").read_text().splitlines()[0])
        process.send_signal(signal.SIGKILL)
    try:
        until(lambda: _is_gone(postmaster), "the server ends")
        assert not server.running()
    finally:
        server.destroy()


def _is_gone(pid: int) -> bool:
    """Whether the process has ended; init reaps it."""
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat").read_text()
    except ProcessLookupError:
        return True
    except FileNotFoundError:  # gone in between, or no Linux
        return False
    return status.rsplit(")", 1)[1].split()[0] == "Z"
