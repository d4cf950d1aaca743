"""The operator's commands: what they do, what they print, and the exit status for scripts."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from shared.cli import main
from tests.fixtures.build import alone
from tests.fixtures.database import Cluster, Database
from tests.fixtures.operated import operated
from tests.fixtures.people import MIKE, SARAH, Connection, add_user, column, one
from tests.integration.conftest import NOON

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command on this test's database: exit status, stdout, stderr."""
    monkeypatch.setenv("DATABASE_URL", database.app_url)

    def run(*arguments: str, url: str | None = None) -> tuple[int, str, str]:
        if url is not None:
            monkeypatch.setenv("DATABASE_URL", url)
        status = main(list(arguments))
        written = capsys.readouterr()
        return status, written.out, written.err

    return run


def newcomer(app: Connection, phone: str = SARAH, **columns: Any) -> None:
    finished = {
        "verified": False,
        "poc_agent_type": "bouncer",
        "first_name": "Sarah",
        "last_name": "Chen",
        "company": "Acme",
        "title": "CTO",
        "email": "sarah@acme.com",
        "email_verified": True,
        "name_dropped": "Ada",
        "onboarding_completed_at": NOON,
    }
    add_user(app, phone, **{**finished, **columns})


def test_applicants_are_listed_one_a_line(run: Run, app: Connection) -> None:
    assert run("applicants") == (0, "", "")
    newcomer(app)
    assert run("applicants") == (
        0,
        f"{SARAH}  Sarah Chen, CTO at Acme, sarah@acme.com, referred by Ada\n",
        "",
    )


@pytest.mark.parametrize("written", [SARAH, "+1 (415) 555-0101"])
def test_approve_makes_a_newcomer_a_member_once(run: Run, app: Connection, written: str) -> None:
    newcomer(app)

    assert run("approve", written) == (0, "approved\n", "")
    assert run("approve", written) == (0, "was approved already\n", "")
    assert one(app, "select (verified, poc_agent_type)::text from users") == "(t,concierge)"
    assert run("applicants") == (0, "", "")
    assert app.execute("select actor, action from operator_actions").fetchall() == [
        ("command line", "approve_as_concierge")
    ]


@pytest.mark.parametrize(
    ("columns", "lacking"),
    [
        ({"email_verified": False}, "a proved email"),
        ({"first_name": None, "last_name": None}, "a first name, a last name"),
        ({"company": None, "title": None}, "a company, a title"),
        ({"name_dropped": None}, "an answer to who referred them"),
    ],
)
def test_approve_of_who_has_not_finished_joining_says_so_and_needs_anyway(
    run: Run, app: Connection, columns: dict[str, Any], lacking: str
) -> None:
    newcomer(app, **columns)

    status, out, err = run("approve", SARAH)
    assert (status, out) == (1, "")
    assert err == (
        f"yachtparty approve: {SARAH} has not given {lacking}; nothing was changed."
        " Add --anyway to approve them all the same\n"
    )
    assert not one(app, "select verified from users")

    assert run("approve", SARAH, "--anyway") == (0, "approved\n", "")
    assert run("approve", SARAH) == (0, "was approved already\n", "")


def test_approve_as_an_innovator(run: Run, app: Connection) -> None:
    newcomer(app)
    assert run("approve", SARAH, "--as", "innovator") == (0, "approved\n", "")
    assert one(app, "select company_name from innovators") == "Acme"


def test_resume_lifts_a_pause(run: Run, app: Connection) -> None:
    user = add_user(app)
    app.execute(
        "insert into conversations (user_id, phone_number, status, paused_until)"
        " values (%s, %s, 'paused', 'infinity')",
        (user, SARAH),
    )
    assert run("resume", SARAH) == (0, "resumed\n", "")
    assert one(app, "select status from conversations") == "active"
    assert run("resume", SARAH) == (0, "was not paused\n", "")


def test_reviews_lists_disputes_and_answers_and_takes_decisions_on_them(
    run: Run, app: Connection, owner: Connection
) -> None:
    operated(owner)
    listed = run("reviews")[1]
    dispute = one(app, "select id from introduction_reviews where resolved_at is null limit 1")
    scored = one(app, "select id from community_responses where scored_by = 'rules' limit 1")
    assert f"{dispute}  " in listed
    assert f"{scored}  " in listed

    assert run("reviews", "leave", str(dispute)) == (0, "decided\n", "")
    assert run("reviews", "leave", str(dispute))[1].startswith("was decided before")
    assert run("reviews", "score", str(scored))[2].endswith("from 1 to 10\n")
    assert run("reviews", "score", str(scored), "4") == (0, "decided\n", "")
    assert one(app, "select usefulness_score from community_responses where id = %s", scored) == 4
    assert column(
        app,
        "select actor || ' ' || action from operator_actions where actor = 'command line'"
        " order by created_at",
    ) == ["command line introduction_left", "command line score_answer"]


@pytest.mark.parametrize("command", ["approve", "resume"])
@pytest.mark.parametrize("number", [MIKE, "Mike"])
def test_a_number_that_nobody_has_is_named_and_fails(
    run: Run, app: Connection, command: str, number: str
) -> None:
    newcomer(app)
    status, out, err = run(command, number)
    assert (status, out) == (1, "")
    assert err == f"yachtparty {command}: nobody with the number {number} has ever texted\n"
    assert not one(app, "select verified from users")


def test_migrate_builds_an_empty_database_and_then_finds_nothing_new(
    run: Run, cluster: Cluster, empty_database: Database
) -> None:
    with alone(cluster):
        status, out, err = run("migrate", url=empty_database.owner_url)
        assert (status, err) == (0, "")
        assert out.startswith("applied 001_core_tables.sql, ")
        with psycopg.connect(empty_database.owner_url) as connection:
            assert one(connection, "select count(*) from users") == 0
        assert run("migrate") == (0, "nothing new; functions replaced\n", "")


def test_migrate_refuses_a_migration_that_changed_after_it_was_applied(
    run: Run, database: Database, owner: Connection
) -> None:
    owner.execute("update private.schema_migrations set checksum = 'x' where name like '001%'")
    status, out, err = run("migrate", url=database.owner_url)
    assert (status, out) == (1, "")
    assert "001_core_tables.sql was changed after it was applied" in err


def test_migrate_by_who_owns_nothing_says_so(run: Run) -> None:
    status, out, err = run("migrate")
    assert (status, out) == (1, "")
    assert err.startswith("yachtparty migrate: ")
    assert "owner" in err


COMMANDS = [("migrate",), ("applicants",), ("approve", SARAH), ("resume", SARAH)]


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_database_the_setting_is_named(run: Run, command: tuple[str, ...]) -> None:
    status, out, err = run(*command, url="")
    assert (status, out) == (1, "")
    assert err.startswith(f"yachtparty {command[0]}: DATABASE_URL is not set")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://app:pass-w0rd@127.0.0.1:9/x", ""),
        ("postgres//app:pass-w0rd@127.0.0.1:9/x", "DATABASE_URL is no libpq URL\n"),
    ],
)
@pytest.mark.parametrize("command", [COMMANDS[0], COMMANDS[1]])
def test_a_database_that_does_not_answer_is_a_message_without_its_password(
    run: Run, caplog: pytest.LogCaptureFixture, command: tuple[str, ...], url: str, reason: str
) -> None:
    status, out, err = run(*command, url=url)
    assert (status, out) == (1, "")
    assert err.startswith(f"yachtparty {command[0]}: {reason}")
    assert err.count("\n") == 1
    assert "pass-w0rd" not in err + caplog.text


@pytest.mark.parametrize("arguments", [[], ["dance"], ["approve"], ["approve", SARAH, "--as", "x"]])
def test_a_wrong_command_shows_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: yachtparty")


def test_a_token_is_shown_once_and_ends_when_it_is_revoked(run: Run, database: Database) -> None:
    org = "00000000-0000-0000-0000-000000000001"
    status, token, _ = run("token", org, "n8n", url=database.owner_url)
    assert (status, token.startswith("yp_")) == (0, True)

    status, out, error = run("token", org, "n8n")
    assert (status, out) == (1, "")
    assert "n8n" in error, "the label is taken"
    assert token.strip() not in error

    assert run("token", org, "n8n", "--revoke")[0] == 0
    assert run("token", org, "n8n", "--revoke")[0] == 1
    _, another, _ = run("token", org, "n8n")
    assert another != token


def test_the_functions_role_makes_no_tokens(run: Run) -> None:
    status, out, error = run("token", "00000000-0000-0000-0000-000000000001", "n8n")
    assert (status, out) == (1, "")
    assert "wants the owner's DATABASE_URL" in error
    assert error.count("\n") == 1
