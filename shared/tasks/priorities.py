"""notify_user_of_priorities: what newly matters most to a member is queued to be told.

The best that they have not been shown, if it scores above everything that they were presented in
the last 7 days, and no message that still waits tells them of it anyway. Or the one that they
wanted to decide later: it comes back at its moment, whatever else there is.
"""

from shared.db.background import Candidate, Priorities, priorities
from shared.domain.effects.background import QueueMessage
from shared.domain.queued import QueuedPriorities
from shared.domain.tasks import PrioritiesContext, TaskType
from shared.tasks.handler import ClaimedTask, Done, Handler, Ports
from shared.tasks.re_engagement import person_of


def _run(task: ClaimedTask, context: PrioritiesContext, ports: Ports) -> Done:
    found = priorities(
        ports.database, person_of(task), returning=context.priority_id, now=ports.now
    )
    if found is None or not found.user.verified or found.user.opted_out_at is not None:
        return Done(result={"told": 0, "reason": "not a member who may be written to"})
    if context.priority_id is not None:
        if found.returning is None:
            return Done(result={"told": 0, "reason": "it is answered, or over"})
        return Done(result={"told": 1}, effects=(_message(task, found.returning),))
    best = _best(found)
    if best is None:
        return Done(result={"told": 0, "reason": "nothing above what they have been told"})
    return Done(result={"told": 1}, effects=(_message(task, best),))


def _best(found: Priorities) -> Candidate | None:
    new = (item for item in found.active if item.score > found.presented_score)
    best = next(new, None)
    return best if best is not None and best.id not in found.waiting else None


def _message(task: ClaimedTask, item: Candidate) -> QueueMessage:
    return QueueMessage(
        agent_id=task.agent_type,
        message_data=QueuedPriorities(priority_ids=[item.id]).model_dump(mode="json"),
        priority=task.priority,
        requires_fresh_context=True,
        item_type=item.item_type,
        item_id=item.item_id,
    )


NOTIFY_USER_OF_PRIORITIES = Handler(
    task_type=TaskType.NOTIFY_USER_OF_PRIORITIES, context=PrioritiesContext, run=_run
)
