"""What was given up, of all queues in one list: opened, retried, or dismissed with a reason; one by
one, a selection, or all that match.

Retrying all, and every dismissal, is asked twice, with the number of rows.
"""

import json
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from shared.entry import Answer
from shared.errors import MalformedRequest
from shared.pages.csv_export import csv_answer
from shared.pages.dashboard import Pages, Tab, Visit, acts, shown
from shared.pages.operations.dead_acts import Verb, act, lately, told
from shared.pages.operations.dead_rows import (
    DEAD,
    FILTER_NAMES,
    DeadLetter,
    Filter,
    Row,
    matching,
    opened,
    row_named,
)
from shared.pages.rendering import error_page, redirect

_MOST_SHOWN = 200
_AGES = {"1": "1 hour", "24": "1 day", "72": "3 days"}
_LONGEST_REASON = 1000
_PHONE_NUMBER = re.compile(r"\+[\d ().-]{7,30}|\d{10,15}")


def _export(visit: Visit) -> Answer:
    """What matches, as the list shows it."""
    found = matching(visit, _asked(visit))
    rows = [(one.queue, one.kind, str(one.id), one.shown_error, one.seconds) for one in found]
    return csv_answer("dead-letters", ("queue", "type", "id", "error", "seconds ago"), rows)


def _show(visit: Visit) -> Answer:
    chosen = _asked(visit)
    found = matching(visit, chosen)
    begin = _behind(found, visit.asked("after"))
    shown = found[begin : begin + _MOST_SHOWN]
    onwards = begin + _MOST_SHOWN < len(found)
    return visit.page(
        "dead_letters",
        chosen=chosen,
        count=len(found),
        shown=shown,
        begin=begin,
        onwards=_back(chosen, after=shown[-1].field) if onwards else "",
        first=_back(chosen),
        queues=sorted(DEAD),
        kinds=sorted({one.kind for one in found} | {chosen.kind} - {""}),
        ages=_AGES,
        told=_told(visit),
        lately=lately(visit),
    )


def _asked(visit: Visit) -> Filter:
    """The filter of the address. Raises MalformedRequest for a number, which a log would keep."""
    chosen = Filter(*(visit.asked(name) for name in FILTER_NAMES))
    for name, written in (("words", chosen.words), ("value", chosen.value)):
        if _PHONE_NUMBER.fullmatch(written):
            raise MalformedRequest(
                "A number stands in no address, which is logged: look for the id of its person",
                field=name,
            )
    return chosen


def _behind(found: Sequence[DeadLetter], field: str) -> int:
    """Where the list goes on behind a row; at the beginning, where that is dead no more."""
    return next((place for place, one in enumerate(found, 1) if one.field == field), 0)


def _told(visit: Visit) -> object:
    try:
        return told(visit, UUID(visit.asked("act")))
    except ValueError:
        return None


def _posted(form: Mapping[str, str]) -> Filter:
    return Filter(*(form.get(name, "")[:200].strip() for name in FILTER_NAMES))


def _back(chosen: Filter, **more: str) -> str:
    query = urlencode(chosen.given | more)
    return f"/dead-letters?{query}" if query else "/dead-letters"


def _open(visit: Visit) -> Answer:
    form = visit.call.form()
    chosen = _posted(form)
    spec, id = row_named(form.get("open", ""))
    found = opened(visit, spec, id)
    if found is None:
        gone = "It was retried or dismissed meanwhile: its row on the page Audit says by whom."
        return error_page(409, "It is dead no more", gone, back=f"/audit?id={id}")
    letter, payload, columns = found
    return visit.page(
        "dead_letter",
        one=letter,
        payload=json.dumps(payload, indent=2, ensure_ascii=False, sort_keys=True),
        columns=columns,
        chosen=chosen,
        back=_back(chosen),
    )


def _retry(visit: Visit) -> Answer:
    return _act(visit, "retry", sure_of_few=True)


def _dismiss(visit: Visit) -> Answer:
    return _act(visit, "dismiss", sure_of_few=False)


def _act(visit: Visit, verb: Verb, *, sure_of_few: bool) -> Answer:
    form = visit.call.form()
    chosen = _posted(form)
    reason = form.get("reason", "").replace("\x00", "").strip()[:_LONGEST_REASON]
    marked = [] if "all" in form else [name for name in form if name.startswith("row:")]
    rows: list[Row] = [row_named(name) for name in marked]
    if "all" in form:
        rows = [(DEAD[one.queue], one.id) for one in matching(visit, chosen)]
    if not rows:
        return redirect(_back(chosen))
    asked = "sure" in form
    if asked and verb == "dismiss" and not reason:
        raise MalformedRequest("A dismissal needs a reason, for whoever asks later", field="reason")
    if not asked and not (sure_of_few and marked):
        return visit.page(
            "dead_letters_sure",
            verb=verb,
            chosen=chosen,
            count=len(rows),
            marked=marked,
            back=_back(chosen),
        )
    done = act(visit, verb, rows, reason)
    return redirect(_back(chosen, act=str(done.id)))


PAGES = Pages(
    [
        shown("/dead-letters", _show),
        shown("/dead-letters.csv", _export),
        acts("/dead-letters/open", _open),
        acts("/dead-letters/retry", _retry),
        acts("/dead-letters/dismiss", _dismiss),
    ],
    [Tab("/dead-letters", "Dead letters")],
)
