"""Which handler reacts to a type of event: that of the module named after it, loaded lazily."""

from importlib import import_module
from typing import Any

from shared.domain.events import DECLARED, Reaction
from shared.events.handler import Handler


def module_of(event_type: str) -> str:
    """Where the handler of a type stands."""
    return f"{__package__}.{event_type.replace('.', '_')}"


def handler_of(event_type: str) -> Handler[Any] | None:
    """Who reacts; None for a type that nothing reacts to, or that is not declared."""
    declared = DECLARED.get(event_type)
    if declared is None or declared.reaction is not Reaction.HANDLER:
        return None
    return import_module(module_of(event_type)).HANDLER
