"""A search with the web: what is asked there, and how it goes on when the web does not answer."""

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from shared.db.pool import Database as Pool
from shared.errors import ProviderBusy, ProviderUnavailable
from shared.network.research import State
from shared.providers.tavily import TavilySearch
from shared.tasks.research import RESEARCH_TASKS
from tests.fixtures.background import handle_events
from tests.fixtures.community import clock, member, queued
from tests.fixtures.people import Connection, column, one
from tests.fixtures.providers import TAVILY_KEY, ProvidersStandIn, Scripted
from tests.fixtures.research import PAYROLL, offering, request, row, state_of
from tests.fixtures.tasks import TaskRunner, processor

PAGE = {
    "title": "Deel Brazil",
    "url": "https://deel.test/brazil",
    "content": "Payroll for employees and contractors in Brazil.",
    "score": 0.9,
}
DOWN = Scripted(status=503)


@pytest.fixture(name="stand_in")
def fixture_stand_in() -> Iterator[ProvidersStandIn]:
    """A provider that knows one page."""
    with ProvidersStandIn() as stand_in:
        stand_in.pages.append(dict(PAGE))
        yield stand_in


@pytest.fixture(name="web")
def fixture_web(stand_in: ProvidersStandIn) -> Iterator[TavilySearch]:
    """A client of it."""
    with closing(TavilySearch(TAVILY_KEY, stand_in.url)) as web:
        yield web


def work(pool: Pool, app: Connection, web: TavilySearch, tries: int = 1) -> None:
    """All steps that are due, and again at once what failed."""
    for _ in range(tries):
        app.execute("update agent_tasks set available_at = now() where status = 'pending'")
        one = replace(processor(pool, *RESEARCH_TASKS), web=web)
        one.work_off(seconds=60, stopping=lambda: False)


def begun(pool: Pool, app: Connection) -> tuple[UUID, UUID]:
    who = member(app, first_name="Priya", last_name="Patel", company="Hooli")
    need = "a payroll tool for Hooli in Brazil, mail me at priya@hooli.test"
    workflow = request(app, who, need, now=clock(app))
    handle_events(pool)
    return who, workflow


def test_the_web_is_asked_without_whom_it_is_for_and_its_options_are_told_as_such(
    pool: Pool, app: Connection, stand_in: ProvidersStandIn, web: TavilySearch
) -> None:
    offering(app, **PAYROLL)
    who, workflow = begun(pool, app)
    work(pool, app, web)

    found = row(app, workflow)
    assert (found["web_outcome"], found["current_step"]) == ("answered", State.AWAITING)
    assert [one["title"] for one in found["perplexity_results"]] == ["Deel Brazil"]
    sent = " ".join(asked.everything for asked in stand_in.asked)
    assert "payroll tool" in sent
    assert not [name for name in ("Priya", "Patel", "Hooli", "priya@") if name in sent]
    (first,) = queued(app, who, "solution_update")
    by_name: dict[str, Any] = {one["name"]: one["url"] for one in first["options"]}
    assert by_name == {"Folha": None, "Deel Brazil": PAGE["url"]}


@pytest.mark.parametrize("fault", [DOWN, Scripted(status=429), Scripted(body=b"<html>")])
def test_a_provider_that_fails_is_asked_again_with_the_task(
    pool: Pool, app: Connection, stand_in: ProvidersStandIn, web: TavilySearch, fault: Scripted
) -> None:
    _, workflow = begun(pool, app)
    stand_in.script(fault)
    work(pool, app, web)
    assert state_of(app, workflow) == State.INITIAL_RESEARCH, "nothing has changed"
    work(pool, app, web)
    assert row(app, workflow)["web_outcome"] == "answered"


def test_after_the_last_attempt_the_search_goes_on_without_the_web(
    pool: Pool, app: Connection, stand_in: ProvidersStandIn, web: TavilySearch
) -> None:
    offering(app, **PAYROLL)
    who, workflow = begun(pool, app)
    stand_in.script(*[DOWN] * 4)
    work(pool, app, web, tries=4)
    found = row(app, workflow)
    assert (found["web_outcome"], found["current_step"]) == ("unavailable", State.AWAITING)
    assert "the web: unavailable" in str(found["conversation_log"])
    (first,) = queued(app, who, "solution_update")
    assert [one["name"] for one in first["options"]] == ["Folha"]


def test_a_refused_key_is_not_tried_again(
    pool: Pool, app: Connection, stand_in: ProvidersStandIn, web: TavilySearch
) -> None:
    _, workflow = begun(pool, app)
    stand_in.script(Scripted(status=401))
    work(pool, app, web)
    assert row(app, workflow)["web_outcome"] == "refused"
    assert len(stand_in.asked) == 1


HANGS = None
FAULTS = {
    "hangs": (HANGS, "unavailable"),
    "429": (Scripted(status=429, headers={"Retry-After": "20"}), "unavailable"),
    "down": (DOWN, "unavailable"),
    "breaks off": (Scripted(break_off=True), "unavailable"),
    "refuses": (Scripted(status=401), "refused"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_search_ends_as_it_should_though_the_provider_fails_and_every_step_dies_once(
    pool: Pool, app: Connection, stand_in: ProvidersStandIn, fault: str
) -> None:
    """Before each step a worker does it and is killed; then another one does it."""
    offering(app, **PAYROLL)
    who, workflow = begun(pool, app)
    behaviour, outcome = FAULTS[fault]
    stand_in.fault = behaviour
    if behaviour is HANGS:
        stand_in.hang()
    with closing(TavilySearch(TAVILY_KEY, stand_in.url, seconds=0.3)) as web:
        for _ in range(12):
            _die_on_the_way(pool, app, web)
            work(pool, app, web)
            if state_of(app, workflow) == State.AWAITING:
                app.execute("update solution_workflows set deadline_at = now()")
                app.execute(
                    "update agent_tasks set scheduled_for = now() where status = 'pending'"
                    " and task_type = 'solution_workflow_timeout'"
                )
            if state_of(app, workflow) == State.COMPLETE:
                break
    done = row(app, workflow)
    assert (done["current_step"], done["web_outcome"]) == (State.COMPLETE, outcome)
    assert [step["to"] for step in done["conversation_log"]] == [*State][1:5], "each once"
    said = "select message_data ->> 'what' from message_queue where item_id = %s order by seq"
    assert column(app, said, workflow) == ["first", "ended"]
    (ended,) = queued(app, who, "solution_update")
    assert ended["web_failed"]
    assert [one["name"] for one in ended["options"]] == ["Folha"]
    assert one(app, "select count(*) from community_requests") == 1
    assert one(app, "select count(*) from agent_tasks where status = 'failed'") == 0


def _die_on_the_way(pool: Pool, app: Connection, web: TavilySearch) -> None:
    """A worker that claims what is due, asks the provider, and is killed before it settles."""
    app.execute("update agent_tasks set available_at = now() where status = 'pending'")
    with suppress(ProviderBusy, ProviderUnavailable):
        TaskRunner(pool, web=web).handle(one(app, "select now()"))
    app.execute(
        "update agent_tasks set leased_until = now(), available_at = now()"
        " where status = 'processing'"
    )
    app.execute("update private.lanes set leased_until = now() where leased_until is not null")
