"""How much something matters to a person, 0 to 100, and when they are told of it by us first.

One pure function over the facts of an item, which `private.review_facts` reads for many people at
once. Times carry a zone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field

from shared.domain.model import Document
from shared.domain.values import Priority

DAY = timedelta(days=1)
TOLD_ABOVE = 80  # a score: `priority.update` is published
TOLD_AT_ONCE_FROM = 90
WROTE_LATELY = timedelta(hours=48)
MORNING = time(9)  # on their clock


class ItemType(StrEnum):
    """`user_priorities.item_type`."""

    INTRO_OPPORTUNITY = "intro_opportunity"
    CONNECTION_REQUEST = "connection_request"
    INTRO_OFFER = "intro_offer"
    COMMUNITY_REQUEST = "community_request"
    COMMUNITY_RESPONSE = "community_response"
    SOLUTION_UPDATE = "solution_update"
    GOAL = "goal"


class Facts(Document):
    """An item that is open for a person. What its type does not have stays at its default."""

    item_type: ItemType
    item_id: UUID
    since: datetime  # created; an offer to confirm: since it waits for that
    expires_at: datetime | None = None
    bounty: int = 0
    in_goals: bool = False  # the prospect's company or a category of it stands in their goals
    declined_lately: bool = False  # an opportunity, within 30 days
    vouches: int = 0
    credits: int = 0  # that the asker put in
    place: int = 1  # among their open requests, the oldest is 1
    to_confirm: bool = False  # an offer of their own
    answers_question: bool = False  # of theirs
    from_expert_connector: bool = False
    matching: int = 0  # areas of their expertise that a question is about
    has_answered: bool = False  # a question, ever
    useful: int = 0  # of their last five answers, worth 7 or more
    other_open: int = 0  # questions that they have besides this one
    ignored: bool = False  # another question, within 7 days
    threshold_met: bool = False
    item: dict[str, Any] = Field(default_factory=dict)  # its words, as `put_priority` takes them
    score: float | None = None  # as it is stored; None: it is new
    stored_expires_at: datetime | None = None


def score(facts: Facts, now: datetime) -> int:
    """How much it matters now, 0 to 100. Source: the table of scores, one line a type."""
    age = now - facts.since
    match facts.item_type:
        case ItemType.INTRO_OPPORTUNITY:
            points = _intro_opportunity(facts, age)
        case ItemType.CONNECTION_REQUEST:
            points = _connection_request(facts, age)
        case ItemType.INTRO_OFFER:
            points = 80 + 10 * (age < DAY) if facts.to_confirm else _intro_offer(facts, age)
        case ItemType.COMMUNITY_REQUEST:
            points = _community_request(facts)
        case ItemType.COMMUNITY_RESPONSE:
            points = 90
        case ItemType.SOLUTION_UPDATE:
            points = 75 + 15 * facts.threshold_met
        case ItemType.GOAL:
            points = 50 - 25 * (age > 30 * DAY)
    return max(0, min(100, points))


def _intro_opportunity(facts: Facts, age: timedelta) -> int:
    more = min(30, facts.bounty // 2) + 10 * (age < 3 * DAY) + 10 * facts.in_goals
    return 50 + more - 10 * facts.declined_lately


def _connection_request(facts: Facts, age: timedelta) -> int:
    more = min(30, 10 * facts.vouches) + min(15, facts.credits // 5) + 10 * (age < 2 * DAY)
    return 60 + more - 10 * (age > 14 * DAY) - 5 * (facts.place >= 3)


def _intro_offer(facts: Facts, age: timedelta) -> int:
    more = min(25, facts.bounty // 2) + 10 * (age < 2 * DAY)
    return 55 + more + 10 * facts.answers_question + 10 * facts.from_expert_connector


def _community_request(facts: Facts) -> int:
    """As the expert was chosen by."""
    more = min(30, 15 * facts.matching) + 10 * facts.has_answered + 5 * min(5, facts.useful)
    return 50 + more - 15 * facts.other_open - 30 * facts.ignored


@dataclass(frozen=True)
class Telling:
    """When a person is told of what matters most to them, and how urgently."""

    at: datetime
    priority: Priority


def telling(
    score: float,
    *,
    last_text_at: datetime | None,
    now: datetime,
    zone: ZoneInfo,
    rest_days: Collection[int] = (),
) -> Telling:
    """When to tell of something above `TOLD_ABOVE`: at once, or at 9:00 of their next working day.

    Working days are Monday to Friday without their own days of rest (ISO, 1 is Monday); for who
    rests on all of these, any day.
    """
    wrote_lately = last_text_at is not None and now - last_text_at <= WROTE_LATELY
    if score >= TOLD_AT_ONCE_FROM and wrote_lately:
        return Telling(now, Priority.HIGH)
    today = now.astimezone(zone).date()
    mornings = [
        datetime.combine(today + timedelta(days=ahead), MORNING, zone) for ahead in range(9)
    ]
    coming = [morning for morning in mornings if morning > now]
    working = [one for one in coming if one.isoweekday() <= 5 and one.isoweekday() not in rest_days]
    return Telling((working or coming)[0], Priority.MEDIUM)


__all__ = ["TOLD_ABOVE", "Facts", "ItemType", "Telling", "score", "telling"]
