"""What doctor makes of a server's state that a test's own server cannot be brought into."""

from typing import Any

import pytest

from shared.doctor.checks.server import judge_cron, judge_snapshots
from shared.doctor.finding import Finding, Verdict, sql_command

QUIET: dict[str, Any] = {"hidden": 0, "transactions": [], "prepared": [], "slots": []}
READ = {"name": "standby", "active": True, "xmin_age": 10}


def snapshots(**state: Any) -> Finding:
    return judge_snapshots({**QUIET, **state})


@pytest.mark.parametrize("slots", [[], [READ]])
def test_a_slot_that_is_read_keeps_nothing_alive_for_long(slots: list[dict[str, Any]]) -> None:
    assert snapshots(slots=slots).verdict is Verdict.HEALTHY


@pytest.mark.parametrize("change", [{"active": False}, {"xmin_age": 2_000_000}])
def test_a_slot_that_nobody_reads_or_that_lags_far_behind_is_named(change: dict[str, Any]) -> None:
    finding = snapshots(slots=[READ, {**READ, "name": "forgotten", **change}])
    assert finding.verdict is Verdict.WARNING
    assert [slot["name"] for slot in finding.evidence["slots"]] == ["forgotten"]
    assert "pg_drop_replication_slot('forgotten')" in finding.remedy


@pytest.mark.parametrize(
    ("seconds", "verdict"), [(400, Verdict.WARNING), (4000, Verdict.UNHEALTHY)]
)
def test_a_prepared_transaction_counts_like_an_open_one(seconds: int, verdict: Verdict) -> None:
    finding = snapshots(prepared=[seconds])
    assert finding.verdict is verdict
    assert "pg_prepared_xacts" in finding.remedy


def test_the_longest_transaction_decides() -> None:
    open_ones = [{"pid": 1, "state": "active", "seconds": seconds} for seconds in (400, 4000)]
    assert snapshots(transactions=open_ones).verdict is Verdict.UNHEALTHY


def test_a_job_that_fails_comes_before_one_that_is_off() -> None:
    job = {"id": 1, "calls": "process_tasks_batch", "active": True, "last_status": "succeeded"}
    off, failing = {**job, "id": 2, "active": False}, {**job, "id": 3, "last_status": "failed"}
    assert judge_cron([job], {}).verdict is Verdict.HEALTHY
    assert "jobid = 3" in judge_cron([job, off, failing], {}).remedy


def test_a_command_can_be_pasted_into_a_shell() -> None:
    assert sql_command("select 'a'") == 'psql "$DATABASE_URL" -c "select \'a\'"'
    assert sql_command("select 'a', \"b\", $1") == (
        "psql \"$DATABASE_URL\" -c 'select '\"'\"'a'\"'\"', \"b\", $1'"
    )
