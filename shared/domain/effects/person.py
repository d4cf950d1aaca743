"""Talking to a human: that somebody asks for one."""

from typing import Literal

from shared.domain.context import TurnContext
from shared.domain.effects.base import Effect


class AskForPerson(Effect):
    """They want a human to answer them, or need none any more. Asked again it changes nothing."""

    kind: Literal["ask_for_person"] = "ask_for_person"
    wanted: bool = True

    def apply(self, context: TurnContext) -> TurnContext:
        """The conversation that waits for one, or does not."""
        asked_at = (context.conversation.person_asked_at or context.now) if self.wanted else None
        waiting = context.conversation.model_copy(update={"person_asked_at": asked_at})
        return context.model_copy(update={"conversation": waiting})
