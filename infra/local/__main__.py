"""The local stack's commands; `make` calls them.

Whoever needs the local database's URL is given it by its environment: it holds a password, which
neither a terminal nor a list of processes shows.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

import psycopg

from infra.local.cast import CAST, add_cast
from infra.local.functions import FunctionFailed
from infra.local.phone import PhonePage
from infra.local.ports import PortTaken
from infra.local.postgres import Postgres, PostgresFailed
from infra.local.roles import OWNER_ROLE
from infra.local.seed import seed
from infra.local.services import ROOT, read_services
from infra.local.settings import PASSED_THROUGH, AlreadyRunning, Ports, sole_use
from infra.local.stack import DATABASE, Stack, StackOptions
from shared.cli import main as yachtparty
from shared.db.migrate import migrate
from shared.doctor.command import doctor, not_examined
from shared.errors import ConfigurationError, YachtpartyError

DIRECTORY = ROOT / ".local"

# Nobody at a laptop waits two minutes to see a lost answer of Twilio's cleared up.
SHORT_WAITS = {"RECONCILE_AFTER_SECONDS": "10"}


def main() -> int:
    """Runs the command that is named; the exit status."""
    commands: dict[str, Callable[[], int | None]] = {
        "up": up,
        "migrate": migrate_database,
        "doctor": examine_database,
        "cast": cast,
        "seed": seed_analytics,
        "psql": open_shell,
        "yachtparty": operate,
        "reset": reset,
    }
    name = sys.argv[1] if len(sys.argv) > 1 else "up"
    if name not in commands:
        print(f"usage: python -m infra.local [{' | '.join(commands)}]", file=sys.stderr)
        return 2
    try:
        return commands[name]() or 0
    except (
        *(AlreadyRunning, FunctionFailed, PortTaken, PostgresFailed),
        *(YachtpartyError, psycopg.Error),
    ) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def up() -> None:
    """Starts everything, says where, and stops everything at Ctrl-C or SIGTERM."""
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print("Starting Postgres, the functions and the stand-ins ...", flush=True)
    passed = {name: os.environ[name] for name in PASSED_THROUGH if name in os.environ}
    stack = Stack(
        DIRECTORY,
        ports=Ports.chosen(read_services(), os.environ),
        options=StackOptions(
            environment=SHORT_WAITS | passed,
            sweep_interval=10,
            keep_data=True,
        ),
        say=lambda line: print(line, flush=True),
    )
    with stack, PhonePage(stack) as page:
        _cast_first(stack)
        _announce(stack, page, time.monotonic() - begun)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the stop is under way
        print(f"\nStopping. The data stays in {stack.data.parent}", flush=True)


def _cast_first(stack: Stack) -> None:
    """Adds the cast to a database in which there is nobody yet."""
    with psycopg.connect(stack.database.owner, autocommit=True) as connection:
        if connection.execute("select from users limit 1").fetchone() is None:
            add_cast(connection)


def _announce(stack: Stack, page: PhonePage, seconds: float) -> None:
    engine = "Claude" if os.environ.get("ANTHROPIC_API_KEY") else "the built-in rules"
    print(
        f"Everything answers after {seconds:.1f} s. Open the phone page and text the number:\n\n"
        f"    {page.url}\n\n"
        f"What operators see: {stack.functions['dashboard'].url}/operations\n"
        f"Agents decide by {engine}. Logs: .local/logs/. The database's shell: make psql\n"
        f"Business events: {stack.functions['event_ingest'].url}/openapi.json; a token for an"
        " organisation of your own:\n\n"
        f"    make yachtparty DO='token {uuid4()} laptop'\n\n"
        "Ctrl-C stops everything and keeps the data.",
        flush=True,
    )


def migrate_database() -> None:
    """Applies what is missing on DATABASE_URL, or on the local database."""
    given = os.environ.get("DATABASE_URL")
    if given:
        applied = migrate(given)
    else:
        DIRECTORY.mkdir(exist_ok=True)
        applied = _migrate_local()
    print("\n".join(applied) if applied else "Nothing was missing.")


def _migrate_local() -> list[str]:
    postgres = Postgres(DIRECTORY)
    if postgres.running():
        return migrate(postgres.owner_url(DATABASE))
    with sole_use(DIRECTORY):
        try:
            postgres.start()
            postgres.create_database(DATABASE)
            return migrate(postgres.owner_url(DATABASE))
        finally:
            postgres.stop()


def examine_database() -> int:
    """Says what is unhealthy on DATABASE_URL, or on the local database; 2: it is not there."""
    as_json = "--json" in sys.argv[2:]
    if os.environ.get("DATABASE_URL"):
        return doctor(os.environ, as_json=as_json)
    postgres = Postgres(DIRECTORY)
    if not postgres.running():
        return not_examined("the local database is not running; make up starts it", as_json=as_json)
    return doctor({**os.environ, "DATABASE_URL": postgres.owner_url(DATABASE)}, as_json=as_json)


def cast() -> None:
    """Adds whoever of the cast is missing in the local database."""
    with psycopg.connect(_running().owner_url(DATABASE), autocommit=True) as connection:
        added = add_cast(connection)
    print(f"{added} of the cast of {len(CAST)} added." if added else "All of the cast were there.")


def seed_analytics() -> None:
    """Fills twin analytics of DATABASE_URL, or of the local database, with made-up use."""
    seed(sys.argv[2:], lambda: os.environ.get("DATABASE_URL") or _running().owner_url(DATABASE))


def open_shell() -> int:
    """psql on the local database, as its owner, with the arguments that follow; reads stdin too."""
    postgres = _running()
    environment = os.environ | {
        "PGHOST": "127.0.0.1",
        "PGPORT": str(postgres.port),
        "PGUSER": OWNER_ROLE,
        "PGPASSWORD": postgres.password(OWNER_ROLE),
        "PGDATABASE": DATABASE,
    }
    # The interrupt is for psql alone: it ends the query, and not the shell.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        command = [postgres.psql_path(), "-X", *sys.argv[2:]]
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)


def operate() -> int:
    """The operator's commands, on the local database as its owner."""
    os.environ["DATABASE_URL"] = _running().owner_url(DATABASE)
    return yachtparty(sys.argv[2:])


def _running() -> Postgres:
    """The local server. Raises ConfigurationError."""
    postgres = Postgres(DIRECTORY) if DIRECTORY.exists() else None
    if postgres is None or not postgres.running():
        raise ConfigurationError("the local database is not running; make up starts it")
    return postgres


def reset() -> None:
    """Deletes the local database, secrets and logs."""
    if DIRECTORY.exists():
        with sole_use(DIRECTORY):
            Postgres(DIRECTORY).destroy()
            shutil.rmtree(DIRECTORY)
    print("The local data is gone; `make up` starts over.")


if __name__ == "__main__":
    sys.exit(main())
