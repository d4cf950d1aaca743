"""Sessions one by one: found by filters and by words, and each with all that was said in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, LiteralString

from shared.analytics.filters import Filters, newest
from shared.analytics.period import Period
from shared.db.pool import Database
from shared.errors import MalformedRequest

SMS: Final = "sms"
MOST_SHOWN = 500  # messages, documents or queries of one session

Cursor = tuple[datetime, str]


@dataclass(frozen=True)
class Activity:
    """A session in a list."""

    id: str
    started_at: datetime
    platform: str
    title: str
    topic: str
    shared: bool
    user_id: str
    person: str
    company: str
    department: str
    twin: str
    messages: int
    documents: int
    queries: int


@dataclass(frozen=True)
class Message:
    """What was said."""

    sender: str
    content: str
    kind: str
    at: datetime


@dataclass(frozen=True)
class Paper:
    """A document."""

    kind: str
    title: str
    content: str
    words: int
    at: datetime


@dataclass(frozen=True)
class Lookup:
    """A query."""

    kind: str
    text: str
    results: int
    at: datetime


@dataclass(frozen=True)
class Thread:
    """A session with what was said in it, each list by time and cut off at MOST_SHOWN."""

    activity: Activity
    messages: list[Message]
    documents: list[Paper]
    queries: list[Lookup]


_COLUMNS: LiteralString = (
    "select s.id, s.started_at, s.platform, coalesce(s.title, ''), coalesce(s.topic, ''),"
    " s.is_shared_twin, u.id, u.full_name, coalesce(u.company, ''), coalesce(u.department, ''),"
    " t.name,"
    " (select count(*) from twin_analytics.messages m where m.session_id = s.id),"
    " (select count(*) from twin_analytics.documents d where d.session_id = s.id),"
    " (select count(*) from twin_analytics.queries q where q.session_id = s.id)"
    " from "
)
_JOINED: LiteralString = (
    " s join twin_analytics.users u on u.id = s.user_id"
    " join twin_analytics.twins t on t.id = s.twin_id"
)


def activities(
    database: Database,
    period: Period,
    filters: Filters,
    *,
    operator: bool,
    after: Cursor | None = None,
    limit: int = 50,
) -> list[Activity]:
    """Sessions started in the period, newest first, those after a cursor; `limit` at most.

    `operator`: whether who asks may read texts; nobody else finds a text conversation by what was
    said in it.
    """
    parameters: dict[str, Any] = {
        "begin": period.begin,
        "end": period.end,
        "limit": limit,
        "operator": operator,
    }
    if after is not None:
        parameters |= {"at": after[0], "id": after[1]}
    found = newest(database, filters, parameters, after=after is not None)
    query = _COLUMNS + "(" + found + ")" + _JOINED + " order by s.started_at desc, s.id desc"
    return [Activity(*row) for row in database.rows(query, parameters)]


def thread(database: Database, session_id: str) -> Thread | None:
    """A session with all of it; None if there is none of this id."""
    rows = database.rows(
        _COLUMNS + "twin_analytics.sessions" + _JOINED + " where s.id = %s", (session_id,)
    )
    if not rows:
        return None
    messages = database.rows(
        "select sender_type, content, message_type, created_at from twin_analytics.messages"
        " where session_id = %s order by created_at, id limit %s",
        (session_id, MOST_SHOWN),
    )
    documents = database.rows(
        "select coalesce(document_type, ''), coalesce(title, ''), content, coalesce(word_count, 0),"
        " created_at from twin_analytics.documents where session_id = %s"
        " order by created_at, id limit %s",
        (session_id, MOST_SHOWN),
    )
    queries = database.rows(
        "select coalesce(query_type, ''), query_text, results_count, created_at"
        " from twin_analytics.queries where session_id = %s order by created_at, id limit %s",
        (session_id, MOST_SHOWN),
    )
    return Thread(
        Activity(*rows[0]),
        [Message(*row) for row in messages],
        [Paper(*row) for row in documents],
        [Lookup(*row) for row in queries],
    )


def choices(database: Database) -> dict[str, list[str]]:
    """Companies, departments and platforms that there are, by name; 500 of each at most."""
    rows = database.rows(
        "select array(select distinct company from twin_analytics.users where company <> ''"
        " order by 1 limit 500), array(select distinct department from twin_analytics.users"
        " where department <> '' order by 1 limit 500)"
    )
    companies, departments = rows[0]
    return {"company": companies, "department": departments, "platform": ["slack", SMS]}


def read_cursor(text: str) -> Cursor | None:
    """What `write_cursor` has written. Raises MalformedRequest."""
    if not text:
        return None
    moment, _, name = text.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError as error:
        raise MalformedRequest("after is not a cursor of this list", field="after") from error
    if at.tzinfo is None or "\x00" in name:
        raise MalformedRequest("after is not a cursor of this list", field="after")
    return at, name


def write_cursor(last: Activity) -> str:
    """Where the list goes on after this one."""
    return f"{last.started_at.isoformat()}~{last.id}"


__all__ = ["MOST_SHOWN", "SMS", "Activity", "Lookup", "Message", "Paper", "Thread"]
__all__ += ["activities", "choices", "read_cursor", "thread", "write_cursor"]
