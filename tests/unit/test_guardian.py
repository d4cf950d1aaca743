"""The guardian ends what is left of a start that failed, and nothing that was stopped in order."""

import signal
import subprocess
import sys

import pytest

from infra.local.guardian import Guardian


def sleeper() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True
    )


def test_what_nobody_stopped_ends_with_it() -> None:
    left = sleeper()
    with pytest.raises(RuntimeError), Guardian() as guardian:
        guardian.watch(left.pid, signal.SIGKILL)
        raise RuntimeError("the next one does not start")
    assert left.wait(timeout=30) == -signal.SIGKILL


def test_what_was_released_goes_on() -> None:
    with Guardian() as guardian:
        released = sleeper()
        guardian.watch(released.pid)
        guardian.release(released.pid)
    assert released.poll() is None
    released.kill()
    released.wait()
