"""What the image is built on is named by digest and renewed on request; no other is built on."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.services import ROOT

DOCKER = ROOT / "infra" / "docker"
PINNED = (DOCKER / "base-image").read_text()
DIGEST = "sha256:" + "0123456789abcdef" * 4


def test_the_base_is_named_by_digest_and_has_the_python_of_the_tests() -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert re.fullmatch(rf"python:{re.escape(version)}-slim-\w+@sha256:[0-9a-f]{{64}}\n", PINNED)


def built_with(base: str) -> subprocess.CompletedProcess[str]:
    """The build's own check of what it is built on, without Docker."""
    dockerfile = re.sub(r"\\\n\s*", "", (DOCKER / "Dockerfile").read_text())
    assert "\nARG BASE\n\nFROM ${BASE} AS installed\n" in dockerfile  # no default
    assert re.findall(r"(?m)^FROM (\S+)", dockerfile) == ["${BASE}", "${BASE}"]
    check = re.search(r"(?m)^RUN (case .*)$", dockerfile)
    assert check
    command = ["sh", "-c", check[1]]
    return subprocess.run(
        command, env={"BASE": base}, capture_output=True, text=True, timeout=10, check=False
    )


def test_a_build_takes_what_the_file_names() -> None:
    assert built_with(PINNED.strip()).returncode == 0


@pytest.mark.parametrize("base", ["python:3.11-slim-bookworm", "", "python@sha256:12", "python:3"])
def test_a_build_on_a_tag_is_refused_and_says_why(base: str) -> None:
    refused = built_with(base)
    assert refused.returncode == 1
    assert "Give the line of infra/docker/base-image" in refused.stderr


def renewed(folder: Path, answer: str) -> subprocess.CompletedProcess[str]:
    """`make base-image` where the registry gives this answer."""
    (folder / "infra" / "docker").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copy(DOCKER / "base-image", folder / "infra" / "docker")
    docker = folder / "docker"
    docker.write_text(
        f"#!/bin/sh\n[ \"$4\" = python:3.11-slim-bookworm ] && printf %s '{answer}'\n"
    )
    docker.chmod(0o755)
    return subprocess.run(
        ["make", "-s", "base-image"],
        cwd=folder,
        env={"PATH": f"{folder}:/usr/local/bin:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def test_it_is_renewed_by_what_the_registry_says(tmp_path: Path) -> None:
    assert renewed(tmp_path, f'"{DIGEST}"').returncode == 0
    written = (tmp_path / "infra" / "docker" / "base-image").read_text()
    assert written == f"python:3.11-slim-bookworm@{DIGEST}\n"


@pytest.mark.parametrize("answer", ["", '"sha256:12"', "denied: too many requests"])
def test_without_a_digest_nothing_is_written(tmp_path: Path, answer: str) -> None:
    refused = renewed(tmp_path, answer)
    assert refused.returncode != 0
    assert "the registry gave no digest" in refused.stderr
    assert (tmp_path / "infra" / "docker" / "base-image").read_text() == PINNED
