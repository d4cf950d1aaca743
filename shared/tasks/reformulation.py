"""reformulate_message: what a stale message wanted to say, said anew or dropped with a reason.

Of a stale sequence its parts are one message: what is still worth saying of them is said once.
"""

from uuid import UUID, uuid4

from shared.agents.reformulating import Spoken, reformulation
from shared.db.background import Superseded, superseded
from shared.domain.effects.background import DropMessage, QueueMessage, ReplaceMessage
from shared.domain.effects.base import Effect
from shared.domain.queued import (
    MalformedQueuedData,
    QueuedCommunityRequest,
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
    found = superseded(ports.database, context.queue_id, now=ports.now)
    if found is None or task.user_id not in (None, found.user.id):
        raise PermanentFailure("the task's person has no such row in message_queue")
    if not found.parts or found.user.opted_out_at is not None:
        return Done(result={"reformulated": False, "reason": "no longer open"})
    spoken: dict[UUID, Spoken] = {}
    listed: list[UUID] = []
    overtaken: list[UUID] = []  # a word after silence: they have written, so it has no use
    try:
        for part in found.parts:
            data = read(part.message_data)
            if isinstance(data, QueuedText | QueuedFollowup):
                spoken[part.id] = data
            else:
                still = isinstance(data, QueuedPriorities | QueuedCommunityRequest)
                (listed if still else overtaken).append(part.id)
    except MalformedQueuedData as error:
        raise PermanentFailure(str(error)) from error
    effects: list[Effect] = []
    if spoken:
        effects.append(_said_anew(found, spoken, ports))
    if listed:
        effects.append(_still_matter(found, listed))
    if overtaken:
        effects.append(DropMessage(queue_ids=overtaken, reason="overtaken"))
    return Done(result=_result(effects), effects=_together(effects))


def _said_anew(found: Superseded, spoken: dict[UUID, Spoken], ports: Ports) -> Effect:
    question = reformulation([*spoken.values()], found.since)
    answer = ports.ask(question, MODEL_SECONDS).value
    if answer.text is None:
        return DropMessage(queue_ids=[*spoken], reason=str(answer.drop))
    return _replaced([*spoken], found, QueuedText(text=answer.text))


def _still_matter(found: Superseded, listed: list[UUID]) -> Effect:
    """Priorities are worded at release anyway: what still matters is queued once more."""
    if not found.still_matter:
        return DropMessage(queue_ids=listed, reason="overtaken")
    data = QueuedPriorities(priority_ids=found.still_matter[:10], reformulate=False)
    return _replaced(listed, found, data)


def _replaced(
    queue_ids: list[UUID], found: Superseded, data: QueuedText | QueuedPriorities
) -> ReplaceMessage:
    message = QueueMessage(
        agent_id=found.agent_id,
        message_data=data.model_dump(mode="json"),
        priority=Priority(found.priority),
        requires_fresh_context=True,
        item_type=found.item_type,
        item_id=found.item_id,
    )
    return ReplaceMessage(queue_ids=queue_ids, message=message)


def _together(effects: list[Effect]) -> tuple[Effect, ...]:
    """What is said anew in two messages stays a sequence: whole, and in order."""
    anew = [effect for effect in effects if isinstance(effect, ReplaceMessage)]
    if len(anew) < 2:
        return tuple(effects)
    sequence_id = uuid4()
    for position, effect in enumerate(anew, 1):
        place = {
            "sequence_id": sequence_id,
            "sequence_position": position,
            "sequence_total": len(anew),
        }
        message = effect.message.model_copy(update=place)
        effects[effects.index(effect)] = effect.model_copy(update={"message": message})
    return tuple(effects)


def _result(effects: list[Effect]) -> dict[str, object]:
    dropped = [effect.reason for effect in effects if isinstance(effect, DropMessage)]
    if len(dropped) < len(effects):
        return {"reformulated": True}
    return {"reformulated": False, "reason": dropped[0]}


REFORMULATE_MESSAGE = Handler(
    task_type=TaskType.REFORMULATE_MESSAGE, context=ReformulateContext, run=_run
)
