"""`make evals [ONLY=part of a name]`: the scenarios of the network with Claude, measured.

Needs ANTHROPIC_API_KEY. What the people are told is worded by the model, so that only `tells`,
`never` and `rows` count. Exit status: 0 all hold, 1 some do not, 2 no key.
"""

import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from infra.local.postgres import FAST, Postgres
from infra.local.roles import APP_ROLE, OWNER_ROLE
from shared.db.migrate import migrate
from shared.db.pool import Database as Pool
from shared.llm.engines import Engines
from tests.evals.measuring import Result, measure, report
from tests.evals.network import Network, engines_of
from tests.evals.scenario import read, scenarios
from tests.fixtures.owned_clock import own_the_clock

RESULTS = Path(__file__).parents[2] / "build" / "evals.md"
_TEMPLATE = "evals"
_PASSED_ON = ("ANTHROPIC_BASE_URL", "AGENT_MODEL", "LLM_DAILY_USD", "LLM_USER_DAILY_USD")
_NO_KEY = (
    "No scenario was lived through: ANTHROPIC_API_KEY is not set.\n"
    "  ANTHROPIC_API_KEY=... make evals\n"
    "AGENT_MODEL chooses another model, ONLY=community the scenarios with that in their name.\n"
    "With the rules they are part of `make test`.\n"
)


def main() -> int:
    """Lives them through, prints the report and writes it to build/evals.md."""
    key = os.environ.get("ANTHROPIC_API_KEY", "").strip()
    if not key:
        sys.stderr.write(_NO_KEY)
        return 2
    given = {name: os.environ[name] for name in _PASSED_ON if os.environ.get(name)}
    engines = engines_of(ANTHROPIC_API_KEY=key, **given)
    only = os.environ.get("ONLY", "")
    with _postgres() as postgres:
        results = [
            _lived(path, postgres, f"eval_{number}", engines)
            for number, path in enumerate(scenarios())
            if only in path.stem
        ]
    engines.close()
    text = report(results, engines.model)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{text}\nWritten to {RESULTS}\n")
    return 1 if any(one.problem for one in results) else 0


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
