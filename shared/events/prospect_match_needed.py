"""Somebody was approved: the prospects that they are, may be, or know are found."""

from shared.db.prospects import Prospects, acquaintances_of_member, member_keys
from shared.domain.events import ProspectMatchNeeded
from shared.errors import PermanentFailure
from shared.events.handler import ClaimedEvent, Done, Handler, Ports
from shared.network.prospects.acquaintance import decide as decide_acquaintances
from shared.network.prospects.contact import read_linkedin
from shared.network.prospects.matching import decide, says_employer


def _run(event: ClaimedEvent, payload: ProspectMatchNeeded, ports: Ports) -> Done:
    user_id = event.aggregate_id
    if user_id is None:
        raise PermanentFailure("the event names no member")
    email, page = member_keys(ports.database, user_id)
    found = Prospects(ports.database).matches(
        user_id, read_linkedin(page or ""), by_domain=says_employer(email)
    )
    known = decide_acquaintances(acquaintances_of_member(ports.database, user_id))
    effects = tuple(filter(None, (decide(found), known)))
    return Done(user_id=user_id, effects=effects) if effects else Done()


HANDLER = Handler(event=ProspectMatchNeeded, run=_run)
