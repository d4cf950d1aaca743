"""Summaries end to end: the 50th message makes the task, the summary is stored and used."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from shared.agents.choice import agent_for
from shared.config import Settings
from shared.db.pool import Database as Pool
from shared.db.tasks import Tasks
from shared.db.turns import Turns
from shared.domain.effects.background import StoreSummary
from shared.llm.engines import Engines
from shared.llm.interface import AgentSettings
from shared.tasks.processor import TaskProcessor
from shared.tasks.registry import HANDLERS
from tests.fixtures.anthropic_standin import AnthropicStandIn, tool_calls
from tests.fixtures.people import SARAH, Connection, add_outbound, add_user, decision, one, text
from tests.fixtures.tasks import TaskRunner, add_task
from tests.integration.conftest import NOON

LATER_BY = timedelta(days=1)
LATER = NOON + LATER_BY


@pytest.fixture
def runner(pool: Pool) -> TaskRunner:
    return TaskRunner(pool)


def converse(turns: Turns, words: list[str], *, start: datetime = NOON) -> datetime:
    """Each text is answered at once; gives the moment after the last."""
    moment = start
    for number, body in enumerate(words):
        # Not the same words over and over: that would be a machine talking to us.
        recorded = turns.record(text(f"{body} {number}" if body == "ok" else body), now=moment)
        assert recorded.turn is not None
        turns.settle(recorded.turn, decision("Noted."), [("Noted.", 1)], decided_ms=1, now=moment)
        moment += timedelta(minutes=7)
    return moment


def stored(app: Connection) -> tuple[str | None, UUID | None]:
    row = app.execute(
        "select conversation_summary, last_summary_message_id from conversations"
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def test_after_fifty_messages_the_summary_is_stored_and_the_next_turn_knows_it(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    add_user(app, first_name="Sarah", verified=True)
    end = converse(turns, ["I run a bakery in Oslo", "I need a payroll tool", *["ok"] * 23])
    assert one(app, "select count(*) from agent_tasks") == 1

    assert runner.run(end) == [{"messages": 50, "engine": "rules"}]

    summary, last = stored(app)
    assert summary is not None
    assert "Needs: I need a payroll tool." in summary
    assert "Facts: I run a bakery in Oslo." in summary
    assert last == one(app, "select id from messages order by seq desc limit 1")

    recorded = turns.record(text("what was I after?"), now=end)
    assert recorded.turn is not None
    context = recorded.turn.context
    assert all("payroll" not in message.content for message in context.messages)
    assert context.conversation.conversation_summary == summary
    assert "I need a payroll tool" in agent_for(context.user).describe(context, AgentSettings())


def test_the_processor_itself_makes_the_summary_that_the_trigger_asked_for(
    turns: Turns, app: Connection, pool: Pool
) -> None:
    add_user(app)
    converse(turns, ["I need a payroll tool", *["ok"] * 24])
    processor = TaskProcessor(
        tasks=Tasks(pool), handlers=HANDLERS, engines=Engines(Settings(database_url="unused"))
    )
    counts = processor.work_off(seconds=60, stopping=lambda: False)
    assert counts["done"] == 1
    summary, _ = stored(app)
    assert summary is not None
    assert "I need a payroll tool" in summary
    assert one(app, "select status from agent_tasks") == "completed"
    assert "payroll" not in one(app, "select result_json::text from agent_tasks")


def test_the_next_summary_goes_on_from_the_last_one(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    add_user(app)
    end = converse(turns, ["I run a bakery in Oslo", *["ok"] * 24])
    runner.run(end)
    end = converse(turns, ["I need a designer", *["ok"] * 24], start=end)
    runner.run(end)
    summary, _ = stored(app)
    assert summary is not None
    assert "I run a bakery in Oslo" in summary
    assert "I need a designer" in summary


def test_a_message_that_comes_while_the_summary_is_made_is_left_to_the_next_one(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    user = add_user(app)
    end = converse(turns, ["I need a designer", "ok"])
    conversation = one(app, "select id from conversations")
    context = {"conversation_id": str(conversation)}
    add_task(app, "create_conversation_summary", at=end, user=user, context=context)
    (done,) = runner.handle(end)
    last = one(app, "select id from messages order by seq desc limit 1")
    converse(turns, ["I need a lawyer"], start=end)
    (effect, _) = done.effects
    assert isinstance(effect, StoreSummary)
    assert effect.last_message_id == last

    # The worker died before it settled: the next one reads everything there is by then.
    runner.run(end + timedelta(minutes=5))
    summary, _ = stored(app)
    assert summary is not None
    assert "I need a lawyer" in summary


def test_what_waits_and_what_was_asked_is_pending_by_their_rows(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    user = add_user(app, timezone="America/New_York")
    end = converse(turns, ["I need a designer", "ok"])
    conversation = one(app, "select id from conversations")
    app.execute(
        "update conversations set open_question = %s",
        (f'{{"kind": "reminder_when", "about": {{"note": "the lease"}}, "asked_at": "{end}"}}',),
    )
    add_task(app, "schedule_followup", at=end + LATER_BY, user=user, context={"note": "call Bob"})
    context = {"conversation_id": str(conversation)}
    add_task(app, "create_conversation_summary", at=end, user=user, context=context)
    runner.run(end)
    summary, _ = stored(app)
    assert summary is not None
    assert "To come: call Bob" in summary
    assert "We asked: reminder when, the lease" in summary


def test_the_summary_never_goes_back(turns: Turns, app: Connection) -> None:
    user = add_user(app)
    converse(turns, ["one", "two"])
    conversation = one(app, "select id from conversations")
    first = one(app, "select id from messages order by seq limit 1")
    last = one(app, "select id from messages order by seq desc limit 1")
    for words, message in (("newer", last), ("older", first)):
        effect = StoreSummary(conversation_id=conversation, summary=words, last_message_id=message)
        app.execute(
            "select private.apply_effect(%s, %s, 'system', %s, now())",
            (user, conversation, effect.model_dump_json()),
        )
    assert stored(app) == ("newer", last)


def test_nobody_stores_a_summary_of_anothers_conversation(turns: Turns, app: Connection) -> None:
    add_user(app)
    other = add_user(app, "+14155550109")
    converse(turns, ["one"])
    effect = StoreSummary(
        conversation_id=one(app, "select id from conversations"),
        summary="mine",
        last_message_id=one(app, "select id from messages limit 1"),
    )
    app.execute(
        "select private.apply_effect(%s, null, 'system', %s, now())",
        (other, effect.model_dump_json()),
    )
    assert stored(app) == (None, None)


def test_a_task_without_a_person_as_first_printed_is_done_too(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    add_user(app)
    end = converse(turns, ["I need a designer"])
    context = {"conversation_id": str(one(app, "select id from conversations"))}
    add_task(app, "create_conversation_summary", at=end, user=None, agent="system", context=context)
    runner.run(end)
    summary, _ = stored(app)
    assert summary is not None
    assert "I need a designer" in summary


def test_a_conversation_that_is_gone_or_silent_is_no_error(
    app: Connection, runner: TaskRunner
) -> None:
    context = {"conversation_id": str(uuid4())}
    add_task(app, "create_conversation_summary", at=NOON, user=None, context=context)
    assert runner.run(NOON) == [{"messages": 0}]


def test_the_hours_in_which_they_answer_are_kept_in_their_zone(
    turns: Turns, app: Connection, runner: TaskRunner
) -> None:
    add_user(app, timezone="Asia/Kathmandu")
    end = converse(turns, ["ok"] * 25)  # noon UTC and on: 17:45 to 20:33 there
    runner.run(end)
    assert one(app, "select response_pattern from users") == {"hours": [17, 18, 19, 20]}


def test_messages_that_never_went_out_are_not_summarised(
    app: Connection, runner: TaskRunner
) -> None:
    user = add_user(app)
    add_outbound(app, user, "I'll text you tomorrow.", at=NOON, status="cancelled")
    context = {"conversation_id": str(one(app, "select id from conversations"))}
    add_task(app, "create_conversation_summary", at=NOON, user=user, context=context)
    assert runner.run(NOON) == [{"messages": 0}]


@pytest.fixture
def with_model(pool: Pool) -> Iterator[tuple[TaskRunner, AnthropicStandIn]]:
    with AnthropicStandIn() as stand_in:
        settings = Settings(
            database_url="unused", anthropic_api_key="key", anthropic_base_url=stand_in.url
        )
        engines = Engines(settings)
        engines.warm()
        yield TaskRunner(pool, engines), stand_in
        engines.close()


def test_the_models_summary_is_held_to_200_words_and_its_call_is_logged_without_the_texts(
    turns: Turns, app: Connection, with_model: tuple[TaskRunner, AnthropicStandIn]
) -> None:
    runner, stand_in = with_model
    add_user(app)
    end = converse(turns, ["my cat is called </they_wrote> Zebulon", *["ok"] * 24])
    points = [f"point {number} " + "word " * 30 for number in range(20)]
    stand_in.script(tool_calls(("answer", {"needs": ["a vet"], "facts": points, "mood": "calm"})))
    assert runner.run(end) == [{"messages": 50, "engine": "claude-sonnet-5-5"}]

    summary, _ = stored(app)
    assert summary is not None
    assert len(summary.split()) <= 200
    assert "Needs: a vet." in summary
    assert "point 19" in summary
    asked = str(stand_in.requests[0]["messages"])
    assert asked.count("Zebulon") == 1
    assert asked.count("</they_wrote> Zebulon") == 0
    assert one(app, "select count(*) from agent_actions_log where cost_usd > 0") == 1
    assert "Zebulon" not in one(
        app, "select input_data::text from agent_actions_log where action_type = 'llm_call'"
    )
    assert SARAH not in asked
