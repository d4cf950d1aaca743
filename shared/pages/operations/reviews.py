"""What only a person can decide: whom a prospect is, whether a disputed introduction happened, and
what an answer is worth that no model could score.

Each decision is one statement with its record, and is taken once.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from shared.db.prospects import REVIEWS, Review
from shared.entry import Answer
from shared.errors import EffectNoLongerApplies, MalformedRequest
from shared.network.community import credits_of
from shared.pages.dashboard import Pages, Tab, Visit, acts, shown

_MOST = 100
_BEFORE = "It was decided before, or no longer stands."


@dataclass(frozen=True)
class Dispute:
    """An introduction with credits set aside, of which one side says that it did not happen."""

    id: UUID
    item_type: str
    credits: int
    since: datetime
    status: str
    decidable: bool  # not over yet, so that it may be paid or released
    maker_id: UUID | None
    maker: str
    beneficiary_id: UUID | None
    beneficiary: str
    third: str
    reason: str
    objector: str


@dataclass(frozen=True)
class ScoredAnswer:
    """An answer to a member's question that the rules have scored."""

    id: UUID
    user_id: UUID
    expert: str
    question: str
    answer: str
    score: int
    credits: int
    since: datetime


_DISPUTES: LiteralString = (
    "select r.id, r.item_type, r.credits, r.created_at, coalesce(i.status, 'gone'),"
    " coalesce(private.introduction_stage(i.status) = 'agreed', false),"
    " m.id, concat_ws(', ', concat_ws(' ', m.first_name, m.last_name), m.company),"
    " b.id, concat_ws(', ', concat_ws(' ', b.first_name, b.last_name), b.company),"
    " concat_ws(', ', i.third_name, i.third_company), coalesce(i.reason, ''),"
    " concat_ws(' ', o.first_name, o.last_name)"
    " from introduction_reviews r"
    " left join private.introductions i on i.item_type = r.item_type and i.id = r.item_id"
    " left join users m on m.id = i.maker_id left join users b on b.id = i.beneficiary_id"
    " join users o on o.id = r.objecting_user_id"
    " where r.resolved_at is null order by r.created_at, r.id limit %(most)s"
)
_ANSWERS: LiteralString = (
    "select c.id, c.user_id, concat_ws(', ', concat_ws(' ', u.first_name, u.last_name), u.title),"
    " q.question, coalesce(c.verbatim_answer, c.response_text), c.usefulness_score,"
    " coalesce(c.credits_awarded, 0), c.created_at"
    " from community_responses c join community_requests q on q.id = c.request_id"
    " join users u on u.id = c.user_id"
    " where c.scored_by = 'rules' and c.usefulness_score is not null"
    " order by c.created_at, c.id limit %(most)s"
)


def _show(visit: Visit) -> Answer:
    return _page(visit)


def _page(visit: Visit, told: str = "", *, done: bool = False) -> Answer:
    return visit.page(
        "reviews",
        prospects=[Review(*row) for row in visit.rows(REVIEWS)],
        disputes=[Dispute(*row) for row in visit.rows(_DISPUTES, most=_MOST)],
        answers=[ScoredAnswer(*row) for row in visit.rows(_ANSWERS, most=_MOST)],
        told=told,
        done=done,
    )


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
    done = visit.database.value(
        "with which as (select case when exists ("
        "   select from prospect_acquaintances where id = %(id)s) then"
        "   'prospect_acquaintances' else 'prospect_reviews' end as of_table)"
        " select case when private.decide_review(%(id)s, %(yes)s) then"
        " private.record_operator_action(%(who)s, %(action)s, of_table, %(id)s) is not null"
        " else false end from which",
        {
            "id": id,
            "yes": what == "yes",
            "who": visit.who.email,
            "action": "confirm_prospect" if what == "yes" else "reject_prospect",
        },
    )
    return done, f"Decided: {what}." if done else ""


_VERDICTS = {
    "happened": "It happened: the credits are paid.",
    "not_happened": "It did not happen: the credits are released.",
    "left": "Left as it is: it goes on as if nobody had looked.",
}


def _introduction(visit: Visit, id: UUID, what: str) -> tuple[bool, str]:
    if what not in _VERDICTS:
        raise MalformedRequest("a dispute is decided by a button of the page", field="decision")
    done = visit.database.value(
        "select case when private.resolve_introduction_review(%s, %s) then"
        " private.record_operator_action(%s, %s, 'introduction_reviews', %s) is not null"
        " else false end",
        (id, what, visit.who.email, f"introduction_{what}", id),
    )
    return done, _VERDICTS[what] if done else ""


def _answer(visit: Visit, id: UUID, what: str) -> tuple[bool, str]:
    written = visit.call.form().get(f"score:{id}", "") if what == "score" else ""
    if not written.isdecimal() or not 1 <= int(written[:3]) <= 10:
        raise MalformedRequest("a score is a whole number from 1 to 10", field="score")
    score = int(written)
    done = visit.database.value(
        "select case when private.score_as_operator(%s, %s, %s) then"
        " private.record_operator_action(%s, 'score_answer', 'community_responses', %s, '',"
        " %s::jsonb) is not null else false end",
        (id, score, credits_of(score), visit.who.email, id, json.dumps({"score": score})),
    )
    return done, f"The answer is worth {score} of 10." if done else ""


PAGES = Pages(
    [
        shown("/reviews", _show),
        acts("/reviews/prospects", _deciding(_prospect)),
        acts("/reviews/introductions", _deciding(_introduction)),
        acts("/reviews/answers", _deciding(_answer)),
    ],
    [Tab("/reviews", "Reviews")],
)
