"""Who comes back, and who does most: retention and leaderboards."""

# ruff: noqa: S608 - statements are made of literals, as their type says.

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, LiteralString

from shared.analytics.period import Period
from shared.db.pool import Database

RETENTION_DAYS: Final = (1, 3, 7, 14, 30, 60)  # the last is private.retained_days()
By = Literal["company", "department", "person"]
Order = Literal["sessions", "people", "documents", "queries"]


@dataclass(frozen=True)
class Returned:
    """Of so many people, whose day N is over, how many came back."""

    days: int
    people: int
    on: int  # with a session on that very day
    or_after: int  # on that day or any later one

    def share(self, *, or_after: bool) -> float | None:
        """None where nobody's day is over yet."""
        return (self.or_after if or_after else self.on) / self.people if self.people else None


@dataclass(frozen=True)
class Cohort:
    """People whose first session was in a week from Monday to Sunday."""

    week: date
    people: int
    returned: list[Returned | None]  # None: not complete


@dataclass(frozen=True)
class Retention:
    """Over all people of the period by first session, and by week."""

    overall: list[Returned]
    cohorts: list[Cohort]


@dataclass(frozen=True)
class Leader:
    """A company, a department or a person, with what they did in the period."""

    id: str  # of a person; otherwise the name
    name: str
    sessions: int
    people: int
    documents: int
    queries: int


# A day's people by how long they are seen: `place` counts the days of %(days)s that have come.
_RETENTION: LiteralString = """
with seen as (
  select c.first_day, width_bucket(c.day - c.first_day, %(days)s::integer[]) as place,
    sum(c.present) filter (where c.day = c.first_day) as people,
    sum(c.present) filter (where c.day - c.first_day = any(%(days)s::integer[])) as came,
    sum(c.last) as last
  from private.twin_cohorts_between(%(begin)s, %(end)s) c group by 1, 2),
wanted as (
  select s.*, n.days, n.place as wanted, s.first_day + n.days < %(today)s as over,
    date_trunc('week', s.first_day::timestamp)::date as week
  from seen s cross join unnest(%(days)s::integer[]) with ordinality n (days, place))
select week, days, sum(people)::bigint, coalesce(sum(people) filter (where over), 0)::bigint,
  coalesce(sum(came) filter (where over and place = wanted), 0)::bigint,
  (coalesce(sum(people) filter (where over), 0)
    - coalesce(sum(last) filter (where over and place < wanted), 0))::bigint,
  least(week + 6, %(end)s - 1) + days < %(today)s
from wanted group by 1, 2 having sum(people) > 0 order by 1 desc, 2
"""

# What a person's row is counted under, and how it is called.
_COMPANY: LiteralString = "coalesce(nullif(u.company, ''), '(none)')"
_DEPARTMENT: LiteralString = "coalesce(nullif(u.department, ''), '(none)')"
_GROUPS: dict[By, tuple[LiteralString, LiteralString]] = {
    "company": (_COMPANY, _COMPANY),
    "department": (_DEPARTMENT, _DEPARTMENT),
    "person": ("u.id", "u.full_name"),
}
_ORDERS: dict[Order, LiteralString] = {
    "sessions": "sessions",
    "people": "people",
    "documents": "documents",
    "queries": "queries",
}


def retention(database: Database, period: Period, today: date) -> Retention:
    """Of those whose first session ever was in the period; `today` is not over."""
    rows = database.rows(
        _RETENTION,
        {
            "begin": period.begin,
            "end": period.end,
            "today": today,
            "days": list(RETENTION_DAYS),
        },
    )
    cohorts: dict[date, Cohort] = {}
    sums = {days: [0, 0, 0] for days in RETENTION_DAYS}
    for week, days, people, over, on, or_after, complete in rows:
        cohort = cohorts.setdefault(week, Cohort(week, people, []))
        cohort.returned.append(Returned(days, over, on, or_after) if complete else None)
        for place, value in enumerate((over, on, or_after)):
            sums[days][place] += value
    return Retention(
        [Returned(days, *counted) for days, counted in sums.items()], list(cohorts.values())
    )


def leaderboard(
    database: Database,
    period: Period,
    by: By,
    *,
    order: Order = "sessions",
    after: Sequence[object] | None = None,
    limit: int = 50,
) -> list[Leader]:
    """Who did anything in the period, most first, ties by name; those after (count, name, id)."""
    key, name = _GROUPS[by]
    query: LiteralString = (
        "with did as (select user_id, sum(sessions) as sessions, sum(documents) as documents,"
        "  sum(queries) as queries from private.twin_people_did(%(begin)s, %(end)s) group by 1),"
        " leaders as (select " + key + " as id, min(" + name + ') collate "C" as name,'
        "  sum(d.sessions)::bigint as sessions, count(*) filter (where d.sessions > 0) as people,"
        "  sum(d.documents)::bigint as documents, sum(d.queries)::bigint as queries"
        "  from did d join twin_analytics.users u on u.id = d.user_id group by 1)"
        " select * from leaders where (sessions > 0 or documents > 0 or queries > 0)"
        " and (%(count)s::bigint is null"
        "  or (-" + _ORDERS[order] + ", name, id) > (-%(count)s::bigint, %(name)s, %(id)s))"
        " order by " + _ORDERS[order] + " desc, name, id limit %(limit)s"
    )
    count, after_name, after_id = after or (None, "", "")
    rows = database.rows(
        query,
        {
            "begin": period.begin,
            "end": period.end,
            "limit": limit,
            "count": count,
            "name": after_name,
            "id": after_id,
        },
    )
    return [Leader(*row) for row in rows]


__all__ = ["RETENTION_DAYS", "By", "Cohort", "Leader", "Order", "Retention", "Returned"]
__all__ += ["leaderboard", "retention"]
