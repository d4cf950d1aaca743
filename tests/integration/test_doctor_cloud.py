"""`yachtparty doctor --cloud`: Google's own client against a stand-in of the Logging API."""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.cli import main
from shared.doctor import cloud_log
from shared.doctor.cloud import CHECKS, SPANS, examine_cloud
from shared.doctor.cloud_log import CloudLog
from shared.doctor.finding import Finding, Verdict
from shared.domain.delivery import MessageStatus
from shared.errors import CloudLogUnavailable, ConfigurationError
from shared.log import CloudFormatter, log_context, logger
from shared.texts.delivery import report_delivery
from tests.fixtures.cloud_logging import PROJECT, CloudLogging, credentials, query

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SOON_OVER = NOW - timedelta(minutes=1)


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CloudLogging]:
    with CloudLogging() as stand_in:
        key = tmp_path / "key.json"
        key.write_text(credentials(stand_in))
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(key))
        monkeypatch.setenv("CLOUD_LOGGING_ENDPOINT", stand_in.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.delenv("GOOGLE_CLOUD_PROJECT", raising=False)
        monkeypatch.delenv("DATABASE_URL", raising=False)
        yield stand_in


@pytest.fixture
def log(cloud: CloudLogging) -> Iterator[CloudLog]:
    log = CloudLog({"CLOUD_LOGGING_ENDPOINT": cloud.url}, backoff_seconds=0)
    yield log
    log.close()


def findings(log: CloudLog, last: str = "hour") -> dict[str, Finding]:
    examination = examine_cloud(log, SPANS[last], now=NOW)
    return {result.check.name: result.finding for result in examination.results}


def write(
    cloud: CloudLogging,
    message: str = "failed",
    *,
    at: datetime = SOON_OVER,
    service: str = "sms-sender",
    level: int = logging.ERROR,
    error: Exception | None = None,
    **fields: Any,
) -> None:
    """A line as a function writes it, by the function's own formatter."""
    thrown = None
    if error is not None:
        try:
            raise error
        except Exception:
            thrown = sys.exc_info()
    record = logging.LogRecord(logger.name, level, __file__, 1, message, (), thrown, "f")
    vars(record).update(fields)
    cloud.line(service, json.loads(CloudFormatter().format(record)), at)


def test_an_empty_log_is_healthy(log: CloudLog) -> None:
    assert {name: finding.verdict for name, finding in findings(log).items()} == {
        check.name: Verdict.HEALTHY for check in CHECKS
    }


# Errors.


def test_errors_are_grouped_by_service_and_by_what_went_wrong(
    cloud: CloudLogging, log: CloudLog
) -> None:
    for number in range(3):
        write(cloud, f"task {number} failed", error=ValueError("a person's words"))
    write(cloud, "task 4 failed", error=KeyError("a person's words"))
    write(cloud, "task 5 failed", service="task-processor", error=ValueError())
    write(cloud, "only a warning", level=logging.WARNING)
    cloud.line("sms-sender", "plain text has no severity", SOON_OVER)

    found = findings(log)["cloud_errors"]
    assert found.verdict is Verdict.WARNING
    assert found.evidence["errors"] == 5
    assert [(one["service"], one["error"], one["count"]) for one in found.evidence["by"]] == [
        ("sms-sender", "task 0 failed: ValueError", 3),
        ("sms-sender", "task 4 failed: KeyError", 1),
        ("task-processor", "task 5 failed: ValueError", 1),
    ]
    assert "gcloud logging read" in found.remedy
    assert PROJECT in found.remedy


def test_many_errors_or_a_critical_one_are_unhealthy(cloud: CloudLogging, log: CloudLog) -> None:
    for _ in range(11):
        write(cloud)
    assert findings(log)["cloud_errors"].verdict is Verdict.UNHEALTHY
    cloud.entries.clear()
    write(cloud, level=logging.CRITICAL)
    assert findings(log)["cloud_errors"].verdict is Verdict.UNHEALTHY


def test_only_the_last_hour_counts_or_the_last_day(cloud: CloudLogging, log: CloudLog) -> None:
    write(cloud, at=NOW - timedelta(hours=2))
    write(cloud, at=NOW - timedelta(hours=25))
    assert findings(log)["cloud_errors"].evidence["errors"] == 0
    assert findings(log, "day")["cloud_errors"].evidence["errors"] == 1


# Requests.


def test_requests_are_told_by_service_with_the_slowest(cloud: CloudLogging, log: CloudLog) -> None:
    for tenths in range(1, 101):
        cloud.request("twilio-webhook", SOON_OVER, tenths / 100)
    cloud.request("sms-sender", SOON_OVER, 44.5, requestUrl="https://x.test/?name=Sarah")

    found = findings(log)["cloud_requests"]
    assert found.verdict is Verdict.HEALTHY
    assert found.evidence["by"] == {
        "sms-sender": {"requests": 1, "failed": 0, "p95_seconds": 44.5, "slowest_seconds": 44.5},
        "twilio-webhook": {
            "requests": 100,
            "failed": 0,
            "p95_seconds": 0.95,
            "slowest_seconds": 1.0,
        },
    }
    slowest = found.evidence["slowest"]
    assert [one["seconds"] for one in slowest] == [44.5, 1.0, 0.99, 0.98, 0.97]
    assert slowest[0] | {"trace": "", "at": ""} == {
        "service": "sms-sender",
        "path": "/",
        "status": 200,
        "seconds": 44.5,
        "trace": "",
        "at": "",
    }
    assert len(slowest[0]["trace"]) == 32


@pytest.mark.parametrize(
    ("service", "seconds", "status", "count", "verdict"),
    [
        ("twilio-webhook", 9.9, 200, 30, Verdict.HEALTHY),
        ("twilio-webhook", 10.1, 200, 30, Verdict.UNHEALTHY),
        ("twilio-webhook", 15.0, 200, 1, Verdict.WARNING),
        ("twilio-webhook", 0.1, 503, 1, Verdict.WARNING),
        ("twilio-webhook", 0.1, 503, 3, Verdict.UNHEALTHY),
        ("sms-sender", 50.0, 200, 30, Verdict.HEALTHY),
        ("sms-sender", None, 504, 3, Verdict.UNHEALTHY),
        ("sms-sender", 0.1, 401, 30, Verdict.HEALTHY),
    ],
)
def test_a_webhook_that_is_slow_and_a_service_that_fails_are_said(
    cloud: CloudLogging,
    log: CloudLog,
    service: str,
    seconds: float | None,
    status: int,
    count: int,
    verdict: Verdict,
) -> None:
    for _ in range(40):
        cloud.request(service, SOON_OVER, 0.2)
    for _ in range(count):
        cloud.request(service, SOON_OVER, seconds, status)
    found = findings(log)
    assert found["cloud_requests"].verdict is verdict
    assert found["cloud_errors"].verdict is Verdict.HEALTHY, "a request is no line of a function"


# Sends.


class Outbound:
    """Takes every report of a delivery as the first."""

    def delivery(self, message_id: object, sid: str, status: str, **_: object) -> str:
        return status


def deliver(
    cloud: CloudLogging, caplog: pytest.LogCaptureFixture, status: MessageStatus, code: int | None
) -> None:
    """What report_delivery logs, in the cloud."""
    caplog.clear()
    outbound: Any = Outbound()
    report_delivery(outbound, None, "SM1", status, code)
    (record,) = caplog.records
    cloud.line("twilio-webhook", json.loads(CloudFormatter().format(record)), SOON_OVER)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(logger, "propagate", True)
    caplog.set_level(logging.INFO, logger.name)
    yield


@pytest.mark.usefixtures("logged")
def test_failed_sends_are_counted_by_their_code(
    cloud: CloudLogging, log: CloudLog, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(37):
        deliver(cloud, caplog, MessageStatus.SENT, None)
        deliver(cloud, caplog, MessageStatus.DELIVERED, None)
    deliver(cloud, caplog, MessageStatus.CANCELLED, None)
    deliver(cloud, caplog, MessageStatus.UNDELIVERED, 30003)
    write(cloud, level=logging.WARNING, event="send_refused", error_code=21610, message_id="m1")

    found = findings(log)["cloud_sends"]
    assert found.verdict is Verdict.UNHEALTHY
    assert (found.evidence["failed"], found.evidence["ended"]) == (2, 39)
    assert [name.partition(" ")[0] for name in found.evidence["by"]] == ["30003", "21610"]
    assert "m1" in found.evidence["message_ids"]
    for _ in range(10):
        deliver(cloud, caplog, MessageStatus.DELIVERED, None)
    assert findings(log)["cloud_sends"].verdict is Verdict.WARNING


def test_what_was_known_already_counts_once(cloud: CloudLogging, log: CloudLog) -> None:
    for applied in (True, False, False):
        write(
            cloud,
            level=logging.INFO,
            event="delivery",
            applied=applied,
            status="failed",
            error_code=30007.0,
        )
    assert findings(log)["cloud_sends"].evidence["failed"] == 1


# The API.


def test_every_page_is_read_up_to_a_bound(
    cloud: CloudLogging, log: CloudLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    for second in range(25):
        write(cloud, at=NOW - timedelta(seconds=second))
    cloud.page_most = 10
    assert findings(log)["cloud_errors"].evidence["errors"] == 25
    monkeypatch.setattr(cloud_log, "MOST", 19)
    monkeypatch.setattr("shared.doctor.cloud.MOST", 19)
    evidence = findings(log)["cloud_errors"].evidence
    assert (evidence["errors"], evidence["newest_only"]) == (19, 19)
    assert evidence["by"][0]["latest"] == NOW.isoformat(timespec="seconds")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_page_that_fails_is_asked_for_again(
    cloud: CloudLogging, log: CloudLog, status: int
) -> None:
    for _ in range(15):
        write(cloud)
    cloud.page_most = 10
    cloud.faults = [status, status]
    assert findings(log)["cloud_errors"].evidence["errors"] == 15
    tokens = [call.get("pageToken") for call in cloud.calls if "severity" in call["filter"]]
    assert tokens == [None, None, None, "10"]


@pytest.mark.parametrize("status", [429, 503])
def test_an_api_that_stays_away_is_not_asked_for_ever(
    cloud: CloudLogging, log: CloudLog, status: int
) -> None:
    cloud.faults = [status] * 100
    with pytest.raises(CloudLogUnavailable, match=f"HTTP {status}"):
        findings(log)
    assert len(cloud.calls) == 5


def test_an_api_that_cannot_be_reached_is_said(log: CloudLog) -> None:
    log.close()
    with pytest.raises(CloudLogUnavailable):
        unreachable = CloudLog({"CLOUD_LOGGING_ENDPOINT": "http://127.0.0.1:9"}, backoff_seconds=0)
        try:
            findings(unreachable)
        finally:
            unreachable.close()


def test_who_may_not_read_is_told_which_role_allows_it(cloud: CloudLogging, log: CloudLog) -> None:
    cloud.permitted = False
    with pytest.raises(ConfigurationError, match=r"roles/logging.viewer.*\[phone\]"):
        findings(log)


def test_a_project_that_is_not_there_is_said_by_name(cloud: CloudLogging) -> None:
    environment = {"CLOUD_LOGGING_ENDPOINT": cloud.url, "GOOGLE_CLOUD_PROJECT": "another"}
    log = CloudLog(environment, backoff_seconds=0)
    try:
        with pytest.raises(ConfigurationError, match="another"):
            findings(log)
    finally:
        log.close()


# The command.


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["doctor", "--cloud", *arguments])
    written = capsys.readouterr()
    return status, written.out, written.err


def test_the_command_says_what_it_found_and_ends_as_doctor_does(
    cloud: CloudLogging, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys)
    assert (status, err) == (0, "")
    assert out.endswith("3 checks: 3 healthy\n")
    for _ in range(11):
        write(cloud, at=datetime.now(UTC) - timedelta(hours=2))
    assert run(capsys)[0] == 0
    status, out, _ = run(capsys, "--last", "day")
    assert status == 1
    assert "service sms-sender, error failed, count 11" in out
    status, out, _ = run(capsys, "--last", "day", "--json")
    document: dict[str, Any] = json.loads(out)
    assert (status, document["healthy"]) == (1, False)
    assert [one["name"] for one in document["checks"]] == [check.name for check in CHECKS]


def test_a_log_that_cannot_be_read_is_a_status_of_its_own(
    cloud: CloudLogging, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud.permitted = False
    status, out, err = run(capsys, "--json")
    assert status == 2
    assert "roles/logging.viewer" in json.loads(out)["error"]
    assert "roles/logging.viewer" in err
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/key.json")
    status, out, err = run(capsys)
    assert (status, out) == (2, "")
    assert "gcloud auth application-default login" in err


def test_without_googles_client_the_command_says_how_to_get_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "google.cloud.logging", None)
    monkeypatch.setitem(sys.modules, "google.cloud", None)
    status, _, err = run(capsys)
    assert status == 2
    assert "yachtparty[cloud]" in err


def test_the_stand_in_reads_filters_as_google_documents_them() -> None:
    entry = {"severity": "ERROR", "jsonPayload": {"event": "a", "applied": True}}
    assert query('severity>=ERROR AND jsonPayload.event="a"')(entry)
    # OR binds more tightly than AND.
    assert not query('jsonPayload.event="a" OR jsonPayload.x="1" AND severity>=CRITICAL')(entry)
    assert query('NOT jsonPayload.nothing="a" AND jsonPayload.applied=true')(entry)
    with pytest.raises(ValueError, match="not understood"):
        query("severity >> ERROR")


def test_context_is_found_by_label(cloud: CloudLogging) -> None:
    with log_context(function="sms_sender"):
        write(cloud)
    assert query('labels.function="sms_sender"')(cloud.entries[0])
