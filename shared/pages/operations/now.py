"""How the system is at this moment, and what to do about what is wrong: in doctor's words."""

from shared.db.queues import QUEUES
from shared.doctor.finding import Verdict
from shared.entry import Answer
from shared.errors import DatabaseUnavailable
from shared.pages.dashboard import Pages, Tab, Visit, shown
from shared.pages.operations.doctor import EXAMINATIONS, worst_first
from shared.pages.operations.readings import (
    delivered_share,
    delivery,
    latency,
    queues,
    spend,
    sweeps,
)


def _show(visit: Visit) -> Answer:
    now, outcomes, times = queues(visit, QUEUES), delivery(visit), latency(visit)
    cost, periodic = spend(visit), sweeps(visit)
    # Last: it is begun only where the database has just answered.
    try:
        found = EXAMINATIONS.known()
    except DatabaseUnavailable:
        found = None
    results = worst_first(found) if found else []
    return visit.page(
        "now",
        found=found,
        unhealthy=[one for one in results if one.finding.verdict is Verdict.UNHEALTHY],
        queues=now,
        delivery=outcomes,
        share=delivered_share(outcomes),
        latency=times,
        spend=cost,
        sweeps=periodic,
    )


PAGES = Pages([shown("/operations", _show)], [Tab("/operations", "Now")])
