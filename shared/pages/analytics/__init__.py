"""Pages of twin analytics and their JSON API, for whichever function shows them.

`analytics_routes(database, who, opened, frame)` are its routes: `who` says who asks, or raises;
`opened` is told when somebody opens a text conversation, before it is shown; `frame` gives what
the template of that name shows around each page.
"""

from shared.pages.analytics.routes import analytics_routes

__all__ = ["analytics_routes"]
