"""Release: people claimed, their waiting messages decided, worded, settled.

What is proactive waits in `message_queue` until the rules of `shared.domain.release` let it go. No
transaction is open while a model judges or words; what changes meanwhile makes the decision stale,
and it is made again on what is true then.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from shared.agents.judging import relevance_of
from shared.agents.rendering import (
    MOST_SPOKEN_OF,
    Facts,
    finished,
    left_open,
    plain_words,
    wording,
)
from shared.db.message_queue import MessageQueue, QueueContext
from shared.domain.context import ModelSpend
from shared.domain.decision import ActionRecord
from shared.domain.queued import presented_by
from shared.domain.quiet_hours import day_end, local_day
from shared.domain.release import (
    Cancel,
    Hold,
    Judge,
    Release,
    Supersede,
    Verdict,
    decide,
    valid_until,
)
from shared.domain.relevance import Relevance
from shared.domain.situation import Item, Situation
from shared.errors import DatabaseUnavailable, LeaseLost
from shared.llm.ask import Answered, AnswerT, Question
from shared.log import error_summary, log_context, logger
from shared.messaging.segments import count_segments, normalise, split_message
from shared.queue import Outcome, work_off
from shared.release.situation import situation_of

MOST_REMAKES = 3  # then the person is left to the next sweep
MOST_PRESENTATIONS = 2  # an item presented so often without an answer is brought up no more
PROMPT_VERSION = "release-1"

Json = dict[str, Any]


class Ask(Protocol):
    """Who answers questions: `shared.llm.engines.Engines.ask`."""

    def __call__(
        self, question: Question[AnswerT], seconds: float, spend: ModelSpend = ...
    ) -> Answered[AnswerT]:
        """An answer within about `seconds`; its rules stand in for the model."""
        ...


@dataclass(frozen=True, kw_only=True)
class Orchestrator:
    """Works off what waits. `model_seconds` is for one person, remakes included."""

    queue: MessageQueue
    ask: Ask
    default_timezone: str
    model_seconds: float = 8
    workers: int = 4

    def release_due(self, *, seconds: float, stopping: Callable[[], bool]) -> Counter[str]:
        """Decides over everything that is due; counts people per outcome, messages per verdict."""
        token = uuid4()
        verdicts: Counter[str] = Counter()
        counting = threading.Lock()

        def handle(context: QueueContext) -> Outcome:
            outcome, counts = self.settle(context)
            with counting:
                verdicts.update(counts)
            return outcome

        counts = work_off(
            lambda free: self.queue.claim(free, token),
            handle,
            workers=self.workers,
            seconds=seconds,
            stopping=stopping,
        )
        return counts + verdicts

    def settle(
        self, context: QueueContext, *, now: datetime | None = None
    ) -> tuple[Outcome, dict[str, int]]:
        """Decides over one claimed person, again as long as that is stale, and settles it."""
        until = time.monotonic() + self.model_seconds
        calls: list[ActionRecord] = []
        with log_context(user_id=context.user.id):
            try:
                for _ in range(1 + MOST_REMAKES):
                    work = _PersonsWork(self, context, until, calls)
                    decision, verdicts = work.decide()
                    settled = self.queue.settle(context, decision, verdicts, now=now)
                    if settled.context is None:
                        return Outcome.DONE, settled.counts
                    context = settled.context
                logger.warning("stale after %d remakes: left to the next sweep", MOST_REMAKES)
            except LeaseLost:
                logger.info("the messages went to another orchestrator")
            except DatabaseUnavailable:
                raise
            except Exception:
                self.queue.book(context, PROMPT_VERSION, calls)
                raise
            self.queue.book(context, PROMPT_VERSION, calls)
            return Outcome.LOST, {}


class _Unspeakable(Exception):
    """Nothing is left to say; the message says why, without anything personal."""


class _PersonsWork:
    """One decision over one person's messages."""

    def __init__(
        self,
        orchestrator: Orchestrator,
        context: QueueContext,
        until: float,
        calls: list[ActionRecord],
    ) -> None:
        self._ask = orchestrator.ask
        self._context = context
        self._until = until
        self._calls = calls
        self._current = [
            item for item in context.priorities if item.presentation_count < MOST_PRESENTATIONS
        ]
        situation = situation_of(context, orchestrator.default_timezone)
        # Known before the budget is shared out: what is not said takes nobody's place in it.
        items = tuple(replace(item, moot=self._moot(item)) for item in situation.items)
        self._situation: Situation = replace(situation, items=items)

    def decide(self) -> tuple[Json, list[Json]]:
        """The decision and its verdicts as `settle_release` takes them."""
        context, home = self._context, self._situation.home.home
        failed: dict[UUID, str] = {}
        verdicts = [self._document(verdict, failed) for verdict in self._verdicts(failed)]
        return {
            "valid_until": valid_until(self._situation, context.now).isoformat(),
            "day": local_day(home, context.now).isoformat(),
            "day_end": day_end(home, context.now).isoformat(),
            "clock": context.clock,
            "last_inbound_seq": context.last_inbound.seq if context.last_inbound else None,
            "prompt_version": PROMPT_VERSION,
            "log": [call.model_dump(mode="json") for call in self._calls],
        }, verdicts

    def _verdicts(self, failed: dict[UUID, str]) -> Sequence[Verdict]:
        """The rules' verdicts, relevance judged where they ask for it."""
        judgements: dict[UUID, Relevance] = {}
        while True:
            verdicts = decide(self._situation, self._context.now, judgements)
            judges = [verdict for verdict in verdicts if isinstance(verdict, Judge)]
            if not judges:
                return verdicts
            for verdict in judges:
                first = verdict.items[0].id
                try:
                    judgements[first] = self._judged(verdict.items)
                except Exception as error:
                    logger.exception("not judged: %s", error_summary(error))
                    failed[first] = error_summary(error)
                    judgements[first] = Relevance.CONTEXTUAL

    def _judged(self, items: Sequence[Item]) -> Relevance:
        created = min(item.created_at for item in items)
        recent = self._context.last_inbound.at if self._context.last_inbound else created
        queued = " ".join(plain_words(self._facts(item)) or "" for item in items)
        answered = self._ask(
            relevance_of(
                queued,
                self._said("inbound", min(created, recent)),
                self._said("outbound", created),
            ),
            self._until - time.monotonic(),
            self._context.spend,
        )
        self._calls += answered.log
        return answered.value.relevance

    def _said(self, direction: str, since: datetime) -> list[str]:
        return [
            message.content
            for message in self._context.messages
            if message.direction == direction and message.created_at >= since and message.content
        ]

    def _moot(self, item: Item) -> bool:
        return item.data is not None and plain_words(self._facts(item)) is None

    def _facts(self, item: Item) -> Facts:
        assert item.data is not None, "the rules cancel what cannot be read"  # noqa: S101
        wanted = presented_by(item.data)
        return Facts(
            data=item.data,
            first_name=self._context.user.first_name,
            priorities=[current for current in self._current if current.id in wanted],
        )

    def _document(self, verdict: Verdict, failed: dict[UUID, str]) -> Json:
        problem = failed.get(verdict.items[0].id)
        if problem is not None:
            return {**_items(verdict.items), "action": "fail", "reason": problem}
        if isinstance(verdict, Release):
            try:
                return self._released(verdict)
            except _Unspeakable as error:
                return {**_items(verdict.items), "action": "cancel", "reason": str(error)}
            except Exception as error:
                logger.exception("not worded: %s", error_summary(error))
                return {**_items(verdict.items), "action": "fail", "reason": error_summary(error)}
        return {**_items(verdict.items), **_other(verdict)}

    def _released(self, verdict: Release) -> Json:
        texts = [(item, self._worded(item)) for item in verdict.items]
        return {
            "action": "release",
            "items": [
                {
                    "id": str(item.id),
                    "final_message": text,
                    "presented": [str(id) for id in self._presented(item)],
                    "open_question": self._left_open(item),
                    "texts": [
                        {"content": part, "segments": max(count_segments(part).segments, 1)}
                        for part in split_message(text)
                    ],
                }
                for item, text in texts
            ],
            "send_before": verdict.send_before.isoformat() if verdict.send_before else None,
            "within_budget": verdict.within_budget,
            "why": verdict.why,
        }

    def _worded(self, item: Item) -> str:
        facts = self._facts(item)
        question = wording(facts)
        if question is None:
            text = plain_words(facts) or ""
        else:
            answered = self._ask(question, self._until - time.monotonic(), self._context.spend)
            self._calls += answered.log
            text = finished(answered.value)
        text = normalise(text).strip()
        if not text:
            raise _Unspeakable("there is nothing to say in it")
        return text

    def _left_open(self, item: Item) -> Json | None:
        question = left_open(self._facts(item), self._context.now)
        return question.model_dump(mode="json") if question is not None else None

    def _presented(self, item: Item) -> list[UUID]:
        return [priority.id for priority in self._facts(item).priorities[:MOST_SPOKEN_OF]]


def _items(items: Iterable[Item]) -> Json:
    return {"items": [{"id": str(item.id)} for item in items]}


def _other(verdict: Verdict) -> Json:
    if isinstance(verdict, Hold):
        return {
            "action": "hold",
            "until": verdict.until.isoformat(),
            "reason": verdict.reason,
            "approved": verdict.approved,
        }
    if isinstance(verdict, Supersede):
        return {
            "action": "supersede",
            "reason": verdict.reason,
            "reformulate": verdict.reformulate,
        }
    if isinstance(verdict, Cancel):
        return {"action": "cancel", "reason": verdict.reason, "error": verdict.error}
    raise TypeError(f"no verdict to settle: {type(verdict).__name__}")
