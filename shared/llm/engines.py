"""Which engine answers: Claude while there is a key, time and budget; the rules otherwise."""

from concurrent.futures import Future

from shared.config import Settings
from shared.domain.context import ModelSpend, TurnContext
from shared.domain.decision import Decision
from shared.errors import ModelUnavailable
from shared.llm.claude import ClaudeEngine
from shared.llm.interface import AgentSettings, AgentSpec, Engine
from shared.llm.rules import RuleEngine

LEAST_SECONDS = 0.5  # with less than this left, asking the model is wasted


class Engines:
    """The one way to a decision. Cheap to make; the model's library loads later, on `warm`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._agent_settings = AgentSettings(
            mail_domain=settings.mail_domain,
            support_contact=settings.support_contact,
            default_timezone=settings.default_timezone,
        )
        self._rules: Engine = RuleEngine()
        self._model = (
            ClaudeEngine(
                api_key=settings.anthropic_api_key,
                base_url=settings.anthropic_base_url,
                model=settings.agent_model,
            )
            if settings.anthropic_api_key
            else None
        )

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
        if self._model is None or seconds <= LEAST_SECONDS or self._over_a_cap(context.spend):
            return self._by_rules(spec, context)
        try:
            return self._model.decide(spec, context, self._agent_settings, seconds, newer)
        except ModelUnavailable as error:
            decision = self._by_rules(spec, context)
            return decision.model_copy(update={"log": [*error.log, *decision.log]})

    def _by_rules(self, spec: AgentSpec, context: TurnContext) -> Decision:
        return self._rules.decide(spec, context, self._agent_settings, 0)

    def _over_a_cap(self, spend: ModelSpend) -> bool:
        return (
            spend.user_today >= self._settings.llm_user_daily_usd
            or spend.system_today >= self._settings.llm_daily_usd
        )
