"""Recorded conversations leave without names, and are decided again on what was known then."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from shared.cli import main
from shared.db.pool import Database as Pool
from shared.db.privacy import find_person
from shared.privacy.conversations import conversations
from shared.privacy.requests import erase
from tests.evals.network import Network, engines_of
from tests.evals.replay import differences, mail_domain_of, read_turns, replay
from tests.evals.scenario import FOLDER, read
from tests.fixtures.anthropic_standin import AnthropicStandIn, text, tool_calls
from tests.fixtures.database import Cluster, Database
from tests.fixtures.depth import some_at_once
from tests.fixtures.owned_clock import own_the_clock
from tests.fixtures.people import column, one

LIVED = (
    *("newcomer_few_words", "newcomer_overshares", "talk_member_with_several_wishes"),
    *("innovator_yes_no_maybe", "community_pass_knows_someone", "research_refined_twice"),
    *("member_names_one_of_three", "innovator_adds_credits"),
)


@pytest.fixture
def network(cluster: Cluster, database: Database, pool: Pool) -> Iterator[Network]:
    superuser = cluster.url(database.name)
    own_the_clock(superuser)
    with (
        psycopg.connect(superuser, autocommit=True) as clock,
        psycopg.connect(database.app_url, autocommit=True) as app,
    ):
        yield Network(pool, app, clock, engines_of())


def exported(pool: Pool, path: Path) -> Path:
    path.write_text("".join(conversations(pool, timedelta(days=3650))), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", some_at_once(LIVED, "newcomer_few_words", LIVED[-1]))
def test_the_same_rules_decide_the_same_again_whatever_has_come_of_it_since(
    name: str, network: Network, pool: Pool, tmp_path: Path
) -> None:
    network.live(read(FOLDER / f"{name}.yaml"))
    turns = read_turns(exported(pool, tmp_path / "turns.jsonl"))
    said = sum(line.count(" > ") for line in network.transcript)
    assert 0 < len(turns) <= said
    replayed = replay(turns, engines_of(MAIL_DOMAIN=mail_domain_of(turns)))
    told = differences(replayed, "rules")
    assert [one.outcome for one in replayed] == ["same"] * len(turns), told


def test_no_name_number_or_address_leaves(network: Network, pool: Pool, tmp_path: Path) -> None:
    network.live(read(FOLDER / "innovator_yes_no_maybe.yaml"))
    written = exported(pool, tmp_path / "turns.jsonl").read_text(encoding="utf-8")
    known = column(
        network.app,
        "select unnest(array[first_name, last_name, company, email, phone_number, id::text,"
        " email_verification_token]) from users"
        " union select unnest(string_to_array(name, ' ') || array[company, email]) from prospects",
    )
    left = [name for name in known if name and re.search(rf"\b{re.escape(name)}\b", written)]
    assert left == []


def test_what_a_model_would_do_otherwise_is_told_with_the_turn(
    network: Network, pool: Pool, tmp_path: Path
) -> None:
    network.live(read(FOLDER / "innovator_adds_credits.yaml"))
    turns = read_turns(exported(pool, tmp_path / "turns.jsonl"))
    with AnthropicStandIn() as model:
        model.script(
            tool_calls(("request_credit_funding", {"credits": 500})),
            text("The page for 500 credits."),
            tool_calls(("check_credits", {})),
            text("Your balance is 0 credits."),
        )
        engines = engines_of(ANTHROPIC_API_KEY="key", ANTHROPIC_BASE_URL=model.url)
        engines.warm()
        replayed = replay(turns, engines)
        engines.close()
    assert [one.outcome for one in replayed] == ["other words", "other tools"]
    told = differences(replayed, "a model")
    assert told.startswith(
        "# Of 2 recorded turns 1 would do something else with a model, 1 only say it otherwise ($0."
    )
    assert "> need more budget\nthen (rules): request_credit_funding" in told
    assert "now  < Your balance is 0 credits." in told


def test_a_person_who_is_erased_is_in_nobody_elses_turns(network: Network, pool: Pool) -> None:
    network.live(read(FOLDER / "innovator_yes_no_maybe.yaml"))
    dana, ines = network.people.id("Dana"), network.people.id("Ines")
    kept = "select count(*) from messages where user_id = %s and turn is not null"
    assert one(network.app, kept, ines) > 0
    found = find_person(pool, user_id=dana, phone=None)
    assert found is not None
    assert erase(pool, None, found)
    knew = column(network.app, "select turn::text from messages where turn is not null")
    assert not [turn for turn in knew if "Dana Brook" in turn or str(dana) in turn]


def test_the_command_writes_what_make_evals_replays(
    network: Network,
    database: Database,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network.live(read(FOLDER / "newcomer_overshares.yaml"))
    path = tmp_path / "turns.jsonl"
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    assert main(["export-conversations", "--days", "3650", "--file", str(path)]) == 0
    count = len(path.read_text(encoding="utf-8").splitlines())
    assert capsys.readouterr().out == f"{count} turns in {path}\n"
    done = _evals(path)
    assert done.returncode == 0
    assert f"# Of {count} recorded turns 0 would do something else with rules" in done.stdout
    path.write_text("no turn", encoding="utf-8")
    assert _evals(path).returncode == 2


def _evals(path: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if "ANTHROPIC" not in name}
    return subprocess.run(
        [sys.executable, "-m", "tests.evals"],
        env={**environment, "REPLAY": str(path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
