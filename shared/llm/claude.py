"""Claude, through pydantic-ai: one loop of requests and tool calls, bounded in time and number.

pydantic-ai and the Anthropic SDK take 1.6 s to import, so they are imported on `warm` or first use,
never with this module. All requests of a process run in one background thread's event loop, which
starts on first use: servers fork after import.
"""

import asyncio
import threading
import time
from collections.abc import Coroutine, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TYPE_CHECKING, Any

from shared.domain.context import TurnContext
from shared.domain.decision import ActionRecord, Decision
from shared.errors import ModelUnavailable, TurnSuperseded
from shared.llm.ask import Answered, AnswerT, Question
from shared.llm.interface import AgentSettings, AgentSpec, Toolbox, cleaned_replies, with_verbatim
from shared.log import error_summary

if TYPE_CHECKING:
    from shared.llm.claude_turn import ClaudeClient

GRACE_SECONDS = 0.25  # for the loop to cancel a request and say what was made of it


class ClaudeEngine:
    """Decides by Claude's Messages API. Cheap to make; `base_url` "" means Anthropic's own."""

    def __init__(self, *, api_key: str, base_url: str, model: str) -> None:
        self._api_key = api_key
        self._base_url = base_url
        self._model = model
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._client: ClaudeClient | None = None

    def warm(self) -> None:
        """Imports the libraries and builds the client, in the background thread; waits for it."""
        self._submit(self._ready()).result()

    def decide(
        self,
        spec: AgentSpec,
        context: TurnContext,
        settings: AgentSettings,
        seconds: float,
        newer: "Future[None] | None" = None,
    ) -> Decision:
        """A decision within `seconds`; the request is cancelled when they are over.

        Raises ModelUnavailable, or TurnSuperseded as soon as `newer` is done; both with the calls
        that were made in their `log`.
        """
        toolbox = Toolbox(spec.tools, context, settings)
        started = time.perf_counter()
        ended = threading.Event()
        future = self._submit(self._turn(spec, toolbox, seconds, ended))

        def left() -> float:
            return started + seconds + GRACE_SECONDS - time.perf_counter()

        if newer is not None:
            finished, _ = wait({future, newer}, left(), FIRST_COMPLETED)
            if finished == {newer}:
                future.cancel()
                ended.wait(GRACE_SECONDS)  # the cancelled call is billed: it is in the log by then
                raise TurnSuperseded("a newer text came", log=self._superseded(toolbox, started))
        try:
            reply = future.result(timeout=max(0.0, left()))
            replies = cleaned_replies([with_verbatim(reply, toolbox.verbatim)])
        except Exception as error:
            future.cancel()
            raise self._unavailable(error, toolbox.log, started) from error
        return Decision(
            agent_type=spec.type,
            prompt_version=spec.prompt_version,
            engine=self._model,
            replies=replies,
            effects=toolbox.effects,
            log=toolbox.log,
            shown=toolbox.shown,
            open_question=toolbox.left_open(),
        )

    def ask(self, question: Question[AnswerT], seconds: float) -> Answered[AnswerT]:
        """An answer within `seconds`; the request is cancelled when they are over.

        Raises ModelUnavailable with the calls that were made in its `log`.
        """
        log: list[ActionRecord] = []
        started = time.perf_counter()
        future = self._submit(self._answer(question, log, seconds))
        try:
            value = future.result(timeout=seconds + GRACE_SECONDS)
        except Exception as error:
            future.cancel()
            raise self._unavailable(error, log, started) from error
        return Answered(value=value, engine=self._model, log=tuple(log))

    def close(self) -> None:
        """Closes the connections and ends the background thread. Nothing may be asked after it."""
        if self._loop is None or self._thread is None:
            return
        self._submit(self._close()).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        if self._client is not None:
            await self._client.close()

    async def _turn(
        self, spec: AgentSpec, toolbox: Toolbox, seconds: float, ended: threading.Event
    ) -> str:
        try:
            async with asyncio.timeout(seconds):
                client = await self._ready()
                return await client.turn(spec, toolbox)
        finally:
            ended.set()

    async def _answer(
        self, question: Question[AnswerT], log: list[ActionRecord], seconds: float
    ) -> AnswerT:
        async with asyncio.timeout(seconds):
            client = await self._ready()
            from shared.llm.claude_question import answer_to

            return await answer_to(client, question, log)

    async def _ready(self) -> "ClaudeClient":
        if self._client is None:
            from shared.llm.claude_turn import ClaudeClient

            self._client = ClaudeClient(self._api_key, self._base_url, self._model)
        return self._client

    def _superseded(self, toolbox: Toolbox, started: float) -> list[ActionRecord]:
        reason = "a newer text came"
        calls = [record for record in toolbox.log if record.action_type == "llm_call"]
        if not calls or calls[-1].error is None:
            return [*calls, self._no_answer(started, reason)]
        return [*calls[:-1], calls[-1].model_copy(update={"error": reason})]

    def _unavailable(
        self, error: Exception, log: Sequence[ActionRecord], started: float
    ) -> ModelUnavailable:
        calls = [record for record in log if record.action_type == "llm_call"]
        # What the provider says may quote a person: it is kept with the call, and goes no further.
        if isinstance(error, TimeoutError):
            said = reason = "took too long"
        else:
            said, reason = str(error)[:500], error_summary(error)
        if not calls:
            calls = [self._no_answer(started, said)]
        elif calls[-1].error is None:  # an answer that nobody could use: the log says why
            calls[-1] = calls[-1].model_copy(update={"error": said})
        return ModelUnavailable(reason, log=calls)

    def _no_answer(self, started: float, reason: str) -> ActionRecord:
        return ActionRecord(
            action_type="llm_call",
            model_used=self._model,
            latency_ms=round((time.perf_counter() - started) * 1000),
            error=reason,
        )

    def _submit(self, work: Coroutine[Any, Any, Any]) -> "Future[Any]":
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=self._loop.run_forever, name="claude", daemon=True
                )
                self._thread.start()
        return asyncio.run_coroutine_threadsafe(work, self._loop)
