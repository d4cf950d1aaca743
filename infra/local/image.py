"""What the image would be, without Docker: its folder by the script that the Dockerfile runs, and
its variables and command as the Dockerfile has them."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.local.services import ROOT, Service

DOCKER = ROOT / "infra" / "docker"
_FOLDER = "/app"  # where the image has it


@dataclass(frozen=True)
class Image:
    """The image's contents in a folder of this machine."""

    folder: Path
    environment: Mapping[str, str]
    command: tuple[str, ...]

    def start(self, service: Service, port: int) -> tuple[list[str], dict[str, str]]:
        """The command that a container would run for a function, and its variables."""
        environment = {
            **self.environment,
            "FUNCTION_SOURCE": service.source,
            "FUNCTION_TARGET": service.target,
            "HOST": "127.0.0.1",
            "PORT": str(port),
        }
        return list(self.command), environment


def install(folder: Path) -> Image:
    """Installs into an empty folder; needs pip's index or cache. Raises CalledProcessError."""
    subprocess.run(
        ["/bin/sh", str(DOCKER / "install.sh"), str(folder)],
        env={**os.environ, "PYTHON": _base_python()},
        check=True,
    )
    return installed(folder)


def installed(folder: Path) -> Image:
    """The image whose contents were installed into a folder."""
    text = re.sub(r"\\\n\s*", "", (DOCKER / "Dockerfile").read_text())
    last_stage = text[text.rindex("\nFROM ") :]
    environment = {
        name: value.replace(_FOLDER, str(folder))
        for line in re.findall(r"(?m)^ENV (.*)$", last_stage)
        for name, _, value in (pair.partition("=") for pair in line.split())
    }
    (written,) = re.findall(r"(?m)^CMD (.*)$", last_stage)
    _, *arguments = json.loads(written)
    # -S: what this machine has installed for that Python besides is not in the image.
    return Image(folder, environment, (_base_python(), "-S", *arguments))


def _base_python() -> str:
    """The Python that the virtual environment was made from."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return str(Path(sys.base_exec_prefix) / "bin" / name)
