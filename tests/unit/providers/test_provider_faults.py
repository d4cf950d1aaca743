"""What a provider may do wrong, and what its caller hears: again, again later, or never."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from infra.local.ports import free_port
from shared.errors import ProviderBusy, ProviderError, ProviderRefused, ProviderUnavailable
from shared.providers.people import Person
from shared.providers.people_data_labs import PeopleDataLabs
from shared.providers.tavily import TavilySearch
from tests.fixtures.providers import PDL_KEY, TAVILY_KEY, ProvidersStandIn, Scripted

SECONDS = 0.6  # of a call, instead of eight
SECRETIVE = "noor@brightpath.test"
Ask = Callable[[], object]


@pytest.fixture(scope="module")
def running() -> Iterator[ProvidersStandIn]:
    with ProvidersStandIn() as stand_in:
        yield stand_in


@pytest.fixture
def stand_in(running: ProvidersStandIn) -> ProvidersStandIn:
    running.forget()
    return running


class Asking:
    """Asks either provider, over connections that are kept open as in a function."""

    def __init__(self, url: str, tavily_key: str = TAVILY_KEY, pdl_key: str = PDL_KEY) -> None:
        self._search = TavilySearch(tavily_key, url, SECONDS)
        self._people = PeopleDataLabs(pdl_key, url, SECONDS)

    def web(self) -> object:
        return self._search.options("Who does payroll in Peru?", None, 5)

    def people(self) -> object:
        return self._people.career(Person(email=SECRETIVE))

    def close(self) -> None:
        self._search.close()
        self._people.close()


@pytest.fixture(scope="module")
def asking(running: ProvidersStandIn) -> Iterator[Asking]:
    with closing(Asking(running.url)) as opened:
        yield opened


@pytest.fixture(params=["web", "people"])
def ask(request: pytest.FixtureRequest, asking: Asking) -> Ask:
    return getattr(asking, request.param)


def nested(depth: int) -> bytes:
    return b'{"results": ' + b"[" * depth + b"]" * depth + b"}"


UNREADABLE = {
    "empty": b"",
    "a page": b"<html>Bad gateway</html>",
    "half an object": b'{"results": [',
    "no UTF-8": b'{"results": "\xff\xfe"}',
    "a list": b"[1, 2]",
    "null": b"null",
    "a text": b'"results"',
    "too deep": nested(200_000),
    "a number without end": b'{"score": ' + b"9" * 100_000 + b"}",
    "too large": b'{"results": "' + b"x" * 1_100_000 + b'"}',
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_answer_that_cannot_be_read_is_asked_for_again(
    stand_in: ProvidersStandIn, ask: Ask, body: bytes
) -> None:
    stand_in.script(Scripted(body=body))
    with pytest.raises(ProviderUnavailable) as failed:
        ask()
    assert failed.value.retryable


STATUSES = [
    *((status, ProviderUnavailable) for status in (302, 408, 500, 502, 503, 504, 529)),
    *((status, ProviderRefused) for status in (400, 401, 402, 403, 405, 422, 432, 433)),
    (429, ProviderBusy),
]


@pytest.mark.parametrize(("status", "expected"), STATUSES)
def test_a_status_says_whether_asking_again_helps(
    stand_in: ProvidersStandIn, ask: Ask, status: int, expected: type[ProviderError]
) -> None:
    stand_in.script(Scripted(status=status, body=b'{"detail": "as scripted"}'))
    with pytest.raises(ProviderError) as failed:
        ask()
    assert type(failed.value) is expected
    assert failed.value.retryable is (expected is not ProviderRefused)
    if isinstance(failed.value, ProviderRefused):
        assert failed.value.this_alone is (status in (400, 422)), "else the key or the plan"


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        (None, 60, 60),
        ("17", 17, 17),
        ("0", 1, 1),
        ("999999999999", 3600, 3600),
        ("-5", 60, 60),
        ("soon", 60, 60),
        (timedelta(seconds=90), 30, 90),
        (timedelta(days=-1), 1, 1),
    ],
)
def test_who_asked_too_much_waits_as_long_as_it_is_told(
    stand_in: ProvidersStandIn,
    asking: Asking,
    value: str | timedelta | None,
    least: float,
    most: float,
) -> None:
    if isinstance(value, timedelta):
        value = format_datetime(datetime.now(UTC) + value)
    headers = {} if value is None else {"Retry-After": value}
    stand_in.script(Scripted(status=429, headers=headers))
    with pytest.raises(ProviderBusy) as busy:
        asking.web()
    assert least <= busy.value.seconds <= most


@pytest.mark.parametrize("which", ["web", "people"])
def test_one_that_is_down_is_asked_again_later(which: str) -> None:
    with closing(Asking(f"http://127.0.0.1:{free_port()}")) as asking:
        ask: Ask = getattr(asking, which)
        with pytest.raises(ProviderUnavailable, match="ConnectError"):
            ask()


def slow(stand_in: ProvidersStandIn) -> None:
    stand_in.hang()


def drop_by_drop(stand_in: ProvidersStandIn) -> None:
    stand_in.script(Scripted(body=b'{"results": []}' * 40, pause_seconds=0.05))


def broken_off(stand_in: ProvidersStandIn) -> None:
    stand_in.script(Scripted(body=b'{"results": []}', break_off=True))


def packed(stand_in: ProvidersStandIn) -> None:
    stand_in.script(Scripted(body=b"\x1f\x8b", headers={"Content-Encoding": "gzip"}))


@pytest.mark.parametrize("fault", [slow, drop_by_drop, broken_off, packed])
def test_no_answer_takes_longer_than_it_may(
    stand_in: ProvidersStandIn,
    ask: Ask,
    fault: Callable[[ProvidersStandIn], None],
) -> None:
    fault(stand_in)
    started = time.monotonic()
    with pytest.raises(ProviderUnavailable):
        ask()
    # Hung for good without a bound; how quick a busy machine is, is not what is tested.
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("which", ["web", "people"])
def test_a_wrong_key_is_refused_and_said_in_the_log_without_what_was_asked(
    stand_in: ProvidersStandIn, which: str, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(Asking(stand_in.url, "another-key", "another-key")) as asking:
        ask: Ask = getattr(asking, which)
        with caplog.at_level(logging.DEBUG), pytest.raises(ProviderRefused, match="HTTP 401"):
            ask()
    (line,) = [one for one in caplog.records if getattr(one, "event", "") == "no_research"]
    assert vars(line)["reason"] == "refused"
    whole = json.dumps([str(vars(one)) for one in caplog.records])
    assert "another-key" not in whole
    assert "Peru" not in whole
    assert "noor" not in whole


def test_after_a_failure_the_next_call_is_answered(stand_in: ProvidersStandIn, ask: Ask) -> None:
    stand_in.script(Scripted(body=b"{}", break_off=True))
    with pytest.raises(ProviderUnavailable):
        ask()
    assert not ask()


def of_wrong_types(value: Any) -> bytes:
    result = {"title": value, "url": value, "content": value, "score": value}
    experience = {"company": value, "start_date": value, "end_date": value, "is_primary": value}
    return json.dumps(
        {
            "results": [value, result, {"title": "A", "url": "https://a.test", "score": value}],
            "likelihood": 9,
            "data": {"experience": [value, experience, {"company": {"name": "Quillon"}}]},
        }
    ).encode()


WRONG: list[object] = [
    None,
    True,
    -1,
    1e308,
    "",
    "\u0000\u202e",
    [],
    {},
    [[]],
    {"name": 7},
    "x" * 5000,
]


@pytest.mark.parametrize("value", WRONG, ids=lambda value: repr(value)[:12])
def test_of_an_answer_with_wrong_types_what_is_right_is_taken(
    stand_in: ProvidersStandIn, ask: Ask, value: object
) -> None:
    stand_in.script(Scripted(body=of_wrong_types(value)))
    assert any(known in str(ask()) for known in ("Quillon", "[]", "WebOption"))
    for whole in (b'{"results": %s, "likelihood": 9, "data": %s}', b'{"likelihood": %s}'):
        body = whole.replace(b"%s", json.dumps(value).encode())
        stand_in.script(Scripted(body=body))
        ask()
