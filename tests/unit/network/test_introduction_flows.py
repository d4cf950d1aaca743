"""The flows of introductions as data: the diagram beside them, and what time brings."""

import re
from datetime import UTC, datetime, timedelta

import pytest

import shared.network.introductions as flows
from shared.network.introductions import FLOWS, STATUSES, Action, Actor, Flow, State, due_step
from tests.fixtures.examples import each

NOW = datetime(2026, 6, 2, 14, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def _diagram(flow: Flow) -> str:
    after = (flows.__doc__ or "").split(f"\n{flow}  ")[1]
    return re.split(r"\n(?:intro_|connection_)\w+  ", after)[0]


@pytest.mark.parametrize("flow", Flow)
def test_the_diagram_shows_every_status_and_action(flow: Flow) -> None:
    drawn = set(re.findall(r"[a-z_]+", _diagram(flow)))
    assert set(STATUSES[flow]) - {"dormant"} <= drawn
    done = {step.action for step in FLOWS[flow] if step.actor is not Actor.SYSTEM}
    named = {"object": "objection"}
    said = {named.get(action.value, action.value) for action in done}
    assert {one for one in said if one not in drawn and f"{one}s" not in drawn} == set()


@pytest.mark.parametrize("flow", Flow)
def test_each_step_is_declared_once_and_leads_to_a_status_of_the_flow(flow: Flow) -> None:
    keys = [(one.status, one.reported, one.action, one.actor) for one in FLOWS[flow]]
    assert len(keys) == len(set(keys))
    assert {one.outcome.status for one in FLOWS[flow]} <= set(STATUSES[flow])
    assert Actor.STRANGER not in {one.actor for one in FLOWS[flow]}


@each(
    "status, columns, days, due",
    [
        ("open", {"expires_at": NOW + 30 * DAY}, 29, None),
        ("open", {"expires_at": NOW + 30 * DAY}, 30, Action.EXPIRE),
        ("paused", {"expires_at": NOW + 30 * DAY}, 30, Action.EXPIRE),
        ("open", {}, 400, None),
        ("pending_connector_confirmation", {"expires_at": NOW + 7 * DAY}, 2, None),
        ("pending_connector_confirmation", {"expires_at": NOW + 7 * DAY}, 3, Action.REMIND),
        ("pending_connector_confirmation", {"expires_at": NOW + 7 * DAY}, 7, Action.EXPIRE),
        ("accepted", {}, 6, None),
        ("accepted", {}, 7, Action.ASK),
        ("accepted", {"asked_at": NOW, "asked_count": 2}, 7, Action.ASK),
        ("accepted", {"asked_at": NOW, "asked_count": 3}, 7, Action.EXPIRE),
        ("confirmed", {"reported_at": NOW, "asked_at": NOW}, 6, None),
        ("confirmed", {"reported_at": NOW, "asked_at": NOW}, 7, Action.COMPLETE),
        ("completed", {}, 400, None),
        ("declined", {}, 400, None),
    ],
)
def test_what_is_due(
    status: str, columns: dict[str, object], days: int, due: Action | None
) -> None:
    row = {"item_type": "intro_offer", "status": status, "updated_at": NOW, **columns}
    assert due_step(State.model_validate(row), NOW + days * DAY) == due
