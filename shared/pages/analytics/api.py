"""The JSON API of twin analytics; `openapi` describes it."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from shared.analytics import metrics
from shared.analytics.activities import (
    SMS,
    Activity,
    activities,
    read_cursor,
    thread,
    write_cursor,
)
from shared.analytics.figures import Day, days, document_types, figures, stickiness
from shared.analytics.filters import read_filters
from shared.analytics.people import Returned, leaderboard, retention
from shared.analytics.period import PRESETS
from shared.entry import Json
from shared.errors import MalformedRequest, NotFound
from shared.pages.analytics.views import read_board
from shared.pages.analytics.visiting import Asked, Opened

MOST = 200  # of one page


def metrics_(asked: Asked) -> Json:
    """Every figure with what it means, against the period before."""
    found = figures(asked.database, asked.period)
    return _period(asked) | {
        "metrics": {
            name: {
                "label": metrics.LABELS[name],
                "meaning": metrics.MEANINGS[name],
                "value": one.now,
                "previous": one.before,
                "change_percent": one.change,
                "new": one.new,
            }
            for name, one in found.items()
        },
        "document_types": [
            {"type": kind, "documents": papers, "words": words}
            for kind, papers, words in document_types(asked.database, asked.period)
        ],
    }


def activity_chart(asked: Asked) -> Json:
    """Sessions, people and messages of each day."""
    return _days(
        asked, lambda one: {"sessions": one.sessions, "people": one.daily, "messages": one.messages}
    )


def conversation_chart(asked: Asked) -> Json:
    """Who writes, and how much, on each day."""
    return _days(
        asked,
        lambda one: {
            "by_people": one.user_messages,
            "by_twins": one.twin_messages,
            "messages_per_session": one.messages / one.sessions if one.sessions else None,
        },
    )


def engagement_chart(asked: Asked) -> Json:
    """Daily, weekly and monthly active people of each day."""
    document = _days(
        asked, lambda one: {"daily": one.daily, "weekly": one.weekly, "monthly": one.monthly}
    )
    found = days(asked.database, asked.period)
    return document | {"meaning": metrics.ENGAGEMENT, "stickiness": stickiness(found)}


def features_chart(asked: Asked) -> Json:
    """Sessions of each day with a document, a query, neither."""
    return _days(
        asked,
        lambda one: {
            "sessions": one.sessions,
            "with_documents": one.with_documents,
            "with_queries": one.with_queries,
            "with_neither": one.with_neither,
        },
    )


def retention_(asked: Asked) -> Json:
    """Who came back, over all and by weekly cohort; null: not complete."""
    kept = retention(asked.database, asked.period, asked.reporting.today)
    return _period(asked) | {
        "meaning": metrics.RETENTION,
        "overall": [_returned(one) for one in kept.overall],
        "cohorts": [
            {
                "week": one.week.isoformat(),
                "people": one.people,
                "returned": [_returned(x) if x is not None else None for x in one.returned],
            }
            for one in kept.cohorts
        ],
    }


def leaderboard_(asked: Asked) -> Json:
    """Companies, departments or people by what they did."""
    by, order = read_board(asked)
    found = leaderboard(asked.database, asked.period, by, order=order, limit=_limit(asked))
    return _period(asked) | {"meaning": metrics.LEADERBOARD, "leaders": [asdict(x) for x in found]}


def activities_(asked: Asked) -> Json:
    """Sessions, newest first; `next` is the cursor of what follows, or null."""
    limit = _limit(asked)
    found = activities(
        asked.database,
        asked.period,
        read_filters(asked.call.query),
        operator=asked.visitor.operator,
        after=read_cursor(asked.call.query.get("after", "")),
        limit=limit + 1,
    )
    more = write_cursor(found[limit - 1]) if len(found) > limit else None
    return _period(asked) | {"activities": [_activity(x) for x in found[:limit]], "next": more}


def activity_(asked: Asked, opened: Opened) -> Json:
    """One session with all of it; what was texted is for operators, and null for others."""
    session_id = str(asked.call.named["session"])
    found = thread(asked.database, session_id) if "\x00" not in session_id else None
    if found is None:
        raise NotFound("There is no session of this id; it may have been deleted")
    sms = found.activity.platform == SMS
    readable = asked.visitor.operator or not sms
    if sms and readable:
        opened(asked.visitor, session_id)
    hidden = ("content", "text", "title")

    def parts(rows: list[Any]) -> list[Json]:
        return [
            {
                name: None if name in hidden and not readable else value
                for name, value in (asdict(row) | {"at": row.at.isoformat()}).items()
            }
            for row in rows
        ]

    return _activity(found.activity) | {
        "readable": readable,
        "thread": parts(found.messages),
        "documents_made": parts(found.documents),
        "queries_run": parts(found.queries),
    }


def _period(asked: Asked) -> Json:
    return {
        "from": asked.period.begin.isoformat(),
        "to": asked.period.end.isoformat(),
        "zone": asked.reporting.zone,
    }


def _days(asked: Asked, of: Callable[[Day], Json]) -> Json:
    found: list[Day] = days(asked.database, asked.period)
    return _period(asked) | {"days": [{"day": one.day.isoformat()} | of(one) for one in found]}


def _returned(one: Returned) -> Json:
    return asdict(one) | {
        "share_on": one.share(or_after=False),
        "share_on_or_after": one.share(or_after=True),
    }


def _activity(one: Activity) -> Json:
    return asdict(one) | {"started_at": one.started_at.isoformat()}


def _limit(asked: Asked) -> int:
    text = asked.call.query.get("limit", "50")
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST):
        raise MalformedRequest(f"limit is not between 1 and {MOST}", field="limit")
    return int(text)


def openapi_document() -> Json:
    """OpenAPI 3.1 of every path."""
    period = [
        _parameter("from", "The first day, with `to`.", "date"),
        _parameter("to", "The day after the last one.", "date"),
        _parameter("period", f"Instead of both: {', '.join(PRESETS)}. Without: 30d."),
    ]
    limit = _parameter("limit", f"1 to {MOST}; 50 without.")
    filters = [
        _parameter(name, meaning)
        for name, meaning in {
            "company": "Exactly this company.",
            "department": "Exactly this department.",
            "person": "Part of a person's name.",
            "twin": "Part of a twin's name.",
            "platform": "slack or sms.",
            "documents": "yes or no: with a document.",
            "queries": "yes or no: with a query.",
            "q": "Words that all are in one message, or in title and topic.",
            "after": "`next` of the page before.",
        }.items()
    ]
    board = [_parameter("by", "company, department or person."), _parameter("sort", "A column.")]
    one = [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
    ]
    paths: dict[str, tuple[str, list[Json]]] = {
        "/api/metrics": (metrics_.__doc__ or "", period),
        "/api/charts/activity": (activity_chart.__doc__ or "", period),
        "/api/charts/conversation": (conversation_chart.__doc__ or "", period),
        "/api/charts/engagement": (engagement_chart.__doc__ or "", period),
        "/api/charts/features/usage": (features_chart.__doc__ or "", period),
        "/api/retention": (retention_.__doc__ or "", period),
        "/api/leaderboard": (leaderboard_.__doc__ or "", [*period, *board, limit]),
        "/api/activities": (activities_.__doc__ or "", [*period, *filters, limit]),
        "/api/activities/{id}": (activity_.__doc__ or "", one),
    }
    problem = {"description": "What is wrong, as a problem document (RFC 9457)."}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Yachtparty twin analytics", "version": "1"},
        "paths": {
            path: {
                "get": {
                    "summary": summary,
                    "parameters": parameters,
                    "responses": {
                        "200": {
                            "description": summary,
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        },
                        "400": problem,
                        "403": problem,
                        "404": problem,
                        "503": problem,
                    },
                }
            }
            for path, (summary, parameters) in paths.items()
        },
    }


def _parameter(name: str, meaning: str, form: str = "") -> Json:
    schema = {"type": "string"} | ({"format": form} if form else {})
    return {"name": name, "in": "query", "description": meaning, "schema": schema}
