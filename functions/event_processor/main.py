"""Finishes turns that the webhook did not, and works the background events off.

`POST /` with `{"event_ids": [...]}` from pg_net when events were inserted, or `{}` from the
scheduler. Every turn that nobody has is answered, with the code that the webhook runs: crashed,
released, in backoff, or without a request of its own (an approval, a proved email). A failing turn
is tried again with backoff; after the last attempt it goes to the dead letters and the person gets
one apology. Background events without a handler are part of the audit trail: marked and counted.
Organisations' entities with new events have their open loops worked out anew; one whose events
cannot be read keeps its loops, shows why in `private.loop_queue` and holds up no other.
What a twin suggests, warns of or asks for is queued for the people of its role; one that cannot be
told is tried again with backoff, and then dead, with the reason in `twin_events.last_error`.
Then a sweep asks Twilio, every 15 minutes, for texts that never arrived, and answers those too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from uuid import UUID, uuid4

from shared import wiring
from shared.config import settings
from shared.db.events import ClaimedEvent, Events
from shared.db.queues import EVENTS, LOOP_QUEUE, TWIN_EVENTS
from shared.entry import Call, Json, Route, bearer, database, http_function
from shared.entry.work import Work, Worker, do_work
from shared.messaging.twilio_client import TwilioClient
from shared.queue import EMPTY_COUNTS, Finished, Lane, Steps, work_lanes
from shared.texts.reconciliation import InboundReconciliation

BATCH = 200


def turns() -> Worker:
    """The turns that nobody has."""
    return wiring.conversation().answer_due


def background_events() -> Worker:
    """Events that only tell what happened."""
    return _pass_events


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


def _pass_events(*, seconds: float, stopping: Callable[[], bool]) -> Counter[str]:
    """Batch after batch until none is due or time is up."""
    events = Events(database(), lease=wiring.lease())

    def claim(_: int) -> list[Lane[ClaimedEvent, UUID]]:
        token = uuid4()
        claimed = events.claim(BATCH, token)
        return [Lane(None, claimed, token)] if claimed else []

    def settle(finished: Finished[ClaimedEvent, UUID, None]) -> Counter[str]:
        passed = events.pass_by([event.id for event, _ in finished.done], finished.batch)
        return Counter(unhandled=passed)  # with those due behind them

    steps = Steps(claim=claim, handle=lambda _event, _token: None, settle=settle)
    counts = work_lanes(steps, workers=1, seconds=seconds, stopping=stopping)
    return Counter(unhandled=counts["unhandled"])


event_processor = http_function(
    "event_processor",
    [Route("POST", "/", process, authenticate=bearer)],
    warm=wiring.warm,
)
