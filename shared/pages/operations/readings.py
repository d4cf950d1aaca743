"""What the page of operations shows: queues, sweeps, delivery, latency, spend."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import LiteralString

from shared.config import settings
from shared.db.queues import QueueSpec
from shared.db.waiting import UNMEASURED
from shared.domain.delivery import error_meaning
from shared.pages.dashboard import Visit

MOST = 1000  # rows that are counted; more is told as that many
_SWEEP_SLACK = 180.0  # seconds


@dataclass(frozen=True)
class QueueNow:
    """One queue. Counts end at MOST; None: not told by this queue."""

    spec: QueueSpec
    due: int
    oldest_seconds: float | None
    busy: int | None
    retrying: int | None
    dead: int | None
    done: tuple[int, ...]  # of the last hour, in twelfths, oldest first

    @property
    def late(self) -> bool:
        """Whether what is due has waited longer than it should."""
        return (self.oldest_seconds or 0) > self.spec.late.total_seconds()


def queues(visit: Visit, specs: Sequence[QueueSpec]) -> list[QueueNow]:
    """All queues, in one round trip."""
    statement = " union all ".join(_reading(spec) for spec in specs)
    rows = visit.rows(statement, now=None, by=None, most=MOST)
    return [
        QueueNow(
            spec,
            due,
            oldest if oldest != UNMEASURED else None,
            busy if spec.busy else None,
            retrying if spec.retrying else None,
            dead if spec.gives_up else None,
            tuple(done),
        )
        for spec, (due, oldest, busy, retrying, dead, done) in zip(specs, rows, strict=True)
    ]


def _reading(spec: QueueSpec) -> LiteralString:
    # Only literals of shared.db.queues.
    done = spec.done or "select now() as at where false"
    found: LiteralString = (
        "select (select count(*) from (" + spec.due + ") d),"  # noqa: S608 - see above
        " (select extract(epoch from now() - private.moment(min(since)))::float8"
        " from (" + spec.due + ") d),"
        " (select count(*) from (" + _few(spec.busy) + ") b),"
        " (select count(*) from (" + _few(spec.retrying) + ") r),"
        " (select count(*) from (" + (spec.dead or "select 1 where false") + ") x),"
        " array(select count(h.at) from generate_series(0, 11) n left join"
        " (select private.moment(at) as at from (" + done + ") any_time) h"
        " on h.at > now() - interval '1 hour' and"
        " least(11, floor(extract(epoch from h.at - now() + interval '1 hour') / 300)) = n"
        " group by n order by n)"
    )
    return found.replace("%(now)s", "now()")


def _few(query: LiteralString) -> LiteralString:
    return query + " limit %(most)s" if query else "select 1 where false"


@dataclass(frozen=True)
class Outcome:
    """What became of texts of the last day."""

    status: str
    code: int | None
    meaning: str
    count: int


def delivery(visit: Visit) -> list[Outcome]:
    """Texts of the last 24 hours by what became of them, with Twilio's codes explained."""
    rows = visit.rows(
        "select status, error_code, count(*) from messages where direction = 'outbound'"
        " and created_at > now() - interval '1 day' group by 1, 2 order by 3 desc, 1"
    )
    return [
        Outcome(status, code, error_meaning(code) if code else "", count)
        for status, code, count in rows
    ]


def delivered_share(outcomes: Sequence[Outcome]) -> float | None:
    """Of the texts of which the end is known, the share that arrived; None: of none."""
    ended = Counter[str]()
    for one in outcomes:
        ended[one.status] += one.count
    total = sum(ended[status] for status in ("delivered", "undelivered", "failed"))
    return ended["delivered"] / total if total else None


def latency(visit: Visit) -> list[tuple[str, float | None, float | None, float | None]]:
    """Seconds from a text received to its answer: written, at Twilio, delivered; p50, p95, p99."""
    (found,) = visit.rows(
        "select"
        " percentile_cont(array[0.5, 0.95, 0.99]) within group"
        "  (order by extract(epoch from private.moment(m.created_at) - received.at)),"
        " percentile_cont(array[0.5, 0.95, 0.99]) within group"
        "  (order by extract(epoch from private.moment(m.sent_at) - received.at)),"
        " percentile_cont(array[0.5, 0.95, 0.99]) within group"
        "  (order by extract(epoch from private.moment(m.delivered_at) - received.at))"
        " from messages m join events e on e.id = m.in_reply_to"
        " cross join lateral (select private.moment(e.created_at) as at) received"
        " where m.direction = 'outbound' and m.created_at > now() - interval '1 day'"
    )
    labels = ("received to written", "received to Twilio", "received to delivered")
    percentiles: list[list[float | None]] = [value or [None, None, None] for value in found]
    return [
        (label, p50, p95, p99) for label, (p50, p95, p99) in zip(labels, percentiles, strict=True)
    ]


@dataclass(frozen=True)
class Spend:
    """What the model cost today (UTC), by agent, in US dollars, against the cap."""

    by_agent: list[tuple[str, Decimal, int, int]]  # agent, dollars, calls, errors
    total: Decimal
    cap: Decimal
    dearest: Decimal  # of one person
    person_cap: Decimal

    @property
    def over(self) -> bool:
        """Whether the rules answer now."""
        return bool(self.by_agent) and self.total >= self.cap > 0


def spend(visit: Visit) -> Spend:
    """Today's calls of the model."""
    rows = visit.rows(
        "select agent_type, coalesce(sum(nullif(cost_usd, 'NaN')), 0),"
        " count(*) filter (where model_used is not null), count(error) from agent_actions_log"
        " where created_at >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC'"
        " group by 1 order by 2 desc, 1"
    )
    by_agent = [(str(a), Decimal(usd), int(calls), int(errors)) for a, usd, calls, errors in rows]
    total = sum((one[1] for one in by_agent), Decimal(0))
    dearest = visit.value(
        "select coalesce(max(spent), 0) from ("
        " select sum(nullif(cost_usd, 'NaN')) as spent from agent_actions_log"
        " where cost_usd is not null and user_id is not null"
        " and created_at >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC'"
        " group by user_id) people"
    )
    configured = settings()
    return Spend(by_agent, total, configured.llm_daily_usd, dearest, configured.llm_user_daily_usd)


@dataclass(frozen=True)
class SweepNow:
    """Periodic work: when it was last done, and when it is due again."""

    name: str
    at: datetime
    seconds: float  # since
    every: float | None  # seconds; None: not known yet

    @property
    def next_seconds(self) -> float | None:
        """Until it is due again; below 0: it is."""
        return None if self.every is None else self.every - self.seconds

    @property
    def late(self) -> bool:
        """Whether it should have been done again, with what a minute's sweep may add."""
        return self.every is not None and self.seconds > 2 * self.every + _SWEEP_SLACK


def sweeps(visit: Visit) -> list[SweepNow]:
    """Periodic work that goes over everything."""
    rows = visit.rows(
        "select name, private.moment(finished_at),"
        " extract(epoch from now() - private.moment(finished_at))::float8,"
        " extract(epoch from every)::float8"
        " from private.sweeps where finished_at > 'epoch' order by 1"
    )
    return [SweepNow(*row) for row in rows]


__all__ = [
    "MOST",
    "QueueNow",
    "delivered_share",
    "delivery",
    "latency",
    "queues",
    "spend",
    "sweeps",
]
