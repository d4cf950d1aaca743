"""The n8n workflow can be imported: its nodes exist, are connected, and carry nobody's secrets."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from infra.local.services import ROOT

PATH: Path = ROOT / "infra" / "examples" / "n8n_follow_up.json"
# What n8n itself brings along, and the versions of their parameters that are used.
KNOWN = {
    "webhook": 2,
    "set": 3.4,
    "if": 2.2,
    "crypto": 1,
    "httpRequest": 4.2,
    "noOp": 1,
    "stickyNote": 1,
}


@pytest.fixture
def workflow() -> dict[str, Any]:
    return json.loads(PATH.read_text())


@pytest.fixture
def nodes(workflow: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {node["name"]: node for node in workflow["nodes"]}


def test_every_node_has_what_an_import_needs(workflow: dict[str, Any]) -> None:
    nodes = workflow["nodes"]
    for node in nodes:
        assert {"id", "name", "type", "typeVersion", "position", "parameters"} <= node.keys()
        package, _, kind = node["type"].partition(".")
        assert (package, KNOWN[kind]) == ("n8n-nodes-base", node["typeVersion"])
        assert len(node["position"]) == 2
    assert (
        len({node["id"] for node in nodes}) == len({node["name"] for node in nodes}) == len(nodes)
    )
    assert workflow["name"]
    assert workflow["active"] is False


def test_connections_lead_from_the_trigger_to_every_node(
    workflow: dict[str, Any], nodes: dict[str, dict[str, Any]]
) -> None:
    reached, ahead = set[str](), ["Event"]
    while ahead:
        name = ahead.pop()
        reached.add(name)
        for output in workflow["connections"].get(name, {"main": []})["main"]:
            for target in output:
                assert target["type"] == "main"
                assert target["index"] == 0
                ahead.append(target["node"])
    assert workflow["connections"].keys() <= nodes.keys()
    notes = {name for name, node in nodes.items() if node["type"].endswith("stickyNote")}
    assert reached == nodes.keys() - notes
    assert len(workflow["connections"]["Is a quote sent?"]["main"]) == 2, "yes, and no"


def test_it_carries_no_credentials(workflow: dict[str, Any]) -> None:
    assert not [node for node in workflow["nodes"] if "credentials" in node]
    assert not re.search(r"Bearer (?!\.\.\.)", PATH.read_text())


def test_expressions_name_nodes_that_there_are(nodes: dict[str, dict[str, Any]]) -> None:
    named = set(re.findall(r"\$\('([^']+)'\)", PATH.read_text()))
    assert named == {"Event", "Settings"}
    assert named <= nodes.keys()


def test_a_follow_up_is_written_to_event_ingest_under_ids_derived_from_the_event(
    nodes: dict[str, dict[str, Any]],
) -> None:
    request = nodes["Schedule follow-up"]["parameters"]
    assert request["method"] == "POST"
    assert request["url"].endswith("/v1/events")
    body = request["jsonBody"]
    fields = re.findall(r"^    (\w+):", body, re.MULTILINE)
    assert fields == [
        "id",
        "org_id",
        "event_type",
        "occurred_at",
        "actor",
        "primary_entity",
        "payload",
    ]
    assert "event_type: 'followup_scheduled'" in body
    assert re.search(r"primary_entity: \{ id: uuid\(.*\), type: 'followup' \}", body)
    assert "due_at:" in body
    assert "now" not in body.lower(), "twice the same event, twice the same follow-up"
    assert nodes["Derive ids"]["parameters"]["value"].endswith("json.body.id }}")


def test_the_consumer_hears_of_a_failure(nodes: dict[str, dict[str, Any]]) -> None:
    # Answered when the last node has ended: the event stays unacknowledged until it is through.
    assert nodes["Event"]["parameters"]["responseMode"] == "lastNode"
    assert nodes["Schedule follow-up"]["retryOnFail"] is True
