"""A prospect was taken back: introductions to them come to nothing."""

from shared.db.prospects import parties
from shared.domain.effects.prospects import EndProspectItems
from shared.domain.events import ProspectWithdrawn
from shared.errors import PermanentFailure
from shared.events.handler import ClaimedEvent, Done, Handler, Ports


def _run(event: ClaimedEvent, payload: ProspectWithdrawn, ports: Ports) -> Done:
    if event.aggregate_id is None:
        raise PermanentFailure("the event names no prospect")
    concerned = parties(ports.database, event.aggregate_id)
    if not concerned:
        return Done()
    # Settling locks this person first, and people are locked in the order of their ids.
    return Done(user_id=concerned[0], effects=(EndProspectItems(prospect_id=event.aggregate_id),))


HANDLER = Handler(event=ProspectWithdrawn, run=_run)
