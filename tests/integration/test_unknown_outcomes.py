"""Statements whose answer was lost: whether they ran is unknown, and what they do is done once."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from infra.local.twilio import Timing, TwilioStandIn
from shared.config import TwilioSettings
from shared.conversation import APOLOGY, Conversation
from shared.db.outbound import Outbound
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.errors import DatabaseUnavailable
from shared.messaging.twilio_client import TwilioClient
from shared.texts.sending import Sender
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, add_outbound, add_user, column, one, text
from tests.fixtures.swallowing_proxy import Fate, SwallowingProxy, swallowing_proxy
from tests.integration.test_conversation import Scripted, says, soon

FATES = pytest.mark.parametrize("fate", [Fate.LOST, Fate.UNANSWERED])
NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def proxy(database: Database) -> Iterator[SwallowingProxy]:
    with swallowing_proxy(database.app_url) as proxy:
        yield proxy


@pytest.fixture
def pool(database: Database, proxy: SwallowingProxy) -> Iterator[Pool]:
    pool = Pool(proxy.url(database.app_url), pool_max=4, wait_seconds=30, statement_seconds=1)
    yield pool
    pool.close()


def swallow_one(proxy: SwallowingProxy, function: str, fate: Fate) -> list[bytes]:
    """The first call of a function meets this fate; returns the calls of it, as they come."""
    asked: list[bytes] = []

    def swallow(sent: bytes) -> Fate:
        if not re.search(rf"\b{function}\(".encode(), sent):
            return Fate.PASSED
        asked.append(sent)
        return fate if len(asked) == 1 else Fate.PASSED

    proxy.fate = swallow
    return asked


@FATES
@pytest.mark.parametrize("function", ["record_inbound_message", "settle_turn"])
def test_a_text_is_answered_once_whatever_answer_of_the_database_is_lost(
    pool: Pool, proxy: SwallowingProxy, app: Connection, function: str, fate: Fate
) -> None:
    turns = Turns(pool)
    conversation = Conversation(turns, Scripted(says("Hello.")))
    came = text("Hi")
    asked = swallow_one(proxy, function, fate)
    with suppress(DatabaseUnavailable):  # then Twilio is answered 503
        conversation.receive(came, deadline=soon())
    conversation.receive(came, deadline=soon())  # as Twilio does, or the reconciliation

    later = datetime.now(UTC) + turns.lease + timedelta(seconds=1)
    for turn in turns.claim(10, uuid4(), apology=APOLOGY, now=later):
        conversation.answer(turn, deadline=soon())

    assert asked, "it was called"
    assert column(app, "select content from messages where direction = 'inbound'") == ["Hi"]
    assert column(app, "select content from messages where direction = 'outbound'") == ["Hello."]
    assert one(app, "select count(*) from events where not processed") == 0


@FATES
@pytest.mark.parametrize("function", ["claim_messages", "begin_send", "settle_send"])
def test_a_message_is_sent_once_whatever_answer_of_the_database_is_lost(
    pool: Pool, proxy: SwallowingProxy, app: Connection, function: str, fate: Fate
) -> None:
    due = datetime.now(UTC) - timedelta(seconds=1)
    message = add_outbound(app, add_user(app), "Hello", at=due)
    twilio = TwilioStandIn(
        "AC0123", "token", NOBODY, "+15005550006", timing=Timing(sent=0.01, delivered=0.01)
    )
    twilio.start()
    client = TwilioClient(
        TwilioSettings(
            account_sid="AC0123",
            auth_token="token",
            phone_number="+15005550006",
            api_base_url=twilio.url,
        ),
        20,
    )
    outbound = Outbound(pool, reconcile_after=timedelta(0), check_after=timedelta(0))
    sender = Sender(outbound, client, NOBODY, timedelta(seconds=5))
    asked = swallow_one(proxy, function, fate)

    for _ in range(6):  # sweeps, each after every lease and wait of the one before
        with suppress(DatabaseUnavailable):
            sender.send_due(seconds=60, stopping=lambda: False)
            sender.confirm_due(seconds=60, stopping=lambda: False)
        app.execute(
            "update messages set available_at = now(), leased_until = now()"
            " where direction = 'outbound' and lease_token is not null or status = 'unconfirmed'"
        )

    client.close()
    twilio.stop()
    assert asked, "it was called"
    assert [sent.body for sent in twilio.messages()] == ["Hello"]
    assert one(app, "select status from messages where id = %s", message) in ("sent", "delivered")
