"""What people and Twilio see while a model thinks: bursts answered as a whole, limits kept."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from infra.local.stack import DatabaseUrls, Stack, StackOptions
from tests.fixtures.anthropic_standin import AnthropicStandIn, text
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, column, one
from tests.fixtures.texting import TEXTING
from tests.fixtures.waiting import until

MAYA = "+12125550142"


@pytest.fixture
def model() -> Iterator[AnthropicStandIn]:
    with AnthropicStandIn() as model:
        yield model


@pytest.fixture
def stack(database: Database, tmp_path: Path, model: AnthropicStandIn) -> Iterator[Stack]:
    options = StackOptions(
        functions=TEXTING,
        database=DatabaseUrls(database.owner_url, database.app_url),
        sweep_interval=0.5,
        restart=False,  # one of them is told to end
        environment={"ANTHROPIC_API_KEY": "test", "ANTHROPIC_BASE_URL": model.url},
    )
    with Stack(tmp_path, options=options) as stack:
        warm(stack, model)
        yield stack


def warm(stack: Stack, model: AnthropicStandIn) -> None:
    """Waits until the webhook has loaded the model's library: somebody else's text is answered."""
    model.default = text("Hello.")
    answered: list[str] = []
    stack.twilio.add_listener(
        lambda event: answered.append("") if event["type"] == "inbound.answered" else None
    )
    with psycopg.connect(stack.database.owner, autocommit=True) as connection:
        for attempt in range(40):
            number = f"+1212555{2000 + attempt}"
            stack.twilio.receive(number, "hi")
            until(lambda number=number: replies(connection, number) != [], "it is answered")
            until(lambda tries=attempt + 1: len(answered) == tries, "Twilio too")
            if replies(connection, number) == ["Hello."]:
                return
    raise AssertionError("the model never answered")


def replies(owner: Connection, number: str = MAYA) -> list[str]:
    return column(
        owner,
        "select m.content from messages m join users u on u.id = m.user_id"
        " where u.phone_number = %s and m.direction = 'outbound' order by m.seq",
        number,
    )


def waiting(owner: Connection) -> int:
    return one(owner, "select count(*) from events where not processed")


def test_texts_that_come_while_a_model_thinks_for_four_seconds_are_answered_once(
    stack: Stack, model: AnthropicStandIn, owner: Connection
) -> None:
    model.delay_seconds = 4
    model.default = text("Understood, an ERP for thirty people.")
    for body in ("I need a CRM", "sorry, an ERP", "for 30 people"):
        stack.twilio.receive(MAYA, body)
        until(lambda said=body: said in str(model.requests[-1]), f"it thinks about {body!r}")
    until(lambda: len(replies(owner)) > 0 and waiting(owner) == 0, "they are answered")

    assert replies(owner) == ["Understood, an ERP for thirty people."]
    asked = str(model.requests[-1])
    assert all(body in asked for body in ("I need a CRM", "sorry, an ERP", "for 30 people"))
    calls = column(owner, "select error from agent_actions_log where action_type = 'llm_call'")
    assert calls.count("a newer text came") == 2, "what the dropped decisions cost is logged too"


def test_a_model_that_hangs_holds_neither_twilio_nor_the_person(
    stack: Stack, model: AnthropicStandIn, owner: Connection
) -> None:
    answered: list[float] = []
    stack.twilio.add_listener(
        lambda event: answered.append(event["ms"]) if event["type"] == "inbound.answered" else None
    )
    model.hang()
    stack.twilio.receive(MAYA, "Hi, I'm Maya Ortiz")
    until(lambda: len(answered) == 1, "Twilio is answered")

    assert answered[0] < 12_000, "ten seconds, and what a busy machine adds"
    until(lambda: waiting(owner) == 0, "the turn is settled")
    (reply,) = replies(owner)
    assert "Maya" in reply, "the rules answered"
    engine = one(
        owner,
        "select trace -> 1 ->> 'engine' from messages where content = 'Hi, I''m Maya Ortiz'",
    )
    assert engine == "rules"
    error = one(owner, "select error from agent_actions_log where error is not null")
    assert error is not None


@pytest.mark.deep
def test_a_turn_that_runs_when_the_webhook_is_told_to_stop_is_finished(
    stack: Stack, model: AnthropicStandIn, owner: Connection
) -> None:
    statuses: list[int] = []
    stack.twilio.add_listener(
        lambda event: (
            statuses.append(event["status"]) if event["type"] == "inbound.answered" else None
        )
    )
    webhook = stack.functions["twilio_webhook"]
    model.delay_seconds = 3
    model.default = text("I see, a CRM.")
    stack.twilio.receive(MAYA, "I need a CRM")
    until(lambda: "I need a CRM" in str(model.requests[-1]), "it thinks")
    os.kill(webhook.pid, signal.SIGTERM)  # as in a container: to its first process only
    until(webhook.died, "it has ended")

    assert replies(owner) == ["I see, a CRM."]
    assert waiting(owner) == 0
    until(lambda: statuses == [200], "Twilio has its answer")
