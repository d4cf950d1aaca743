"""reformulate_message: what a stale message wanted to say, said anew or dropped with a reason."""

from uuid import UUID

from shared.agents.reformulating import reformulation
from shared.db.background import Superseded, superseded
from shared.domain.decision import DropMessage, QueueMessage, ReplaceMessage
from shared.domain.queued import (
    MalformedQueuedData,
    QueuedData,
    QueuedFollowup,
    QueuedPriorities,
    QueuedText,
    read,
)
from shared.domain.tasks import ReformulateContext, TaskType
from shared.domain.values import Priority
from shared.errors import PermanentFailure
from shared.tasks.handler import ClaimedTask, Done, Handler, Ports

MODEL_SECONDS = 8.0


def _run(task: ClaimedTask, context: ReformulateContext, ports: Ports) -> Done:
    queue_id = context.queue_id
    found = superseded(ports.database, queue_id, now=ports.now)
    if found is None or task.user_id not in (None, found.user.id):
        raise PermanentFailure("the task's person has no such row in message_queue")
    if found.status != "superseded" or found.replaced or found.user.opted_out_at is not None:
        return Done(result={"reformulated": False, "reason": "no longer open"})
    try:
        data = read(found.message_data)
    except MalformedQueuedData as error:
        raise PermanentFailure(str(error)) from error
    if isinstance(data, QueuedPriorities):
        return _still_matter(queue_id, found, data)
    words = _words(data)
    if words is None:
        return _dropped(queue_id, "overtaken")
    answered = ports.ask(reformulation(data, words, found.since), MODEL_SECONDS)
    if answered.value.text is None:
        return _dropped(queue_id, str(answered.value.drop))
    return _replaced(queue_id, found, QueuedText(text=answered.value.text))


def _words(data: QueuedData) -> str | None:
    """What it wanted to say; None for a word after silence: they have written, so it has no use."""
    if isinstance(data, QueuedText):
        return data.text
    return data.note if isinstance(data, QueuedFollowup) else None


def _still_matter(queue_id: UUID, found: Superseded, data: QueuedPriorities) -> Done:
    """Priorities are worded at release anyway: what still matters is queued once more."""
    if not found.still_matter:
        return _dropped(queue_id, "overtaken")
    return _replaced(
        queue_id, found, QueuedPriorities(priority_ids=found.still_matter, reformulate=False)
    )


def _replaced(queue_id: UUID, found: Superseded, data: QueuedText | QueuedPriorities) -> Done:
    message = QueueMessage(
        agent_id=found.agent_id,
        message_data=data.model_dump(mode="json"),
        priority=Priority(found.priority),
        requires_fresh_context=True,
        item_type=found.item_type,
        item_id=found.item_id,
    )
    effect = ReplaceMessage(queue_id=queue_id, message=message)
    return Done(result={"reformulated": True}, effects=(effect,))


def _dropped(queue_id: UUID, reason: str) -> Done:
    effect = DropMessage(queue_id=queue_id, reason=reason)
    return Done(result={"reformulated": False, "reason": reason}, effects=(effect,))


REFORMULATE_MESSAGE = Handler(
    task_type=TaskType.REFORMULATE_MESSAGE, context=ReformulateContext, run=_run
)
