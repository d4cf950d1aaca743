"""Pages of twin analytics, beside the queries that one would write over the raw rows."""

# ruff: noqa: S608 - statements are made of literals, as their type says.

import os
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, LiteralString
from urllib.parse import quote

import psycopg

from infra.local.postgres import Postgres
from infra.local.seed import Options, fill
from shared.db.pool import Database
from tests.benchmarks.bulk import filling
from tests.benchmarks.cost import Times
from tests.benchmarks.grown import empty
from tests.benchmarks.report import Section, milliseconds, percentile, ratio
from tests.fixtures.analytics_pages import AnalyticsPages

UNTIL = date(2026, 3, 31)
# As often as people really use them with ANALYTICS=full, which takes long to make.
FULL = os.environ.get("ANALYTICS") == "full"
USE = Options(
    users=2_000,
    companies=40,
    sessions=(2, 5) if FULL else (0, 1),
    messages=(3, 8) if FULL else (1, 3),
    until=UNTIL,
)
OLDER = 0 if FULL else 10  # times as many rows before
READS, NAIVE_READS = 40, 1 if FULL else 3

COLUMNS = [
    *("page", "naive / ours", "older rows / without", "ms of processors"),
    *("p50 ms", "p95 ms", "naive p50 ms"),
]

Connection = psycopg.Connection[Any]

_PERIOD: LiteralString = "started_at >= %(begin)s and started_at < %(end)s"
_MADE: LiteralString = "created_at >= %(begin)s and created_at < %(end)s"
_BOTH: LiteralString = "created_at >= %(before)s and created_at < %(end)s"
_OVERVIEW: tuple[LiteralString, ...] = (
    "select started_at >= %(begin)s, count(*), count(distinct user_id),"
    " count(*) filter (where is_shared_twin) from twin_analytics.sessions"
    " where started_at >= %(before)s and started_at < %(end)s group by 1",
    "select created_at >= %(begin)s, sender_type, count(*) from twin_analytics.messages"
    " where " + _BOTH + " group by 1, 2",
    "select created_at >= %(begin)s, document_type, count(*), sum(word_count)"
    " from twin_analytics.documents where " + _BOTH + " group by 1, 2",
    "select created_at >= %(begin)s, count(*), sum(results_count) from twin_analytics.queries"
    " where " + _BOTH + " group by 1",
    "select date_trunc('day', created_at), sender_type, count(*) from twin_analytics.messages"
    " where " + _MADE + " group by 1, 2",
    "select date_trunc('day', s.started_at), count(*), count(distinct s.user_id),"
    " count(distinct d.session_id), count(distinct q.session_id) from twin_analytics.sessions s"
    " left join twin_analytics.documents d on d.session_id = s.id"
    " left join twin_analytics.queries q on q.session_id = s.id where " + _PERIOD + " group by 1",
    "select day, count(distinct user_id) filter (where started_at >= day - interval '6 days'),"
    " count(distinct user_id) from generate_series(%(begin)s::timestamptz, %(last)s, '1 day') day"
    " join twin_analytics.sessions on started_at >= day - interval '29 days'"
    "  and started_at < day + interval '1 day' group by 1",
)
_LEADERS: LiteralString = (
    "select u.company, count(distinct s.id), count(distinct s.user_id), count(distinct d.id),"
    " count(distinct q.id) from twin_analytics.sessions s"
    " join twin_analytics.users u on u.id = s.user_id"
    " left join twin_analytics.documents d on d.session_id = s.id"
    " left join twin_analytics.queries q on q.session_id = s.id where " + _PERIOD + ""
    " group by 1 order by 2 desc limit 51"
)
_RETENTION: LiteralString = (
    "with days as (select distinct user_id, started_at::date as day from twin_analytics.sessions),"
    " firsts as (select user_id, min(day) as day from days group by 1)"
    " select n, count(*) from firsts f join days d using (user_id)"
    " join unnest(array[1, 3, 7, 14, 30, 60]) n on d.day = f.day + n"
    " where f.day >= %(early)s and f.day < %(end)s group by 1"
)
_WORDS: LiteralString = (
    "select s.* from twin_analytics.sessions s where " + _PERIOD + " and (title ilike %(words)s"
    " or exists (select from twin_analytics.messages m where m.session_id = s.id"
    "  and m.content ilike %(words)s)) order by started_at desc limit 51"
)


@dataclass(frozen=True)
class Page:
    """A page, and what reads the same from the rows; nothing where that does not scan either."""

    name: str
    target: str
    naive: tuple[LiteralString, ...] = ()
    words: str = ""


def measure(postgres: Postgres) -> Section:
    """Every page of the last 30 days, then with older rows behind them."""
    urls = empty(postgres, "analytics")
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        counts = fill(owner, USE, lambda _share: None)
        pages = _pages(owner)
        database = Database(urls.app, pool_max=1)
        asked = AnalyticsPages(database)
        recent = {one.name: _times(asked, one) for one in pages}
        naive = {one.name: _naive(owner, one) for one in pages if one.naive}
        older: dict[str, Times] = {}
        if OLDER:
            with filling(owner, "twin_analytics.sessions", "twin_analytics.messages"):
                _add_older(owner)
            older = {one.name: _times(asked, one) for one in pages}
        database.close()
    made = ", ".join(f"{counts[name]:,} {name}" for name in ("sessions", "messages"))
    return Section(
        f"Pages of twin analytics{', all of the use that is meant' if FULL else ''}",
        f"{USE.users:,} people, {USE.days} days, {made}"
        f"{'' if FULL else ', a part of the use that is meant (ANALYTICS=full makes all of it)'}."
        " Each page whole, from request to HTML, of the last 30 days, beside the queries that one"
        " would write over the rows, where those scan. The bounds are 50 ms p50, 150 ms p95, ten"
        " times quicker where the queries scan, and 1.2 times with ten times as many older rows"
        f"{' (measured on the part)' if FULL else ''}. Ratios are of processor time, which other"
        " work on the machine does not change; the milliseconds that one waits it does.",
        [
            "page",
            "naive / ours",
            "older rows / without",
            "ms of processors",
            "p50 ms",
            "p95 ms",
            "naive p50 ms",
        ],
        [_row(one, recent[one.name], naive.get(one.name), older.get(one.name)) for one in pages],
    )


def _row(page: Page, ours: Times, naive: Times | None, older: Times | None) -> list[str]:
    return [
        page.name,
        ratio(naive.cost, ours.cost) if naive else "",
        ratio(older.cost, ours.cost) if older else "",
        milliseconds(ours.cost),
        milliseconds(percentile(ours.waited, 0.5)),
        milliseconds(percentile(ours.waited, 0.95)),
        milliseconds(percentile(naive.waited, 0.5)) if naive else "",
    ]


def _pages(owner: Connection) -> list[Page]:
    """With filters that find something; a session that is there."""
    row = owner.execute(
        "select u.company, u.full_name, s.id from twin_analytics.sessions s"
        " join twin_analytics.twins t on t.id = s.twin_id"
        " join twin_analytics.users u on u.id = t.user_id order by s.started_at desc limit 1"
    ).fetchone()
    assert row
    company, person, session = row
    span = f"from={UNTIL - timedelta(days=29)}&to={UNTIL + timedelta(days=1)}"
    early = f"from={UNTIL - timedelta(days=59)}&to={UNTIL + timedelta(days=1)}"
    listed = f"/activities?{span}"
    return [
        Page("overview", f"/?{span}", _OVERVIEW),
        Page("leaders, companies", f"/leaderboard?{span}", (_LEADERS,)),
        Page("leaders, people", f"/leaderboard?{span}&by=person", (_LEADERS,)),
        Page("retention, 60 days", f"/retention?{early}", (_RETENTION,)),
        Page("activities", listed),
        Page("of a company", f"{listed}&company={quote(company)}"),
        Page("of a person", f"{listed}&person={quote(person)}"),
        Page("of a person's twins", f"{listed}&twin={quote(person.split()[0])}"),
        Page("of a department, with a document", f"{listed}&department=Sales&documents=yes"),
        Page("with a word in many", f"{listed}&q=customer"),
        Page("with a word in none", f"{listed}&q=xylophone", (_WORDS,), "xylophone"),
        Page("a session", f"/activities/{session}"),
    ]


def _times(asked: AnalyticsPages, page: Page) -> Times:
    times = Times(asked.database.value("select pg_backend_pid()"))
    for _ in range(5):  # then plans are kept, and the server has read what it reads
        asked.get(page.target)
    for _ in range(READS):
        with times.taken():
            assert asked.get(page.target).status == 200
    return times


def _naive(owner: Connection, page: Page) -> Times:
    parameters = {
        "before": UNTIL - timedelta(days=59),
        "early": UNTIL - timedelta(days=59),
        "begin": UNTIL - timedelta(days=29),
        "last": UNTIL,
        "end": UNTIL + timedelta(days=1),
        "words": f"%{page.words}%",
    }
    owner.execute("set max_parallel_workers_per_gather = 0")  # a process whose cost is known
    times = Times(owner.info.backend_pid)
    for _ in range(NAIVE_READS):
        with times.taken():
            for query in page.naive:
                owner.execute(query, parameters).fetchall()
    return times


def _add_older(owner: Connection) -> None:
    """The same use again and again, in the times before."""
    for times in range(1, OLDER + 1):
        for table, columns, moment in (
            (
                "sessions",
                "user_id, twin_id, platform, title, topic, is_shared_twin",
                "started_at",
            ),
            ("messages", "sender_type, content, message_type", "created_at"),
            ("documents", "document_type, title, content, word_count", "created_at"),
            ("queries", "query_text, query_type, results_count", "created_at"),
        ):
            of = "" if table == "sessions" else "session_id, "
            of_older = "" if table == "sessions" else "session_id || '~' || %(times)s, "
            owner.execute(
                f"insert into twin_analytics.{table} (id, {of}{columns}, {moment})"
                f" select id || '~' || %(times)s, {of_older}{columns},"
                f" {moment} - %(times)s * interval '60 days' from twin_analytics.{table}"
                " where id not like '%%~%%'".encode(),
                {"times": times},
            )
    owner.execute("select private.rebuild_twin_totals()")
