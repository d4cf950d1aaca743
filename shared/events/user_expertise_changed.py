"""A member knows something, or something else: questions without an expert may be for them."""

from shared.domain.effects.community import MatchCommunityRequests
from shared.domain.events import ExpertiseChanged
from shared.events.handler import ClaimedEvent, Done, Handler, Ports


def _run(event: ClaimedEvent, payload: ExpertiseChanged, ports: Ports) -> Done:
    return Done(user_id=event.aggregate_id, effects=(MatchCommunityRequests(),))


HANDLER = Handler(event=ExpertiseChanged, run=_run)
