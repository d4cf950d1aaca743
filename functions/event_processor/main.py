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

import time
from collections import Counter
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from shared.config import settings
from shared.conversation import APOLOGY, Conversation, LateEngines
from shared.db.events import ClaimedEvent, Events
from shared.db.turns import Turns
from shared.db.waiting import Queue, oldest_due_seconds
from shared.entry import Call, Json, Route, bearer, database, http_function, stopping
from shared.log import log_sweep
from shared.messaging.twilio_client import TwilioClient
from shared.queue import EMPTY_COUNTS, Finished, Lane, SingleFlight, Steps, work_lanes, work_off
from shared.texts.reconciliation import InboundReconciliation

if TYPE_CHECKING:
    from shared.business.projection import Projection
    from shared.business.twins import TwinDelivery
    from shared.llm.engines import Engines

SWEEP_SECONDS = 40  # the scheduler comes every minute; a turn begun last may take ten more
TURN_SECONDS = 15
LOOP_SECONDS = 10  # a large backlog takes more than one poke or sweep
TWIN_SECONDS = 5  # likewise
QUEUES: tuple[Queue, ...] = ("events", "twin_events", "loop_queue")
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
    """Who decides; loaded when something is to be decided."""
    from shared.llm.engines import Engines

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
def flight() -> SingleFlight:
    """However many pokes come at once, one loop of this process works."""
    return SingleFlight()


@lru_cache(maxsize=1)
def projection() -> Projection:
    """The loops' upkeep, on this process's pool; loaded when events are due."""
    from shared.business.projection import Projection
    from shared.db.loops import Loops

    return Projection(Loops(database(), lease=timedelta(seconds=settings().lease_seconds)))


@lru_cache(maxsize=1)
def twins() -> TwinDelivery:
    """The way from twins to people, on this process's pool; loaded when one has said something."""
    from shared.business.twins import TwinDelivery
    from shared.db.twin_events import TwinEvents

    return TwinDelivery(TwinEvents(database(), lease=timedelta(seconds=settings().lease_seconds)))


@lru_cache(maxsize=1)
def twins_flight() -> SingleFlight:
    """Its own as well."""
    return SingleFlight()


@lru_cache(maxsize=1)
def loops_flight() -> SingleFlight:
    """Its own, so that no turn waits for loops."""
    return SingleFlight()


def process(call: Call) -> Json:
    """A poke has all that is due processed; a sweep looks for texts that never arrived as well.

    The turns come first: what breaks while Twilio is asked must hold up nobody's answer.
    """
    poked = call.ids("event_ids") is not None
    waited = {} if poked else {queue: oldest_due_seconds(database(), queue) for queue in QUEUES}
    counts = flight().run(_process_due, SWEEP_SECONDS)
    if poked or waited["twin_events"]:
        counts.update(twins_flight().run(_deliver_twin_events, TWIN_SECONDS))
    if poked or waited["loop_queue"]:
        counts.update(loops_flight().run(_project_loops, LOOP_SECONDS))
    if poked:
        return {**EMPTY_COUNTS, **counts}
    found = reconciliation()
    recovered = found.run_if_due() if found else 0
    if recovered:
        counts.update(flight().run(_process_due, SWEEP_SECONDS))
    answer = {**EMPTY_COUNTS, **counts, "recovered": recovered}
    log_sweep(answer, max(waited.values()))
    return answer


def _process_due(seconds: float) -> Counter[str]:
    conversation = Conversation(turns(), LateEngines(engines), settings().model_seconds)
    until = time.monotonic() + seconds
    token = uuid4()
    counts = work_off(
        lambda free: turns().claim(free, token, apology=APOLOGY),
        lambda turn: conversation.answer(turn, deadline=time.monotonic() + TURN_SECONDS),
        workers=WORKERS,
        seconds=seconds,
        stopping=stopping,
    )
    counts["unhandled"] += _pass_events(max(0.0, until - time.monotonic()))
    return counts


def _deliver_twin_events(seconds: float) -> Counter[str]:
    return twins().deliver_due(seconds=seconds, stopping=stopping)


def _project_loops(seconds: float) -> Counter[str]:
    return projection().work_off(seconds=seconds, stopping=stopping)


def _pass_events(seconds: float) -> int:
    """Events that only tell what happened: batch after batch until none is due or time is up."""
    events = Events(database(), lease=turns().lease)

    def claim(_: int) -> list[Lane[ClaimedEvent, UUID]]:
        token = uuid4()
        claimed = events.claim(BATCH, token)
        return [Lane(None, claimed, token)] if claimed else []

    def settle(finished: Finished[ClaimedEvent, UUID, None]) -> Counter[str]:
        passed = events.pass_by([event.id for event, _ in finished.done], finished.batch)
        return Counter(unhandled=passed)  # with those due behind them

    steps = Steps(claim=claim, handle=lambda _event, _token: None, settle=settle)
    return work_lanes(steps, workers=1, seconds=seconds, stopping=stopping)["unhandled"]


def warm() -> None:
    """Opens the connection that a sweep begins with; loads the model's library if it is used."""
    database().value("select 1")
    if settings().anthropic_api_key:
        engines().warm()


event_processor = http_function(
    "event_processor",
    [Route("POST", "/", process, authenticate=bearer)],
    warm=warm,
)
