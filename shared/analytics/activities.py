"""Sessions one by one: found by filters and by words, and each with all that was said in it."""

# ruff: noqa: S608 - statements are made of literals, as their type says.

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, LiteralString

from shared.analytics.period import Period
from shared.db.pool import Database
from shared.errors import MalformedRequest

SMS: Final = "sms"
MOST_SHOWN = 500  # messages, documents or queries of one session
_COMMON = 5_000  # messages with the words, from which on sessions are looked through instead

Cursor = tuple[datetime, str]


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What is wanted; empty texts ask for nothing."""

    company: str = ""
    department: str = ""
    person: str = ""  # part of a name
    twin: str = ""  # part of a name
    platform: str = ""
    documents: bool | None = None
    queries: bool | None = None
    words: str = ""  # all of them in one message, or in title and topic


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


_SELECT: LiteralString = (
    "select s.id, s.started_at, s.platform, coalesce(s.title, ''), coalesce(s.topic, ''),"
    " s.is_shared_twin, u.id, u.full_name, coalesce(u.company, ''), coalesce(u.department, ''),"
    " t.name,"
    " (select count(*) from twin_analytics.messages m where m.session_id = s.id),"
    " (select count(*) from twin_analytics.documents d where d.session_id = s.id),"
    " (select count(*) from twin_analytics.queries q where q.session_id = s.id)"
    " from twin_analytics.sessions s join twin_analytics.users u on u.id = s.user_id"
    " join twin_analytics.twins t on t.id = s.twin_id"
)
_RANGE: LiteralString = (
    " where s.started_at >= (select private.day_begins(%(begin)s, zone) from"
    " private.twin_reporting) and s.started_at < (select private.day_begins(%(end)s, zone) from"
    " private.twin_reporting)"
)
_CONDITIONS: dict[str, LiteralString] = {
    "company": " and u.company = %(company)s",
    "department": " and u.department = %(department)s",
    "person": " and u.full_name ilike %(person)s",
    "twin": " and t.name ilike %(twin)s",
    "platform": " and s.platform = %(platform)s",
}
_EXISTS: dict[str, LiteralString] = {
    "documents": " (select from twin_analytics.documents d where d.session_id = s.id)",
    "queries": " (select from twin_analytics.queries q where q.session_id = s.id)",
}
_QUERY: LiteralString = "websearch_to_tsquery('simple', %(words)s)"
_SAID: LiteralString = "to_tsvector('simple', left(m.content, 50000)) @@ " + _QUERY
_CALLED: LiteralString = (
    "to_tsvector('simple', left(coalesce(s.title, '') || ' ' || coalesce(s.topic, ''), 50000))"
    " @@ " + _QUERY
)
# Of a text conversation only who may read texts finds what was said.
_READABLE: LiteralString = "(%(operator)s or s.platform <> 'sms')"
_RARE: LiteralString = (
    " and (s.id in (select s.id from twin_analytics.sessions s where " + _CALLED + ")"
    " or " + _READABLE + " and s.id in"
    " (select m.session_id from twin_analytics.messages m where " + _SAID + "))"
)
_OFTEN: LiteralString = (
    " and (" + _CALLED + " or " + _READABLE + " and (select bool_or(" + _SAID + ")"
    " from twin_analytics.messages m where m.session_id = s.id))"
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
        "words": filters.words,
        "company": filters.company,
        "department": filters.department,
        "platform": filters.platform,
        "person": _part(filters.person),
        "twin": _part(filters.twin),
    }
    query = _SELECT + _RANGE
    for name, condition in _CONDITIONS.items():
        if getattr(filters, name):
            query += condition
    for name, exists in _EXISTS.items():
        wanted: bool | None = getattr(filters, name)
        if wanted is not None:
            query += (" and exists" if wanted else " and not exists") + exists
    if filters.words:
        query += _OFTEN if _is_common(database, filters.words) else _RARE
    if after is not None:
        query += " and (s.started_at, s.id) < (%(at)s, %(id)s)"
        parameters |= {"at": after[0], "id": after[1]}
    query += " order by s.started_at desc, s.id desc limit %(limit)s"
    return [Activity(*row) for row in database.rows(query, parameters)]


def thread(database: Database, session_id: str) -> Thread | None:
    """A session with all of it; None if there is none of this id."""
    rows = database.rows(_SELECT + " where s.id = %s", (session_id,))
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


def read_filters(query: Mapping[str, str]) -> Filters:
    """From an address. Raises MalformedRequest naming the field."""
    texts = {
        name: query.get(name, "").strip()
        for name in ("company", "department", "person", "twin", "platform")
    }
    words = query.get("q", "").strip()
    for name, text in {**texts, "q": words}.items():
        if len(text) > 200 or "\x00" in text:
            raise MalformedRequest(f"{name} is longer than 200 characters", field=name)
    return Filters(
        **texts, words=words, documents=_flag(query, "documents"), queries=_flag(query, "queries")
    )


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


def _is_common(database: Database, words: str) -> bool:
    found = database.value(
        "select count(*) from (select from twin_analytics.messages m where " + _SAID + ""
        " limit %(most)s) x",
        {"words": words, "most": _COMMON},
    )
    return found == _COMMON


def _part(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _flag(query: Mapping[str, str], name: str) -> bool | None:
    text = query.get(name, "")
    if text not in ("", "yes", "no"):
        raise MalformedRequest(f"{name} is neither yes nor no", field=name)
    return {"yes": True, "no": False}.get(text)


__all__ = ["MOST_SHOWN", "SMS", "Activity", "Filters", "Lookup", "Message", "Paper", "Thread"]
__all__ += ["activities", "choices", "read_cursor", "read_filters", "thread", "write_cursor"]
