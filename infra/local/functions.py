"""Runs one function as its own process, by functions-framework, as it runs in the cloud."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from infra.local.guardian import Guardian
from infra.local.image import Image
from infra.local.ports import is_taken
from infra.local.services import ROOT, Service

START_SECONDS = 90.0  # all at once, on a machine that has other work
STOP_SECONDS = 15.0
# What a process needs of the machine; every setting of ours is passed explicitly.
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE", "COVERAGE_PROCESS_START")


class FunctionFailed(Exception):
    """A function did not come to answer /health; the message ends with its last log lines."""


class FunctionProcess:
    """One function on one port of the loopback address, its output appended to `log`.

    It runs from this checkout, or with `image` from that. It ends with this process, however this
    process ends.
    """

    def __init__(
        self,
        service: Service,
        port: int,
        environment: Mapping[str, str],
        *,
        log: Path,
        guardian: Guardian,
        image: Image | None = None,
    ) -> None:
        self.service = service
        self.port = port
        self.environment = dict(environment)
        self.log = log
        self._guardian = guardian
        self._image = image
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The function's name in `services.yaml`."""
        return self.service.name

    @property
    def url(self) -> str:
        """Its address, without a path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process id of its master, which is also that of the process group; 0 while down."""
        return self._process.pid if self._process is not None else 0

    def start(self, *, wait: bool = True) -> None:
        """Starts it unless it runs; with `wait`, returns when it answers /health."""
        with self._lock:
            if self._process is not None and self._process.poll() is not None:
                self._bury(self._process)
            if self._process is None:
                self._spawn()
        if wait:
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Returns when /health answers 200; raises FunctionFailed if it ends or takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.died():
                raise FunctionFailed(f"{self.name} ended while starting\n{self.log_tail()}")
            if self.answers():
                return
            time.sleep(0.02)
        raise FunctionFailed(f"{self.name} does not answer {self.url}/health\n{self.log_tail()}")

    def answers(self) -> bool:
        """Whether /health answers 200 now."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def died(self) -> bool:
        """Whether it ended although nobody stopped it."""
        with self._lock:
            return self._process is not None and self._process.poll() is not None

    def stop(self) -> None:
        """Asks it to finish what it is doing and end (SIGTERM), and waits; down until `start`."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kills it and its workers at once (SIGKILL), as a crash would; down until `start`."""
        self._end(signal.SIGKILL)

    def log_tail(self, lines: int = 15) -> str:
        """The last lines of its output."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _spawn(self) -> None:
        environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        environment |= {"THREADS": str(self.service.concurrency + 8), "PYTHONUNBUFFERED": "1"}
        environment |= self.environment
        command = [
            *(sys.executable, "-m", "functions_framework"),
            *("--source", self.service.source, "--target", self.service.target),
            *("--host", "127.0.0.1", "--port", str(self.port)),
        ]
        if self._image is not None:
            command, variables = self._image.start(self.service, self.port)
            environment |= variables
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT if self._image is None else self._image.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # master and workers are one group, to be killed as one
            )
        self._guardian.watch(self._process.pid)

    def _end(self, how: signal.Signals) -> None:
        with self._lock:
            process = self._process
            if process is None:
                return
            _signal_group(process.pid, how)
            try:
                process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                _signal_group(process.pid, signal.SIGKILL)
                process.wait()
            self._bury(process)

    def _bury(self, process: "subprocess.Popen[bytes]") -> None:
        """Clears away the workers that a master may have left, and waits until the port is free."""
        _signal_group(process.pid, signal.SIGKILL)
        deadline = time.monotonic() + STOP_SECONDS
        while is_taken(self.port) and time.monotonic() < deadline:
            time.sleep(0.01)
        self._guardian.release(process.pid)
        self._process = None


def _signal_group(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return
