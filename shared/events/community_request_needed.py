"""A new question is put to the first wave of experts."""

from shared.db.community import state_of
from shared.domain.effects.community import RouteCommunityRequest
from shared.domain.events import CommunityRequestNeeded
from shared.errors import PermanentFailure
from shared.events.handler import ClaimedEvent, Done, Handler, Ports
from shared.network.community import AskMore, next_step


def _run(event: ClaimedEvent, payload: CommunityRequestNeeded, ports: Ports) -> Done:
    if event.aggregate_id is None:
        raise PermanentFailure("the event names no community request")
    state = state_of(ports.database, event.aggregate_id)
    if state is None or state.is_over or state.wave > 0:
        return Done()
    step = next_step(state, ports.now)
    if not isinstance(step, AskMore):
        return Done()
    route = RouteCommunityRequest(request_id=event.aggregate_id, wave=step.wave, size=step.size)
    return Done(user_id=payload.user_id, effects=(route,))


HANDLER = Handler(event=CommunityRequestNeeded, run=_run)
