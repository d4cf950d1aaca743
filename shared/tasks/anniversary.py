"""note_anniversary: a word on the day on which somebody joined."""

from shared.domain.effects.background import QueueMessage
from shared.domain.tasks import AnniversaryContext, TaskType
from shared.tasks.handler import ClaimedTask, Done, Handler, Ports


def _run(task: ClaimedTask, context: AnniversaryContext, ports: Ports) -> Done:
    text = f"Today it is {context.years} years that you are with us. Thanks for that."
    data = {"kind": "text", "text": text}
    return Done(effects=(QueueMessage(agent_id="concierge", message_data=data),))


NOTE_ANNIVERSARY = Handler(
    task_type=TaskType.NOTE_ANNIVERSARY, context=AnniversaryContext, run=_run
)
