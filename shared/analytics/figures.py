"""Figures of a period and of the one before it, and of each of its days."""

# ruff: noqa: S608 - statements are made of literals, as their type says.

from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from shared.analytics.metrics import PEOPLE, QUOTIENTS, TOTALS
from shared.analytics.period import Period
from shared.db.pool import Database


@dataclass(frozen=True)
class Figure:
    """A figure of the period and of the one before; None where there is nothing to divide by."""

    now: float | None
    before: float | None

    @property
    def change(self) -> float | None:
        """In percent; None where there was nothing before, or there is nothing to compare."""
        if self.now is None or not self.before:
            return None
        return (self.now - self.before) / self.before * 100

    @property
    def new(self) -> bool:
        """Whether there is something now where there was nothing."""
        return bool(self.now) and not self.before


@dataclass(frozen=True)
class Day:
    """What happened on a day of the reporting zone."""

    day: date
    sessions: int = 0
    user_messages: int = 0
    twin_messages: int = 0
    with_documents: int = 0
    with_queries: int = 0
    with_neither: int = 0
    daily: int = 0  # active people of the day, and of the 7 and 30 days that end with it
    weekly: int = 0
    monthly: int = 0

    @property
    def messages(self) -> int:
        """By people and by twins."""
        return self.user_messages + self.twin_messages


_SUMS: LiteralString = ", ".join(
    ["coalesce(sum(" + one.sql + "), 0)::bigint as " + one.name for one in TOTALS]
)
_COUNTS: LiteralString = ", ".join([one.sql for one in PEOPLE])
# Both periods in one statement: both are of one moment.
_FIGURES: LiteralString = (
    "with periods as materialized (select v.*, private.day_begins(v.begins, r.zone) as since,"
    "  private.day_begins(v.ends, r.zone) as until from private.twin_reporting r, (values"
    "  (1, %(before)s::date, %(begin)s::date), (2, %(begin)s::date, %(end)s::date))"
    "  v (place, begins, ends))"
    " select totals.*, " + _COUNTS + " from periods p cross join lateral (select " + _SUMS + ""
    "  from private.twin_totals_between(p.since, p.until) t) totals"
    " order by p.place"
)
_RANGE: LiteralString = (
    "with period as materialized (select zone, private.day_begins(%(begin)s, zone) as since,"
    " private.day_begins(%(end)s, zone) as until from private.twin_reporting)"
)
_DAYS: LiteralString = (
    _RANGE + ", totals as (select (t.bucket at time zone p.zone)::date as day,"
    "  sum(t.sessions)::bigint as sessions, sum(t.user_messages)::bigint as by_user,"
    "  sum(t.twin_messages)::bigint as by_twin,"
    "  sum(t.sessions_with_documents)::bigint as documents,"
    "  sum(t.sessions_with_queries)::bigint as queries,"
    "  sum(t.sessions_with_neither)::bigint as neither"
    "  from period p cross join private.twin_totals_between(p.since, p.until) t group by 1)"
    " select a.day, coalesce(t.sessions, 0), coalesce(t.by_user, 0), coalesce(t.by_twin, 0),"
    " coalesce(t.documents, 0), coalesce(t.queries, 0), coalesce(t.neither, 0),"
    " a.daily, a.weekly, a.monthly"
    " from private.twin_active_between(%(begin)s, %(last)s) a left join totals t using (day)"
    " order by a.day"
)
_TYPES: LiteralString = (
    _RANGE + " select t.document_type, sum(t.documents)::bigint, sum(t.words)::bigint"
    " from period p cross join private.twin_document_types_between(p.since, p.until) t"
    " group by 1 having sum(t.documents) > 0 order by 2 desc, 1 limit 20"
)


def figures(database: Database, period: Period) -> dict[str, Figure]:
    """Every figure of `metrics`, by name."""
    names = [one.name for one in (*TOTALS, *PEOPLE)]
    before, now = (
        dict(zip(names, row, strict=True)) for row in database.rows(_FIGURES, _parameters(period))
    )
    found = {name: Figure(now[name], before[name]) for name in names}
    for one in QUOTIENTS:
        found[one.name] = Figure(
            _quotient(now[one.of], now[one.per]), _quotient(before[one.of], before[one.per])
        )
    return found


def days(database: Database, period: Period) -> list[Day]:
    """Each day of the period, also those on which nothing happened."""
    return [Day(*row) for row in database.rows(_DAYS, _parameters(period))]


def document_types(database: Database, period: Period) -> list[tuple[str, int, int]]:
    """Documents and words of the period by type, most first; twenty types at most."""
    return [
        (str(kind), papers, words)
        for kind, papers, words in database.rows(_TYPES, _parameters(period))
    ]


def stickiness(all_days: list[Day]) -> float | None:
    """The average of daily active people, divided by the monthly ones of the last day."""
    if not all_days or not all_days[-1].monthly:
        return None
    return sum(one.daily for one in all_days) / len(all_days) / all_days[-1].monthly


def _quotient(of: int, per: int) -> float | None:
    return of / per if per else None


def _parameters(period: Period) -> dict[str, Any]:
    return {
        "before": period.before.begin,
        "begin": period.begin,
        "end": period.end,
        "last": period.last,
    }


__all__ = ["Day", "Figure", "days", "document_types", "figures", "stickiness"]
