"""Which sessions are asked for, and the SQL that finds the newest of them."""

# ruff: noqa: S608 - statements are made of literals, as their type says.

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from shared.db.pool import Database
from shared.errors import MalformedRequest

# Of so many people or twins each one's newest sessions are read; of more, or where words are often
# found, the newest of all are looked through.
_FEW: Final = 100
_FEW_WITH_WORDS: Final = 10


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


# Moments, not days: the planner then knows how many sessions there are between them.
_MOMENTS: LiteralString = (
    "select private.day_begins(%(begin)s, zone), private.day_begins(%(end)s, zone)"
    " from private.twin_reporting"
)
_RANGE: LiteralString = " s.started_at >= %(since)s and s.started_at < %(until)s"
_NEWEST: LiteralString = " order by s.started_at desc, s.id desc limit %(limit)s"
_PEOPLE: LiteralString = (
    "select u.id from twin_analytics.users u where (%(company)s = '' or u.company = %(company)s)"
    " and (%(department)s = '' or u.department = %(department)s) and u.full_name ilike %(person)s"
)
_TWINS: LiteralString = "select t.id from twin_analytics.twins t where t.name ilike %(twin)s"
# With a limit each is looked up for its session; without, all there are might be read at once.
_EXISTS: dict[str, LiteralString] = {
    "documents": "(select true from twin_analytics.documents d where d.session_id = s.id limit 1)",
    "queries": "(select true from twin_analytics.queries q where q.session_id = s.id limit 1)",
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
    "(select s.* from (select x.id, bool_or(x.called) as called from ("
    "   select s.id, true as called from twin_analytics.sessions s where " + _CALLED + ""
    "   union all"
    "   select m.session_id, false from twin_analytics.messages m where " + _SAID + ") x"
    "  group by x.id) found"
    # A limit, so that sessions are found by their ids however few or many are expected.
    " cross join lateral (select * from twin_analytics.sessions s where s.id = found.id limit 1) s"
    " where found.called or " + _READABLE + ")"
)
# What has a word has its letters, and that is seen sooner.
_OFTEN: LiteralString = (
    " and (concat_ws(' ', s.title, s.topic) ilike all (%(letters)s::text[]) and " + _CALLED + ""
    " or " + _READABLE + " and (select"
    "  bool_or(m.content ilike all (%(letters)s::text[]) and " + _SAID + ")"
    "  from twin_analytics.messages m where m.session_id = s.id))"
)


def newest(
    database: Database, filters: Filters, parameters: dict[str, Any], *, after: bool
) -> LiteralString:
    """A statement whose rows are sessions, in no order: of those wanted the newest `limit`.

    `parameters` has `begin`, `end`, `limit`, `operator` and, with `after`, the cursor `at` and
    `id`; what the statement needs besides is put into it.
    """
    parameters |= {
        "company": filters.company,
        "department": filters.department,
        "platform": filters.platform,
        "person": _part(filters.person),
        "twin": _part(filters.twin),
        "words": filters.words,
        "letters": _letters(filters.words),
    }
    ((parameters["since"], parameters["until"]),) = database.rows(_MOMENTS, parameters)
    rows: LiteralString = "twin_analytics.sessions"
    wanted = _wanted(filters)
    few = _FEW
    if after:
        wanted += " and (s.started_at, s.id) < (%(at)s, %(id)s)"
    if filters.words:
        if database.value("select private.twin_words_are_common(%(words)s)", parameters):
            wanted += _OFTEN
            few = _FEW_WITH_WORDS
        else:
            rows, few = _RARE, 0
    one_by_one: LiteralString = ""
    for name, column, query in _whose(filters):
        parameters[name] = database.value("select array(" + query + ")", parameters)
        if len(parameters[name]) <= few and not one_by_one:
            one_by_one = "unnest(%(" + name + ")s::text[]) one (id)"
            wanted += " and " + column + " = one.id"
        else:
            wanted += " and " + column + " = any (%(" + name + ")s)"
    found: LiteralString = "select s.* from " + rows + " s where" + wanted + _NEWEST
    if one_by_one:
        found = "select s.* from " + one_by_one + " cross join lateral (" + found + ") s" + _NEWEST
    return found


def _wanted(filters: Filters) -> LiteralString:
    """What a session's own row, documents and queries have to be."""
    wanted = _RANGE
    if filters.platform:
        wanted += " and s.platform = %(platform)s"
    for name, exists in _EXISTS.items():
        flag: bool | None = getattr(filters, name)
        if flag is not None:
            wanted += " and " + exists + (" is not null" if flag else " is null")
    return wanted


def _whose(filters: Filters) -> list[tuple[LiteralString, LiteralString, LiteralString]]:
    """A name, the column of sessions, and the statement that finds the ids that it may have."""
    found: list[tuple[LiteralString, LiteralString, LiteralString]] = []
    if filters.company or filters.department or filters.person:
        found.append(("people", "s.user_id", _PEOPLE))
    if filters.twin:
        found.append(("twins", "s.twin_id", _TWINS))
    return found


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


def _letters(words: str) -> list[str]:
    """Patterns that every text with these words fits; none where they are more than plain words."""
    plain = words.split()
    if not all(re.fullmatch("[A-Za-z0-9]+", one) and one.lower() != "or" for one in plain):
        return []
    return [_part(one) for one in plain]


def _part(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _flag(query: Mapping[str, str], name: str) -> bool | None:
    text = query.get(name, "")
    if text not in ("", "yes", "no"):
        raise MalformedRequest(f"{name} is neither yes nor no", field=name)
    return {"yes": True, "no": False}.get(text)


__all__ = ["Filters", "newest", "read_filters"]
