"""What Terraform does with the configuration again, after a failure, and with every change that an
operator makes. The resources are `terraform_data`, so nothing of Google's is asked."""

import shutil
from pathlib import Path

import pytest
import yaml

from infra.local.services import ROOT
from tests.fixtures.terraform_copy import Answers
from tests.fixtures.terraform_run import (
    ALERT,
    CHANNEL,
    FEW,
    FIRST,
    GCP,
    GRANT,
    IMAGE,
    SECRET,
    SERVICE,
    UNUSED,
    WHOLE,
    Change,
    Terraform,
    TerraformError,
    actions,
    container,
    of_type,
    refused_by_google,
)

NEXT_IMAGE = IMAGE.replace("1" * 64, "2" * 64)
# The start of sms-sender fails, the others' does not.
FAILING = {SERVICE: r"test ${self.input.name} != sms-sender"}

pytestmark = pytest.mark.skipif(
    not shutil.which("terraform"), reason="terraform is not on this machine"
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    """Initialised, nothing applied: copied, never used itself."""
    folder = tmp_path_factory.mktemp("empty")
    return Terraform.copied(GCP, folder, {one.name for one in FEW})


@pytest.fixture(scope="module")
def whole(empty: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    """Everything applied, in the two steps of infra/README.md: copied, never used itself."""
    terraform = empty.clone(tmp_path_factory.mktemp("whole"))
    terraform.apply(FIRST)
    terraform.apply(WHOLE)
    return terraform


@pytest.fixture
def terraform(empty: Terraform, tmp_path: Path) -> Terraform:
    """With nothing applied."""
    return empty.clone(tmp_path)


@pytest.fixture
def deployed(whole: Terraform, tmp_path: Path) -> Terraform:
    """With everything applied."""
    return whole.clone(tmp_path)


def test_the_second_apply_adds_the_functions_and_touches_nothing_else(
    terraform: Terraform,
) -> None:
    terraform.apply(FIRST)
    assert terraform.plan(FIRST) == []
    changes = terraform.plan(WHOLE)
    assert set(actions(changes)) == {"create"}
    assert {one.type for one in changes if not one.type.startswith("data__")} == {
        *(SERVICE, "google_cloud_scheduler_job", ALERT)
    }
    terraform.apply_planned()
    assert terraform.plan(WHOLE) == []


def test_a_function_waits_until_its_grants_are_known_everywhere(terraform: Terraform) -> None:
    done = [(type_, name) for _, type_, name in terraform.apply(WHOLE)]
    for service in FEW:
        started = done.index((SERVICE, service.name))
        assert done.index(("time_sleep", service.name)) < started
        grants = [at for at, one in enumerate(done) if one == (GRANT, service.name)]
        assert len(grants) == len(service.secrets)
        assert max(grants) < done.index(("time_sleep", service.name))


def test_a_function_whose_first_start_fails_is_replaced_by_the_next_apply(
    terraform: Terraform,
) -> None:
    terraform.write(GCP, commands=FAILING)
    with pytest.raises(TerraformError, match="sms-sender"):
        terraform.apply(WHOLE)
    terraform.write(GCP)
    changes = terraform.plan(WHOLE)
    assert [(one.name, one.actions) for one in of_type(changes, SERVICE)] == [
        ("sms_sender", ("delete", "create"))
    ]
    assert actions(changes) == {"delete+create": 1}
    assert refused_by_google(changes) == []
    terraform.apply_planned()
    assert terraform.plan(WHOLE) == []


def test_with_deletion_protection_it_is_freed_as_the_readme_says(terraform: Terraform) -> None:
    protected = {**WHOLE, "deletion_protection": True}
    terraform.write(GCP, commands=FAILING)
    with pytest.raises(TerraformError, match="sms-sender"):
        terraform.apply(protected)
    terraform.write(GCP)
    assert refused_by_google(terraform.plan(protected)) == ["sms_sender"]
    assert refused_by_google(terraform.plan(WHOLE)) == ["sms_sender"]  # the state decides

    address = 'module.service["sms_sender"].google_cloud_run_v2_service.this[0]'
    assert f"untaint '{address}'" in (ROOT / "infra" / "README.md").read_text()
    terraform.untaint(address)
    assert terraform.plan(protected) == []
    assert actions(terraform.plan(WHOLE)) == {"update": len(FEW)}


def test_an_apply_that_stopped_in_the_middle_goes_on(terraform: Terraform) -> None:
    terraform.write(GCP, commands={GRANT: "test ${self.input.secret_id} != POKE_SECRET"})
    with pytest.raises(TerraformError, match="POKE_SECRET"):
        terraform.apply(WHOLE)
    terraform.write(GCP)
    changes = terraform.plan(WHOLE)
    # A grant holds nothing; everything else that was made stays as it is.
    assert {one.type for one in changes if "delete" in one.actions} == {GRANT}
    terraform.apply_planned()
    assert terraform.plan(WHOLE) == []


def test_an_upgrade_changes_the_functions_in_place_and_nothing_else(deployed: Terraform) -> None:
    changes = deployed.plan({**WHOLE, "image": NEXT_IMAGE})
    assert {one.name for one in of_type(changes, SERVICE)} == {one.name for one in FEW}
    assert actions(changes) == {"update": len(FEW)}
    assert {container(one)["image"] for one in of_type(changes, SERVICE)} == {NEXT_IMAGE}


def readers(secret: str) -> set[str]:
    return {one.name for one in FEW if secret in one.secrets}


@pytest.mark.parametrize("secret", ["ANTHROPIC_API_KEY", "REDIS_URL"])
def test_to_begin_and_to_cease_using_a_secret_is_a_deployment_of_its_readers(
    deployed: Terraform, secret: str
) -> None:
    using = {**WHOLE, "unused_secrets": [one for one in UNUSED if one != secret]}
    for variables in (using, WHOLE):
        changes = deployed.plan(variables)
        assert {one.name for one in of_type(changes, SERVICE)} == readers(secret)
        assert actions(changes) == {"update": len(readers(secret))}
        deployed.apply_planned()


def versions(change: Change) -> dict[str, str]:
    return {
        one["name"]: one["value_source"][0]["secret_key_ref"][0]["version"]
        for one in container(change)["env"]
        if one.get("value_source")
    }


def test_a_new_version_of_a_secret_is_a_deployment_and_a_named_one_stays(
    deployed: Terraform,
) -> None:
    newer: Answers = {
        ("google_secret_manager_secret_version", "version"): lambda given: f'coalesce({given}, "8")'
    }
    deployed.write(GCP, answers=newer)
    functions = of_type(deployed.plan(WHOLE), SERVICE)
    assert {one.actions for one in functions} == {("update",)}
    assert all(set(versions(one).values()) == {"8"} for one in functions)

    named = {**WHOLE, "secret_versions": {"POKE_SECRET": "3"}}
    for one in of_type(deployed.plan(named), SERVICE):
        assert versions(one).get("POKE_SECRET", "3") == "3"


def test_a_version_that_is_destroyed_stops_the_plan(terraform: Terraform) -> None:
    destroyed: Answers = {
        ("google_secret_manager_secret_version", "destroy_time"): lambda _: '"2026-11-28"'
    }
    terraform.apply(FIRST)
    terraform.write(GCP, answers=destroyed)
    with pytest.raises(TerraformError, match="of the secret DATABASE_URL is destroyed"):
        terraform.plan(WHOLE)


def without_secret(name: str) -> str:
    """services.yaml when no function reads a secret any more."""
    listed = yaml.safe_load((ROOT / "infra" / "services.yaml").read_text())
    for service in listed["services"]:
        service["secrets"] = [one for one in service["secrets"] if one != name]
    return yaml.safe_dump(listed)


def test_a_secret_goes_only_after_its_readers_have_stopped_reading_it(deployed: Terraform) -> None:
    using = {**WHOLE, "unused_secrets": ["REDIS_URL"]}
    deployed.apply(using)
    (deployed.folder / "services.yaml").write_text(without_secret("ANTHROPIC_API_KEY"))
    done = deployed.apply(using)
    gone = done.index(("delete", SECRET, "ANTHROPIC_API_KEY"))
    for reader in readers("ANTHROPIC_API_KEY"):
        stopped = done.index(("update", SERVICE, reader))
        assert stopped < done.index(("delete", GRANT, reader)) < gone


def test_a_function_that_is_new_or_gone_leaves_the_others_alone(deployed: Terraform) -> None:
    path = deployed.folder / "services.yaml"
    listed = yaml.safe_load(path.read_text())
    listed["services"] = [one for one in listed["services"] if one["name"] != "outbox_publisher"]
    whole = path.read_text()
    for text, action in ((yaml.safe_dump(listed), "delete"), (whole, "create")):
        path.write_text(text)
        changes = of_type(deployed.plan(WHOLE), SERVICE)
        assert [(one.name, one.actions) for one in changes] == [("outbox_publisher", (action,))]
        deployed.apply_planned()


def test_nobody_is_taken_off_the_alerts_before_they_name_others(deployed: Terraform) -> None:
    done = deployed.apply({**WHOLE, "alert_emails": ["one@example.com"]})
    gone = done.index(("delete", CHANNEL, "two@example.com"))
    told = [
        at for at, (_, type_, _) in enumerate(done) if type_ in (ALERT, "google_billing_budget")
    ]
    assert len(told) > len(FEW)
    assert max(told) < gone


def test_a_plan_says_when_the_newest_revision_does_not_serve(deployed: Terraform) -> None:
    deployed.write(GCP, answers={(SERVICE, "latest_ready_revision"): lambda _: '"revision-0"'})
    deployed.apply(WHOLE)
    said = " ".join(deployed.run("plan", "-input=false", "-var-file=given.tfvars.json").split())
    assert "The newest revision does not serve:" in said
    assert "sms_sender" in said


def test_outputs_name_what_a_first_deployment_needs(deployed: Terraform) -> None:
    shown = deployed.output()
    assert shown["secrets"] == sorted({name for one in FEW for name in one.secrets} - set(UNUSED))
    assert shown["twilio"]["a_message_comes_in"].endswith(".run.app/sms#rc=5&rp=all")
    assert set(shown["urls"]) == {one.name for one in FEW}
    for name in ("sms_sender", "outbox_publisher"):
        assert f"set_function_endpoint('{name}'" in shown["database"]
