"""The background of a question to the community: asked, looked after, answered, paid, closed.

Each handler reads the rows as they are and returns effects, whose SQL checks them again: what was
done meanwhile leaves nothing to do.
"""

from shared.db.community import Answer, Ask, answer_of, ask_of, state_of
from shared.domain.effects.background import QueueMessage
from shared.domain.effects.base import Effect
from shared.domain.effects.community import (
    CheckCommunityRequest,
    CloseCommunityLoop,
    CloseCommunityRequest,
    PresentCommunityItem,
    RewardCommunityResponse,
    RouteCommunityRequest,
)
from shared.domain.queued import (
    QueuedCommunityClosed,
    QueuedCommunityRequest,
    QueuedCommunityResponse,
    QueuedData,
    QueuedText,
)
from shared.domain.tasks import CommunityRequestContext, CommunityResponseContext, TaskType
from shared.domain.values import Priority
from shared.log import logger
from shared.network.community import AskMore, Close, RequestState, credits_of, next_look, next_step
from shared.network.usefulness import usefulness_of
from shared.tasks.handler import ClaimedTask, Done, Handler, Ports
from shared.tasks.re_engagement import person_of

ANSWER_SCORE = 90  # of an answer, among what matters to who asked
MODEL_SECONDS = 12.0
_LONGEST_TOLD = 1200  # characters of an answer in one text
_QUESTION_TOLD = 120  # and of the question that it answers


def _message(
    task: ClaimedTask, data: QueuedData, priority: Priority, **given: bool
) -> QueueMessage:
    return QueueMessage(
        agent_id=task.agent_type,
        message_data=data.model_dump(mode="json"),
        priority=priority,
        requires_fresh_context=given.get("fresh", False),
    )


def _ask_expert(task: ClaimedTask, context: CommunityRequestContext, ports: Ports) -> Done:
    """community_request_available: an expert is asked."""
    ask = ask_of(ports.database, context.request_id, person_of(task))
    if ask is None or ask.settled or not _is_open(ask, ports):
        return Done(result={"asked": False})
    data = QueuedCommunityRequest(
        request_id=ask.request_id,
        text=ask.question,
        asker=ask.asker,
        context=ask.context or None,
        wants_introduction=ask.outcome == "introduction",
        others=ask.others,
    )
    present = PresentCommunityItem(
        request_id=ask.request_id,
        item_type="community_request",
        item_id=ask.request_id,
        score=max(0, min(100, ask.score)),
        item={
            "summary": ask.question,
            "primary_name": ask.asker_name,
            "secondary_name": None,
            "context": ask.context,
            "metadata": {"tags": ask.tags, "outcome": ask.outcome},
        },
        expires_at=ask.expires_at,
        message=_message(task, data, Priority.MEDIUM, fresh=True),
    )
    return Done(result={"asked": True}, effects=(present,))


def _is_open(ask: Ask, ports: Ports) -> bool:
    return ask.status not in ("closed", "cancelled") and ask.expires_at > ports.now


def _look_after(task: ClaimedTask, context: CommunityRequestContext, ports: Ports) -> Done:
    """process_community_request: the next wave, the end, or another look."""
    state = state_of(ports.database, context.request_id)
    if state is None or state.is_over:
        return Done(result={"step": "over"})
    step = next_step(state, ports.now)
    result = _yield_of(state, type(step).__name__)
    # What each wave has brought is in the log, so that their sizes can be judged.
    logger.info("community question looked after", extra={"event": "community_wave", **result})
    if isinstance(step, Close):
        data = QueuedCommunityClosed(text="-")  # each asker's own question takes its place
        message = _message(task, data, Priority.MEDIUM)
        close = CloseCommunityRequest(request_id=context.request_id, message=message)
        return Done(result=result, effects=(close,))
    effects: list[Effect] = []
    if isinstance(step, AskMore):
        route = RouteCommunityRequest(request_id=context.request_id, wave=step.wave, size=step.size)
        effects.append(route)
        state = state.model_copy(update={"wave": step.wave, "routed_at": ports.now})
    at = next_look(state, ports.now)
    return Done(
        result=result,
        effects=(*effects, CheckCommunityRequest(request_id=context.request_id, at=at)),
    )


def _yield_of(state: RequestState, step: str) -> dict[str, object]:
    return {
        "step": step,
        "wave": state.wave,
        "asked": state.asked,
        "answered": state.answered,
        "passed": state.passed,
    }


def _score(task: ClaimedTask, context: CommunityResponseContext, ports: Ports) -> Done:
    """process_community_response: what an answer is worth to who asked."""
    found = answer_of(ports.database, context.response_id, None)
    if found is None or found.status != "provided" or not found.answer:
        return Done(result={"scored": False})
    question = usefulness_of(found.question, found.context, found.answer)
    answered = ports.ask(question, MODEL_SECONDS)
    scored_by = "rules" if answered.engine == "rules" else "model"
    score = answered.value.score
    reward = RewardCommunityResponse(
        response_id=found.response_id,
        characters=len(found.answer),
        score=score,
        credits=credits_of(score),
        impact=answered.value.impact or None,
        scored_by=scored_by,
    )
    return Done(result={"score": score, "scored_by": scored_by}, effects=(reward,))


def _tell_asker(task: ClaimedTask, context: CommunityResponseContext, ports: Ports) -> Done:
    """community_response_available: an asker hears the answer, whatever it is worth."""
    found = answer_of(ports.database, context.response_id, person_of(task))
    if found is None or not found.asker or not found.answer:
        return Done(result={"told": False})
    # Whoever has not heard the beginning hears it with what was added.
    more = found.told and context.from_char > 0
    said = found.answer[context.from_char :] if more else found.answer
    expert = _expert(found)
    data = QueuedCommunityResponse(
        text=_cut(said, _LONGEST_TOLD),
        expert=expert,
        question=_cut(found.question, _QUESTION_TOLD),
        more=more,
    )
    present = PresentCommunityItem(
        request_id=found.request_id,
        item_type="community_response",
        item_id=found.response_id,
        score=ANSWER_SCORE,
        item={
            "summary": _cut(found.answer, _LONGEST_TOLD),
            "primary_name": expert,
            "secondary_name": None,
            "context": _cut(found.question, _QUESTION_TOLD),
            "metadata": None,
        },
        message=_message(task, data, Priority.HIGH),
    )
    return Done(result={"told": True, "more": more}, effects=(present,))


def _expert(found: Answer) -> str | None:
    """By first name and title; who answers has not consented to more."""
    return ", ".join(filter(None, (found.expert_name, found.expert_title))) or None


def _cut(text: str, most: int) -> str:
    text = text.strip()
    return text if len(text) <= most else f"{text[: most - 3].rstrip()}..."


def _tell_expert(task: ClaimedTask, context: CommunityResponseContext, ports: Ports) -> Done:
    """notify_expert_of_impact: what their answer did, a day later."""
    found = answer_of(ports.database, context.response_id, None)
    if found is None or found.status != "rewarded" or found.expert_id != person_of(task):
        return Done(result={"told": False})
    reached = "the member who asked" if found.askers < 2 else f"{found.askers} members"
    words = (
        f'Your answer on "{_cut(found.question, _QUESTION_TOLD)}" reached {reached} and was rated'
        f" useful. {found.credits} credits are yours for it."
    )
    message = _message(task, QueuedText(text=words), Priority.LOW)
    close = CloseCommunityLoop(response_id=found.response_id, message=message)
    return Done(result={"told": True}, effects=(close,))


COMMUNITY_TASKS = (
    Handler(
        task_type=TaskType.COMMUNITY_REQUEST_AVAILABLE,
        context=CommunityRequestContext,
        run=_ask_expert,
    ),
    Handler(
        task_type=TaskType.PROCESS_COMMUNITY_REQUEST,
        context=CommunityRequestContext,
        run=_look_after,
    ),
    Handler(
        task_type=TaskType.PROCESS_COMMUNITY_RESPONSE, context=CommunityResponseContext, run=_score
    ),
    Handler(
        task_type=TaskType.COMMUNITY_RESPONSE_AVAILABLE,
        context=CommunityResponseContext,
        run=_tell_asker,
    ),
    Handler(
        task_type=TaskType.NOTIFY_EXPERT_OF_IMPACT,
        context=CommunityResponseContext,
        run=_tell_expert,
    ),
)

__all__ = ["COMMUNITY_TASKS"]
