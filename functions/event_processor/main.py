"""Finishes turns that the webhook did not, and works the background events off.

`POST /` with `{"event_ids": [...]}` from pg_net when events were inserted, or `{}` from the
scheduler. A sweep first asks Twilio, every 15 minutes, for texts that never arrived. Then every
turn that nobody has is answered, with the code that the webhook runs: crashed, released, in
backoff, or without a request of its own (an approval, a proved email). A failing turn is tried
again with backoff; after the last attempt it goes to the dead letters and the person gets one
apology. Background events without a handler are part of the audit trail: marked and counted.
"""

import time
from datetime import timedelta
from functools import lru_cache
from uuid import UUID, uuid4

from shared.config import settings
from shared.conversation import APOLOGY, Conversation
from shared.db.events import Events
from shared.db.turns import Turns
from shared.entry import Call, Json, Route, bearer, database, http_function, stopping
from shared.llm.engines import Engines
from shared.messaging.twilio_client import TwilioClient
from shared.queue import work_off
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


def process(call: Call) -> Json:
    """A poke or a sweep."""
    event_ids = call.ids("event_ids")
    found = reconciliation()
    recovered = found.run_if_due() if event_ids is None and found is not None else 0
    return {
        **_answer_turns(event_ids),
        "recovered": recovered,
        "unhandled": _pass_events(event_ids),
    }


def _answer_turns(event_ids: list[UUID] | None) -> dict[str, int]:
    conversation = Conversation(turns(), engines(), settings().model_seconds)
    token = uuid4()
    return dict(
        work_off(
            lambda free: turns().claim(free, token, apology=APOLOGY, event_ids=event_ids),
            lambda turn: conversation.answer(turn, deadline=time.monotonic() + TURN_SECONDS),
            workers=WORKERS,
            seconds=SWEEP_SECONDS,
            stopping=stopping,
        )
    )


def _pass_events(event_ids: list[UUID] | None) -> int:
    """Events that only tell what happened: processed in batches until none is due."""
    events = Events(database(), lease=turns().lease)
    token = uuid4()
    passed = 0
    while not stopping():
        claimed = events.claim(BATCH, token, event_ids=event_ids)
        if not claimed:
            break
        passed += events.settle([event.id for event in claimed], token)
    return passed


event_processor = http_function(
    "event_processor",
    [Route("POST", "/", process, authenticate=bearer)],
    warm=lambda: engines().warm(),
)
