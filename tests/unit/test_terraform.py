"""The cloud as Terraform describes it: whole, as `terraform fmt` writes it, and of one mind with
`services.yaml`, with what the functions read, and with what they log."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import shared.log
from infra.local.services import ROOT, Service, read_services
from tests.fixtures.terraform import (
    Module,
    check,
    code,
    misformatted,
    plain,
    provider_arguments,
)

GCP = ROOT / "infra" / "gcp"
# Set by Terraform for the framework and the log, whatever services.yaml says.
OF_THE_PLATFORM = {"FUNCTION_SOURCE", "FUNCTION_TARGET", "THREADS", "GOOGLE_CLOUD_PROJECT"}
# Set by Cloud Run, or never: the cloud runs with their defaults.
NEVER_SET = {"IAP_KEYS_URL", "K_SERVICE", "LOG_FORMAT", "OIDC_CERTS_URL"}


def test_it_is_whole_and_as_terraform_writes_it() -> None:
    assert check(GCP, provider_arguments()) == []


@pytest.mark.skipif(not shutil.which("terraform"), reason="there is no terraform here")
def test_terraform_itself_would_move_no_line() -> None:
    command = ["terraform", "fmt", "-check", "-recursive", "-list=true", str(GCP)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not shutil.which("terraform"), reason="there is no terraform here")
def test_terraform_itself_finds_it_valid_where_the_provider_can_be_fetched(tmp_path: Path) -> None:
    shutil.copy(GCP.parent / "services.yaml", tmp_path)
    folder = shutil.copytree(GCP, tmp_path / "gcp", ignore=shutil.ignore_patterns(".terraform*"))

    def terraform(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["terraform", f"-chdir={folder}", *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)

    if terraform("init", "-backend=false", "-input=false").returncode:
        pytest.skip("google's provider cannot be fetched here")
    validated = terraform("validate", "-no-color")
    assert validated.returncode == 0, validated.stdout + validated.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The configuration, to be broken."""
    return Path(shutil.copytree(GCP, tmp_path / "gcp"))


FAULTS = [
    ("main.tf", "var.project_id", "var.projectid", "var.projectid is not declared"),
    ("main.tf", "local.secrets\n", "local.secret\n", "local.secret is not declared"),
    ("outputs.tf", "module.registry", "module.register", "module.register.address is not"),
    ("main.tf", "module.schedule.service_account", "module.schedule.account", "is not declared"),
    ("main.tf", "data.google_project.this", "data.google_project.that", "is not declared"),
    ("main.tf", "names      = ", "name       = ", "module.secrets takes no name"),
    ("main.tf", "  names      = local.secrets\n", "", "module.secrets needs names"),
    ("main.tf", "./modules/secrets", "./modules/secret", "has no such source"),
    ("outputs.tf", "module.secrets.ids", "module.secrets.id", "module.secrets.id is not declared"),
    ("variables.tf", 'variable "people"', 'variable "person"', "var.people is not declared"),
    ("variables.tf", 'variable "people"', 'variable "person"', "var.person is never used"),
    (
        "modules/service/main.tf",
        "google_service_account.this.email",
        "google_service_account.that.email",
        "google_service_account.that.email is not declared",
    ),
    ("modules/service/main.tf", "      image = var.image\n", "", "containers needs image"),
    ("modules/service/main.tf", "startup_cpu_boost", "startup_cpu_bost", "takes no startup_cpu"),
    ("modules/service/main.tf", "secret_key_ref {", "secret_ref {", "takes no secret_ref"),
    (
        "modules/service/main.tf",
        "secret  = env.value.id",
        "secrets = env.value.id",
        "secret_key_ref needs secret",
    ),
    ("modules/service/main.tf", '"google_cloud_run_v2_service"', '"google_cloud_run_v2"', "type"),
    (
        "modules/schedule/main.tf",
        "  name  ",
        "  uid   ",
        "google_cloud_scheduler_job.this takes no",
    ),
    ("modules/service/main.tf", "  name                 = ", "  name = ", "= is not below"),
    ("modules/service/main.tf", "    scaling {", "   scaling {", "is not indented"),
    ("modules/service/main.tf", "scaling {", "scaling { ", "ends in a blank"),
]


@pytest.mark.parametrize(("file", "proper", "fault", "said"), FAULTS)
def test_the_check_finds_a_fault(copy: Path, file: str, proper: str, fault: str, said: str) -> None:
    text = (copy / file).read_text()
    assert proper in text
    (copy / file).write_text(text.replace(proper, fault, 1))
    found = check(copy, provider_arguments())
    assert any(said in one for one in found), found


def test_the_check_finds_a_module_that_nobody_calls(copy: Path) -> None:
    shutil.copytree(copy / "modules" / "budget", copy / "modules" / "spare")
    assert check(copy, provider_arguments()) == ["spare: nobody calls it"]


def test_only_what_is_evaluated_counts_as_a_reference() -> None:
    assert code('"see var.a, ${var.b} and ${f("var.c", "${var.d}")}"').split() == [
        *("var.b", "f(", ",", "var.d", ")")
    ]
    assert code("${[for x in var.e : x]}").strip() == "[for x in var.e : x]"


def test_lines_that_stand_as_terraform_puts_them_are_left_alone() -> None:
    assert misformatted('a   = 1\nbbb = "{"\n\nc = {\n  d = [1, 2]\n}\n') == []
    assert misformatted("a = 1\nbbb = 2\n") == ["1: = is not below the one above"]


def module(name: str) -> Module:
    return Module.read(GCP / "modules" / name)


def text(*parts: str) -> str:
    return GCP.joinpath(*parts).read_text()


def known_to_the_functions() -> set[str]:
    """Every variable that shared/config.py or the log reads."""
    sources = [(ROOT / "shared" / name).read_text() for name in ("config.py", "log.py")]
    constants = (
        node.value
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {one for one in constants if re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+", one)}


def named_in_services() -> set[str]:
    return {name for one in read_services() for name in (*one.env, *one.secrets)}


def test_it_reads_the_one_list_of_functions() -> None:
    assert 'file("${path.module}/../services.yaml")' in text("main.tf")
    assert (GCP / ".." / "services.yaml").exists()


def test_every_field_of_a_function_is_used_and_no_other() -> None:
    body = "".join(path.read_text() for path in GCP.glob("*.tf"))
    used = set(re.findall(r"\b(?:service|each\.value|services\[\w+\])\.(\w+)", body))
    declared = re.search(r"object\(\{(.*?)\}\)", text("modules", "service", "variables.tf"), re.S)
    assert declared
    in_module = set(re.findall(r"(?m)^\s+(\w+)\s+= ", declared[1]))
    assert used | in_module == set(Service.model_fields)


def test_every_variable_of_a_function_is_one_that_the_code_reads() -> None:
    assert named_in_services() - known_to_the_functions() == set()


def test_every_variable_that_the_code_reads_reaches_some_function_or_has_its_default() -> None:
    tuned = {name for name in known_to_the_functions() if name.endswith("_SECONDS")}
    others = named_in_services() | tuned | NEVER_SET | OF_THE_PLATFORM
    assert known_to_the_functions() - others == set()


def test_every_variable_that_terraform_names_is_one_that_a_function_reads() -> None:
    named = re.findall(r"\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+) +=", text("main.tf"))
    example = text("environments", "example.tfvars")
    named += re.findall(r"(?m)^ +([A-Z][A-Z0-9_]+) += ", example)
    named += re.findall(r'"([A-Z][A-Z0-9_]+)"', example.partition("unused_secrets")[2])
    assert {"PUBLIC_BASE_URL", "OIDC_AUDIENCE", "TWILIO_ACCOUNT_SID"} <= set(named)
    assert set(named) - named_in_services() == set()
    set_by_it = set(re.findall(r'name += "([A-Z_]+)"', text("modules", "service", "main.tf")))
    assert set_by_it == OF_THE_PLATFORM


def test_every_function_with_a_schedule_gets_a_job_and_no_other() -> None:
    root = Module.read(GCP)
    assert root.locals["running"].endswith("service if var.image != null}}")
    assert root.locals["scheduled"] == (
        "${{for name, service in local.running : name => service if service.schedule != null}}"
    )
    assert root.calls["service"]["for_each"] == "${local.services}"
    assert (
        "in local.scheduled : name => {schedule = service.schedule"
        in root.calls["schedule"]["jobs"]
    )
    job = module("schedule").resources["google_cloud_scheduler_job", "this"]
    assert job["for_each"] == "${var.jobs}"
    (target,) = job["http_target"]
    assert target["oidc_token"][0]["audience"] == "${each.value.url}"
    assert "{OIDC_AUDIENCE = local.urls[each.key]}" in root.calls["service"]["environment"]


def test_a_function_gets_its_own_secrets_and_no_identity_but_its_own() -> None:
    service = module("service")
    reads = service.resources["google_secret_manager_secret_iam_member", "reads"]
    assert (reads["for_each"], reads["member"]) == (
        "${var.grants}",
        "${google_service_account.this.member}",
    )
    roles = {plain for one in service.resources.values() if (plain := one.get("role"))}
    assert {role.strip('"') for role in roles} == {
        "roles/secretmanager.secretAccessor",
        "roles/run.invoker",
        "roles/iap.httpsResourceAccessor",
    }
    root = Module.read(GCP)
    assert "in local.secret_names[each.key]" in root.calls["service"]["secrets"]
    assert "for variable in service.secrets" in root.locals["secret_names"]
    assert (
        'variable == "DATABASE_URL" && service.database_role == "yachtparty_ingest"'
        in root.locals["secret_names"]
    )


def test_who_is_let_in_is_the_functions_affair_unless_people_open_it() -> None:
    # Cloud Run's own check would take the signature off the scheduler's token.
    service = module("service").resources["google_cloud_run_v2_service", "this"]
    assert service["invoker_iam_disabled"] == "${!var.service.people}"
    assert service["iap_enabled"] == "${var.service.people}"
    assert service["ingress"] == (
        "${var.service.public || var.service.people"
        ' ? "INGRESS_TRAFFIC_ALL" : "INGRESS_TRAFFIC_INTERNAL_ONLY"}'
    )


def test_traffic_moved_by_hand_comes_back_with_the_next_apply() -> None:
    # The provider keeps what it finds where the configuration says nothing.
    service = module("service").resources["google_cloud_run_v2_service", "this"]
    assert [(plain(one["type"]), one["percent"]) for one in service["traffic"]] == [
        ("TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", 100)
    ]


def test_an_instance_has_threads_to_spare_and_answers_its_probes() -> None:
    body = text("modules", "service", "main.tf")
    assert "tostring(var.service.concurrency + 8)" in body
    assert body.count('path = "/health"') == 2


def test_no_secret_and_no_project_is_written_down() -> None:
    for path in [*GCP.rglob("*.tf"), *GCP.rglob("*.tfvars")]:
        body = path.read_text()
        # Values stay out of Terraform's state.
        assert "secret_data" not in body.replace("fetch_secret_data = false", ""), path
        assert re.search(r"\b(AC|MG|SK)[0-9a-f]{32}\b|sk-ant|BEGIN|AIza", body) is None, path


def test_what_metrics_look_for_is_what_the_functions_log() -> None:
    documented = shared.log.__doc__ or ""
    body = text("modules", "monitoring", "metrics.tf")
    events = set(re.findall(r'jsonPayload\.event=\\"(\w+)', body))
    events |= set(re.findall(r'event +="?(\w+)', body)) | set(re.findall(r'event += "(\w+)"', body))
    fields = set(re.findall(r"jsonPayload\.(\w+)", body)) - {"event"}
    assert {"delivery", "decision", "sweep"} <= events
    for name in events | fields:
        assert re.search(rf"\b{name}\b", documented), name
    labels = set(re.findall(r"EXTRACT\(labels\.(\w+)\)", body))
    assert labels == {"function"}


def test_queries_ask_for_metrics_that_there_are() -> None:
    monitoring = module("monitoring")
    declared = {
        name
        for kind in ("counters", "sums")
        for name in (key.strip('"') for key in monitoring.locals[kind])
        if not name.startswith("__")
    }
    asked = set(
        re.findall(
            r"\$\{local\.logged\}(\w+?)(?:_sum|_bucket|_count)?\{",
            text("modules", "monitoring", "main.tf"),
        )
    )
    assert {"deliveries", "agent_errors", "overdue_sweeps", "model_cost"} <= asked
    assert declared == asked


def test_the_readme_of_operators_says_what_each_alert_means_and_what_to_do() -> None:
    monitoring = module("monitoring")
    named = {
        *map(plain, monitoring.locals["alerts"]),
        "*function* runs at its limit of instances",
        "*function* is not swept",
    }
    assert '"${name} is not swept"' in monitoring.locals["not_swept"]
    assert '"${name} runs at its limit of instances"' in monitoring.locals["at_their_limit"]
    table = (
        (ROOT / "infra" / "README.md").read_text().partition("## Alerts")[2].partition("\n## ")[0]
    )
    rows = dict(re.findall(r"(?m)^\| (.+?) \| (.+? \| .+?) \|$", table))
    assert len(named) == 11
    assert named <= set(rows)
