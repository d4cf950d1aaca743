"""What each failure of a call to Twilio proves: against the stand-in, and below HTTP."""

import json
import logging
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from infra.local.twilio import Faults, TwilioStandIn
from shared.config import TwilioSettings
from shared.errors import (
    ConfigurationError,
    SendDeferred,
    SendError,
    SendNotAccepted,
    SendOutcomeUnknown,
    SendRefused,
    TwilioUnavailable,
)
from shared.messaging.twilio_client import TwilioClient
from tests.fixtures.raw_server import RawServer, answer, read_request

ACCOUNT, TOKEN, SERVICE = "AC0123", "token", "MG0123"
OURS, ADA, GRACE = "+15005550006", "+15550001111", "+15550002222"
TEXT = "Sensitive words"

MakeClient = Callable[..., TwilioClient]
Serve = Callable[[Callable[[socket.socket], None]], str]


def settings(url: str, number: str = OURS, service: str = "") -> TwilioSettings:
    return TwilioSettings(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        phone_number=number,
        messaging_service_sid=service,
        api_base_url=url,
    )


@pytest.fixture
def twilio() -> Iterator[TwilioStandIn]:
    stand_in = TwilioStandIn(
        ACCOUNT, TOKEN, "http://127.0.0.1:9", OURS, messaging_service_sid=SERVICE
    )
    stand_in.start()
    yield stand_in
    stand_in.stop()


@pytest.fixture
def make_client() -> Iterator[MakeClient]:
    clients: list[TwilioClient] = []

    def make(given: TwilioSettings, seconds: float = 60) -> TwilioClient:
        clients.append(TwilioClient(given, seconds))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def client(twilio: TwilioStandIn, make_client: MakeClient) -> TwilioClient:
    return make_client(settings(twilio.url))


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: list[RawServer] = []

    def start(conversation: Callable[[socket.socket], None]) -> str:
        servers.append(RawServer(conversation))
        return servers[-1].url

    yield start
    for server in servers:
        server.close()


def accepted(twilio: TwilioStandIn) -> int:
    return len([m for m in twilio.messages() if m.direction == "outbound-api"])


def test_an_accepted_message_has_a_sid_and_is_on_its_way(
    twilio: TwilioStandIn, client: TwilioClient
) -> None:
    answer = client.create_message(ADA, TEXT)
    assert answer.status == "queued"
    (message,) = twilio.messages()
    assert (message.sid, message.to, message.from_, message.body) == (answer.sid, ADA, OURS, TEXT)


def test_the_messaging_service_wins_over_the_number(
    twilio: TwilioStandIn, make_client: MakeClient
) -> None:
    client = make_client(settings(twilio.url, service=SERVICE))
    assert client.create_message(ADA, TEXT).status == "accepted"
    assert twilio.messages()[0].messaging_service_sid == SERVICE


def test_without_a_sender_the_setting_is_named(make_client: MakeClient) -> None:
    with pytest.raises(ConfigurationError, match="TWILIO_PHONE_NUMBER"):
        make_client(settings("http://127.0.0.1:9", number="")).create_message(ADA, TEXT)


@pytest.mark.parametrize(
    ("fault", "error", "goes_out", "code"),
    [
        ("too_many_requests", SendNotAccepted, False, 20429),
        ("unavailable", SendNotAccepted, False, 20503),
        ("refuse", SendRefused, False, 21614),
        ("error_before_accepting", SendOutcomeUnknown, False, 20500),
        ("error_after_accepting", SendOutcomeUnknown, True, 20500),
        ("drop_before_accepting", SendOutcomeUnknown, False, None),
        ("drop_after_accepting", SendOutcomeUnknown, True, None),
    ],
)
def test_each_fault_of_create_is_classed_by_what_it_proves(
    twilio: TwilioStandIn,
    client: TwilioClient,
    fault: str,
    error: type[SendError],
    goes_out: bool,
    code: int | None,
) -> None:
    client.create_message(GRACE, "an open connection, as in service")
    twilio.faults = Faults(next={fault: 1})
    with pytest.raises(SendError) as caught:
        client.create_message(ADA, TEXT)
    assert type(caught.value) is error
    assert caught.value.code == code
    assert accepted(twilio) == 1 + goes_out
    assert twilio.injected[fault] == 1
    assert client.create_message(ADA, TEXT).sid, "the next call works again"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (21611, SendDeferred),
        (30610, SendDeferred),
        (63038, SendDeferred),
        (21610, SendRefused),
        (99999, SendRefused),  # a code that nobody knows yet
        (20429, SendNotAccepted),
        (20404, SendNotAccepted),  # our configuration: not the message's fault
    ],
)
def test_a_refusal_is_classed_by_twilios_code(
    twilio: TwilioStandIn, client: TwilioClient, code: int, error: type[SendError]
) -> None:
    twilio.faults = Faults(refuse=1, refuse_code=code)
    with pytest.raises(SendError) as caught:
        client.create_message(ADA, TEXT)
    assert (type(caught.value), caught.value.code) == (error, code)


def test_wrong_credentials_leave_the_message_for_later(
    twilio: TwilioStandIn, make_client: MakeClient
) -> None:
    wrong = TwilioSettings(
        account_sid=ACCOUNT, auth_token="wrong", phone_number=OURS, api_base_url=twilio.url
    )
    with pytest.raises(SendNotAccepted, match="credentials"):
        make_client(wrong).create_message(ADA, TEXT)
    with pytest.raises(TwilioUnavailable):
        list(make_client(wrong).list_messages())


def test_while_the_token_is_rotated_the_newer_one_is_used(
    twilio: TwilioStandIn, make_client: MakeClient
) -> None:
    both = TwilioSettings(
        account_sid=ACCOUNT,
        auth_token=f"{TOKEN}\nformer",
        phone_number=OURS,
        api_base_url=twilio.url,
    )
    assert make_client(both).create_message(ADA, TEXT).sid


def test_no_answer_in_time_is_unknown_and_the_time_is_bounded(
    twilio: TwilioStandIn, make_client: MakeClient
) -> None:
    twilio.faults = Faults(delay=1, delay_seconds=60)
    client = make_client(settings(twilio.url), 0.5)
    started = datetime.now(UTC)
    with pytest.raises(SendOutcomeUnknown):
        client.create_message(ADA, TEXT)
    assert datetime.now(UTC) - started < timedelta(seconds=30)


def test_a_refused_connection_is_certainly_not_accepted(make_client: MakeClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(SendNotAccepted):
        make_client(settings(f"http://127.0.0.1:{port}")).create_message(ADA, TEXT)


def test_an_unknown_host_is_certainly_not_accepted(make_client: MakeClient) -> None:
    with pytest.raises(SendNotAccepted):
        make_client(settings("http://name.invalid")).create_message(ADA, TEXT)


def test_a_connection_that_is_never_made_is_certainly_not_accepted(
    make_client: MakeClient,
) -> None:
    """The server's queue of connections is full: the handshake gets no answer."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(server.getsockname())
        client = make_client(settings(f"http://127.0.0.1:{server.getsockname()[1]}"), 1)
        with pytest.raises(SendNotAccepted):
            client.create_message(ADA, TEXT)
        for each in waiting:
            each.close()


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (b"", SendOutcomeUnknown),
        (b"HTTP/1.1 201 Cre", SendOutcomeUnknown),
        (b"nonsense\r\n\r\n", SendOutcomeUnknown),
        (answer("201 Created", '{"sid": "SM1"', claim=100), SendOutcomeUnknown),
        (answer("201 Created", "not json"), SendOutcomeUnknown),
        (answer("201 Created", '["SM1"]'), SendOutcomeUnknown),
        (answer("201 Created", '{"status": "queued"}'), SendOutcomeUnknown),
        (answer("200 OK", '{"sid": null}'), SendOutcomeUnknown),
        (answer("500 Oops", '{"code": 20500}'), SendOutcomeUnknown),
        (answer("502 Bad Gateway", "<html>"), SendOutcomeUnknown),
        (answer("504 Gateway Timeout", ""), SendOutcomeUnknown),
        (answer("302 Found", ""), SendOutcomeUnknown),
        (answer("503 Service Unavailable", "<html>"), SendNotAccepted),
        (answer("429 Too Many Requests", ""), SendNotAccepted),
        (answer("429 Too Many Requests", '{"code": 99998}'), SendNotAccepted),
        (answer("403 Forbidden", "<html>a proxy</html>"), SendNotAccepted),
        (answer("400 Bad Request", '{"code": "21610"}'), SendNotAccepted),
        (answer("400 Bad Request", '{"code": 21610}'), SendRefused),
    ],
)
def test_every_answer_to_create_is_classed(
    make_client: MakeClient, serve: Serve, response: bytes, error: type[SendError]
) -> None:
    def converse(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(response)

    with pytest.raises(SendError) as caught:
        make_client(settings(serve(converse))).create_message(ADA, TEXT)
    assert type(caught.value) is error


def test_a_connection_reset_before_the_request_is_read_is_still_unknown(
    make_client: MakeClient, serve: Serve
) -> None:
    """It was accepted by the kernel: from here it cannot be told from one that was read."""

    def converse(connection: socket.socket) -> None:
        connection.recv(1, socket.MSG_PEEK)  # it has come, and nobody has read it
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    with pytest.raises(SendOutcomeUnknown):
        make_client(settings(serve(converse))).create_message(ADA, TEXT)


def test_a_kept_connection_that_was_closed_meanwhile_is_not_used(
    make_client: MakeClient, serve: Serve
) -> None:
    closed = threading.Semaphore(0)

    def converse(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(answer("201 Created", '{"sid": "SM1", "status": "queued"}'))
        connection.shutdown(socket.SHUT_RDWR)
        connection.close()
        closed.release()

    client = make_client(settings(serve(converse)))
    for _ in range(20):
        assert client.create_message(ADA, TEXT).sid == "SM1"
        assert closed.acquire(timeout=60)


def test_connections_are_kept_and_shared_among_threads(
    make_client: MakeClient, twilio: TwilioStandIn
) -> None:
    client = make_client(settings(twilio.url))
    texts = [f"{TEXT} {n}" for n in range(16)]
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(client.create_message, [ADA] * 16, texts))
    assert sorted(message.body for message in twilio.messages()) == sorted(texts)


def test_the_list_is_read_newest_first_over_all_pages(
    twilio: TwilioStandIn, client: TwilioClient
) -> None:
    for n in range(7):
        client.create_message(ADA, f"{n}")
    listed = list(client.list_messages(page_size=3))
    assert [message.body for message in listed] == ["6", "5", "4", "3", "2", "1", "0"]


def test_what_arrives_while_the_pages_are_read_neither_repeats_nor_hides_anything(
    twilio: TwilioStandIn, client: TwilioClient
) -> None:
    for n in range(4):
        client.create_message(ADA, f"{n}")
    pages = client.list_messages(page_size=2)
    seen = [next(pages).body, next(pages).body]
    client.create_message(ADA, "new")
    assert seen + [message.body for message in pages] == ["3", "2", "1", "0"]


def test_the_list_is_filtered_by_sender_and_recipient(
    twilio: TwilioStandIn, client: TwilioClient
) -> None:
    client.create_message(ADA, "to Ada")
    client.create_message(GRACE, "to Grace")
    twilio.receive(GRACE, "from Grace", ["http://media.example/1.jpg"])
    assert [m.body for m in client.list_messages(to=ADA)] == ["to Ada"]
    (inbound,) = client.list_messages(to=OURS, from_=GRACE)
    assert (inbound.direction, inbound.from_, inbound.body) == ("inbound", GRACE, "from Grace")
    assert (inbound.status, inbound.num_media, inbound.error_code) == ("received", 1, None)
    assert abs(inbound.date_created - datetime.now(UTC)) < timedelta(minutes=1)
    assert inbound.date_created.tzinfo is not None


def test_a_message_that_still_waits_at_twilio_is_not_hidden_by_the_time_filter(
    make_client: MakeClient, serve: Serve
) -> None:
    def message(sid: str, created: str, sent: str | None) -> dict[str, object]:
        return {
            "sid": sid,
            "direction": "outbound-api",
            "from": None,
            "to": ADA,
            "body": TEXT,
            "status": "accepted",
            "error_code": None,
            "date_created": created,
            "date_sent": sent,
            "num_media": "0",
            "messaging_service_sid": SERVICE,
        }

    pages = [
        {
            "messages": [
                message("SM3", "Fri, 20 Nov 2026 18:00:00 +0000", None),
                message(
                    "SM2", "Fri, 20 Nov 2026 17:00:00 +0000", "Fri, 20 Nov 2026 17:00:01 +0000"
                ),
            ],
            "next_page_uri": "/2010-04-01/Accounts/AC0123/Messages.json?Page=1",
        },
        {
            "messages": [message("SM1", "Fri, 20 Nov 2026 12:00:00 +0000", None)],
            "next_page_uri": "/2010-04-01/Accounts/AC0123/Messages.json?Page=2",
        },
    ]

    def converse(connection: socket.socket) -> None:
        while request := read_request(connection):
            assert b"DateSent" not in request
            connection.sendall(answer("200 OK", json.dumps(pages[b"Page=1" in request])))

    client = make_client(settings(serve(converse)))
    since = datetime(2026, 11, 20, 17, 0, 0, 900_000, tzinfo=UTC)
    listed = list(client.list_messages(to=ADA, sent_after=since))
    assert [(m.sid, m.from_, m.date_sent is None) for m in listed] == [
        ("SM3", "", True),
        ("SM2", "", False),
    ]


@pytest.mark.parametrize(
    "response",
    [
        b"",
        answer("500 Oops", ""),
        answer("429 Too Many Requests", '{"code": 20429}'),
        answer("200 OK", "not json"),
        answer("200 OK", "{}"),
        answer("200 OK", '{"messages": null}'),
        answer("200 OK", '{"messages": [{"sid": "SM1"}]}'),
        answer("200 OK", '{"messages": [17]}'),
        answer("200 OK", '{"messages": [], "next_page_uri": "https://elsewhere.example/"}'),
        answer("200 OK", '{"messages": [], "next_page_uri": "@elsewhere.example/"}'),
    ],
)
def test_a_list_that_cannot_be_read_whole_is_unavailable(
    make_client: MakeClient, serve: Serve, response: bytes
) -> None:
    def converse(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(response)

    with pytest.raises(TwilioUnavailable):
        list(make_client(settings(serve(converse))).list_messages(to=ADA))


def test_a_list_without_end_is_unavailable_and_not_taken_for_whole(
    make_client: MakeClient, serve: Serve
) -> None:
    page = '{"messages": [], "next_page_uri": "/2010-04-01/Accounts/AC0123/Messages.json"}'

    def converse(connection: socket.socket) -> None:
        while read_request(connection):
            connection.sendall(answer("200 OK", page))

    with pytest.raises(TwilioUnavailable, match="pages"):
        list(make_client(settings(serve(converse))).list_messages())


def test_reading_from_a_server_that_is_away_is_unavailable(
    twilio: TwilioStandIn, client: TwilioClient
) -> None:
    twilio.faults = Faults(reads_unavailable=1)
    with pytest.raises(TwilioUnavailable):
        list(client.list_messages())
    with pytest.raises(TwilioUnavailable):
        client.fetch_message("SM1")
    twilio.stop()
    with pytest.raises(TwilioUnavailable):
        list(client.list_messages())


def test_one_message_is_fetched_by_its_sid(twilio: TwilioStandIn, client: TwilioClient) -> None:
    sid = client.create_message(ADA, TEXT).sid
    fetched = client.fetch_message(sid)
    assert fetched is not None
    assert (fetched.sid, fetched.to, fetched.body) == (sid, ADA, TEXT)
    assert client.fetch_message("SM" + "0" * 32) is None


@pytest.mark.parametrize("fault", ["refuse", "drop_after_accepting", "error_after_accepting"])
def test_no_error_and_no_log_holds_a_number_or_a_text(
    twilio: TwilioStandIn, client: TwilioClient, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    twilio.faults = Faults(next={fault: 1, "reads_unavailable": 1})
    with pytest.raises(SendError) as sending:
        client.create_message(ADA, TEXT)
    with pytest.raises(TwilioUnavailable) as reading:
        list(client.list_messages(to=ADA))
    said = "".join(traceback.format_exception(sending.value))
    said += "".join(traceback.format_exception(reading.value)) + caplog.text
    assert TEXT not in said.replace("client.create_message(ADA, TEXT)", "")
    assert ADA.removeprefix("+") not in said
