"""What an effect is: a typed value that the database applies when a turn or a task is settled.

`private.apply_effect` calls the function `private.effect_<kind>` (`sql/functions/effects`) with it:
all effects of a decision are applied or none, to the texting person's own rows only.
"""

from abc import ABC, abstractmethod
from typing import Any, Self

from shared.domain.context import TurnContext
from shared.domain.model import Value


class Effect(Value, ABC):
    """One change. Each kind has a literal field `kind`, which names its SQL function."""

    kind: Any

    @abstractmethod
    def apply(self, context: TurnContext) -> TurnContext:
        """The context as it is after this change: what later tools of the same turn see.

        The database does the same when the turn is settled.
        """

    @classmethod
    def kinds(cls) -> dict[str, type[Self]]:
        """All kinds whose modules are loaded, by name."""
        found: dict[str, type[Self]] = {}
        for kind in cls.__subclasses__():
            field = kind.model_fields["kind"]
            found |= {field.default: kind} if isinstance(field.default, str) else {}
            found |= kind.kinds()
        return found


def with_user(context: TurnContext, **columns: Any) -> TurnContext:
    """The context with other values in the person's own row."""
    return context.model_copy(update={"user": context.user.model_copy(update=columns)})


__all__ = ["Effect", "with_user"]
