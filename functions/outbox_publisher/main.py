"""Brings system events to Redis Streams, where other systems read them.

`POST /` with `{}`, from pg_net when events were written or from the scheduler. What waits in the
outbox is appended to the stream of its organisation, `system_events:{org_id}`: at least once, each
entity's events in order, with the event's id in every entry for who reads it twice. Redis away, or
full: events wait, nothing is lost, the answer counts them (`deferred`, `waiting`), and the next
call after a pause goes on. Without `REDIS_URL` all of them wait. Answers 503 only without the
database.
"""

from datetime import timedelta
from functools import lru_cache

from shared.business.publishing import Publisher
from shared.config import settings
from shared.db.outbox import Outbox
from shared.entry import Call, Json, Route, bearer, database, http_function, stopping
from shared.log import log_sweep
from shared.queue import SingleFlight
from shared.transport import RedisStreams

EMPTY_COUNTS = {"claimed": 0, "done": 0, "deferred": 0}
SWEEP_SECONDS = 40  # the scheduler comes every minute


@lru_cache(maxsize=1)
def outbox() -> Outbox:
    """The outbox, on this process's pool."""
    return Outbox(database(), lease=timedelta(seconds=settings().lease_seconds))


@lru_cache(maxsize=1)
def publisher() -> Publisher | None:
    """Who brings the events to Redis, where there is one."""
    url = settings().redis_url
    return Publisher(outbox(), RedisStreams(url)) if url else None


@lru_cache(maxsize=1)
def flight() -> SingleFlight:
    """However many pokes come at once, one loop of this process works."""
    return SingleFlight()


def publish(call: Call) -> Json:
    """Publishes what waits, and says how much still does; a poke and a sweep are the same."""
    call.json()
    brings = publisher()
    if brings is None:
        waiting = outbox().lag().waiting
        answer = {**EMPTY_COUNTS, "waiting": waiting, "transport": "none: REDIS_URL is not set"}
        log_sweep(answer, 0.0)  # they wait because nobody wants them
        return answer
    before = outbox().lag()
    counts = flight().run(
        lambda seconds: brings.publish_due(seconds=seconds, stopping=stopping), SWEEP_SECONDS
    )
    answer = {**EMPTY_COUNTS, **counts, "waiting": outbox().lag().waiting, "transport": "redis"}
    log_sweep(answer, before.lag.total_seconds() if before.lag else 0.0)
    return answer


outbox_publisher = http_function(
    "outbox_publisher", [Route("POST", "/", publish, authenticate=bearer)]
)
