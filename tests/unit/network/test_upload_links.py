"""A link is one member's, for a day; a preview that comes back is the one that was made."""

import base64
import zlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.network.prospects.links import (
    BadLink,
    ExpiredLink,
    Link,
    SignedLinks,
    read_link,
    seal,
    unseal,
)
from tests.fixtures.contact_files import JANE, OMAR

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KEY, OTHER = "a key of tests", "another key"
LINK = Link(UUID(int=7), UUID(int=9))
LINKS = SignedLinks("https://up.test", KEY)
URL = LINKS.link(LINK.user_id, LINK.link_id, NOW.timestamp())
TOKEN = URL.rpartition("/")[2]


def test_a_link_says_whose_it_is_for_a_day_and_fits_into_a_text() -> None:
    assert f"https://up.test/{TOKEN}" == URL
    assert len(TOKEN) < 80
    day = timedelta(hours=24)
    assert read_link(TOKEN, [OTHER, KEY], NOW) == LINK
    assert read_link(TOKEN, [KEY], NOW + day - timedelta(seconds=1)) == LINK
    with pytest.raises(ExpiredLink):
        read_link(TOKEN, [KEY], NOW + day)
    with pytest.raises(BadLink):
        read_link(TOKEN, [OTHER], NOW)
    with pytest.raises(BadLink):
        read_link(TOKEN, [], NOW)


@given(at=st.integers(0, len(TOKEN) - 1), sign=st.sampled_from("AZaz09-_=.é"))
def test_no_letter_of_a_link_can_be_changed(at: int, sign: str) -> None:
    changed = TOKEN[:at] + sign + TOKEN[at + 1 :]
    if changed != TOKEN:
        with pytest.raises(BadLink):
            read_link(changed, [KEY], NOW)


@given(token=st.text(max_size=100))
def test_whatever_is_asked_for_is_no_link(token: str) -> None:
    with pytest.raises(BadLink):
        read_link(token, [KEY], NOW)


def test_a_preview_comes_back_as_it_went_and_to_its_own_link_only() -> None:
    sealed = seal(LINK, "google", [JANE, OMAR], KEY)
    assert unseal(LINK, sealed, [OTHER, KEY]) == ("google", [JANE, OMAR])
    for link, secret in ((Link(UUID(int=8), LINK.user_id), KEY), (LINK, OTHER)):
        with pytest.raises(BadLink):
            unseal(link, sealed, [secret])
    for changed in ("", sealed[:-4], "AAAA" + sealed[4:], TOKEN, "\u00e9"):
        with pytest.raises(BadLink):
            unseal(LINK, changed, [KEY])


def test_what_was_packed_by_others_is_not_unpacked() -> None:
    bomb = zlib.compress(b" " * 100_000_000)
    with pytest.raises(BadLink):
        unseal(LINK, base64.urlsafe_b64encode(bytes(16) + bomb).rstrip(b"=").decode(), [KEY])
