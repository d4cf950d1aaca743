"""What only a person can decide, each with its record in `operator_actions`, in one statement.

The pages and the command line decide by it. A decision is taken once.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, LiteralString
from uuid import UUID

from shared.db.pool import Database

COMMAND_LINE: Final = "command line"  # who acts where nobody has signed in
Verdict = Literal["happened", "not_happened", "left"]


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


# The oldest first, %(most)s of them, from behind %(since)s and %(after)s where those are given.
DISPUTES: LiteralString = (
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
    " where r.resolved_at is null and (%(after)s::uuid is null"
    "  or (r.created_at, r.id) > (%(since)s::timestamptz, %(after)s::uuid))"
    " order by r.created_at, r.id limit %(most)s"
)
ANSWERS: LiteralString = (
    "select c.id, c.user_id, concat_ws(', ', concat_ws(' ', u.first_name, u.last_name), u.title),"
    " q.question, coalesce(c.verbatim_answer, c.response_text), c.usefulness_score,"
    " coalesce(c.credits_awarded, 0), c.created_at"
    " from community_responses c join community_requests q on q.id = c.request_id"
    " join users u on u.id = c.user_id"
    " where c.scored_by = 'rules' and c.usefulness_score is not null and (%(after)s::uuid is null"
    "  or (c.created_at, c.id) > (%(since)s::timestamptz, %(after)s::uuid))"
    " order by c.created_at, c.id limit %(most)s"
)


@dataclass(frozen=True)
class Decisions:
    """An operator's, who is named by `actor`. Each is False when it was taken before."""

    database: Database
    actor: str

    def approve(self, user_id: UUID, agent_type: str) -> bool:
        """A newcomer becomes a member. Raises MalformedRequest: there is no such person."""
        return self.database.value(
            "select case when approve_user(%s, %s) then private.record_operator_action("
            "%s, %s, 'users', %s) is not null else false end",
            (user_id, agent_type, self.actor, f"approve_as_{agent_type}", user_id),
        )

    def decline(self, user_id: UUID, reason: str, words: str) -> bool:
        """A newcomer does not, and is told `words`."""
        return self.database.value(
            "select case when decline_user(%s, %s) then private.record_operator_action("
            "%s, 'decline', 'users', %s, %s) is not null else false end",
            (user_id, words, self.actor, user_id, reason),
        )

    def prospect(self, review_id: UUID, *, confirmed: bool) -> bool:
        """Whether the member is, or knows, the prospect. False also: it no longer stands.

        Raises MalformedRequest when there is no such review.
        """
        return self.database.value(
            "with which as (select case when exists ("
            "   select from prospect_acquaintances where id = %(id)s) then"
            "   'prospect_acquaintances' else 'prospect_reviews' end as of_table)"
            " select case when private.decide_review(%(id)s, %(yes)s) then"
            " private.record_operator_action(%(who)s, %(action)s, of_table, %(id)s) is not null"
            " else false end from which",
            {
                "id": review_id,
                "yes": confirmed,
                "who": self.actor,
                "action": "confirm_prospect" if confirmed else "reject_prospect",
            },
        )

    def introduction(self, review_id: UUID, verdict: Verdict) -> bool:
        """Whether a disputed introduction took place, or that nobody is to look again.

        Raises EffectNoLongerApplies when it is over, so that nothing can be paid or released.
        """
        return self.database.value(
            "select case when private.resolve_introduction_review(%s, %s) then"
            " private.record_operator_action(%s, %s, 'introduction_reviews', %s) is not null"
            " else false end",
            (review_id, verdict, self.actor, f"introduction_{verdict}", review_id),
        )

    def answer(self, response_id: UUID, score: int, credits: int) -> bool:
        """What an answer is worth, from 1 to 10, and the credits for it where none were paid."""
        return self.database.value(
            "select case when private.score_as_operator(%s, %s, %s) then"
            " private.record_operator_action(%s, 'score_answer', 'community_responses', %s, '',"
            " %s::jsonb) is not null else false end",
            (
                *(response_id, score, credits),
                *(self.actor, response_id, json.dumps({"score": score})),
            ),
        )


__all__ = ["ANSWERS", "COMMAND_LINE", "DISPUTES", "Decisions", "Dispute", "ScoredAnswer", "Verdict"]
