"""One JSON object a line on stdout, in the fields that Cloud Logging reads; text on a terminal.

What people write and their phone numbers never belong in a log: callers pass ids, and anything that
looks like a phone number is masked here all the same.
"""

import json
import logging
import os
import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType

from shared.errors import YachtpartyError

logger = logging.getLogger("yachtparty")

_context: ContextVar[dict[str, object]] = ContextVar("log context", default={})  # noqa: B039
_PHONE = re.compile(r"\+\d{7,15}")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "taskName"}


@contextmanager
def log_context(**fields: object) -> Generator[None]:
    """Adds fields to every line that is logged inside."""
    token = _context.set({**_context.get(), **fields})
    try:
        yield
    finally:
        _context.reset(token)


def error_summary(error: BaseException) -> str:
    """What may be written down of an error: our own words, of others only the type.

    Messages of drivers and parsers quote rows and inputs, so people's words.
    """
    name = type(error).__name__
    return f"{name}: {error}" if isinstance(error, YachtpartyError) else name


class CloudFormatter(logging.Formatter):
    """A line as Cloud Logging's agents parse it: severity, message, time, labels, source."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        line: dict[str, object] = {
            "severity": record.levelname,
            "message": record.getMessage(),
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "logging.googleapis.com/sourceLocation": {
                "file": record.filename,
                "line": str(record.lineno),
                "function": record.funcName,
            },
        }
        line |= {**_context.get(), **_fields(record)}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = error_summary(record.exc_info[1])
            line["stack"] = _frames(record.exc_info[2])
        return _masked(json.dumps(line, default=str))


class TerminalFormatter(logging.Formatter):
    """The same for a person: time, severity, message, fields."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of text."""
        fields = {**_context.get(), **_fields(record)}
        if record.exc_info and record.exc_info[1] is not None:
            fields["error"] = error_summary(record.exc_info[1])
            fields["stack"] = _frames(record.exc_info[2])
        time = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        rest = " ".join(f"{name}={value}" for name, value in fields.items())
        line = f"{time} {record.levelname:<7} {record.getMessage()} {rest}".rstrip()
        return _masked("\\n".join(line.splitlines()))


def configure() -> None:
    """Sends this project's log to stdout; called once, when a function is defined."""
    if logger.handlers:
        return
    handler = logging.StreamHandler(sys.stdout)
    terminal = sys.stdout.isatty() and "K_SERVICE" not in os.environ
    handler.setFormatter(TerminalFormatter() if terminal else CloudFormatter())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False


def _fields(record: logging.LogRecord) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if name not in _STANDARD}


def _masked(text: str) -> str:
    return _PHONE.sub("[phone]", text)


def _frames(traceback: TracebackType | None) -> list[str]:
    frames: list[str] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return frames[-8:]
