"""A prospect has joined: whoever uploaded them gets credits, and asks to meet them."""

from shared.domain.effects.prospects import RewardUploader
from shared.domain.events import ProspectJoined
from shared.errors import PermanentFailure
from shared.events.handler import ClaimedEvent, Done, Handler, Ports


def _run(event: ClaimedEvent, payload: ProspectJoined, ports: Ports) -> Done:
    if event.aggregate_id is None:
        raise PermanentFailure("the event names no prospect")
    # Settling locks this person first, and people are locked in the order of their ids.
    first = min(payload.user_id, payload.uploader_id)
    return Done(user_id=first, effects=(RewardUploader(prospect_id=event.aggregate_id),))


HANDLER = Handler(event=ProspectJoined, run=_run)
