"""Which organisation calls, by its bearer token."""

import threading
import time
from collections.abc import Callable
from hashlib import sha256
from uuid import UUID

from shared.errors import DatabaseUnavailable, NotAuthenticated

_MOST_REMEMBERED = 1000
MOST_LOOKED_UP = 16  # at once
_PATIENCE_SECONDS = 0.25


class OrgAccess:
    """Looks tokens up, and remembers those that were good for `seconds`.

    So a caller's every request costs no round trip of its own, and a revoked token is refused
    everywhere within that time. What is remembered is hashes: comparing them tells nothing.
    Anybody can send a token, so few are looked up at once: strangers must not hold every thread
    while the database is silent.
    """

    def __init__(
        self,
        look_up: Callable[[str], UUID | None],
        *,
        seconds: float = 10,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._look_up = look_up
        self._seconds = seconds
        self._clock = clock
        self._known: dict[bytes, tuple[UUID, float]] = {}
        self._lock = threading.Lock()
        self._looking = threading.BoundedSemaphore(MOST_LOOKED_UP)

    def org_of(self, authorization: str) -> UUID:
        """Whose token this `Authorization` header carries.

        Raises NotAuthenticated, and DatabaseUnavailable when it cannot be looked up now.
        """
        scheme, _, token = authorization.strip().partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            raise NotAuthenticated("A bearer token of an organisation is missing")
        key = sha256(token.encode("utf-8", "surrogateescape")).digest()
        with self._lock:
            org_id, until = self._known.get(key, (None, 0.0))
        if org_id is not None and self._clock() < until:
            return org_id
        if not self._looking.acquire(timeout=_PATIENCE_SECONDS):
            raise DatabaseUnavailable("too many tokens are being looked up")
        try:
            org_id = self._look_up(token)
        finally:
            self._looking.release()
        if org_id is None:
            raise NotAuthenticated("No organisation has this bearer token")
        with self._lock:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = (org_id, self._clock() + self._seconds)
        return org_id
