"""A member has said what they want: an operator may know somebody."""

from shared.domain.events import GoalNoted
from shared.events.handler import ClaimedEvent, Done, Handler, Notice, Ports

NOTICE = Notice(name="goal_noted", words="a member has noted a goal")


def _run(event: ClaimedEvent, payload: GoalNoted, ports: Ports) -> Done:
    return Done(notice=NOTICE)


HANDLER = Handler(event=GoalNoted, run=_run)
