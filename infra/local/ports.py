"""Ports on the loopback address: a free one, or a clear word about a taken one."""

import secrets
import socket


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


def free_ports(count: int) -> list[int]:
    """Different ports on 127.0.0.1 that nothing listened on a moment ago."""
    chosen: list[int] = []
    while len(chosen) < count:
        port = secrets.choice(_RANGE)
        if port not in chosen and not is_taken(port):
            chosen.append(port)
    return chosen


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
