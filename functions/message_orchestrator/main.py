"""Releases what waits in `message_queue`: under budget, quiet hours, priority and relevance.

`POST /` with an empty body or `{}`: from the scheduler every minute, and from pg_net when something
was queued that is due at once. Everything due is decided, person by person, each by one
orchestrator at a time: released as messages that `sms_sender` sends, held until a moment,
superseded or cancelled, and each row's trace says why. Answers counts: people per outcome, messages
and sequences per verdict. A crash leaves a person to the lane's lease and is tried again; what
keeps killing or failing is cancelled visibly after its last attempt and blocks nothing else.
"""

from datetime import timedelta
from functools import lru_cache

from shared.config import settings
from shared.db.message_queue import MessageQueue
from shared.db.waiting import oldest_due_seconds
from shared.entry import Call, Json, Route, bearer, database, http_function, stopping
from shared.llm.engines import Engines
from shared.log import log_sweep
from shared.queue import EMPTY_COUNTS, SingleFlight
from shared.release.orchestrator import Orchestrator

SWEEP_SECONDS = 45  # the scheduler comes every minute
EMPTY_VERDICTS = {"release": 0, "hold": 0, "supersede": 0, "cancel": 0, "fail": 0}


@lru_cache(maxsize=1)
def engines() -> Engines:
    """Who judges and words."""
    return Engines(settings())


@lru_cache(maxsize=1)
def orchestrator() -> Orchestrator:
    """The orchestrator, on this process's pool."""
    configured = settings()
    return Orchestrator(
        queue=MessageQueue(
            database(),
            lease=timedelta(seconds=configured.lease_seconds),
            with_spend=bool(configured.anthropic_api_key),
        ),
        ask=engines().ask,
        default_timezone=configured.default_timezone,
        model_seconds=configured.model_seconds,
    )


@lru_cache(maxsize=1)
def flight() -> SingleFlight:
    """However many pokes come at once, one loop of this process works."""
    return SingleFlight()


def release(call: Call) -> Json:
    """Decides over all that is due; a poke and a sweep are the same."""
    call.json()
    waited = oldest_due_seconds(database(), "message_queue")
    counts = flight().run(
        lambda seconds: orchestrator().release_due(seconds=seconds, stopping=stopping),
        SWEEP_SECONDS,
    )
    answer = {**EMPTY_COUNTS, **EMPTY_VERDICTS, **counts}
    log_sweep(answer, waited)
    return answer


message_orchestrator = http_function(
    "message_orchestrator",
    [Route("POST", "/", release, authenticate=bearer)],
    warm=lambda: engines().warm(),
)
