"""The OpenAPI document that event_ingest serves is true: schemathesis sends what it allows and what
it forbids to the served function, and compares every answer with it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from tests.fixtures.database import Database
from tests.fixtures.depth import some_at_once
from tests.fixtures.event_ingest import Caller, a_caller, event_ingest
from tests.fixtures.people import one

ORG = UUID(int=1)
OPERATIONS = [
    ("POST", "/v1/events"),
    ("POST", "/v1/twin-events"),
    ("GET", "/v1/orgs/{org}/events"),
    ("GET", "/v1/orgs/{org}/open-loops"),
    ("POST", "/v1/orgs/{org}/open-loops/{id}/dismiss"),
    ("GET", "/v1/orgs/{org}/entities/{type}/{id}/timeline"),
]


@pytest.fixture(scope="module")
def us(module_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    with event_ingest(module_database, tmp_path_factory.mktemp("event_ingest")) as port:
        yield a_caller(module_database, port, ORG)


@pytest.fixture(scope="module")
def profile(module_database: Database) -> UUID:
    """Whom a twin event of ours can come from."""
    with psycopg.connect(module_database.owner_url, autocommit=True) as owner:
        return one(
            owner, "insert into user_profiles (org_id, role) values (%s, 'a') returning id", ORG
        )


def narrowed(document: Any, profile: UUID) -> Any:
    """The document as of one caller: its organisation, and its profile or nobody's.

    What is generated from it reaches further than what is for a random organisation.
    """
    ours, anybodys = {"enum": [str(ORG)]}, {"enum": [str(ORG), str(UUID(int=2))]}
    for item in document["paths"].values():
        for operation in item.values():
            for parameter in operation["parameters"]:
                if parameter["name"] == "org":
                    parameter["schema"] = ours
    for name, schema in document["components"]["schemas"].items():
        if name == "TwinEvent":
            schema["properties"]["org_id"] = anybodys
            schema["properties"]["source_user_id"] = {"enum": [str(profile), str(UUID(int=2))]}
        elif "event_type" in schema.get("properties", ()):
            schema["properties"]["org_id"] = ours
    return document


@pytest.fixture(scope="module")
def api(us: Caller, profile: UUID) -> Any:
    api: Any = schemathesis.openapi.from_dict(narrowed(us.get("/openapi.json").document, profile))
    api.config.update(
        base_url=f"http://127.0.0.1:{us.port}", headers={"Authorization": f"Bearer {us.token}"}
    )
    # A character that is none cannot be told in JSON Schema; other tests send it.
    api.config.generation.update(allow_x00=False)
    return api


def test_the_document_lists_what_is_served(us: Caller) -> None:
    paths = us.get("/openapi.json").document["paths"]
    listed = {(method.upper(), path) for path, item in paths.items() for method in item}
    assert listed == set(OPERATIONS)


def is_served(case: Any) -> bool:
    """functions-framework itself finds no function for a path with a line break."""
    parts: dict[str, object] = case.path_parameters or {}
    return "\n" not in "".join(str(part) for part in parts.values())


def answers(operation: Any, mode: schemathesis.GenerationMode) -> set[int]:
    """The statuses of forty answers, each as the document says."""
    statuses: set[int] = set()

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )
    def answered(case: Any) -> None:
        if is_served(case):
            statuses.add(case.call_and_validate().status_code)

    answered()
    return statuses


@pytest.mark.parametrize(("method", "path"), some_at_once(OPERATIONS, OPERATIONS[0]))
def test_what_the_document_allows_is_taken(api: Any, method: str, path: str) -> None:
    statuses = answers(api[path][method], schemathesis.GenerationMode.POSITIVE)
    nobodys_loop = path.endswith("dismiss")
    assert ({404} if nobodys_loop else {200}) <= statuses <= {200, 403, 404, 409}


@pytest.mark.parametrize(("method", "path"), some_at_once(OPERATIONS, OPERATIONS[0]))
def test_what_it_forbids_is_refused(api: Any, method: str, path: str) -> None:
    statuses = answers(api[path][method], schemathesis.GenerationMode.NEGATIVE)
    assert 400 in statuses
    assert statuses <= {200, 400, 401, 404}
