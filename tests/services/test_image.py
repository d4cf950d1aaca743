"""What the image would hold: the script that the Dockerfile runs, into an empty folder, and the
functions started from there as the Dockerfile says, go through the same conversations."""

import fcntl
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.image import Image, install, installed
from infra.local.services import ROOT, Service, read_services
from infra.local.stack import DatabaseUrls, Stack, StackOptions
from tests.e2e.test_conversation import (
    test_onboarding_from_the_first_text_to_a_member_who_is_helped as test_onboarding,
)
from tests.e2e.test_conversation import (
    test_texts_that_came_while_every_function_was_down_are_answered_afterwards as test_outage,
)
from tests.fixtures.database import Database

__all__ = ["test_onboarding", "test_outage"]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """Installed once for the run, by the worker that needs it first: it takes a minute."""
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    folder, done = place / "image", place / "image.done"
    with (place / "image.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if done.exists():
            return installed(folder)
        folder.mkdir()
        image = install(folder)
        done.touch()
        return image


@pytest.fixture
def stack(image: Image, database: Database, tmp_path: Path) -> Iterator[Stack]:
    """As those conversations want it, but from the image."""
    options = StackOptions(
        database=DatabaseUrls(database.owner_url, database.functions_url),
        sweep_interval=0.5,
        environment={"INBOUND_RECONCILE_SECONDS": "3", "LEASE_SECONDS": "4"},
        function_environment={"sms_sender": {"SEND_TIMEOUT_SECONDS": "2"}},
        image=image,
    )
    with Stack(tmp_path, options=options) as stack:
        yield stack


def python(image: Image, code: str) -> str:
    """What a line of Python prints, with the image's variables and in its folder."""
    done = subprocess.run(
        [*image.command[:2], "-c", code],
        cwd=image.folder,
        env={**image.environment, "PATH": "/nowhere"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_it_holds_the_code_and_the_locked_packages_and_nothing_else(image: Image) -> None:
    assert {path.name for path in image.folder.iterdir()} == {
        *("functions", "shared", "packages", "requirements.lock")
    }
    for part in ("functions", "shared"):
        there = {
            path.relative_to(image.folder)
            for path in (image.folder / part).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        tracked = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", part],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert there <= {Path(line) for line in tracked.stdout.splitlines()}
    assert not list((image.folder / "packages").glob("pytest*"))
    assert not (image.folder / "packages" / "bin").exists()


def test_everything_in_it_is_compiled_and_trusted_as_it_is(image: Image) -> None:
    sources = [
        path for part in ("functions", "shared") for path in (image.folder / part).rglob("*.py")
    ]
    assert sources
    for source in sources:
        (compiled,) = (source.parent / "__pycache__").glob(f"{source.stem}.cpython-*.pyc")
        assert compiled.read_bytes()[4:8] == b"\x01\x00\x00\x00"  # by hash, unchecked


@pytest.mark.parametrize("service", read_services(), ids=lambda one: one.name)
def test_a_function_imports_only_from_it(image: Image, service: Service) -> None:
    listed = python(
        image,
        "import runpy, sys, os;"
        " os.environ.update(DATABASE_URL='postgresql://nobody@127.0.0.1:1/x', MAIL_DOMAIN='m.test',"
        " MAIL_WEBHOOK_SECRET='something', TWILIO_ACCOUNT_SID='AC1', TWILIO_AUTH_TOKEN='something',"
        " TWILIO_PHONE_NUMBER='+14155550100', PUBLIC_BASE_URL='http://x.test', REDIS_URL='redis://x',"
        " ARCHIVE_BUCKET='x', UPLOAD_SIGNING_KEY='something');"
        f" runpy.run_path('{service.source}');"
        " print(*(m.__file__ for m in sys.modules.values()"
        "         if getattr(m, '__file__', None) and 'site-packages' in m.__file__))",
    )
    assert listed == ""


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "something").write_text("")
    with pytest.raises(subprocess.CalledProcessError):
        install(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["something"]
