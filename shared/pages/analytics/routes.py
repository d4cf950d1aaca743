"""The addresses of analytics."""

import time
from collections.abc import Callable

from shared.db.deadline import ends_by
from shared.db.pool import Database
from shared.entry import Answer, Call, Json, Route
from shared.pages.analytics import api, views
from shared.pages.analytics.visiting import Asked, Frame, Opened, Who, ask
from shared.pages.requests import PAGE_SECONDS, page

PAGES: dict[str, Callable[[Asked], Answer]] = {
    "/": views.overview,
    "/leaderboard": views.leaders_page,
    "/retention": views.retention_page,
    "/activities": views.activities_page,
    "/export/days.csv": views.days_file,
    "/export/leaderboard.csv": views.leaders_file,
    "/export/retention.csv": views.retention_file,
    "/export/activities.csv": views.activities_file,
}
DOCUMENTS: dict[str, Callable[[Asked], Json]] = {
    "/api/metrics": api.metrics_,
    "/api/charts/activity": api.activity_chart,
    "/api/charts/conversation": api.conversation_chart,
    "/api/charts/engagement": api.engagement_chart,
    "/api/charts/features/usage": api.features_chart,
    "/api/retention": api.retention_,
    "/api/leaderboard": api.leaderboard_,
    "/api/activities": api.activities_,
}


def analytics_routes(
    database: Callable[[], Database], who: Who, opened: Opened, frame: Frame
) -> list[Route]:
    """Pages and documents. `who` raises for whom nobody lets in; `opened` records, before anything
    is shown, that somebody opens a text conversation, by the session's id; `frame` is what stands
    around a page."""

    def admit(call: Call) -> None:
        who(call)

    def shown(view: Callable[[Asked], Answer]) -> Callable[[Call], Answer]:
        return page(lambda call: view(ask(call, database(), who, frame)), seconds=PAGE_SECONDS)

    def told(view: Callable[[Asked], Json]) -> Callable[[Call], Json]:
        def answer(call: Call) -> Json:
            with ends_by(time.monotonic() + PAGE_SECONDS):
                return view(ask(call, database(), who, frame))

        return answer

    return [
        *(Route("GET", path, shown(view), authenticate=admit) for path, view in PAGES.items()),
        *(Route("GET", path, told(view), authenticate=admit) for path, view in DOCUMENTS.items()),
        Route(
            "GET",
            "/activities/<session>",
            shown(lambda asked: views.activity_page(asked, opened)),
            authenticate=admit,
        ),
        Route(
            "GET",
            "/api/activities/<session>",
            told(lambda asked: api.activity_(asked, opened)),
            authenticate=admit,
        ),
        Route("GET", "/api/openapi.json", lambda call: api.openapi_document(), authenticate=admit),
    ]


__all__ = ["DOCUMENTS", "PAGES", "analytics_routes"]
