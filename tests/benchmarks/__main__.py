"""`python -m tests.benchmarks`: measures everything in one run and writes RESULTS.md beside it."""

import sys
import tempfile
import time
from pathlib import Path

from infra.local.postgres import DURABLE, Postgres
from shared.db.migrate import migrate
from tests.benchmarks import end_to_end, turns, webhook
from tests.benchmarks.report import Section, machine, page

RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    """Runs all sections on a Postgres of their own, with the settings of a real one."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="yachtparty-bench-") as name:
        directory = Path(name)
        directory.chmod(0o711)  # the server's account has to pass through
        postgres = Postgres(directory / "postgres", options=DURABLE)
        postgres.start()
        try:
            postgres.create_database("bench")
            migrate(postgres.url("bench"))
            app_url = postgres.enable_app("bench")
            about = machine(postgres.url("bench"))
            sections: list[Section] = []
            sections += webhook.measure(directory, app_url)
            sections.append(turns.measure(app_url))
        finally:
            postgres.destroy()
        sections.append(end_to_end.measure(directory))
    text = page(about, sections, time.monotonic() - started)
    RESULTS.write_text(text)
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
