"""Whole conversations over HTTP: from a first text to a member, and while everything is down."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.mail import deliver, inbound_mail
from infra.local.stack import DatabaseUrls, Stack, StackOptions
from shared.cli import main
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, column, one
from tests.fixtures.texting import TEXTING
from tests.fixtures.waiting import until

SARAH = "+12125550142"


@pytest.fixture
def stack(database: Database, tmp_path: Path) -> Iterator[Stack]:
    options = StackOptions(
        functions=(*TEXTING, "email_webhook", "message_orchestrator"),
        database=DatabaseUrls(database.owner_url, database.functions_url),
        sweep_interval=0.5,
        environment={"INBOUND_RECONCILE_SECONDS": "3", "LEASE_SECONDS": "4"},
        function_environment={"sms_sender": {"SEND_TIMEOUT_SECONDS": "2"}},
    )
    with Stack(tmp_path, options=options) as stack:
        yield stack


def delivered(owner: Connection) -> list[str]:
    return column(
        owner,
        "select content from messages where status = 'delivered' order by seq",
    )


def says(stack: Stack, owner: Connection, body: str) -> str:
    """Texts, and returns the answer that reaches the phone."""
    before = len(delivered(owner))
    stack.twilio.receive(SARAH, body)
    until(lambda: len(delivered(owner)) > before, f"an answer to {body!r}")
    return delivered(owner)[-1]


def test_onboarding_from_the_first_text_to_a_member_who_is_helped(
    stack: Stack, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Who told you about us?" in says(stack, owner, "hello")
    says(stack, owner, "Mike Torres sent me")
    says(stack, owner, "I'm Sarah Chen")
    answer = says(stack, owner, "CTO at Acme")
    token = one(owner, "select email_verification_token from users")
    address = f"verify-{token}@{stack.mail_domain}"
    assert address in answer

    url = f"{stack.functions['email_webhook'].url}/"
    mail = inbound_mail(stack.secrets.mail_webhook_secret, "sarah@acme.com", address)
    assert deliver(url, mail).json() == {"outcome": "verified"}
    until(lambda: len(delivered(owner)) == 5, "hears of the proof")
    assert one(owner, "select onboarding_completed_at is not null from users")

    monkeypatch.setenv("DATABASE_URL", stack.database.owner)
    assert main(["approve", SARAH]) == 0
    until(lambda: len(delivered(owner)) == 6, "is welcomed")
    assert "Sarah" in delivered(owner)[-1]

    assert "credit" in says(stack, owner, "how many credits do I have?").lower()
    says(stack, owner, "I'm looking for a CRM for a small team")
    assert "CRM" in one(owner, "select goals::text from users")
    says(stack, owner, "no texts after 9pm or before 8am please")
    assert str(one(owner, "select quiet_hours_start from users")) == "21:00:00"
    says(stack, owner, "remind me in two weeks about the CRM demo")
    assert one(owner, "select count(*) from agent_tasks where task_type = 'schedule_followup'") == 1
    assert "STOP" not in delivered(owner)[-1]


def test_texts_that_came_while_every_function_was_down_are_answered_afterwards(
    stack: Stack, owner: Connection
) -> None:
    says(stack, owner, "hello")
    until(
        lambda: (
            one(
                owner,
                "select count(*) from private.sweeps"
                " where name = 'reconcile_inbound' and finished_at > 'epoch'",
            )
            == 1
        ),
        "the list has been read before",
    )
    for function in stack.functions.values():
        function.kill()
    failures: list[str] = []
    stack.twilio.add_listener(
        lambda event: failures.append(event["error"]) if event["type"] == "inbound.failed" else None
    )
    stack.twilio.receive(SARAH, "Mike Torres sent me, I'm Sarah Chen")
    until(lambda: len(failures) == 6, "Twilio has given up after its retries")
    for function in stack.functions.values():
        function.start()

    until(lambda: len(delivered(owner)) == 2, "the lost text is answered")
    assert "Sarah" in delivered(owner)[-1]


def test_a_webhook_killed_in_the_middle_of_a_turn_is_answered_by_the_sweep(
    stack: Stack, owner: Connection
) -> None:
    stack.functions["twilio_webhook"].kill()
    owner.execute(
        "select record_inbound_message(%s, 'hello', 'SM1', p_lease => '2 seconds')", (SARAH,)
    )
    reply = "select count(*) from messages where direction = 'outbound' and status = 'sent'"
    until(lambda: one(owner, reply) == 1, "answered without the webhook")
