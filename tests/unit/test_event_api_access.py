"""Which organisation calls: looked up, remembered for ten seconds, never longer."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from shared.business.api.access import MOST_LOOKED_UP, OrgAccess
from shared.errors import DatabaseUnavailable, NotAuthenticated

ORG = UUID(int=1)


class Tokens:
    """The table, and the clock."""

    def __init__(self) -> None:
        self.good = {"yp_1": ORG}
        self.asked: list[str] = []
        self.now = 0.0
        self.access = OrgAccess(self.look_up, clock=lambda: self.now)

    def look_up(self, token: str) -> UUID | None:
        self.asked.append(token)
        return self.good.get(token)


@pytest.fixture
def tokens() -> Tokens:
    return Tokens()


@pytest.mark.parametrize("header", ["Bearer yp_1", "bearer yp_1", "  Bearer  yp_1 "])
def test_a_bearer_token_says_which_organisation_calls(tokens: Tokens, header: str) -> None:
    assert tokens.access.org_of(header) == ORG


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "yp_1", "Basic yp_1", "Bearer yp_2"])
def test_anything_else_says_nothing(tokens: Tokens, header: str) -> None:
    with pytest.raises(NotAuthenticated):
        tokens.access.org_of(header)


def test_a_good_token_is_looked_up_once_in_ten_seconds(tokens: Tokens) -> None:
    for tokens.now in (0.0, 5.0, 9.9):
        tokens.access.org_of("Bearer yp_1")
    assert tokens.asked == ["yp_1"]
    tokens.now = 10.0
    tokens.access.org_of("Bearer yp_1")
    assert tokens.asked == ["yp_1", "yp_1"]


def test_a_revoked_token_is_refused_ten_seconds_later_however_often_it_comes(
    tokens: Tokens,
) -> None:
    tokens.access.org_of("Bearer yp_1")
    tokens.good.clear()
    for tokens.now in (3.0, 6.0, 9.0):
        tokens.access.org_of("Bearer yp_1")
    tokens.now = 10.0
    with pytest.raises(NotAuthenticated):
        tokens.access.org_of("Bearer yp_1")


def test_a_bad_token_is_never_remembered(tokens: Tokens) -> None:
    for _ in range(2):
        with pytest.raises(NotAuthenticated):
            tokens.access.org_of("Bearer yp_2")
    tokens.good["yp_2"] = ORG
    assert tokens.access.org_of("Bearer yp_2") == ORG


def test_what_is_remembered_is_bounded(tokens: Tokens) -> None:
    for number in range(2500):
        tokens.good[f"n{number}"] = ORG
        tokens.access.org_of(f"Bearer n{number}")
    asked = len(tokens.asked)
    tokens.access.org_of("Bearer n2499")
    assert len(tokens.asked) == asked
    tokens.access.org_of("Bearer n1500")
    assert len(tokens.asked) == asked + 1


def test_strangers_with_tokens_hold_few_threads_while_the_database_is_silent() -> None:
    silent, asked = threading.Event(), threading.Semaphore(0)

    def look_up(_: str) -> UUID | None:
        asked.release()
        assert silent.wait(60)
        return None

    access = OrgAccess(look_up)
    with ThreadPoolExecutor(MOST_LOOKED_UP) as threads:
        looking = [threads.submit(access.org_of, "Bearer yp_2") for _ in range(MOST_LOOKED_UP)]
        assert all(asked.acquire(timeout=60) for _ in looking)
        with pytest.raises(DatabaseUnavailable, match="too many tokens"):
            access.org_of("Bearer yp_1")
        silent.set()
        assert {type(one.exception(60)) for one in looking} == {NotAuthenticated}
    with pytest.raises(NotAuthenticated):
        access.org_of("Bearer yp_1")
