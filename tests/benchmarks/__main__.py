"""`python -m tests.benchmarks [PART ...]`: measures in one run and writes RESULTS.md beside it.

With names of parts only those are measured, and replaced in RESULTS.md; `--help` lists them.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from infra.local.postgres import DURABLE, Postgres
from tests.benchmarks import (
    analytics,
    backbone,
    cold_start,
    community,
    end_to_end,
    prospects,
    publishing,
    reviews,
    tasks,
    turns,
    webhook,
)
from tests.benchmarks.grown import clone, empty, make_template
from tests.benchmarks.report import Section, machine, page, with_section

RESULTS = Path(__file__).with_name("RESULTS.md")

# In the order of the page. Each is given a directory of its own and the server.
PARTS: Final[dict[str, Callable[[Path, Postgres], list[Section]]]] = {
    "webhook": lambda directory, postgres: webhook.measure(
        directory, clone(postgres, "webhook").app
    ),
    "turns": lambda directory, postgres: turns.measure(clone(postgres, "turns").app),
    "end_to_end": lambda directory, postgres: [
        end_to_end.measure(
            directory, quick=clone(postgres, "quick"), faithful=clone(postgres, "faithful")
        )
    ],
    **tasks.PARTS,
    "reviews": lambda directory, postgres: [reviews.measure(postgres)],
    "cold_start": lambda directory, postgres: [
        cold_start.measure(directory, empty(postgres, "cold_start"))
    ],
    **backbone.PARTS,
    "publishing": lambda directory, postgres: [publishing.measure(postgres)],
    "community": lambda directory, postgres: [community.measure(postgres)],
    "prospects": lambda directory, postgres: [prospects.measure(postgres)],
    "analytics": lambda directory, postgres: [analytics.measure(postgres)],
}


def main() -> None:
    """Runs the parts on a Postgres of their own, with the settings of a real one."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    names: list[str] = parser.parse_args().parts
    if unknown := set(names) - set(PARTS):
        parser.error(
            f"no part is called {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}"
        )
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="yachtparty-bench-") as name:
        directory = Path(name)
        directory.chmod(0o711)  # the server's account has to pass through
        postgres = Postgres(directory / "postgres", options=DURABLE)
        postgres.start()
        try:
            about = machine(postgres.url())
            make_template(postgres)
            sections = [
                section
                for part in names or PARTS
                for section in PARTS[part](_of_its_own(directory, part), postgres)
            ]
        finally:
            postgres.destroy()
    if names:
        text = RESULTS.read_text()
        for section in sections:
            text = with_section(text, section, f"Measured alone: {about}")
    else:
        text = page(about, sections, time.monotonic() - started)
    RESULTS.write_text(text)
    sys.stdout.write(text)


def _of_its_own(directory: Path, part: str) -> Path:
    own = directory / part
    own.mkdir(mode=0o711)
    return own


if __name__ == "__main__":
    main()
