"""Whatever SQL accepts in one row costs that row alone, with its error on it: others are served."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import LiteralString
from uuid import UUID, uuid4

import pytest
from psycopg import sql

from shared.business.twins import TwinDelivery
from shared.config import Settings
from shared.conversation import APOLOGY
from shared.db.archive import Manifest
from shared.db.events import Events
from shared.db.health.reading import Reading
from shared.db.outbound import Outbound
from shared.db.outbox import Outbox
from shared.db.pool import Database as Pool
from shared.db.queues import MESSAGES, OUTBOX, QUEUES, TASKS, TWIN_EVENTS, QueueSpec
from shared.db.tasks import Tasks
from shared.db.turns import Turns
from shared.db.twin_events import TwinEvents
from shared.db.waiting import oldest_due_seconds
from shared.doctor.examination import examine
from shared.domain.context import ModelSpend
from shared.llm.engines import Engines
from shared.release.orchestrator import Orchestrator
from shared.tasks.processor import TaskProcessor
from shared.tasks.registry import HANDLERS
from tests.fixtures.people import Connection, add_outbound, add_user, column, one, text
from tests.fixtures.queued import MORNING, add_queued, release, texts
from tests.fixtures.twins import add_profile, add_twin_event

DEEP = '{"kind": ' + '{"a": ' * 1500 + "1" + "}" * 1501
LONG = '{"kind": ' + "9" * 5000 + "}"
DOCUMENTS = [DEEP, LONG, "[]", '"words"', "17", "null", '{"kind": 1e400}', '{"message_id": "x"}']
NAMES = ["deep", "long", "list", "text", "number", "null", "float", "id"]
TIMES = ["-infinity", "4713-01-01 BC", "0044-03-15 BC", "0001-01-01", "0002-06-01"]
LATE_TIMES = ["infinity", "294276-12-31", "10000-01-01"]

# What a twin says in such a payload, as far as it says anything.
SAID = {LONG: "kind 999", '{"kind": 1e400}': "kind 1000", '{"message_id": "x"}': "message id x"}

documents = pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)


def _task(app: Connection, document: str, *, at: str, user: UUID | None = None) -> UUID:
    return one(
        app,
        "insert into agent_tasks (task_type, agent_type, user_id, scheduled_for, context_json)"
        " values ('notify_user_of_priorities', 'concierge', %s, %s::timestamptz, %s::jsonb)"
        " returning id",
        user,
        at,
        document,
    )


def _processor(pool: Pool) -> TaskProcessor:
    return TaskProcessor(
        tasks=Tasks(pool), handlers=HANDLERS, engines=Engines(Settings(database_url="unused"))
    )


@documents
def test_a_task_with_such_a_context_fails_alone(app: Connection, pool: Pool, document: str) -> None:
    person = add_user(app)
    odd = _task(app, document, at="2026-01-01", user=person)
    plain = _task(app, "{}", at="2026-01-02", user=person)
    _processor(pool).work_off(seconds=5, stopping=lambda: False)
    state: LiteralString = "select status from agent_tasks where id = %s"
    assert one(app, state, plain) == "completed"
    if document != "null":
        assert one(app, state, odd) in ("failed", "completed")
    if document == DEEP:
        error = one(app, "select error_log from agent_tasks where id = %s", odd)
        assert "context_json cannot be read" in error


@pytest.mark.parametrize("at", TIMES)
def test_a_task_of_any_time_past_is_executed(app: Connection, pool: Pool, at: str) -> None:
    task = _task(app, "{}", at=at, user=add_user(app))
    assert oldest_due_seconds(pool, TASKS) > 0
    _processor(pool).work_off(seconds=5, stopping=lambda: False)
    assert one(app, "select status from agent_tasks where id = %s", task) == "completed"


@documents
def test_a_queued_message_with_such_data_is_cancelled_alone(
    app: Connection, orchestrator: Orchestrator, document: str
) -> None:
    person, other = add_user(app), add_user(app, "+14155550177")
    odd = add_queued(app, person, "x", at=MORNING)
    app.execute("update message_queue set message_data = %s::jsonb", (document,))
    for user in (person, other):
        add_queued(app, user, "Plain.", at=MORNING)
    release(orchestrator, now=MORNING)
    assert texts(app) == ["Plain.", "Plain."]
    status, error = app.execute(
        "select status, last_error from message_queue where id = %s", (odd,)
    ).fetchall()[0]
    assert status == "cancelled"
    assert "message_data" in error


@documents
def test_a_row_that_has_its_words_goes_out_whatever_its_data(
    app: Connection, orchestrator: Orchestrator, document: str
) -> None:
    odd = add_queued(app, add_user(app), "x", at=MORNING, final_message="Here are the words.")
    app.execute("update message_queue set message_data = %s::jsonb", (document,))
    release(orchestrator, now=MORNING)
    assert texts(app) == ["Here are the words."]
    assert one(app, "select status from message_queue where id = %s", odd) == "sent"


def test_words_of_an_unknown_kind_wait_for_the_morning_as_all_others_do(
    app: Connection, orchestrator: Orchestrator
) -> None:
    data = {"kind": "newsletter", "issue": 7}
    add_queued(app, add_user(app), data, at=MORNING, final_message="Issue 7 is out.")
    counts = release(orchestrator, now=MORNING - timedelta(hours=8))
    assert counts == {}, "not due"
    app.execute("update message_queue set scheduled_for = '-infinity', created_at = '-infinity'")
    assert release(orchestrator, now=MORNING - timedelta(hours=8)) == {"hold": 1}
    assert texts(app) == []
    release(orchestrator, now=MORNING)
    assert texts(app) == ["Issue 7 is out."]


@pytest.mark.parametrize("at", [*TIMES, *LATE_TIMES])
def test_what_was_queued_at_any_time_goes_out(
    app: Connection, orchestrator: Orchestrator, at: str
) -> None:
    add_queued(app, add_user(app), "Plain.", at=MORNING)
    app.execute("update message_queue set created_at = %s::timestamptz", (at,))
    release(orchestrator, now=MORNING)
    assert texts(app) == ["Plain."]


@documents
def test_an_event_with_such_a_payload_holds_up_no_turn(
    app: Connection, turns: Turns, document: str
) -> None:
    ours = [turns.record(text("Hi", sender=f"+1415555017{n}"), take=False) for n in range(3)]
    user = one(app, "select id from users where phone_number = '+14155550170'")
    odd = one(
        app,
        "insert into events (event_type, aggregate_type, aggregate_id, lane, payload)"
        " values ('user.verified', 'user', %s, 'conversation', %s::jsonb) returning id",
        user,
        document,
    )
    assert len(ours) == 3
    later = datetime.now(UTC) + timedelta(minutes=1)
    seen: set[UUID] = set()
    for _ in range(3):
        claimed = turns.claim(10, uuid4(), apology=APOLOGY, now=later)
        seen |= {turn.user_id for turn in claimed}
    assert len(seen) == 3, "all are answered, the odd one's own text too"
    dead = column(app, "select error_message from event_dead_letters where event_id = %s", odd)
    if document[0] != "{" or document == DEEP:
        assert len(dead) == 1
        assert "payload" in dead[0]


def test_an_event_that_no_agent_answers_is_given_up_and_its_persons_text_answered(
    app: Connection, turns: Turns
) -> None:
    turns.record(text("Hi"), take=False)
    app.execute(
        "insert into events (event_type, aggregate_type, aggregate_id, lane, payload)"
        " select 'comet.seen', 'user', id, 'conversation', '{}' from users"
    )
    later = datetime.now(UTC) + timedelta(minutes=1)
    (turn,) = turns.claim(10, uuid4(), apology=APOLOGY, now=later)
    assert turn.context.texts == ["Hi"]
    assert column(app, "select event_type from event_dead_letters") == ["comet.seen"]


@documents
def test_a_background_event_with_such_a_payload_is_claimed_beside_the_others(
    app: Connection, pool: Pool, document: str
) -> None:
    app.execute(
        "insert into events (event_type, payload) values ('a.b', %s::jsonb), ('a.c', '{\"n\": 1}')",
        (document,),
    )
    claimed = Events(pool).claim(10, uuid4()).events
    assert [event.event_type for event in claimed] == ["a.b", "a.c"]
    assert claimed[1].payload == {"n": 1}


@documents
def test_a_twin_event_with_such_a_payload_is_dead_alone(
    app: Connection, pool: Pool, document: str
) -> None:
    source = add_profile(app, "sales")
    add_profile(app, "founder", phone="+14155550199")
    odd = add_twin_event(app, source, "founder")
    app.execute("update twin_events set payload = %s::jsonb", (document,))
    plain = add_twin_event(app, source, "founder", expires_at="infinity")
    app.execute("update twin_events set created_at = '-infinity' where id = %s", (plain,))
    assert oldest_due_seconds(pool, TWIN_EVENTS) >= 0
    TwinDelivery(TwinEvents(pool)).deliver_due(seconds=5, stopping=lambda: False)
    assert one(app, "select processed from twin_events where id = %s", plain) is True
    closed, error = app.execute(
        "select closed, last_error from twin_events where id = %s", (odd,)
    ).fetchall()[0]
    told = column(app, "select message_data ->> 'text' from message_queue")
    if document == DEEP:
        assert closed == "dead"
        assert "payload cannot be read" in error
    elif said := SAID.get(document):
        assert [text.startswith(said) for text in sorted(told)] == [False, True]
    else:
        assert closed == "dead"
        assert len(told) == 1


def test_a_twins_numbers_are_told_digit_by_digit(app: Connection, pool: Pool) -> None:
    source = add_profile(app, "sales")
    add_profile(app, "founder", phone="+14155550199")
    add_twin_event(app, source, "founder")
    numbers = '{"price": 99999999999999.99, "fee": 0.30000000000000004, "rate": 0.10}'
    app.execute("update twin_events set payload = %s::jsonb", (numbers,))
    TwinDelivery(TwinEvents(pool)).deliver_due(seconds=5, stopping=lambda: False)
    told = one(app, "select message_data ->> 'text' from message_queue")
    assert set(told.split("; ")) == {
        "price 99999999999999.99",
        "fee 0.30000000000000004",
        "rate 0.10",
    }


@pytest.mark.parametrize("at", [*TIMES, *LATE_TIMES])
def test_no_time_of_a_message_stops_sending_and_asking(
    app: Connection, pool: Pool, outbound: Outbound, at: str
) -> None:
    add_outbound(app, add_user(app), at=MORNING, content="One.")
    add_outbound(app, add_user(app, "+14155550177"), at=MORNING, content="Two.")
    app.execute("update messages set created_at = %s::timestamptz", (at,))
    assert len(outbound.claim(10, uuid4())) == 2
    app.execute(
        "update messages set status = 'unconfirmed', available_at = '-infinity',"
        " attempted_at = %s::timestamptz",
        (at,),
    )
    assert oldest_due_seconds(pool, MESSAGES) > 0
    assert len(outbound.claim_unconfirmed(10)) == 2
    app.execute(
        "update messages set status = 'sent', available_at = '-infinity', sent_at = %s,"
        " twilio_message_sid = id::text",
        (at,),
    )
    assert len(outbound.claim_unreported(10)) == 2


@pytest.mark.parametrize("at", TIMES)
@pytest.mark.parametrize(
    "queue", [one for one in QUEUES if one is not OUTBOX], ids=lambda one: one.name
)
def test_every_queue_is_measured_whatever_the_times_in_it(
    owner: Connection, pool: Pool, queue: QueueSpec, at: str
) -> None:
    user, source = add_user(owner), add_profile(owner, "sales")
    add_outbound(owner, user, at=MORNING, content="One.")
    add_queued(owner, user, "x", at=MORNING)
    _task(owner, "{}", at=at)
    add_twin_event(owner, source, "founder")
    owner.execute(
        "insert into events (event_type, payload, created_at, occurred_at)"
        " values ('a.b', '{}', %(at)s::timestamptz, %(at)s::timestamptz)",
        {"at": at},
    )
    owner.execute(
        "insert into private.loop_queue (org_id, entity_type, entity_id) values"
        " (gen_random_uuid(), 'deal', gen_random_uuid())"
    )
    for table, names in {
        "messages": ("available_at", "created_at", "attempted_at"),
        "message_queue": ("scheduled_for", "created_at"),
        "agent_tasks": ("scheduled_for", "created_at"),
        "events": ("available_at",),
        "twin_events": ("available_at", "created_at"),
        "private.loop_queue": ("available_at", "changed_at"),
    }.items():
        for name in names:
            owner.execute(
                sql.SQL("update {} set {} = {}::timestamptz").format(
                    sql.SQL(table),  # pyright: ignore[reportArgumentType] - a name above
                    sql.Identifier(name),
                    sql.Literal(at),
                )
            )
    assert oldest_due_seconds(pool, queue) > 10**9
    results = examine(pool).results
    assert [r.check.name for r in results if str(r.finding.verdict) == "unknown"] == []
    assert Reading(pool, datetime.now(UTC)).value("select 1") == 1
    assert Outbox(pool).lag().waiting == 0


@pytest.mark.parametrize("at", TIMES)
def test_rows_of_any_time_past_are_planned_for_the_archive(
    app: Connection, pool: Pool, at: str
) -> None:
    app.execute(
        "insert into events (event_type, payload, processed, processed_at, created_at)"
        " values ('a.b', %s::jsonb, true, %s::timestamptz, %s::timestamptz)",
        (DEEP, at, at),
    )
    batch = Manifest(pool).plan("events", 10)
    assert batch is not None
    assert batch.row_counts["events"] == 1
    assert len(Manifest(pool).lines(batch)) == 1


def test_a_cost_that_is_no_number_costs_nobody_their_turn(app: Connection, pool: Pool) -> None:
    person = add_user(app)
    app.execute(
        "insert into agent_actions_log (user_id, agent_type, action_type, cost_usd) values"
        " (%(id)s, 'concierge', 'x', 'NaN'), (%(id)s, 'concierge', 'x', 0.25)",
        {"id": person},
    )
    spent = ModelSpend.model_validate(one(app, "select private.model_spend(%s)", person))
    assert spent.user_today == spent.system_today == Decimal("0.25")
    (found,) = [one for one in examine(pool).results if "cost" in one.check.name]
    assert found.finding.evidence["dollars"] == 0.25


@pytest.mark.parametrize(
    "goals",
    [
        '[{"text": "sell", "stated_at": "yesterday"}]',
        '[{"text": 7, "stated_at": "2026-01-01T00:00:00Z"}]',
        '["sell"]',
        "[null, [], {}]",
        "[" * 1500 + "]" * 1500,
        '[{"text": "sell", "stated_at": ' + "9" * 5000 + "}]",
        '[{"text": "sell", "stated_at": "2026-01-01T00:00:00Z", "odd": 1}]',
    ],
)
def test_goals_that_cannot_be_read_cost_their_person_no_turn(
    app: Connection, turns: Turns, goals: str
) -> None:
    person = add_user(app)
    good = '{"text": "hire", "stated_at": "2026-01-01T00:00:00Z"}'
    app.execute(
        "update users set goals = %s::jsonb || %s::jsonb where id = %s", (goals, good, person)
    )
    recorded = turns.record(text("Hello"))
    assert recorded.turn is not None
    unreadable = goals.startswith("[[")
    kept = [goal.text for goal in recorded.turn.context.user.goals]
    assert kept[-1:] == ([] if unreadable else ["hire"])


@pytest.mark.parametrize(
    "question", ["7", "[]", "{}", '"what"', '{"a": ' * 1500 + "1" + "}" * 1500, '{"kind": 1e400}']
)
def test_an_open_question_that_cannot_be_read_is_none(
    app: Connection, turns: Turns, question: str
) -> None:
    person = add_user(app)
    assert turns.record(text("Hello"), take=False).outcome == "recorded"
    app.execute(
        "update conversations set open_question = %s::jsonb where user_id = %s", (question, person)
    )
    recorded = turns.record(text("Hello again"))
    assert recorded.turn is not None
    assert recorded.turn.context.conversation.open_question is None


@pytest.mark.parametrize(
    ("column_name", "value"),
    [
        ("quiet_hours_start", "24:00:00"),
        ("quiet_hours_end", "24:00:00"),
        ("quiet_hours_start", "23:59:59.999999"),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../../etc/passwd"),
        ("timezone", ""),
        ("expertise", '{{"a"},{"b"}}'),
        ("timezone", "EST5EDT "),
        ("last_active_at", "-infinity"),
        ("created_at", "infinity"),
        ("opted_out_at", "0044-03-15 BC"),
        ("onboarding_completed_at", "infinity"),
        ("response_pattern", '{"hours": [1e400, "x", null, -3, 9.5, 24]}'),
        ("response_pattern", "[" * 1500 + "]" * 1500),
        ("expertise", '{NULL,""}'),
        ("status_level", "contributor"),
    ],
)
def test_odd_values_of_a_person_stop_neither_their_turn_nor_what_waits_for_them(
    app: Connection,
    pool: Pool,
    turns: Turns,
    orchestrator: Orchestrator,
    column_name: str,
    value: str,
) -> None:
    person = add_user(app)
    other = add_user(app, "+14155550155")
    assert turns.record(text("Hello"), take=False).outcome == "recorded"
    odd = add_queued(app, person, "hi", at=MORNING)
    plain = add_queued(app, other, "hi", at=MORNING)
    task = _task(app, "{}", at="2026-01-01", user=person)
    app.execute(
        sql.SQL("update users set {} = %s where id = %s").format(sql.Identifier(column_name)),
        (value, person),
    )
    claimed = turns.claim(10, uuid4(), apology=APOLOGY)
    if column_name != "opted_out_at":
        assert [turn.user_id for turn in claimed] == [person]
    release(orchestrator, now=MORNING)
    states = dict(app.execute("select id, status || coalesce(last_error, '') from message_queue"))
    assert states[plain] == "sent"
    assert states[odd] in ("sent", "queued", "cancelled")
    _processor(pool).work_off(seconds=5, stopping=lambda: False)
    assert one(app, "select status from agent_tasks where id = %s", task) == "completed"
    assert examine(pool).results
