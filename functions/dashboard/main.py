"""Pages for people: twin analytics for whoever is let in, and the running system for operators.

A GET changes nothing; a POST is an operator's, from a page of ours. In the cloud the identity-aware
proxy stands before it and signs who asks: 401 without its header, 403 for who may not. Elsewhere it
serves this machine only. When the database is slow or away a page says so within five seconds: 503.
"""

import os

from shared.config import Settings
from shared.entry import Answer, http_function
from shared.pages import stylesheet_route
from shared.pages.dashboard import Pages, Visit, all_routes, back, shown
from shared.pages.operations import audit, doctor, now
from shared.pages.visitors import needs_audience


def needs(configured: Settings) -> None:
    """Start-up fails on Cloud Run without the proxy's audience."""
    needs_audience(os.environ)


def _front(visit: Visit) -> Answer:
    return back("/operations")


# A module of pages each: its routes and its tabs.
MODULES = [
    Pages([shown("/", _front, operators=False)]),
    now.PAGES,
    doctor.PAGES,
    audit.PAGES,
]

dashboard = http_function("dashboard", [stylesheet_route(), *all_routes(MODULES)], needs=needs)
