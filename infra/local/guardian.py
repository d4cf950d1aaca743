"""Ends the processes that a parent started when that parent is gone, however it went.

The guardian is one small process that reads which process groups to watch from a pipe whose other
end only the parent holds. When the parent exits, or is killed with SIGKILL, the pipe closes, and
every group still registered gets its signal, and SIGKILL after a grace period; so also when the
guardian is closed. Unlike Linux's parent-death signal this does not depend on the thread that
started a child, survives a change of user, and works on macOS.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

GRACE_SECONDS = 8.0


class Guardian:
    """Registers process groups to end with this process, or when it is closed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__).resolve())],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,  # a Ctrl-C in the terminal is for the parent
        )

    def watch(self, group: int, sign_off: signal.Signals = signal.SIGTERM) -> None:
        """Sends `sign_off` to the process group when this process ends."""
        self._say(f"{group} {int(sign_off)}")

    def release(self, group: int) -> None:
        """Forgets a group, once its processes have been waited for."""
        self._say(f"{group} 0")

    def close(self) -> None:
        """Ends what is still registered, such as after a start that failed, and the guardian."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _say(self, line: str) -> None:
        pipe = self._process.stdin
        with self._lock:
            if pipe is None or pipe.closed or self._process.poll() is not None:
                return
            pipe.write(line + "\n")
            pipe.flush()


def _keep_watch() -> None:
    groups: dict[int, int] = {}
    for line in sys.stdin:
        group, sign_off = (int(word) for word in line.split())
        if sign_off:
            groups[group] = sign_off
        else:
            groups.pop(group, None)
    deadline = time.monotonic() + GRACE_SECONDS
    left = {group for group, sign_off in groups.items() if _signal(group, sign_off)}
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = {group for group in left if _signal(group, 0)}
    for group in left:
        _signal(group, signal.SIGKILL)


def _signal(group: int, number: int) -> bool:
    """Whether the group existed to be signalled."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    _keep_watch()
