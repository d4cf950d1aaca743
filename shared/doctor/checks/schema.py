"""The schema: migrations, triggers, the change of a phone number, row-level security."""

from collections.abc import Sequence

from shared.db.health import server
from shared.doctor.expected import TRIGGERS
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

MIGRATE = "As the database's owner: yachtparty migrate"


def broken_triggers(case: Case, only: Sequence[str] = ()) -> dict[str, str]:
    """Triggers that are missing, disabled or call another function, with what is wrong."""
    there = {(trigger.table, trigger.name): trigger for trigger in server.triggers(case.reading)}
    broken: dict[str, str] = {}
    for table, name, function in TRIGGERS:
        trigger = there.get((table, name))
        if only and name not in only:
            continue
        if trigger is None:
            broken[f"{table}.{name}"] = "missing"
        elif trigger.function != function:
            broken[f"{table}.{name}"] = f"calls {trigger.function}"
        elif not trigger.enabled:
            broken[f"{table}.{name}"] = "disabled"
    return broken


def _migrations(case: Case) -> Finding:
    shipped = server.shipped()
    there = server.functions(case.reading)
    if "private.applied_migrations" not in there:
        return unhealthy({"functions": len(there)}, MIGRATE)
    applied = server.applied_migrations(case.reading)
    evidence = {"applied": sorted(applied), "shipped": len(shipped.migrations)}
    if not shipped.migrations:
        return unknown(
            evidence, "The SQL files are not here: run doctor from a checkout to compare."
        )
    missing = sorted(shipped.migrations.keys() - applied.keys()) if applied else []
    changed = sorted(
        name for name, sum in shipped.migrations.items() if applied.get(name, sum) != sum
    )
    absent = sorted(shipped.functions - there)
    if missing or changed or absent:
        return unhealthy(
            {**evidence, "missing": missing, "changed": changed, "missing_functions": absent},
            f"{MIGRATE} (a changed file must first be put back as it was applied)"
            if changed
            else MIGRATE,
        )
    newer = sorted(applied.keys() - shipped.migrations.keys())
    if newer:
        return warning(
            {**evidence, "newer": newer},
            "The database is ahead of this code: deploy the version that ships these migrations.",
        )
    return healthy(evidence)


def _triggers(case: Case) -> Finding:
    broken = broken_triggers(case)
    if not broken:
        return healthy({"triggers": len(TRIGGERS)})
    table = next(iter(broken)).partition(".")[0]
    return unhealthy(
        {"broken": broken},
        f"{MIGRATE} puts back what is missing or calls the wrong function; enable a disabled one: "
        + sql_command(f"alter table {table} enable trigger user"),
    )


def _phone_change(case: Case) -> Finding:
    column = server.column_type(case.reading, "users", "phone_number_history")
    broken = broken_triggers(case, ("on_phone_change",))
    evidence = {"phone_number_history": column, "broken": broken}
    if column == "jsonb" and not broken:
        return healthy(evidence)
    if column == "jsonb":
        return unhealthy(
            evidence,
            f"{MIGRATE}; enable a disabled trigger: "
            + sql_command("alter table users enable trigger on_phone_change"),
        )
    return unhealthy(
        evidence,
        "Every change of a number fails without its column: "
        + sql_command(
            "alter table users add column phone_number_history jsonb not null default '[]'"
        ),
    )


def _row_level_security(case: Case) -> Finding:
    tables = server.unprotected_tables(case.reading)
    if not tables:
        return healthy({"unprotected": []})
    return unhealthy(
        {"unprotected": tables},
        "What PostgREST exposes is open to its callers. "
        + sql_command(f'alter table "{tables[0]}" enable row level security')
        + f" or, for all tables. {MIGRATE}",
    )


CHECKS = (
    Check("migrations", "Is the schema the one that this code needs?", _migrations),
    Check("triggers", "Are all triggers there and enabled?", _triggers),
    Check("phone_change", "Can a phone number change?", _phone_change),
    Check(
        "row_level_security", "Is every public table closed to the public API?", _row_level_security
    ),
)
