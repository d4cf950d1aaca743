"""Texts whose webhook never arrived: found in Twilio's list, recorded once, answered later."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from infra.local.twilio import Faults, Timing, TwilioStandIn
from shared.config import TwilioSettings
from shared.db.turns import Turns
from shared.messaging.twilio_client import ListedMessage, TwilioClient
from shared.texts.inbound import LONGEST_BODY
from shared.texts.reconciliation import SWEEP, InboundReconciliation
from tests.fixtures.people import MIKE, SARAH, Connection, add_user, column, one, text

ACCOUNT, TOKEN, OURS = "AC0123", "token", "+15005550006"
MINUTE = timedelta(minutes=1)

Make = Callable[..., InboundReconciliation]


@pytest.fixture
def twilio() -> Iterator[TwilioStandIn]:
    """Twilio, with the address of a webhook where nobody listens."""
    stand_in = TwilioStandIn(
        ACCOUNT, TOKEN, "http://127.0.0.1:9", OURS, timing=Timing(retry_pause=0.01)
    )
    stand_in.start()
    yield stand_in
    stand_in.stop()


@pytest.fixture
def account(twilio: TwilioStandIn) -> TwilioSettings:
    return TwilioSettings(
        account_sid=ACCOUNT, auth_token=TOKEN, phone_number=OURS, api_base_url=twilio.url
    )


@pytest.fixture
def make(turns: Turns, account: TwilioSettings) -> Iterator[Make]:
    clients: list[TwilioClient] = []

    def make(client: TwilioClient | None = None) -> InboundReconciliation:
        clients.append(client or TwilioClient(account, 60))
        return InboundReconciliation(turns, clients[-1], account, "twilio", "")

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def reconciliation(make: Make) -> InboundReconciliation:
    return make()


def later(**by: float) -> datetime:
    """A moment after all that has happened, by default past the grace of a minute."""
    return datetime.now(UTC) + timedelta(**(by or {"minutes": 2}))


def due_again(owner: Connection) -> None:
    owner.execute("update private.sweeps set finished_at = now() - interval '1 hour'")


def contents(app: Connection) -> list[str]:
    return column(app, "select content from messages order by seq")


def test_a_text_that_never_arrived_is_recorded_and_waits_to_be_answered(
    reconciliation: InboundReconciliation, twilio: TwilioStandIn, turns: Turns, app: Connection
) -> None:
    sid = twilio.receive(SARAH, "Anyone there?")

    assert reconciliation.run_if_due(now=later()) == 1

    recorded = app.execute("select content, twilio_message_sid, status from messages").fetchall()
    assert recorded == [("Anyone there?", sid, "received")]
    assert one(app, "select lease_token from events") is None
    (turn,) = turns.claim(10, uuid4(), apology="")
    assert turn.context.texts == ["Anyone there?"]


def test_texts_are_recorded_oldest_first_with_when_they_were_sent_and_their_pictures(
    reconciliation: InboundReconciliation, twilio: TwilioStandIn, app: Connection
) -> None:
    twilio.receive(SARAH, "one")
    twilio.receive(SARAH, "two", ["https://x.test/1", "https://x.test/2"])
    sent = twilio.messages()[0].sent

    assert reconciliation.run_if_due(now=later()) == 2
    assert contents(app) == ["one", "two"]
    assert column(app, "select jsonb_array_length(media) from messages order by seq") == [0, 2]
    assert column(app, "select occurred_at from events order by seq")[0] == sent


def test_what_the_webhook_recorded_is_not_recorded_again(
    reconciliation: InboundReconciliation,
    twilio: TwilioStandIn,
    turns: Turns,
    app: Connection,
    owner: Connection,
) -> None:
    turns.record(text("Hello", sid=twilio.receive(SARAH, "Hello")))
    twilio.receive(MIKE, "Hi")

    assert reconciliation.run_if_due(now=later()) == 1
    due_again(owner)
    assert reconciliation.run_if_due(now=later()) == 0
    assert contents(app) == ["Hello", "Hi"]
    assert turns.record(text("Hi", sid=twilio.messages()[1].sid)).outcome == "duplicate"


def test_our_own_texts_in_the_list_are_not_taken_for_inbound_ones(
    reconciliation: InboundReconciliation, twilio: TwilioStandIn, app: Connection
) -> None:
    reconciliation.twilio.create_message(SARAH, "from us")
    twilio.receive(SARAH, "from them")

    assert reconciliation.run_if_due(now=later()) == 1
    assert contents(app) == ["from them"]


def test_a_stop_found_late_still_opts_out_and_is_not_answered(
    reconciliation: InboundReconciliation, twilio: TwilioStandIn, turns: Turns, app: Connection
) -> None:
    turns.record(text("Hello"))
    sid = twilio.receive(SARAH, "STOP")

    assert reconciliation.run_if_due(now=later()) == 1
    assert one(app, "select opted_out_at is not null from users")
    consent = app.execute(
        "select change, source, m.twilio_message_sid"
        " from consent_events c join messages m on m.id = c.message_id"
    ).fetchall()
    assert consent == [("out", "keyword", sid)]
    assert one(app, "select count(*) from messages where direction = 'outbound'") == 0


def test_what_comes_from_no_phone_is_recorded_once_for_an_operator_and_its_opt_out_obeyed(
    reconciliation: InboundReconciliation,
    twilio: TwilioStandIn,
    app: Connection,
    owner: Connection,
) -> None:
    add_user(app, SARAH)
    senders = ["72975", "whatsapp:+14155550103", "rcs:+14155550104", "", f"whatsapp:{SARAH}"]
    for sender in senders:
        twilio.receive(sender, "STOP")
    twilio.receive(MIKE, "x" * (LONGEST_BODY + 1))
    twilio.receive(MIKE, "Hello")

    assert reconciliation.run_if_due(now=later()) == 6
    assert contents(app) == ["x" * LONGEST_BODY, "Hello"]
    kept = column(app, "select coalesce(sender, '') from unanswered_texts")
    assert sorted(kept) == sorted(sender for sender in senders if not sender.startswith("rcs"))
    assert one(app, "select opted_out_at is not null from users where phone_number = %s", SARAH)
    assert one(owner, "select finished_at > 'epoch' from private.sweeps")
    due_again(owner)
    assert reconciliation.run_if_due(now=later()) == 0


# When.


def test_it_is_not_due_twice(
    reconciliation: InboundReconciliation, twilio: TwilioStandIn, owner: Connection
) -> None:
    twilio.receive(SARAH, "one")
    assert reconciliation.run_if_due(now=later()) == 1

    twilio.receive(SARAH, "two")
    assert reconciliation.run_if_due(now=later(minutes=5)) == 0
    due_again(owner)
    assert reconciliation.run_if_due(now=later(minutes=5)) == 1


def test_a_text_whose_webhook_may_still_come_is_left_alone(
    reconciliation: InboundReconciliation,
    twilio: TwilioStandIn,
    app: Connection,
    owner: Connection,
) -> None:
    twilio.receive(SARAH, "just now")

    assert reconciliation.grace == MINUTE
    assert reconciliation.run_if_due(now=later(seconds=20)) == 0
    assert contents(app) == []
    due_again(owner)
    assert reconciliation.run_if_due(now=later(minutes=2)) == 1, "the next reading begins earlier"


def test_the_first_run_of_a_deployment_answers_nothing_older_than_a_quarter_of_an_hour(
    reconciliation: InboundReconciliation,
    twilio: TwilioStandIn,
    app: Connection,
    owner: Connection,
) -> None:
    twilio.receive(SARAH, "from before")
    assert reconciliation.run_if_due(now=later(minutes=15, seconds=30)) == 0

    owner.execute("delete from private.sweeps")
    assert reconciliation.run_if_due(now=later(minutes=14, seconds=30)) == 1
    assert contents(app) == ["from before"]


def test_after_days_of_silence_all_is_read_that_was_not_covered_up_to_a_week(
    reconciliation: InboundReconciliation, twilio: TwilioStandIn, owner: Connection
) -> None:
    assert reconciliation.run_if_due() == 0, "the first run: covered up to now"
    twilio.receive(SARAH, "while all was down")

    due_again(owner)
    owner.execute("update private.sweeps set covered_until = now() - interval '9 days'")
    assert reconciliation.run_if_due(now=later(days=7, minutes=1)) == 0
    due_again(owner)
    owner.execute("update private.sweeps set covered_until = now() - interval '9 days'")
    assert reconciliation.run_if_due(now=later(days=6, hours=23)) == 1


def test_a_list_that_cannot_be_read_leaves_it_due(
    reconciliation: InboundReconciliation, twilio: TwilioStandIn, owner: Connection
) -> None:
    twilio.receive(SARAH, "Hello")
    twilio.faults = Faults(next={"reads_unavailable": 1})

    assert reconciliation.run_if_due(now=later()) == 0
    covered = one(
        owner, "select covered_until = 'epoch' from private.sweeps where name = %s", SWEEP
    )
    assert covered, "nothing was covered"
    assert reconciliation.run_if_due(now=later()) == 1


class HeldClient(TwilioClient):
    """A client whose reading of the list waits until it is let go."""

    def __init__(self, settings: TwilioSettings) -> None:
        super().__init__(settings, 60)
        self.reading = threading.Event()
        self.may_read = threading.Event()

    def list_messages(self, *arguments: Any, **options: Any) -> Iterator[ListedMessage]:
        self.reading.set()
        assert self.may_read.wait(60)
        return super().list_messages(*arguments, **options)


def test_of_two_processes_at_once_one_reads_the_list(
    make: Make, twilio: TwilioStandIn, account: TwilioSettings, app: Connection
) -> None:
    twilio.receive(SARAH, "Hello")
    held, other = HeldClient(account), HeldClient(account)
    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(make(held).run_if_due, now=later())
        assert held.reading.wait(60)
        assert make(other).run_if_due(now=later()) == 0
        held.may_read.set()
        assert first.result(60) == 1

    assert not other.reading.is_set()
    assert contents(app) == ["Hello"]


def test_a_process_that_died_while_reading_keeps_the_others_back_for_its_lease_only(
    reconciliation: InboundReconciliation, twilio: TwilioStandIn, owner: Connection
) -> None:
    twilio.receive(SARAH, "Hello")
    owner.execute(
        "insert into private.sweeps (name, lease_token, leased_until)"
        " values (%s, gen_random_uuid(), now() + interval '2 minutes')",
        (SWEEP,),
    )
    assert reconciliation.run_if_due(now=later()) == 0

    owner.execute("update private.sweeps set leased_until = now()")
    assert reconciliation.run_if_due(now=later()) == 1
