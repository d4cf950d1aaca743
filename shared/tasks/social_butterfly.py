"""Social Butterfly: members who know whom an innovator wishes to meet are asked to introduce them.

::

    upload, approval ──▶ prospect.research_needed, prospect.match_needed
                              │ who knows whom, from the database
                              ▼
                      prospect_acquaintances ◀── research_prospect: a career, from a provider
                              │ certain, or an operator says so
                              ▼
                      match_intro_opportunities ──▶ intro_opportunities, within limits

Each handler reads and returns effects, which are one transaction with the end of its task; what is
kept has a key of its own, so that each may be killed anywhere and run again. A repeated lookup
costs the provider's price once more and changes nothing.
"""

from datetime import timedelta

from shared.db.prospects import members_at, next_to_research
from shared.domain.effects.base import Effect
from shared.domain.effects.prospects import OpenOpportunities, ResearchAgain
from shared.domain.tasks import InnovatorContext, TaskType
from shared.errors import ProviderBusy, ProviderRefused, ProviderUnavailable
from shared.network.prospects.acquaintance import by_career, decide
from shared.providers.people import Person
from shared.tasks.handler import ClaimedTask, Done, Handler, Ports

AFTER_FAILURE = timedelta(minutes=15)  # of the provider's
AFTER_REFUSAL = timedelta(hours=6)  # of the key or the plan: somebody has to lift it
AFTER_ENOUGH = timedelta(days=1)
_SOURCE = "people_data_labs"


def _open(task: ClaimedTask, context: InnovatorContext, ports: Ports) -> Done:
    """match_intro_opportunities: whom to ask is decided by the database, with everybody locked."""
    return Done(effects=(OpenOpportunities(innovator_id=context.innovator_id),))


def _research(task: ClaimedTask, context: InnovatorContext, ports: Ports) -> Done:
    """research_prospect: looks one prospect up, and leaves the next to another task."""
    if ports.people is None:
        return Done(result={"outcome": "no provider"})
    listed = next_to_research(ports.database, context.innovator_id, ports.now)
    if listed is None:
        return _later(context, ports, AFTER_ENOUGH, "nobody")
    person = Person(
        name=listed.name,
        company=listed.company,
        email=listed.email,
        linkedin_url=listed.linkedin_url,
    )
    try:
        career = ports.people.career(person)
    except ProviderBusy as busy:
        return _later(context, ports, timedelta(seconds=busy.seconds), "busy")
    except ProviderUnavailable:
        return _later(context, ports, AFTER_FAILURE, "unavailable")
    except ProviderRefused as refused:
        if not refused.this_alone:
            return _later(context, ports, AFTER_REFUSAL, "refused")
        career = None
    effects: list[Effect] = []
    if career is not None:
        members = members_at(ports.database, listed.id, career)
        known = decide(by_career(listed.id, career, members, _SOURCE))
        effects += [known] if known else []
    effects.append(
        ResearchAgain(innovator_id=context.innovator_id, prospect_id=listed.id, at=ports.now)
    )
    return Done(result={"outcome": "found" if career else "unknown"}, effects=tuple(effects))


def _later(context: InnovatorContext, ports: Ports, wait: timedelta, outcome: str) -> Done:
    """Nobody was looked up. Where nobody is left to be, no further task is planned."""
    again = ResearchAgain(innovator_id=context.innovator_id, prospect_id=None, at=ports.now + wait)
    return Done(result={"outcome": outcome}, effects=(again,))


SOCIAL_BUTTERFLY_TASKS = (
    Handler(task_type=TaskType.MATCH_INTRO_OPPORTUNITIES, context=InnovatorContext, run=_open),
    Handler(task_type=TaskType.RESEARCH_PROSPECT, context=InnovatorContext, run=_research),
)

__all__ = ["SOCIAL_BUTTERFLY_TASKS"]
