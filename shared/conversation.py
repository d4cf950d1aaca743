"""The turn: a text is recorded, the person's agent decides, the decision is settled.

Used by `twilio_webhook`, in Twilio's own request, and by `event_processor` for what that left
unfinished. No transaction is open while an agent thinks. A text that arrives meanwhile makes the
decision stale: it is dropped and made again with everything, at most twice; the third time it is
settled all the same and the later texts are the next turn.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from threading import Event
from typing import TYPE_CHECKING, Protocol
from uuid import UUID, uuid4

from shared.db.turns import InboundText, RecordOutcome, Turn, Turns
from shared.errors import DatabaseUnavailable, EffectNoLongerApplies, LeaseLost, TurnSuperseded
from shared.log import error_summary, log_context, log_dead_letters, logger
from shared.messaging.segments import count_segments, normalise, split_message
from shared.queue import Outcome, work_off

if TYPE_CHECKING:
    from shared.domain.context import TurnContext, User
    from shared.domain.decision import ActionRecord, Decision
    from shared.llm.interface import AgentSpec

APOLOGY = (
    "Sorry, something went wrong on our side and I could not answer your last message."
    " Please send it again in a while."
)
MOST_REMAKES = 2  # then a decision is settled although something newer has come in
SWEPT_TURN_SECONDS = 15.0  # for a turn that no request waits for
_SETTLE_SECONDS = 1.0  # kept back from the model for settling


class Engines(Protocol):
    """Who decides: see `shared.llm.engines`."""

    def decide(
        self, spec: AgentSpec, context: TurnContext, seconds: float, newer: Future[None] | None
    ) -> Decision:
        """A decision within about `seconds`; TurnSuperseded once `newer` is done."""
        ...


class LateEngines:
    """Engines that are loaded when the first turn is decided: its text is recorded before."""

    def __init__(self, load: Callable[[], Engines]) -> None:
        self._load = load

    def decide(
        self, spec: AgentSpec, context: TurnContext, seconds: float, newer: Future[None] | None
    ) -> Decision:
        """As the engines do."""
        return self._load().decide(spec, context, seconds, newer)


def load_agents() -> Callable[[User], AgentSpec]:
    """Whose turn it is to answer, by the person. They load here: a text is recorded before."""
    from shared.agents.choice import agent_for

    return agent_for


class Conversation:
    """People's texts and the answers to them. `model_seconds` is for a turn, remakes included."""

    def __init__(self, turns: Turns, engines: Engines, model_seconds: float = 8) -> None:
        self._turns = turns
        self._engines = engines
        self._model_seconds = model_seconds
        # What this process is deciding now, to be told of newer texts: settling would notice them
        # too, but only when the model's time is spent.
        self._deciding: dict[UUID, Future[None]] = {}

    def receive(
        self, text: InboundText, *, deadline: float, recorded: Event | None = None
    ) -> RecordOutcome:
        """Records a text and, if the turn is free, answers it by `deadline` (time.monotonic).

        `recorded` is set as soon as the text is safe. Raises DatabaseUnavailable while nothing is
        recorded; after that nothing is raised: what is not finished here is finished by the sweep
        when the lease runs out.
        """
        found = self._turns.record(text)
        if recorded is not None:
            recorded.set()
        if found.turn is not None:
            self.answer(found.turn, deadline=deadline)
        elif found.outcome == "busy" and found.user_id is not None:
            deciding = self._deciding.pop(found.user_id, None)
            if deciding is not None:
                deciding.set_result(None)
        return found.outcome

    def answer_due(
        self, *, seconds: float, stopping: Callable[[], bool], workers: int = 8
    ) -> Counter[str]:
        """Answers every turn that nobody has; returns counts. Raises DatabaseUnavailable."""
        token = uuid4()
        return work_off(
            lambda free: self._turns.claim(free, token, apology=APOLOGY),
            lambda turn: self.answer(turn, deadline=time.monotonic() + SWEPT_TURN_SECONDS),
            workers=workers,
            seconds=seconds,
            stopping=stopping,
        )

    def answer(self, turn: Turn, *, deadline: float) -> Outcome:
        """Decides and settles until nothing is left to answer, or until `deadline`."""
        with log_context(user_id=turn.user_id, event_id=next(iter(turn.event_ids), None)):
            try:
                return self._answer(turn, deadline)
            except LeaseLost:
                logger.info("the turn went to another worker")
                return Outcome.LOST
            except DatabaseUnavailable as error:
                logger.error("the turn is left to its lease: %s", error)
                return Outcome.LOST
            except Exception as error:
                logger.exception("the turn failed")
                return self._fail(turn, error)

    def _answer(self, turn: Turn, deadline: float) -> Outcome:
        unbooked: list[ActionRecord] = []  # model calls that no settled decision has booked
        try:
            return self._decided(turn, deadline, unbooked)
        except DatabaseUnavailable:
            raise
        except Exception:
            agent = load_agents()(turn.context.user)
            self._turns.book(
                turn, unbooked, agent_type=agent.type, prompt_version=agent.prompt_version
            )
            raise

    def _decided(self, turn: Turn, deadline: float, unbooked: list[ActionRecord]) -> Outcome:
        model_until = time.monotonic() + self._model_seconds
        remakes = 0
        while True:
            seconds = min(model_until, deadline - _SETTLE_SECONDS) - time.monotonic()
            force = remakes >= MOST_REMAKES
            started = time.perf_counter()
            try:
                decision = self._decide(turn, seconds, heed_newer=not force)
            except TurnSuperseded as error:
                remakes += 1
                unbooked += error.log
                turn = self._turns.reload(turn)
                continue
            decided_ms = round((time.perf_counter() - started) * 1000)
            log = [*unbooked, *decision.log]
            # What a dropped decision has cost; the tools that it ran had no effect.
            unbooked += [call for call in decision.log if call.action_type == "llm_call"]
            try:
                settled = self._turns.settle(
                    turn,
                    decision.model_copy(update={"log": log}),
                    _sendable(decision),
                    decided_ms=decided_ms,
                    force=force,
                )
            except EffectNoLongerApplies:
                if force:
                    raise
                remakes += 1
                turn = self._turns.reload(turn)
                continue
            if settled.outcome == "stale" and settled.turn is not None:
                remakes += 1
                turn = settled.turn
                continue
            unbooked.clear()
            if settled.turn is None:
                return Outcome.DONE
            turn = settled.turn
            # Forced: the later texts are a turn of their own, with what time is left.
            if time.monotonic() + _SETTLE_SECONDS >= deadline:
                self._turns.release([turn])
                return Outcome.DONE
            remakes = 0
            model_until = time.monotonic() + self._model_seconds

    def _decide(self, turn: Turn, seconds: float, *, heed_newer: bool) -> Decision:
        newer: Future[None] = Future()
        if heed_newer:
            self._deciding[turn.user_id] = newer
        try:
            agent = load_agents()(turn.context.user)
            return self._engines.decide(agent, turn.context, seconds, newer)
        finally:
            self._deciding.pop(turn.user_id, None)

    def _fail(self, turn: Turn, error: Exception) -> Outcome:
        try:
            outcome = Outcome(self._turns.fail(turn, error_summary(error), apology=APOLOGY))
        except DatabaseUnavailable:
            return Outcome.LOST
        if outcome is Outcome.DEAD:
            log_dead_letters("events")
        return outcome


def _sendable(decision: Decision) -> list[tuple[str, int]]:
    """The replies as messages that fit, each with the segments that it costs."""
    parts = [part for reply in decision.replies for part in split_message(normalise(reply))]
    return [(part, count_segments(part).segments) for part in parts]
