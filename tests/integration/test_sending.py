"""The sender against Twilio's stand-in and a real database: nothing twice, nothing lost."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from infra.local.twilio import Faults, Timing, TwilioStandIn
from shared.config import TwilioSettings
from shared.db.outbound import Outbound
from shared.db.pool import Database as Pool
from shared.domain.delivery import AGAIN, ErrorKind, MessageStatus, classify_error
from shared.messaging.twilio_client import TwilioClient
from shared.queue import Outcome
from shared.texts.delivery import report_delivery
from shared.texts.sending import Sender
from tests.fixtures.people import MIKE, SARAH, Connection, add_outbound, add_user, column, one
from tests.fixtures.receiver import Receiver

ACCOUNT, TOKEN, OURS = "AC0123", "token", "+15005550006"
NOBODY = "http://127.0.0.1:9"  # nobody listens there: every callback is lost
UNSUBSCRIBED, LANDLINE = "+15005550004", "+15005550009"  # the stand-in refuses these
LIMIT = 60.0  # seconds
MOST_ATTEMPTS = AGAIN[ErrorKind.RETRYABLE].most_attempts

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


# The same error, whichever way it arrives.

EXPECTED = {
    ErrorKind.PERMANENT: (0, False),
    ErrorKind.OPT_OUT: (0, True),
    ErrorKind.RETRYABLE: (1, False),
    ErrorKind.DEFERRED: (1, False),
    ErrorKind.PASSING: (1, False),
}
CREATE, CALLBACK, ASKED = "the create call's answer", "a callback", "asking for the end"


@pytest.mark.parametrize("path", [CREATE, CALLBACK, ASKED])
@pytest.mark.parametrize("code", [21211, 99999, 21610, 63014, 20429, 30001, 21704, 30610, 30008])
def test_an_error_means_the_same_on_every_path(
    sender: Sender, twilio: TwilioStandIn, app: Connection, code: int, path: str
) -> None:
    ends = Ends(twilio)
    fault = (
        Faults(refuse=1, refuse_code=code) if path == CREATE else Faults(failed=1, failed_code=code)
    )
    twilio.faults = fault
    message = write(app, "Hello")
    send(sender)
    if path == CALLBACK:
        sid = twilio.messages()[0].sid
        report_delivery(sender.outbound, message, sid, MessageStatus.FAILED, code)
    elif path == ASKED:
        ends.wait_for("failed")
        assert ask(sender) == 1

    waiting = column(app, "select id from messages where status = 'queued_for_send'")
    opted_out = one(app, "select opted_out_at is not null from users")
    assert (len(waiting), opted_out) == EXPECTED[classify_error(code)]
    if waiting:
        assert timedelta(0) < wait_over(app, waiting[0]) <= timedelta(minutes=15)
    if opted_out:
        consent = app.execute("select change, source, words from consent_events").fetchall()
        assert consent == [("out", "twilio", f"Twilio error {code}")]


@pytest.mark.parametrize(("code", "most"), [(30008, 2), (20429, 12), (30001, 96)])
def test_a_text_that_ends_in_the_same_error_again_and_again_is_given_up(
    sender: Sender, app: Connection, code: int, most: int
) -> None:
    message = write(app, "Hello", status="sent", twilio_message_sid="SM0", attempts=most - 1)
    report_delivery(sender.outbound, message, "SM0", MessageStatus.FAILED, code)

    (again,) = column(app, "select id from messages where retry_of = %s", message)
    app.execute(
        "update messages set status = 'sent', attempts = attempts + 1 where id = %s", (again,)
    )
    report_delivery(sender.outbound, again, "SM1", MessageStatus.FAILED, code)
    assert column(app, "select status from messages order by seq") == ["failed", "failed"]


def test_an_opt_out_that_a_messaging_service_tells_of_late_stops_what_waits(
    sender: Sender, app: Connection
) -> None:
    message = write(app, "Hello", status="sent", twilio_message_sid="SM1")
    waiting = write(app, "Still there?")
    report_delivery(sender.outbound, message, "SM1", MessageStatus.FAILED, 21610)

    assert (status(app, message), status(app, waiting)) == ("failed", "cancelled")
    assert send(sender) == Counter()


def test_an_old_error_does_not_undo_that_somebody_has_come_back_since(
    sender: Sender, app: Connection
) -> None:
    message = write(app, "Hello", status="sent", twilio_message_sid="SM1")
    user = one(app, "select id from users")
    app.execute(
        "insert into consent_events (user_id, phone_number, change, source, words)"
        " select id, phone_number, 'in', 'keyword', 'START' from users where id = %s",
        (user,),
    )
    report_delivery(sender.outbound, message, "SM1", MessageStatus.FAILED, 21610)
    assert one(app, "select opted_out_at from users") is None


def test_a_repeated_report_of_an_ended_message_still_tells_of_the_opt_out(
    sender: Sender, app: Connection
) -> None:
    message = write(app, "Hello", status="sent", twilio_message_sid="SM1")
    report_delivery(sender.outbound, message, "SM1", MessageStatus.FAILED, None)
    assert one(app, "select opted_out_at from users") is None
    report_delivery(sender.outbound, message, "SM1", MessageStatus.FAILED, 21610)
    assert one(app, "select opted_out_at is not null from users")


# Delivered after all.


def undelivered(sender: Sender, app: Connection) -> tuple[UUID, UUID]:
    """A message that was reported undelivered, and the one that repeats it, which is due."""
    first = write(app, "Hello", status="sent", twilio_message_sid="SM1", attempts=1)
    report_delivery(sender.outbound, first, "SM1", MessageStatus.UNDELIVERED, 30008)
    (again,) = column(app, "select id from messages where retry_of = %s", first)
    wait_over(app, again)
    return first, again


def delivered(sender: Sender, first: UUID) -> str:
    return report_delivery(sender.outbound, first, "SM1", MessageStatus.DELIVERED, None)


def test_a_text_that_was_delivered_after_all_is_not_repeated(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    first, again = undelivered(sender, app)
    assert [delivered(sender, first), delivered(sender, first)] == ["late", "terminal"]

    state, at = row(app, first, "status delivered_at")
    assert (state, at is not None, status(app, again)) == ("undelivered", True, "cancelled")
    assert send(sender) == Counter()
    assert twilio.messages() == []


@pytest.mark.parametrize("ended", ["released", "again", "absent twice"])
def test_a_repetition_that_is_on_its_way_goes_no_further_than_it_is(
    sender: Sender, twilio: TwilioStandIn, app: Connection, ended: str
) -> None:
    first, again = undelivered(sender, app)
    token = uuid4()
    (claimed,) = sender.outbound.claim(1, token)
    if ended == "released":
        delivered(sender, first)
        assert sender.send(claimed, token) is Outcome.DONE
    else:
        twilio.faults = Faults(
            next={"unavailable" if ended == "again" else "drop_before_accepting": 1}
        )
        sender.send(claimed, token)
        delivered(sender, first)
        assert confirm(sender) == ({} if ended == "again" else {"absent": 1, "queued": 1})
        send(sender)

    assert status(app, again) == "cancelled"
    assert twilio.messages() == []


def test_a_repetition_that_has_gone_out_stays_what_it_is(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    first, again = undelivered(sender, app)
    assert send(sender)["done"] == 1
    delivered(sender, first)
    assert (status(app, first), status(app, again)) == ("undelivered", "sent")
    assert len(twilio.messages()) == 1


def test_a_report_of_delivery_that_came_before_its_failure_repeats_nothing(
    sender: Sender, app: Connection
) -> None:
    first = write(app, "Hello", status="sent", twilio_message_sid="SM1")
    delivered(sender, first)
    report_delivery(sender.outbound, first, "SM1", MessageStatus.UNDELIVERED, 30008)
    assert column(app, "select status from messages") == ["delivered"]


def test_what_twilio_says_before_the_repetition_counts_also_when_its_callback_was_lost(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    ends = Ends(twilio)
    first = write(app, "Hello")
    send(sender)
    ends.wait_for("delivered")
    sid = twilio.messages()[0].sid
    report_delivery(sender.outbound, first, sid, MessageStatus.UNDELIVERED, 30008)
    (again,) = column(app, "select id from messages where retry_of = %s", first)
    wait_over(app, again)

    assert send(sender) == Counter(claimed=1, done=1)
    assert status(app, again) == "cancelled"
    assert len(twilio.messages()) == 1


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


# Where Twilio shows other things than were sent.

LINK = "Here you are: https://yachtparty.test/intro/4711?from=you See you there"
SHOWN_OTHERWISE = {
    "no bodies": (Faults(redact_bodies=True), "Hello"),
    "no numbers": (Faults(redact_numbers=True), "Hello"),
    "neither": (Faults(redact_bodies=True, redact_numbers=True), "Hello"),
    "other links": (Faults(shorten_links=True), LINK),
    "nothing but another link": (Faults(shorten_links=True), "https://yachtparty.test/x"),
}


@pytest.mark.parametrize(("settings", "body"), SHOWN_OTHERWISE.values(), ids=SHOWN_OTHERWISE.keys())
def test_what_the_list_shows_otherwise_is_given_up_visibly_and_never_sent_again(
    sender: Sender, twilio: TwilioStandIn, app: Connection, settings: Faults, body: str
) -> None:
    twilio.faults = replace(settings, next={"drop_after_accepting": 1})
    message = write(app, body)
    send(sender)

    assert confirm(sender) == {"unknown": 4, "failed": 1}
    state, error, trace = row(app, message, "status error_message trace")
    assert (state, len(twilio.messages())) == ("failed", 1)
    assert "cannot be compared" in error
    assert [step["step"] for step in trace][-6:] == [*["unknown"] * 5, "refused"]
    assert send(sender) == Counter()
    assert len(twilio.messages()) == 1


def test_a_reading_that_does_not_know_waits_longer_each_time_for_the_callback(
    pool: Pool, sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    twilio.faults = Faults(redact_bodies=True, next={"drop_after_accepting": 1})
    message = write(app, "Hello")
    send(sender)
    minute = timedelta(minutes=1)
    patient = replace(sender, outbound=Outbound(pool, reconcile_after=minute))

    for waited in (minute, 2 * minute):
        wait_over(app, message)
        assert confirm(patient) == {"unknown": 1}
        assert waited - timedelta(seconds=30) < wait_over(app, message) <= waited
    sid = twilio.messages()[0].sid
    assert sender.outbound.delivery(message, sid, "delivered") == "delivered"
    assert confirm(patient) == {}


@pytest.mark.parametrize("settings", [Faults(redact_bodies=True), Faults(redact_numbers=True)])
def test_a_callback_after_it_was_given_up_is_kept_with_the_message(
    sender: Sender, twilio: TwilioStandIn, app: Connection, settings: Faults
) -> None:
    twilio.faults = replace(settings, next={"drop_after_accepting": 1})
    message = write(app, "Hello")
    send(sender)
    confirm(sender)

    sid = twilio.messages()[0].sid
    sender.outbound.delivery(message, sid, "delivered")
    state, kept, delivered = row(app, message, "status twilio_message_sid delivered_at")
    assert (state, kept, delivered is not None) == ("failed", sid, True)


@pytest.mark.parametrize("settings", [Faults(redact_bodies=True), Faults(redact_numbers=True)])
def test_where_nothing_may_be_the_message_absence_is_proved_all_the_same(
    sender: Sender, twilio: TwilioStandIn, app: Connection, settings: Faults
) -> None:
    before = write(app, "Before")
    write(app, "To somebody else", MIKE)
    assert send(sender)["done"] == 2
    twilio.receive(SARAH, "Hello")
    twilio.faults = replace(settings, next={"drop_before_accepting": 1})
    message = write(app, "Hello")
    send(sender)

    assert confirm(sender) == {"absent": 1, "queued": 1}
    assert send(sender)["done"] == 1
    assert (status(app, before), status(app, message)) == ("sent", "sent")


def test_a_list_too_long_to_be_read_proves_nothing(
    sender: Sender, twilio: TwilioStandIn, app: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.twilio_client._MAX_PAGES", 0)
    twilio.faults = Faults(next={"drop_before_accepting": 1})
    message = write(app, "Hello")
    send(sender)

    assert confirm(sender) == {"unknown": 4, "failed": 1}
    assert status(app, message) == "failed"


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
    # The server's clock may have been set back a little since.
    assert abs(wait_over(app, message) - timedelta(hours=1)) < timedelta(minutes=1)


def test_a_server_that_stops_claims_nothing(
    sender: Sender, twilio: TwilioStandIn, app: Connection
) -> None:
    message = write(app, "Hello")
    assert sender.send_due(seconds=LIMIT, stopping=lambda: True) == Counter()
    assert row(app, message, "status attempts") == ("queued_for_send", 0)
    assert twilio.messages() == []
