"""Pages of analytics read their period and nothing else: seen by what the server really read."""

from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest

from shared.db.pool import Database as Pool
from tests.fixtures.analytics_pages import AnalyticsPages
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, column, one

PEOPLE = 150
DAYS = 60
# What grows as long as twins are used.
ROWS = {"sessions", "messages", "documents", "queries", "twin_user_days"}
GROWING = (*ROWS, "twin_totals", "twin_document_types", "twin_returns")
PERIOD = "from=2026-03-02&to=2026-04-01"
PAGES = (
    f"/?{PERIOD}",
    *(f"/leaderboard?{PERIOD}&by={by}" for by in ("company", "department", "person")),
    "/retention?from=2026-02-01&to=2026-04-01",
    f"/activities?{PERIOD}",
    f"/activities?{PERIOD}&documents=yes",
    f"/activities?{PERIOD}&documents=no&queries=no",
    f"/activities?{PERIOD}&company=C1&department=D1",
    f"/activities?{PERIOD}&department=D1",
    f"/activities?{PERIOD}&person=Person+7",
    f"/activities?{PERIOD}&person=nobody",
    f"/activities?{PERIOD}&twin=Twin+12",
    f"/activities?{PERIOD}&platform=sms",
    f"/activities?{PERIOD}&q=weekly",  # in very many
    f"/activities?{PERIOD}&q=weekly&person=Person+7",
    f"/activities?{PERIOD}&q=zanzibar",  # in few
    f"/activities?{PERIOD}&q=zanzibar&department=D1",
    f"/activities?{PERIOD}&q=nowhere",
    "/activities/u7-30",
)


@pytest.fixture(scope="module")
def db(module_database: Database) -> Iterator[Connection]:
    with psycopg.connect(module_database.owner_url, autocommit=True) as connection:
        _use(connection, 0)
        yield connection


@pytest.fixture(scope="module")
def pages(db: Connection, module_database: Database) -> Iterator[AnalyticsPages]:
    pool = Pool(module_database.functions_url, pool_max=1)
    yield AnalyticsPages(pool)
    pool.close()


def _use(db: Connection, earlier: int) -> None:
    """A session of everybody on each of the days that end so many before April, all in order."""
    db.execute("begin")
    db.execute(
        "insert into twin_analytics.users (id, email, full_name, company, department)"
        " select 'u' || n, n || '@x.test', 'Person ' || n, 'C' || n %% 5, 'D' || n %% 3"
        " from generate_series(1, %s) n on conflict do nothing",
        (PEOPLE,),
    )
    db.execute(
        "insert into twin_analytics.twins (id, user_id, name, created_at)"
        " select id, id, replace(full_name, 'Person', 'Twin'), '2025-01-01'"
        " from twin_analytics.users on conflict do nothing"
    )
    db.execute(
        "insert into twin_analytics.sessions (id, user_id, twin_id, title, topic, started_at)"
        " select u.id || '-' || d, u.id, u.id, 'Talk', 'Work', '2026-04-01'::timestamptz"
        "   - d * interval '1 day' + right(u.id, 1)::int * interval '1 hour'"
        " from generate_series(%s, %s, -1) d, twin_analytics.users u",
        (earlier + DAYS, earlier + 1),
    )
    for table, columns, values, condition in (
        (
            "messages",
            "sender_type, content",
            "'user', case when d.n %% 20 = 0 and right(s.id, 1) = '0' then 'zanzibar'"
            " else 'our weekly talk ' || d.n end",
            "true",
        ),
        ("documents", "document_type, content, word_count", "'report', 'text', 5", "d.n %% 3 = 0"),
        ("queries", "query_text, results_count", "'what', 3", "d.n %% 4 = 0"),
    ):
        statement = (
            f"insert into twin_analytics.{table} (id, session_id, created_at, {columns})"  # noqa: S608
            " select s.id || '.' || k, s.id, s.started_at + k * interval '1 minute',"
            f" {values} from (select *, right(user_id, 1)::int as n from twin_analytics.sessions"
            " where started_at < '2026-04-02'::timestamptz - %(earlier)s * interval '1 day'"
            "   and started_at >= '2026-04-01'::timestamptz - %(begin)s * interval '1 day') s"
            " cross join lateral (select s.n) d cross join generate_series(1, 2) k"
            f" where {condition} order by s.started_at"
        )
        db.execute(statement.encode(), {"earlier": earlier + 1, "begin": earlier + DAYS})
    db.execute("select private.rebuild_twin_totals()")
    db.execute("commit")


def _read(pages: AnalyticsPages, target: str) -> tuple[set[str], Counter[str]]:
    """Tables that a page scanned as a whole, and how many entries it read of which table."""
    before = _counters(pages.database)
    answer = pages.get(target)
    assert answer.status == 200, answer.body
    after = _counters(pages.database)
    scanned = {table for table, (scans, _) in after.items() if scans > before[table][0]}
    return scanned, Counter({name: n - before[name][1] for name, (_, n) in after.items()})


def _counters(pool: Pool) -> dict[str, tuple[int, int]]:
    pool.rows("select pg_stat_force_next_flush()")
    rows = pool.rows(
        "select t.relname, t.seq_scan, coalesce(sum(i.idx_tup_read), 0)::bigint + t.seq_tup_read"
        " from pg_stat_user_tables t left join pg_stat_user_indexes i using (relid)"
        " where t.relname = any (%s) and t.schemaname in ('twin_analytics', 'private')"
        " group by t.relid, t.relname, t.seq_scan, t.seq_tup_read",
        (list(GROWING),),
    )
    assert len(rows) == len(GROWING)
    return {str(table): (int(scans), int(read)) for table, scans, read in rows}


def _touch(db: Connection) -> None:
    """A late message, document and query: their quarters of an hour are to be counted live."""
    for table, columns, values in (
        ("messages", "sender_type, content", "'user', 'late'"),
        ("documents", "content", "'late'"),
        ("queries", "query_text", "'late'"),
    ):
        statement = (
            f"insert into twin_analytics.{table} (id, session_id, created_at, {columns})"  # noqa: S608
            f" values (gen_random_uuid(), 'u7-3', '2026-03-29 08:00+00', {values})"
        )
        db.execute(statement.encode())


def test_no_page_scans_a_table_that_grows(db: Connection, pages: AnalyticsPages) -> None:
    """On the first day, before any ANALYZE; then with statistics; then with rows to count live."""
    for state in ("first day", "analyzed", "marked"):
        if state != "first day":
            db.execute("vacuum analyze")
        if state == "marked":
            _touch(db)
        for target in PAGES:
            scanned, _ = _read(pages, target)
            assert scanned & ROWS == set(), (state, target)
    db.execute("select private.refresh_twin_totals()")


def test_older_rows_make_no_page_dearer(db: Connection, pages: AnalyticsPages) -> None:
    db.execute("vacuum analyze")
    _touch(db)
    before = {target: _read(pages, target)[1] for target in PAGES}
    for times in range(1, 5):
        _use(db, times * DAYS)
    db.execute("vacuum analyze")
    _touch(db)
    for target in PAGES:
        scanned, read = _read(pages, target)
        assert scanned & ROWS == set(), target
        if "zanzibar" not in target:  # the rows that have the word are all read
            assert read.total() <= 1.2 * before[target].total() + 20, (target, read, before[target])


def test_words_are_found_alike_by_the_words_and_by_looking_through_sessions(
    db: Connection, pages: AnalyticsPages
) -> None:
    """Which of both is done depends on how many there are, and nobody notices."""
    common = "select private.twin_words_are_common(%s)"
    assert (one(db, common, "weekly"), one(db, common, "zanzibar")) == (True, False)
    for words in ("weekly", "Weekly talk", "weekly 7", "weekly -talk", '"weekly talk"', "zanzibar"):
        expected = column(
            db,
            "select s.id from twin_analytics.sessions s"
            " where s.started_at >= '2026-03-02' and s.started_at < '2026-04-01'"
            "   and exists (select from twin_analytics.messages m where m.session_id = s.id"
            "     and to_tsvector('simple', m.content) @@ websearch_to_tsquery('simple', %s))"
            " order by s.started_at desc, s.id desc limit 200",
            words,
        )
        query = words.replace(" ", "+").replace('"', "%22")
        found = pages.document(f"/api/activities?{PERIOD}&limit=200&q={query}")["activities"]
        assert [one_of["id"] for one_of in found] == expected, words
