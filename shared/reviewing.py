"""`yachtparty reviews`: what only a person can decide, as on the page Reviews."""

import argparse
import sys
from typing import Any
from uuid import UUID

from shared.db.decisions import (
    ANSWERS,
    COMMAND_LINE,
    DISPUTES,
    Decisions,
    Dispute,
    ScoredAnswer,
    Verdict,
)
from shared.db.pool import Database
from shared.db.prospects import Prospects
from shared.errors import ConfigurationError, EffectNoLongerApplies
from shared.network.community import credits_of

_MOST = 200  # of each kind
_BEGIN = {"most": _MOST, "since": None, "after": None}
_VERDICTS: dict[str, Verdict] = {
    "happened": "happened",
    "not-happened": "not_happened",
    "leave": "left",
}


def add_command(commands: Any) -> None:
    """Its arguments."""
    reviews = commands.add_parser(
        "reviews", help="prospects that may match, disputed introductions, answers without a score"
    )
    reviews.add_argument(
        "decision",
        choices=("list", "confirm", "reject", *_VERDICTS, "score"),
        nargs="?",
        default="list",
        help="confirm or reject a prospect; say of an introduction whether it happened, or leave"
        " it; score an answer",
    )
    reviews.add_argument("id", type=UUID, nargs="?", help="which one, as listed")
    reviews.add_argument(
        "score",
        type=int,
        nargs="?",
        choices=range(1, 11),
        help="what an answer is worth",
        metavar="1-10",
    )


def run(chosen: argparse.Namespace, database: Database) -> int:
    """Lists, or decides. Raises ConfigurationError saying what is missing."""
    if chosen.decision == "list":
        _list(database)
        return 0
    if chosen.id is None:
        raise ConfigurationError("say which one: `yachtparty reviews` lists their ids")
    try:
        done = _decide(Decisions(database, COMMAND_LINE), chosen)
    except EffectNoLongerApplies as error:
        over = "it is over already, so nothing can be paid or released any more; leave it"
        raise ConfigurationError(over) from error
    _say("decided" if done else "was decided before, or no longer stands")
    return 0


def _decide(decisions: Decisions, chosen: argparse.Namespace) -> bool:
    if chosen.decision in _VERDICTS:
        return decisions.introduction(chosen.id, _VERDICTS[chosen.decision])
    if chosen.decision == "score":
        if chosen.score is None:
            raise ConfigurationError("say what the answer is worth, from 1 to 10")
        return decisions.answer(chosen.id, chosen.score, credits_of(chosen.score))
    return decisions.prospect(chosen.id, confirmed=chosen.decision == "confirm")


def _list(database: Database) -> None:
    for review in Prospects(database).reviews(_MOST):
        _say(
            f"{review.id}  {review.score} by {review.rule}, {review.created_at:%Y-%m-%d}:"
            f" {review.question}\n  listed: {review.prospect}\n  member: {review.member}"
        )
    for dispute in (Dispute(*row) for row in database.rows(DISPUTES, _BEGIN)):
        _say(
            f"{dispute.id}  {dispute.credits} credits, {dispute.since:%Y-%m-%d}:"
            f" did this {dispute.item_type.replace('_', ' ')} happen?"
            f"\n  introduces: {dispute.maker}\n  for: {dispute.beneficiary}"
            f"\n  objects: {dispute.objector}"
        )
    for answer in (ScoredAnswer(*row) for row in database.rows(ANSWERS, _BEGIN)):
        _say(
            f"{answer.id}  {answer.score} of 10 by rules, {answer.since:%Y-%m-%d}:"
            f" what is this answer worth?\n  asked: {answer.question}\n  answer: {answer.answer}"
        )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


__all__ = ["add_command", "run"]
