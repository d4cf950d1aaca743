"""Who is asked a question: the score in SQL beside the same rule in Python."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from shared.db.pool import Database as Pool
from tests.fixtures.community import answer, background, clock, member, publish
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, column, one
from tests.fixtures.queued import SOON

TAGS = ["tax", "payroll", "pricing", "seo", "cfo"]
ANSWER = (
    "We used Pilot in 2024 because it was $300 a month for us; ask for Kim, and start with the"
    " books."
)
NEVER = datetime(1, 1, 1)  # noqa: DTZ001 - compared with others without a zone
COUNTRIES = ["Portugal", "Brazil", "Kenya", "Japan", "Chile", "Norway", "India", "Ghana"]


@dataclass
class Expert:
    """A member, and what they were asked: days ago, still open, answered, passed."""

    id: UUID
    tags: set[str]
    last_asked: datetime | None = None
    answered: int = 0
    useful: int = 0
    silent: bool = False
    open_now: int = 0
    blocked: set[str] = field(default_factory=set[str])
    away: bool = False

    def score(self, needed: list[str]) -> int:
        """As the rules of the network have it."""
        areas = len(self.tags & set(needed))
        bonus = (10 if self.answered else 0) + 5 * self.useful
        return 50 + min(30, 15 * areas) + bonus - 15 * self.open_now - (30 if self.silent else 0)


def expected(experts: list[Expert], needed: list[str], size: int) -> list[tuple[UUID, int]]:
    """The best, by score, then by who was asked longest ago."""
    able = [
        one
        for one in experts
        if one.tags & set(needed)
        and not one.blocked & set(needed)
        and not one.away
        and one.open_now < 3
    ]
    ranked = sorted(
        able,
        key=lambda one: (
            -one.score(needed),
            one.last_asked.replace(tzinfo=None) if one.last_asked else NEVER,
            one.id,
        ),
    )
    return [(one.id, one.score(needed)) for one in ranked[:size]]


def an_expert(app: Connection, chance: random.Random, asker: UUID, now: datetime) -> Expert:
    tags = set(chance.sample(TAGS, chance.randint(1, 3)))
    here: list[dict[str, Any]] = [{}] * 8
    gone: list[dict[str, Any]] = [
        {"opted_out_at": now},
        {"verified": False},
        {"proactive_paused_until": now + timedelta(days=9)},
    ]
    away = chance.choice([*here, *gone])
    expert = Expert(member(app, *tags, **away), tags, away=bool(away))
    if chance.random() < 0.15:
        expert.blocked = {chance.choice(TAGS)}
        for tag in expert.blocked:
            app.execute("insert into topic_blocks values (%s, %s)", (expert.id, tag))
    for _ in range(chance.choice([0, 0, 1, 2, 4, 6])):
        _was_asked(app, chance, expert, asker, now)
    scores = column(
        app,
        "select usefulness_score from community_responses where user_id = %s"
        " order by created_at desc, id limit 5",
        expert.id,
    )
    expert.useful = sum(score >= 7 for score in scores)
    app.execute(
        "update users set last_asked_at = %s, questions_answered = %s, useful_of_last_five = %s"
        " where id = %s",
        (expert.last_asked, expert.answered, expert.useful, expert.id),
    )
    return expert


def _was_asked(
    app: Connection, chance: random.Random, expert: Expert, asker: UUID, now: datetime
) -> None:
    at = now - timedelta(hours=chance.randint(1, 24 * 12))
    status = chance.choice(["open", "responses_received", "closed", "cancelled"])
    request = one(
        app,
        "insert into community_requests (requesting_agent_type, requesting_user_id, question, "
        "status,"
        " created_at, expires_at) values ('concierge', %s, 'q', %s, %s, %s) returning id",
        asker,
        status,
        at,
        at + timedelta(days=7),
    )
    app.execute(
        "insert into community_targets (request_id, user_id, wave, score, asked_at)"
        " values (%s, %s, 1, 50, %s)",
        (request, expert.id, at),
    )
    expert.last_asked = max(expert.last_asked or at, at)
    became = chance.choice(["answered", "answered", "passed", "silence", "silence"])
    if became == "answered":
        expert.answered += 1
        app.execute(
            "insert into community_responses (request_id, user_id, response_text, usefulness_score,"
            " created_at) values (%s, %s, 'a', %s, %s)",
            (request, expert.id, chance.randint(1, 10), at),
        )
    elif became == "passed":
        app.execute(
            "insert into community_passes (request_id, user_id) values (%s, %s)",
            (request, expert.id),
        )
    else:
        age = now - at
        expert.silent = expert.silent or age < timedelta(days=7)
        live = status in ("open", "responses_received") and age < timedelta(days=7)
        expert.open_now += live


def test_the_best_are_asked_by_the_score_of_the_rules(app: Connection) -> None:
    now = clock(app)
    asker = member(app)
    chance = random.Random(20261128)  # noqa: S311 - the same histories in each run
    experts = [an_expert(app, chance, asker, now) for _ in range(60)]
    for number in range(12):
        needed = chance.sample(TAGS, chance.randint(1, 3))
        request = one(
            app,
            "insert into community_requests (requesting_agent_type, question, expertise_needed)"
            " values ('concierge', %s, %s) returning id",
            f"question {number}",
            needed,
        )
        found = app.execute(
            "select user_id, score from private.community_candidates(%s, 5, %s)", (request, now)
        ).fetchall()
        assert found == expected(experts, needed, 5)


def test_who_is_kept_apart_from_an_asker_is_not_asked(pool: Pool, app: Connection) -> None:
    now = clock(app)
    asker, other = member(app, company="Acme"), member(app)
    fit = member(app, "tax")
    for blocked in ({"blocked_user_id": asker}, {"blocked_name": "acme"}):
        expert = member(app, "tax")
        app.execute(
            "insert into pair_blocks (user_id, blocked_user_id, blocked_name) values (%s, %s, %s)",
            (expert, blocked.get("blocked_user_id"), blocked.get("blocked_name")),
        )
    blocked_by_asker = member(app, "tax")
    app.execute(
        "insert into pair_blocks (user_id, blocked_user_id) values (%s, %s)",
        (other, blocked_by_asker),
    )
    request = publish(app, asker, "who knows taxes in Portugal?", now=now)
    assert publish(app, other, "who knows taxes in Portugal", now=now) == request
    background(pool, app, now)
    assert column(app, "select user_id from community_targets") == [fit]


def test_many_who_ask_the_same_at_once_are_one_question(database: Database) -> None:
    with psycopg.connect(database.app_url, autocommit=True) as app:
        now = clock(app)
        askers = [member(app) for _ in range(8)]

    def put(asker: UUID) -> None:
        with psycopg.connect(database.app_url, autocommit=True) as own:
            publish(own, asker, "who knows taxes in Portugal?", now=now)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(put, askers))
    with psycopg.connect(database.app_url, autocommit=True) as app:
        assert one(app, "select count(*) from community_requests") == 1
        assert one(app, "select count(*) from community_request_askers") == 8
        assert one(app, "select count(*) from events where event_type ~ 'community'") == 1


def test_nobody_has_more_than_three_open_questions_however_many_are_put_at_once(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    for _ in range(2):
        member(app, "tax")
    for country in COUNTRIES:
        publish(app, member(app), f"who knows taxes in {country}?", now=now)
    background(pool, app, now)
    counts = column(app, "select count(*) from community_targets group by user_id")
    assert counts == [3, 3]


def test_what_routing_reads_of_a_person_is_what_they_did(pool: Pool, app: Connection) -> None:
    now = clock(app)
    expert = member(app, "tax")
    for country in COUNTRIES[:2]:
        request = publish(app, member(app), f"who knows taxes in {country}?", now=now)
        background(pool, app, now)
        answer(app, expert, request, ANSWER, now)
        background(pool, app, now + SOON)
    cached = app.execute(
        "select questions_answered, useful_of_last_five, last_asked_at is not null from users"
        " where id = %s",
        (expert,),
    ).fetchone()
    counted = app.execute(
        "select count(*), count(*) filter (where usefulness_score >= 7), true"
        " from community_responses where user_id = %s",
        (expert,),
    ).fetchone()
    assert cached == counted == (2, 2, True)


def test_what_is_known_of_experts_follows_each_change_of_a_member(
    owner: Connection, app: Connection
) -> None:
    now = clock(app)
    somebody = member(app, "tax", "seo")
    changes: list[dict[str, Any]] = [
        {},
        {"expertise": ["tax", "payroll", "tax"]},
        {"last_asked_at": now},
        {"questions_answered": 2, "useful_of_last_five": 1},
        {"proactive_paused_until": now + SOON},
        {"opted_out_at": now},
        {"opted_out_at": None, "proactive_paused_until": None},
        {"verified": False},
        {"verified": True},
        {"expertise": []},
        {"expertise": ["cfo"]},
    ]
    kept = (
        "select coalesce(array_agg(e order by tag), '{}')::text from private.experts e"
        " where user_id = %s"
    )
    due = (
        "select coalesce(array_agg(row(tag, id, case when questions_answered > 0 then 10 else 0 end"
        " + 5 * useful_of_last_five, last_asked_at, proactive_paused_until) order by tag),"
        " '{}')::text from users, lateral (select distinct unnest(expertise) as tag) known"
        " where id = %s and verified and opted_out_at is null"
    )
    for change in changes:
        for name, value in change.items():
            statement = sql.SQL("update users set {} = %s where id = %s")
            app.execute(statement.format(sql.Identifier(name)), (value, somebody))
        assert one(owner, kept, somebody) == one(owner, due, somebody), change
    assert one(owner, kept, somebody) != "{}"
