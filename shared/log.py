"""The log: on stdout, in the cloud a line of JSON as Cloud Logging reads it, on a terminal text.

What people write and their phone numbers never belong in a log: callers pass ids; of errors and
loggers that are not ours only the kind is written, since they quote rows and inputs; and whatever
looks like a phone number, a mail address, or the password in a URL, is masked all the same.

Who calls, and whose row it is, stands on every line as labels: `function`, `request_id`, and while
a row is worked on `user_id`, `event_id`, `event_type`, `message_id`, `task_id`, `task_type`.
Alerts, dashboards and `doctor --cloud` know a line by its field `event`, whose fields keep their
names:

=============  =======================  ==========================================================
event          when                     fields
=============  =======================  ==========================================================
request        a request was answered   ms; and Cloud Logging's own httpRequest (status, latency)
delivery       what became of a         status (sent, delivered, undelivered, failed, cancelled),
               message that Twilio has  error_code or null, applied (false: known already, or
                                        late; count the true ones), outcome, sid, message_id
send_refused   a message was given up   error_code or null, reason (refused: Twilio said never;
               before it is known       attempts: it said "not now" too often; unknown:
               that Twilio has it       nobody knows whether it has it), message_id
decision       an agent was asked: a    agent (bouncer, ... or question), question, engine (the
               turn, or a question of   model's name, or rules), actions, errors (failed model
               background work          calls and tools), cost_usd, ms, superseded
sweep          the scheduler's call     oldest_due_seconds (the longest that anything due has
               of a queue's function    waited when it came; 0: nothing was due), counts
dead_letter    rows were given up       queue (events, agent_tasks), count
payment        Stripe told of a         outcome (booked, known, unclaimed: nobody has that id,
               purchase                 doubled: its payment is another checkout's, unreadable,
                                        ignored: not for us, and others), about (Stripe's id)
no_checkout    no payment page could    reason (the kind of Stripe's error), status (HTTP) or null
               be made
no_research    research on the web or   provider (tavily, people_data_labs), reason (busy,
               on people failed         unavailable, refused: the key or the plan's limit)
notice         something happened that  notice (approval_awaited, conversation_paused,
               a person should look at  person_asked), and the ids and values of its event
=============  =======================  ==========================================================

A metric's filter is `jsonPayload.event="delivery"`, a label of it `labels.function`.
"""

import json
import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from shared.domain.masking import LONGEST_FIELD, cut, cut_whole, masked, plain, visible
from shared.errors import ConfigurationError, YachtpartyError

Header = Callable[[str], str | None]  # a request's header by its name, in any case

logger = logging.getLogger("yachtparty")

MOST_FRAMES = 16  # of an error, the innermost ones
LONGEST_MESSAGE = 4_000  # characters; whoever calls decides how long what we quote is
_MOST_CAUSES = 4

# The defaults are never changed: a context that adds something sets a new dictionary.
_labels: ContextVar[dict[str, object]] = ContextVar("labels", default={})  # noqa: B039
_trace: ContextVar[dict[str, object]] = ContextVar("trace", default={})  # noqa: B039
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "taskName", "http_request"}
_TRACEPARENT = re.compile(
    r"(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})"
)
_CLOUD_TRACE = re.compile(r"([\da-f]{32})(?:/(\d{1,20}))?(?:;o=(\d))?", re.IGNORECASE)


@contextmanager
def log_context(**labels: object) -> Generator[None]:
    """Adds labels to every line that is logged inside."""
    token = _labels.set({**_labels.get(), **labels})
    try:
        yield
    finally:
        _labels.reset(token)


@contextmanager
def request_context(function: str, header: Header) -> Generator[None]:
    """Names the function and the request on every line inside; its trace is the caller's."""
    trace = trace_of(header)
    token = _trace.set(_trace_fields(trace) if trace else {})
    try:
        with log_context(function=function, request_id=trace[0] if trace else uuid4().hex):
            yield
    finally:
        _trace.reset(token)


def trace_of(header: Header) -> tuple[str, str | None, bool] | None:
    """Trace, span and whether it is sampled: by W3C's header, or by Google's older one."""
    match = _TRACEPARENT.match((header("traceparent") or "").strip())
    if match and not match[1].isdecimal():  # nobody draws 32 digits: a number stands there
        span = None if match[2].isdecimal() else match[2]
        return match[1], span, bool(int(match[3], 16) & 1)
    match = _CLOUD_TRACE.match(header("X-Cloud-Trace-Context") or "")
    if not match or match[1].isdecimal():
        return None
    number = int(match[2] or 0)  # decimal there, hexadecimal in the log
    return match[1], f"{number:016x}" if 0 < number < 2**64 else None, match[3] == "1"


def _trace_fields(trace: tuple[str, str | None, bool]) -> dict[str, object]:
    project = os.environ.get("GOOGLE_CLOUD_PROJECT", "")
    fields: dict[str, object] = {
        "logging.googleapis.com/trace": f"projects/{project}/traces/{trace[0]}"
        if project
        else trace[0],
        "logging.googleapis.com/trace_sampled": trace[2],
    }
    return fields | ({"logging.googleapis.com/spanId": trace[1]} if trace[1] else {})


def log_dead_letters(queue: str, count: int = 1, *, why: str = "") -> None:
    """Rows of a table were given up; `why` in our own words."""
    logger.error(
        "dead letter: %s",
        why or queue,
        extra={"event": "dead_letter", "queue": queue, "count": count},
    )


def log_notice(notice: str, words: str, values: Mapping[str, object]) -> None:
    """Something that a person should look at; `words` say what they can do, `values` to what."""
    logger.warning("%s", words, extra={"event": "notice", "notice": notice, **values})


def log_sweep(counts: Mapping[str, object], oldest_due: float) -> None:
    """What the scheduler's call did, and for how many seconds what was due had waited for it."""
    logger.info(
        "swept",
        extra={
            "event": "sweep",
            "oldest_due_seconds": round(oldest_due, 1),
            "counts": dict(counts),
        },
    )


def error_summary(error: BaseException) -> str:
    """What may be written down of an error: our own words, of others only the type.

    Messages of drivers and parsers quote rows and inputs, so people's words.
    """
    name = type(error).__name__
    return cut(f"{name}: {error}", LONGEST_FIELD) if isinstance(error, YachtpartyError) else name


class CloudFormatter(logging.Formatter):
    """A line of JSON as Cloud Logging parses it, the same as Google's own handler writes."""

    def format(self, record: logging.LogRecord) -> str:
        """One line. A stack trace goes into the message, where Error Reporting looks for it."""
        stack = _stack(record)
        line: dict[str, object] = {
            **_fields(record),
            "severity": record.levelname,
            "message": f"{_message(record)}\n{stack}" if stack else _message(record),
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "logging.googleapis.com/labels": {
                "python_logger": record.name,
                **{name: str(plain(value)) for name, value in _labels.get().items()},
            },
            "logging.googleapis.com/sourceLocation": {
                "file": record.pathname,
                "line": record.lineno,
                "function": record.funcName,
            },
            **_trace.get(),
        }
        http_request = vars(record).get("http_request")
        if http_request:
            line["httpRequest"] = plain(http_request)
        return json.dumps(line, default=str)


class TerminalFormatter(logging.Formatter):
    """The same for a person: time, severity, message, fields; an error's stack trace below."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of text, and indented ones for a stack trace."""
        time = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        fields = {name: plain(value) for name, value in _labels.get().items()}
        fields |= _fields(record)
        rest = " ".join(f"{name}={value}" for name, value in fields.items())
        line = f"{time} {record.levelname:<7} {_message(record)} {rest}".rstrip()
        lines = ["\\n".join(line.splitlines()), *_stack(record).splitlines()]
        return "\n    ".join(map(visible, lines))


class _Stdout(logging.StreamHandler[Any]):
    """Writes the log. A line that cannot be written is told of without what stands in it."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Python's own would print the line's arguments, and with them people's words."""
        error = sys.exc_info()[1]
        told = f"a line of {record.filename}:{record.lineno} was not written"
        line = {"severity": "ERROR", "message": f"{told}: {type(error).__name__}"}
        with suppress(OSError, ValueError):
            self.stream.write(json.dumps(line) + self.terminator)
            self.flush()


def configure() -> None:
    """Sends the log to stdout; called once, when a function is defined.

    LOG_FORMAT, `json` or `text`, decides; without it a terminal gets text, but never the cloud.
    What libraries have to say, and what breaks in a thread, comes along in the same form.
    """
    if logger.handlers:
        return
    handler = _Stdout(sys.stdout)
    handler.setFormatter(TerminalFormatter() if _for_a_person() else CloudFormatter())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    if not logging.root.handlers:
        logging.root.addHandler(handler)
    if threading.excepthook is threading.__excepthook__:  # it would print what the error quotes
        threading.excepthook = _broke_in_a_thread


def _for_a_person() -> bool:
    chosen = os.environ.get("LOG_FORMAT", "")
    if chosen not in ("", "json", "text"):
        raise ConfigurationError("LOG_FORMAT must be 'json' or 'text'")
    return chosen == "text" or (
        not chosen and sys.stdout.isatty() and "K_SERVICE" not in os.environ
    )


def _broke_in_a_thread(broken: threading.ExceptHookArgs) -> None:
    error = broken.exc_value
    if error is not None:
        logger.critical("a thread broke", exc_info=(type(error), error, error.__traceback__))


def _message(record: logging.LogRecord) -> str:
    """Our own words; a library's without what it fills in, which may be a person's."""
    if _ours(record):
        return masked(cut_whole(record.getMessage(), LONGEST_MESSAGE))
    if record.args:
        said = str(record.msg).partition("\n")[0]
        return masked(cut_whole(f"{record.name}: {said}", LONGEST_MESSAGE))
    return f"{record.name} in {record.funcName}"


def _fields(record: logging.LogRecord) -> dict[str, object]:
    if not _ours(record):
        return {}
    own = {name: value for name, value in vars(record).items() if name not in _STANDARD}
    return {name: plain(value) for name, value in own.items()}


def _ours(record: logging.LogRecord) -> bool:
    return record.name == logger.name


def _stack(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    return "" if error is None else masked(_traceback(error, _MOST_CAUSES))


def _traceback(error: BaseException, causes: int) -> str:
    """As Python writes it, but of errors that are not ours only the type."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = ""
    if cause is not None and causes:
        how = (
            "The above exception was the direct cause of the following exception:"
            if error.__cause__
            else "During handling of the above exception, another exception occurred:"
        )
        before = f"{_traceback(cause, causes - 1)}\n\n{how}\n\n"
    frames = "".join(traceback.format_tb(error.__traceback__, -MOST_FRAMES))
    module = type(error).__module__
    summary = error_summary(error).replace("\n", "\\n")
    name = summary if module == "builtins" else f"{module}.{summary}"
    return f"{before}Traceback (most recent call last):\n{frames}{name}"
