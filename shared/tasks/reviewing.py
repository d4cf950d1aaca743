"""account_manager_review: scores what matters to members, and writes to nobody.

For one person at once when something has happened; without a person for the next of those who are
due, every 6 hours each. What the score says is stored as one effect for all of them.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from shared.db.priorities import due, facts
from shared.domain.effects.priorities import StoreReviews
from shared.domain.tasks import ReviewContext, TaskType
from shared.log import logger
from shared.network.priorities import Facts, score
from shared.tasks.handler import ClaimedTask, Done, Handler, Ports

AT_ONCE = 200  # people: their rows are held while it is stored, some hundredths of a second


def _run(task: ClaimedTask, context: ReviewContext, ports: Ports) -> Done:
    people = (
        [task.user_id]
        if task.user_id is not None
        else due(ports.database, most=AT_ONCE, now=ports.now)
    )
    scores = list(_scores(people, ports))
    return Done(
        result={"people": len(people), "scored": len(scores)},
        effects=(StoreReviews(user_ids=people, scores=scores),),
    )


def _scores(people: list[UUID], ports: Ports) -> Iterator[dict[str, Any]]:
    """Of what is new, or scored otherwise than it is stored."""
    for user_id, document in facts(ports.database, people, now=ports.now):
        try:
            found = Facts.model_validate(document)
        except ValidationError:
            # One odd row, such as a goal of no date, does not cost everybody their review.
            logger.warning("an item cannot be scored", extra={"user_id": user_id})
            continue
        points = score(found, ports.now)
        if points == found.score and found.expires_at == found.stored_expires_at:
            continue
        yield {
            "user_id": str(user_id),
            "item_type": found.item_type,
            "item_id": str(found.item_id),
            "score": points,
            "expires_at": found.expires_at.isoformat() if found.expires_at else None,
            "item": found.item,
        }


ACCOUNT_MANAGER_REVIEW = Handler(
    task_type=TaskType.ACCOUNT_MANAGER_REVIEW, context=ReviewContext, run=_run
)
