"""The upload page as a browser, or somebody who means harm, meets it: a process over HTTP."""

import html
import re
import time
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

import httpx2
import psycopg
import pytest

from infra.local.functions import FunctionProcess
from shared.network.prospects.links import SignedLinks
from tests.fixtures.community import member
from tests.fixtures.contact_files import SAMPLES
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, column, one
from tests.fixtures.upload_function import KEY, upload_function

HOSTILE = (
    "Name,Email,Company\n"
    '<script>document.title=\'owned\'</script>,a@x.test,"""><img src=x onerror=alert(1)>"\n'
    '"=HYPERLINK(""http://evil.test"",""x"")",b@x.test,{{7*7}}\n'
)


@pytest.fixture(scope="module")
def function(
    module_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FunctionProcess]:
    folder = tmp_path_factory.mktemp("upload")
    with upload_function(module_database, folder, keys=f"a newer key\n{KEY}") as function:
        yield function


@pytest.fixture(scope="module")
def db(module_database: Database) -> Iterator[Connection]:
    with psycopg.connect(module_database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def uploader(db: Connection) -> UUID:
    return member(db, poc_agent_type="innovator", first_name="Priya")


def link(function: FunctionProcess, user: UUID, *, age: float = 0, key: str = KEY) -> str:
    return SignedLinks(function.url, key).link(user, uuid4(), time.time() - age)


def get(url: str) -> httpx2.Response:
    return httpx2.get(url, timeout=30)


def post(
    url: str,
    site: str | None = "same-origin",
    *,
    headers: Mapping[str, str] | None = None,
    data: Mapping[str, str] | None = None,
    files: Mapping[str, Any] | None = None,
) -> httpx2.Response:
    sent = {} if site is None else {"Sec-Fetch-Site": site}
    sent |= headers or {}
    return httpx2.post(url, headers=sent, data=data, files=files, timeout=60)


def preview(url: str, content: bytes) -> httpx2.Response:
    return post(url, files={"file": ("contacts.csv", content, "text/csv")})


def confirm(url: str, shown: httpx2.Response) -> httpx2.Response:
    found = re.search(r'name="confirmed" value="([^"]+)"', shown.text)
    assert found, shown.text
    return post(url, files={"confirmed": (None, html.unescape(found[1]))})


def test_a_list_is_looked_at_then_confirmed_then_taken_back(
    function: FunctionProcess, db: Connection, uploader: UUID
) -> None:
    url = link(function, uploader)
    form = get(url)
    assert (form.status_code, "Priya, upload people" in form.text) == (200, True)
    shown = preview(url, SAMPLES[0].content)
    assert shown.status_code == 200
    assert "Jané Doe" in shown.text
    assert "LinkedIn export" in shown.text
    mine = "select count(*) from prospects where innovator_id = %s"
    assert one(db, mine, uploader) == 0, "nothing is stored before it is confirmed"
    assert one(db, "select count(*) from prospect_batches where innovator_id = %s", uploader) == 0

    stored = confirm(url, shown)
    assert (stored.status_code, function.url + stored.headers["Location"]) == (303, url)
    assert one(db, mine, uploader) == 2
    done = get(url)
    assert (done.status_code, "2 contacts added" in done.text) == (200, True)
    again = confirm(url, shown)
    assert (again.status_code, "has been used" in again.text) == (409, True)
    assert preview(url, SAMPLES[0].content).status_code == 409
    assert one(db, mine, uploader) == 2

    other = link(function, uploader)
    assert "there already" in preview(other, SAMPLES[0].content).text
    assert "Nothing new to add" in preview(other, SAMPLES[0].content).text
    batch = one(db, "select id from prospect_batches where innovator_id = %s", uploader)
    contacts = get(f"{other}/contacts?batch={batch}")
    (jane,) = re.findall(
        r'name="prospect" value="([^"]+)">\s*<button[^>]*>Remove.*?Jan', contacts.text
    )
    removed = post(f"{other}/remove", data={"batch": str(batch), "prospect": jane})
    assert removed.status_code == 303
    assert "Jané" not in get(f"{other}/contacts?batch={batch}").text
    assert post(f"{other}/withdraw", data={"batch": str(batch)}).status_code == 303
    assert post(f"{other}/withdraw", data={"batch": str(batch)}).status_code == 404
    left = "select count(*) from prospects where innovator_id = %s and withdrawn_at is null"
    assert one(db, left, uploader) == 0


def test_every_answer_tells_a_browser_what_it_must_not_do(
    function: FunctionProcess, uploader: UUID
) -> None:
    url = link(function, uploader)
    (sheet,) = re.findall(r'href="(/assets/[^"]+)"', get(url).text)
    for response in (
        get(url),
        get(f"{function.url}/nonsense"),
        preview(url, b"Name,Email\nA,a@x.test\n"),
        get(function.url + sheet),
    ):
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"
        assert " style=" not in response.text
        assert " on" not in "".join(re.findall(r"<[^>]*?\s(on\w+=)", response.text))


@pytest.mark.parametrize(
    ("site", "origin", "allowed"),
    [
        ("same-origin", None, True),
        ("none", None, True),
        ("cross-site", None, False),
        ("same-site", "own", False),
        (None, "own", True),
        (None, "http://evil.test", False),
        (None, None, False),
    ],
)
def test_only_a_page_of_ours_may_post(
    function: FunctionProcess, uploader: UUID, site: str | None, origin: str | None, allowed: bool
) -> None:
    url = link(function, uploader)
    given = {"Origin": function.url if origin == "own" else origin} if origin else {}
    sent = post(url, site, headers=given, files={"file": ("c.csv", b"Name,Email\nA,a@x.test\n")})
    assert sent.status_code == (200 if allowed else 403)


def test_a_link_is_nobody_elses_and_ends(function: FunctionProcess, db: Connection) -> None:
    user = member(db, poc_agent_type="innovator")
    for url, status in (
        (link(function, user, age=86_401), 410),
        (link(function, user, key="another key"), 404),
        (link(function, uuid4()), 403),
        (link(function, member(db)), 403),
        (f"{function.url}/{'A' * 71}", 404),
        (f"{function.url}/..%2f..%2fetc%2fpasswd", 404),
    ):
        assert get(url).status_code == status, url
        assert preview(url, b"Name,Email\nA,a@x.test\n").status_code == status
    url = link(function, user)
    shown = preview(url, b"Name,Email\nA,a@x.test\n")
    other = link(function, member(db, poc_agent_type="innovator"))
    assert confirm(other, shown).status_code == 400, "a preview is of its own link"
    assert confirm(url, shown).status_code == 303
    batch = one(db, "select id from prospect_batches where innovator_id = %s", user)
    assert get(f"{other}/contacts?batch={batch}").status_code == 404
    assert post(f"{other}/withdraw", data={"batch": str(batch)}).status_code == 404
    for nonsense in ("", "1", str(uuid4()), "x" * 500):
        assert post(f"{other}/remove", data={"prospect": nonsense}).status_code == 404


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", 422, "empty"),
        (b"PK\x03\x04" + b"\x00" * 500, 422, "Excel workbook or a zip"),
        (b"Name,Email\n" + b"x" * 5_000_000, 422, "longer than"),
        (b"Name,Email\n" + b"A,%d@b.com\n" * 20_001, 422, "20,000 contacts"),
        (b"x" * 10_050_000, 422, "larger than 10 MB"),
        (b"x" * 10_200_000, 413, "too large"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(
    function: FunctionProcess, uploader: UUID, content: bytes, status: int, said: str
) -> None:
    refused = preview(link(function, uploader), content)
    assert (refused.status_code, said in refused.text) == (status, True)


def test_what_stands_in_a_file_stays_text(
    function: FunctionProcess, db: Connection, uploader: UUID
) -> None:
    url = link(function, uploader)
    shown = preview(url, HOSTILE.encode())
    assert "<script" not in shown.text
    assert "<img" not in shown.text
    assert "{{7*7}}" in shown.text
    assert "begins like a formula" in shown.text
    assert confirm(url, shown).status_code == 303
    names = column(db, "select name from prospects where innovator_id = %s", uploader)
    assert sorted(names)[0] == "<script>document.title='owned'</script>"


@pytest.mark.deep
def test_the_largest_list_fits_into_the_memory_that_it_has(
    function: FunctionProcess, db: Connection, uploader: UUID
) -> None:
    rows = "".join(
        f"Jane{n},Doe,jane{n}@acme{n}.com,+1415555{n:04d},Acme,{'x' * 400}\n" for n in range(20_000)
    )
    url = link(function, uploader)
    shown = preview(url, b"First,Last,Email,Phone,Company,Notes\n" + rows.encode())
    assert shown.status_code == 200
    assert confirm(url, shown).status_code == 303
    assert one(db, "select added from prospect_batches where innovator_id = %s", uploader) == 20_000
    service = function.service
    assert peak_memory(function.pid) < service.memory_bytes


def peak_memory(pid: int) -> int:
    """Of the function's processes together, in bytes: the most that each has had."""
    from pathlib import Path

    peak = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue  # it has ended meanwhile
        group = re.search(r"(?m)^NSpgid:.*?(\d+)$", text)
        most = re.search(r"(?m)^VmHWM:\s+(\d+) kB", text)
        if group and most and int(group[1]) == pid:
            peak += int(most[1]) * 1024
    return peak


def test_no_log_holds_a_link_or_a_word_of_the_list(
    function: FunctionProcess, uploader: UUID
) -> None:
    url = link(function, uploader)
    preview(url, SAMPLES[0].content)
    get(f"{url}/nonsense")
    log = function.log.read_text()
    assert url.rpartition("/")[2] not in log
    assert "acme" not in log.lower()
    assert "/<token>" in log
