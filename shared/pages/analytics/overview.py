"""The charts of a period."""

from shared.analytics import metrics
from shared.analytics.figures import Day
from shared.pages.charts import Chart, Series

_LONG = 92  # days, from which on bars are too thin to be told apart


def activity_charts(days: list[Day]) -> list[Chart]:
    """Sessions, people and messages of each day."""
    labels = _labels(days)
    kind = "bars" if len(days) <= _LONG else "lines"
    return [
        Chart(
            "sessions",
            "Sessions a day",
            "Sessions started on each day.",
            labels,
            [Series("sessions", [one.sessions for one in days])],
            kind,
        ),
        Chart(
            "people",
            "People a day",
            "Distinct people with a session started on each day.",
            labels,
            [Series("people", [one.daily for one in days])],
            kind,
        ),
        Chart(
            "messages",
            "Messages a day",
            "Messages written on each day, by people and by twins.",
            labels,
            [
                Series("by people", [one.user_messages for one in days]),
                Series("by twins", [one.twin_messages for one in days]),
            ],
            kind,
        ),
    ]


def conversation_chart(days: list[Day]) -> Chart:
    """How long conversations are."""
    return Chart(
        "conversation",
        "Messages a session",
        metrics.MEANINGS["messages_per_session"],
        _labels(days),
        [Series("messages", [_share(one.messages, one.sessions) for one in days])],
        "lines",
    )


def engagement_chart(days: list[Day]) -> Chart:
    """Distinct people of a day, a week and a month."""
    return Chart(
        "engagement",
        "Active people",
        metrics.ENGAGEMENT,
        _labels(days),
        [
            Series("daily", [one.daily for one in days]),
            Series("weekly", [one.weekly for one in days]),
            Series("monthly", [one.monthly for one in days]),
        ],
        "lines",
    )


def feature_chart(days: list[Day]) -> Chart:
    """What sessions are used for, in percent of those of the day."""
    return Chart(
        "features",
        "Features in sessions",
        "Share of the sessions started on each day in which a document was made, in which a query"
        " was run, and with neither. Those with both count for both.",
        _labels(days),
        [
            Series("document", [_percent(one.with_documents, one.sessions) for one in days]),
            Series("query", [_percent(one.with_queries, one.sessions) for one in days]),
            Series("neither", [_percent(one.with_neither, one.sessions) for one in days]),
        ],
        "lines",
        " %",
    )


def _labels(days: list[Day]) -> list[str]:
    return [f"{one.day.day} {one.day:%b}" for one in days]


def _share(of: int, per: int) -> float | None:
    return of / per if per else None


def _percent(of: int, per: int) -> float | None:
    return of / per * 100 if per else None


__all__ = ["activity_charts", "conversation_chart", "engagement_chart", "feature_chart"]
