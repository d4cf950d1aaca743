"""The other queues on Postgres, each a worker as its documentation says, at its best settings.

`python -m tests.benchmarks.peers pgqueuer|procrastinate URL` takes orders as lines of JSON and
answers each with one: `install` comes first and makes the tables, `fill` puts no-op jobs in,
`drain` works until none is left and says when that began, `serve` starts a worker that stays, and
then `enqueue` puts in jobs one by one and says how many seconds passed from each insert to its
start.
"""

import asyncio
import importlib
import json
import logging
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import procrastinate
import uvloop
from pgqueuer import PgQueuer, Queries
from pgqueuer.db import AsyncpgDriver
from pgqueuer.models import Job
from pgqueuer.types import QueueExecutionMode
from procrastinate.types import JSONDict

PEERS = ("pgqueuer", "procrastinate")
CHUNK = 1000  # jobs that one statement puts in

_asyncpg: Any = importlib.import_module("asyncpg")  # it says nothing of its types


class Latencies:
    """Seconds from the insert of a job, which carries its moment, to its start."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._changed = asyncio.Event()

    def started(self, inserted_at: float) -> None:
        """A job begins that was inserted then, by `time.time`; 0 of those that nobody times."""
        if inserted_at:
            self.seconds.append(time.time() - inserted_at)
            self._changed.set()

    async def wait_for(self, count: int) -> None:
        """Returns when so many have begun."""
        async with asyncio.timeout(30):
            while len(self.seconds) < count:
                self._changed.clear()
                await self._changed.wait()


class Peer(Protocol):
    """One of the other queues."""

    latencies: Latencies

    async def install(self) -> None: ...
    async def fill(self, count: int) -> None: ...
    async def enqueue(self, inserted_at: float) -> None: ...
    async def drain(self, size: int) -> None: ...
    async def serve(self) -> None: ...


class PgQueuerPeer:
    """pgqueuer over asyncpg, on uvloop; `size` is its batch size."""

    def __init__(self, url: str) -> None:
        self.latencies = Latencies()
        self._url = url

    async def install(self) -> None:
        await self._queries_do(lambda queries: queries.install())

    async def fill(self, count: int) -> None:
        async def enqueue(queries: Queries) -> None:
            for _ in range(count // CHUNK):
                await queries.enqueue(["no_op"] * CHUNK, [None] * CHUNK, [0] * CHUNK)

        await self._queries_do(enqueue)

    async def enqueue(self, inserted_at: float) -> None:
        await self._queries.enqueue("no_op", str(inserted_at).encode())

    async def drain(self, size: int) -> None:
        connection = await _asyncpg.connect(self._url)
        queue = self._worker(connection)
        await queue.qm.run(batch_size=size, mode=QueueExecutionMode.drain)
        await connection.close()

    async def serve(self) -> None:
        self._queries = Queries.from_asyncpg_connection(await _asyncpg.connect(self._url))
        queue = self._worker(await _asyncpg.connect(self._url))
        self._serving = asyncio.create_task(queue.qm.run())

    def _worker(self, connection: Any) -> PgQueuer:
        queue = PgQueuer(AsyncpgDriver(connection))

        @queue.entrypoint("no_op")
        async def no_op(job: Job) -> None:
            self.latencies.started(float(job.payload or 0))

        assert no_op is not None
        return queue

    async def _queries_do(self, action: Callable[[Queries], Awaitable[None]]) -> None:
        connection = await _asyncpg.connect(self._url)
        await action(Queries.from_asyncpg_connection(connection))
        await connection.close()


class ProcrastinatePeer:
    """procrastinate over psycopg; `size` is how many jobs it runs at once."""

    def __init__(self, url: str) -> None:
        self.latencies = Latencies()
        self._app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(conninfo=url, min_size=2, max_size=10)
        )

        @self._app.task(name="no_op")
        async def no_op(inserted_at: float) -> None:
            self.latencies.started(inserted_at)

        self._no_op = no_op

    async def install(self) -> None:
        await self._app.open_async()
        await self._app.schema_manager.apply_schema_async()

    async def fill(self, count: int) -> None:
        for _ in range(count // CHUNK):
            jobs: list[JSONDict] = [{"inserted_at": 0} for _ in range(CHUNK)]
            await self._no_op.batch_defer_async(*jobs)

    async def enqueue(self, inserted_at: float) -> None:
        await self._no_op.defer_async(inserted_at=inserted_at)

    async def drain(self, size: int) -> None:
        await self._app.run_worker_async(
            wait=False, concurrency=size, install_signal_handlers=False, listen_notify=False
        )

    async def serve(self) -> None:
        self._serving = asyncio.create_task(
            self._app.run_worker_async(concurrency=10, install_signal_handlers=False)
        )


async def _obey(peer: Peer, order: dict[str, Any]) -> dict[str, Any]:
    match order["do"]:
        case "install":
            await peer.install()
        case "fill":
            await peer.fill(order["count"])
        case "drain":
            began = time.time()
            await peer.drain(order["size"])
            return {"began": began}
        case "serve":
            await peer.serve()
        case "enqueue":
            for number in range(order["count"]):
                await peer.enqueue(time.time())
                await peer.latencies.wait_for(number + 1)
                await asyncio.sleep(order["pause"])
            return {"seconds": peer.latencies.seconds}
        case unknown:
            raise ValueError(unknown)
    return {}


async def _main() -> None:
    logging.getLogger("procrastinate").setLevel(logging.ERROR)  # it warns of the module's name
    name, url = sys.argv[1:]
    peer: Peer = PgQueuerPeer(url) if name == "pgqueuer" else ProcrastinatePeer(url)
    while line := await asyncio.to_thread(sys.stdin.readline):
        answer = await _obey(peer, json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(_main())
