"""The pages of operations in a real browser, and what an operator does there by keyboard alone."""

from collections.abc import Iterator
from typing import Literal

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from tests.fixtures.dashboard import dashboard_function
from tests.fixtures.database import Database
from tests.fixtures.operated import operated
from tests.fixtures.people import Connection, column, one
from tests.fixtures.seen import quiet_page, seen

TABS = [
    *("Analytics", "Now", "Conversations", "People", "Approvals"),
    *("Reviews", "Dead letters", "Prompts", "Doctor", "Audit"),
]


@pytest.fixture(scope="module")
def db(module_database: Database) -> Iterator[Connection]:
    with psycopg.connect(module_database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def address(
    module_database: Database, db: Connection, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    operated(db)
    with dashboard_function(module_database.app_url, tmp_path_factory.mktemp("page")) as function:
        yield function.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_every_page_is_fit_to_be_seen(
    browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    with quiet_page(browser, width, scheme) as page:
        page.goto(address)
        for tab in TABS:
            page.get_by_role("navigation", name="Pages").get_by_role("link", name=tab).click()
            expect(page.get_by_role("link", name=tab, exact=True)).to_have_attribute(
                "aria-current", "page"
            )
            seen(page, f"{tab.lower().replace(' ', '-')}-{width}-{scheme}")


def test_all_that_match_are_retried_by_keyboard_alone(
    browser: Browser, address: str, db: Connection
) -> None:
    with quiet_page(browser, 1400, "light") as page:
        page.goto(f"{address}/dead-letters")
        page.keyboard.press("/")
        page.keyboard.type("no answer")
        page.keyboard.press("Enter")
        page.wait_for_url("**words=no+answer*")
        page.get_by_role("button", name="Retry all 3 that match").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Retry all 3?")).to_be_visible()
        seen(page, "sure")
        page.get_by_role("button", name="Yes, retry 3").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("3 put back to be tried again by")
        seen(page, "retried")
    tasks = "select distinct status from agent_tasks where task_type = 'schedule_followup'"
    assert column(db, tasks) == ["pending"]


def test_whoever_waits_is_approved_and_declined_by_keyboard_alone(
    browser: Browser, address: str, db: Connection
) -> None:
    with quiet_page(browser, 390, "light") as page:
        page.goto(f"{address}/approvals")
        page.keyboard.press("j")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.get_by_role("button", name="Approve whoever is marked").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("approved, concierge")
        seen(page, "approved")
        page.keyboard.press("j")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.get_by_role("button", name="Decline whoever is marked").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Decline 1 person?")).to_be_visible()
        seen(page, "decline-sure")
        page.get_by_label("Why, in words that they are told").focus()
        page.keyboard.type("we take in founders only for now")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("declined; they are told")
        seen(page, "declined")
    assert one(db, "select count(*) from users where declined_at is not null") == 1
    acts = "select action from operator_actions where target_table = 'users' order by created_at"
    assert column(db, acts) == ["approve_as_concierge", "decline"]
