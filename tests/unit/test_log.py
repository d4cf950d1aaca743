"""The log: one line of JSON, with context, and nothing that people write or own in it."""

import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from copy import copy
from typing import Any
from uuid import UUID

import psycopg
import pytest
from flask import Flask, request
from google.cloud.logging.handlers import StructuredLogHandler
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.masking import cut_whole, strict
from shared.errors import ConfigurationError, DatabaseUnavailable, MalformedRequest
from shared.log import (
    MOST_FRAMES,
    CloudFormatter,
    TerminalFormatter,
    configure,
    cut,
    error_summary,
    log_context,
    logger,
    request_context,
    trace_of,
)
from tests.fixtures.examples import each

NUMBER = "+14155550101"
TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
LABELS = "logging.googleapis.com/labels"
FORMATTERS = [CloudFormatter(), TerminalFormatter()]
ID = UUID("00000000-0000-0000-0000-000000000007")


def record(
    message: str = "sent", *arguments: object, error: BaseException | None = None, **fields: Any
) -> logging.LogRecord:
    made = logging.LogRecord(
        "yachtparty",
        logging.WARNING,
        "/somewhere/sending.py",
        42,
        message,
        arguments,
        None if error is None else (type(error), error, error.__traceback__),
        "send",
    )
    vars(made).update(fields)
    return made


def line(made: logging.LogRecord) -> dict[str, Any]:
    return json.loads(CloudFormatter().format(made))


def thrown(error: Exception) -> Exception:
    """The error as it is caught: with where it came from."""
    try:
        raise error
    except Exception as caught:
        return caught


def caused(error: Exception, cause: Exception) -> Exception:
    """The error as it is caught when another one caused it."""
    try:
        raise error from thrown(cause)
    except Exception as caught:
        return caught


# Cloud Logging's fields.


def test_a_line_has_the_fields_that_cloud_logging_reads() -> None:
    made = record("%d of %d sent", 3, 4)
    made.created = 1772452800.5

    assert line(made) == {
        "severity": "WARNING",
        "message": "3 of 4 sent",
        "time": "2026-03-02T12:00:00.500000+00:00",
        LABELS: {"python_logger": "yachtparty"},
        "logging.googleapis.com/sourceLocation": {
            "file": "/somewhere/sending.py",
            "line": 42,
            "function": "send",
        },
    }


def test_extra_fields_stand_beside_them_whatever_their_type() -> None:
    written = line(record(message_id=ID, ms=1.5, outcome=None, ids=[1]))
    assert written["message_id"] == str(ID)
    assert (written["ms"], written["outcome"], written["ids"]) == (1.5, None, [1])


def test_context_is_on_every_line_inside_and_on_none_outside_as_labels() -> None:
    with log_context(function="sms_sender", message_id=ID):
        with log_context(message_id=2):
            inner = line(record())[LABELS]
        outer = line(record())[LABELS]
    assert inner == {"python_logger": "yachtparty", "function": "sms_sender", "message_id": "2"}
    assert outer["message_id"] == str(ID)
    assert line(record())[LABELS].keys() == {"python_logger"}


def test_context_ends_when_an_error_leaves_it() -> None:
    with pytest.raises(RuntimeError), log_context(function="sms_sender"):
        raise RuntimeError
    assert "function" not in line(record())[LABELS]


def test_a_request_has_an_id_of_its_own_unless_its_caller_traces() -> None:
    ids: list[str] = []
    for headers in ({}, {}, {"traceparent": f"00-{TRACE}-{SPAN}-01"}):
        with request_context("sms_sender", headers.get):
            ids.append(line(record())[LABELS]["request_id"])
    assert ids[2] == TRACE
    assert len(set(ids)) == 3


# The same as Google's own handler writes.


def googles(made: logging.LogRecord, labels: object, project: str | None) -> dict[str, Any]:
    """The line of google-cloud-logging's handler, without the fields that it leaves empty."""
    made = copy(made)
    vars(made)["labels"] = labels
    handler = StructuredLogHandler(project_id=project)
    handler.filter(made)
    written: dict[str, Any] = json.loads(handler.format(made))
    return {name: value for name, value in written.items() if value not in ("", {})}


HEADERS = [
    {},
    {"traceparent": f"00-{TRACE}-{SPAN}-01"},
    {"traceparent": f"00-{TRACE}-{SPAN}-00-later"},
    {"traceparent": f"00-{'0' * 32}-{SPAN}-01"},
    {"traceparent": f"00-{TRACE}-{'0' * 16}-01"},
    {"traceparent": f"ff-{TRACE}-{SPAN}-01"},
    {"X-Cloud-Trace-Context": TRACE},
    {"X-Cloud-Trace-Context": f"{TRACE}/1"},
    {"X-Cloud-Trace-Context": f"{TRACE}/{2**64 - 1};o=1"},
    {"X-Cloud-Trace-Context": f"{TRACE}/{2**64};o=0"},
    {"X-Cloud-Trace-Context": f"{TRACE};o=1"},
    {"traceparent": "nonsense", "X-Cloud-Trace-Context": f"{TRACE}/7;o=1"},
    {"traceparent": f"00-{TRACE}-{SPAN}-01", "X-Cloud-Trace-Context": f"{'1' * 32}/7;o=0"},
]


@pytest.mark.parametrize("project", ["yachtparty-prod", None])
@pytest.mark.parametrize("headers", HEADERS, ids=lambda headers: "+".join(headers) or "none")
@pytest.mark.parametrize(
    "made",
    [
        record(),
        record("%d of %d sent, said %s", 3, 4, '"quotes" and ünicode\n\u2028'),
        record("failed", error=thrown(ValueError())),
        record("failed", error=thrown(DatabaseUnavailable("no connection became free"))),
        record("failed", error=caused(DatabaseUnavailable("no connection"), TimeoutError())),
        record(http_request={"requestMethod": "POST", "status": 200, "latency": "0.012s"}),
    ],
    ids=["plain", "text", "error", "ours", "chain", "request"],
)
def test_a_line_is_what_googles_handler_writes_field_by_field(
    made: logging.LogRecord,
    headers: dict[str, str],
    project: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", project or "")
    with (
        Flask(__name__).test_request_context("/sms", method="POST", headers=headers),
        request_context("function", request.headers.get),
        log_context(message_id=ID, attempt=2),
    ):
        ours = line(made)
        labels = {name: ours[LABELS][name] for name in ("function", "request_id")}
        labels |= {"message_id": str(ID), "attempt": "2"}
        theirs = googles(made, labels, project)
    # Theirs tells of the request on every line, ours on the one that a request ends with.
    if "http_request" not in vars(made):
        assert theirs.pop("httpRequest")["requestMethod"] == "POST"
    # Theirs leaves the time to the agent, and writes an empty trace as one that is not sampled.
    assert ours.pop("time")
    if "logging.googleapis.com/trace" not in theirs:
        del theirs["logging.googleapis.com/trace_sampled"]
    assert ours == theirs


# What never belongs in a log.


@each("formatter", FORMATTERS)
@each(
    "made",
    [
        record(f"to {NUMBER}."),
        record("to %s", NUMBER),
        record(sender=NUMBER),
        record(numbers=[NUMBER]),
        record(form={"From": NUMBER, NUMBER: 1}),
        record(error=MalformedRequest(f"{NUMBER} is no number")),
    ],
)
def test_a_phone_number_is_masked_wherever_it_stands(
    formatter: logging.Formatter, made: logging.LogRecord
) -> None:
    written = formatter.format(made)
    assert NUMBER not in written
    assert "[phone]" in written


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_a_phone_number_in_the_context_is_masked(formatter: logging.Formatter) -> None:
    with log_context(sender=NUMBER):
        assert NUMBER not in formatter.format(record())


@each("formatter", FORMATTERS)
@each("written", ["%2B14155550101", "%2b14155550101", "+1 415 555 0101", "+1 (415) 555-0101"])
def test_other_ways_to_write_a_number_are_masked(
    formatter: logging.Formatter, written: str
) -> None:
    assert "[phone]&" in formatter.format(record(f"GET /Messages.json?To={written}&PageSize=5"))


WRITTEN_OTHERWISE = [
    *("%252B14155550101", "(415) 555-0101", "415-555-0101", "1.415.555.0101", "001-415-555-0101"),
    *("+1%20415%20555%200101", "%28415%29%20555-0101", "sarah@acme.com", "sarah%40acme.com"),
    *("Sarah.Chen+x@mail.acme.co.uk", "sarah%2540acme.com", "s\u00e1rah@\u00e1cme.com"),
]


@each("formatter", FORMATTERS)
@each("written", WRITTEN_OTHERWISE)
def test_national_numbers_and_mail_addresses_are_masked_in_every_field(
    formatter: logging.Formatter, written: str
) -> None:
    error = thrown(MalformedRequest(f"no route to {written}"))
    fields: dict[str, Any] = {"list": [written], "form": {written: {"a": [written]}}}
    with log_context(label=f"\n{written}"):
        said = formatter.format(
            record("to %s", f"\n{written}", error=error, http_request=fields, **fields)
        )
    assert written not in said
    assert "0101" not in said
    assert "sarah" not in said.lower()


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_ids_and_times_are_kept(formatter: logging.Formatter) -> None:
    kept = [str(ID), "2026-11-28T18:20:19.472874+00:00", "2001:db8::1", "10.0.0.1", "16.13.1"]
    for one in kept:
        assert one in formatter.format(record("said %s", one, note=one))


def test_a_trace_of_digits_alone_is_a_number_somebody_put_there() -> None:
    digits = f"{14155550101:032}"
    for name, header in [
        ("traceparent", f"00-{digits}-00f067aa0ba902b7-01"),
        ("X-Cloud-Trace-Context", f"{digits}/1;o=1"),
    ]:
        assert trace_of({name: header}.get) is None
    span = {"traceparent": f"00-4bf92f3577b34da6a3ce929d0e0e4736-{14155550101:016}-01"}
    assert trace_of(span.get) == ("4bf92f3577b34da6a3ce929d0e0e4736", None, True)


def test_a_terminal_is_told_to_do_nothing() -> None:
    hostile = "\x1b]0;title\x07\x1b[2J\x9b31m\u202ereversed\ud800\x08\x00"
    error = thrown(MalformedRequest(hostile))
    for made in (record(hostile), record("%s", hostile), record(a=hostile), record(error=error)):
        for one in TerminalFormatter().format(made).splitlines():
            assert one.isprintable()
            one.encode()


class Unprintable:
    def __str__(self) -> str:
        raise RuntimeError("Please call my daughter")


def nested(levels: int) -> list[Any]:
    deep: list[Any] = []
    for _ in range(levels):
        deep = [deep]
    return deep


@each("formatter", FORMATTERS)
@each(
    "value",
    [
        *(10**5000, -(10**5000), float("nan"), float("inf"), nested(100_000), Unprintable()),
        *([10**5000], {"a": float("nan")}, {ID: 1, (1, 2): nested(9)}, {Unprintable}, b"\xff"),
    ],
)
def test_whatever_a_field_holds_the_line_is_written(
    formatter: logging.Formatter, value: object
) -> None:
    with log_context(label=value):
        written = formatter.format(record(a=value))
    assert len(written) < 5_000
    if isinstance(formatter, CloudFormatter):
        json.loads(written, parse_constant=pytest.fail)


def test_ids_times_and_counts_are_not_taken_for_numbers() -> None:
    written = line(record("1772452800 +5 +123456", message_id=ID, sid="SM" + "1" * 32))
    assert written["message"] == "1772452800 +5 +123456"
    assert (written["message_id"], written["sid"]) == (str(ID), "SM" + "1" * 32)


@each("formatter", FORMATTERS)
@each(
    "error",
    [
        psycopg.DataError("DETAIL: Failing row contains (Please call my daughter)"),
        ValueError("invalid literal for int(): 'Please call my daughter'"),
        KeyError("Please call my daughter"),
    ],
)
def test_of_errors_that_are_not_ours_only_the_type_is_written(
    formatter: logging.Formatter, error: Exception
) -> None:
    written = formatter.format(record("failed", error=thrown(error)))
    assert type(error).__name__ in written
    assert "daughter" not in written


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_our_own_errors_say_what_is_wrong_also_when_a_drivers_caused_them(
    formatter: logging.Formatter,
) -> None:
    ours = DatabaseUnavailable("no connection became free")
    ours.__cause__ = psycopg.OperationalError("Please call my daughter")

    written = formatter.format(record("failed", error=thrown(ours)))
    assert "DatabaseUnavailable: no connection became free" in written
    assert "daughter" not in written


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_causes_are_named_and_quote_nobody(formatter: logging.Formatter) -> None:
    ours = caused(DatabaseUnavailable("it is away"), psycopg.OperationalError("a person's words"))
    written = formatter.format(record("failed", error=ours))
    assert "psycopg.OperationalError" in written
    assert "direct cause" in written
    assert "person's words" not in written


def test_an_error_shows_where_it_came_from_but_not_all_of_it() -> None:
    def deep(levels: int) -> None:
        if levels == 0:
            raise RuntimeError
        other(levels - 1)

    def other(levels: int) -> None:
        deep(levels)

    with pytest.raises(RuntimeError) as caught:
        deep(50)
    message: str = line(record("failed", error=caught.value))["message"]
    assert message.startswith("failed\nTraceback (most recent call last):\n")
    assert message.endswith("\nRuntimeError")
    assert message.count(f'File "{__file__}"') == MOST_FRAMES


def test_an_error_that_caused_itself_is_written_all_the_same() -> None:
    error = thrown(RuntimeError())
    error.__cause__ = error
    assert line(record("failed", error=error))["message"].endswith("RuntimeError")


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_of_what_libraries_say_nothing_is_filled_in(formatter: logging.Formatter) -> None:
    for message, arguments, expected in [
        ("error connecting in %r: %s", ("pool-1", "Please call"), "error connecting in %r: %s"),
        ("Task failed\nexception=ValueError('Please call')", (), "psycopg.pool in send"),
    ]:
        made = record(message, *arguments, detail="Please call")
        made.name = "psycopg.pool"
        written = formatter.format(made)
        assert expected in written
        assert "Please call" not in written


def test_an_errors_summary_quotes_nobody_but_us() -> None:
    assert (
        error_summary(MalformedRequest("Body is too long")) == "MalformedRequest: Body is too long"
    )
    assert error_summary(ValueError("a person's words")) == "ValueError"


# One line each.


@pytest.mark.parametrize("formatter", FORMATTERS)
@given(text=st.text(st.characters(), max_size=30), field=st.text(st.characters(), max_size=30))
def test_a_line_is_one_line_whatever_is_in_it(
    formatter: logging.Formatter, text: str, field: str
) -> None:
    hostile = text + '\n{"severity": "EMERGENCY"}\r\u2028\x85' + text
    error = MalformedRequest(hostile)
    written = formatter.format(record("said %s", hostile, note=field + "\n"))
    assert len(written.splitlines()) == 1
    assert len(CloudFormatter().format(record("failed", error=error)).splitlines()) == 1


def test_the_terminals_line_is_for_a_person() -> None:
    with log_context(function="sms_sender"):
        written = TerminalFormatter().format(record("sent %d", 3, ms=1.5))
    assert written.endswith(" WARNING sent 3 function=sms_sender ms=1.5")


def test_on_a_terminal_a_stack_trace_stands_below_its_line() -> None:
    written = TerminalFormatter().format(record("failed", error=thrown(ValueError("secret"))))
    first, *rest = written.splitlines()
    assert first.endswith(" WARNING failed")
    assert rest[0] == "    Traceback (most recent call last):"
    assert rest[-1] == "    ValueError"


@pytest.fixture
def unconfigured() -> Iterator[None]:
    """As in a fresh process: nothing is set up yet."""
    handlers, level, propagate = logger.handlers[:], logger.level, logger.propagate
    hook = threading.excepthook
    logger.handlers.clear()
    threading.excepthook = threading.__excepthook__
    yield
    logger.handlers[:], logger.propagate = handlers, propagate
    logger.setLevel(level)
    threading.excepthook = hook


@pytest.mark.usefixtures("unconfigured")
def test_the_log_goes_to_stdout_as_json_once_however_often_it_is_configured(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure()
    configure()
    logger.info("hello")
    logger.debug("not this")

    (written,) = capsys.readouterr().out.splitlines()
    assert json.loads(written)["message"] == "hello"


@pytest.mark.usefixtures("unconfigured")
@pytest.mark.parametrize(
    ("service", "chosen", "formatter"),
    [
        ("", "", TerminalFormatter),
        ("sms-sender", "", CloudFormatter),
        ("", "json", CloudFormatter),
        ("sms-sender", "text", TerminalFormatter),
    ],
)
def test_a_person_at_a_terminal_reads_text_and_the_cloud_json(
    monkeypatch: pytest.MonkeyPatch,
    service: str,
    chosen: str,
    formatter: type[logging.Formatter],
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.delenv("K_SERVICE", raising=False)
    monkeypatch.setenv("LOG_FORMAT", chosen)
    if service:
        monkeypatch.setenv("K_SERVICE", service)

    configure()
    assert isinstance(logger.handlers[0].formatter, formatter)


@pytest.mark.usefixtures("unconfigured")
def test_a_format_that_does_not_exist_is_said_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(ConfigurationError, match="LOG_FORMAT"):
        configure()


@pytest.mark.usefixtures("unconfigured")
def test_libraries_and_broken_threads_are_in_the_log_in_the_same_form(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "Please call my daughter"

    def breaks() -> None:
        raise ValueError(words)

    monkeypatch.setattr(logging.root, "handlers", [])  # pytest's own
    configure()
    logging.getLogger("psycopg.pool").warning("discarding %s", words)
    thread = threading.Thread(target=breaks)
    thread.start()
    thread.join()
    written = capsys.readouterr()
    said, broke = (json.loads(one) for one in written.out.splitlines())
    assert (said["severity"], said["message"]) == ("WARNING", "psycopg.pool: discarding %s")
    assert (broke["severity"], written.err) == ("CRITICAL", "")
    assert "ValueError" in broke["message"]
    assert "daughter" not in written.out


@pytest.mark.usefixtures("unconfigured")
def test_a_line_that_cannot_be_written_quotes_nobody(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.root, "handlers", [])
    configure()
    words: Any = "Please call my daughter"
    logger.info("%d texts", words)
    written = capsys.readouterr()
    assert "was not written: TypeError" in json.loads(written.out)["message"]
    assert "daughter" not in written.out + written.err


# However long what a caller sends is, a line is not.

LONG = "x" * 1_000_000


@each("formatter", FORMATTERS)
@each(
    "made",
    [
        record(f"GET /{LONG} 404"),
        record("GET %s 404", LONG),
        record(path=LONG),
        record(paths=[LONG, LONG]),
        record(form={LONG: LONG}),
        record(counts={str(number): number for number in range(100_000)}),
        record(http_request={"requestUrl": LONG, "userAgent": LONG}),
        record(error=thrown(MalformedRequest(LONG))),
        record(error=caused(MalformedRequest(LONG), MalformedRequest(LONG))),
    ],
)
def test_a_line_has_an_end(formatter: logging.Formatter, made: logging.LogRecord) -> None:
    assert len(formatter.format(made)) < 20_000


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_so_have_its_labels(formatter: logging.Formatter) -> None:
    with log_context(request_id=LONG):
        assert len(formatter.format(record())) < 5_000


def test_what_is_cut_says_so_and_what_is_short_is_whole() -> None:
    assert cut("as it is", 8) == "as it is"
    assert cut("as it is.", 8) == "as it i\u2026"
    assert line(record(counts={"claimed": 12, "done": 11}))["counts"] == {"claimed": 12, "done": 11}


@given(
    st.sampled_from(["sam@acme.example", "+14155550142", "415 555 0142", "sam%40acme.example"]),
    st.integers(0, 60),
)
def test_what_is_cut_is_masked_however_it_falls(said: str, before: int) -> None:
    for text in (f"{'x ' * before}{said} and more {'y' * 200}", f"{said} " * 40):
        left = strict(cut_whole(text, 100))
        assert len(left) <= 100 + len("[number]")
        assert not re.search(r"acme|sam|415|\d{3}", left), left
