"""Can I talk to a human? From the phone to the operator's pages and back, with both engines."""

import html
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from infra.local.stack import DatabaseUrls, Stack, StackOptions
from shared.pages.people.conversation import JOINED
from tests.fixtures.anthropic_standin import AnthropicStandIn, text, tool_calls
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, add_user, column, one
from tests.fixtures.texting import TEXTING
from tests.fixtures.waiting import until

MAYA = "+12125550142"


@pytest.fixture(params=["rules", "claude"])
def stack(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> Iterator[Stack]:
    """The functions with one engine or the other; the model answers what is scripted here."""
    environment: dict[str, str] = {}
    with ExitStack() as opened:
        if request.param == "claude":
            model = opened.enter_context(AnthropicStandIn())
            model.script(
                tool_calls(("request_person", {})),
                text("I'm software; the team knows now, and one of them answers you here."),
                text("Good to hear. Text me whenever something comes up."),
            )
            environment = {"ANTHROPIC_API_KEY": "key", "ANTHROPIC_BASE_URL": model.url}
        options = StackOptions(
            functions=(*TEXTING, "dashboard"),
            database=DatabaseUrls(database.owner_url, database.functions_url),
            environment=environment,
            sweep_interval=0.5,
        )
        yield opened.enter_context(Stack(tmp_path, options=options))


def test_who_asks_for_a_human_is_answered_by_one_and_then_by_the_agent_again(
    stack: Stack, owner: Connection
) -> None:
    user = add_user(owner, MAYA, first_name="Maya", last_name="Roe")

    def texts() -> list[str]:
        return column(owner, "select content from messages where status = 'delivered' order by seq")

    def act(what: str, **form: str) -> None:
        answer = httpx2.post(
            f"{stack.functions['dashboard'].url}/conversations/{conversation}/{what}",
            data=form,
            headers={"Sec-Fetch-Site": "same-origin"},
            trust_env=False,
        )
        assert answer.status_code == 303, answer.text

    def page(path: str) -> str:
        shown = httpx2.get(stack.functions["dashboard"].url + path, trust_env=False)
        assert shown.status_code == 200
        return html.unescape(shown.text)

    stack.twilio.receive(MAYA, "can I talk to a human?")
    until(lambda: len(texts()) == 1, "the agent says what happens now")
    assert "software" in texts()[0]
    asking = page("/conversations").partition("<h2>Taken over")[0]
    assert "Maya Roe" in asking
    conversation = one(owner, "select id from conversations where user_id = %s", user)

    act("take-over", reason="she asked")
    until(lambda: len(texts()) == 2, "a person has joined")
    assert texts()[1] == JOINED
    stack.twilio.receive(MAYA, "my link does not open")
    until(
        lambda: one(owner, "select count(*) from messages where direction = 'inbound'") == 2,
        "it is recorded",
    )
    seen = re.search(r'name="seen" value="(\d+)"', page(f"/conversations/{conversation}"))
    assert seen
    act("answer", answer="I sent you another one.", seen=seen[1])
    until(lambda: len(texts()) == 3, "the person's answer is delivered")
    assert texts()[2] == "I sent you another one."

    act("give-back", reason="solved")
    stack.twilio.receive(MAYA, "thanks, that works")
    until(lambda: len(texts()) == 4, "the agent answers again")
    assert texts()[3] not in (JOINED, texts()[0], texts()[2])
    roles = column(owner, "select role from messages where direction = 'outbound' order by seq")
    assert roles == ["concierge", "system", "system", "concierge"]
