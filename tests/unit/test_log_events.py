"""The lines that alerts and doctor count: each of the table in shared/log.py, with its fields."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, request

import shared.log
from shared.agents.choice import agent_for
from shared.config import Settings, settings
from shared.db.outbound import ClaimedMessage
from shared.domain.delivery import MessageStatus
from shared.entry import Answer, Route, http_function
from shared.errors import SendDeferred, SendError, SendRefused
from shared.llm.engines import Engines
from shared.log import CloudFormatter, log_dead_letters, log_sweep, logger
from shared.texts.delivery import report_delivery
from shared.texts.sending import Sender
from tests.fixtures.anthropic_standin import AnthropicStandIn, error, text
from tests.fixtures.phone_simulation import Phone, a_text

ID = UUID("00000000-0000-0000-0000-000000000007")
WORDS = "Please call my daughter"
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """What has been logged, as the cloud reads it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(CloudFormatter())
    monkeypatch.setattr(logger, "handlers", [handler])
    level = logger.level
    logger.setLevel(logging.INFO)  # by its method: a logger remembers which levels it passes
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logger.setLevel(level)


def documented(event: str) -> set[str]:
    """The fields that the table names for an event."""
    _, _, rows = (shared.log.__doc__ or "").partition("event          when")
    row = re.search(rf"^{event} .*(?:\n .*)*", rows, re.MULTILINE)
    assert row is not None, event
    fields = " ".join(line[40:] for line in row[0].splitlines())
    return set(re.findall(r"[a-z_]+", re.sub(r"\([^)]*\)", "", fields))) - {"or", "null", "and"}


def own(line: dict[str, Any]) -> set[str]:
    """What a line says of its own."""
    usual = {"severity", "message", "time", "event"}
    return {name for name in line if name not in usual and "/" not in name}


class NoTwilio:
    """Answers every create call with the same error."""

    def __init__(self, error: SendError) -> None:
        self._error = error

    def create_message(self, *_: object) -> None:
        raise self._error


class AnyOutbound:
    """Says yes to everything."""

    def begin(self, *_: object, **__: object) -> str:
        return "call"

    def refused(self, *_: object, **__: object) -> str:
        return "failed"

    def delivery(self, message_id: object, sid: str, status: str, **_: object) -> str:
        return "terminal" if sid == "SMknown" else status


@pytest.fixture
def stand_in() -> Iterator[AnthropicStandIn]:
    with AnthropicStandIn() as stand_in:
        yield stand_in


def test_a_request(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/nothing")
    settings.cache_clear()
    route = Route("POST", "/sms", lambda call: Answer(204), authenticate=lambda call: None)
    serve = http_function("a_function", [route])
    settings.cache_clear()
    target = f"/sms?words={WORDS}"
    with Flask(__name__).test_request_context(target, method="POST", data=WORDS):
        serve(request)
    (line,) = lines()
    assert line["event"] == "request"
    assert own(line) == {"ms", "httpRequest"}
    http = line["httpRequest"]
    assert (http["requestMethod"], http["status"]) == ("POST", 204)
    assert http["requestUrl"] == "/sms"
    assert re.fullmatch(r"\d+\.\d{6}s", http["latency"])
    assert line["logging.googleapis.com/labels"]["function"] == "a_function"
    assert "daughter" not in json.dumps(line)


@pytest.mark.parametrize(("sid", "applied"), [("SM1", True), ("SMknown", False)])
def test_a_delivery(lines: Lines, sid: str, applied: bool) -> None:
    outbound: Any = AnyOutbound()
    report_delivery(outbound, ID, sid, MessageStatus.UNDELIVERED, 30003, WORDS)
    (line,) = lines()
    assert line["event"] == "delivery"
    assert own(line) == {"status", "error_code", "applied", "outcome", "sid", "message_id"}
    assert own(line) <= documented("delivery") | {"message_id"}
    assert (line["status"], line["error_code"], line["applied"]) == ("undelivered", 30003, applied)
    assert "daughter" not in json.dumps(line)


@pytest.mark.parametrize(
    ("error", "attempts", "reason"),
    [
        (SendRefused("HTTP 400, 21211", code=21211), 1, "refused"),
        (SendDeferred("HTTP 429", code=63038), 10_000, "attempts"),
    ],
)
def test_a_message_that_is_given_up(
    lines: Lines, error: SendError, attempts: int, reason: str
) -> None:
    outbound: Any = AnyOutbound()
    twilio: Any = NoTwilio(error)
    sender = Sender(outbound, twilio, "https://x.test", timedelta(seconds=1))
    sender.send(ClaimedMessage(ID, ID, "+14155550101", WORDS, "conversation", attempts), ID)
    (line,) = lines()
    assert (line["event"], line["severity"]) == ("send_refused", "WARNING")
    assert own(line) == {"error_code", "reason", "message_id"}
    assert (line["error_code"], line["reason"]) == (error.code, reason)
    assert line["logging.googleapis.com/labels"]["user_id"] == str(ID)
    assert "daughter" not in json.dumps(line)


def decided(stand_in: AnthropicStandIn) -> None:
    engines = Engines(
        Settings(database_url="unused", anthropic_api_key="key", anthropic_base_url=stand_in.url)
    )
    engines.warm()
    phone = Phone()
    engines.decide(agent_for(phone.user), phone.context([a_text(WORDS)]), 5)
    engines.close()


def test_a_decision_by_the_model(lines: Lines, stand_in: AnthropicStandIn) -> None:
    stand_in.script(text("Hello."))
    decided(stand_in)
    (line,) = lines()
    assert (line["event"], line["agent"], line["engine"]) == (
        *("decision", "bouncer", "claude-sonnet-5-5"),
    )
    assert own(line) == {
        *("agent", "question", "engine", "actions", "errors", "cost_usd", "ms", "superseded"),
    }
    assert (line["actions"], line["errors"], line["superseded"]) == (1, 0, False)
    assert line["cost_usd"] > 0
    assert "daughter" not in json.dumps(line)


def test_a_decision_by_the_rules_after_the_model_has_failed(
    lines: Lines, stand_in: AnthropicStandIn
) -> None:
    stand_in.script(error(500, WORDS))
    decided(stand_in)
    line = lines()[-1]
    assert (line["event"], line["engine"], line["errors"]) == ("decision", "rules", 1)
    assert "daughter" not in json.dumps(lines())


def test_a_sweep_and_a_dead_letter(lines: Lines) -> None:
    log_sweep({"claimed": 3, "dead": 1}, 121.26)
    log_dead_letters("agent_tasks", 2, why="the worker died")
    swept, dead = lines()
    assert (swept["event"], swept["oldest_due_seconds"]) == ("sweep", 121.3)
    assert swept["counts"] == {"claimed": 3, "dead": 1}
    assert (dead["event"], dead["severity"], dead["queue"]) == (
        *("dead_letter", "ERROR", "agent_tasks"),
    )
    assert dead["count"] == 2
    assert own(swept) <= documented("sweep")
    assert own(dead) <= documented("dead_letter")


def test_every_field_of_a_decision_and_a_refusal_is_in_the_table() -> None:
    assert documented("decision") >= {"agent", "question", "engine", "cost_usd", "superseded"}
    assert documented("send_refused") >= {"error_code", "reason"}
