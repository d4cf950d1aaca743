"""The server: sizes, dead rows, statistics, old snapshots, connections, pg_cron."""

# ruff: noqa: S608 - statements here are printed for an operator and never run.

from collections import Counter
from typing import Any

from shared.db.health import server
from shared.doctor.expected import HOT_TABLES
from shared.doctor.finding import (
    Case,
    Check,
    Finding,
    healthy,
    sql_command,
    unhealthy,
    unknown,
    warning,
)

LISTED = 8  # tables, the largest
MANY_ROWS = 10_000
DEAD_SHARE = 0.2
CHANGED_SHARE = 0.5
PAGES = 16  # a table that never was analysed and has this many is no longer small
LONG_SECONDS = 1800  # a transaction; a backup may take some minutes
OLD_SLOT = 1_000_000  # transactions
CROWDED, NEARLY = 0.9, 0.75  # of the connections


def _sizes(case: Case) -> Finding:
    tables = server.tables(case.reading)
    filled = server.tables_with_rows(case.reading)
    empty = [name for name, rows in filled.items() if not rows]
    evidence: dict[str, Any] = {
        "largest": {
            table.name: {"bytes": table.bytes, "rows": table.rows} for table in tables[:LISTED]
        },
        "empty": empty,
    }
    if not empty:
        return healthy(evidence)
    if len(empty) == len(filled):
        return warning(
            evidence,
            "Nobody has texted yet. Text the number; if it stays like this, Twilio's webhook does"
            " not point to <PUBLIC_BASE_URL>/sms, or DATABASE_URL names another database.",
        )
    return warning(
        evidence,
        f"There are rows in some of these tables and none in {', '.join(empty)}, which every"
        " conversation fills: see events_waiting, dead_letters and event_processor's log for turns"
        " that do not settle.",
    )


def _hot(case: Case) -> list[server.Table]:
    return [table for table in server.tables(case.reading) if table.name in HOT_TABLES]


def _dead_rows(case: Case) -> Finding:
    dead = {table.name: table.dead_rows for table in _hot(case) if table.dead_rows}
    bloated = [
        table.name
        for table in _hot(case)
        if table.dead_rows > MANY_ROWS and table.dead_rows > table.rows * DEAD_SHARE
    ]
    if not bloated:
        return healthy({"dead_rows": dead})
    return warning(
        {"dead_rows": dead, "bloated": bloated},
        "Queues slow down over rows that nobody may remove yet: end what old_snapshots names, then "
        + sql_command(f"vacuum (analyze) {bloated[0]}")
        + " If it comes back, lower autovacuum_vacuum_scale_factor of the table.",
    )


def _statistics(case: Case) -> Finding:
    stale = [
        table.name
        for table in _hot(case)
        if (not table.analyzed and table.pages >= PAGES)
        or table.changed_rows > max(MANY_ROWS, table.rows * CHANGED_SHARE)
    ]
    if not stale:
        return healthy({"without_statistics": []})
    return warning(
        {"without_statistics": stale},
        "The planner guesses, and claims may scan tables. "
        + sql_command(f"analyze {', '.join(stale)}")
        + " and see that autovacuum is on.",
    )


def _snapshots(case: Case) -> Finding:
    state = server.session_state(case.reading)
    return judge_snapshots(state)


def judge_snapshots(state: dict[str, Any]) -> Finding:
    """What keeps dead rows alive, from `private.session_state`."""
    transactions: list[dict[str, Any]] = state["transactions"]
    slots = [
        slot for slot in state["slots"] if not slot["active"] or (slot["xmin_age"] or 0) > OLD_SLOT
    ]
    evidence = {"transactions": transactions, "prepared": state["prepared"], "slots": slots}
    if transactions or state["prepared"]:
        longest = max(*state["prepared"], *(t["seconds"] for t in transactions), 0)
        remedy = (
            "It keeps vacuum from removing dead rows, which slows every queue. If it is no backup"
            " that is about to end: "
            + (
                sql_command(f"select pg_terminate_backend({transactions[0]['pid']})")
                if transactions
                else sql_command("select gid, prepared from pg_prepared_xacts")
                + " and ROLLBACK PREPARED"
            )
        )
        judged = unhealthy if longest > LONG_SECONDS else warning
        return judged(evidence, remedy)
    if slots:
        return warning(
            evidence,
            "A replication slot that nobody reads keeps dead rows and WAL. If its reader is gone: "
            + sql_command(f"select pg_drop_replication_slot('{slots[0]['name']}')"),
        )
    if state["hidden"]:
        return unknown(
            {**evidence, "hidden_sessions": state["hidden"]},
            "The database's owner may not see other sessions: "
            + sql_command("grant pg_read_all_stats to <the owner>"),
        )
    return healthy(evidence)


def _connections(case: Case) -> Finding:
    limits: list[dict[str, Any]] = server.session_state(case.reading)["connections"]
    worst = max(limits, key=lambda entry: entry["used"] / entry["limit"])
    share = worst["used"] / worst["limit"]
    remedy = (
        f"The {worst['limit_of']} is nearly out of connections. Who has them: "
        + sql_command(
            "select usename, application_name, state, count(*) from pg_stat_activity"
            " group by 1, 2, 3 order by 4 desc"
        )
        + " Lower DB_POOL_MAX or max_instances in infra/services.yaml, or use the pooler's port."
    )
    if share >= CROWDED:
        return unhealthy({"limits": limits}, remedy)
    return warning({"limits": limits}, remedy) if share >= NEARLY else healthy({"limits": limits})


def _cron(case: Case) -> Finding:
    jobs = server.cron_state(case.reading)
    if jobs is None:
        return healthy({"pg_cron": False})
    evidence = {"pg_cron": True, "jobs": jobs}
    return judge_cron(jobs, evidence)


def judge_cron(jobs: list[dict[str, Any]], evidence: dict[str, Any]) -> Finding:
    """Jobs of pg_cron, from `private.cron_state`: failing, switched off, or doubled."""
    failing = [job for job in jobs if job["last_status"] == "failed"]
    if failing:
        return unhealthy(
            evidence,
            "What the job says: "
            + sql_command(
                "select return_message from cron.job_run_details"
                f" where jobid = {failing[0]['id']} order by runid desc limit 3"
            ),
        )
    off = [job for job in jobs if not job["active"]]
    if off:
        return unhealthy(
            evidence,
            "A job is there and switched off. "
            + sql_command(f"update cron.job set active = true where jobid = {off[0]['id']}")
            + " or, where another scheduler does the work, "
            + sql_command("select unschedule_cron_jobs()"),
        )
    doubled = [call for call, n in Counter(job["calls"] for job in jobs).items() if n > 1]
    if doubled:
        return warning(
            {**evidence, "doubled": doubled},
            "The same work is scheduled more than once. Take the jobs away that"
            " schedule_cron_jobs() did not make: "
            + sql_command(f"select cron.unschedule({max(job['id'] for job in jobs)})"),
        )
    return healthy(evidence)


CHECKS = (
    Check("table_sizes", "Do the tables have data that any use fills?", _sizes),
    Check("dead_rows", "Are dead rows removed from the busy tables?", _dead_rows),
    Check("statistics", "Does the planner know the busy tables?", _statistics),
    Check("old_snapshots", "Does nothing keep dead rows alive?", _snapshots),
    Check("connections", "Are there connections left?", _connections),
    Check("cron_jobs", "Do pg_cron's jobs, if any, run and once only?", _cron),
)
