"""The pages and documents of analytics: the same figures, filters, hostile texts, who may read."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import psycopg
import pytest

from infra.local.seed import Options, fill
from shared.db.pool import Database as Pool
from shared.pages.analytics.routes import DOCUMENTS, PAGES
from shared.pages.rendering import script_path
from tests.fixtures.analytics_pages import AnalyticsPages
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, one

MODULE = f'<script type="module" src="{script_path()}">'
MARCH = "from=2026-03-01&to=2026-04-01"
HOSTILE = "<script>alert('x')</script>"
FORMULA = '=HYPERLINK("http://x.test")'


@pytest.fixture(scope="module")
def db(module_database: Database) -> Iterator[Connection]:
    with psycopg.connect(module_database.owner_url, autocommit=True) as connection:
        options = Options(users=6, days=20, until=datetime(2026, 3, 31, tzinfo=UTC).date())
        fill(connection, options, lambda _share: None)
        _hostile(connection)
        yield connection


@pytest.fixture
def pages(db: Connection, module_database: Database) -> Iterator[AnalyticsPages]:
    pool = Pool(module_database.functions_url)
    yield AnalyticsPages(pool)
    pool.close()


def _hostile(db: Connection) -> None:
    """A person whose every text is an attack, with a text conversation and another one."""
    at = datetime(2026, 3, 30, 12, tzinfo=UTC)
    db.execute(
        "insert into twin_analytics.users (id, email, full_name, company, department)"
        " values (%s, 'evil@x.test', %s, %s, %s)",
        ("evil'\"/", HOSTILE, FORMULA, HOSTILE),
    )
    db.execute(
        "insert into twin_analytics.twins (id, user_id, name) values ('twin', %s, %s)",
        ("evil'\"/", FORMULA),
    )
    for name, platform in (("s1", "slack"), ("s2", "sms")):
        db.execute(
            "insert into twin_analytics.sessions (id, user_id, twin_id, platform, title, topic,"
            " started_at) values (%s, %s, 'twin', %s, %s, %s, %s)",
            (name, "evil'\"/", platform, HOSTILE if platform == "slack" else None, FORMULA, at),
        )
        db.execute(
            "insert into twin_analytics.messages (id, session_id, sender_type, content, created_at)"
            " values (%s, %s, 'user', %s, %s)",
            (f"{name}m", name, f"zanzibar {HOSTILE}", at),
        )
        db.execute(
            "insert into twin_analytics.documents (id, session_id, document_type, title, content)"
            " values (%s, %s, %s, %s, %s)",
            (f"{name}d", name, HOSTILE, HOSTILE, f"madagascar {HOSTILE}"),
        )


@pytest.mark.parametrize("path", [*PAGES, "/activities/s1", "/activities/s2"])
def test_hostile_texts_are_text_on_every_page_and_in_every_file(
    pages: AnalyticsPages, path: str
) -> None:
    for query in (MARCH, f"{MARCH}&by=person", f"{MARCH}&by=department&person={quote(HOSTILE)}"):
        answer = pages.get(f"{path}?{query}")
        assert answer.status == 200, answer.body
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        if path.endswith(".csv"):
            assert not re.search(r'(^|[,\n])"?[=+@]', answer.body), answer.body
        else:
            assert re.findall("<script[^>]*>", answer.body) == [MODULE]
            assert not re.search(r"\sstyle=|\son\w+=", answer.body)


def test_every_document_answers_and_is_described(pages: AnalyticsPages) -> None:
    described = set(pages.document("/api/openapi.json")["paths"])
    assert described == {*DOCUMENTS, "/api/activities/{id}"}
    for path in DOCUMENTS:
        found = pages.document(f"{path}?{MARCH}")
        assert (found["from"], found["to"], found["zone"]) == ("2026-03-01", "2026-04-01", "UTC")


def test_page_document_and_rows_say_the_same(db: Connection, pages: AnalyticsPages) -> None:
    sessions = one(db, "select count(*) from twin_analytics.sessions")
    found = pages.document(f"/api/metrics?{MARCH}")["metrics"]["sessions"]
    assert (found["value"], found["previous"], found["new"]) == (sessions, 0, True)
    charted = pages.document(f"/api/charts/activity?{MARCH}")["days"]
    assert sum(day["sessions"] for day in charted) == sessions
    assert len(charted) == 31
    leaders = pages.document(f"/api/leaderboard?{MARCH}")["leaders"]
    assert sum(leader["sessions"] for leader in leaders) == sessions
    assert f">{sessions}<" in pages.get(f"/?{MARCH}").body


def test_paging_shows_each_session_once_newest_first(pages: AnalyticsPages) -> None:
    seen: list[str] = []
    moments: list[str] = []
    after = ""
    while True:
        found = pages.document(f"/api/activities?{MARCH}&limit=70&after={quote(after)}")
        seen += [one["id"] for one in found["activities"]]
        moments += [one["started_at"] for one in found["activities"]]
        after = found["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) > 300
    assert moments == sorted(moments, reverse=True)
    first = pages.get(f"/activities?{MARCH}").body
    (older,) = re.findall(r'href="([^"]+)" rel="next"', first)
    second = pages.get(older.replace("&amp;", "&"))
    assert seen[50] in second.body
    assert seen[49] not in second.body


def test_filters_find_what_they_say(db: Connection, pages: AnalyticsPages) -> None:
    company = one(db, "select company from twin_analytics.users where id <> 'evil''\"/' limit 1")
    for query, condition in (
        (f"company={company}", f"u.company = '{company}'"),
        ("documents=yes", "exists (select from twin_analytics.documents where session_id = s.id)"),
        ("queries=no", "not exists (select from twin_analytics.queries where session_id = s.id)"),
        ("platform=sms", "platform = 'sms'"),
        ("person=%25", "false"),
    ):
        expected = one(
            db,
            "select count(*) from (select from twin_analytics.sessions s join twin_analytics.users"  # noqa: S608
            f" u on u.id = s.user_id where {condition} limit 200) x",
        )
        found = pages.document(f"/api/activities?{MARCH}&limit=200&{query}")["activities"]
        assert len(found) == expected, query


def test_words_are_found_in_titles_topics_and_messages(
    db: Connection, pages: AnalyticsPages
) -> None:
    def found(words: str) -> int:
        query = f"/api/activities?{MARCH}&limit=200&q={quote(words)}"
        return len(pages.document(query)["activities"])

    assert found("zanzibar") == 2
    assert found("zanzibar nowhere") == 0
    assert found("hyperlink") == 2  # the topic
    assert found("hiring") > 0
    assert found('"board hiring') == found("!!") == 0
    pages.operator = False
    assert found("zanzibar") == 1, "texts are no one else's to search"


def test_what_was_texted_is_for_operators_and_its_opening_is_recorded(
    pages: AnalyticsPages,
) -> None:
    assert "zanzibar" in pages.get("/activities/s2").body
    assert pages.document("/api/activities/s2")["thread"][0]["content"].startswith("zanzibar")
    assert pages.opened == ["s2", "s2"]
    assert "zanzibar" in pages.get("/activities/s1").body
    assert pages.opened == ["s2", "s2"]

    pages.operator = False
    for target in ("/activities/s2", "/api/activities/s2"):
        body = pages.get(target).body
        assert "zanzibar" not in body
        assert "madagascar" not in body
    assert pages.document("/api/activities/s2")["thread"][0]["content"] is None
    assert "zanzibar" in pages.get("/activities/s1").body
    assert pages.opened == ["s2", "s2"]


@pytest.mark.parametrize(
    "query",
    [
        *("from=2026-03-01", "from=2026-03-02&to=2026-03-02", "from=x&to=y", "period=9y"),
        *("from=1900-01-01&to=1900-02-01", "from=2024-01-01&to=2026-01-01", "after=x"),
        *("documents=maybe", "q=%00", f"q={'x' * 201}", "limit=0", "limit=²"),
    ],
)
def test_what_cannot_be_is_refused_with_its_name(pages: AnalyticsPages, query: str) -> None:
    answer = pages.get(f"/api/activities?{query}")
    assert answer.status == 400
    assert pages.get(f"/activities?{query}").status in (200, 400)


@pytest.mark.parametrize("query", ["by=x", "sort=name", "after=1", "after=x~y~z"])
def test_a_board_by_what_there_is_not_is_refused(pages: AnalyticsPages, query: str) -> None:
    assert pages.get(f"/leaderboard?{query}").status == 400


def test_nobody_finds_a_session_that_is_not_there(pages: AnalyticsPages) -> None:
    for name in ("nothing", "%00", "s1%2F..%2F"):
        assert pages.get(f"/activities/{name}").status == 404
        assert pages.get(f"/api/activities/{name}").status == 404


def test_an_empty_period_says_what_would_be_here(pages: AnalyticsPages) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC).date()
    period = f"from={long_ago}&to={long_ago + timedelta(days=7)}"
    assert "Nothing happened in this period" in pages.get(f"/?{period}").body
    assert "No companies did anything" in pages.get(f"/leaderboard?{period}").body
    assert "Nobody had their first session" in pages.get(f"/retention?{period}").body
    assert "No session fits" in pages.get(f"/activities?{period}").body


def test_a_leaderboard_of_people_is_paged_without_a_gap(
    db: Connection, pages: AnalyticsPages
) -> None:
    db.execute(
        "insert into twin_analytics.users (id, email, full_name) select 'p' || n, n || '@p.test',"
        " 'Same Name' from generate_series(1, 120) n"
    )
    db.execute(
        "insert into twin_analytics.sessions (id, user_id, twin_id, started_at)"
        " select 'p' || n, 'p' || n, 'twin', '2025-05-05 12:00+00' from generate_series(1, 120) n"
    )
    target, seen = "/leaderboard?from=2025-05-01&to=2025-06-01&by=person", 0
    while target:
        body = pages.get(target).body
        seen += body.count(">Same Name</a>")
        more = re.findall(r'href="([^"]+)">More<', body)
        target = more[0].replace("&amp;", "&") if more else ""
    assert seen == 120
