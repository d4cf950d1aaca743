"""Pages of twin analytics and their JSON API, for whichever function shows them.

`analytics_routes(database, visitor, opened)` are its routes: `visitor` says who asks, or raises;
`opened` is told when somebody opens a text conversation, before it is shown.
"""

from shared.pages.analytics.routes import Visitor, analytics_routes

__all__ = ["Visitor", "analytics_routes"]
