"""When something that matters may be brought up, and when it is left: the rules of showing.

Pure, over the context of a turn. In passing: one other item, after having answered.
"""

from datetime import datetime, timedelta

from shared.domain.context import PriorityItem, TurnContext

IN_PASSING_ABOVE = 70  # a score
APART = timedelta(days=3)  # between a showing and a mention in passing
_LAST_TEXTS = 2  # of ours: what they told of is not mentioned again


def annoyed(context: TurnContext) -> bool:
    """Whether the person has found it too many texts, or wants to be left alone for now."""
    user = context.user
    until = (user.frustrated_until, user.proactive_paused_until)
    return any(moment is not None and moment > context.now for moment in until)


def may_be_mentioned(context: TurnContext, item: PriorityItem) -> bool:
    """Whether a reply may bring it up unasked, besides what it answers."""
    ours = [message.id for message in context.messages if message.direction == "outbound"]
    return (
        not annoyed(context)
        and item in context.mattering
        and item.value_score is not None
        and item.value_score > IN_PASSING_ABOVE
        and not _shown_since(item, context.now - APART)
        and item.presented_message_id not in ours[-_LAST_TEXTS:]
    )


def mentionable(context: TurnContext) -> PriorityItem | None:
    """The one that a reply may mention in passing: the best, if any."""
    return next((item for item in context.mattering if may_be_mentioned(context, item)), None)


def _shown_since(item: PriorityItem, moment: datetime) -> bool:
    return item.last_presented_at is not None and item.last_presented_at > moment


__all__ = ["APART", "IN_PASSING_ABOVE", "annoyed", "may_be_mentioned", "mentionable"]
