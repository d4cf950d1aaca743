"""Ports on the loopback address: a free one, or a clear word about a taken one."""

import atexit
import itertools
import os
import secrets
import socket
import threading


class PortTaken(Exception):
    """Another program listens there; the message names the variable that moves ours."""

    def __init__(self, port: int, what: str, variable: str) -> None:
        super().__init__(
            f"Port {port} is taken by another program, and {what} wants it. "
            f"Choose another: {variable}={port + 1000} make up"
        )
        self.port = port


# Below the range that systems take clients' ports from: a connection that somebody opens between
# the choice and its use cannot take the port.
_RANGE = range(20_000, 32_000)
_BLOCK = 100  # ports


class _Block:
    """A hundred ports that this process alone hands out.

    Between the choice of a port and its use, other processes choose too. The process that listens
    on the first port of a block has the others; it keeps it as long as it lives.
    """

    def __init__(self) -> None:
        self.process = os.getpid()
        self._held = socket.socket()
        while True:
            first = secrets.choice(_RANGE[::_BLOCK])
            try:
                self._held.bind(("127.0.0.1", first))
                self._held.listen(1)
                break
            except OSError:  # another process has it
                self._held.close()
                self._held = socket.socket()
        atexit.register(self._held.close)
        self._next = itertools.cycle(range(first + 1, first + _BLOCK))

    def port(self) -> int:
        """The one that was handed out longest ago, of those that nothing listens on."""
        return next(port for port in self._next if not is_taken(port))


_choosing = threading.Lock()
_block: _Block | None = None


def free_ports(count: int) -> list[int]:
    """Different ports on 127.0.0.1 that nothing listens on, and that no other process gets here."""
    global _block
    with _choosing:
        if _block is None or _block.process != os.getpid():
            _block = _Block()
        return [_block.port() for _ in range(count)]


def free_port() -> int:
    """One such port."""
    return free_ports(1)[0]


def is_taken(port: int) -> bool:
    """Whether a listener holds the port on 127.0.0.1."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            return True
    with socket.socket() as probe:
        # Without this, the lingering connections of a stopped server look like a listener.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def require_free(port: int, what: str, variable: str) -> int:
    """The port itself; raises PortTaken if something listens there."""
    if is_taken(port):
        raise PortTaken(port, what, variable)
    return port
