"""`python -m tests.benchmarks`: measures everything in one run and writes RESULTS.md beside it.

With `analytics`: only the pages of analytics; what RESULTS.md says of them is replaced.
"""

import sys
import tempfile
import time
from pathlib import Path

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


def main() -> None:
    """Runs the sections on a Postgres of their own, with the settings of a real one."""
    alone = sys.argv[1:] == ["analytics"]
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="yachtparty-bench-") as name:
        directory = Path(name)
        directory.chmod(0o711)  # the server's account has to pass through
        postgres = Postgres(directory / "postgres", options=DURABLE)
        postgres.start()
        try:
            about = machine(postgres.url())
            if alone:
                section = analytics.measure(postgres)
                text = with_section(RESULTS.read_text(), section, f"Measured alone: {about}")
                RESULTS.write_text(text)
                return
            make_template(postgres)
            sections: list[Section] = [
                *webhook.measure(directory, clone(postgres, "webhook").app),
                turns.measure(clone(postgres, "turns").app),
                end_to_end.measure(
                    directory, quick=clone(postgres, "quick"), faithful=clone(postgres, "faithful")
                ),
                *tasks.measure(directory, postgres),
                reviews.measure(postgres),
                cold_start.measure(directory, empty(postgres, "cold_start")),
                *backbone.measure(directory, postgres),
                publishing.measure(postgres),
                community.measure(postgres),
                prospects.measure(postgres),
                analytics.measure(postgres),
            ]
        finally:
            postgres.destroy()
    text = page(about, sections, time.monotonic() - started)
    RESULTS.write_text(text)
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
