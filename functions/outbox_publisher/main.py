"""Brings system events to Redis Streams, where other systems read them.

`POST /` with `{}`, from pg_net when events were written or from the scheduler. What waits in the
outbox is appended to the stream of its organisation, `system_events:{org_id}`: at least once, each
entity's events in order, with the event's id in every entry for who reads it twice. Redis away, or
full: events wait, nothing is lost, the answer counts them (`deferred`, `waiting`), and the next
call after a pause goes on. Without `REDIS_URL` all of them wait. Answers 503 only without the
database.
"""

from functools import lru_cache

from shared import wiring
from shared.business.publishing import Publisher
from shared.config import settings
from shared.db.outbox import Outbox
from shared.db.queues import OUTBOX
from shared.entry import Call, Json, Route, bearer, database, http_function
from shared.entry.work import Work, do_work
from shared.log import log_sweep
from shared.transport import RedisStreams

EMPTY_COUNTS = {"claimed": 0, "done": 0, "deferred": 0}


@lru_cache(maxsize=1)
def outbox() -> Outbox:
    """The outbox, on this process's pool."""
    return Outbox(database(), lease=wiring.lease())


@lru_cache(maxsize=1)
def publisher() -> Publisher:
    """Who brings the events to Redis."""
    return Publisher(outbox(), RedisStreams(settings().redis_url))


WORK = Work(OUTBOX, lambda: publisher().publish_due, seconds=40)


def publish(call: Call) -> Json:
    """Publishes what waits, and says how much still does; a poke and a sweep are the same."""
    if not settings().redis_url:
        call.json()
        answer = {**EMPTY_COUNTS, **_waiting(), "transport": "none: REDIS_URL is not set"}
        log_sweep(answer, 0.0)  # they wait because nobody wants them
        return answer
    return do_work(
        call, [WORK], empty=EMPTY_COUNTS, sweep=lambda _: {**_waiting(), "transport": "redis"}
    )


def _waiting() -> Json:
    return {"waiting": outbox().lag().waiting}


outbox_publisher = http_function(
    "outbox_publisher", [Route("POST", "/", publish, authenticate=bearer)]
)
