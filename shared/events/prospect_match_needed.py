"""Somebody was approved: the prospects that they are, or may be, are found."""

from shared.db.prospects import Prospects, member_keys
from shared.domain.events import ProspectMatchNeeded
from shared.errors import PermanentFailure
from shared.events.handler import ClaimedEvent, Done, Handler, Ports
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
    effect = decide(found)
    return Done(user_id=user_id, effects=(effect,)) if effect else Done()


HANDLER = Handler(event=ProspectMatchNeeded, run=_run)
