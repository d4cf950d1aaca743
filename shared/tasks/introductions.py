"""What time brings to introductions, and the search for whom somebody has named.

Each handler reads the row as it is and returns an effect, whose SQL checks it again.
"""

from shared.db.introductions import state_of
from shared.domain.effects.introductions import MatchIntroductionWish, StepIntroduction
from shared.domain.tasks import IntroductionContext, TaskType, WishContext
from shared.network.introductions import due_step
from shared.tasks.handler import ClaimedTask, Done, Handler, Ports


def _look_after(task: ClaimedTask, context: IntroductionContext, ports: Ports) -> Done:
    """intro_followup_check, intro_expiry_check: what is due now, if anything."""
    state = state_of(ports.database, context.item_type, context.item_id)
    step = due_step(state, ports.now) if state is not None else None
    if step is None:
        return Done(result={"step": None})
    effect = StepIntroduction.model_validate({**context.model_dump(), "step": step})
    return Done(result={"step": step}, effects=(effect,))


def _match(task: ClaimedTask, context: WishContext, ports: Ports) -> Done:
    """match_introduction_wish: whoever it is, what is done for it is decided by the database."""
    return Done(effects=(MatchIntroductionWish(wish_id=context.wish_id),))


INTRODUCTION_TASKS = (
    Handler(task_type=TaskType.INTRO_FOLLOWUP_CHECK, context=IntroductionContext, run=_look_after),
    Handler(task_type=TaskType.INTRO_EXPIRY_CHECK, context=IntroductionContext, run=_look_after),
    Handler(task_type=TaskType.MATCH_INTRODUCTION_WISH, context=WishContext, run=_match),
)

__all__ = ["INTRODUCTION_TASKS"]
