"""The one list of figures: what each means, and beside it the SQL that says so.

A period is [from, to) in days of the reporting zone. A session belongs to the day on which it
started, everything else to the day on which it was written or made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, LiteralString

Unit = Literal["number", "percent", "ratio"]


@dataclass(frozen=True)
class Total:
    """A figure that is summed over rows of `private.twin_totals_between`, which are called t."""

    name: LiteralString
    label: str
    meaning: str
    sql: LiteralString


@dataclass(frozen=True)
class People:
    """A figure with SQL of its own; p is the period: begins, ends, until."""

    name: str
    label: str
    meaning: str
    sql: LiteralString


@dataclass(frozen=True)
class Quotient:
    """One figure divided by another; nothing where there is nothing to divide by."""

    name: str
    label: str
    meaning: str
    of: str
    per: str
    unit: Unit


TOTALS: Final = (
    Total("sessions", "Sessions", "Conversations started in the period.", "t.sessions"),
    Total(
        "messages",
        "Messages",
        "Messages written in the period, by people and by twins.",
        "t.user_messages + t.twin_messages",
    ),
    Total("user_messages", "By people", "Messages that people wrote.", "t.user_messages"),
    Total("twin_messages", "By twins", "Messages that twins wrote.", "t.twin_messages"),
    Total("documents", "Documents drafted", "Documents made in the period.", "t.documents"),
    Total("words", "Words drafted", "Words of the documents made in the period.", "t.words"),
    Total("queries", "Information retrieved", "Queries that twins ran in the period.", "t.queries"),
    Total("results", "Results found", "What those queries found, added up.", "t.results"),
    Total("empty_queries", "Without a result", "Queries that found nothing.", "t.empty_queries"),
    Total("installations", "Installations", "Twins created in the period.", "t.twins"),
    Total(
        "shared_sessions",
        "Shared use",
        "Sessions started in the period with somebody else's twin.",
        "t.shared_sessions",
    ),
    Total(
        "sessions_with_documents",
        "Sessions with a document",
        "Sessions started in the period in which a document was made, whenever that was.",
        "t.sessions_with_documents",
    ),
    Total(
        "sessions_with_queries",
        "Sessions with a query",
        "Sessions started in the period in which a query was run, whenever that was.",
        "t.sessions_with_queries",
    ),
    Total(
        "sessions_with_neither",
        "Sessions with neither",
        "Sessions started in the period with no document and no query.",
        "t.sessions_with_neither",
    ),
)

PEOPLE: Final = (
    People(
        "active_people",
        "Active people",
        "Distinct people with a session started in the period.",
        "private.twin_people_between(p.begins, p.ends)",
    ),
    People(
        "installed",
        "Twins in all",
        "Twins created before the end of the period and still there: the running total.",
        "(select count(*) from twin_analytics.twins where created_at < p.until)",
    ),
)

QUOTIENTS: Final = (
    Quotient(
        "shared_share",
        "Share of shared use",
        "Sessions with somebody else's twin, as a share of all sessions of the period.",
        "shared_sessions",
        "sessions",
        "percent",
    ),
    Quotient(
        "empty_share",
        "Share without a result",
        "Queries that found nothing, as a share of all queries of the period.",
        "empty_queries",
        "queries",
        "percent",
    ),
    Quotient(
        "messages_per_session",
        "Messages a session",
        "Messages written in the period, divided by the sessions started in it.",
        "messages",
        "sessions",
        "ratio",
    ),
    Quotient(
        "sessions_per_person",
        "Sessions a person",
        "Sessions started in the period, divided by the people active in it.",
        "sessions",
        "active_people",
        "ratio",
    ),
)

RETENTION: Final = (
    "Calendar days of the reporting zone. Of the people whose first session ever was on day D, and"
    " whose day D + N is over: the share with a session on day D + N. “On or after” counts those"
    " with a session on that day or any later one. Cohorts are weeks from Monday to Sunday by the"
    " first session; one that is not complete on day N is left out."
)
ENGAGEMENT: Final = (
    "Daily, weekly and monthly active people: distinct people with a session on the day, and in"
    " the 7 and the 30 days that end with it. Stickiness is the average of daily active people"
    " divided by the monthly active people of the period's last day."
)
LEADERBOARD: Final = (
    "Sessions started in the period, distinct people who started them, documents made and queries"
    " run in it. A document or query counts for the person of its session. Ties stand by name."
)

MEANINGS: Final[Mapping[str, str]] = {
    one.name: one.meaning for group in (TOTALS, PEOPLE, QUOTIENTS) for one in group
}
LABELS: Final[Mapping[str, str]] = {
    one.name: one.label for group in (TOTALS, PEOPLE, QUOTIENTS) for one in group
}
