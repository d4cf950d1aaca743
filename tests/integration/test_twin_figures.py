"""Every figure is what a second implementation counts from the rows, at any moment of a refresh."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.analytics.figures import days, document_types, figures
from shared.analytics.people import RETENTION_DAYS, leaderboard, retention
from shared.analytics.period import Period
from shared.db.pool import Database as Pool
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, one
from tests.fixtures.twin_rows import Plain, Rows, Session, store_session

ZONES = (
    "UTC",
    "Asia/Kolkata",  # half an hour
    "Asia/Kathmandu",  # a quarter
    "America/New_York",
    "Australia/Lord_Howe",  # its clocks change by half an hour
    "America/Havana",  # its midnight comes twice in November
    "Asia/Beirut",  # it has a day without a midnight in March
    "Pacific/Chatham",
)
# Days on which some of these zones change their clocks, and a leap day.
DAYS = (date(2025, 3, 30), date(2025, 11, 2), date(2025, 10, 5), date(2024, 2, 29))


@pytest.fixture(scope="module")
def db(module_database: Database) -> Iterator[Connection]:
    with psycopg.connect(module_database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def reader(module_database: Database) -> Iterator[Pool]:
    pool = Pool(module_database.functions_url)
    yield pool
    pool.close()


@pytest.fixture(autouse=True)
def _nothing(db: Connection) -> None:
    _forget(db)


def _forget(db: Connection) -> None:
    db.execute("delete from twin_analytics.users")
    db.execute("select private.rebuild_twin_totals('UTC')")


def check(pool: Pool, plain: Plain, period: Period, today: date) -> None:
    """All that pages show of the period."""
    now, before = (plain.totals(one.begin, one.end) for one in (period, period.before))
    found = figures(pool, period)
    assert {name: found[name].now for name in now} == now
    assert {name: found[name].before for name in now} == before

    series = days(pool, period)
    assert [day.day for day in series] == [
        period.begin + timedelta(days=n) for n in range(period.days)
    ]
    for day in series:
        told = plain.totals(day.day, day.day + timedelta(days=1))
        assert (day.daily, day.weekly, day.monthly) == plain.active(day.day), day.day
        assert {
            "sessions": day.sessions,
            "user_messages": day.user_messages,
            "twin_messages": day.twin_messages,
            "sessions_with_documents": day.with_documents,
            "sessions_with_queries": day.with_queries,
            "sessions_with_neither": day.with_neither,
        }.items() <= told.items(), day.day

    kinds = {kind: (papers, words) for kind, papers, words in document_types(pool, period)}
    assert kinds == plain.types(period.begin, period.end)
    for place, by in enumerate(("company", "department")):
        leaders = leaderboard(pool, period, by)  # pyright: ignore[reportArgumentType]
        assert [
            (x.name, x.sessions, x.people, x.documents, x.queries) for x in leaders
        ] == plain.leaders(period.begin, period.end, place)

    kept = retention(pool, period, today)
    for returned in kept.overall:
        expected = (
            *plain.retained(period.begin, period.end, returned.days, today, or_after=False),
            plain.retained(period.begin, period.end, returned.days, today, or_after=True)[1],
        )
        assert (returned.people, returned.on, returned.or_after) == expected, returned.days
    for cohort in kept.cohorts:
        begin = max(cohort.week, period.begin)
        end = min(cohort.week + timedelta(days=7), period.end)
        for number, returned in zip(RETENTION_DAYS, cohort.returned, strict=True):
            if end - timedelta(days=1) + timedelta(days=number) >= today:
                assert returned is None
                continue
            assert returned is not None
            assert (returned.people, returned.on) == plain.retained(
                begin, end, number, today, or_after=False
            )


def at(zone: str, day: date, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))


def in_zone(db: Connection, zone: str) -> None:
    db.execute("select private.rebuild_twin_totals(%s)", (zone,))


def test_without_any_data_every_figure_is_nothing(reader: Pool) -> None:
    day = DAYS[0]
    check(reader, Plain(Rows(), "UTC"), Period(day, day + timedelta(days=30)), day)
    found = figures(reader, Period(day, day + timedelta(days=7)))
    assert found["messages_per_session"].now is None
    assert found["sessions"].change is None
    assert not found["sessions"].new


@pytest.mark.parametrize("zone", ZONES)
def test_moments_around_midnight_belong_to_the_right_day_where_clocks_change(
    db: Connection, reader: Pool, zone: str
) -> None:
    """Each quarter of an hour of the night in which most of these zones change their clocks."""
    rows = Rows()
    day = {"America/Havana": date(2025, 11, 2), "Australia/Lord_Howe": date(2025, 10, 5)}.get(
        zone, date(2025, 3, 30)
    )
    begin = at(zone, day, 0).astimezone(UTC) - timedelta(hours=2)
    for number in range(0, 28 * 4, 3):
        moment = begin + timedelta(minutes=15 * number, seconds=number % 2)
        user = rows.person(f"u{number}", "Acme", "Sales", moment)
        rows.sessions.append(
            Session(user, moment, said=[("user", moment), ("twin", moment + timedelta(hours=1))])
        )
    rows.store(db)
    plain = Plain(rows, zone)
    period = Period(day - timedelta(days=1), day + timedelta(days=3))
    in_zone(db, zone)
    check(reader, plain, period, day + timedelta(days=9))
    late = Session("u0", begin, documents=[("report", 7, begin + timedelta(hours=26))])
    rows.sessions.append(late)
    store_session(db, late)
    check(reader, plain, period, day + timedelta(days=9))


def test_a_person_is_retained_by_calendar_days_and_only_when_the_day_is_over(
    db: Connection, reader: Pool
) -> None:
    rows, first = Rows(), date(2025, 6, 2)
    for name, later in {"once": (), "next": (1,), "week": (7, 9), "late": (40,)}.items():
        user = rows.person(name, "Acme", "Sales", at("UTC", first))
        for days_later in (0, *later):
            day = first + timedelta(days=days_later)
            rows.sessions.append(Session(user, at("UTC", day, 23 if not days_later else 0, 1)))
    rows.store(db)
    period = Period(first, first + timedelta(days=7))
    kept = retention(reader, period, first + timedelta(days=15))
    assert [(one.days, one.people, one.on, one.or_after) for one in kept.overall][:3] == [
        *((1, 4, 1, 3), (3, 4, 0, 2), (7, 4, 1, 2)),
    ]
    for today in (first + timedelta(days=n) for n in (0, 1, 7, 8, 13, 14, 15, 67, 80)):
        check(reader, Plain(rows, "UTC"), period, today)


def test_figures_are_the_same_before_during_and_after_a_refresh_and_a_rebuild(
    db: Connection, reader: Pool
) -> None:
    rows, day = Rows(), date(2025, 6, 2)
    plain, period = Plain(rows, "UTC"), Period(day, day + timedelta(days=10))
    for number in range(6):
        moment = at("UTC", day + timedelta(days=number), number)
        user = rows.person(f"u{number}", f"C{number % 2}", "D", moment)
        rows.sessions.append(
            Session(
                user,
                moment,
                shared=number % 2 == 0,
                said=[("user", moment)],
                documents=[("email", 10, moment)] * (number % 3),
                queries=[(number - 1, moment + timedelta(days=1))] if number else [],
            )
        )
    rows.store(db)
    check(reader, plain, period, day + timedelta(days=50))
    assert one(db, "select private.refresh_twin_totals()") > 0
    refreshed = everything(db)
    check(reader, plain, period, day + timedelta(days=50))
    assert one(db, "select private.refresh_twin_totals()") == 0
    db.execute("select private.rebuild_twin_totals()")
    assert everything(db) == refreshed


def test_rows_that_change_or_go_are_counted_right_with_all_that_goes_with_them(
    db: Connection, reader: Pool
) -> None:
    rows, day = Rows(), date(2025, 6, 2)
    plain, period = Plain(rows, "UTC"), Period(day, day + timedelta(days=40))
    for name in ("ann", "ben", "cay"):
        user = rows.person(name, "Acme", name, at("UTC", day))
        for later in (0, 3, 30):
            moment = at("UTC", day + timedelta(days=later))
            rows.sessions.append(
                Session(
                    user,
                    moment,
                    said=[("user", moment)],
                    documents=[("email", 5, moment + timedelta(days=2))],
                    queries=[(1, moment + timedelta(days=4))],
                )
            )
    rows.store(db)
    today = day + timedelta(days=99)
    db.execute("select private.refresh_twin_totals()")
    db.execute("delete from twin_analytics.users where id = 'ann'")
    del rows.people["ann"], rows.twins["ann"]
    rows.sessions = [s for s in rows.sessions if s.user != "ann"]
    moved = rows.sessions[0]
    assert moved.user == "ben"
    db.execute("update twin_analytics.sessions set user_id = 'cay' where id = %s", (moved.id,))
    moved.user = "cay"
    check(reader, plain, period, today)
    db.execute("select private.refresh_twin_totals()")
    check(reader, plain, period, today)

    earlier = rows.sessions[1]
    earlier.at -= timedelta(days=20)
    db.execute(
        "update twin_analytics.sessions set started_at = %s where id = %s",
        (earlier.at, earlier.id),
    )
    db.execute("delete from twin_analytics.documents where session_id = %s", (moved.id,))
    moved.documents = []
    check(reader, plain, period, today)
    check(reader, plain, period.before, today)
    db.execute("truncate twin_analytics.sessions cascade")
    rows.sessions = []
    check(reader, plain, period, today)
    db.execute("select private.refresh_twin_totals()")
    check(reader, plain, period, today)
    assert one(db, "select count(*) from private.twin_user_days") == 0


def test_what_is_written_while_a_refresh_runs_is_counted_once(
    db: Connection, reader: Pool, module_database: Database
) -> None:
    rows, day = Rows(), date(2025, 6, 2)
    plain, period = Plain(rows, "UTC"), Period(day, day + timedelta(days=2))
    user = rows.person("ann", "Acme", "Sales", at("UTC", day))
    first, second = Session(user, at("UTC", day)), Session(user, at("UTC", day, 12, 1))
    rows.sessions.append(first)
    rows.store(db)
    with psycopg.connect(module_database.owner_url) as writer:
        store_session(writer, second)  # not committed when the refresh takes the marks
        db.execute("select private.refresh_twin_totals()")
        check(reader, plain, period, day)
        writer.commit()
    rows.sessions.append(second)
    check(reader, plain, period, day)
    db.execute("select private.refresh_twin_totals()")
    check(reader, plain, period, day)


def _quarters(day: date, quarter: int, second: int) -> datetime:
    """Right before, on and right after the beginnings of 15 minutes."""
    return at("UTC", day) + timedelta(minutes=15 * quarter, seconds=second)


moments = st.builds(
    _quarters, st.sampled_from(DAYS[:2]), st.integers(-96 * 35, 96 * 35), st.integers(-1, 1)
)
sessions = st.builds(
    Session,
    st.sampled_from(["ann", "ben", "cay"]),
    moments,
    st.booleans(),
    st.lists(st.tuples(st.sampled_from(["user", "twin"]), moments), max_size=3),
    st.lists(st.tuples(st.sampled_from(["email", "memo"]), st.integers(0, 9), moments), max_size=2),
    st.lists(st.tuples(st.integers(0, 2), moments), max_size=2),
)


@given(
    before=st.lists(sessions, max_size=5),
    after=st.lists(sessions, max_size=3),
    gone=st.integers(0, 8),
    zone=st.sampled_from(ZONES),
    begin=st.sampled_from(DAYS[:2]),
    length=st.sampled_from([1, 7, 30]),
)
def test_whatever_happened_figures_are_what_the_rows_say(
    db: Connection,
    reader: Pool,
    before: list[Session],
    after: list[Session],
    gone: int,
    zone: str,
    begin: date,
    length: int,
) -> None:
    _forget(db)
    rows = Rows(sessions=list(before))
    for number, name in enumerate(("ann", "ben", "cay")):
        rows.person(name, f"C{number % 2}", "D", at("UTC", begin))
    with db.transaction():
        rows.store(db)
    in_zone(db, zone)
    for one_session in after:
        rows.sessions.append(one_session)
        store_session(db, one_session)
    if gone < len(rows.sessions):
        lost = rows.sessions.pop(gone)
        db.execute("delete from twin_analytics.sessions where id = %s", (lost.id,))
    plain, period = Plain(rows, zone), Period(begin, begin + timedelta(days=length))
    today = begin + timedelta(days=20)
    check(reader, plain, period, today)
    db.execute("select private.refresh_twin_totals()")
    check(reader, plain, period, today)
    kept = everything(db)
    db.execute("select private.rebuild_twin_totals()")
    assert everything(db) == kept


def everything(db: Connection) -> list[object]:
    """All totals that are kept."""
    return [
        db.execute("select * from private.twin_totals order by 1").fetchall(),
        db.execute("select * from private.twin_document_types order by 1, 2").fetchall(),
        db.execute("select * from private.twin_user_days order by 1, 2").fetchall(),
        db.execute("select * from private.twin_people order by 1").fetchall(),
        db.execute("select * from private.twin_cohorts order by 1, 2").fetchall(),
        db.execute(
            "select day, before::text, people from private.twin_returns order by 1, 2"
        ).fetchall(),
    ]


@pytest.mark.parametrize("zone", ["Berlin", "UTC+3", "posix/Europe/Berlin", "", "localtime"])
def test_a_zone_in_which_no_page_could_count_days_is_refused_where_it_is_written(
    db: Connection, zone: str
) -> None:
    before = one(db, "select zone from private.twin_reporting")
    for statement in (
        "update private.twin_reporting set zone = %s",
        "select private.rebuild_twin_totals(%s)",
    ):
        with pytest.raises(psycopg.DatabaseError, match="is no IANA time zone"):
            db.execute(statement, (zone,))
    assert one(db, "select zone from private.twin_reporting") == before


def test_retention_looks_as_far_as_its_totals_go(db: Connection) -> None:
    assert one(db, "select private.retained_days()") == max(RETENTION_DAYS)
