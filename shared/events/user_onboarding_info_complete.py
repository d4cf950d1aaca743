"""A newcomer has finished: the operators are told, and nothing tries to bring the person back."""

from shared.domain.effects.background import EndReEngagement
from shared.domain.events import OnboardingInfoComplete
from shared.events.handler import ClaimedEvent, Done, Handler, Notice, Ports

NOTICE = Notice(
    name="approval_awaited",
    words="a profile waits for approval: `yachtparty applicants`, `yachtparty approve`",
)


def _run(event: ClaimedEvent, payload: OnboardingInfoComplete, ports: Ports) -> Done:
    return Done(user_id=event.aggregate_id, effects=(EndReEngagement(),), notice=NOTICE)


HANDLER = Handler(event=OnboardingInfoComplete, run=_run)
