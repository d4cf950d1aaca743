"""Lists that go on behind the last row of a page, whatever comes or goes meanwhile."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.errors import MalformedRequest
from shared.pages.dashboard import Visit


@dataclass(frozen=True)
class Cursor:
    """Behind which row of a list to go on: that of this moment and id; None: from the beginning."""

    since: datetime | None = None
    after: UUID | None = None

    @property
    def parameters(self) -> dict[str, object]:
        """As a statement takes it."""
        return {"since": self.since, "after": self.after}


def read_cursor(visit: Visit, name: str = "after") -> Cursor:
    """From the address. Raises MalformedRequest."""
    written = visit.asked(name)
    if not written:
        return Cursor()
    moment, _, id = written.partition("~")
    try:
        cursor = Cursor(datetime.fromisoformat(moment), UUID(id))
    except ValueError as error:
        raise MalformedRequest(f"{name} is no place of this list", field=name) from error
    if cursor.since is None or cursor.since.tzinfo is None:
        raise MalformedRequest(f"{name} is no place of this list", field=name)
    return cursor


def write_cursor(since: datetime, id: UUID) -> str:
    """Behind the row of this moment and id, as `read_cursor` reads it."""
    return f"{since.isoformat()}~{id}"


__all__ = ["Cursor", "read_cursor", "write_cursor"]
