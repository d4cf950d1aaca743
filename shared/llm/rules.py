"""The rule engine: deterministic, offline, through the very tools that the model uses."""

from shared.domain.context import TurnContext
from shared.domain.decision import Decision
from shared.llm.interface import AgentSettings, AgentSpec, Toolbox, cleaned_replies


class RuleEngine:
    """Answers by the agent's own rules: no network, no clock, the same answer every time."""

    name = "rules"

    def decide(
        self, spec: AgentSpec, context: TurnContext, settings: AgentSettings, seconds: float
    ) -> Decision:
        """A decision, always; `seconds` is not needed."""
        toolbox = Toolbox(spec.tools, context, settings)
        replies = spec.rules(toolbox)
        return Decision(
            agent_type=spec.type,
            prompt_version=spec.prompt_version,
            engine=self.name,
            replies=cleaned_replies(replies),
            effects=toolbox.effects,
            log=toolbox.log,
            shown=toolbox.shown,
            open_question=toolbox.left_open(),
        )
