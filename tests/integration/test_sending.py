"""The sender against Twilio's stand-in and a real database: nothing twice, nothing lost."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from infra.local.twilio import Faults, Timing, TwilioStandIn
from shared.config import TwilioSettings
from shared.db.outbound import Outbound
from shared.db.pool import Database as Pool
from shared.messaging.twilio_client import TwilioClient
from shared.queue import Outcome
from shared.texts.sending import MOST_ATTEMPTS, Sender
from tests.fixtures.people import MIKE, SARAH, Connection, add_outbound, add_user, column, one
from tests.fixtures.receiver import Receiver

ACCOUNT, TOKEN, OURS = "AC0123", "token", "+15005550006"
NOBODY = "http://127.0.0.1:9"  # nobody listens there: every callback is lost
UNSUBSCRIBED, LANDLINE = "+15005550004", "+15005550009"  # the stand-in refuses these
LIMIT = 60.0  # seconds

MakeSender = Callable[..., Sender]


@pytest.fixture
def twilio() -> Iterator[TwilioStandIn]:
    stand_in = TwilioStandIn(
        ACCOUNT, TOKEN, NOBODY, OURS, timing=Timing(sent=0.01, delivered=0.01, retry_pause=0.01)
    )
    stand_in.start()
    yield stand_in
    stand_in.stop()


@pytest.fixture
def make_sender(pool: Pool, twilio: TwilioStandIn) -> Iterator[MakeSender]:
    settings = TwilioSettings(
        account_sid=ACCOUNT, auth_token=TOKEN, phone_number=OURS, api_base_url=twilio.url
    )
    client = TwilioClient(settings, 20)

    def make(callback: str = NOBODY) -> Sender:
        impatient = Outbound(pool, reconcile_after=timedelta(0), check_after=timedelta(0))
        return Sender(impatient, client, callback, timedelta(seconds=5))

    yield make
    client.close()


@pytest.fixture
def sender(make_sender: MakeSender) -> Sender:
    return make_sender()


def going_on() -> bool:
    return False


def send(sender: Sender) -> Counter[str]:
    return sender.send_due(seconds=LIMIT, stopping=going_on)


def confirm(sender: Sender) -> dict[str, int]:
    return sender.confirm_due(seconds=LIMIT, stopping=going_on)


def ask(sender: Sender) -> int:
    return sender.ask_for_ends(seconds=LIMIT, stopping=going_on)


def write(app: Connection, content: str, phone: str = SARAH, **columns: Any) -> UUID:
    """A message that is due, to somebody who is made if need be."""
    user = one(app, "select id from users where phone_number = %s", phone) or add_user(app, phone)
    at = datetime.now(UTC) - timedelta(seconds=1)
    return add_outbound(app, user, content, at=at, **columns)


def row(app: Connection, message: UUID, columns: str = "status") -> Any:
    (values,) = app.execute(
        "select to_jsonb(m) from messages m where id = %s", (message,)
    ).fetchall()
    return tuple(values[0][name] for name in columns.split())


def status(app: Connection, message: UUID) -> str:
    return row(app, message)[0]


def wait_over(app: Connection, message: UUID) -> timedelta:
    """Lets the wait of a message end now; returns how long it would have taken."""
    wait = one(app, "select available_at - now() from messages where id = %s", message)
    app.execute("update messages set available_at = now() where id = %s", (message,))
    return wait


def sent_bodies(twilio: TwilioStandIn) -> list[str]:
    return [m.body for m in twilio.messages() if m.direction != "inbound"]


class Ends:
    """Waits until the stand-in knows how messages ended."""

    def __init__(self, twilio: TwilioStandIn) -> None:
        self._twilio = twilio
        self._changed = threading.Condition()
        twilio.add_listener(self._hear)

    def _hear(self, _: dict[str, Any]) -> None:
        with self._changed:
            self._changed.notify_all()

    def wait_for(self, ended: str) -> None:
        def met() -> bool:
            return {message.status for message in self._twilio.messages()} == {ended}

        with self._changed:
            # Not every change has an event: looked at again every tenth of a second.
            assert any(self._changed.wait_for(met, timeout=0.1) for _ in range(600)), ended


# What Twilio takes.


def test_what_twilio_accepts_is_sent_with_its_sid_and_once(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    message = write(app, "Hello")

    assert send(sender) == Counter(claimed=1, done=1)
    assert send(sender) == Counter()

    (accepted,) = twilio.messages()
    assert (accepted.to, accepted.from_, accepted.body) == (SARAH, OURS, "Hello")
    assert row(app, message, "status twilio_message_sid attempts") == ("sent", accepted.sid, 1)


def test_one_sweep_sends_everybodys_texts_each_persons_in_order(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    people = [f"+1628555{number:04}" for number in range(12)]
    for part in range(3):
        for phone in people:
            write(app, f"{part}", phone)

    assert send(sender) == Counter(claimed=36, done=36)
    for phone in people:
        assert [m.body for m in twilio.messages() if m.to == phone] == ["0", "1", "2"]


def test_what_goes_out_is_normalised_and_its_segments_are_counted(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    plain = write(app, "It\u2019s here \u2013 \u201cnow\u201d\u2026")
    long = write(app, "a" * 161, MIKE)
    send(sender)

    assert row(app, plain, "content segments") == ('It\'s here - "now"...', 1)
    assert row(app, long, "segments") == (2,)
    assert sorted(sent_bodies(twilio)) == sorted(['It\'s here - "now"...', "a" * 161])


def test_the_callbacks_address_names_the_message_and_asks_for_retries(
    make_sender: MakeSender, twilio: TwilioStandIn, app: Connection
) -> None:
    receiver = Receiver()
    try:
        message = write(app, "Hello")
        send(make_sender(receiver.url))

        (accepted,) = twilio.messages()
        target = f"/status?message_id={message}"
        assert accepted.status_callback == f"{receiver.url}{target}#rc=5&rp=all"
        posts = receiver.wait_for(lambda posts: len(posts) == 2)
        assert [post.target for post in posts] == [target] * 2
        assert [post["MessageStatus"] for post in posts] == ["sent", "delivered"]
    finally:
        receiver.close()


# What Twilio does not take.


@pytest.mark.parametrize("fault", ["too_many_requests", "unavailable"])
def test_what_was_certainly_not_accepted_is_sent_again_after_a_while(
    sender: Sender, twilio: TwilioStandIn, app: Connection, fault: str
) -> None:
    twilio.faults = Faults(next={fault: 2})
    message = write(app, "Hello")
    app.execute("update messages set attempts = 5")

    for longest in (32, 64):
        assert send(sender) == Counter(claimed=1, retried=1)
        assert status(app, message) == "queued_for_send"
        wait = wait_over(app, message).total_seconds()
        assert longest / 2 - 10 < wait <= longest
    assert send(sender) == Counter(claimed=1, done=1)

    assert row(app, message, "status attempts last_error") == ("sent", 8, None)
    assert sent_bodies(twilio) == ["Hello"]


def test_the_backoff_grows_to_five_minutes_at_most_and_ends_visibly(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    twilio.faults = Faults(too_many_requests=1)
    message = write(app, "Hello")
    app.execute("update messages set attempts = %s", (MOST_ATTEMPTS - 2,))

    assert send(sender)["retried"] == 1
    assert timedelta(seconds=140) < wait_over(app, message) <= timedelta(seconds=300)
    assert send(sender) == Counter(claimed=1, dead=1)
    state, code, error = row(app, message, "status error_code error_message")
    assert (state, code) == ("failed", 20429)
    assert error.startswith("given up")
    assert sent_bodies(twilio) == []


@pytest.mark.parametrize("code", [30610, 63038, 21611])
def test_what_a_limit_or_the_hour_forbids_waits_for_minutes_and_is_not_given_up_soon(
    sender: Sender, twilio: TwilioStandIn, app: Connection, code: int
) -> None:
    twilio.faults = Faults(refuse=1, refuse_code=code)
    message = write(app, "Hello")
    app.execute("update messages set attempts = %s", (MOST_ATTEMPTS,))

    assert send(sender) == Counter(claimed=1, retried=1)
    assert timedelta(seconds=440) < wait_over(app, message) <= timedelta(seconds=900)
    twilio.faults = Faults()
    assert send(sender)["done"] == 1


def test_what_twilio_refuses_for_good_fails_visibly_and_holds_nothing_up(
    sender: Sender, app: Connection
) -> None:
    refused, next_one = write(app, "Hello", LANDLINE), write(app, "Hello?", LANDLINE)

    assert send(sender) == Counter(claimed=2, dead=2)
    for message in (refused, next_one):
        assert row(app, message, "status error_code attempts") == ("failed", 21614, 1)
    assert one(app, "select opted_out_at from users") is None


def test_an_opt_out_that_only_twilio_knows_of_counts(sender: Sender, app: Connection) -> None:
    refused = write(app, "Hello", UNSUBSCRIBED)
    waiting = write(app, "Still there?", UNSUBSCRIBED)

    assert send(sender) == Counter(claimed=1, dead=1)

    assert row(app, refused, "status error_code") == ("failed", 21610)
    assert status(app, waiting) == "cancelled"
    assert one(app, "select opted_out_at is not null from users")
    consent = app.execute("select change, source, words from consent_events").fetchall()
    assert consent == [("out", "twilio", "Twilio error 21610")]


def test_who_opted_out_between_claim_and_call_is_not_texted(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    message = write(app, "Hello")
    token = uuid4()
    (claimed,) = sender.outbound.claim(1, token)
    one(app, "select record_opt_out(id, 'operator') from users")

    assert sender.send(claimed, token) is Outcome.DONE
    assert status(app, message) == "cancelled"
    assert twilio.messages() == []


def test_a_message_that_another_sender_has_meanwhile_is_not_texted(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    message = write(app, "Hello")
    (claimed,) = sender.outbound.claim(1, uuid4())

    assert sender.send(claimed, uuid4()) is Outcome.LOST
    assert status(app, message) == "sending"
    assert twilio.messages() == []


def test_a_lease_too_short_for_the_call_gives_the_message_back(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    message = write(app, "Hello")
    token = uuid4()
    (claimed,) = sender.outbound.claim(1, token)
    app.execute("update messages set leased_until = now() + interval '4 seconds'")

    assert sender.send(claimed, token) is Outcome.RETRIED
    assert row(app, message, "status attempts") == ("queued_for_send", 0)
    assert twilio.messages() == []


# What nobody knows.


@pytest.mark.parametrize("fault", ["drop_after_accepting", "error_after_accepting"])
def test_an_answer_lost_after_twilio_accepted_is_found_in_its_list_and_not_sent_again(
    sender: Sender, twilio: TwilioStandIn, app: Connection, fault: str
) -> None:
    twilio.faults = Faults(next={fault: 1})
    message = write(app, "It\u2019s me")

    assert send(sender) == Counter(claimed=1, unconfirmed=1)
    assert status(app, message) == "unconfirmed"
    assert send(sender) == Counter()
    assert confirm(sender) == {"found": 1}

    (accepted,) = twilio.messages()
    assert row(app, message, "status twilio_message_sid") == ("sent", accepted.sid)
    assert send(sender) == Counter()
    assert len(twilio.messages()) == 1


@pytest.mark.parametrize("fault", ["drop_before_accepting", "error_before_accepting"])
def test_what_the_list_does_not_show_twice_is_sent_again_exactly_once(
    sender: Sender, twilio: TwilioStandIn, app: Connection, fault: str
) -> None:
    twilio.faults = Faults(next={fault: 1})
    message = write(app, "Hello")

    assert send(sender) == Counter(claimed=1, unconfirmed=1)
    assert confirm(sender) == {"absent": 1, "queued": 1}
    assert send(sender) == Counter(claimed=1, done=1)
    assert send(sender) == Counter()

    (accepted,) = twilio.messages()
    values = row(app, message, "status twilio_message_sid attempts absent_readings")
    assert values == ("sent", accepted.sid, 2, 0)


def test_a_list_that_cannot_be_read_proves_nothing(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    twilio.faults = Faults(next={"drop_after_accepting": 1, "reads_unavailable": 1})
    message = write(app, "Hello")
    send(sender)

    assert confirm(sender) == {"unavailable": 1}
    assert row(app, message, "status absent_readings") == ("unconfirmed", 0)
    wait_over(app, message)
    assert confirm(sender) == {"found": 1}


def test_two_equal_texts_to_one_person_both_unknown_are_two_messages_of_twilios(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    twilio.faults = Faults(next={"drop_after_accepting": 2})
    first, second = write(app, "ok"), write(app, "ok")

    for _ in range(2):
        assert send(sender) == Counter(claimed=1, unconfirmed=1)
        assert confirm(sender) == {"found": 1}

    sids = [message.sid for message in twilio.messages()]
    assert len(set(sids)) == 2
    found = [row(app, message, "status twilio_message_sid") for message in (first, second)]
    assert found == [("sent", sids[0]), ("sent", sids[1])]


def test_equal_texts_to_other_people_or_from_them_are_not_taken_for_the_lost_one(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    write(app, "ok", MIKE)
    assert send(sender)["done"] == 1
    twilio.receive(SARAH, "ok")
    twilio.faults = Faults(next={"drop_before_accepting": 1})
    write(app, "ok", SARAH)
    send(sender)

    assert confirm(sender) == {"absent": 1, "queued": 1}


def test_a_text_written_while_the_one_before_is_unknown_waits_for_it(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    twilio.faults = Faults(next={"drop_before_accepting": 1})
    write(app, "1")
    write(app, "2")

    assert send(sender) == Counter(claimed=1, unconfirmed=1)
    confirm(sender)
    assert send(sender) == Counter(claimed=2, done=2)
    assert sent_bodies(twilio) == ["1", "2"]


# What nobody reported.


def test_an_end_whose_callback_was_lost_is_asked_for(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    ends = Ends(twilio)
    message = write(app, "Hello")
    send(sender)
    ends.wait_for("delivered")
    assert status(app, message) == "sent"

    assert ask(sender) == 1
    assert status(app, message) == "delivered"
    assert ask(sender) == 0


def test_an_end_that_failed_for_a_passing_reason_is_tried_once_more(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    ends = Ends(twilio)
    twilio.faults = Faults(undelivered=1, undelivered_code=30003)
    message = write(app, "Hello")
    send(sender)
    ends.wait_for("undelivered")

    assert ask(sender) == 1
    assert row(app, message, "status error_code") == ("undelivered", 30003)
    assert column(app, "select status from messages where retry_of = %s", message) == [
        "queued_for_send"
    ]


@pytest.mark.parametrize("reads_fail", [False, True])
def test_an_end_that_twilio_does_not_know_either_is_asked_for_later(
    sender: Sender, twilio: TwilioStandIn, app: Connection, reads_fail: bool
) -> None:
    twilio.faults = Faults(reads_unavailable=int(reads_fail))
    message = write(app, "Hello", status="sent", twilio_message_sid="SMunknown")
    app.execute("update messages set sent_at = now() - interval '1 hour', available_at = now()")

    assert ask(sender) == 0
    assert status(app, message) == "sent"
    assert timedelta(minutes=59) < wait_over(app, message) <= timedelta(hours=1)


def test_a_server_that_stops_claims_nothing(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    message = write(app, "Hello")
    assert sender.send_due(seconds=LIMIT, stopping=lambda: True) == Counter()
    assert row(app, message, "status attempts") == ("queued_for_send", 0)
    assert twilio.messages() == []
