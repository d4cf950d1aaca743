"""A network between the functions and the database: a proxy that holds every answer back.

`python -m tests.benchmarks.delay HOST PORT MILLISECONDS` prints the port that it listens on. It
is a process of its own, so that its work is not the measured one's.
"""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit


@contextmanager
def delayed(url: str, milliseconds: float) -> Generator[str]:
    """The URL of the same database, so many milliseconds away there and back."""
    parts = urlsplit(url)
    command = [sys.executable, "-m", "tests.benchmarks.delay"]
    arguments = [parts.hostname or "", str(parts.port), str(milliseconds)]
    with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        netloc = f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{port}"
        try:
            yield urlunsplit(parts._replace(netloc=netloc))
        finally:
            process.kill()


def _copy(source: socket.socket, target: socket.socket, seconds: float) -> None:
    with suppress(OSError):
        while data := source.recv(1 << 20):
            if seconds:
                time.sleep(seconds)
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


def _main() -> None:
    host, port, milliseconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    listener = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    while True:
        client, _ = listener.accept()
        server = socket.create_connection((host, port))
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for copy in ((client, server, 0.0), (server, client, milliseconds / 1000)):
            threading.Thread(target=_copy, args=copy, daemon=True).start()


if __name__ == "__main__":
    _main()
