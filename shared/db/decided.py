"""A turn as it is kept with its last text: what the agent knew and what it decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.domain.context import TurnContext
    from shared.domain.decision import Decision


def as_decided(context: TurnContext, decision: Decision) -> dict[str, Any]:
    """The document of `messages.turn`; the messages of the context as ids, oldest first."""
    known = context.model_dump(
        mode="json", exclude={"messages", "spend"}, exclude_defaults=True, warnings=False
    )
    known["messages"] = [str(message.id) for message in context.messages]
    return {
        "agent": decision.agent_type,
        "engine": decision.engine,
        "prompt_version": decision.prompt_version,
        "context": known,
        "tools": [
            record.input_data
            for record in decision.log
            if record.action_type == "function_execution"
        ],
        "replies": decision.replies,
    }


__all__ = ["as_decided"]
