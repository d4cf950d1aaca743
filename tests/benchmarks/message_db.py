"""message-db's functions on the same server: an event store in Postgres, for comparison."""

import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import psycopg

from infra.local.postgres import Postgres

PACKAGE = "@eventide/message-db@1.3.1"


def install(postgres: Postgres, directory: Path) -> str | None:
    """The URL of a database that has them; None where npm or its registry cannot be reached."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    done = subprocess.run(
        [npm, "pack", "--silent", PACKAGE],
        cwd=directory,
        capture_output=True,
        text=True,
        timeout=60,
    )
    if done.returncode:
        return None
    with tarfile.open(directory / done.stdout.split()[-1]) as package:
        package.extractall(directory / "message-db", filter="data")
    source = directory / "message-db" / "package" / "database"
    postgres.create_database("message_db")
    url = postgres.url("message_db")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("alter database message_db set search_path = message_store, public")
        connection.execute("set search_path = message_store, public")
        for path in _in_order(source):
            connection.execute(path.read_bytes())
    return url


def _in_order(source: Path) -> list[Path]:
    """As its own installer runs them; pgcrypto's function has been built in since."""
    paths = [source / "schema/message-store.sql", source / "tables/messages.sql"]
    for script in ("install-functions.sh", "install-indexes.sh"):
        found = re.findall(r"\$base/(\S+\.sql)", (source / script).read_text())
        paths += [source / name for name in found]
    return paths
