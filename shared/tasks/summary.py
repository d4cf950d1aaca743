"""create_conversation_summary: what to remember of a conversation's last fifty messages.

Messages that come in meanwhile are left to the next summary: the stored one says up to which
message it goes. A backlog of more messages than one task reads is worked off by the tasks that the
trigger has made for it.
"""

from shared.agents.summarising import Outstanding, summary_of
from shared.agents.zones import zone_of
from shared.db.background import unsummarised
from shared.domain.effects.background import SetResponsePattern, StoreSummary
from shared.domain.summary import answering_hours
from shared.domain.tasks import SummaryContext, TaskType
from shared.tasks.handler import ClaimedTask, Done, Handler, Ports

MOST_MESSAGES = 150  # read by one task
MODEL_SECONDS = 10.0


def _run(task: ClaimedTask, context: SummaryContext, ports: Ports) -> Done:
    found = unsummarised(ports.database, context.conversation_id, most=MOST_MESSAGES, now=ports.now)
    if found is None or task.user_id not in (None, found.user.id) or not found.messages:
        return Done(result={"messages": 0})
    zone = zone_of(found.user, ports.agent_settings)
    asked = found.open_question
    outstanding = Outstanding(
        waiting=found.waiting,
        question=asked if asked is not None and asked.is_open(ports.now) else None,
    )
    question = summary_of(found.summary, found.messages, zone, outstanding)
    answered = ports.ask(question, MODEL_SECONDS)
    effects = [
        StoreSummary(
            conversation_id=context.conversation_id,
            summary=answered.value.text(),
            last_message_id=found.messages[-1].id,
        ),
        # A task without a person, as an older trigger made them, has nobody's hours to keep.
        *(
            [SetResponsePattern(hours=answering_hours(found.texts_at, zone))]
            if task.user_id
            else []
        ),
    ]
    return Done(
        result={"messages": len(found.messages), "engine": answered.engine},
        effects=tuple(effects),
    )


CREATE_CONVERSATION_SUMMARY = Handler(
    task_type=TaskType.CREATE_CONVERSATION_SUMMARY, context=SummaryContext, run=_run
)
