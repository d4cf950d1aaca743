"""A request's body: whole, within its size, and never more of them at once than memory holds."""

import io
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from shared.entry.body import LARGE_TOTAL, SMALL, Body
from shared.entry.server import MOST_HELD_UP
from shared.errors import BodyTooLarge, MalformedRequest, TooBusy
from tests.fixtures.waiting import until

MOST = LARGE_TOTAL // 2  # so two of them at once
LARGE = b"x" * (SMALL + 1)


def body(sent: bytes, held: ExitStack, *, most: int = MOST, length: int | None = None) -> Body:
    environ = EnvironBuilder("/", method="POST", input_stream=io.BytesIO(sent)).get_environ()
    environ["CONTENT_LENGTH"] = str(len(sent) if length is None else length)
    return Body(Request(environ), most, held)


@pytest.mark.parametrize("sent", [b"", b"x", b"x" * SMALL, LARGE, b"x" * 1_000_000])
def test_a_body_is_read_whole_and_the_same_every_time(sent: bytes) -> None:
    with ExitStack() as held:
        read = body(sent, held)
        assert read.read() == sent
        assert read.read() == sent


def test_a_body_over_its_limit_is_not_read_where_its_length_says_so() -> None:
    with ExitStack() as held:
        large = body(b"xxxx", held, most=3)
        with pytest.raises(BodyTooLarge, match="larger than 3 bytes"):
            large.read()


def test_a_body_that_ends_early_is_no_body() -> None:
    with ExitStack() as held, pytest.raises(MalformedRequest, match="shorter"):
        body(b"xxx", held, length=4).read()


def test_large_bodies_wait_for_one_another_and_small_ones_for_nobody() -> None:
    with ExitStack() as rest, ThreadPoolExecutor(1) as threads:
        first = ExitStack()
        body(LARGE, first).read()
        body(LARGE, rest).read()
        waiting = threads.submit(body(LARGE, rest).read)
        assert body(b"x" * SMALL, rest).read()
        assert not waiting.done()
        first.close()
        assert waiting.result(60) == LARGE


def test_where_too_many_wait_one_more_is_told_to_come_again() -> None:
    def read_and_let_go(_: int) -> int:
        with ExitStack() as own:
            return len(body(LARGE, own).read())

    with ExitStack() as first, ThreadPoolExecutor(MOST_HELD_UP + 1) as threads:
        body(LARGE, first).read()
        body(LARGE, first).read()
        waiting = [threads.submit(read_and_let_go, n) for n in range(MOST_HELD_UP + 1)]
        until(lambda: any(one.done() for one in waiting), "one is refused")
        first.close()
        refused = [one for one in waiting if one.exception(60) is not None]
    assert [type(one.exception()) for one in refused] == [TooBusy]
