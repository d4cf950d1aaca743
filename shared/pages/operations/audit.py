"""What operators did, the latest first."""

from typing import LiteralString
from urllib.parse import urlencode

from shared.db.pool import Row
from shared.entry import Answer
from shared.pages.csv_export import csv_answer
from shared.pages.dashboard import Pages, Tab, Visit, shown
from shared.pages.paging import Cursor, read_cursor, write_cursor

_MOST_SHOWN = 200
_MOST_EXPORTED = 10_000
_ACTS: LiteralString = (
    "select actor, action, target_table, target_id, reason, private.moment(created_at), id"
    " from operator_actions where %(actor)s in ('', actor)"
    " and (%(id)s = '' or %(id)s in (target_id::text, detail ->> 'act')"
    "  or detail -> 'people' ? %(id)s)"
    " and (%(after)s::uuid is null"
    "  or (created_at, id) < (%(since)s::timestamptz, %(after)s::uuid))"
    " order by created_at desc, id desc limit %(most)s"
)


def _found(visit: Visit, cursor: Cursor, most: int) -> list[Row]:
    return visit.rows(
        _ACTS, actor=visit.asked("actor"), id=visit.asked("id"), most=most, **cursor.parameters
    )


def _show(visit: Visit) -> Answer:
    cursor = read_cursor(visit)
    found = _found(visit, cursor, _MOST_SHOWN + 1)
    rows = found[:_MOST_SHOWN]
    asked = {name: visit.asked(name) for name in ("actor", "id") if visit.asked(name)}
    onwards = ""
    if len(found) > _MOST_SHOWN:
        onwards = "/audit?" + urlencode(asked | {"after": write_cursor(rows[-1][5], rows[-1][6])})
    return visit.page(
        "audit",
        rows=[row[:6] for row in rows],
        actor=visit.asked("actor"),
        target=visit.asked("id"),
        query=urlencode(asked),
        onwards=onwards,
        begun=cursor.after is not None,
    )


def _export(visit: Visit) -> Answer:
    return csv_answer(
        "audit",
        ("when", "who", "what", "table", "row", "why"),
        (
            (at.isoformat(), actor, action, table, str(id or ""), reason)
            for actor, action, table, id, reason, at, _ in _found(visit, Cursor(), _MOST_EXPORTED)
        ),
    )


PAGES = Pages(
    [shown("/audit", _show), shown("/audit.csv", _export)],
    [Tab("/audit", "Audit")],
)
