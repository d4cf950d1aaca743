"""What was given up, of all queues in one list; retried one by one, a selection, or all that match.

A retry is one statement with its record in `operator_actions`, and only of what is still dead: of
two operators who retry the same row one is told that it had been retried before.
"""

import time
from dataclasses import dataclass
from typing import LiteralString
from urllib.parse import urlencode
from uuid import UUID

from shared.db.queues import QUEUES, QueueSpec
from shared.entry import Answer
from shared.errors import MalformedRequest
from shared.pages.dashboard import Pages, Tab, Visit, acts, shown
from shared.pages.rendering import redirect

MOST_SHOWN = 200
MOST_RETRIED = 10_000  # by one click; the rest by another
_ENOUGH_SECONDS = 3.0  # of retrying within one page
_DEAD = {spec.name: spec for spec in QUEUES if spec.redrive}


@dataclass(frozen=True)
class Filter:
    """Which of them; empty: any. It stands in the address bar, and survives an act."""

    queue: str = ""
    kind: str = ""
    words: str = ""  # of the error, or an id

    @property
    def query(self) -> str:
        """As the address bar has it."""
        return urlencode({name: value for name, value in vars(self).items() if value})


@dataclass(frozen=True)
class DeadLetter:
    """A row that nobody tries again."""

    queue: str
    id: UUID
    kind: str
    error: str
    seconds: float  # since it was given up

    @property
    def field(self) -> str:
        """Its name in a form."""
        return f"row:{self.queue}:{self.id}"


def _matching(visit: Visit, chosen: Filter, most: int) -> list[DeadLetter]:
    """Of each queue at most `most`; the latest first."""
    specs = [spec for spec in _DEAD.values() if chosen.queue in ("", spec.name)]
    statement: LiteralString = " union all ".join(_reading(spec) for spec in specs)
    if not specs:
        return []
    rows = visit.rows(
        "select * from (" + statement + ") d where (%(kind)s = '' or kind = %(kind)s)"  # noqa: S608 - literals of shared.db.queues
        " and (%(words)s = '' or id::text = %(words)s"
        " or strpos(lower(error), lower(%(words)s)) > 0)"
        " order by seconds, id",
        now=None,
        most=most,
        kind=chosen.kind,
        words=chosen.words,
    )
    return [DeadLetter(*row) for row in rows]


def _reading(spec: QueueSpec) -> LiteralString:
    name: LiteralString = spec.name
    found: LiteralString = (
        "select '" + name + "' as queue, id, kind, coalesce(error, '') as error, seconds"  # noqa: S608 - a literal
        " from (" + spec.dead + ") q"
    )
    return found.replace("%(now)s", "now()")


def _asked(visit: Visit) -> Filter:
    return Filter(visit.asked("queue"), visit.asked("kind"), visit.asked("words"))


def _show(visit: Visit) -> Answer:
    chosen = _asked(visit)
    found = _matching(visit, chosen, MOST_RETRIED)
    return visit.page(
        "dead_letters",
        chosen=chosen,
        count=len(found),
        shown=found[:MOST_SHOWN],
        queues=sorted(_DEAD),
        kinds=sorted({one.kind for one in found} | {chosen.kind} - {""}),
        told=_told(visit),
    )


def _told(visit: Visit) -> str:
    """What the last click did."""
    done, known, left = (visit.asked(name) for name in ("done", "known", "left"))
    if not all(one.isdecimal() for one in (done, known, left)):
        return ""
    told = f"{done} put back to be tried again."
    told += f" {known} had been retried by somebody else, or were gone." if known != "0" else ""
    return told + (f" {left} are left: retry them too." if left != "0" else "")


def _retry(visit: Visit) -> Answer:
    form = visit.call.form()
    chosen = Filter(*(form.get(name, "")[:200].strip() for name in ("queue", "kind", "words")))
    if "all" not in form:
        rows = [_row(name) for name in form if name.startswith("row:")]
    else:
        matching = _matching(visit, chosen, MOST_RETRIED)
        if "sure" not in form:
            return visit.page("dead_letters_sure", chosen=chosen, count=len(matching))
        # Oldest first: a sequence is worked off in its order.
        rows = [(_DEAD[one.queue], one.id) for one in reversed(matching)]
    done = known = 0
    until = time.monotonic() + _ENOUGH_SECONDS
    for spec, id in rows:
        if time.monotonic() > until:
            break
        if retry(visit, spec, id):
            done += 1
        else:
            known += 1
    told = urlencode({"done": done, "known": known, "left": len(rows) - done - known})
    return redirect(f"/dead-letters?{chosen.query}{'&' if chosen.query else ''}{told}")


def _row(name: str) -> tuple[QueueSpec, UUID]:
    _, queue, id = [*name.split(":"), "", ""][:3]
    try:
        return _DEAD[queue], UUID(id)
    except (KeyError, ValueError) as error:
        raise MalformedRequest("a row of the form is none of a queue", field="row") from error


def retry(visit: Visit, spec: QueueSpec, id: UUID) -> bool:
    """Puts one back to be tried afresh, and records who did. False: it is not dead any more."""
    return visit.database.value(
        "select case when " + spec.redrive + "(%s) then private.record_operator_action("
        "%s, 'retry', %s, %s) is not null else false end",
        (id, visit.who.email, spec.table, id),
    )


PAGES = Pages(
    [shown("/dead-letters", _show), acts("/dead-letters/retry", _retry)],
    [Tab("/dead-letters", "Dead letters")],
)
