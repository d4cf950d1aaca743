"""What each page of analytics shows, and its tables as files."""

from shared.analytics import metrics
from shared.analytics.activities import (
    SMS,
    Activity,
    activities,
    choices,
    read_cursor,
    thread,
    write_cursor,
)
from shared.analytics.figures import days, document_types, figures, stickiness
from shared.analytics.filters import read_filters
from shared.analytics.people import RETENTION_DAYS, By, Leader, Order, leaderboard, retention
from shared.entry import Answer
from shared.errors import MalformedRequest, NotFound
from shared.pages.analytics import overview as charts
from shared.pages.analytics.visiting import Asked, Opened
from shared.pages.csv_export import csv_answer

A_PAGE = 50
MOST_EXPORTED = 10_000  # rows of one file
GROUPS: tuple[By, ...] = ("company", "department", "person")
ORDERS: tuple[Order, ...] = ("sessions", "people", "documents", "queries")
TILES = (
    *("active_people", "sessions", "messages", "documents"),
    *("queries", "installations", "shared_sessions", "sessions_per_person"),
)


def overview(asked: Asked) -> Answer:
    """Figures against the period before, and the charts."""
    all_days = days(asked.database, asked.period)
    return asked.page(
        "overview",
        "/",
        tiles=[(name, metrics.LABELS[name], metrics.MEANINGS[name]) for name in TILES],
        figures=figures(asked.database, asked.period),
        activity=charts.activity_charts(all_days),
        others=[
            charts.engagement_chart(all_days),
            charts.conversation_chart(all_days),
            charts.feature_chart(all_days),
        ],
        last=all_days[-1],
        stickiness=stickiness(all_days),
        types=document_types(asked.database, asked.period),
        engagement=metrics.ENGAGEMENT,
        installed=metrics.MEANINGS["installed"],
        nothing=not any(one.sessions or one.messages for one in all_days),
    )


def days_file(asked: Asked) -> Answer:
    """The days of the period."""
    columns = ("day", "sessions", "people", "messages_by_people", "messages_by_twins")
    columns += ("sessions_with_documents", "sessions_with_queries", "sessions_with_neither")
    return csv_answer(
        f"days-{asked.period.begin}",
        (*columns, "weekly_people", "monthly_people"),
        (
            (
                *(one.day, one.sessions, one.daily, one.user_messages, one.twin_messages),
                *(one.with_documents, one.with_queries, one.with_neither),
                *(one.weekly, one.monthly),
            )
            for one in days(asked.database, asked.period)
        ),
    )


def leaders_page(asked: Asked) -> Answer:
    """Companies, departments or people by what they did."""
    by, order = read_board(asked)
    after = _leader_cursor(asked.call.query.get("after", ""))
    found = leaderboard(
        asked.database, asked.period, by, order=order, after=after, limit=A_PAGE + 1
    )
    more = found[A_PAGE - 1] if len(found) > A_PAGE else None
    return asked.page(
        "leaderboard",
        "/leaderboard",
        by=by,
        order=order,
        groups=GROUPS,
        orders=ORDERS,
        leaders=found[:A_PAGE],
        top=max((getattr(one, order) for one in found), default=0),
        next=asked.address("/leaderboard", after=leader_cursor(more, order)) if more else "",
        first=after is None,
        meaning=metrics.LEADERBOARD,
    )


def leaders_file(asked: Asked) -> Answer:
    """The same as a file."""
    by, order = read_board(asked)
    found = leaderboard(asked.database, asked.period, by, order=order, limit=MOST_EXPORTED)
    return csv_answer(
        f"leaderboard-{by}-{asked.period.begin}",
        (by, "sessions", "active_people", "documents", "queries"),
        ((one.name, one.sessions, one.people, one.documents, one.queries) for one in found),
    )


def retention_page(asked: Asked) -> Answer:
    """The triangle, and the sums below it."""
    return asked.page(
        "retention",
        "/retention",
        kept=retention(asked.database, asked.period, asked.reporting.today),
        days=RETENTION_DAYS,
        or_after=asked.call.query.get("variant") == "or-after",
        meaning=metrics.RETENTION,
    )


def retention_file(asked: Asked) -> Answer:
    """The triangle as a file: a row for each cohort and day that is complete."""
    kept = retention(asked.database, asked.period, asked.reporting.today)
    return csv_answer(
        f"retention-{asked.period.begin}",
        ("week", "people", "day", "returned_on", "returned_on_or_after"),
        (
            (cohort.week, returned.people, returned.days, returned.on, returned.or_after)
            for cohort in kept.cohorts
            for returned in cohort.returned
            if returned is not None
        ),
    )


def activities_page(asked: Asked) -> Answer:
    """Sessions, newest first."""
    filters = read_filters(asked.call.query)
    found = _activities(asked, A_PAGE + 1)
    more = found[A_PAGE - 1] if len(found) > A_PAGE else None
    return asked.page(
        "activities",
        "/activities",
        found=found[:A_PAGE],
        filters=filters,
        choices=choices(asked.database),
        next=asked.address("/activities", after=write_cursor(more)) if more else "",
        first="after" not in asked.call.query,
    )


def activities_file(asked: Asked) -> Answer:
    """The same as a file, the newest MOST_EXPORTED."""
    columns = ("started_at", "person", "company", "department", "twin", "platform", "shared_twin")
    return csv_answer(
        f"activities-{asked.period.begin}",
        (*columns, "title", "topic", "messages", "documents", "queries", "id"),
        (
            (
                *(one.started_at.isoformat(), one.person, one.company, one.department, one.twin),
                *(one.platform, one.shared, one.title, one.topic, one.messages, one.documents),
                *(one.queries, one.id),
            )
            for one in _activities(asked, MOST_EXPORTED)
        ),
    )


def activity_page(asked: Asked, opened: Opened) -> Answer:
    """One session with all of it; of a text conversation what was said is for operators."""
    session_id = str(asked.call.named["session"])
    found = thread(asked.database, session_id) if "\x00" not in session_id else None
    if found is None:
        raise NotFound("There is no session of this id; it may have been deleted")
    readable = asked.visitor.operator or found.activity.platform != SMS
    if found.activity.platform == SMS and readable:
        opened(asked.visitor, session_id)
    return asked.page(
        "activity", "/activities", thread=found, one=found.activity, readable=readable
    )


def read_board(asked: Asked) -> tuple[By, Order]:
    """By what, and in which order. Raises MalformedRequest."""
    by = asked.call.query.get("by") or "company"
    order = asked.call.query.get("sort") or "sessions"
    if by not in GROUPS:
        raise MalformedRequest(f"by is none of {', '.join(GROUPS)}", field="by")
    if order not in ORDERS:
        raise MalformedRequest(f"sort is none of {', '.join(ORDERS)}", field="sort")
    return by, order


def leader_cursor(last: Leader, order: Order) -> str:
    """Where the list goes on after this one."""
    return f"{getattr(last, order)}~{last.id}~{last.name}"


def _leader_cursor(text: str) -> tuple[int, str, str] | None:
    if not text:
        return None
    count, _, rest = text.partition("~")
    name_id, found, name = rest.partition("~")
    if not (count.isascii() and count.isdigit() and len(count) < 18 and found) or "\x00" in text:
        raise MalformedRequest("after is not a cursor of this list", field="after")
    return int(count), name, name_id


def _activities(asked: Asked, limit: int) -> list[Activity]:
    return activities(
        asked.database,
        asked.period,
        read_filters(asked.call.query),
        operator=asked.visitor.operator,
        after=read_cursor(asked.call.query.get("after", "")),
        limit=limit,
    )


__all__ = ["activities_file", "activities_page", "activity_page", "days_file", "leader_cursor"]
__all__ += ["leaders_file", "leaders_page", "overview", "read_board", "retention_file"]
__all__ += ["retention_page"]
