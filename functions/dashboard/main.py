"""Pages for people: twin analytics for whoever is let in, and the running system for operators.

A GET changes nothing; a POST is an operator's, from a page of ours. In the cloud the identity-aware
proxy stands before it and signs who asks: 401 without its header, 403 for who may not. Elsewhere it
serves this machine only. When the database is slow or away a page says so within five seconds: 503.
"""

from shared.entry import http_function
from shared.pages import stylesheet_route
from shared.pages.analytics import analytics_routes
from shared.pages.dashboard import Pages, Tab, all_routes, frame, page_database, record
from shared.pages.operations import approvals, audit, dead_letters, doctor, now, prompts, reviews
from shared.pages.people import conversation, conversations, finding, person
from shared.pages.visitors import Visitor, needs_audience, visitor


def _opened(who: Visitor, session: str) -> None:
    record(who, "open_conversation", "twin_analytics.sessions", session=session)


_ANALYTICS = analytics_routes(page_database, visitor, _opened, lambda who: frame(who, "/"))
# A module of pages each: its routes and its tabs.
MODULES = [
    Pages(_ANALYTICS, [Tab("/", "Analytics", operators=False)]),
    now.PAGES,
    conversations.PAGES,
    conversation.PAGES,
    finding.PAGES,
    person.PAGES,
    approvals.PAGES,
    reviews.PAGES,
    dead_letters.PAGES,
    prompts.PAGES,
    doctor.PAGES,
    audit.PAGES,
]

dashboard = http_function(
    "dashboard", [stylesheet_route(), *all_routes(MODULES)], needs=needs_audience
)
