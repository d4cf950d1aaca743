"""Connections on which no wait is for ever."""

import math
import time
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

Row = tuple[Any, ...]
Result = TypeVar("Result")

# libpq's connect_timeout: TCP, TLS and the login at one address, in seconds.
CONNECT_SECONDS = 3
# libpq's tcp_user_timeout: how long the kernel repeats what nobody acknowledges.
NETWORK_MILLISECONDS = 5000


class Unanswered(psycopg.OperationalError):
    """The server took a statement and said nothing in time. Whether it ran is unknown."""


class BoundedConnection(psycopg.Connection[Row]):
    """Waits `patience` seconds at most for each answer, and is closed when none has come.

    A server's own limits (`statement_timeout`) end nothing when the server is frozen, or when what
    stands before it swallows what it takes; the kernel's end nothing while the other side's kernel
    acknowledges. All that psycopg waits for on an open connection passes through `wait`:
    statements, commits, rollbacks, COPY and each fetch of a cursor.
    """

    patience: float = 60.0
    until: float = math.inf  # of time.monotonic(), after which nothing is waited for

    def wait(
        self, gen: PQGen[Result], interval: float = 0.1, timeout: float | None = None
    ) -> Result:
        """What psycopg's does, and raises Unanswered when the time is up."""
        begun = time.monotonic()
        patience = max(0.001, min(self.patience, self.until - begun))
        limit = patience if timeout is None else min(timeout, patience)
        try:
            return super().wait(gen, interval, limit)
        except psycopg.OperationalError as error:
            # Of an error that the server reported, the statement is over; of a lost one, unknown.
            if self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise
            self.pgconn.finish()  # not close(): to a pool the connection is broken, to be replaced
            waited = time.monotonic() - begun
            raise Unanswered(f"the server said nothing for {waited:.0f} s") from error
