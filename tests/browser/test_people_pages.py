"""People and conversations in a real browser: looked at, and one taken over by keyboard alone."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal
from uuid import UUID

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.domain.decision import ActionRecord
from shared.domain.effects.person import AskForPerson
from tests.fixtures.dashboard import dashboard_function
from tests.fixtures.database import Database
from tests.fixtures.people import MIKE, SARAH, Connection, add_user, column, decision, one, text
from tests.fixtures.seen import quiet_page, seen

LONG = "I have tried it on two phones and a laptop, and it says that my number is unknown. " * 3
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def db(module_database: Database) -> Iterator[Connection]:
    with psycopg.connect(module_database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def turns(module_database: Database) -> Iterator[Turns]:
    pool = Pool(module_database.functions_url)
    yield Turns(pool)
    pool.close()


@pytest.fixture(scope="module")
def threads(db: Connection, turns: Turns) -> dict[str, UUID]:
    """Two who ask for a human, and what stands on a person's page."""
    people = {
        "Sarah": add_user(
            db, SARAH, first_name="Sarah", last_name="Chen", title="CTO", company="Acme",
            email="sarah.chen@acme-industries.test", expertise=["payroll", "soc-2"],
            goals='[{"text": "hire two engineers by March", "stated_at": "2026-11-01T10:00:00Z"}]',
        ),
        "Mike": add_user(db, MIKE, first_name="Mike", last_name="Torres"),
    }  # fmt: skip
    call = ActionRecord(
        action_type="llm_call", model_used="claude-x", input_tokens=1200, output_tokens=34,
        cost_usd=Decimal("0.0125"), latency_ms=900,
    )  # fmt: skip
    tool = ActionRecord(
        action_type="function_execution", latency_ms=3, input_data={"tool": "request_person"},
        output_data={"status": "the team is told now", "they_can_also_write_to": "help@x.test"},
    )  # fmt: skip
    for number in (SARAH, MIKE):
        for words in ("hi, I can't get in", LONG, "can I talk to a human?"):
            turn = turns.record(text(words, sender=number)).turn
            assert turn is not None
            asks = [AskForPerson()] if "human" in words else []
            answer = "I'm telling the team now." if asks else "Could you say more about it?"
            made = decision(answer, effects=asks, log=[call, tool] if asks else [])
            turns.settle(turn, made, [(answer, 1)], decided_ms=912)
    db.execute(
        "insert into consent_events (user_id, phone_number, change, source, words)"
        " values (%s, %s, 'in', 'keyword', 'START')",
        (people["Sarah"], SARAH),
    )
    db.execute(
        "insert into message_queue (user_id, agent_id, message_data, scheduled_for, trace)"
        ' values (%s, \'concierge\', \'{"kind": "text", "text": "the budget is due"}\','
        ' now() + interval \'3 hours\', \'[{"step": "held", "reason": "quiet hours"}]\')',
        (people["Sarah"],),
    )
    db.execute("update messages set status = 'delivered' where direction = 'outbound'")
    query = "select id from conversations where user_id = %s"
    return {name: one(db, query, id) for name, id in people.items()}


@pytest.fixture(scope="module")
def address(
    module_database: Database, threads: dict[str, UUID], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with dashboard_function(module_database.app_url, tmp_path_factory.mktemp("people")) as function:
        yield function.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_somebody_is_found_and_every_page_about_them_is_fit_to_be_seen(
    browser: Browser, address: str, width: int, scheme: Scheme
) -> None:
    with quiet_page(browser, width, scheme) as page:
        where = f"{width}-{scheme}"
        page.goto(f"{address}/people")
        seen(page, f"people-{where}")
        page.get_by_role("searchbox").fill("acme")
        page.get_by_role("button", name="Find").click()
        expect(page.get_by_role("row")).to_have_count(2)
        page.get_by_role("link", name="Sarah Chen").click()
        expect(page.get_by_text("held: quiet hours")).to_be_visible()
        seen(page, f"person-{where}")
        page.get_by_role("link", name="Conversations").click()
        expect(page.get_by_text("Nobody asks")).to_have_count(0)
        seen(page, f"conversations-{where}")
        page.get_by_role("link", name="Sarah Chen").click()
        page.get_by_text("Trace:").last.click()
        page.get_by_text("912 ms").last.click()
        expect(page.get_by_text("1,200 tokens in")).to_be_visible()
        seen(page, f"conversation-{where}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_a_conversation_is_taken_over_answered_and_given_back_by_keyboard_alone(
    browser: Browser, address: str, threads: dict[str, UUID], db: Connection, width: int,
    scheme: Scheme,
) -> None:  # fmt: skip
    with quiet_page(browser, width, scheme) as page:
        page.goto(f"{address}/conversations/{threads['Mike']}")
        tab_to(page, "Take over")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("You answer now. The agents are silent.")
        page.keyboard.press("Tab")
        expect(page.get_by_label("Your answer")).to_be_focused()
        page.keyboard.type(f"Hi Mike, Ana here, {width} {scheme}.")
        seen(page, f"taken-over-{width}-{scheme}")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Your answer is on its way.")
        expect(page.locator(".thread").get_by_text(f"{width} {scheme}.")).to_be_visible()
        tab_to(page, "Give back")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Given back")
        seen(page, f"given-back-{width}-{scheme}")
    said = "select content from messages where role = 'system' and content like 'Hi Mike%%'"
    assert f"Hi Mike, Ana here, {width} {scheme}." in column(db, said)


def test_what_comes_in_shows_by_itself_and_what_is_typed_stays(
    browser: Browser, address: str, threads: dict[str, UUID], turns: Turns, db: Connection
) -> None:
    with quiet_page(browser, 1400, "light") as page:
        page.goto(f"{address}/conversations/{threads['Mike']}")
        page.get_by_role("button", name="Take over").click()
        page.get_by_label("Your answer").fill("half a sent")
        turns.record(text("one more thing", sender=MIKE))
        expect(page.get_by_text("one more thing")).to_be_visible(timeout=30_000)
        expect(page.get_by_label("Your answer")).to_have_value("half a sent")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("status")).to_have_text("Your answer is on its way.")
        page.get_by_role("button", name="Give back").click()


def tab_to(page: Page, button: str) -> None:
    """Presses Tab until that button has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == button:
            return
    raise AssertionError(f"{button} cannot be reached by keyboard")
