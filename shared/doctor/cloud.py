"""What the cloud's log tells: errors, slow requests, failed sends, over the last hour or day."""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from shared.doctor.cloud_log import MOST, CloudLog, Entry
from shared.doctor.examination import Examination, Result
from shared.doctor.finding import Check, Finding, healthy, unhealthy, warning
from shared.domain.delivery import error_meaning

SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}

MANY_ERRORS = 10  # lines, before it is more than a hiccup
FAILING_SHARE = 0.05  # of requests, and of messages whose end is known
ENOUGH = 20  # of them, before a share says something
WEBHOOKS = ("twilio-webhook", "email-webhook")  # somebody waits for their answer
SLOW_SECONDS = 10.0  # a webhook's promise
GIVEN_UP_SECONDS = 15.0  # Twilio waits no longer
SHOWN = 5

_SERVICES = 'resource.type="cloud_run_revision"'
_REQUESTS = 'log_id("run.googleapis.com/requests")'
_ONE_TRACE = 'trace:"<its trace>"'
_VARYING = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+")


@dataclass(frozen=True)
class CloudCase:
    """What is examined: a project's log since a moment."""

    log: CloudLog
    since: datetime

    def read(self, filter_: str) -> tuple[list[Entry], dict[str, Any]]:
        """The newest entries, and as evidence whether there are more than were read."""
        entries = self.log.entries(f"{_SERVICES} AND {filter_}", self.since)
        return entries[:MOST], {"newest_only": MOST} if len(entries) > MOST else {}

    def command(self, filter_: str) -> str:
        """How to see the lines themselves."""
        read = f'timestamp>="{self.since.isoformat(timespec="seconds")}" AND {_SERVICES}'
        return f"gcloud logging read '{read} AND {filter_}' --project={self.log.project} --limit=20"


def examine_cloud(log: CloudLog, span: timedelta, *, now: datetime | None = None) -> Examination:
    """Runs the checks on the log of the last `span`. Raises as CloudLog.entries does."""
    moment = now or datetime.now(UTC)
    case = CloudCase(log, moment - span)
    return Examination(moment, tuple(_result(check, case) for check in CHECKS))


def _result(check: Check[CloudCase], case: CloudCase) -> Result:
    begun = time.monotonic()
    finding = check.look(case)
    return Result(check, finding, int((time.monotonic() - begun) * 1000))


def _errors(case: CloudCase) -> Finding:
    filter_ = f"severity>=ERROR AND NOT {_REQUESTS}"
    entries, more = case.read(filter_)
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.service, _VARYING.sub("#", _headline(entry.message))].append(entry)
    ordered = sorted(groups.values(), key=len, reverse=True)
    evidence = {
        "errors": len(entries),
        **more,
        "by": [
            {
                "service": group[0].service,
                "error": _headline(group[0].message),
                "count": len(group),
                "latest": group[0].at.isoformat(timespec="seconds"),
                "trace": group[0].trace,
            }
            for group in ordered[:20]
        ],
    }
    if not entries:
        return healthy({"errors": 0})
    remedy = f"With their stack traces: {case.command(filter_)}"
    critical = any(entry.severity in ("CRITICAL", "ALERT", "EMERGENCY") for entry in entries)
    bad = critical or len(entries) > MANY_ERRORS
    return unhealthy(evidence, remedy) if bad else warning(evidence, remedy)


def _headline(message: str) -> str:
    """The first line, and the last one of a stack trace: what was tried, and what went wrong."""
    lines = message.strip().splitlines() or [""]
    said = lines[0] if len(lines) == 1 else f"{lines[0]}: {lines[-1].strip()}"
    return said[:200]


def _requests(case: CloudCase) -> Finding:
    entries, more = case.read(_REQUESTS)
    by_service: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_service[entry.service].append(entry)
    slowest = sorted(entries, key=_seconds, reverse=True)[:SHOWN]
    evidence = {
        "requests": len(entries),
        **more,
        "by": {service: _speed(found) for service, found in sorted(by_service.items())},
        "slowest": [_shown(entry) for entry in slowest],
    }
    webhooks = [found for name, found in by_service.items() if name in WEBHOOKS]
    failing = {name: _failed(found) for name, found in by_service.items() if _failed(found)}
    remedy = (
        f"The log of one request: {case.command(_ONE_TRACE)}. All that failed:"
        f" {case.command(f'{_REQUESTS} AND httpRequest.status>=500')}"
    )
    if any(_percentile(found) > SLOW_SECONDS for found in webhooks) or any(
        len(by_service[name]) >= ENOUGH and failed > FAILING_SHARE * len(by_service[name])
        for name, failed in failing.items()
    ):
        return unhealthy(evidence, remedy)
    given_up = any(_seconds(entry) >= GIVEN_UP_SECONDS for found in webhooks for entry in found)
    if failing or given_up:
        return warning(evidence, remedy)
    return healthy(evidence)


def _speed(entries: Sequence[Entry]) -> dict[str, Any]:
    return {
        "requests": len(entries),
        "failed": _failed(entries),
        "p95_seconds": round(_percentile(entries), 3),
        "slowest_seconds": round(max(map(_seconds, entries)), 3),
    }


def _shown(entry: Entry) -> dict[str, Any]:
    return {
        "service": entry.service,
        "path": urlsplit(str(entry.request.get("requestUrl", ""))).path,  # a query may name people
        "status": entry.request.get("status"),
        "seconds": round(_seconds(entry), 3),
        "at": entry.at.isoformat(timespec="seconds"),
        "trace": entry.trace,
    }


def _failed(entries: Sequence[Entry]) -> int:
    return sum(int(entry.request.get("status") or 0) >= 500 for entry in entries)


def _percentile(entries: Sequence[Entry], share: float = 0.95) -> float:
    """The time within which that share of the requests was answered."""
    ordered = sorted(map(_seconds, entries))
    return ordered[ceil(share * len(ordered)) - 1]


def _seconds(entry: Entry) -> float:
    """A latency is written `0.123s`; without one the platform never saw an answer."""
    return float(str(entry.request.get("latency") or "0s").removesuffix("s"))


def _sends(case: CloudCase) -> Finding:
    filter_ = (
        '(jsonPayload.event="send_refused" OR (jsonPayload.event="delivery"'
        ' AND jsonPayload.applied=true AND NOT jsonPayload.status="sent"))'
    )
    entries, more = case.read(filter_)
    ended = [entry for entry in entries if entry.fields.get("status") != "cancelled"]
    failed = [entry for entry in ended if entry.fields.get("status") != "delivered"]
    codes = Counter(_code(entry) for entry in failed)
    share = len(failed) / len(ended) if ended else 0.0
    evidence = {
        "failed": len(failed),
        "ended": len(ended),
        "share": round(share, 4),
        **more,
        "by": {f"{code} {_meaning(code)}".strip(): count for code, count in codes.most_common()},
        "message_ids": [str(entry.fields.get("message_id")) for entry in failed[:SHOWN]],
    }
    if not failed:
        return healthy({"failed": 0, "ended": len(ended), **more})
    remedy = (
        "What became of one: `yachtparty doctor` explains the codes, messages.trace tells its"
        f" story. All: {case.command(filter_)}"
    )
    bad = len(ended) >= ENOUGH and share > FAILING_SHARE
    return unhealthy(evidence, remedy) if bad else warning(evidence, remedy)


def _code(entry: Entry) -> str:
    code = entry.fields.get("error_code")
    return str(int(code)) if code is not None else "none"  # the API's numbers are floats


def _meaning(code: str) -> str:
    return error_meaning(int(code)) if code.isdecimal() else "given"


CHECKS = (
    Check("cloud_errors", "Has no function logged an error?", _errors),
    Check("cloud_requests", "Are requests answered, and the webhooks' in time?", _requests),
    Check("cloud_sends", "Did the messages arrive whose end is known?", _sends),
)
