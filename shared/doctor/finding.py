"""The words of an examination: a check, what it is told, and what it finds."""

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from shared.db.health.reading import MOST, Backlog, Reading

Evidence = Mapping[str, Any]


class Verdict(StrEnum):
    """How a check ends, best first."""

    HEALTHY = "healthy"
    UNKNOWN = "unknown"  # could not be looked at; the evidence says why
    WARNING = "warning"  # works, but somebody should look; fails nothing
    UNHEALTHY = "unhealthy"  # people are not served as promised


@dataclass(frozen=True)
class Case:
    """What a check examines: the database at a moment, and the limits of the deployment."""

    reading: Reading
    daily_usd: Decimal


@dataclass(frozen=True)
class Finding:
    """What a check saw. `remedy` is empty when there is nothing to do."""

    verdict: Verdict
    evidence: Evidence = field(default_factory=dict[str, Any])
    remedy: str = ""


CaseT = TypeVar("CaseT", contravariant=True)


@dataclass(frozen=True)
class Check(Generic[CaseT]):
    """One question to the system. `name` is stable: machines know a check by it."""

    name: str
    question: str
    look: Callable[[CaseT], Finding]


def healthy(evidence: Evidence) -> Finding:
    """All is well."""
    return Finding(Verdict.HEALTHY, evidence)


def warning(evidence: Evidence, remedy: str) -> Finding:
    """It works, but somebody should look."""
    return Finding(Verdict.WARNING, evidence, remedy)


def unhealthy(evidence: Evidence, remedy: str) -> Finding:
    """People are not served as promised."""
    return Finding(Verdict.UNHEALTHY, evidence, remedy)


def unknown(evidence: Evidence, remedy: str) -> Finding:
    """It could not be looked at."""
    return Finding(Verdict.UNKNOWN, evidence, remedy)


def seen(case: Case, backlog: Backlog) -> dict[str, Any]:
    """A backlog as evidence: how many, how old, of which kinds, and the oldest ids."""
    if not backlog.count:
        return {"count": 0}
    evidence: dict[str, Any] = {"count": min(backlog.count, MOST)}
    if backlog.count > MOST:
        evidence["more"] = True
    if backlog.since is not None:
        evidence["oldest_seconds"] = int((case.reading.now - backlog.since).total_seconds())
    return evidence | {"by": dict(backlog.kinds), "ids": [str(id) for id in backlog.ids]}


def empty(
    read: Callable[[Reading], Backlog],
    remedy: Callable[[UUID], str],
    *,
    found: Callable[[Evidence, str], Finding],
) -> Callable[[Case], Finding]:
    """The look of a check that a backlog is empty; `remedy` is told the oldest row's id."""

    def look(case: Case) -> Finding:
        backlog = read(case.reading)
        if not backlog.count:
            return healthy(seen(case, backlog))
        return found(seen(case, backlog), remedy(backlog.ids[0]))

    return look


def sql_command(statement: str) -> str:
    """A statement as something to paste into a shell."""
    if not set(statement) & set('"$`\\!'):  # nothing that double quotes would not keep
        return f'psql "$DATABASE_URL" -c "{statement}"'
    return f'psql "$DATABASE_URL" -c {shlex.quote(statement)}'
