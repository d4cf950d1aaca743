"""The pages of analytics in a real browser: on a desk and on a phone, by day and by night."""

from collections.abc import Iterator
from typing import Literal

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from infra.local.seed import Options, fill
from shared.db.pool import Database as Pool
from tests.fixtures.analytics_pages import AnalyticsPages
from tests.fixtures.database import Database
from tests.fixtures.seen import quiet_page, seen


@pytest.fixture(scope="module")
def address(module_database: Database) -> Iterator[str]:
    with psycopg.connect(module_database.owner_url, autocommit=True) as connection:
        fill(connection, Options(users=40, days=75, lifelike=True), lambda _share: None)
    pool = Pool(module_database.functions_url)
    with AnalyticsPages(pool).served() as url:
        yield url
    pool.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_a_manager_finds_the_busiest_company_of_last_month_and_opens_a_conversation(
    browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    with quiet_page(browser, width, scheme) as page:
        where = f"{width}-{scheme}"
        page.goto(address)
        expect(page.get_by_role("img", name="Sessions a day")).to_be_visible()
        page.get_by_text("Values of Sessions a day").click()
        seen(page, f"overview-{where}")
        page.get_by_role("link", name="Last month").click()
        page.get_by_role("link", name="Leaderboard").click()
        busiest = page.get_by_role("row").nth(1).get_by_role("link")
        company = busiest.inner_text()
        seen(page, f"leaderboard-{where}")
        page.get_by_role("link", name="Retention").click()
        seen(page, f"retention-{where}")
        page.go_back()
        busiest.click()
        expect(page.get_by_label("Company")).to_have_value(company)
        page.get_by_role("searchbox").fill("budget")
        page.get_by_role("button", name="Find").click()
        sessions = page.get_by_role("list", name="Sessions").get_by_role("listitem")
        expect(sessions.first).to_contain_text(company)
        seen(page, f"activities-{where}")
        sessions.first.get_by_role("link").click()
        expect(page.locator(".thread li").first).to_be_visible()
        seen(page, f"activity-{where}")


def test_it_works_where_scripts_are_off_and_by_keyboard_alone(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/activities")
    search = page.get_by_role("searchbox")
    search.focus()
    page.keyboard.type("hiring")
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name="Sessions").get_by_role("listitem").first).to_be_visible()
    assert "q=hiring" in page.url
    context.close()
