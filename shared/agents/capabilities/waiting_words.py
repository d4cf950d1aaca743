"""What waits to be sent, as it is told: listed, quoted, and the options of a question about it."""

from zoneinfo import ZoneInfo

from shared.agents.zones import spoken, spoken_day, zone_of
from shared.domain.context import TurnContext, Waiting
from shared.domain.dialogue import OpenQuestion
from shared.llm.interface import Toolbox

NOTHING = "Nothing waits to be sent to you."
MOST_LISTED = 5  # in one text


def those(question: OpenQuestion, context: TurnContext) -> list[Waiting]:
    """What a question is about and still waits, in the question's order."""
    waiting = {str(item.id): item for item in context.waiting}
    return [waiting[option.id] for option in question.options if option.id in waiting]


def options(context: TurnContext) -> dict[str, str]:
    """What waits, by id, as a question may name it."""
    return {str(item.id): item.summary or "a message" for item in context.waiting}


def listed(items: list[Waiting], box: Toolbox) -> str:
    """The next of them with their moments, and how many more there are."""
    zone = zone_of(box.context.user, box.settings)
    parts = [f"{quoted(item.summary)} ({_due(item, zone)})" for item in items[:MOST_LISTED]]
    if more := len(items) - len(parts):
        parts.append(f"{more} more")
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]


def _due(item: Waiting, zone: ZoneInfo) -> str:
    if item.recurrence is None:
        return spoken(item.due, zone)
    return f"{item.recurrence.words}, next {spoken_day(item.due, zone)}"


def quoted(summary: str) -> str:
    """What something is about, shortened, in quotation marks."""
    text = summary.rstrip(" .!?") or "a message"
    return f'"{text if len(text) <= 60 else text[:57].rstrip() + "..."}"'


__all__ = ["MOST_LISTED", "NOTHING", "listed", "options", "quoted", "those"]
