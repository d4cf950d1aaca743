"""Which handler executes which type of task. A type that is not here dies at once, visibly."""

from collections.abc import Mapping
from typing import Any

from shared.tasks.community import COMMUNITY_TASKS
from shared.tasks.handler import Handler
from shared.tasks.introductions import INTRODUCTION_TASKS
from shared.tasks.priorities import NOTIFY_USER_OF_PRIORITIES
from shared.tasks.re_engagement import RE_ENGAGEMENT_CHECK, SCHEDULE_FOLLOWUP
from shared.tasks.reformulation import REFORMULATE_MESSAGE
from shared.tasks.research import RESEARCH_TASKS
from shared.tasks.reviewing import ACCOUNT_MANAGER_REVIEW
from shared.tasks.social_butterfly import SOCIAL_BUTTERFLY_TASKS
from shared.tasks.summary import CREATE_CONVERSATION_SUMMARY

_ALL: tuple[Handler[Any], ...] = (
    CREATE_CONVERSATION_SUMMARY,
    SCHEDULE_FOLLOWUP,
    RE_ENGAGEMENT_CHECK,
    REFORMULATE_MESSAGE,
    NOTIFY_USER_OF_PRIORITIES,
    *COMMUNITY_TASKS,
    ACCOUNT_MANAGER_REVIEW,
    *INTRODUCTION_TASKS,
    *SOCIAL_BUTTERFLY_TASKS,
    *RESEARCH_TASKS,
)

HANDLERS: Mapping[str, Handler[Any]] = {handler.task_type: handler for handler in _ALL}
