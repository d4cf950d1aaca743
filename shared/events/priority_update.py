"""Something matters to a member so much that they are told: the moment is decided here."""

from shared.agents.zones import zone_of
from shared.db.priorities import mattering
from shared.domain.context import PriorityStatus
from shared.domain.effects.priorities import TellPriorities
from shared.domain.events import PriorityUpdate
from shared.events.handler import ClaimedEvent, Done, Handler, Ports
from shared.llm.interface import AgentSettings
from shared.network.priorities import telling


def _run(event: ClaimedEvent, payload: PriorityUpdate, ports: Ports) -> Done:
    found = mattering(ports.database, payload.priority_id, now=ports.now)
    # Shown, answered or over meanwhile: there is nothing new to tell.
    if found is None or found.status is not PriorityStatus.ACTIVE:
        return Done()
    settings = AgentSettings(default_timezone=ports.default_timezone)
    when = telling(
        found.score,
        last_text_at=found.last_text_at,
        now=ports.now,
        zone=zone_of(found.user, settings),
        rest_days=found.user.rest_days,
    )
    effect = TellPriorities(at=when.at, priority=when.priority)
    return Done(user_id=found.user.id, effects=(effect,))


HANDLER = Handler(event=PriorityUpdate, run=_run)
