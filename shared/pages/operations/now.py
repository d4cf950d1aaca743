"""How the system is at this moment."""

from shared.db.queues import QUEUES
from shared.entry import Answer
from shared.pages.dashboard import Pages, Tab, Visit, shown
from shared.pages.operations.readings import delivery, latency, queues, spend, sweeps


def _show(visit: Visit) -> Answer:
    return visit.page(
        "now",
        queues=queues(visit, QUEUES),
        delivery=delivery(visit),
        latency=latency(visit),
        spend=spend(visit),
        sweeps=sweeps(visit),
    )


PAGES = Pages([shown("/operations", _show)], [Tab("/operations", "Now")])
