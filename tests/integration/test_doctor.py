"""Doctor finds what is wrong with a running system, says what to do, and sees nothing else."""

import json
import re
from collections.abc import Iterator
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

import shared.db.health.reading
import shared.db.health.server
from infra.local.roles import OWNER_ROLE
from infra.local.services import read_services
from shared.db.health.reading import database_now
from shared.db.migrate import SQL
from shared.db.pool import Database as Pool
from shared.db.pool import opened
from shared.doctor.checks import CHECKS
from shared.doctor.examination import Examination, examine
from shared.doctor.expected import ENDPOINTS, TRIGGERS
from shared.doctor.finding import Case, Check, Finding, Verdict
from shared.errors import DatabaseRejected, DatabaseUnavailable
from tests.fixtures.database import Cluster, Database
from tests.fixtures.depth import some_at_once
from tests.fixtures.faults import FAULTS
from tests.fixtures.faults.fault import Fault
from tests.fixtures.faults.scene import NUMBERS, WORDS, Scene, lively
from tests.fixtures.people import Connection
from tests.fixtures.twins import add_profile, add_twin_event

BY_NAME = {check.name: check for check in CHECKS}


@pytest.fixture
def scene(database: Database, owner: Connection) -> Iterator[Scene]:
    """A healthy system in use."""
    scene = lively(database, owner)
    with scene.open:
        yield scene


@pytest.fixture(params=["app", "owner"])
def doctor(request: pytest.FixtureRequest, database: Database) -> Iterator[Pool]:
    """Who examines: the role of the functions, or the database's owner."""
    with opened(database.functions_url if request.param == "app" else database.owner_url) as pool:
        yield pool


def verdicts(examination: Examination) -> dict[str, str]:
    return {result.check.name: str(result.finding.verdict) for result in examination.results}


def not_healthy(examination: Examination) -> dict[str, str]:
    return {name: v for name, v in verdicts(examination).items() if v != "healthy"}


def test_a_system_in_use_with_nothing_wrong_is_healthy_in_every_check(
    scene: Scene, doctor: Pool
) -> None:
    examination = examine(doctor)
    assert not_healthy(examination) == {}
    assert examination.healthy
    assert len(examination.results) == len(CHECKS) == len(BY_NAME)


def test_there_is_a_seeded_example_for_every_check() -> None:
    assert {fault.check for fault in FAULTS} == BY_NAME.keys()


@pytest.mark.parametrize("doctor", some_at_once(["app", "owner"], "app"), indirect=True)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.check}:{fault.what}")
def test_it_finds_the_fault_names_it_and_says_what_to_do(
    fault: Fault, scene: Scene, doctor: Pool
) -> None:
    check = BY_NAME[fault.check]

    def look() -> Examination:
        return examine(doctor, checks=[check], now=database_now(doctor) + fault.later)

    assert not_healthy(look()) == {}
    named = fault.seed(scene)
    after = look()
    (result,) = after.results
    assert result.finding.verdict is fault.verdict, result.finding
    assert str(named or "") in json.dumps(result.finding.evidence)
    assert len(result.finding.remedy) > 20
    assert after.healthy == (fault.verdict is Verdict.WARNING)
    for written in (after.text(), after.document()):
        assert WORDS not in written
        assert not [number for number in NUMBERS if number[1:] in written]
        assert not re.search(r"\+\d{7,}", written)


@pytest.mark.parametrize("code", [30005, 30006, 21614])
def test_a_number_out_of_service_is_nobodys_to_mend(scene: Scene, doctor: Pool, code: int) -> None:
    scene.message("undelivered", "1 hour", error_code=code)
    (result,) = examine(doctor, checks=[BY_NAME["twilio_errors"]]).results
    assert result.finding.verdict is Verdict.HEALTHY
    assert str(code) in json.dumps(result.finding.evidence)


def test_work_for_later_and_work_in_hand_are_no_backlog(scene: Scene, doctor: Pool) -> None:
    scene.task("pending", "-1 hour")
    scene.task("processing", "-1 minute")
    scene.task("pending", "1 minute")
    scene.event("-1 minute")
    scene.message("queued_for_send", "1 minute")
    scene.run("update message_queue set scheduled_for = now() - interval '1 minute'")
    assert not_healthy(examine(doctor)) == {}


def test_what_backoff_holds_back_is_not_waiting(scene: Scene, doctor: Pool) -> None:
    scene.task("pending", "1 hour")
    scene.run("update agent_tasks set available_at = now() + interval '1 minute'")
    scene.run(
        "update message_queue set scheduled_for = now() - interval '1 hour',"
        " available_at = now() + interval '1 minute'"
    )
    assert not_healthy(examine(doctor)) == {}


def test_what_waits_for_somebody_elses_twin_is_no_backlog_of_ours(
    scene: Scene, doctor: Pool
) -> None:
    source = add_profile(scene.owner, "sales")
    add_twin_event(scene.owner, source, "engineering", event_type="context_shared")
    scene.run("update twin_events set available_at = now() - interval '1 hour'")
    assert not_healthy(examine(doctor)) == {}


def test_what_the_archiver_has_in_hand_or_restored_is_not_stuck(scene: Scene, doctor: Pool) -> None:
    scene.task("completed", "31 days")
    batch = scene.run("select plan_archive('tasks', 1000, now() - interval '3 days')")
    assert batch is None, "due since yesterday"
    batch = scene.run("select plan_archive('tasks', 1000)")
    scene.run("select claim_archive(gen_random_uuid(), '1 minute')")
    assert not_healthy(examine(doctor)) == {}
    scene.run("update private.lanes set leased_until = now() where queue = 'archive'")
    assert not_healthy(examine(doctor)) == {"archive_unfinished": "warning"}
    scene.run("update private.archive_manifest set not_before = now() + interval '30 days'")
    assert not_healthy(examine(doctor)) == {}


def test_more_than_a_thousand_are_told_as_a_thousand_and_more(scene: Scene, doctor: Pool) -> None:
    scene.run(
        "insert into events (event_type, payload, created_at, available_at)"
        " select 'x.y', '{}', now(), now() - interval '1 hour' from generate_series(1, 1500)"
    )
    (result,) = examine(doctor, checks=[BY_NAME["events_waiting"]]).results
    evidence = result.finding.evidence
    assert (evidence["count"], evidence["more"], len(evidence["ids"])) == (1000, True, 5)
    assert 3600 <= evidence["oldest_seconds"] < 3700


def test_the_triggers_that_are_expected_are_those_of_a_fresh_database(owner: Connection) -> None:
    there = owner.execute(
        "select tgrelid::regclass::text, tgname, tgfoid::regproc::text from pg_trigger"
        " where not tgisinternal and tgrelid in"
        " (select oid from pg_class where relnamespace = 'public'::regnamespace)"
    ).fetchall()
    assert sorted(there) == sorted(TRIGGERS)


def test_the_endpoints_that_are_expected_are_those_that_sql_rings() -> None:
    texts = [path.read_text() for path in (SQL / "functions").glob("*/*.sql")]
    rung = {name for text in texts for name in re.findall(r"private\.poke\('(\w+)'", text)}
    assert set(ENDPOINTS) == rung
    assert {s.name for s in read_services() if "poke" in s.triggers} <= rung


def test_a_database_that_nobody_migrated_is_unhealthy(empty_database: Database) -> None:
    with opened(empty_database.owner_url) as pool:
        examination = examine(pool)
    assert verdicts(examination)["migrations"] == "unhealthy"
    assert verdicts(examination)["events_waiting"] == "unknown"
    assert not examination.healthy


def test_an_image_without_the_sql_files_cannot_tell_about_migrations(
    scene: Scene, doctor: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared.db.health.server, "SQL", SQL / "not shipped")
    (result,) = examine(doctor, checks=[BY_NAME["migrations"]]).results
    assert result.finding.verdict is Verdict.UNKNOWN
    assert "001_core_tables.sql" in result.finding.evidence["applied"]


def test_a_database_built_by_plain_psql_has_all_it_needs(scene: Scene, doctor: Pool) -> None:
    scene.run("delete from private.schema_migrations")
    assert not_healthy(examine(doctor)) == {}


def test_a_check_that_takes_too_long_is_unknown_and_stops_no_other(
    scene: Scene, doctor: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared.db.health.reading, "SECONDS", 1)
    with psycopg.connect(scene.database.owner_url) as locker:
        locker.execute("lock table agent_tasks")
        found = not_healthy(examine(doctor))
    assert set(found.values()) == {"unknown"}
    assert "tasks_waiting" in found
    assert "events_waiting" not in found


@pytest.mark.parametrize(
    "statement",
    [
        "delete from message_queue returning id",
        "select set_config('transaction_read_only', 'off', true)",
    ],
)
def test_a_reading_may_change_nothing(scene: Scene, doctor: Pool, statement: LiteralString) -> None:
    with pytest.raises(DatabaseRejected):
        doctor.read(statement, {}, seconds=5)
    assert doctor.value("select count(*) from message_queue") == 1


def test_an_examination_leaves_the_database_as_it_was(scene: Scene, doctor: Pool) -> None:
    written: LiteralString = (
        "select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) from pg_stat_xact_user_tables"
    )
    examine(doctor)
    assert doctor.value(written) == 0
    assert doctor.value("select current_setting('transaction_read_only')") == "off"
    left_open: LiteralString = (
        "select count(*) from pg_stat_activity"
        " where datname = current_database() and state like 'idle in%%'"
    )
    assert doctor.value(left_open) == 0


@pytest.fixture
def narrow_owner(cluster: Cluster, database: Database) -> Iterator[None]:
    """The database's owner may not look at the sessions of others."""
    name = sql.Identifier(f"narrow_{database.name}")
    give = sql.SQL("alter function private.session_state(timestamptz) owner to {}")
    with psycopg.connect(cluster.url(database.name), autocommit=True) as superuser:
        superuser.execute(sql.SQL("create role {}").format(name))
        superuser.execute(give.format(name))
        superuser.execute(
            sql.SQL("grant execute on function private.session_state(timestamptz) to {}").format(
                sql.Identifier(OWNER_ROLE)
            )
        )
        yield
        superuser.execute(give.format(sql.Identifier(OWNER_ROLE)))
        superuser.execute(sql.SQL("drop role {}").format(name))


def test_what_its_owner_may_not_see_is_unknown_and_not_healthy(
    narrow_owner: None, scene: Scene, doctor: Pool
) -> None:
    assert not_healthy(examine(doctor)) == {"old_snapshots": "unknown"}


GROWING = ("messages", "events", "agent_tasks", "message_queue", "agent_actions_log")
FINISHED: tuple[LiteralString, ...] = (
    "alter table messages disable trigger user",
    "alter table events disable trigger user",
    "alter table agent_tasks disable trigger user",
    "create view past as"
    " select n, now() - (20000 - n) * interval '2 minutes' as at, c.id, c.user_id,"
    "   case when n % 2 = 0 then 'system' else 'bouncer' end as agent"
    " from generate_series(1, 20000) n, conversations c",
    "insert into messages (conversation_id, user_id, role, content, direction, status, created_at)"
    " select id, user_id, 'concierge', repeat('x', 80), 'outbound', 'delivered', at from past",
    "insert into events (event_type, aggregate_id, payload, processed, created_at, occurred_at)"
    " select 'thing.happened', user_id, '{}', true, at, at from past",
    "insert into agent_tasks (task_type, agent_type, scheduled_for, status, context_json)"
    " select 'x', agent, at, 'completed', '{}' from past",
    "insert into message_queue (user_id, agent_id, message_data, scheduled_for, status)"
    " select user_id, 'concierge', '{}', at, 'sent' from past",
    "insert into agent_actions_log (agent_type, action_type, cost_usd, created_at)"
    " select agent, 'llm_call', 0.001, at from past",
    "vacuum analyze",
    "alter table messages enable trigger user",
    "alter table events enable trigger user",
    "alter table agent_tasks enable trigger user",
    "select pg_stat_force_next_flush()",
)


def test_however_much_is_finished_no_check_reads_it(scene: Scene, cluster: Cluster) -> None:
    for statement in FINISHED:
        scene.owner.execute(statement)
    with psycopg.connect(cluster.url(scene.database.name), autocommit=True) as superuser:
        superuser.execute("select pg_stat_reset()")
    with opened(scene.database.owner_url) as pool:
        assert not_healthy(examine(pool)) == {}
        pool.rows("select pg_stat_force_next_flush()")
        read: dict[str, int] = dict(
            pool.rows(
                "select relname::text, seq_tup_read from pg_stat_user_tables"
                " where relname = any (%s)",
                (list(GROWING),),
            )
        )
    assert {table: rows for table, rows in read.items() if rows > 10} == {}


def test_a_database_that_goes_away_in_between_is_not_examined(
    scene: Scene, cluster: Cluster
) -> None:
    name = scene.database.name

    def go_away(case: Case) -> Finding:
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as elsewhere:
            close = sql.SQL("alter database {} allow_connections false")
            elsewhere.execute(close.format(sql.Identifier(name)))
            elsewhere.execute(
                "select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = %s",
                (name,),
            )
        return BY_NAME["tasks_waiting"].look(case)

    with opened(scene.database.app_url) as pool, pytest.raises(DatabaseUnavailable):
        examine(pool, checks=[Check("vanishing", "Is it still there?", go_away)])
