"""A member looks for a solution: the first step of the search is to be done."""

from shared.db.research import search_of
from shared.domain.effects.research import BeginSolutionResearch
from shared.domain.events import SolutionNeeded
from shared.errors import PermanentFailure
from shared.events.handler import ClaimedEvent, Done, Handler, Ports
from shared.network.research import State


def _run(event: ClaimedEvent, payload: SolutionNeeded, ports: Ports) -> Done:
    if event.aggregate_id is None:
        raise PermanentFailure("the event names no solution workflow")
    search = search_of(ports.database, event.aggregate_id, ports.now)
    if (
        search is None
        or not search.goes_on
        or (search.step, search.round)
        != (
            State.INITIAL_RESEARCH,
            0,
        )
    ):
        return Done()  # taken back, or refined, which has begun it
    begin = BeginSolutionResearch(workflow_id=search.id)
    return Done(user_id=payload.user_id, effects=(begin,))


HANDLER = Handler(event=SolutionNeeded, run=_run)
