"""Works background events off: in order within an aggregate, aggregates beside each other."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from pydantic import ValidationError

from shared.db.events import ClaimedEvent, Events
from shared.domain.events import DECLARED, HANDLED
from shared.domain.model import problems
from shared.errors import DatabaseUnavailable, LeaseLost, PermanentFailure
from shared.events.handler import Done, Handler, Ports
from shared.events.registry import handler_of
from shared.log import error_summary, log_context, log_dead_letters, log_notice, logger
from shared.queue import Finished, Lane, Outcome, Steps, work_lanes


@dataclass(frozen=True)
class Claim:
    """What fences the events of one claim, and when it was made."""

    token: UUID
    now: datetime


@dataclass(frozen=True, kw_only=True)
class EventProcessor:
    """Works `events` off, those of the conversation left out: they are an agent's turn."""

    events: Events
    find_handler: Callable[[str], Handler[Any] | None] = handler_of
    handled: tuple[str, ...] = HANDLED  # the types that `find_handler` finds
    workers: int = 8
    default_timezone: str = "America/New_York"  # IANA name, for people whose own is unknown

    def work_off(self, *, seconds: float, stopping: Callable[[], bool]) -> Counter[str]:
        """Handles what is due; returns counts: claimed, done, retried, dead, lost.

        Beside them, of what nothing reacts to, `passed` is of declared types, `unhandled` of
        unknown ones; what is passed behind an event of its aggregate counts as that one does.
        """
        run = _Run(self)
        counts = work_lanes(
            Steps[ClaimedEvent, Claim, None](
                claim=run.claim, handle=self._handle, settle=run.settle, ahead=True
            ),
            workers=self.workers,
            seconds=seconds,
            stopping=stopping,
        )
        counts["claimed"] -= run.passed
        counts[Outcome.DEAD] += run.dead
        return counts

    def _handle(self, event: ClaimedEvent, claim: Claim) -> Outcome | None:
        with log_context(event_id=event.id, event_type=event.event_type):
            try:
                handler = self.find_handler(event.event_type)
                if handler is None:
                    return None
                return self._run(handler, event, claim)
            except (DatabaseUnavailable, LeaseLost):
                raise
            except PermanentFailure as error:
                return self._fail(event, claim, str(error), retryable=False)
            except Exception as error:
                logger.exception("an event's handler failed")
                return self._fail(event, claim, error_summary(error), retryable=True)

    def _run(self, handler: Handler[Any], event: ClaimedEvent, claim: Claim) -> Outcome:
        try:
            payload = handler.event.model_validate(event.payload)
        except ValidationError as error:
            raise PermanentFailure(f"payload does not fit: {problems(error)}") from error
        ports = Ports(
            database=self.events.database, now=claim.now, default_timezone=self.default_timezone
        )
        done: Done = handler.run(event, payload, ports)
        self.events.settle(event, claim.token, user_id=done.user_id, effects=done.effects)
        if done.notice is not None:
            log_notice(
                done.notice.name,
                done.notice.words,
                {
                    f"{event.aggregate_type}_id": event.aggregate_id,
                    **payload.model_dump(mode="json"),
                },
            )
        return Outcome.DONE

    def _fail(self, event: ClaimedEvent, claim: Claim, error: str, *, retryable: bool) -> Outcome:
        outcome = Outcome(self.events.fail(event, claim.token, error, retryable=retryable))
        if outcome is Outcome.DEAD:
            log_dead_letters("events", why=error)
        return outcome


class _Run:
    """One working off: claims with a token each, and passes in batches what nothing reacts to."""

    def __init__(self, processor: EventProcessor) -> None:
        self._events = processor.events
        self._handled = processor.handled
        self.passed = 0  # claimed ones that nothing reacts to
        self.dead = 0  # buried by claims

    def claim(self, limit: int) -> list[Lane[ClaimedEvent, Claim]]:
        """The oldest event of each aggregate, where it is due."""
        begin_by = time.monotonic() + self._events.lease.total_seconds() / 2
        while True:
            token = uuid4()
            claimed = self._events.claim(limit, token)
            if claimed.dead:
                log_dead_letters("events", claimed.dead, why="the worker died")
                self.dead += claimed.dead
            if claimed.events or not claimed.dead:
                break  # otherwise others may have become the oldest of their aggregates
        claim = Claim(token, claimed.now)
        return [Lane(None, [event], claim, begin_by) for event in claimed.events]

    def settle(self, finished: Finished[ClaimedEvent, Claim, None]) -> Counter[str]:
        """Passes by what was looked at, and counts it with what was due behind."""
        token = finished.batch.token
        if finished.given_back:
            self._events.release(finished.given_back, token)
        counts: Counter[str] = Counter()
        self.passed += len(finished.done)
        for kind, known in (("passed", True), ("unhandled", False)):
            events = [one for one, _ in finished.done if (one.event_type in DECLARED) is known]
            if events:
                counts[kind] = self._events.pass_by(events, token, handled=self._handled)
        return counts
