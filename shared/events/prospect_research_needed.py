"""Contacts have come in: members who may know them are found, and research on them is planned."""

from shared.db.prospects import acquaintances_of_batch
from shared.domain.effects.base import Effect
from shared.domain.effects.prospects import ResearchAgain
from shared.domain.events import ProspectResearchNeeded
from shared.errors import PermanentFailure
from shared.events.handler import ClaimedEvent, Done, Handler, Ports
from shared.network.prospects.acquaintance import decide


def _run(event: ClaimedEvent, payload: ProspectResearchNeeded, ports: Ports) -> Done:
    if event.aggregate_id is None:
        raise PermanentFailure("the event names no upload")
    known = decide(acquaintances_of_batch(ports.database, event.aggregate_id))
    research = ResearchAgain(innovator_id=payload.user_id, prospect_id=None, at=ports.now)
    effects: list[Effect] = [known, research] if known else [research]
    return Done(user_id=payload.user_id, effects=tuple(effects))


HANDLER = Handler(event=ProspectResearchNeeded, run=_run)
