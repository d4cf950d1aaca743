"""Which organisation calls, by its bearer token."""

import threading
import time
from collections.abc import Callable
from hashlib import sha256
from uuid import UUID

from shared.errors import NotAuthenticated

_MOST_REMEMBERED = 1000


class OrgAccess:
    """Looks tokens up, and remembers those that were good for `seconds`.

    So a caller's every request costs no round trip of its own, and a revoked token is refused
    everywhere within that time. What is remembered is hashes: comparing them tells nothing.
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

    def org_of(self, authorization: str) -> UUID:
        """Whose token this `Authorization` header carries. Raises NotAuthenticated."""
        scheme, _, token = authorization.strip().partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            raise NotAuthenticated("A bearer token of an organisation is missing")
        key = sha256(token.encode("utf-8", "surrogateescape")).digest()
        with self._lock:
            org_id, until = self._known.get(key, (None, 0.0))
        if org_id is not None and self._clock() < until:
            return org_id
        org_id = self._look_up(token)
        if org_id is None:
            raise NotAuthenticated("No organisation has this bearer token")
        with self._lock:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = (org_id, self._clock() + self._seconds)
        return org_id
