"""Publishing: the outbox of system events goes to the transport, in order, at least once.

A batch is read, given to the transport, and deleted only when that has it: whoever dies in between
leaves events that are published again, with the same ids. Two publishers at once would do no harm
either (each brings an entity's events in order, from the first that nobody has deleted), but one is
enough, so a lane keeps the others away. While the transport is away events wait; the lane rests
with backoff, and whoever is called next goes on.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from shared.db.outbox import Outbox, WaitingEvent
from shared.errors import TransportUnavailable
from shared.log import logger
from shared.queue import Lane, Outcome, Steps, work_lanes
from shared.transport import Entry, Transport

BATCH = 500  # events; claim_outbox bounds the bytes

_Refusals = dict[UUID, str]  # by organisation: why its stream takes nothing


def stream_of(org_id: UUID) -> str:
    """One stream for each organisation: its events in one order, for its readers alone."""
    return f"system_events:{org_id}"


def entry_of(event: WaitingEvent) -> Entry:
    """The entry: the columns of `system_events` under their names, `payload` as JSON.

    `id` is what readers know a repeated event by.
    """
    return Entry(
        stream_of(event.org_id),
        {
            "id": event.id,
            "org_id": str(event.org_id),
            "event_type": event.event_type,
            "occurred_at": event.occurred_at,
            "actor_id": event.actor_id,
            "actor_type": event.actor_type,
            "primary_entity_id": event.primary_entity_id,
            "primary_entity_type": event.primary_entity_type,
            "payload": event.payload,
            "created_at": event.created_at,
        },
    )


@dataclass(frozen=True)
class Publisher:
    """Brings what waits to the transport."""

    outbox: Outbox
    transport: Transport
    batch: int = BATCH

    def publish_due(self, *, seconds: float, stopping: Callable[[], bool]) -> Counter[str]:
        """Publishes until nothing waits, the time is up, or the server stops.

        Counts: claimed, done, and deferred, which stay until the transport takes them. Nothing at
        all while another publisher is at work, or while the lane rests.
        """
        run = _Run(self)
        try:
            work_lanes(
                Steps[Sequence[WaitingEvent], UUID, None](claim=run.claim, handle=run.publish),
                workers=1,
                seconds=seconds,
                stopping=stopping,
            )
        finally:
            run.end()
        return run.counts


@dataclass
class _Run:
    """A batch is one piece of work, since its order counts; its lane is held from first to last."""

    publisher: Publisher
    counts: Counter[str] = field(default_factory=Counter[str])
    refused: _Refusals = field(default_factory=_Refusals)
    token: UUID = field(default_factory=uuid4)
    held: bool = False  # the lane of private.lanes is ours, and to be given back
    broken: bool = False  # a batch was not published: the next one would overtake it

    def claim(self, _: int) -> list[Lane[Sequence[WaitingEvent], UUID]]:
        outbox = self.publisher.outbox
        while not self.broken:
            self.held = self.held or outbox.take(self.token)
            if not self.held:
                break
            events = outbox.claim(self.publisher.batch, self.token, without=self.refused)
            if events:
                self.counts["claimed"] += len(events)
                return [Lane(None, [events], self.token)]
            self.end()
            # Who was turned away while we had the lane relied on us.
            if not outbox.waits(without=self.refused):
                break
        return []

    def end(self) -> None:
        if self.held:
            self.held = False
            self.publisher.outbox.free(self.token)

    def publish(self, events: Sequence[WaitingEvent], _: UUID) -> Outcome:
        self.broken = True
        try:
            self._publish(events)
        except TransportUnavailable:
            self.held = False  # the lane rests, so it is not given back
            return Outcome.RETRIED
        self.broken = False
        return Outcome.DONE

    def _publish(self, events: Sequence[WaitingEvent]) -> None:
        outbox = self.publisher.outbox
        try:
            answers = self.publisher.transport.append([entry_of(event) for event in events])
        except TransportUnavailable as error:
            logger.error("events wait: %s", error)
            self.counts["deferred"] += len(events)
            outbox.fail([events[0].seq], str(error), rest=self.token)
            raise
        taken = [event.seq for event, error in zip(events, answers, strict=True) if error is None]
        if taken:
            outbox.settle(taken)
        self.counts["done"] += len(taken)
        self.counts["deferred"] += len(events) - len(taken)
        for event, error in zip(events, answers, strict=True):
            if error is not None and event.org_id not in self.refused:
                self.refused[event.org_id] = error
                logger.error("the stream of organisation %s: %s", event.org_id, error)
                outbox.fail([event.seq], error)
