"""`yachtparty doctor` and `make doctor`: what they print, and the exit status."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import infra.local.__main__ as local
from shared.cli import main
from shared.doctor.checks import CHECKS
from tests.fixtures.database import Database
from tests.fixtures.faults.scene import Scene, lively
from tests.fixtures.people import Connection


@pytest.fixture
def scene(database: Database, owner: Connection) -> Iterator[Scene]:
    """A healthy system in use."""
    scene = lively(database, owner)
    with scene.open:
        yield scene


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str, *arguments: str
) -> tuple[int, str, str]:
    monkeypatch.setenv("DATABASE_URL", url)
    status = main(["doctor", *arguments])
    written = capsys.readouterr()
    return status, written.out, written.err


def test_the_command_ends_well_when_nothing_is_unhealthy(
    scene: Scene, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, err = run(capsys, monkeypatch, scene.database.app_url)
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == f"{len(CHECKS)} checks: {len(CHECKS)} healthy"
    columns = {line.index(line.split()[1]) for line in out.splitlines()[: len(CHECKS)]}
    assert columns == {11}


def test_a_warning_fails_nothing_and_what_is_unhealthy_stands_last(
    scene: Scene, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.run("update conversations set status = 'paused', paused_until = 'infinity'")
    status, out, _ = run(capsys, monkeypatch, scene.database.app_url)
    assert status == 0
    assert out.endswith(f"{len(CHECKS)} checks: {len(CHECKS) - 1} healthy, 1 warning\n")
    late = str(scene.task("pending", "3 minutes"))
    status, out, _ = run(capsys, monkeypatch, scene.database.app_url)
    assert status == 1
    assert out.index("warning    paused") < out.index("unhealthy  tasks") < out.index(late)
    assert out.endswith("1 warning, 1 unhealthy\n")


def test_the_document_for_machines_keeps_its_shape(
    scene: Scene, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.task("pending", "3 minutes")
    status, out, err = run(capsys, monkeypatch, scene.database.app_url, "--json")
    document: dict[str, Any] = json.loads(out)
    assert (status, err) == (1, "")
    assert document.keys() == {"format", "at", "healthy", "counts", "checks"}
    assert (document["format"], document["healthy"]) == (1, False)
    assert document["counts"] == {
        "healthy": len(CHECKS) - 1,
        "unknown": 0,
        "warning": 0,
        "unhealthy": 1,
    }
    assert [entry["name"] for entry in document["checks"]] == [check.name for check in CHECKS]
    for entry in document["checks"]:
        assert entry.keys() == {
            *("name", "question", "verdict", "evidence", "remedy", "milliseconds")
        }
        assert entry["question"].endswith("?")
        assert bool(entry["remedy"]) == (entry["verdict"] != "healthy")


@pytest.mark.parametrize("as_json", [False, True])
def test_make_doctor_examines_the_local_database_if_there_is_one(
    scene: Scene,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    as_json: bool,
) -> None:
    monkeypatch.setattr(local, "DIRECTORY", tmp_path)
    monkeypatch.setattr(sys, "argv", ["local", "doctor", *(["--json"] if as_json else [])])
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert local.main() == 2
    written = capsys.readouterr()
    assert "make up" in written.err
    assert bool(written.out) == as_json
    assert list(tmp_path.iterdir()) == [], "to look makes nothing"
    monkeypatch.setenv("DATABASE_URL", scene.database.owner_url)
    assert local.main() == 0
    assert capsys.readouterr().out.startswith("{" if as_json else "healthy")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "DATABASE_URL is not set"),
        ("postgresql://app:pass-w0rd@127.0.0.1:9/x", "no database connection"),
        ("postgres//app:pass-w0rd@127.0.0.1:9/x", "DATABASE_URL is no libpq URL"),
    ],
)
def test_a_database_that_cannot_be_examined_is_a_status_of_its_own(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str, reason: str
) -> None:
    status, out, err = run(capsys, monkeypatch, url)
    assert (status, out) == (2, "")
    assert err.startswith(f"yachtparty doctor: {reason}")
    status, out, err = run(capsys, monkeypatch, url, "--json")
    assert status == 2
    assert json.loads(out)["error"].startswith(reason)
    assert "pass-w0rd" not in out + err
