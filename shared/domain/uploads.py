"""Links by which an innovator uploads contacts in a browser."""

from datetime import timedelta
from typing import Protocol
from uuid import UUID

LINK_LASTS = timedelta(hours=24)


class UploadLinks(Protocol):
    """Makes links. One that nobody is told of harms nobody: it ends by itself after a day."""

    def link(self, user_id: UUID, link_id: UUID, issued_at: float) -> str:
        """The address for one upload of this member, LINK_LASTS from `issued_at` (seconds of the
        epoch). The same `link_id` again is the same upload, never a second one."""
        ...
