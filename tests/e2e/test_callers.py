"""What a function does with callers who are slow, large, cut off, or not speaking HTTP at all."""

import json
import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from infra.local.functions import FunctionProcess
from infra.local.guardian import Guardian
from infra.local.ports import free_ports
from infra.local.services import read_services
from tests.fixtures.memory import peak_memory
from tests.fixtures.raw_client import RawAnswer, ask, connect, post, read_answer

SECRET = "a secret of this test"
BEARER = f"Authorization: Bearer {SECRET}"
FORM = "Content-Type: application/x-www-form-urlencoded"
SIGNED = "X-Twilio-Signature: c2lnbmVk"
CHUNKED = "Transfer-Encoding: chunked"
SETTINGS = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "MAIL_DOMAIN": "mail.x.test",
    "MAIL_WEBHOOK_SECRET": SECRET,
    "POKE_SECRET": SECRET,
    "PUBLIC_BASE_URL": "https://sms.x.test",
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": SECRET,
    "TWILIO_PHONE_NUMBER": "+14155550100",
    "UPLOAD_SIGNING_KEY": SECRET,
}


class Functions(NamedTuple):
    """One that a bearer token opens, and two that a signature over the body opens."""

    poked: int
    twilio: int
    mail: int
    logs: Path
    processes: Sequence[FunctionProcess]

    def log(self) -> str:
        return "".join(path.read_text() for path in self.logs.glob("*.log"))


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Functions]:
    logs = tmp_path_factory.mktemp("callers")
    services = {one.name: one for one in read_services()}
    names = ("message_orchestrator", "twilio_webhook", "email_webhook")
    ports = free_ports(len(names))
    with Guardian() as guardian:
        started = [
            FunctionProcess(
                services[name], port, SETTINGS, log=logs / f"{name}.log", guardian=guardian
            )
            for name, port in zip(names, ports, strict=True)
        ]
        for function in started:
            function.start(wait=False)
        for function in started:
            function.wait_until_ready()
        yield Functions(ports[0], ports[1], ports[2], logs, started)
        for function in started:
            function.stop()


def health(port: int) -> int:
    return ask(port, b"GET /health HTTP/1.1\r\nHost: x.test\r\n\r\n").status


# Who is slow.


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"G",
        b"POST / HTTP/1.1\r\nHost: x.test\r\nX-Slow: ",
        post("/sms", FORM, SIGNED, body=b"a", length=60_000),
        post("/sms", FORM, SIGNED, CHUNKED, body=b"ea60\r\na", length=-1),
        post("/health", body=b"a", length=60_000),
        post("/nowhere", body=b"a", length=60_000),
    ],
    ids=["silent", "method", "head", "body", "chunk", "health", "unknown"],
)
def test_a_hundred_and_fifty_who_never_end_keep_nobody_else_waiting(
    functions: Functions, beginning: bytes
) -> None:
    with ExitStack() as slow:
        for _ in range(150):
            connection = slow.enter_context(connect(functions.twilio))
            if beginning:
                connection.sendall(beginning)
        for _ in range(3):
            assert health(functions.twilio) == 200
            assert ask(functions.twilio, post("/sms", FORM, body=b"a=b")).status == 403


def test_what_trickles_is_cut_off_however_it_keeps_trickling(functions: Functions) -> None:
    head = post("/sms", FORM, SIGNED, body=b"a", length=60_000)
    for beginning in (head, head[: len(head) // 2]):
        with connect(functions.twilio) as connection:
            connection.sendall(beginning)
            stop = threading.Event()

            def trickle(
                connection: socket.socket = connection, stop: threading.Event = stop
            ) -> None:
                while not stop.wait(0.2):
                    try:
                        connection.send(b"a")
                    except OSError:
                        return

            thread = threading.Thread(target=trickle)
            thread.start()
            answer = read_answer(connection)
            stop.set()
            thread.join()
        assert answer.status == 408
        assert answer.problem["title"] in ("The request took too long", "Request Timeout")


def test_an_answer_that_nobody_takes_keeps_nobody_waiting(functions: Functions) -> None:
    asked = b"GET /nowhere HTTP/1.1\r\nHost: x.test\r\n\r\n" * 200
    with ExitStack() as deaf:
        for _ in range(40):
            deaf.enter_context(connect(functions.poked)).sendall(asked)
        assert health(functions.poked) == 200


@pytest.mark.parametrize(
    "asked_for",
    [
        b"GET /ready HTTP/1.1\r\nHost: x.test\r\n\r\n",
        post("/v1/events", f"Authorization: Bearer yp_{'0' * 64}", body=b"{}"),
    ],
    ids=["ready", "token"],
)
def test_a_silent_database_holds_no_thread_for_each_stranger_who_makes_us_ask_it(
    tmp_path: Path, asked_for: bytes
) -> None:
    service = next(one for one in read_services() if one.name == "event_ingest")
    with socket.create_server(("127.0.0.1", 0), backlog=1_000) as silent, Guardian() as guardian:
        nobody = f"postgresql://nobody@127.0.0.1:{silent.getsockname()[1]}/nothing"
        variables = {"DATABASE_URL": nobody}
        function = FunctionProcess(
            service, free_ports(1)[0], variables, log=tmp_path / "log", guardian=guardian
        )
        function.start()
        with ExitStack() as asking:
            asked = [asking.enter_context(connect(function.port)) for _ in range(100)]
            for connection in asked:
                connection.sendall(asked_for)
            assert health(function.port) == 200
            assert {read_answer(connection).status for connection in asked} == {503}
        function.stop()


# Who is not known: nothing of theirs is read.


@pytest.mark.parametrize("headers", [[], ["Authorization: Bearer wrong"], [BEARER[:-1]]])
def test_a_bearer_token_is_looked_at_before_the_body_is_there(
    functions: Functions, headers: list[str]
) -> None:
    answer = ask(functions.poked, post("/", *headers, length=60_000))
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert (
        ask(functions.poked, post("/", *headers, CHUNKED, body=b"no\r\n", length=-1)).status == 401
    )


def test_a_missing_signature_is_seen_before_the_body_is_there(functions: Functions) -> None:
    assert ask(functions.twilio, post("/sms", FORM, length=60_000)).status == 403


def test_nobody_is_invited_to_send_a_body_that_is_not_wanted(functions: Functions) -> None:
    expecting = "Expect: 100-continue"
    for headers, first in (([], b"401"), ([BEARER], b"100")):
        with connect(functions.poked) as connection:
            connection.sendall(post("/", expecting, *headers, length=1))
            assert connection.recv(25).split()[1] == first
            connection.sendall(b"{")
            assert headers == [] or read_answer(connection).status == 400


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ", "Bearer  ", f"Basic {SECRET}", SECRET])
def test_only_a_bearer_token_is_one(functions: Functions, given: str) -> None:
    assert ask(functions.poked, post("/", f"Authorization: {given}", body=b"{}")).status == 401


@pytest.mark.parametrize(
    ("target", "sent", "status"),
    [
        ("poked", post("/", BEARER, length=99_999_999), 413),
        ("poked", post("/", BEARER, CHUNKED, body=b"f4240\r\n" + b"x" * 1_000_000, length=-1), 413),
        ("twilio", post("/sms", SIGNED, length=99_999_999), 413),
        ("poked", post("/", "Authorization: Bearer wrong", length=5_000), 401),
        ("poked", post("/nowhere", CHUNKED, body=b"1\r\na", length=-1), 404),
        ("poked", post("/health", length=5_000), 200),
        ("poked", post("/", BEARER, "Expect: 100-continue", length=99_999_999), 413),
        ("poked", post("/", BEARER, CHUNKED, body=b"zz\r\n", length=-1), 400),
    ],
)
def test_an_answer_to_a_body_that_nobody_read_says_that_the_connection_closes(
    functions: Functions, target: str, sent: bytes, status: int
) -> None:
    answer = ask(getattr(functions, target), sent)
    assert (answer.status, answer.headers["connection"]) == (status, "close")


def test_a_connection_whose_bodies_were_read_is_kept(functions: Functions) -> None:
    with connect(functions.poked) as connection:
        for body in (b"[]", b"[1]"):
            connection.sendall(post("/", BEARER, body=body))
            answer = read_answer(connection)
            assert (answer.status, answer.headers["connection"]) == (400, "keep-alive")
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: x.test\r\n\r\n")
        assert read_answer(connection).headers["connection"] == "keep-alive"


def test_ten_megabytes_that_are_refused_unread_still_get_their_answer(functions: Functions) -> None:
    body = b"x" * 10_000_000
    for port, path, status in (
        (functions.poked, "/", 401),
        (functions.twilio, "/sms", 403),
        (functions.twilio, "/nowhere", 404),
    ):
        assert ask(port, post(path, FORM, body=body)).status == status


# What is no request, or not all of one.

BAD_FRAMES = {
    "a chunk's size": (CHUNKED, b"zz\r\n{}\r\n0\r\n\r\n", False),
    "a negative size": (CHUNKED, b"-2\r\n{}\r\n0\r\n\r\n", False),
    "no size": (CHUNKED, b"\r\n{}\r\n0\r\n\r\n", False),
    "a chunk's end": (CHUNKED, b"2\r\n{}XX0\r\n\r\n", False),
    "a chunk's extension": (CHUNKED, b"2;=\r\n{}\r\n0\r\n\r\n", False),
    "a trailer": (CHUNKED, b"2\r\n{}\r\n0\r\nno trailer\r\n\r\n", False),
    "a forbidden trailer": (CHUNKED, b"2\r\n{}\r\n0\r\nContent-Length: 9\r\n\r\n", False),
    "an endless size": (CHUNKED, b"0" * 20_000, False),
    "cut in a chunk": (CHUNKED, b"5\r\n{}", True),
    "cut after a chunk": (CHUNKED, b"2\r\n{}\r\n", True),
    "cut in the trailers": (CHUNKED, b"2\r\n{}\r\n0\r\nA: b\r\n", True),
    "cut at once": (CHUNKED, b"", True),
    "shorter than said": ("Content-Length: 3", b"{}", True),
    "nothing of it": ("Content-Length: 3", b"", True),
}


@pytest.mark.parametrize("frame", list(BAD_FRAMES))
def test_a_body_that_is_not_whole_is_the_callers_fault(functions: Functions, frame: str) -> None:
    how, body, cut_short = BAD_FRAMES[frame]
    for port, path, known in (
        (functions.poked, "/", BEARER),
        (functions.twilio, "/sms", SIGNED),
        (functions.mail, "/", "X-Y: z"),
    ):
        sent = post(path, how, known, FORM, body=body, length=-1)
        answer = ask(port, sent, cut_short=cut_short)
        assert answer.status == 400, (frame, port)
        assert answer.problem["status"] == 400
    assert "Traceback" not in functions.log()


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (["Content-Encoding: gzip"], b"\x1f\x8b\x08"),
        (["Content-Encoding: x-unheard-of"], b"{}"),
        (["Content-Encoding: identity, br"], b"{}"),
        (["Content-Type: application/json; charset=utf-16"], "{}".encode("utf-16")),
        (["Content-Type: application/json; charset=klingon"], b"{}"),
        (["Content-Type: application/json"], "{}".encode("utf-16")),
        (["Content-Type: application/json"], b'{"a": "\xff"}'),
        (["Content-Type: application/json"], b'{"a": NaN}'),
        (["Content-Type: application/json"], b"[" * 60_000),
        (["Content-Type: application/json"], b"1" * 60_000),
        ([], b"{"),
        ([], b"\x00"),
        ([], b"[]"),
    ],
    ids=repr,
)
def test_a_body_that_cannot_be_read_is_the_callers_fault(
    functions: Functions, headers: list[str], body: bytes
) -> None:
    answer = ask(functions.poked, post("/", BEARER, *headers, body=body))
    assert (answer.status, answer.problem["status"]) == (400, 400)
    assert "Traceback" not in functions.log()


BAD_HEADS = {
    "no request": (b"hello\r\n\r\n", 400),
    "TLS": (bytes.fromhex("16030100c2010000be0303") + b"\r\n\r\n", 400),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "another version": (b"GET / HTTP/3.7\r\n\r\n", 400),
    "a bare LF": (b"GET / HTTP/1.1\nHost: x\n\n", 400),
    "a header without a name": (b"GET / HTTP/1.1\r\n: x\r\n\r\n", 400),
    "a NUL in a header": (b"GET / HTTP/1.1\r\nX: a\0b\r\n\r\n", 400),
    "two hosts": (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
    "two lengths": (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
    "no number": (b"POST / HTTP/1.1\r\nContent-Length: one\r\n\r\n", 400),
    "a negative length": (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
    "both": (post("/", CHUNKED, body=b"0\r\n\r\n"), 400),
    "an unknown transfer": (post("/", "Transfer-Encoding: gzip", length=-1), 400),
    "an expectation": (post("/", "Expect: a miracle"), 417),
    "a path of 20 kB": (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n", 414),
    "a path of 5 MB": (b"GET /" + b"a" * 5_000_000 + b" HTTP/1.1\r\n\r\n", 414),
    "a header of 20 kB": (b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n", 431),
    "a header of 5 MB": (b"GET / HTTP/1.1\r\nX: " + b"a" * 5_000_000 + b"\r\n\r\n", 431),
    "200 headers": (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n", 431),
    "another root": (b"GET / HTTP/1.1\r\nSCRIPT_NAME: /x\r\n\r\n", 405),
}


@pytest.mark.parametrize("head", list(BAD_HEADS))
def test_what_is_no_request_is_refused_by_a_problem_that_repeats_nothing(
    functions: Functions, head: str
) -> None:
    sent, status = BAD_HEADS[head]
    answer = ask(functions.poked, sent)
    assert (answer.status, answer.problem["status"]) == (status, status)
    assert len(answer.body) < 500
    assert "Traceback" not in functions.log()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *[(path, 404) for path in ("/a%0Ab", "/%0A", "/%00", "/%FF", "//x", "/../x", "/x/..;/")],
        *[(path, 404) for path in ("/robots.txt", "/favicon.ico", "/%2e%2e", "/" + "a" * 8_000)],
        *[("/", 405), ("*", 400)],
    ],
)
def test_whatever_path_is_asked_for_the_answer_is_a_problem_document(
    functions: Functions, path: str, status: int
) -> None:
    answer = ask(functions.poked, f"GET {path} HTTP/1.1\r\nHost: x.test\r\n\r\n".encode())
    assert (answer.status, answer.problem["status"]) == (status, status)
    assert len(answer.body) < 1_000


def test_a_caller_decides_neither_how_long_a_line_is_nor_how_much_is_logged(
    functions: Functions,
) -> None:
    long = "a" * 8_000
    head = f"GET /{long} HTTP/1.1\r\nHost: {long}\r\nUser-Agent: {long}\r\ntraceparent: {long}\r\n"
    for port in functions[:3]:
        assert ask(port, f"{head}\r\n".encode()).status in (400, 404)
        assert ask(port, f"{'A' * 7_000} / HTTP/1.1\r\n\r\n".encode()).status in (400, 405)
    lines = functions.log().splitlines()
    assert lines
    assert max(map(len, lines)) < 5_000


# Forms, before it is known who sent them.


def field(name: str, length: int) -> bytes:
    return f"{name}=".encode() + b"a" * length


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"&".join(b"%d=" % number for number in range(1_200_000)), 403),
        (b"&" * 9_999_999, 403),
        (b"=" * 9_999_999, 403),
        (b"a" * 9_999_999, 403),
        (b"timestamp=" + b"%41" * 3_300_000, 400),
        (b"signature=" + b"%C3%A4" * 160_000 + b"&token=x", 403),
        (b"token=%ff", 400),
        (b"%ff=x", 403),
        (field("body-plain", 9_999_980), 403),
        (field("body-plain", 10_000_001), 406),
    ],
    ids=[
        *("a million names", "ampersands", "equals", "a name", "escapes", "umlauts"),
        *("no UTF-8", "no UTF-8 name", "large", "too large"),
    ],
)
def test_a_form_of_a_stranger_takes_little_more_memory_than_its_bytes(
    functions: Functions, body: bytes, status: int
) -> None:
    assert ask(functions.mail, post("/", FORM, body=body)).status == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"--b\r\n\r\n" * 100_000, 400),
        (b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n' * 100_000 + b"--b--", 400),
        (b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n' + b"y" * 9_000_000, 400),
        (b"--b\r\n" + b"X: y\r\n" * 1_000_000, 400),
        (b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n' + b"\r\n--" * 2_400_000, 400),
        (b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n--b--', 403),
        (b"nothing of the kind", 400),
    ],
    ids=["empty", "many", "no end", "no headers' end", "almost ends", "whole", "another thing"],
)
def test_so_does_a_multipart_one(functions: Functions, body: bytes, status: int) -> None:
    kind = "Content-Type: multipart/form-data; boundary=b"
    answer = ask(functions.mail, post("/", kind, body=body))
    assert (answer.status, answer.problem["status"]) == (status, status)


def test_forty_large_forms_at_once_stay_within_the_memory_of_the_function(
    functions: Functions,
) -> None:
    body = b"&".join(b"%d=" % number for number in range(1_200_000))
    answers: list[RawAnswer] = []

    def send() -> None:
        answers.append(ask(functions.mail, post("/", FORM, body=body)))

    threads = [threading.Thread(target=send) for _ in range(40)]
    for thread in threads:
        thread.start()
    assert health(functions.mail) == 200
    for thread in threads:
        thread.join()
    assert len(answers) == 40
    assert peak_memory(functions.processes[2].pid) < functions.processes[2].service.memory_bytes
    assert {answer.status for answer in answers} <= {400, 403, 408}


def test_a_problem_says_no_more_than_its_sender_said(functions: Functions) -> None:
    for line in functions.log().splitlines():
        if line.startswith("{"):
            assert not re.search("[A-Za-z0-9]{2000}", json.dumps(json.loads(line)))
