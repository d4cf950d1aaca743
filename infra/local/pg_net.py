"""The worker behind the pg_net stand-in: sends what committed transactions have queued.

Like pg_net's own, it never repeats a request: what fails, or is lost with this process, is gone.
"""

import asyncio
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

BATCH = 200  # requests that pg_net takes at once
PAUSE_SECONDS = 1.0  # between two batches of pg_net
RESPONSES_KEPT = timedelta(hours=6)


@dataclass
class Counts:
    """What became of the requests so far."""

    sent: int = 0  # an answer came, whatever its status
    failed: int = 0  # refused, timed out
    lost: int = 0  # dropped on purpose

    @property
    def left(self) -> int:
        """Those that went out, whatever came of them."""
        return self.sent + self.failed


class _Queued(NamedTuple):
    id: int
    method: str
    url: str
    headers: dict[str, str] | None
    body: bytes | None
    timeout_milliseconds: int


class _Outcome(NamedTuple):
    id: int
    response: httpx2.Response | None
    timed_out: bool
    error: str | None


def install(owner_url: str) -> None:
    """Makes the schema `net` in a database, or brings it up to date."""
    statements = Path(__file__).with_name("pg_net.sql").read_bytes()
    with psycopg.connect(owner_url, autocommit=True) as connection:
        # Whatever limits the role or the database has are for functions.
        connection.execute(sql.SQL("SET client_min_messages = warning; SET statement_timeout = 0"))
        connection.execute(statements)


class PgNetRelay:
    """Relays one database's queue from a thread of its own between `start` and `stop`.

    Quick by default: each request leaves as soon as its transaction has committed. `faithful` has
    pg_net's manners: batches of at most 200, each held up by its slowest request, a second between
    them. `loss` is the share of requests (0 to 1) to drop unsent, chosen by `seed`; it may be
    changed while the relay runs. `on_send` hears of each request that leaves, on the relay's
    thread: when, where to, and its body.
    """

    def __init__(
        self,
        owner_url: str,
        *,
        faithful: bool = False,
        loss: float = 0.0,
        seed: int = 0,
        on_send: Callable[[datetime, str, bytes], None] | None = None,
    ) -> None:
        self.loss = loss
        self.counts = Counts()
        self.on_send = on_send
        self._owner_url = owner_url
        self._faithful = faithful
        self._random = random.Random(seed)  # noqa: S311 (chooses faults, keeps no secret)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._listening = threading.Event()

    def start(self) -> None:
        """Returns when the relay listens; what was queued before is sent too."""
        self._thread = threading.Thread(target=self._run, name="pg_net relay", daemon=True)
        self._thread.start()
        if not self._listening.wait(timeout=60):
            raise RuntimeError("the pg_net relay cannot listen on the database")

    def stop(self) -> None:
        """Ends the relay; requests under way are lost, as with pg_net."""
        if self._thread is None or self._loop is None or self._task is None:
            return
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join()
        self._thread = None
        self._listening.clear()

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            self._loop = runner.get_loop()
            self._task = self._loop.create_task(self._relay())
            try:
                self._loop.run_until_complete(self._task)
            except asyncio.CancelledError:
                return

    async def _relay(self) -> None:
        """Listens and sends for as long as it may; comes back when the database does."""
        limits = httpx2.Limits(max_connections=BATCH)
        async with httpx2.AsyncClient(trust_env=False, limits=limits) as client:
            while True:
                try:
                    await self._serve(client)
                except* psycopg.OperationalError:
                    await asyncio.sleep(0.2)

    async def _serve(self, client: httpx2.AsyncClient) -> None:
        # Waiting for notifications occupies a connection, hence a second one for the work.
        listener = await psycopg.AsyncConnection.connect(self._owner_url, autocommit=True)
        async with listener:
            work = await psycopg.AsyncConnection.connect(self._owner_url, autocommit=True)
            async with work, asyncio.TaskGroup() as sends:
                await listener.execute("LISTEN pg_net")
                self._listening.set()
                while True:
                    await self._forget_old_responses(work)
                    while batch := await self._take(work):
                        await self._send_batch(client, work, batch, sends)
                    async for _ in listener.notifies(timeout=60, stop_after=1):
                        pass

    async def _send_batch(
        self,
        client: httpx2.AsyncClient,
        work: psycopg.AsyncConnection[Any],
        batch: list[_Queued],
        sends: asyncio.TaskGroup,
    ) -> None:
        if self._faithful:
            outcomes = await asyncio.gather(*(self._send(client, queued) for queued in batch))
            await self._store(work, outcomes)
            await asyncio.sleep(PAUSE_SECONDS)
            return
        for queued in batch:
            sends.create_task(self._send_and_store(client, work, queued))

    async def _take(self, connection: psycopg.AsyncConnection[Any]) -> list[_Queued]:
        cursor = await connection.execute(
            "WITH batch AS ("
            " DELETE FROM net.http_request_queue WHERE id IN"
            "  (SELECT id FROM net.http_request_queue ORDER BY id LIMIT %s)"
            " RETURNING id, method, url, headers, body, timeout_milliseconds)"
            " SELECT * FROM batch ORDER BY id",
            (BATCH,),
        )
        kept: list[_Queued] = []
        for row in await cursor.fetchall():
            if self._random.random() < self.loss:
                self.counts.lost += 1
            else:
                kept.append(_Queued(*row))
        # A batch that was lost whole is not the end of the queue.
        return kept or (await self._take(connection) if cursor.rowcount else [])

    async def _send_and_store(
        self,
        client: httpx2.AsyncClient,
        connection: psycopg.AsyncConnection[Any],
        queued: _Queued,
    ) -> None:
        await self._store(connection, [await self._send(client, queued)])

    async def _send(self, client: httpx2.AsyncClient, queued: _Queued) -> _Outcome:
        if self.on_send is not None:
            self.on_send(datetime.now(UTC), queued.url, queued.body or b"")
        try:
            async with asyncio.timeout(queued.timeout_milliseconds / 1000):
                response = await client.request(
                    queued.method,
                    queued.url,
                    headers=queued.headers,
                    content=queued.body,
                    timeout=None,  # limited as a whole, above
                )
        except TimeoutError:
            self.counts.failed += 1
            problem = f"Timeout of {queued.timeout_milliseconds} ms reached"
            return _Outcome(queued.id, None, timed_out=True, error=problem)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            self.counts.failed += 1
            return _Outcome(queued.id, None, timed_out=False, error=str(error))
        self.counts.sent += 1
        return _Outcome(queued.id, response, timed_out=False, error=None)

    async def _store(
        self, connection: psycopg.AsyncConnection[Any], outcomes: list[_Outcome]
    ) -> None:
        for id, response, timed_out, error in outcomes:
            values: tuple[Any, ...] = (None, None, None, None)
            if response is not None:
                values = (
                    response.status_code,
                    response.headers.get("content-type"),
                    Jsonb(dict(response.headers)),
                    response.text.replace("\x00", ""),
                )
            await connection.execute(
                "INSERT INTO net._http_response"
                " (id, status_code, content_type, headers, content, timed_out, error_msg)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                (id, *values, timed_out, error),
            )

    async def _forget_old_responses(self, connection: psycopg.AsyncConnection[Any]) -> None:
        await connection.execute(
            "DELETE FROM net._http_response WHERE created < now() - %s", (RESPONSES_KEPT,)
        )
