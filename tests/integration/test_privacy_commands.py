"""`yachtparty export | erase | restore`: what they do, what they print, and the exit status."""

import io
import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from shared.archive.archiver import Archiver
from shared.cli import main
from shared.db.archive import Manifest
from shared.db.pool import Database as Pool
from tests.fixtures.aged import NOW, Aged, age, snapshot
from tests.fixtures.database import Database
from tests.fixtures.people import MIKE, SARAH, Connection, one
from tests.fixtures.s3 import BUCKET, Wire, s3

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def wire() -> Iterator[Wire]:
    with s3() as wire:
        yield wire


@pytest.fixture
def aged(owner: Connection) -> Aged:
    return age(owner)


@pytest.fixture
def run(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command without an archive, or with the one of a wire; `types` is what is typed."""
    monkeypatch.setenv("DATABASE_URL", database.app_url)

    def run(*arguments: str, wire: Wire | None = None, types: str = "") -> tuple[int, str, str]:
        if wire is not None:
            for name, value in (
                ("ARCHIVE_BUCKET", BUCKET),
                ("ARCHIVE_ENDPOINT_URL", wire.url),
                ("AWS_ACCESS_KEY_ID", "key"),
                ("AWS_SECRET_ACCESS_KEY", "hush"),
                ("AWS_DEFAULT_REGION", "us-east-1"),
            ):
                monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.stdin", io.StringIO(types))
        status = main(list(arguments))
        written = capsys.readouterr()
        return status, written.out, written.err

    return run


def archive(pool: Pool, wire: Wire) -> None:
    Archiver(Manifest(pool, now=NOW), wire.storage()).run(seconds=60, stopping=lambda: False)


@pytest.mark.parametrize("by", ["number", "written number", "id"])
def test_export_prints_one_document(run: Run, aged: Aged, by: str) -> None:
    who = {"number": SARAH, "written number": "+1 (415) 555-0101", "id": str(aged.sarah)}[by]
    status, out, err = run("export", who)
    assert (status, err) == (0, "")
    document = json.loads(out)
    assert document["user_id"] == str(aged.sarah)
    assert document["database"]["users"][0]["phone_number"] == SARAH
    assert document["database"]["messages"]


def test_export_writes_a_file_that_only_its_owner_reads_and_never_over_another(
    run: Run, aged: Aged, tmp_path: Path
) -> None:
    path = tmp_path / "sarah.json"
    assert run("export", SARAH, "--file", str(path)) == (0, "", "")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    written = path.read_text()
    assert json.loads(written)["user_id"] == str(aged.sarah)
    status, _, err = run("export", MIKE, "--file", str(path))
    assert status == 1
    assert "sarah.json cannot be made: File exists" in err
    assert path.read_text() == written


@pytest.mark.parametrize("typed", ["", "no\n", "y\n", "yes\n"])
def test_erase_asks_and_nothing_but_the_word_will_do(run: Run, aged: Aged, typed: str) -> None:
    before = snapshot(aged.connection)
    status, out, _ = run("erase", SARAH, types=typed)
    assert status == 1
    assert str(aged.sarah) in out
    assert out.endswith("nothing was erased\n")
    assert snapshot(aged.connection) == before


@pytest.mark.parametrize(("options", "typed"), [((), "erase\n"), (("--yes",), "")])
def test_erase_removes_the_person_and_says_what_is_left(
    run: Run, aged: Aged, options: tuple[str, ...], typed: str
) -> None:
    status, out, err = run("erase", SARAH, *options, types=typed)
    assert (status, err) == (0, "")
    assert out.endswith(f"erased; what is left is the id {aged.sarah}\n")
    assert one(aged.connection, "select count(*) from messages where user_id = %s", aged.sarah) == 0
    assert one(aged.connection, "select count(*) from messages where user_id = %s", aged.mike) == 1
    assert run("erase", str(aged.sarah), "--yes")[:2] == (0, "was erased already\n")
    status, _, err = run("erase", SARAH, "--yes")
    assert (status, err) == (1, f"yachtparty erase: nobody with the id or number {SARAH} is here\n")


def test_restore_brings_rows_back(run: Run, aged: Aged, pool: Pool, wire: Wire) -> None:
    before = snapshot(aged.connection)
    archive(pool, wire)
    assert run("restore", "--kind", "tasks", wire=wire)[:2] == (
        0,
        "3 rows of 1 objects are back for 30 days\n",
    )
    status, out, _ = run("restore", "--days", "7", "--until", "2030-01-01", wire=wire)
    assert (status, out.endswith("objects are back for 7 days\n")) == (0, True)
    assert snapshot(aged.connection) == before
    assert run("restore", wire=wire)[:2] == (0, "the archive holds nothing of that\n")


def test_restore_into_a_file_leaves_the_tables_as_they_are(
    run: Run, aged: Aged, pool: Pool, wire: Wire, tmp_path: Path
) -> None:
    archive(pool, wire)
    after = snapshot(aged.connection)
    path = tmp_path / "all.jsonl"
    status, out, _ = run("restore", "--to", str(path), wire=wire)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert (status, out) == (0, f"{len(lines)} rows of 4 objects in {path}\n")
    assert {line["row"]["id"] for line in lines} == set().union(*aged.leaving.values())
    assert snapshot(aged.connection) == after


def test_restore_without_the_archive_names_the_setting(
    run: Run, aged: Aged, pool: Pool, wire: Wire
) -> None:
    assert run("restore")[:2] == (0, "the archive holds nothing of that\n")
    archive(pool, wire)
    status, _, err = run("restore")
    assert status == 1
    assert "ARCHIVE_BUCKET is not set" in err


@pytest.mark.parametrize("address", ["http://min io:9000", "http://[bad", "https://"])
def test_an_archive_at_no_address_is_named(
    run: Run, aged: Aged, pool: Pool, wire: Wire, address: str
) -> None:
    archive(pool, wire)
    wire.url = address
    status, _, err = run("export", SARAH, wire=wire)
    assert status == 1
    assert "ARCHIVE_ENDPOINT_URL" in err


def test_restore_waits_for_no_other_process_and_leaves_no_part_of_a_file(
    run: Run, aged: Aged, pool: Pool, wire: Wire, tmp_path: Path
) -> None:
    archive(pool, wire)
    path = tmp_path / "all.jsonl"
    wire.fails("GET", "none", "refused")
    status, _, err = run("restore", "--to", str(path), wire=wire)
    assert status == 1
    assert "get_object failed" in err
    assert not path.exists()

    assert Manifest(pool).claim(uuid4())
    for arguments in (["restore"], ["restore", "--to", str(path)]):
        status, _, err = run(*arguments, wire=wire)
        assert status == 1
        assert "the archiver is at work" in err
