"""`make evals [ONLY=part of a name]`: the scenarios of the network with Claude, measured.

Needs ANTHROPIC_API_KEY. What the people are told is worded by the model, so that only `tells`,
`never` and `rows` count. Exit status: 0 all hold, 1 some do not, 2 no key.

`make evals REPLAY=conversations.jsonl`: recorded turns decided again, by Claude where a key is set,
by the rules otherwise. Exit status 0, whatever would be decided differently; 2: it cannot be read.
"""

import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from pydantic import ValidationError

from infra.local.postgres import FAST, Postgres
from infra.local.roles import APP_ROLE, OWNER_ROLE
from shared.db.migrate import migrate
from shared.db.pool import Database as Pool
from shared.llm.engines import Engines
from tests.evals.measuring import Result, measure, report
from tests.evals.network import Network, engines_of
from tests.evals.replay import differences, mail_domain_of, read_turns, replay
from tests.evals.scenario import read, scenarios
from tests.fixtures.owned_clock import own_the_clock

RESULTS = Path(__file__).parents[2] / "build" / "evals.md"
_TEMPLATE = "evals"
_PASSED_ON = (
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_BASE_URL",
    "AGENT_MODEL",
    "LLM_DAILY_USD",
    "LLM_USER_DAILY_USD",
)
_NO_KEY = (
    "No scenario was lived through: ANTHROPIC_API_KEY is not set.\n"
    "  ANTHROPIC_API_KEY=... make evals\n"
    "AGENT_MODEL chooses another model, ONLY=community the scenarios with that in their name.\n"
    "With the rules they are part of `make test`.\n"
)


def main() -> int:
    """Lives them through, prints the report and writes it to build/evals.md."""
    given = {name: os.environ[name] for name in _PASSED_ON if os.environ.get(name, "").strip()}
    if recorded := os.environ.get("REPLAY", ""):
        return _replayed(Path(recorded), given)
    if "ANTHROPIC_API_KEY" not in given:
        sys.stderr.write(_NO_KEY)
        return 2
    engines = engines_of(**given)
    only = os.environ.get("ONLY", "")
    with _postgres() as postgres:
        results = [
            _lived(path, postgres, f"eval_{number}", engines)
            for number, path in enumerate(scenarios())
            if only in path.stem
        ]
    engines.close()
    _write(report(results, engines.model), RESULTS)
    return 1 if any(one.problem for one in results) else 0


def _replayed(path: Path, given: dict[str, str]) -> int:
    try:
        turns = read_turns(path)
    except (OSError, ValidationError) as error:
        sys.stderr.write(f"{path} cannot be replayed: {error}\n")
        return 2
    engines = engines_of(**given, MAIL_DOMAIN=mail_domain_of(turns))
    _write(differences(replay(turns, engines), engines.model), RESULTS.with_name("replay.md"))
    engines.close()
    return 0


def _write(text: str, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{text}\nWritten to {path}\n")


def _lived(path: Path, postgres: Postgres, name: str, engines: Engines) -> Result:
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} template {} owner {} strategy file_copy").format(
                *map(sql.Identifier, (name, _TEMPLATE, OWNER_ROLE))
            )
        )
    pool = Pool(postgres.url(name, APP_ROLE), pool_max=8)
    with (
        psycopg.connect(postgres.url(name), autocommit=True) as superuser,
        psycopg.connect(postgres.url(name, APP_ROLE), autocommit=True) as app,
    ):
        network = Network(pool, app, superuser, engines, strict=False, with_spend=True)
        result = measure(read(path), network)
    pool.close()
    sys.stderr.write(f"{'no ' if result.problem else 'yes'} {path.stem}\n")
    return result


@contextmanager
def _postgres() -> Generator[Postgres]:
    """A server of our own, with a template whose clock is the scenarios'."""
    with tempfile.TemporaryDirectory(prefix="yachtparty-evals-") as directory:
        Path(directory).chmod(0o711)  # the server's account has to pass through
        postgres = Postgres(Path(directory) / "postgres", options=FAST)
        postgres.start()
        try:
            postgres.create_database(_TEMPLATE)
            migrate(postgres.owner_url(_TEMPLATE))
            postgres.enable_app(_TEMPLATE)
            own_the_clock(postgres.url(_TEMPLATE))
            yield postgres
        finally:
            postgres.destroy()


if __name__ == "__main__":
    sys.exit(main())
