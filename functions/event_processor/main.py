"""Finishes turns that the webhook did not, and works the background events off.

`POST /` with `{"event_ids": [...]}` from pg_net when events were inserted, or `{}` from the
scheduler. Every turn that nobody has is answered, with the code that the webhook runs: crashed,
released, in backoff, or without a request of its own (an approval, a proved email). A failing turn
is tried again with backoff; after the last attempt it goes to the dead letters and the person gets
one apology. Background events without a handler are part of the audit trail: marked and counted.
Then a sweep asks Twilio, every 15 minutes, for texts that never arrived, and answers those too.
"""

import time
from collections import Counter
from datetime import timedelta
from functools import lru_cache
from uuid import uuid4

from shared.config import settings
from shared.conversation import APOLOGY, Conversation
from shared.db.events import Events
from shared.db.turns import Turns
from shared.entry import Call, Json, Route, bearer, database, http_function, stopping
from shared.llm.engines import Engines
from shared.messaging.twilio_client import TwilioClient
from shared.queue import EMPTY_COUNTS, Doorbell, work_off
from shared.reconciliation import InboundReconciliation

SWEEP_SECONDS = 40  # the scheduler comes every minute; a turn begun last may take ten more
TURN_SECONDS = 15
WORKERS = 8
BATCH = 200


@lru_cache(maxsize=1)
def turns() -> Turns:
    """The turn's calls, on this process's pool."""
    configured = settings()
    return Turns(
        database(),
        lease=timedelta(seconds=configured.lease_seconds),
        with_spend=bool(configured.anthropic_api_key),
    )


@lru_cache(maxsize=1)
def engines() -> Engines:
    """Who decides."""
    return Engines(settings())


@lru_cache(maxsize=1)
def reconciliation() -> InboundReconciliation | None:
    """The look at Twilio's inbound list, where an account is configured."""
    configured = settings()
    if configured.twilio is None:
        return None
    return InboundReconciliation(
        turns(),
        TwilioClient(configured.twilio, configured.send_timeout_seconds),
        configured.twilio,
        configured.opt_out_replies,
        configured.support_contact,
        every=timedelta(seconds=configured.inbound_reconcile_seconds),
    )


@lru_cache(maxsize=1)
def doorbell() -> Doorbell:
    """However many pokes come at once, one loop of this process works."""
    return Doorbell()


def process(call: Call) -> Json:
    """A poke has all that is due processed; a sweep looks for texts that never arrived as well.

    The turns come first: what breaks while Twilio is asked must hold up nobody's answer.
    """
    poked = call.ids("event_ids") is not None
    counts = doorbell().ring(_process_due, SWEEP_SECONDS)
    found = reconciliation()
    if poked or found is None:
        return {**EMPTY_COUNTS, **counts}
    recovered = found.run_if_due()
    if recovered:
        counts.update(doorbell().ring(_process_due, SWEEP_SECONDS))
    return {**EMPTY_COUNTS, **counts, "recovered": recovered}


def _process_due(seconds: float) -> Counter[str]:
    conversation = Conversation(turns(), engines(), settings().model_seconds)
    token = uuid4()
    counts = work_off(
        lambda free: turns().claim(free, token, apology=APOLOGY),
        lambda turn: conversation.answer(turn, deadline=time.monotonic() + TURN_SECONDS),
        workers=WORKERS,
        seconds=seconds,
        stopping=stopping,
    )
    counts["unhandled"] += _pass_events()
    return counts


def _pass_events() -> int:
    """Events that only tell what happened: processed in batches until none is due."""
    events = Events(database(), lease=turns().lease)
    token = uuid4()
    passed = 0
    while not stopping():
        claimed = events.claim(BATCH, token)
        if not claimed:
            break
        passed += events.settle([event.id for event in claimed], token)
    return passed


event_processor = http_function(
    "event_processor",
    [Route("POST", "/", process, authenticate=bearer)],
    warm=lambda: engines().warm(),
)
