"""Builds the database from the list in `sql/apply.sql`: migrations, each once, then all functions.

Plain psql does the same by that file; here each migration is noted with its checksum, and a
migration that changed after it was applied is refused.
"""

import hashlib
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from shared.db.bounded import (
    CONNECT_SECONDS,
    NETWORK_MILLISECONDS,
    BoundedConnection,
    Row,
)
from shared.db.session import PINS
from shared.errors import ConfigurationError, DatabaseUnavailable

SQL = Path(__file__).resolve().parents[2] / "sql"

# Of one file, or until another runner has finished.
_SECONDS = 3600.0
# Whatever the database or the role sets.
_SETTINGS: LiteralString = (
    "set transaction isolation level read committed; set local statement_timeout = 0;"
    " set local lock_timeout = 0; " + PINS
)
# One runner at a time, whatever machine it runs on.
_LOCK = "select pg_advisory_xact_lock(hashtextextended('yachtparty migrate', 0))"


def listed(folder: str) -> list[Path]:
    """The files of one folder of `sql`, in the order in which `sql/apply.sql` lists them."""
    lines = (SQL / "apply.sql").read_text().splitlines()
    paths = (line.removeprefix("\\ir ") for line in lines if line.startswith("\\ir "))
    return [SQL / path for path in paths if path.startswith(f"{folder}/")]


def migrate(owner_url: str) -> list[str]:
    """Applies what is missing as the owner, in one transaction; returns the names applied.

    Functions are replaced every time. Raises ConfigurationError when an applied migration's file
    has changed since, or when the server refuses a file: it names the file, the line and what
    was missing. Raises DatabaseUnavailable when the server cannot be reached or ends the session.
    """
    with _connected(owner_url) as connection:
        try:
            return _apply(connection)
        except psycopg.errors.InsufficientPrivilege as error:
            raise ConfigurationError(
                f"{error.diag.message_primary} (42501): only the database's owner may migrate it,"
                f' and "{connection.info.user}" is another role'
            ) from error


def _connected(owner_url: str) -> psycopg.Connection[Row]:
    try:
        connection = BoundedConnection.connect(
            owner_url, connect_timeout=CONNECT_SECONDS, tcp_user_timeout=NETWORK_MILLISECONDS
        )
    except psycopg.OperationalError as error:
        reason = str(error).partition("\n")[0]  # names host and role, never the password
        raise DatabaseUnavailable(reason) from error
    except psycopg.Error:  # without the cause, which quotes the URL, so perhaps a password
        raise ConfigurationError("DATABASE_URL is no libpq URL") from None
    connection.patience = _SECONDS
    return connection


def _apply(connection: psycopg.Connection[Row]) -> list[str]:
    applied: list[str] = []
    connection.execute(sql.SQL(_SETTINGS))
    connection.execute(_LOCK)
    known = _known(connection)
    for path in listed("migrations"):
        text = path.read_bytes()
        checksum = hashlib.sha256(text).hexdigest()
        if path.name in known:
            if known[path.name] != checksum:
                raise ConfigurationError(
                    f"{path.name} was changed after it was applied; add a new migration instead"
                )
            continue
        _run(connection, path, text)
        applied.append(path.name)
        known[path.name] = checksum
    # A body is checked when it runs: so functions may be made in any order.
    connection.execute("set local check_function_bodies = off")
    for path in listed("functions"):
        _run(connection, path, path.read_bytes())
    for name in applied:
        connection.execute(
            "insert into private.schema_migrations (name, checksum) values (%s, %s)",
            (name, known[name]),
        )
    return applied


def _run(connection: psycopg.Connection[Row], path: Path, statements: bytes) -> None:
    """Executes one file; what the server says against it is told with the place in the file."""
    try:
        connection.execute(statements)
    except psycopg.OperationalError as error:
        reason = error.diag.message_primary or str(error).partition("\n")[0]
        raise DatabaseUnavailable(f"{_name(path)} was not finished: {reason}") from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise ConfigurationError(
            f"{_place(path, statements, error)}: {error.diag.message_primary} (42501): the role"
            f' "{connection.info.user}" lacks this right; migrate as the owner of the database, who'
            " needs CREATEROLE too where the functions' roles do not exist yet"
        ) from error
    except psycopg.Error as error:
        raise ConfigurationError(
            f"{_place(path, statements, error)}: {error.diag.message_primary} ({error.sqlstate})"
        ) from error


def _place(path: Path, statements: bytes, error: psycopg.Error) -> str:
    """The file, with the line where the server names one."""
    position = error.diag.statement_position
    if position is None:
        return _name(path)
    line = statements.decode()[: int(position) - 1].count("\n") + 1
    return f"{_name(path)}, line {line}"


def _name(path: Path) -> str:
    return str(path.relative_to(SQL.parent))


def _known(connection: psycopg.Connection[Row]) -> dict[str, str]:
    exists = connection.execute("select to_regclass('private.schema_migrations')").fetchone()
    if exists is None or exists[0] is None:
        return {}
    rows = connection.execute("select name, checksum from private.schema_migrations")
    return {str(name): str(checksum) for name, checksum in rows}
