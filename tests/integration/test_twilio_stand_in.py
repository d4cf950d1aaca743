"""The stand-in behaves as Twilio does: signed webhooks, callbacks, retries, opt-out, faults."""

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from twilio.request_validator import RequestValidator

from infra.local.twilio import Faults, Timing, TwilioStandIn
from shared.messaging.signature import verify
from tests.fixtures.receiver import Post, Receiver

ACCOUNT, TOKEN, SERVICE = "AC0123", "token", "MG0123"
OURS, ADA, GRACE = "+15005550006", "+15550001111", "+15550002222"
FAST = Timing(sent=0.01, delivered=0.01, retry_pause=0.01)

Start = Callable[..., TwilioStandIn]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def start(receiver: Receiver) -> Iterator[Start]:
    started: list[TwilioStandIn] = []

    def start(webhook: str = receiver.url, **options: Any) -> TwilioStandIn:
        stand_in = TwilioStandIn(
            ACCOUNT, TOKEN, webhook, OURS, messaging_service_sid=SERVICE, timing=FAST, **options
        )
        stand_in.start()
        started.append(stand_in)
        return stand_in

    yield start
    for stand_in in started:
        stand_in.stop()


class Events:
    """The events so far, and waiting for them."""

    def __init__(self, stand_in: TwilioStandIn) -> None:
        self._events: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        stand_in.add_listener(self._hear)

    def _hear(self, event: dict[str, Any]) -> None:
        with self._changed:
            self._events.append(event)
            self._changed.notify_all()

    def wait_for(self, kind: str, count: int = 1) -> list[dict[str, Any]]:
        def found() -> list[dict[str, Any]]:
            return [event for event in self._events if event["type"] == kind]

        with self._changed:
            assert self._changed.wait_for(lambda: len(found()) >= count, timeout=60), kind
            return found()

    def kinds(self) -> list[str]:
        with self._changed:
            return [event["type"] for event in self._events]


def create(stand_in: TwilioStandIn, **form: str) -> httpx2.Response:
    return httpx2.post(
        f"{stand_in.url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json",
        data={"To": ADA, "From": OURS, "Body": "hi"} | form,
        auth=(ACCOUNT, TOKEN),
        timeout=60,
    )


def read(stand_in: TwilioStandIn, path: str = ".json", **query: str) -> dict[str, Any]:
    response = httpx2.get(
        f"{stand_in.url}/2010-04-01/Accounts/{ACCOUNT}/Messages{path}",
        params=query,
        auth=(ACCOUNT, TOKEN),
        timeout=60,
    )
    assert response.status_code == 200, response.text
    return response.json()


def statuses(posts: list[Post]) -> list[str | None]:
    return [post.get("MessageStatus") for post in posts]


def test_create_answers_with_twilios_resource(start: Start) -> None:
    response = create(start())
    assert response.status_code == 201
    document = response.json()
    assert document["sid"].startswith("SM")
    assert len(document["sid"]) == 34
    assert document == document | {
        "account_sid": ACCOUNT,
        "body": "hi",
        "date_sent": None,
        "direction": "outbound-api",
        "error_code": None,
        "from": OURS,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": "1",
        "status": "queued",
        "to": ADA,
    }
    assert document["date_created"].endswith(" +0000")


def test_a_messaging_service_chooses_its_number_later(start: Start) -> None:
    stand_in = start()
    events = Events(stand_in)
    document = create(stand_in, MessagingServiceSid=SERVICE).json()
    assert (document["status"], document["from"]) == ("accepted", None)
    events.wait_for("phone.received")
    assert read(stand_in, f"/{document['sid']}.json")["from"] == OURS


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"To": ""}, 21604),
        ({"To": "12345"}, 21211),
        ({"To": "+1555000111x"}, 21211),
        ({"To": "+15005550001"}, 21211),
        ({"To": "+15005550009"}, 21614),
        ({"Body": ""}, 21602),
        ({"Body": "x" * 1601}, 21617),
        ({"Body": "🛥" * 801}, 21617),
        ({"From": ""}, 21603),
        ({"From": "nonsense"}, 21212),
        ({"From": GRACE}, 21659),
        ({"To": OURS}, 21266),
        ({"MessagingServiceSid": "MGother"}, 21701),
        ({"StatusCallback": "ftp://a.example"}, 21609),
    ],
)
def test_mistakes_get_twilios_error_codes(start: Start, form: dict[str, str], code: int) -> None:
    stand_in = start()
    response = create(stand_in, **form)
    assert (response.status_code, response.json()["code"]) == (400, code)
    assert response.json()["status"] == 400
    assert stand_in.messages() == []


def test_the_longest_text_is_accepted(start: Start) -> None:
    assert create(start(), Body="🛥" * 800).status_code == 201


@pytest.mark.parametrize("credentials", [None, (ACCOUNT, "wrong"), ("AC9", TOKEN)])
def test_wrong_credentials_are_refused(start: Start, credentials: tuple[str, str] | None) -> None:
    stand_in = start()
    url = f"{stand_in.url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    response = httpx2.post(url, data={"To": ADA}, auth=credentials)
    assert (response.status_code, response.json()["code"]) == (401, 20003)
    other = httpx2.get(url.replace(ACCOUNT, "AC9"), auth=(ACCOUNT, TOKEN))
    assert (other.status_code, other.json()["code"]) == (404, 20404)


def test_callbacks_are_signed_and_tell_sent_then_delivered(
    start: Start, receiver: Receiver
) -> None:
    stand_in = start()
    callback = f"{receiver.url}/status?message_id=42&x=a%20b"
    sid = create(stand_in, StatusCallback=callback).json()["sid"]
    posts = receiver.wait_for(lambda posts: len(posts) == 2)
    assert statuses(posts) == ["sent", "delivered"]
    for post in posts:
        assert post.target == "/status?message_id=42&x=a%20b"
        assert (post["MessageSid"], post["SmsSid"], post["AccountSid"]) == (sid, sid, ACCOUNT)
        assert (post["From"], post["To"], post["ApiVersion"]) == (OURS, ADA, "2010-04-01")
        signature = post.headers["X-Twilio-Signature"]
        validator = RequestValidator(TOKEN)
        assert validator.validate(callback, dict(post.pairs), signature)  # pyright: ignore[reportUnknownMemberType]
        assert not validator.validate(callback, {}, signature)  # pyright: ignore[reportUnknownMemberType]
        verify(TOKEN, receiver.url, post.target, post.pairs, post.headers)


def test_a_text_arrives_as_twilios_signed_webhook(start: Start, receiver: Receiver) -> None:
    stand_in = start()
    body = "Grüße + 100% & more = 🛥️\nsecond line "
    sid = stand_in.receive(ADA, body)
    (post,) = receiver.wait_for(lambda posts: len(posts) == 1)
    assert post.target == "/sms"
    assert dict(post.pairs) == dict(post.pairs) | {
        "MessageSid": sid,
        "SmsSid": sid,
        "SmsMessageSid": sid,
        "SmsStatus": "received",
        "AccountSid": ACCOUNT,
        "MessagingServiceSid": SERVICE,
        "From": ADA,
        "FromCountry": "US",
        "To": OURS,
        "Body": body,
        "NumMedia": "0",
        "NumSegments": "1",
        "ApiVersion": "2010-04-01",
    }
    assert post.get("OptOutType") is None
    assert post.headers["I-Twilio-Idempotency-Token"]
    verify(TOKEN, receiver.url, post.target, post.pairs, post.headers)


def test_pictures_come_with_their_addresses(start: Start, receiver: Receiver) -> None:
    sid = start().receive(ADA, "", ["http://m.example/0", "http://m.example/1"])
    assert sid.startswith("MM")
    (post,) = receiver.wait_for(lambda posts: len(posts) == 1)
    assert (post["Body"], post["NumMedia"]) == ("", "2")
    assert (post["MediaUrl1"], post["MediaContentType1"]) == ("http://m.example/1", "image/jpeg")


def test_a_text_that_nobody_took_is_in_the_list_all_the_same(start: Start) -> None:
    stand_in = start(webhook="http://127.0.0.1:9")
    events = Events(stand_in)
    sid = stand_in.receive(ADA, "anyone there?")
    events.wait_for("inbound.failed", 2)  # Twilio's default: one retry when it cannot connect
    (listed,) = read(stand_in, To=OURS)["messages"]
    assert (listed["sid"], listed["direction"], listed["status"]) == (sid, "inbound", "received")


def test_by_default_an_error_answer_is_not_retried(start: Start, receiver: Receiver) -> None:
    stand_in = start()
    events = Events(stand_in)
    receiver.answers = [503]
    stand_in.receive(ADA, "first")
    events.wait_for("inbound.answered")
    stand_in.receive(ADA, "second")
    events.wait_for("inbound.answered", 2)
    assert [post["Body"] for post in receiver.posts] == ["first", "second"]


def test_with_overrides_every_failure_is_retried_with_the_same_sid(
    start: Start, receiver: Receiver
) -> None:
    stand_in = start(webhook_overrides="rc=5&rp=all")
    receiver.answers = [503, 500, 404]
    sid = stand_in.receive(ADA, "hi")
    posts = receiver.wait_for(lambda posts: len(posts) == 4)
    assert {post["MessageSid"] for post in posts} == {sid}
    assert len({post.headers["I-Twilio-Idempotency-Token"] for post in posts}) == 1
    for post in posts:
        assert post.target == "/sms"  # the fragment is neither sent nor signed
        verify(TOKEN, receiver.url, post.target, post.pairs, post.headers)


def test_retries_end_at_five(start: Start, receiver: Receiver) -> None:
    stand_in = start(webhook_overrides="rc=9&rp=5xx")
    events = Events(stand_in)
    receiver.answers = [500] * 20
    stand_in.receive(ADA, "hi")
    events.wait_for("inbound.answered", 6)
    receiver.answers = []
    stand_in.receive(ADA, "next")
    assert len(events.wait_for("inbound.answered", 7)) == 7


def test_a_webhook_has_its_time_and_no_more(start: Start, receiver: Receiver) -> None:
    stand_in = TwilioStandIn(ACCOUNT, TOKEN, receiver.url, OURS, timing=Timing(webhook=1))
    stand_in.start()
    events = Events(stand_in)
    with receiver.held():
        stand_in.receive(ADA, "hi")
        (failed,) = events.wait_for("inbound.failed")
    stand_in.stop()
    assert failed["error"] in ("timeout", "ReadTimeout")


def test_the_list_pages_and_filters_by_the_date_sent(start: Start) -> None:
    stand_in = start()
    events = Events(stand_in)
    for n in range(5):
        create(stand_in, Body=f"{n}")
    events.wait_for("phone.received", 5)
    first = read(stand_in, PageSize="2")
    assert [m["body"] for m in first["messages"]] == ["4", "3"]
    assert (first["page"], first["page_size"], first["start"], first["end"]) == (0, 2, 0, 1)
    second = httpx2.get(stand_in.url + first["next_page_uri"], auth=(ACCOUNT, TOKEN)).json()
    assert [m["body"] for m in second["messages"]] == ["2", "1"]
    third = httpx2.get(stand_in.url + second["next_page_uri"], auth=(ACCOUNT, TOKEN)).json()
    assert [m["body"] for m in third["messages"]] == ["0"]
    assert third["next_page_uri"] is None

    days = [message.sent.date() for message in stand_in.messages() if message.sent]
    for query, found in (
        ({"DateSent>": "2020-01-01"}, 5),
        ({"DateSent<": "2020-01-01"}, 0),
        ({"DateSent": f"{days[0]}", "DateSent<": "2100-01-01T00:00:00Z"}, days.count(days[0])),
        ({"DateSent>": "2100-01-01"}, 0),
        ({"To": ADA}, 5),
        ({"To": GRACE}, 0),
        ({"From": OURS, "PageSize": "1000"}, 5),
    ):
        assert len(read(stand_in, **query)["messages"]) == found, query


@pytest.mark.parametrize(
    ("settings", "body", "to"),
    [
        (Faults(redact_bodies=True), "", ADA),
        (Faults(redact_numbers=True), "See https://x.test/a", ADA[:-4] + "XXXX"),
        (Faults(shorten_links=True), "See https://twil.test/", ADA),
    ],
)
def test_the_account_may_be_set_to_show_other_things_than_were_sent(
    start: Start, settings: Faults, body: str, to: str
) -> None:
    stand_in = start(faults=settings)
    sid = create(stand_in, To=ADA, From=OURS, Body="See https://x.test/a").json()["sid"]

    for shown in (read(stand_in, f"/{sid}.json"), read(stand_in)["messages"][0]):
        assert shown["to"] == to
        assert shown["body"].startswith(body)
        assert (shown["body"] == "See https://x.test/a") == settings.redact_numbers


def test_a_messaging_service_fails_what_it_took_for_who_has_opted_out(
    start: Start, receiver: Receiver
) -> None:
    stand_in = start()
    stand_in.receive(ADA, "STOP")
    form = {"To": ADA, "Body": "Hello", "StatusCallback": receiver.url}
    assert create(stand_in, MessagingServiceSid=SERVICE, **form).status_code == 201

    posts = receiver.wait_for(lambda posts: "failed" in statuses(posts))
    assert posts[statuses(posts).index("failed")]["ErrorCode"] == "21610"


def test_the_list_may_lag(start: Start) -> None:
    stand_in = start(faults=Faults(list_lag_seconds=3600))
    create(stand_in)
    assert read(stand_in)["messages"] == []
    stand_in.faults = Faults()
    assert len(read(stand_in)["messages"]) == 1


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("lost_callback", ["delivered"]),
        ("duplicate_callback", ["sent", "sent", "delivered"]),
        ("reordered_callbacks", ["delivered", "sent"]),
        ("undelivered", ["sent", "undelivered"]),
        ("failed", ["sent", "failed"]),
    ],
)
def test_callbacks_go_wrong_on_demand(
    start: Start, receiver: Receiver, fault: str, seen: list[str]
) -> None:
    stand_in = start(faults=Faults(next={fault: 1}))
    create(stand_in, StatusCallback=f"{receiver.url}/status")
    posts = receiver.wait_for(lambda posts: len(posts) == len(seen))
    assert statuses(posts) == seen
    assert stand_in.injected[fault] == 1
    codes = {post["MessageStatus"]: post.get("ErrorCode") for post in posts}
    assert codes.get("undelivered") == ("30005" if "undelivered" in codes else None)
    assert codes.get("failed") == ("30007" if "failed" in codes else None)


def test_a_text_may_arrive_twice(start: Start, receiver: Receiver) -> None:
    stand_in = start(faults=Faults(duplicate_inbound=1))
    sid = stand_in.receive(ADA, "hi")
    posts = receiver.wait_for(lambda posts: len(posts) == 2)
    assert [post["MessageSid"] for post in posts] == [sid, sid]
    assert len(stand_in.messages()) == 1


def test_a_delay_holds_the_answer_and_nothing_else(start: Start) -> None:
    stand_in = start(faults=Faults(next={"delay": 1}, delay_seconds=0.2))
    response = create(stand_in)
    assert response.status_code == 201
    assert response.elapsed.total_seconds() >= 0.2


def test_the_same_seed_hits_the_same_messages_whatever_their_order(start: Start) -> None:
    def refused(seed: int, order: list[int]) -> set[int]:
        stand_in = start(faults=Faults(refuse=0.5), seed=seed)
        return {n for n in order if create(stand_in, Body=f"{n}").status_code == 400}

    numbers = list(range(12))
    first = refused(1, numbers)
    assert first == refused(1, numbers[::-1])
    assert first != refused(2, numbers)
    assert 0 < len(first) < 12


def test_a_call_repeated_after_a_fault_is_thrown_anew(start: Start) -> None:
    stand_in = start(faults=Faults(refuse=0.5), seed=1)
    assert len({create(stand_in).status_code for _ in range(12)}) == 2


def test_twilio_itself_answers_stop_and_blocks_until_start(
    start: Start, receiver: Receiver
) -> None:
    stand_in = start()
    events = Events(stand_in)
    stand_in.receive(ADA, " Stop ")
    (answer,) = events.wait_for("phone.received")
    assert (answer["to"], answer["sid"]) == (ADA, "")
    assert create(stand_in).json()["code"] == 21610
    assert create(stand_in, To=GRACE).status_code == 201
    stand_in.receive(ADA, "yes")
    assert create(stand_in).status_code == 201
    posts = receiver.wait_for(lambda posts: len(posts) == 2)
    assert {post["Body"] for post in posts} == {" Stop ", "yes"}
    assert all(post.get("OptOutType") is None for post in posts)


def test_advanced_opt_out_says_what_it_did(start: Start, receiver: Receiver) -> None:
    stand_in = start(opt_out="advanced")
    for words in ("STOP", "START", "HELP", "hello"):
        stand_in.receive(ADA, words)
    stand_in.receive(ADA, "ADIOS", opt_out_type="STOP")
    posts = receiver.wait_for(lambda posts: len(posts) == 5)
    assert {post["Body"]: post.get("OptOutType") for post in posts} == {
        "STOP": "STOP",
        "START": "START",
        "HELP": "HELP",
        "hello": None,
        "ADIOS": "STOP",
    }


def test_opt_out_handling_can_be_off(start: Start) -> None:
    stand_in = start(opt_out="off")
    stand_in.receive(ADA, "STOP")
    assert create(stand_in).status_code == 201


def test_listeners_hear_the_whole_way_in_order_with_times(start: Start, receiver: Receiver) -> None:
    stand_in = start()
    events = Events(stand_in)
    create(stand_in, StatusCallback=f"{receiver.url}/status")
    events.wait_for("callback.answered", 2)
    stand_in.receive(ADA, "thanks")
    (answered,) = events.wait_for("inbound.answered")
    kinds = events.kinds()
    kinds.remove("phone.received")  # the phone has it while the callbacks are still under way
    assert kinds == [
        "api.create",
        "api.accepted",
        "callback.posted",
        "callback.answered",
        "callback.posted",
        "callback.answered",
        "inbound.posted",
        "inbound.answered",
    ]
    assert (answered["status"], answered["body"]) == (200, "thanks")
    assert "<Response/>" in answered["answer"]
    assert answered["ms"] > 0


def test_a_listener_that_fails_hurts_nobody(start: Start) -> None:
    def fail(_: dict[str, Any]) -> None:
        raise RuntimeError("a listener's own mistake")

    stand_in = start()
    stand_in.add_listener(fail)
    assert create(stand_in).status_code == 201
    stand_in.remove_listener(fail)


def test_it_is_steered_over_http(start: Start, receiver: Receiver) -> None:
    stand_in = start()
    put = httpx2.put(f"{stand_in.url}/_control/faults", json={"next": {"unavailable": 1}})
    assert put.status_code == 200
    assert create(stand_in).status_code == 503
    post = httpx2.post(f"{stand_in.url}/_control/receive", json={"from": ADA, "body": "hi"})
    receiver.wait_for(lambda posts: len(posts) == 1)
    state = httpx2.get(f"{stand_in.url}/_control/state").json()
    assert state["injected"]["unavailable"] == 1
    assert state["messages"] == {"inbound received": 1}
    assert state["faults"]["next"] == {"unavailable": 1}
    assert receiver.posts[0]["MessageSid"] == post.json()["sid"]


@pytest.mark.parametrize(
    "faults", [{"unknown": 1}, {"refuse": 2}, {"next": {"unknown": 1}}, {"refuse": "x"}, []]
)
def test_faults_that_do_not_exist_are_refused(start: Start, faults: object) -> None:
    stand_in = start()
    assert httpx2.put(f"{stand_in.url}/_control/faults", json=faults).status_code == 400
    assert stand_in.faults == Faults()


def test_it_restarts_at_the_same_address_with_its_messages(start: Start) -> None:
    stand_in = start()
    url, sid = stand_in.url, create(stand_in).json()["sid"]
    stand_in.stop()
    with pytest.raises(httpx2.ConnectError):
        create(stand_in)
    stand_in.start()
    assert stand_in.url == url
    assert read(stand_in, f"/{sid}.json")["sid"] == sid


def test_a_taken_port_is_an_error(start: Start) -> None:
    port = int(start().url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        start(port=port)


def test_many_texts_at_once_all_arrive(start: Start, receiver: Receiver) -> None:
    stand_in = start()
    sids = [stand_in.receive(ADA, f"{n}") for n in range(200)]
    posts = receiver.wait_for(lambda posts: len(posts) == 200)
    assert Counter(post["MessageSid"] for post in posts) == Counter(sids)


def test_it_runs_as_a_process_of_its_own(receiver: Receiver) -> None:
    account = {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_PHONE_NUMBER": OURS,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "infra.local.twilio", "--webhook", receiver.url],
        env={**os.environ, **account},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        httpx2.post(f"{url}/_control/receive", json={"from": ADA, "body": "hi"})
        receiver.wait_for(lambda posts: len(posts) == 1)
        process.terminate()
        assert process.wait(timeout=60) == 0
