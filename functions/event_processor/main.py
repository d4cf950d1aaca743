"""Finishes turns that the webhook did not, and works the background events off.

`POST /` with `{"event_ids": [...]}` from pg_net when events were inserted, or `{}` from the
scheduler. Every turn that nobody has is answered, with the code that the webhook runs: crashed,
released, in backoff, or without a request of its own (an approval, a proved email). A failing turn
is tried again with backoff; after the last attempt it goes to the dead letters and the person gets
one apology. Background events are handled by type, in order within their aggregate, each in one
transaction with all that it changes (`shared.events`); one that fails is tried again with backoff
and then dead, in `event_dead_letters`, until `redrive_event(id)`. Those that only tell what
happened are marked and counted.
Organisations' entities with new events have their open loops worked out anew; one whose events
cannot be read keeps its loops, shows why in `private.loop_queue` and holds up no other.
What a twin suggests, warns of or asks for is queued for the people of its role; one that cannot be
told is tried again with backoff, and then dead, with the reason in `twin_events.last_error`.
Then a sweep asks Twilio, every 15 minutes, for texts that never arrived, and answers those too.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import lru_cache

from shared import wiring
from shared.config import settings
from shared.db.queues import EVENTS, LOOP_QUEUE, TWIN_EVENTS
from shared.entry import Call, Json, Route, bearer, database, http_function
from shared.entry.work import Work, Worker, do_work
from shared.messaging.twilio_client import TwilioClient
from shared.queue import EMPTY_COUNTS
from shared.texts.reconciliation import InboundReconciliation


def turns() -> Worker:
    """The turns that nobody has."""
    return wiring.conversation().answer_due


def background_events() -> Worker:
    """Their handlers; loaded when events are due."""
    from shared.db.events import Events
    from shared.events.processor import EventProcessor

    return EventProcessor(
        events=Events(database(), lease=wiring.lease()),
        default_timezone=settings().default_timezone,
    ).work_off


def twin_events() -> Worker:
    """The way from twins to people; loaded when one has said something."""
    from shared.business.twins import TwinDelivery
    from shared.db.twin_events import TwinEvents

    return TwinDelivery(TwinEvents(database(), lease=wiring.lease())).deliver_due


def loops() -> Worker:
    """The loops' upkeep; loaded when events are due."""
    from shared.business.projection import Projection
    from shared.db.loops import Loops

    return Projection(Loops(database(), lease=wiring.lease())).work_off


# A turn begun last may take ten seconds more. A large backlog of the others takes several pokes.
TURNS = Work(EVENTS, turns, seconds=40)
# The turns come first: what breaks while Twilio is asked must hold up nobody's answer.
WORKS = (
    TURNS,
    Work(EVENTS, background_events, seconds=10, always=False),
    Work(TWIN_EVENTS, twin_events, seconds=5, always=False),
    Work(LOOP_QUEUE, loops, seconds=10, always=False),
)


@lru_cache(maxsize=1)
def reconciliation() -> InboundReconciliation | None:
    """The look at Twilio's inbound list, where an account is configured."""
    configured = settings()
    if configured.twilio is None:
        return None
    return InboundReconciliation(
        wiring.turns(),
        TwilioClient(configured.twilio, configured.send_timeout_seconds),
        configured.twilio,
        configured.opt_out_replies,
        configured.support_contact,
        every=timedelta(seconds=configured.inbound_reconcile_seconds),
    )


def process(call: Call) -> Json:
    """A poke has all that is due processed; a sweep looks for texts that never arrived as well."""
    return do_work(call, WORKS, empty={**EMPTY_COUNTS, "unhandled": 0}, sweep=_recover_texts)


def _recover_texts(counts: Counter[str]) -> Json:
    found = reconciliation()
    recovered = found.run_if_due() if found else 0
    if recovered:
        counts.update(TURNS.do())
    return {"recovered": recovered}


event_processor = http_function(
    "event_processor",
    [Route("POST", "/", process, authenticate=bearer)],
    warm=wiring.warm,
)
