"""What only a person can decide: whom a prospect is, whether a disputed introduction happened, and
what an answer is worth that no model could score."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString, cast, get_args
from urllib.parse import urlencode
from uuid import UUID

from shared.db.decisions import ANSWERS, DISPUTES, Dispute, ScoredAnswer, Verdict
from shared.db.prospects import REVIEWS, Review
from shared.entry import Answer
from shared.errors import EffectNoLongerApplies, MalformedRequest
from shared.network.community import credits_of
from shared.pages.csv_export import csv_answer
from shared.pages.dashboard import Pages, Tab, Visit, acts, shown
from shared.pages.paging import Cursor, read_cursor, write_cursor

_MOST = 100  # of each kind on a page
_MOST_EXPORTED = 5000
_BEFORE = "It was decided before, or no longer stands."


@dataclass(frozen=True)
class Kind:
    """One of the page's lists."""

    name: str  # in the address, before _after
    query: LiteralString
    row: Callable[..., Any]
    since: Callable[[Any], datetime]


_KINDS = (
    Kind("prospects", REVIEWS, Review, lambda one: one.created_at),
    Kind("disputes", DISPUTES, Dispute, lambda one: one.since),
    Kind("answers", ANSWERS, ScoredAnswer, lambda one: one.since),
)


@dataclass(frozen=True)
class Listed:
    """A part of one list, the oldest first."""

    rows: Sequence[Any]
    onwards: str = ""  # where it goes on
    begun: bool = False  # whether there is a part before


def _listed(visit: Visit, kind: Kind, *, exported: bool = False) -> Listed:
    cursor = Cursor() if exported else read_cursor(visit, f"{kind.name}_after")
    most = _MOST_EXPORTED if exported else _MOST
    rows = [kind.row(*row) for row in visit.rows(kind.query, most=most + 1, **cursor.parameters)]
    onwards = ""
    if len(rows) > most:
        last = rows[most - 1]
        behind = write_cursor(kind.since(last), last.id)
        onwards = f"/reviews?{urlencode({f'{kind.name}_after': behind})}#{kind.name}"
    return Listed(rows[:most], onwards, cursor.after is not None)


def _show(visit: Visit) -> Answer:
    return _page(visit)


def _page(visit: Visit, told: str = "", *, done: bool = False) -> Answer:
    lists = {kind.name: _listed(visit, kind) for kind in _KINDS}
    return visit.page(
        "reviews",
        told=told,
        done=done,
        prospects=lists["prospects"],
        disputes=lists["disputes"],
        answers=lists["answers"],
    )


def _export(visit: Visit) -> Answer:
    """All three lists in one file."""
    columns = ("list", "id", "since", "what", "of whom", "about whom", "score", "credits")
    lists = {kind.name: _listed(visit, kind, exported=True).rows for kind in _KINDS}
    lines = [(name, str(one.id), *_cells(one)) for name, rows in lists.items() for one in rows]
    return csv_answer("reviews", columns, lines)


def _cells(one: Review | Dispute | ScoredAnswer) -> tuple[object, ...]:
    if isinstance(one, Review):
        at = one.created_at.isoformat()
        return at, one.question, one.member, one.prospect, one.score, ""
    at = one.since.isoformat()
    if isinstance(one, Dispute):
        return at, one.item_type, one.maker, one.beneficiary, "", one.credits
    return at, one.question, one.expert, "", one.score, one.credits


def _deciding(decide: Callable[[Visit, UUID, str], tuple[bool, str]]) -> Callable[[Visit], Answer]:
    """A form whose button says what is decided of which one: `decision=yes:ID`."""

    def act(visit: Visit) -> Answer:
        form = visit.call.form()
        what, _, id = form.get("decision", "").partition(":")
        try:
            which = UUID(id)
        except ValueError as error:
            raise MalformedRequest("the form names no review", field="decision") from error
        try:
            done, told = decide(visit, which, what)
        except EffectNoLongerApplies:
            done, told = False, "It is over already, so nothing can be paid or released any more."
        return _page(visit, told if done else told or _BEFORE, done=done)

    return act


def _prospect(visit: Visit, id: UUID, what: str) -> tuple[bool, str]:
    if what not in ("yes", "no"):
        raise MalformedRequest("a prospect is decided by yes or no", field="decision")
    done = visit.decisions.prospect(id, confirmed=what == "yes")
    return done, f"Decided: {what}." if done else ""


_VERDICTS: dict[Verdict, str] = {
    "happened": "It happened: the credits are paid.",
    "not_happened": "It did not happen: the credits are released.",
    "left": "Left as it is: it goes on as if nobody had looked.",
}


def _introduction(visit: Visit, id: UUID, what: str) -> tuple[bool, str]:
    if what not in get_args(Verdict):
        raise MalformedRequest("a dispute is decided by a button of the page", field="decision")
    done = visit.decisions.introduction(id, cast("Verdict", what))
    return done, _VERDICTS[cast("Verdict", what)] if done else ""


def _answer(visit: Visit, id: UUID, what: str) -> tuple[bool, str]:
    written = visit.call.form().get(f"score:{id}", "") if what == "score" else ""
    if not written.isdecimal() or not 1 <= int(written[:3]) <= 10:
        raise MalformedRequest("a score is a whole number from 1 to 10", field="score")
    score = int(written)
    done = visit.decisions.answer(id, score, credits_of(score))
    return done, f"The answer is worth {score} of 10." if done else ""


PAGES = Pages(
    [
        shown("/reviews", _show),
        shown("/reviews.csv", _export),
        acts("/reviews/prospects", _deciding(_prospect)),
        acts("/reviews/introductions", _deciding(_introduction)),
        acts("/reviews/answers", _deciding(_answer)),
    ],
    [Tab("/reviews", "Reviews")],
)
