"""Which engine answers: Claude while there is a key, time and budget; the rules otherwise."""

import time
from collections.abc import Sequence
from concurrent.futures import Future

from shared.config import Settings
from shared.domain.context import ModelSpend, TurnContext
from shared.domain.decision import ActionRecord, Decision
from shared.domain.purchases import Checkout
from shared.domain.uploads import UploadLinks
from shared.errors import ModelUnavailable, TurnSuperseded
from shared.llm.ask import Answered, AnswerT, Question
from shared.llm.claude import ClaudeEngine
from shared.llm.interface import AgentSettings, AgentSpec
from shared.llm.rules import RuleEngine
from shared.log import logger

_NOTHING_SPENT = ModelSpend()
LEAST_SECONDS = 0.5  # with less than this left, asking the model is wasted


class Engines:
    """The one way to a decision. Cheap to make; the model's library loads later, on `warm`."""

    def __init__(
        self,
        settings: Settings,
        checkout: Checkout | None = None,
        uploads: UploadLinks | None = None,
    ) -> None:
        self._settings = settings
        self.agent_settings = AgentSettings(
            mail_domain=settings.mail_domain,
            support_contact=settings.support_contact,
            default_timezone=settings.default_timezone,
            checkout=checkout,
            credit_price_cents=settings.credit_price_cents,
            uploads=uploads,
        )
        self._rules = RuleEngine()
        self._model = (
            ClaudeEngine(
                api_key=settings.anthropic_api_key,
                base_url=settings.anthropic_base_url,
                model=settings.agent_model,
            )
            if settings.anthropic_api_key
            else None
        )

    @property
    def model(self) -> str:
        """Who decides while nothing fails: the model's name, or "rules"."""
        return self._rules.name if self._model is None else self._settings.agent_model

    def warm(self) -> None:
        """Loads the model's library, for a background thread after the server listens."""
        if self._model is not None:
            self._model.warm()

    def close(self) -> None:
        """Closes the model's connections, if there are any."""
        if self._model is not None:
            self._model.close()

    def decide(
        self,
        spec: AgentSpec,
        context: TurnContext,
        seconds: float,
        newer: "Future[None] | None" = None,
    ) -> Decision:
        """A decision within about `seconds`, whatever the model does.

        Raises TurnSuperseded when `newer` is done before the model has answered.

        When the model fails, the rules answer, and the decision's log starts with the failed calls.
        """
        asked = _Asked(agent=spec.type)
        try:
            decision = self._decision(spec, context, seconds, newer)
        except TurnSuperseded as error:
            asked.answered(self._settings.agent_model, error.log, superseded=True)
            raise
        asked.answered(decision.engine, decision.log)
        return decision

    def _decision(
        self,
        spec: AgentSpec,
        context: TurnContext,
        seconds: float,
        newer: "Future[None] | None",
    ) -> Decision:
        if self._model is None or seconds <= LEAST_SECONDS or self._over_a_cap(context.spend):
            return self._by_rules(spec, context)
        try:
            return self._model.decide(spec, context, self.agent_settings, seconds, newer)
        except ModelUnavailable as error:
            decision = self._by_rules(spec, context)
            return decision.model_copy(update={"log": [*error.log, *decision.log]})

    def ask(
        self, question: Question[AnswerT], seconds: float, spend: ModelSpend = _NOTHING_SPENT
    ) -> Answered[AnswerT]:
        """An answer within about `seconds`, whatever the model does: its rules stand in for it.

        When the model fails, the answer's log holds the failed calls.
        """
        asked = _Asked(agent="question", question=question.name)
        answered = self._answer(question, seconds, spend)
        asked.answered(answered.engine, answered.log)
        return answered

    def _answer(
        self, question: Question[AnswerT], seconds: float, spend: ModelSpend
    ) -> Answered[AnswerT]:
        if self._model is None or seconds <= LEAST_SECONDS or self._over_a_cap(spend):
            return Answered(value=question.rules(), engine=self._rules.name)
        try:
            return self._model.ask(question, seconds)
        except ModelUnavailable as error:
            return Answered(value=question.rules(), engine=self._rules.name, log=error.log)

    def _by_rules(self, spec: AgentSpec, context: TurnContext) -> Decision:
        return self._rules.decide(spec, context, self.agent_settings, 0)

    def _over_a_cap(self, spend: ModelSpend) -> bool:
        return (
            spend.user_today >= self._settings.llm_user_daily_usd
            or spend.system_today >= self._settings.llm_daily_usd
        )


class _Asked:
    """One question to an engine, on its way to a line of the log."""

    def __init__(self, agent: str, question: str | None = None) -> None:
        self._fields = {"event": "decision", "agent": agent, "question": question}
        self._started = time.perf_counter()

    def answered(
        self, engine: str, actions: Sequence[ActionRecord], *, superseded: bool = False
    ) -> None:
        logger.info(
            "decided by %s",
            engine,
            extra={
                **self._fields,
                "engine": engine,
                "actions": len(actions),
                "errors": sum(action.error is not None for action in actions),
                "cost_usd": round(float(sum(action.cost_usd or 0 for action in actions)), 6),
                "ms": round((time.perf_counter() - self._started) * 1000, 1),
                "superseded": superseded,
            },
        )
