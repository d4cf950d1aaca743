"""The log: one line of JSON, with context, and nothing that people write or own in it."""

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import DatabaseUnavailable, MalformedRequest
from shared.log import (
    CloudFormatter,
    TerminalFormatter,
    configure,
    error_summary,
    log_context,
    logger,
)

NUMBER = "+14155550101"
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


# Cloud Logging's fields.


def test_a_line_has_the_fields_that_cloud_logging_reads() -> None:
    made = record("%d of %d sent", 3, 4)
    made.created = 1772452800.5

    assert line(made) == {
        "severity": "WARNING",
        "message": "3 of 4 sent",
        "time": "2026-03-02T12:00:00.500000+00:00",
        "logging.googleapis.com/sourceLocation": {
            "file": "sending.py",
            "line": "42",
            "function": "send",
        },
    }


def test_extra_fields_stand_beside_them_whatever_their_type() -> None:
    written = line(record(message_id=ID, ms=1.5, outcome=None, ids=[1]))
    assert written["message_id"] == str(ID)
    assert (written["ms"], written["outcome"], written["ids"]) == (1.5, None, [1])


def test_context_is_on_every_line_inside_and_on_none_outside() -> None:
    with log_context(function="sms_sender", sweep=1):
        with log_context(sweep=2):
            inner = line(record())
        outer = line(record())
        own = line(record(sweep=3))
    assert (inner["function"], inner["sweep"]) == ("sms_sender", 2)
    assert (outer["sweep"], own["sweep"]) == (1, 3)
    assert "function" not in line(record())


def test_context_ends_when_an_error_leaves_it() -> None:
    with pytest.raises(RuntimeError), log_context(function="sms_sender"):
        raise RuntimeError
    assert "function" not in line(record())


# What never belongs in a log.


@pytest.mark.parametrize("formatter", FORMATTERS)
@pytest.mark.parametrize(
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


def test_ids_times_and_counts_are_not_taken_for_numbers() -> None:
    written = line(record("1772452800 +5 +123456", message_id=ID, sid="SM" + "1" * 32))
    assert written["message"] == "1772452800 +5 +123456"
    assert (written["message_id"], written["sid"]) == (str(ID), "SM" + "1" * 32)


@pytest.mark.parametrize("formatter", FORMATTERS)
@pytest.mark.parametrize(
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


def test_an_error_shows_where_it_came_from_at_most_eight_frames_deep() -> None:
    def deep(levels: int) -> None:
        if levels == 0:
            raise RuntimeError
        deep(levels - 1)

    with pytest.raises(RuntimeError) as caught:
        deep(20)
    stack = line(record("failed", error=caught.value))["stack"]
    assert len(stack) == 8
    assert all(__file__ in frame and frame.endswith(" deep") for frame in stack)


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
    written = formatter.format(record("said %s", hostile, note=field + "\n"))
    assert len(written.splitlines()) == 1


def test_the_terminals_line_is_for_a_person() -> None:
    with log_context(function="sms_sender"):
        written = TerminalFormatter().format(record("sent %d", 3, ms=1.5))
    assert written.endswith(" WARNING sent 3 function=sms_sender ms=1.5")


@pytest.fixture
def unconfigured() -> Iterator[None]:
    handlers, level, propagate = logger.handlers[:], logger.level, logger.propagate
    logger.handlers.clear()
    yield
    logger.handlers[:], logger.level, logger.propagate = handlers, level, propagate


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
    ("service", "formatter"), [("", TerminalFormatter), ("sms-sender", CloudFormatter)]
)
def test_a_person_at_a_terminal_reads_text_and_the_cloud_json(
    monkeypatch: pytest.MonkeyPatch, service: str, formatter: type[logging.Formatter]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.delenv("K_SERVICE", raising=False)
    if service:
        monkeypatch.setenv("K_SERVICE", service)

    configure()
    assert isinstance(logger.handlers[0].formatter, formatter)
