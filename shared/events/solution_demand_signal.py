"""An innovator hears that members look for something of their category, and never who."""

from shared.domain.effects.background import QueueMessage
from shared.domain.events import DemandSignal
from shared.domain.expertise import label_of
from shared.domain.queued import QueuedText
from shared.domain.values import AgentType, Priority
from shared.errors import PermanentFailure
from shared.events.handler import ClaimedEvent, Done, Handler, Ports


def _run(event: ClaimedEvent, payload: DemandSignal, ports: Ports) -> Done:
    if event.aggregate_id is None:
        raise PermanentFailure("the event names no innovator")
    who = "One member has" if payload.asked == 1 else f"{payload.asked} members have"
    words = QueuedText(
        text=f"{who} looked for a solution in {label_of(payload.category)} within 30 days, and"
        " your listing was among what fits."
    )
    message = QueueMessage(
        agent_id=AgentType.INNOVATOR,
        message_data=words.model_dump(mode="json"),
        priority=Priority.LOW,
    )
    return Done(user_id=event.aggregate_id, effects=(message,))


HANDLER = Handler(event=DemandSignal, run=_run)
