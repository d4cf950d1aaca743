"""notify_user_of_priorities: what newly matters most to a member is queued to be told.

Only what scores above everything that they were presented in the last 7 days, and nothing that a
message which still waits will tell them anyway.
"""

from shared.db.background import Candidate, priorities
from shared.domain.effects.background import QueueMessage
from shared.domain.queued import QueuedPriorities
from shared.domain.tasks import PrioritiesContext, TaskType
from shared.tasks.handler import ClaimedTask, Done, Handler, Ports
from shared.tasks.re_engagement import person_of

MOST_TOLD = 3


def _run(task: ClaimedTask, context: PrioritiesContext, ports: Ports) -> Done:
    found = priorities(ports.database, person_of(task), now=ports.now)
    if found is None or not found.user.verified or found.user.opted_out_at is not None:
        return Done(result={"told": 0, "reason": "not a member who may be written to"})
    new = [
        item
        for item in found.active
        if item.id not in found.waiting and item.score > found.presented_score
    ][:MOST_TOLD]
    if not new:
        return Done(result={"told": 0, "reason": "nothing above what they have been told"})
    return Done(result={"told": len(new)}, effects=(_message(task, new),))


def _message(task: ClaimedTask, items: list[Candidate]) -> QueueMessage:
    alone = items[0] if len(items) == 1 else None
    return QueueMessage(
        agent_id=task.agent_type,
        message_data=QueuedPriorities(priority_ids=[item.id for item in items]).model_dump(
            mode="json"
        ),
        priority=task.priority,
        requires_fresh_context=True,
        item_type=alone.item_type if alone else None,
        item_id=alone.item_id if alone else None,
    )


NOTIFY_USER_OF_PRIORITIES = Handler(
    task_type=TaskType.NOTIFY_USER_OF_PRIORITIES, context=PrioritiesContext, run=_run
)
