"""The upload page in a real browser: on a desk and on a phone, by day and by night."""

import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from infra.local.functions import FunctionProcess
from shared.network.prospects.links import SignedLinks
from tests.fixtures.community import member
from tests.fixtures.contact_files import SAMPLES
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, one
from tests.fixtures.seen import seen
from tests.fixtures.upload_function import KEY, upload_function

MIXED = (
    "First Name,Last Name,Email,Phone,LinkedIn,Company,Title\n"
    "Priya,Raman,priya@northwind.test,(415) 555-0101,linkedin.com/in/priyar,Northwind,CDO\n"
    "Jonas,Weber,not an address,+49 30 123456,,Weber & Söhne Maschinenbau,Geschäftsführer\n"
    "Aiko,Tanaka,aiko@kaizen.test,12,,Kaizen,CFO\n"
    "Nobody,Reachable,,,,Acme,\n"
    "Priya,Raman,priya@northwind.test,,,Northwind,\n"
    "<b>Bold</b>,O'Neil,a-very-long-address-that-never-ends@subsidiary.of.a.large.company.test,,,,\n"
    + "".join(f"Sam,Lee{n},sam{n}@globex.test,,,Globex,Engineer\n" for n in range(12))
)


@pytest.fixture(scope="module")
def function(
    module_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FunctionProcess]:
    folder = tmp_path_factory.mktemp("upload")
    with upload_function(module_database, folder) as function:
        yield function


@pytest.fixture(scope="module")
def db(module_database: Database) -> Iterator[Connection]:
    with psycopg.connect(module_database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def uploader(db: Connection) -> UUID:
    return member(db, poc_agent_type="innovator", first_name="Dana")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_a_list_is_uploaded_looked_at_and_confirmed_without_any_script(
    browser: Browser,
    function: FunctionProcess,
    db: Connection,
    uploader: UUID,
    tmp_path: Path,
    width: int,
    scheme: str,
) -> None:
    url = SignedLinks(function.url, KEY).link(uploader, uuid4(), time.time())
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(function.url) else complaints.append(request.url)
        ),
    )
    where = f"{width}-{scheme}"
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dana, upload people")
    seen(page, f"form-{where}")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("no list at all\n")
    page.get_by_label("Your contact list").set_input_files(wrong)
    page.get_by_role("button", name="See what is in it").click()
    expect(page.get_by_role("alert")).to_contain_text("No row with column names")
    seen(page, f"refused-{where}")
    complaints[:] = [one for one in complaints if "422" not in one]

    file = tmp_path / "contacts.csv"
    file.write_text(MIXED)
    page.get_by_label("Your contact list").set_input_files(file)
    page.get_by_role("button", name="See what is in it").click()
    expect(page.locator(".badge", has_text="duplicate")).to_have_count(1)
    expect(page.get_by_text("<b>Bold</b> O'Neil")).to_be_visible()
    page.get_by_text("Which column is what").click()
    seen(page, f"preview-{where}")
    page.get_by_role("button", name="Add 16 contacts").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("16 contacts added")
    page.get_by_text("Take back").first.click()
    seen(page, f"done-{where}")
    page.get_by_role("link", name="See them").click()
    seen(page, f"contacts-{where}")
    page.get_by_role("searchbox").fill("globex")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("listitem")).to_have_count(12)
    page.get_by_role("button", name="Remove Sam Lee3").click()
    expect(page.get_by_role("listitem")).to_have_count(15)
    page.get_by_role("link", name="Your uploads").click()
    page.get_by_text("Take back").first.click()
    page.get_by_role("button", name="Yes, take back 15").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This link has been used")
    seen(page, f"used-{where}")
    left = "select count(*) from prospects where innovator_id = %s and withdrawn_at is null"
    assert one(db, left, uploader) == 0
    assert complaints == []
    context.close()


def test_it_works_where_scripts_are_off_and_by_keyboard_alone(
    browser: Browser, function: FunctionProcess, db: Connection, uploader: UUID, tmp_path: Path
) -> None:
    url = SignedLinks(function.url, KEY).link(uploader, uuid4(), time.time())
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url)
    file = tmp_path / "Connections.csv"
    file.write_bytes(SAMPLES[0].content)
    page.get_by_label("Your contact list").set_input_files(file)
    page.get_by_label("Your contact list").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Add 2 contacts")
    expect(button).to_be_visible()
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 contacts added")
    assert one(db, "select count(*) from prospects where innovator_id = %s", uploader) == 2
    context.close()
