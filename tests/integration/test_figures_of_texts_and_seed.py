"""Figures of texts that were projected and of seeded use together are what all rows say."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from infra.local.seed import Options, fill
from shared.analytics.period import Period
from shared.db.pool import Database as Pool
from tests.fixtures.database import Database
from tests.fixtures.depth import some_at_once
from tests.fixtures.people import MIKE, Connection, add_user
from tests.fixtures.twin_rows import Plain, Rows, Session
from tests.integration.test_projected_texts import ask, project, say
from tests.integration.test_twin_figures import check, in_zone

# A day on which the zone's clocks change, or any where they never do.
NIGHTS = {
    "Asia/Kathmandu": date(2026, 3, 8),
    "America/New_York": date(2026, 3, 8),
    "Australia/Lord_Howe": date(2026, 4, 5),
}


def stored(db: Connection) -> Rows:
    """All rows of twin analytics, for the second implementation."""
    people = db.execute(
        "select id, coalesce(company, '(none)'), coalesce(department, '(none)')"
        " from twin_analytics.users"
    )
    twins = db.execute("select id, created_at from twin_analytics.twins")
    rows = Rows(
        people={name: (company, department) for name, company, department in people},
        twins=dict(twins.fetchall()),
    )
    sessions: dict[str, Session] = {}
    for name, user, at, shared in db.execute(
        "select id, user_id, started_at, is_shared_twin from twin_analytics.sessions"
    ):
        sessions[name] = Session(user, at, shared, id=name)
    for name, sender, at in db.execute(
        "select session_id, sender_type, created_at from twin_analytics.messages"
    ):
        sessions[name].said.append((sender, at))
    for name, kind, words, at in db.execute(
        "select session_id, coalesce(document_type, 'other'), coalesce(word_count, 0), created_at"
        " from twin_analytics.documents"
    ):
        sessions[name].documents.append((kind, words, at))
    for name, results, at in db.execute(
        "select session_id, results_count, created_at from twin_analytics.queries"
    ):
        sessions[name].queries.append((results, at))
    rows.sessions = list(sessions.values())
    return rows


@pytest.mark.parametrize("zone", some_at_once(NIGHTS, "America/New_York"))
def test_texts_and_seeded_use_are_counted_together_around_midnight(
    owner: Connection, database: Database, zone: str
) -> None:
    night = NIGHTS[zone]
    fill(owner, Options(users=6, days=35, until=night + timedelta(days=1)), lambda _share: None)
    member = add_user(owner, MIKE, email="mike@ours.test", verified=True, company="Ours")
    midnight = datetime(night.year, night.month, night.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    # Long before the period, across its beginning, across the night's end, and at a quarter's edge.
    for hours in (-24 * 40, -24 * 6 - 0.2, -24 * 6 + 0.2, -0.1, 0, 0.1, 23.9, 24, 24.25, 25):
        at = midnight + timedelta(hours=hours)
        say(owner, member, "hello", at)
        say(owner, member, "hi there", at + timedelta(minutes=10), inbound=False)
    ask(owner, member, midnight + timedelta(minutes=5))
    project(owner)
    in_zone(owner, zone)
    say(owner, member, "once more", midnight + timedelta(hours=30))
    project(owner)  # what it has changed is marked, and counted live

    rows = stored(owner)
    texted = [one for one in rows.sessions if str(member) == one.user]
    assert len(texted) > 5
    assert any(said for one in texted for said in one.said)
    reader = Pool(database.app_url)
    try:
        for begin, days in ((night, 1), (night - timedelta(days=6), 7), (night, 30)):
            period = Period(begin, begin + timedelta(days=days))
            check(reader, Plain(rows, zone), period, period.end + timedelta(days=20))
    finally:
        reader.close()
