"""Text conversations in twin analytics: step by step the same rows as all at once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import sql

from shared.analytics.upkeep import keep_up, rebuild
from shared.db.pool import Database as Pool
from shared.errors import MalformedRequest
from tests.fixtures.database import Database
from tests.fixtures.people import MIKE, Connection, add_user, column, one
from tests.integration.conftest import NOON

Rows = list[tuple[Any, ...]]


def everything(db: Connection) -> dict[str, Rows]:
    query = sql.SQL("select * from twin_analytics.{} order by id")
    return {
        table: db.execute(query.format(sql.Identifier(table))).fetchall()
        for table in ("users", "twins", "sessions", "messages", "documents", "queries")
    }


def say(db: Connection, user: UUID, words: str, at: datetime, *, inbound: bool = True) -> UUID:
    """A text of the one conversation that they have."""
    db.execute(
        "insert into conversations (user_id, phone_number) select id, phone_number from users"
        " where id = %s and not exists (select from conversations where user_id = %s)",
        (user, user),
    )
    return one(
        db,
        "insert into messages (conversation_id, user_id, role, direction, status, content,"
        " created_at) select id, user_id, %s, %s, %s, %s, %s from conversations"
        " where user_id = %s returning id",
        *(("user", "inbound", "received") if inbound else ("concierge", "outbound", "sent")),
        words,
        at,
        user,
    )


def ask(db: Connection, user: UUID, at: datetime) -> UUID:
    return one(
        db,
        "insert into community_requests (requesting_agent_type, requesting_user_id, question,"
        " created_at) values ('concierge', %s, 'who knows SOC 2?', %s) returning id",
        user,
        at,
    )


def project(db: Connection) -> int:
    return one(db, "select private.project_texts(200, %s)", NOON)


def both_ways(db: Connection) -> dict[str, Rows]:
    """What marks have led to; the same when all is made anew."""
    project(db)
    step_by_step = everything(db)
    db.execute("truncate twin_analytics.users cascade")
    db.execute("select private.project_all_texts(%s)", (NOON,))
    assert everything(db) == step_by_step
    return step_by_step


@pytest.fixture
def sarah(owner: Connection) -> UUID:
    return add_user(
        owner, email="sarah@acme.test", first_name="Sarah", last_name="Chen", company="Acme"
    )


def test_a_members_texts_become_sessions_that_end_with_thirty_quiet_minutes(
    owner: Connection, sarah: UUID
) -> None:
    first = say(owner, sarah, "hello", NOON)
    say(owner, sarah, "hi!", NOON + timedelta(minutes=29, seconds=59), inbound=False)
    later = say(owner, sarah, "again", NOON + timedelta(minutes=59, seconds=59))
    question = ask(owner, sarah, NOON + timedelta(minutes=1))
    owner.execute(
        "insert into intro_opportunities (connector_user_id, prospect_name, intro_context,"
        " created_at) values (%s, 'Noor', 'You both worked there', %s)",
        (sarah, NOON + timedelta(hours=1, minutes=5)),
    )
    rows = both_ways(owner)
    (person,) = rows["users"]
    assert person[:4] == (str(sarah), "sarah@acme.test", "Sarah Chen", "Acme")
    assert [twin[:3] for twin in rows["twins"]] == [(str(sarah), str(sarah), "Sarah's concierge")]
    sessions = {row[0]: row for row in rows["sessions"]}
    assert set(sessions) == {str(first), str(later)}
    assert sessions[str(first)][3] == "sms"
    assert sessions[str(first)][7] == NOON
    kinds = column(owner, "select message_type from twin_analytics.messages order by created_at")
    assert kinds == ["query", "general", "document"]
    ((asked, where, trigger, *_),) = rows["queries"]
    assert (asked, where, trigger) == (str(question), str(first), str(first))
    ((_, where, trigger, kind, title, _, words, _),) = rows["documents"]
    assert (where, trigger, kind, title, words) == (
        *(str(later), str(later)),
        *("introduction", "Introduction to Noor", 4),
    )


def test_what_changes_later_changes_there_and_nothing_else_is_touched(
    owner: Connection, sarah: UUID
) -> None:
    say(owner, sarah, "hello", NOON)
    cancelled = say(owner, sarah, "never sent", NOON + timedelta(minutes=1), inbound=False)
    question = ask(owner, sarah, NOON + timedelta(minutes=2))
    both_ways(owner)
    owner.execute("select private.refresh_twin_totals()")
    owner.execute("update messages set status = 'pending' where id = %s", (cancelled,))
    assert project(owner) == 0, "how far a text has come is not projected"
    owner.execute("update messages set status = 'cancelled' where id = %s", (cancelled,))
    owner.execute("update community_requests set responses_count = 3 where id = %s", (question,))
    owner.execute("update users set company = 'Globex' where id = %s", (sarah,))
    rows = both_ways(owner)
    assert len(rows["messages"]) == 1
    assert rows["queries"][0][5] == 3
    assert rows["users"][0][3] == "Globex"

    owner.execute("select private.refresh_twin_totals()")
    owner.execute("insert into private.twin_sources (user_id) values (%s)", (sarah,))
    assert project(owner) == 1
    assert one(owner, "select count(*) from private.twin_marks") == 0


def test_a_text_that_comes_late_joins_two_sessions(owner: Connection, sarah: UUID) -> None:
    say(owner, sarah, "one", NOON)
    say(owner, sarah, "three", NOON + timedelta(minutes=50))
    assert len(both_ways(owner)["sessions"]) == 2
    say(owner, sarah, "two", NOON + timedelta(minutes=25))
    assert len(both_ways(owner)["sessions"]) == 1


def test_only_members_with_an_email_are_there_and_go_when_they_are_none_any_more(
    owner: Connection, sarah: UUID
) -> None:
    mike = add_user(owner, MIKE, first_name="Mike")
    for user in (sarah, mike):
        say(owner, user, "hello", NOON)
    assert [row[0] for row in both_ways(owner)["users"]] == [str(sarah)]
    owner.execute("update users set email = 'mike@acme.test' where id = %s", (mike,))
    assert len(both_ways(owner)["sessions"]) == 2
    owner.execute("update users set verified = false where id = %s", (sarah,))
    assert [row[0] for row in both_ways(owner)["users"]] == [str(mike)]


def test_who_is_known_from_another_system_stays_one_person(owner: Connection, sarah: UUID) -> None:
    owner.execute(
        "insert into twin_analytics.users (id, email, full_name, department)"
        " values ('slack-1', 'Sarah@Acme.test', 'S. Chen', 'Finance')"
    )
    say(owner, sarah, "hello", NOON)
    project(owner)
    assert column(owner, "select full_name from twin_analytics.users") == ["S. Chen"]
    assert column(owner, "select user_id from twin_analytics.sessions") == ["slack-1"]


def test_what_has_left_for_the_archive_stays_counted(owner: Connection, sarah: UUID) -> None:
    old = NOON - timedelta(days=364, hours=23, minutes=50)
    first = say(owner, sarah, "long ago", old)
    say(owner, sarah, "still here", old + timedelta(minutes=20))
    say(owner, sarah, "today", NOON)
    before = both_ways(owner)
    owner.execute("delete from messages where id = %s", (first,))
    say(owner, sarah, "and again", NOON + timedelta(minutes=1))
    project(owner)
    after = everything(owner)
    assert len(after["sessions"]) == len(before["sessions"]) == 2
    assert len(after["messages"]) == 4


def test_the_sweep_brings_all_up_to_date_and_a_zone_can_be_chosen(
    owner: Connection, pool: Pool, sarah: UUID
) -> None:
    say(owner, sarah, "hello", NOON)
    assert keep_up(pool) > 0
    assert keep_up(pool) == 0, "it was done a moment ago"
    assert one(owner, "select sum(sessions) from private.twin_totals") == 1
    assert one(owner, "select count(*) from private.twin_marks") == 0
    assert rebuild(pool, "Pacific/Kiritimati") == 1
    assert column(owner, "select day::text from private.twin_user_days") == ["2026-03-03"]
    with pytest.raises(MalformedRequest, match="Nowhere/Land"):
        rebuild(pool, "Nowhere/Land")


@settings(max_examples=10)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["in", "out", "ask", "drop", "now"]), st.integers(0, 200)),
        max_size=12,
    )
)
def test_whatever_happens_in_whatever_order_step_by_step_is_all_at_once(
    module_database: Database, steps: list[tuple[str, int]]
) -> None:
    import psycopg

    with psycopg.connect(module_database.owner_url, autocommit=True) as db:
        number = one(db, "select count(*) from users")
        phone, email = f"+1415555{2000 + number}", f"p{number}@x.test"
        user = add_user(db, phone, email=email, first_name="P")
        for what, minute in steps:
            at = NOON + timedelta(minutes=minute)
            if what == "ask":
                ask(db, user, at)
            elif what == "drop":
                db.execute(
                    "update messages set status = 'cancelled' where id = (select id from messages"
                    " where user_id = %s and direction = 'outbound' limit 1)",
                    (user,),
                )
            elif what == "now":
                project(db)
            else:
                say(db, user, what, at, inbound=what == "in")
        both_ways(db)
