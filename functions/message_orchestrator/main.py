"""Releases what waits in `message_queue`: under budget, quiet hours, priority and relevance.

`POST /` with an empty body or `{}`: from the scheduler every minute, and from pg_net when something
was queued that is due at once. Everything due is decided, person by person, each by one
orchestrator at a time: released as messages that `sms_sender` sends, held until a moment,
superseded or cancelled, and each row's trace says why. Answers counts: people per outcome, messages
and sequences per verdict. A crash leaves a person to the lane's lease and is tried again; what
keeps killing or failing is cancelled visibly after its last attempt and blocks nothing else.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from shared import wiring
from shared.config import settings
from shared.db.queues import MESSAGE_QUEUE
from shared.entry import Call, Json, Route, bearer, database, http_function
from shared.entry.work import Work, do_work
from shared.queue import EMPTY_COUNTS

if TYPE_CHECKING:
    from shared.release.orchestrator import Orchestrator

EMPTY_VERDICTS = {"release": 0, "hold": 0, "supersede": 0, "cancel": 0, "fail": 0}


@lru_cache(maxsize=1)
def orchestrator() -> Orchestrator:
    """The orchestrator, on this process's pool; loaded when messages are due."""
    from shared.db.message_queue import MessageQueue
    from shared.release.orchestrator import Orchestrator

    configured = settings()
    return Orchestrator(
        queue=MessageQueue(database(), lease=wiring.lease(), with_spend=wiring.with_spend()),
        ask=wiring.engines().ask,
        default_timezone=configured.default_timezone,
        model_seconds=configured.model_seconds,
    )


WORK = Work(MESSAGE_QUEUE, lambda: orchestrator().release_due, seconds=45, always=False)


def release(call: Call) -> Json:
    """Decides over all that is due; a poke and a sweep are the same."""
    return do_work(call, [WORK], empty={**EMPTY_COUNTS, **EMPTY_VERDICTS})


message_orchestrator = http_function(
    "message_orchestrator",
    [Route("POST", "/", release, authenticate=bearer)],
    warm=wiring.warm,
)
