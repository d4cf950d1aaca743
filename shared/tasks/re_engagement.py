"""re_engagement_check, and schedule_followup: texts that we start, at a moment set before.

A follow-up says what the person asked to be reminded of. Without such words it is a re-engagement:
one soft message after silence, under the limits of `shared.domain.re_engagement`.
"""

from uuid import UUID, uuid5

from shared.agents.returning import step_reached, welcome
from shared.agents.zones import zone_of
from shared.db.background import Silence, person, silence
from shared.domain.effects.background import CheckAgain, PauseReEngagement, QueueMessage
from shared.domain.effects.base import Effect
from shared.domain.effects.member import ScheduleFollowup
from shared.domain.queued import QueuedFollowup, QueuedPriorities, QueuedReEngagement
from shared.domain.re_engagement import History, Ruling, ruling
from shared.domain.recurrence import Recurrence, rule_of
from shared.domain.tasks import FollowupContext, ReEngagementContext, TaskType
from shared.domain.values import AgentType, Priority
from shared.errors import PermanentFailure
from shared.tasks.handler import ClaimedTask, Done, Handler, Ports

ITEM = "re_engagement"  # message_queue.item_type: what counts as one, whatever it says
MODEL_SECONDS = 8.0
_LONGEST_GOAL = 120  # characters of one, in a text of ours
_NO_CONTEXT = ReEngagementContext()


def person_of(task: ClaimedTask) -> UUID:
    """Whom the task is about. Raises PermanentFailure when it names nobody."""
    if task.user_id is None:
        raise PermanentFailure(f"a task {task.task_type} needs a user_id")
    return task.user_id


def _follow_up(task: ClaimedTask, context: FollowupContext, ports: Ports) -> Done:
    user_id = person_of(task)
    if not context.note or not context.note.strip():
        return _re_engage(task, user_id, ports)
    message = QueueMessage(
        agent_id=task.agent_type,
        message_data=QueuedFollowup(note=context.note).model_dump(mode="json"),
        priority=task.priority,
        requires_fresh_context=True,
    )
    again = _next(task, user_id, context, ports)
    return Done(result={"queued": True}, effects=(message, again) if again else (message,))


def _next(
    task: ClaimedTask, user_id: UUID, context: FollowupContext, ports: Ports
) -> ScheduleFollowup | None:
    """The occurrence after this one, stored as this one is finished; None when it was the last.

    What was missed while nothing ran is not made up for.
    """
    if context.recurrence is None or context.first is None or context.note is None:
        return None
    found = person(ports.database, user_id)
    if found is None:
        return None
    try:
        recurrence = Recurrence(
            rule=rule_of(context.recurrence), first=context.first, timezone=context.timezone
        )
        zone = zone_of(found, ports.agent_settings)
        due = recurrence.after(max(ports.now, task.scheduled_for), zone)
    except (ValueError, KeyError) as error:
        raise PermanentFailure(f"its recurrence cannot be read: {error}") from error
    if due is None:
        return None
    id = uuid5(task.id, due.isoformat())  # the same in each try
    return ScheduleFollowup(id=id, at=due, note=context.note, recurrence=recurrence)


def _check(task: ClaimedTask, context: ReEngagementContext, ports: Ports) -> Done:
    return _re_engage(task, person_of(task), ports, context)


def _re_engage(
    task: ClaimedTask,
    user_id: UUID,
    ports: Ports,
    context: ReEngagementContext = _NO_CONTEXT,
) -> Done:
    found = silence(ports.database, user_id, shown=context.priority_id, now=ports.now)
    if found is None:
        return Done(result={"ruling": "gone"})
    answered = context.priority_id is not None and found.unanswered_id is None
    if answered or (context.about_goal and not found.user.goals):
        return Done(result={"ruling": "nothing_left"})
    history = _history(found, task)
    ruled = ruling(history, ports.now)
    effects: list[Effect] = []
    if ruled is Ruling.PUT_OFF and history.wanted_quiet_until is not None:
        effects.append(
            CheckAgain(
                at=history.wanted_quiet_until,
                context=context.model_dump(mode="json", exclude_defaults=True),
            )
        )
    if not history.paused and ruled in (Ruling.PAUSE, Ruling.GO_WITH_PRIORITY):
        effects.append(PauseReEngagement())
    if ruled not in (Ruling.GO, Ruling.GO_WITH_PRIORITY):
        return Done(result={"ruling": ruled}, effects=tuple(effects))
    answered = ports.ask(welcome(found.messages), MODEL_SECONDS)
    if answered.value.would_mind:
        return Done(result={"ruling": "would_mind"}, effects=tuple(effects))
    effects.append(_message(found, task, ruled, context))
    return Done(result={"ruling": ruled}, effects=tuple(effects))


def _history(found: Silence, task: ClaimedTask) -> History:
    return History(
        verified=found.user.verified,
        by_bouncer=task.agent_type == AgentType.BOUNCER,
        onboarding_completed=found.user.onboarding_completed_at is not None,
        opted_out=found.user.opted_out_at is not None,
        last_text_at=found.last_text_at,
        sent=found.sent,
        texts=found.answered_at,
        waiting=found.waiting,
        paused=found.paused,
        wanted_quiet_until=max(
            (
                until
                for until in (found.user.proactive_paused_until, found.user.frustrated_until)
                if until is not None
            ),
            default=None,
        ),
        best_score=found.best_score,
    )


def _message(
    found: Silence, task: ClaimedTask, ruled: Ruling, context: ReEngagementContext
) -> QueueMessage:
    if ruled is Ruling.GO and found.unanswered_id is not None:
        data = QueuedPriorities(priority_ids=[found.unanswered_id], reformulate=False)
        priority = Priority.LOW
    elif ruled is Ruling.GO_WITH_PRIORITY and found.best_id is not None:
        data = QueuedPriorities(priority_ids=[found.best_id], reformulate=False)
        priority = Priority.HIGH
    else:
        step = _goal_of(found) if context.about_goal else step_reached(found.user)
        data = QueuedReEngagement(last_step=step, reformulate=False)
        priority = Priority.LOW
    return QueueMessage(
        agent_id=task.agent_type,
        message_data=data.model_dump(mode="json"),
        priority=priority,
        requires_fresh_context=True,
        item_type=ITEM,
        item_id=found.user.id,
    )


def _goal_of(found: Silence) -> str:
    goal = " ".join(found.user.goals[-1].text.split())[:_LONGEST_GOAL]
    return f'your goal, "{goal}"'


SCHEDULE_FOLLOWUP = Handler(
    task_type=TaskType.SCHEDULE_FOLLOWUP, context=FollowupContext, run=_follow_up
)
RE_ENGAGEMENT_CHECK = Handler(
    task_type=TaskType.RE_ENGAGEMENT_CHECK, context=ReEngagementContext, run=_check
)
