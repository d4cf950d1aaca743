"""A cold start is a person waiting: what a function imports, and how long that takes, is held."""

import math
import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

from infra.local.services import ROOT, Service, read_services
from tests.fixtures.database import Database
from tests.fixtures.depth import some_at_once

BARE = str(ROOT / "tests/benchmarks/bare_function.py")
MOST_RUNS = 15
# Times the processor time of functions-framework's own import, in the same run. `make bench` holds
# the real limits; these are for what a single import too many costs, on a machine that is busy.
CEILINGS = {"twilio_webhook": 2.9, "sms_sender": 2.9}
CEILING = 3.4
# Loaded when needed, or never there: each costs a third of a bare function and more.
NEVER_AT_START = (
    *("anthropic", "pydantic_ai", "pydantic_settings", "boto3", "botocore", "google.auth"),
    *("google.cloud.logging", "stripe", "twilio.rest"),
)
# A text is recorded, and a sweep finds nothing due, before they are needed.
NEVER_FIRST = {
    "twilio_webhook": ("shared.agents", "httpx2", "phonenumbers.geodata"),
    "event_processor": ("shared.agents", "pydantic"),
    "message_orchestrator": ("shared.agents", "pydantic"),
    "task_processor": ("shared.agents", "pydantic"),
}

IMPORT = """
import os, resource, sys
import gunicorn.workers.gthread
from functions_framework import create_app
from functions_framework._http import create_server
app = create_app(os.environ["FUNCTION_TARGET"], os.environ["FUNCTION_SOURCE"], "http")
used = resource.getrusage(resource.RUSAGE_SELF)
if len(sys.argv) > 1:
    answer = app.test_client().post("/", headers={"Authorization": "Bearer something"})
    assert answer.status_code == 200, answer.text
print(used.ru_utime + used.ru_stime, *sys.modules)
"""
SETTINGS = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "MAIL_DOMAIN": "mail.x.test",
    "PUBLIC_BASE_URL": "https://x.test",
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_PHONE_NUMBER": "+14155550100",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def values(service: Service) -> dict[str, str]:
    settings = {name: SETTINGS.get(name, "") for name in service.env}
    return settings | {name: SETTINGS.get(name, "something") for name in service.secrets}


def imported(
    source: str, target: str, settings: Mapping[str, str], *arguments: str
) -> tuple[float, set[str]]:
    """The processor seconds of an import in a process of its own, and the modules.

    With an argument, the modules after an empty sweep.
    """
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, *arguments],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "FUNCTION_SOURCE": source,
            "FUNCTION_TARGET": target,
            **settings,
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    taken, *names = done.stdout.splitlines()[-1].split()
    return float(taken), set(names)


@pytest.fixture(scope="session")
def bare_seconds() -> float:
    """What functions-framework alone takes."""
    return min(imported(BARE, "bare_function", {})[0] for _ in range(3))


SERVICES = read_services()
SWEPT = ("event_processor", "message_orchestrator", "task_processor")
AT_ONCE = {"twilio_webhook", "task_processor"}


@pytest.mark.parametrize(
    "service",
    some_at_once(SERVICES, *(one for one in SERVICES if one.name in AT_ONCE)),
    ids=[one.name for one in SERVICES],
)
def test_a_function_imports_little_and_soon(service: Service, bare_seconds: float) -> None:
    ceiling = CEILINGS.get(service.name, CEILING)
    bare, taken = bare_seconds, math.inf
    # In turns, the least of each: what else the machine does only adds, now to one, now to both.
    for run in range(MOST_RUNS):
        if run:
            bare = min(bare, imported(BARE, "bare_function", {})[0])
        seconds, modules = imported(service.source, service.target, values(service))
        taken = min(taken, seconds)
        unwanted = {*NEVER_AT_START, *NEVER_FIRST.get(service.name, ())} & modules
        assert not unwanted
        if taken <= ceiling * bare:
            break
    assert taken <= ceiling * bare, f"{taken / bare:.2f} times functions-framework alone"


@pytest.mark.parametrize("name", some_at_once(SWEPT, "message_orchestrator"))
def test_a_sweep_that_finds_nothing_due_loads_nothing(database: Database, name: str) -> None:
    (service,) = (one for one in read_services() if one.name == name)
    settings = values(service) | {"DATABASE_URL": database.functions_url, "TWILIO_AUTH_TOKEN": ""}
    _, modules = imported(service.source, service.target, settings, "sweep")
    assert "psycopg" in modules
    assert not modules.intersection(NEVER_FIRST[name])
