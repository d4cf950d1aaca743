"""Moves what is past its age into S3-compatible storage, and deletes it here: retention.

`POST /` with `{}` from the scheduler, daily, or `{"dry_run": true}`, which only counts what has
reached its age. Events processed 90 days ago go with their dead letters, tasks finished 30 days
ago, conversation history (messages, and the message_queue rows that hang on them) after a year,
expired twin events at once. What is not yet processed stays, and system_events stay. Answers rows
by table and batches; erasures that still have objects to rewrite come first. Cut off anywhere, the
next call goes on: nothing is deleted that was not read back equal. 503 when the storage fails.
Without ARCHIVE_BUCKET nothing leaves the database, which the log says once, at the start.
"""

from functools import lru_cache

from shared.archive.archiver import Archiver
from shared.archive.storage import S3Storage
from shared.config import Settings, settings
from shared.db.archive import Manifest
from shared.entry import Call, Json, Route, bearer, database, http_function, stopping
from shared.errors import MalformedRequest
from shared.log import logger

SWEEP_SECONDS = 240  # of the 300 that the platform gives; a batch takes a few
TABLES = ("events", "event_dead_letters", "agent_tasks", "messages", "message_queue", "twin_events")
EMPTY_COUNTS = {**dict.fromkeys(TABLES, 0), "batches": 0, "changed": 0}


@lru_cache(maxsize=1)
def retention() -> Archiver:
    """The work, on this process's pool."""
    return Archiver(Manifest(database()), S3Storage(settings()))


def archive(call: Call) -> Json:
    """One pass, or a look at what one would take."""
    dry_run = call.json().get("dry_run", False)
    if not isinstance(dry_run, bool):
        raise MalformedRequest("dry_run is true or false", field="dry_run")
    if dry_run:
        return {"dry_run": True, **Manifest(database()).due()}
    if not settings().archive_bucket:
        return dict(EMPTY_COUNTS)
    return {**EMPTY_COUNTS, **retention().run(seconds=SWEEP_SECONDS, stopping=stopping)}


def say_what_leaves(configured: Settings) -> None:
    """Whoever has no archive is told so once, not with every call."""
    if not configured.archive_bucket:
        logger.warning("ARCHIVE_BUCKET is not set: nothing leaves the database")


archiver = http_function(
    "archiver", [Route("POST", "/", archive, authenticate=bearer)], needs=say_what_leaves
)
