"""Figures and the page that they are written on."""

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

import psycopg


@dataclass(frozen=True)
class Section:
    """A table with its heading and what it means."""

    title: str
    meaning: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed, interpolated."""
    ordered = sorted(values)
    position = share * (len(ordered) - 1)
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


def milliseconds(seconds: float) -> str:
    """With as many digits as mean something."""
    value = seconds * 1000
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def ratio(value: float, peer: float) -> str:
    """How many times the peer's value."""
    times = value / peer
    return f"{times:.2f}x" if times < 10 else f"{times:.0f}x"


def machine(database_url: str) -> str:
    """What this run ran on."""
    with psycopg.connect(database_url) as connection:
        row = connection.execute("show server_version").fetchone()
    postgres = str(row[0]) if row else "?"
    load = f"{os.getloadavg()[0]:.1f}"
    return (
        f"{datetime.now(UTC):%Y-%m-%d}; {os.cpu_count()} cores ({platform.machine()}), load before"
        f" the run {load}; Python {sys.version.split()[0]}; PostgreSQL {postgres}, durable"
        f" settings; functions-framework {version('functions-framework')};"
        f" psycopg {version('psycopg')}."
    )


def page(about: str, sections: Sequence[Section], seconds: float) -> str:
    """All of it as Markdown."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`. Everything was measured in one run, load generator, functions"
        " and Postgres on the same machine: trust the ratios, not the absolute figures.",
        "",
        f"{about} The run took {seconds:.0f} s.",
    ]
    for section in sections:
        lines += _lines(section)
    return "\n".join(lines) + "\n"


def with_section(text: str, section: Section, about: str) -> str:
    """The page with this section in the place of the one of its title, or at the end."""
    heading = f"\n## {section.title}\n"
    before, _, rest = text.partition(heading)
    _, mark, after = rest.partition("\n## ")
    lines = _lines(section)
    lines[3] += f" {about}"
    return before.rstrip("\n") + "\n" + "\n".join(lines) + "\n" + mark + after


def _lines(section: Section) -> list[str]:
    lines = ["", f"## {section.title}", "", section.meaning, ""]
    lines.append("| " + " | ".join(section.columns) + " |")
    marks = ("---" if place == 0 else "--:" for place in range(len(section.columns)))
    lines.append("|" + "|".join(marks) + "|")
    return lines + ["| " + " | ".join(row) + " |" for row in section.rows]
