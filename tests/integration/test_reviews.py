"""The Account Manager: what is open for a member is scored, ranked, expired, announced and told."""

from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID, uuid4

import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from shared.agents.choice import agent_for
from shared.db.events import ClaimedEvent
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.domain.events import PriorityUpdate
from shared.events.handler import Ports
from shared.events.priority_update import HANDLER
from shared.llm.interface import AgentSettings
from shared.llm.rules import RuleEngine
from shared.release.orchestrator import Orchestrator
from tests.fixtures.people import MIKE, Connection, add_user, column, one, text
from tests.fixtures.queued import add_queued, release
from tests.fixtures.tasks import TaskRunner
from tests.integration.conftest import NOON

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def runner(pool: Pool) -> TaskRunner:
    return TaskRunner(pool)


def add(app: Connection, table: LiteralString, **columns: Any) -> UUID:
    query = sql.SQL("insert into {} ({}) values ({}) returning id").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(sql.Placeholder() * len(columns)),
    )
    return one(app, query, *columns.values())


def member(app: Connection, **columns: Any) -> UUID:
    row: dict[str, Any] = {"last_active_at": NOON, "first_name": "Sarah", **columns}
    return add_user(app, **row)


def review(app: Connection, runner: TaskRunner, user: UUID, at: datetime = NOON) -> None:
    one(app, "select private.review_soon(%s, %s)::text", user, at)
    assert {"people", "scored"} <= set(runner.run(at)[0])


def scores(app: Connection) -> dict[str, float]:
    return dict(
        app.execute(
            "select item_summary, value_score::float8 from user_priorities order by priority_rank"
        ).fetchall()
    )


def a_request(app: Connection, user: UUID, name: str = "Ada Low", **columns: Any) -> UUID:
    row: dict[str, Any] = {
        "introducee_user_id": user,
        "requestor_name": name,
        "created_at": NOON - 5 * DAY,
        "expires_at": NOON + 25 * DAY,
        **columns,
    }
    return add(app, "connection_requests", **row)


def test_all_that_is_open_for_a_member_is_scored_with_words_to_speak_from(
    app: Connection, runner: TaskRunner
) -> None:
    goals = [
        {"text": "we need a CRM", "stated_at": (NOON - DAY).isoformat()},
        {"text": "hire in Berlin", "stated_at": (NOON - 31 * DAY).isoformat()},
        {"text": 7, "stated_at": "x"},
        {"text": "dated oddly", "stated_at": "soon"},
    ]
    sarah = member(app, goals=Jsonb(goals), expertise=["pricing", "saas"])
    mike = add_user(app, MIKE, first_name="Mike", last_name="Torres", title="CTO", company="Acme")
    app.execute(
        "insert into innovators (user_id, company_name, categories) values (%s, 'A', '{CRM}')",
        [mike],
    )
    add(
        app,
        "intro_opportunities",
        connector_user_id=sarah,
        innovator_id=mike,
        innovator_name="Mike Torres",
        prospect_name="Bo Berg",
        prospect_title="CFO",
        prospect_company="Hooli",
        created_at=NOON - 5 * DAY,
    )
    a_request(app, sarah, requestor_title="COO", vouched_by_user_ids=[mike, uuid4()])
    offer = {"offering_user_id": mike, "introducee_user_id": sarah, "prospect_name": "Carla Dunn"}
    add(
        app,
        "intro_offers",
        **offer,
        prospect_title="VP Sales",
        prospect_company="Initech",
        bounty_credits=20,
        created_at=NOON - 3 * DAY,
    )
    add(
        app,
        "intro_offers",
        offering_user_id=sarah,
        introducee_user_id=mike,
        prospect_name="Dan Ek",
        status="pending_connector_confirmation",
        updated_at=NOON - HOUR,
    )
    question = {"requesting_agent_type": "concierge", "created_at": NOON - HOUR}
    asked = add(
        app,
        "community_requests",
        **question,
        requesting_user_id=mike,
        question="How do you price seats?",
        expertise_needed=["pricing"],
        expires_at=NOON + 6 * DAY,
    )
    app.execute(
        "insert into community_targets (request_id, user_id, wave, score) values (%s, %s, 1, 65)",
        (asked, sarah),
    )
    asks = add(
        app,
        "community_requests",
        **question,
        requesting_user_id=sarah,
        question="Which CRM?",
    )
    answer = {"request_id": asks, "user_id": mike, "response_text": "We use one and like it."}
    answered = add(app, "community_responses", **answer, created_at=NOON)
    for item_type, item in (("community_request", asked), ("community_response", answered)):
        summary = Jsonb({"summary": f"a {item_type}"})
        query = "select private.put_priority(%s, %s, %s, 1, %s)"
        one(app, query, sarah, item_type, item, summary)
    add(
        app,
        "solution_workflows",
        user_id=sarah,
        request_description="a CRM",
        current_step="complete",
        status="completed",
        quality_threshold_met=True,
        completed_at=NOON - DAY,
    )
    review(app, runner, sarah)
    assert scores(app) == {
        "Mike Torres, CTO at Acme would like your introduction to Dan Ek": 90,
        "research on a CRM: it is done": 90,
        "a community_response": 90,
        "Mike Torres would like an introduction to Bo Berg, CFO at Hooli, for 50 credits": 85,
        "Ada Low, COO would like to meet you": 80,
        "a community_request": 65,
        "Mike Torres offers to introduce you to the VP Sales at Initech": 65,
        "your goal: we need a CRM": 50,
        "your goal: hire in Berlin": 25,
    }
    assert column(app, "select priority_rank from user_priorities order by 1") == [*range(1, 10)]


def test_nothing_shown_is_reset_and_the_words_of_who_put_it_stay(
    app: Connection, runner: TaskRunner
) -> None:
    user = member(app)
    item = a_request(app, user)
    id = one(
        app,
        "select private.put_priority(%s, 'connection_request', %s, 10, %s)",
        *(user, item, Jsonb({"summary": "in their words"})),
    )
    one(app, "select private.mark_presented(%s, %s, null, %s)::text", user, [id], NOON)
    review(app, runner, user, NOON + HOUR)
    row = one(app, "select to_jsonb(p) from user_priorities p")
    assert (row["status"], row["presentation_count"]) == ("presented", 1)
    assert (row["value_score"], row["item_summary"]) == (60, "in their words")


@pytest.mark.parametrize(
    ("change", "ended"),
    [
        ("status = 'declined'", "actioned"),
        ("status = 'expired'", "expired"),
        ("expires_at = '2026-03-02'", "expired"),
        ("status = 'open'", "active"),
    ],
)
def test_what_its_own_row_says_is_over_ends_with_what_waits_about_it(
    app: Connection, runner: TaskRunner, change: LiteralString, ended: str
) -> None:
    user = member(app)
    item = a_request(app, user)
    review(app, runner, user)
    about: dict[str, Any] = {"item_type": "connection_request", "item_id": item}
    add_queued(app, user, "Ada?", at=NOON, **about)
    app.execute(sql.SQL("update connection_requests set {}").format(sql.SQL(change)))
    app.execute("update user_priorities p set expires_at = r.expires_at from connection_requests r")
    review(app, runner, user, NOON + HOUR)
    assert one(app, "select status from user_priorities") == ended
    waits = "queued" if ended == "active" else "cancelled"
    assert one(app, "select status from message_queue") == waits


def test_a_goal_that_was_dropped_matters_no_more(app: Connection, runner: TaskRunner) -> None:
    user = member(app, goals=Jsonb([{"text": "a CRM", "stated_at": NOON.isoformat()}]))
    review(app, runner, user)
    app.execute("update users set goals = '[]'")
    review(app, runner, user, NOON + HOUR)
    assert one(app, "select status from user_priorities") == "cancelled"


@pytest.mark.parametrize(
    ("shown", "last", "spoken", "status"),
    [
        (2, 7 * DAY, None, "dormant"),
        (2, 7 * DAY - 2 * HOUR, None, "presented"),
        (1, 30 * DAY, None, "presented"),
        (2, 8 * DAY, 9 * DAY, "dormant"),
        (2, 8 * DAY, 7 * DAY, "presented"),
        (3, 20 * DAY, None, "dormant"),
    ],
)
def test_shown_twice_and_a_week_of_silence_lets_it_rest_until_it_is_named(
    app: Connection,
    runner: TaskRunner,
    shown: int,
    last: timedelta,
    spoken: timedelta | None,
    status: str,
) -> None:
    user = member(app)
    a_request(app, user)
    review(app, runner, user, NOON - HOUR)
    app.execute(
        "update user_priorities set status = 'presented', presentation_count = %s,"
        " last_presented_at = %s, spoken_of_at = %s",
        (shown, NOON - last, None if spoken is None else NOON - spoken),
    )
    review(app, runner, user)
    assert one(app, "select status from user_priorities") == status
    review(app, runner, user, NOON + HOUR)
    assert one(app, "select status from user_priorities") == status


# Who is reviewed, and when.


def rounds(app: Connection, runner: TaskRunner, at: datetime) -> list[dict[str, Any]]:
    one(app, "select private.begin_reviews(%s)", at)
    results: list[dict[str, Any]] = []
    for _ in range(10):
        result = runner.run(at)
        if not result:
            return results
        results += result
    raise AssertionError("the rounds do not come to rest")


def test_members_active_in_30_days_are_reviewed_every_six_hours_and_nobody_else(
    app: Connection, runner: TaskRunner
) -> None:
    active = member(app)
    others = [
        {"last_active_at": NOON - 30 * DAY},
        {"verified": False},
        {"opted_out_at": NOON},
    ]
    for number, columns in enumerate(others):
        a_request(app, member(app, phone=f"+1415555020{number}", **columns))
    a_request(app, active)
    assert rounds(app, runner, NOON) == [{"people": 1, "scored": 1}]
    assert column(app, "select user_id from user_priorities") == [active]
    assert rounds(app, runner, NOON + 5 * HOUR) == []
    assert rounds(app, runner, NOON + 6 * HOUR) == [{"people": 1, "scored": 0}]


def test_a_round_goes_on_until_nobody_is_due_and_looks_every_ten_minutes(
    app: Connection, runner: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.tasks.reviewing.AT_ONCE", 2)
    for number in range(5):
        member(app, phone=f"+1415555020{number}")
    assert [result["people"] for result in rounds(app, runner, NOON)] == [2, 2, 1]
    member(app, phone="+14155550209")
    assert rounds(app, runner, NOON + timedelta(minutes=9)) == []
    assert [r["people"] for r in rounds(app, runner, NOON + timedelta(minutes=10))] == [1]


def test_one_round_waits_at_a_time_and_a_killed_one_is_done_again(
    app: Connection, runner: TaskRunner
) -> None:
    a_request(app, member(app))
    for minutes in (0, 10, 20):
        one(app, "select private.begin_reviews(%s)", NOON + timedelta(minutes=minutes))
    assert one(app, "select count(*) from agent_tasks") == 1
    runner.handle(NOON + HOUR)
    assert one(app, "select count(*) from user_priorities") == 0
    assert runner.run(NOON + 2 * HOUR) == [{"people": 1, "scored": 1}]


def test_who_is_in_a_turn_is_left_out_and_stays_due(
    app: Connection, owner: Connection, runner: TaskRunner
) -> None:
    busy = member(app)
    member(app, phone=MIKE)
    with owner.transaction():
        owner.execute("select from users where id = %s for no key update", [busy])
        rounds(app, runner, NOON)
    assert rounds(app, runner, NOON + timedelta(minutes=10)) == [{"people": 1, "scored": 0}]


def test_an_approved_member_is_reviewed_at_once(app: Connection, runner: TaskRunner) -> None:
    user = member(
        app, verified=False, goals=Jsonb([{"text": "a CRM", "stated_at": "2026-03-01T00:00:00Z"}])
    )
    one(app, "select approve_user(%s)", user)
    assert (
        one(app, "select count(*) from agent_tasks where task_type = 'account_manager_review'") == 1
    )


# What is announced, and told.


def announced(app: Connection) -> list[dict[str, Any]]:
    return column(
        app, "select payload from events where event_type = 'priority.update' order by seq"
    )


def announce(app: Connection, pool: Pool, *, at: datetime) -> None:
    """The handler of the newest announcement, at a moment."""
    id, aggregate = app.execute(
        "select payload ->> 'priority_id', aggregate_id from events"
        " where event_type = 'priority.update' order by seq desc limit 1"
    ).fetchall()[0]
    event = ClaimedEvent(
        id=uuid4(),
        event_type="priority.update",
        aggregate_id=aggregate,
        document="{}",
        attempts=1,
        aggregate_type="user",
    )
    ports = Ports(database=pool, now=at, default_timezone="America/New_York")
    for effect in HANDLER.run(event, PriorityUpdate(priority_id=UUID(id)), ports).effects:
        document = Jsonb(effect.model_dump(mode="json"))
        query = "select private.apply_effect(%s, null, 'account_manager', %s, %s)::text"
        one(app, query, aggregate, document, at)


def telling(app: Connection) -> list[Any]:
    return app.execute(
        "select scheduled_for, priority from agent_tasks"
        " where task_type = 'notify_user_of_priorities' and status = 'pending'"
    ).fetchall()


@pytest.mark.parametrize(("vouches", "times"), [(2, 0), (3, 1)])
def test_above_80_the_best_is_announced_once(
    app: Connection, runner: TaskRunner, vouches: int, times: int
) -> None:
    user = member(app)
    a_request(app, user, vouched_by_user_ids=[uuid4()] * vouches)
    a_request(
        app, user, "Zoe Ray", created_at=NOON - 6 * DAY, vouched_by_user_ids=[uuid4()] * vouches
    )
    review(app, runner, user)
    review(app, runner, user, NOON + HOUR)
    best = one(app, "select id from user_priorities where priority_rank = 1")
    assert announced(app) == [{"priority_id": str(best)}] * times


def test_90_is_told_at_once_to_who_has_just_written(
    app: Connection,
    pool: Pool,
    turns: Turns,
    runner: TaskRunner,
    orchestrator: Orchestrator,
) -> None:
    user = member(app)
    turns.record(text("hello"), now=NOON)
    a_request(app, user, vouched_by_user_ids=[uuid4()] * 3)
    at = NOON + 8 * HOUR  # noon in San Francisco
    review(app, runner, user, at)
    assert one(app, "select value_score from user_priorities") == 90
    announce(app, pool, at=at)
    assert telling(app) == [(at, "high")]
    assert runner.run(at) == [{"told": 1}]
    assert release(orchestrator, now=at) == {"release": 1}
    assert one(app, "select presentation_count from user_priorities") == 1
    review(app, runner, user, at + HOUR)
    announce(app, pool, at=at + HOUR)
    assert telling(app) == []


def test_else_it_is_told_on_the_next_working_morning_where_they_are(
    app: Connection, pool: Pool, runner: TaskRunner
) -> None:
    user = member(app)
    a_request(app, user, vouched_by_user_ids=[uuid4()] * 3)
    review(app, runner, user)
    announce(app, pool, at=NOON)
    nine = NOON + 5 * HOUR  # in San Francisco, on this Monday
    assert telling(app) == [(nine, "medium")]
    assert runner.run(nine) == [{"told": 1}]
    assert one(app, "select requires_fresh_context from message_queue")


def test_what_was_answered_meanwhile_is_not_told(
    app: Connection, pool: Pool, runner: TaskRunner
) -> None:
    user = member(app)
    a_request(app, user, vouched_by_user_ids=[uuid4()] * 3)
    review(app, runner, user)
    app.execute("update user_priorities set status = 'actioned'")
    announce(app, pool, at=NOON)
    assert telling(app) == []


def test_what_was_put_off_comes_back_at_its_moment_and_nothing_else_does(
    app: Connection, runner: TaskRunner
) -> None:
    user = member(app)
    later, other = (
        a_request(app, user),
        a_request(app, user, "Zoe Ray", vouched_by_user_ids=[uuid4()]),
    )
    review(app, runner, user)
    id = one(app, "select id from user_priorities where item_id = %s", later)
    effect = Jsonb({"id": str(id), "at": (NOON + DAY).isoformat()})
    one(
        app,
        "select private.effect_put_off_priority(%s, null, 'concierge', %s, %s)::text",
        user,
        effect,
        NOON,
    )
    assert runner.run(NOON + DAY) == [{"told": 1}]
    assert column(app, "select item_id from message_queue") == [later] != [other]


def says(turns: Turns, words: str, at: datetime) -> str:
    """A member texts, and their agent answers by the rules."""
    recorded = turns.record(text(words), now=at)
    assert recorded.turn is not None
    context = recorded.turn.context
    made = RuleEngine().decide(agent_for(context.user), context, AgentSettings(), 0)
    turns.settle(recorded.turn, made, [(r, 1) for r in made.replies], decided_ms=1, now=at)
    return " ".join(made.replies)


def test_shown_twice_and_silent_it_rests_until_it_is_named(
    app: Connection,
    turns: Turns,
    runner: TaskRunner,
    orchestrator: Orchestrator,
) -> None:
    """A life: told, silence, brought up a second time, silence, dormant, named, open again."""
    user = member(app)
    says(turns, "hello", NOON)
    a_request(app, user, expires_at=NOON + 60 * DAY)
    review(app, runner, user)
    at = NOON + 8 * HOUR  # noon in San Francisco
    assert "Ada Low would like to meet you" in says(turns, "what matters now?", at)
    assert runner.run(at + 7 * DAY) == [{"ruling": "go"}]
    assert release(orchestrator, now=at + 7 * DAY) == {"release": 1}
    assert one(app, "select presentation_count from user_priorities") == 2
    review(app, runner, user, at + 13 * DAY)
    assert one(app, "select status from user_priorities") == "presented"
    review(app, runner, user, at + 14 * DAY)
    assert one(app, "select status from user_priorities") == "dormant"
    assert says(turns, "what matters now?", at + 15 * DAY).startswith("Nothing is waiting")
    assert "Ada Low would like to meet you" in says(turns, "what about Ada?", at + 16 * DAY)
    row = app.execute("select status, presentation_count from user_priorities").fetchone()
    assert row == ("presented", 2)
