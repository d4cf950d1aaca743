"""A cold start is a person waiting: what a function imports, and how long that takes, is held."""

import os
import subprocess
import sys

import pytest

from infra.local.services import ROOT, Service, read_services

BARE = str(ROOT / "tests/benchmarks/bare_function.py")
RUNS = 3
# Times the processor time of functions-framework's own import, in the same run. `make bench` holds
# the real limits; these are for what a single import too many costs, on a machine that is busy.
CEILINGS = {"twilio_webhook": 2.9, "sms_sender": 2.9}
CEILING = 3.4
# Loaded when needed, or never there: each costs a third of a bare function and more.
NEVER_AT_START = (
    *("anthropic", "pydantic_ai", "pydantic_settings", "boto3", "botocore", "google.auth"),
    *("google.cloud.logging", "stripe", "twilio.rest"),
)
# A text is recorded before they are needed.
NEVER_FIRST = {"twilio_webhook": ("shared.agents", "httpx2", "phonenumbers.geodata")}

IMPORT = """
import os, resource, sys
import gunicorn.workers.gthread
from functions_framework import create_app
from functions_framework._http import create_server
create_app(os.environ["FUNCTION_TARGET"], os.environ["FUNCTION_SOURCE"], "http")
used = resource.getrusage(resource.RUSAGE_SELF)
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


def imported(source: str, target: str, service: Service | None = None) -> tuple[float, set[str]]:
    """The least processor seconds of some imports in processes of their own, and the modules."""
    values: dict[str, str] = {}
    if service is not None:
        values = {name: SETTINGS.get(name, "") for name in service.env}
        values |= {name: SETTINGS.get(name, "something") for name in service.secrets}
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "FUNCTION_SOURCE": source,
        "FUNCTION_TARGET": target,
        **values,
    }
    seconds: list[float] = []
    modules: set[str] = set()
    for _ in range(RUNS):
        done = subprocess.run(
            [sys.executable, "-c", IMPORT],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        taken, *names = done.stdout.splitlines()[-1].split()
        seconds.append(float(taken))
        modules = set(names)
    return min(seconds), modules


@pytest.fixture(scope="module")
def bare() -> float:
    return imported(BARE, "bare_function")[0]


@pytest.mark.parametrize("service", read_services(), ids=lambda one: one.name)
def test_a_function_imports_little_and_soon(bare: float, service: Service) -> None:
    taken, modules = imported(service.source, service.target, service)
    unwanted = {*NEVER_AT_START, *NEVER_FIRST.get(service.name, ())} & modules
    assert not unwanted
    ceiling = CEILINGS.get(service.name, CEILING)
    assert taken <= ceiling * bare, f"{taken / bare:.2f} times functions-framework alone"
