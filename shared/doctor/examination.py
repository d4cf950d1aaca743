"""All checks on one database, and the report: for people as lines, for machines as one document."""

import json
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from shared.db.health.reading import Reading, database_now
from shared.db.pool import Database
from shared.doctor.checks import CHECKS
from shared.doctor.finding import Case, Check, Finding, Verdict, unknown
from shared.errors import DatabaseRejected, DatabaseUnavailable

FORMAT = 1  # of the JSON document; a field that goes or changes its meaning raises it


@dataclass(frozen=True)
class Result:
    """A check, what it found, and how long it took."""

    check: Check[Any]
    finding: Finding
    milliseconds: int


@dataclass(frozen=True)
class Examination:
    """Every result, at a moment of the database's clock."""

    at: datetime
    results: tuple[Result, ...]

    @property
    def healthy(self) -> bool:
        """Nothing is unhealthy. Warnings, and what could not be looked at, fail nothing."""
        return all(result.finding.verdict is not Verdict.UNHEALTHY for result in self.results)

    @property
    def counts(self) -> dict[str, int]:
        """How many checks ended with each verdict."""
        counted = Counter(result.finding.verdict for result in self.results)
        return {str(verdict): counted[verdict] for verdict in Verdict}

    def document(self) -> str:
        """One JSON object, for machines."""
        return json.dumps(
            {
                "format": FORMAT,
                "at": self.at.isoformat(),
                "healthy": self.healthy,
                "counts": self.counts,
                "checks": [_entry(result) for result in self.results],
            },
            indent=2,
        )

    def text(self) -> str:
        """Lines for a person: the worst at the end, right above the summary."""
        order = list(Verdict)
        results = sorted(self.results, key=lambda result: order.index(result.finding.verdict))
        width = max(len(result.check.name) for result in results)
        lines = [line for result in results for line in _lines(result, width)]
        summary = ", ".join(f"{count} {verdict}" for verdict, count in self.counts.items() if count)
        return "\n".join([*lines, "", f"{len(results)} checks: {summary}"])


def examine(
    database: Database,
    *,
    daily_usd: Decimal = Decimal(50),
    now: datetime | None = None,
    checks: Iterable[Check[Case]] = CHECKS,
) -> Examination:
    """Runs the checks one after the other, each in its own read-only transaction.

    `now` is the database's clock unless given. Raises DatabaseUnavailable when the database does
    not answer, also in between; a check that alone fails or takes too long ends as unknown.
    """
    begun = database_now(database)
    case = Case(Reading(database, now or begun), daily_usd)
    return Examination(case.reading.now, tuple(_result(check, case) for check in checks))


def _result(check: Check[Case], case: Case) -> Result:
    begun = time.monotonic()
    try:
        finding = check.look(case)
    except (DatabaseRejected, DatabaseUnavailable) as error:
        if isinstance(error, DatabaseUnavailable):
            database_now(case.reading.database)  # it is the database, and not this check alone
        finding = unknown(
            {"error": str(error)},
            "See the check migrations, and whether DATABASE_URL is the role yachtparty_app's or the"
            " owner's. A reading that takes over 5 seconds is ended: see statistics and dead_rows.",
        )
    return Result(check, finding, int((time.monotonic() - begun) * 1000))


def _entry(result: Result) -> dict[str, Any]:
    return {
        "name": result.check.name,
        "question": result.check.question,
        "verdict": str(result.finding.verdict),
        "evidence": result.finding.evidence,
        "remedy": result.finding.remedy,
        "milliseconds": result.milliseconds,
    }


def _lines(result: Result, width: int) -> list[str]:
    finding = result.finding
    first = f"{finding.verdict:<9}  {result.check.name:<{width}}"
    if finding.verdict is Verdict.HEALTHY:
        return [f"{first}  {_brief(finding.evidence)}".rstrip()]
    indent = " " * 11
    return [
        "",
        f"{first}  {result.check.question}",
        *(f"{indent}{name}: {_written(value)}" for name, value in finding.evidence.items()),
        f"{indent}-> {finding.remedy}",
    ]


def _brief(evidence: Any) -> str:
    """What fits behind a healthy check: its plain values."""
    plain = {name: value for name, value in evidence.items() if not isinstance(value, dict | list)}
    return ", ".join(f"{name} {_written(value)}" for name, value in plain.items())


def _written(value: Any) -> str:
    if isinstance(value, dict):
        named = cast(dict[str, Any], value).items()
        return ", ".join(f"{name} {_written(entry)}" for name, entry in named) or "none"
    if isinstance(value, list):
        return "; ".join(_written(entry) for entry in cast(list[Any], value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
