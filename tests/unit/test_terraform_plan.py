"""What Terraform plans with the real expressions: what a first deployment makes, what is refused
before anything is made, and that every function starts with what it is given. The resources are
`terraform_data`, so nothing of Google's is asked."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from typing import cast

import pytest

from infra.local.services import ROOT, read_services
from tests.fixtures.depth import some_at_once
from tests.fixtures.terraform_run import (
    ALERT,
    ENVIRONMENT,
    FEW,
    FIRST,
    GCP,
    GRANT,
    SERVICE,
    UNUSED,
    WHOLE,
    Change,
    Terraform,
    TerraformError,
    container,
    of_type,
)

pytestmark = pytest.mark.skipif(
    not shutil.which("terraform"), reason="terraform is not on this machine"
)


@pytest.fixture(scope="module")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    """With nothing applied; here it only plans."""
    folder = tmp_path_factory.mktemp("empty")
    return Terraform.copied(GCP, folder, {one.name for one in FEW})


def test_the_first_apply_makes_every_identity_and_grant_and_no_function(
    terraform: Terraform,
) -> None:
    changes = terraform.plan(FIRST)
    assert of_type(changes, SERVICE) == []
    assert of_type(changes, "google_cloud_scheduler_job") == []
    accounts = {one.name for one in of_type(changes, "google_service_account")} - {"None"}
    assert accounts == {one.name for one in FEW}
    granted = {(one.name, str(one.key)) for one in of_type(changes, GRANT)}
    assert granted == {(one.name, secret) for one in FEW for secret in one.secrets}


@pytest.fixture(scope="module")
def changes(tmp_path_factory: pytest.TempPathFactory) -> list[Change]:
    """The plan of everything that services.yaml lists, from nothing."""
    folder = tmp_path_factory.mktemp("listed")
    terraform = Terraform.copied(GCP, folder, {one.name for one in read_services()})
    return terraform.plan(WHOLE)


@pytest.fixture(scope="module")
def planned(changes: list[Change]) -> dict[str, Change]:
    """Each function as it is planned."""
    return {one.name: one for one in of_type(changes, SERVICE)}


def test_no_alert_asks_for_a_metric_that_a_new_project_does_not_have(changes: list[Change]) -> None:
    alerts = of_type(changes, ALERT)
    assert len(alerts) == 9 + 5 + len(read_services())
    for alert in alerts:
        (condition,) = alert.after["conditions"]
        (query,) = condition["condition_prometheus_query_language"]
        assert set(condition) == {"display_name", "condition_prometheus_query_language"}
        assert query["disable_metric_validation"]
        # Google leaves out a duration of 0, or does not: not said, it cannot differ.
        assert int(query["duration"].removesuffix("s")) >= int(query["evaluation_interval"][:-1])


def empty_values(value: object) -> list[object]:
    """What Google leaves out of an answer: 0, false, nothing."""
    if isinstance(value, dict):
        items = list(cast("dict[str, object]", value).values())
    elif isinstance(value, list):
        items = cast("list[object]", value)
    else:
        return [] if value else [value]
    return [one for item in items for one in empty_values(item)]


def test_the_dashboard_says_nothing_that_google_leaves_out(changes: list[Change]) -> None:
    (dashboard,) = of_type(changes, "google_monitoring_dashboard")
    board = json.loads(dashboard.after["dashboard_json"])
    assert empty_values(board) == []
    tiles = board["mosaicLayout"]["tiles"]
    places = {(one.get("xPos", 0), one.get("yPos", 0)) for one in tiles}
    assert len(places) == len(tiles) == 11
    assert max(x + one["width"] for one in tiles for x in [one.get("xPos", 0)]) <= 48


STARTER = """
import json, os, runpy, sys
from shared.config import settings
for given in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(given)
    settings.cache_clear()
    runpy.run_path(given["FUNCTION_SOURCE"])
    print(given["FUNCTION_TARGET"])
"""
URLS = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x", "REDIS_URL": "redis://127.0.0.1:1"}


def test_every_function_starts_with_what_the_plan_gives_it(planned: Mapping[str, Change]) -> None:
    given = [
        {
            one["name"]: one.get("value") or URLS.get(one["name"], "0123456789abcdef" * 2)
            for one in container(function)["env"]
        }
        for function in planned.values()
    ]
    done = subprocess.run(
        [sys.executable, "-c", STARTER],
        cwd=ROOT,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    started = {line for line in done.stdout.splitlines() if not line.startswith("{")}
    assert started == {one.target for one in read_services()}


def test_a_function_has_what_services_yaml_says(planned: Mapping[str, Change]) -> None:
    for service in read_services():
        after = planned[service.name].after
        (template,) = after["template"]
        assert after["name"] == service.name.replace("_", "-")
        assert template["timeout"] == f"{service.timeout_seconds}s"
        assert template["max_instance_request_concurrency"] == service.concurrency
        (scaling,) = template["scaling"]
        assert scaling == {
            "min_instance_count": service.min_instances,
            "max_instance_count": service.max_instances,
        }
        environment = {
            one["name"]: one.get("value") for one in container(planned[service.name])["env"]
        }
        assert environment["THREADS"] == str(service.concurrency + 8)
        assert set(environment) - {"FUNCTION_SOURCE", "FUNCTION_TARGET", "THREADS"} <= {
            *("GOOGLE_CLOUD_PROJECT", *service.env, *service.secrets)
        }
        assert not set(environment) & set(UNUSED)
        for probe in ("startup_probe", "liveness_probe"):
            (one,) = container(planned[service.name])[probe]
            assert one["timeout_seconds"] <= one["period_seconds"]
        (start,) = container(planned[service.name])["startup_probe"]
        assert start["period_seconds"] * start["failure_threshold"] <= 240


def other(**environment: str) -> dict[str, object]:
    return {"environment": {**ENVIRONMENT, **environment}}


# Terraform says all that it finds at once.
REFUSED: list[tuple[dict[str, object], list[str]]] = [
    (
        {
            "image": "us-central1-docker.pkg.dev/p/yachtparty/yachtparty:latest",
            "monthly_budget": 99.5,
            "billing_account": "My Billing Account",
            **other(
                TWILIO_ACCOUNT="AC1",
                TWILIO_ACCOUNT_SID="AC...",
                TWILIO_MESSAGING_SERVICE_SID="MG...",
                MAIL_DOMAIN="",
                PUBLIC_BASE_URL="https://texts.example.com/sms",
                OPT_OUT_REPLIES="both",
                LLM_DAILY_USD="50 USD",
                DB_POOL_MAX="0",
            ),
        },
        [
            "a tag can move",
            "a whole number of the billing account's currency",
            "named by its id",
            "services.yaml: TWILIO_ACCOUNT",
            "TWILIO_ACCOUNT_SID in environment is AC and 32 digits",
            "One of the two says who sends",
            "MAIL_DOMAIN in environment",
            "without a path",
            "OPT_OUT_REPLIES in environment is",
            "US dollars",
            "lower DB_POOL_MAX",
        ],
    ),
    ({"environment": {}}, ["more than the 200 connections", "TWILIO_ACCOUNT_SID", "MAIL_DOMAIN"]),
    (
        {"max_instances": {"sms_sneder": 2, "sms_sender": 0}},
        ["Not functions in services.yaml: sms_sneder", "at least 1"],
    ),
    ({"max_instances": {"sms_sender": 1.5}}, ["a whole number, at least 1"]),
    (
        {
            "unused_secrets": ["POKE_SECRET", "REDIS"],
        },
        ["No function starts without POKE_SECRET, REDIS"],
    ),
    (
        {"secret_versions": {"POKE_SERCET": "2", "REDIS_URL": "2", "DATABASE_URL": "newest"}},
        ["or unused: POKE_SERCET, REDIS_URL", "its number, or latest"],
    ),
    (other(ARCHIVE_BUCKET="p-archive"), ["the archive needs AWS_ACCESS_KEY_ID"]),
    (
        {"unused_secrets": [name for name in UNUSED if name != "STRIPE_API_KEY"]},
        ["nobody who pays would get credits"],
    ),
    (other(CREDIT_PRICE_CENTS="0.5"), ["in whole US cents"]),
    (
        {"database_connections": 60, **other(PUBLIC_BASE_URL="http://texts.example.com")},
        ["more than the 60 connections", "https:// and a host"],
    ),
]


@pytest.mark.parametrize(("variables", "said"), some_at_once(REFUSED, *REFUSED[:2]))
def test_what_would_fail_later_is_refused_by_the_plan(
    terraform: Terraform, variables: dict[str, object], said: list[str]
) -> None:
    with pytest.raises(TerraformError) as refused:
        terraform.plan({**WHOLE, **variables})
    assert [one for one in said if one not in str(refused.value)] == []


def test_the_image_is_always_said_outright(terraform: Terraform) -> None:
    # A line that is lost from the tfvars must not take away what runs.
    with pytest.raises(TerraformError, match='The root module input variable "image" is not set'):
        terraform.plan({name: value for name, value in WHOLE.items() if name != "image"})


def test_fewer_instances_where_the_quota_is_lower(terraform: Terraform) -> None:
    changes = terraform.plan({**WHOLE, "max_instances": {"twilio_webhook": 10}})
    (webhook,) = (one for one in of_type(changes, SERVICE) if one.name == "twilio_webhook")
    assert webhook.after["template"][0]["scaling"][0]["max_instance_count"] == 10
    (alert,) = (
        one
        for one in of_type(changes, ALERT)
        if one.after["display_name"] == "twilio-webhook runs at its limit of instances"
    )
    assert ">= 10" in json.dumps(alert.after)


def test_the_example_plans_once_it_is_filled_in(terraform: Terraform) -> None:
    example = (GCP / "environments" / "example.tfvars").read_text()
    path = terraform.folder / "gcp" / "filled.tfvars"
    path.write_text(
        example.replace('"..."', '"p"')
        .replace('"AC..."', f'"AC{"0" * 32}"')
        .replace('"MG..."', f'"MG{"0" * 32}"')
    )
    assert "to add" in terraform.run("plan", "-input=false", f"-var-file={path.name}")
    path.write_text(example)
    with pytest.raises(TerraformError, match="TWILIO_ACCOUNT_SID"):
        terraform.run("plan", "-input=false", f"-var-file={path.name}")
