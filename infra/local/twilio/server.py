"""An HTTP server in a thread whose connections can be cut off without an answer."""

import asyncio
import logging
import socket
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import BaseRoute
from uvicorn.protocols.http.h11_impl import H11Protocol

Address = tuple[str, int]


class Server:
    """Serves `routes` on 127.0.0.1 from its construction on, until `stop`.

    `on_stop` runs in the event loop at the end. OSError if the port is taken; 0 takes a free one.
    """

    def __init__(
        self,
        port: int,
        routes: Callable[["Server"], Sequence[BaseRoute]],
        on_stop: Callable[[], Awaitable[None]],
    ) -> None:
        self._connections: dict[Address, asyncio.Transport] = {}
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        listening = _listen(port)
        self.port: int = listening.getsockname()[1]

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncGenerator[None]:
            self._loop = asyncio.get_running_loop()
            self._ready.set()
            yield
            await on_stop()

        self._server = uvicorn.Server(
            uvicorn.Config(
                Starlette(routes=list(routes(self)), lifespan=lifespan),
                http=_droppable(self._connections),
                ws="none",
                log_config=None,
                log_level=logging.CRITICAL,
                access_log=False,
                # Longer than any client keeps a connection: Twilio closes none early either.
                timeout_keep_alive=75,
                timeout_graceful_shutdown=1,
            )
        )
        self._thread = threading.Thread(
            target=self._server.run, args=([listening],), name="twilio-stand-in", daemon=True
        )
        self._thread.start()
        if not self._ready.wait(timeout=60):
            raise RuntimeError("the stand-in did not start")

    def call(self, function: Callable[..., object], *arguments: Any) -> None:
        """Call `function` in the event loop, soon."""
        assert self._loop is not None  # noqa: S101 - set before the constructor returns
        self._loop.call_soon_threadsafe(function, *arguments)

    async def drop(self, request: Request) -> None:
        """Close the request's connection without an answer; what the handler returns is lost."""
        if request.client is not None:
            self._connections[(request.client.host, request.client.port)].abort()
        while not await request.is_disconnected():
            await asyncio.sleep(0)

    def stop(self) -> None:
        """End the server and its thread."""
        self._server.should_exit = True
        self._thread.join(timeout=10)


def _listen(port: int) -> socket.socket:
    # The protocol by its name: asyncio turns off Nagle's delay (40 ms) only where it sees TCP.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen(2048)
    except OSError:
        listening.close()
        raise
    return listening


def _droppable(connections: dict[Address, asyncio.Transport]) -> type[asyncio.Protocol]:
    """HTTP as uvicorn speaks it, its open connections noted by the client's address."""

    class Droppable(H11Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            connection = cast(asyncio.Transport, transport)
            connections[connection.get_extra_info("peername")] = connection
            super().connection_made(connection)

        def connection_lost(self, exc: Exception | None) -> None:
            if self.client is not None:
                connections.pop(self.client, None)
            super().connection_lost(exc)

    return Droppable
