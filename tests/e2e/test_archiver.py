"""The archiver as a process, as the scheduler calls it: a look, a pass, a storage that fails."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from infra.local.functions import FunctionProcess
from infra.local.guardian import Guardian
from infra.local.ports import free_ports
from infra.local.services import read_services
from tests.fixtures.aged import age, remaining
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, one
from tests.fixtures.s3 import BUCKET, Wire, s3

SECRET = "ring-ring"  # what the scheduler says


@pytest.fixture
def wire() -> Iterator[Wire]:
    with s3() as wire:
        yield wire


def archiver(
    database: Database, tmp_path: Path, guardian: Guardian, **variables: str
) -> FunctionProcess:
    (service,) = (one for one in read_services() if one.name == "archiver")
    (port,) = free_ports(1)
    variables |= {"DATABASE_URL": database.functions_url, "POKE_SECRET": SECRET}
    assert set(variables) <= {*service.env, *service.secrets}, "services.yaml passes them on"
    process = FunctionProcess(
        service, port, variables, log=tmp_path / "archiver.log", guardian=guardian
    )
    process.start()
    return process


def storage(wire: Wire) -> dict[str, str]:
    return {
        "ARCHIVE_BUCKET": BUCKET,
        "ARCHIVE_ENDPOINT_URL": wire.url,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "hush",
        "AWS_DEFAULT_REGION": "us-east-1",
    }


def post(process: FunctionProcess, body: object, secret: str = SECRET) -> httpx2.Response:
    with httpx2.Client(trust_env=False, timeout=60) as client:
        headers = {"Authorization": f"Bearer {secret}"}
        return client.post(process.url, json=body, headers=headers)


def test_it_looks_moves_and_goes_on_after_the_storage_failed(
    database: Database, owner: Connection, wire: Wire, tmp_path: Path
) -> None:
    aged = age(owner)
    before = remaining(owner)
    with Guardian() as guardian:
        process = archiver(database, tmp_path, guardian, **storage(wire))
        try:
            assert post(process, {}, secret="wrong").status_code == 401
            refused = post(process, {"dry_run": "yes"})
            assert (refused.status_code, refused.json()["field"]) == (400, "dry_run")

            due = post(process, {"dry_run": True}).json()
            assert due["dry_run"] is True
            assert due["agent_tasks"] >= len(aged.leaving["agent_tasks"])
            assert remaining(owner) == before
            assert wire.objects() == {}

            wire.fails("PUT", "refused")
            failed = post(process, {})
            assert failed.status_code == 503
            assert failed.headers["content-type"] == "application/problem+json"
            assert remaining(owner) == before

            moved = post(process, {})
            assert moved.status_code == 200
            counts = moved.json()
            assert counts["batches"] == len(wire.objects()) == 4
            for table, ids in remaining(owner).items():
                assert counts[table] == len(before[table]) - len(ids), table
                assert not ids & aged.leaving[table]
            assert post(process, {}).json()["batches"] == 0
        finally:
            process.stop()
    log = (tmp_path / "archiver.log").read_text()
    assert "said" not in log
    assert "4155550101" not in log


def test_without_a_bucket_nothing_leaves_the_database(
    database: Database, owner: Connection, tmp_path: Path
) -> None:
    age(owner)
    before = remaining(owner)
    with Guardian() as guardian:
        process = archiver(database, tmp_path, guardian)
        try:
            for _ in range(3):
                answer = post(process, {})
                assert answer.status_code == 200
                assert set(answer.json().values()) == {0}
        finally:
            process.stop()
    assert remaining(owner) == before
    assert (tmp_path / "archiver.log").read_text().count("ARCHIVE_BUCKET is not set") == 1
    assert one(owner, "select count(*) from private.archive_manifest") == 0
