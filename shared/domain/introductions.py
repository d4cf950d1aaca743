"""Introductions as a person may know them: part of the context of a turn.

Who asks is named to whom they ask, and who is asked only once they have said yes; a person outside
the platform is named to whoever knows them, and to all once it is agreed. The database leaves out
what is not to be known (`private.introduction_document`).
"""

from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.domain.model import Document

ItemType = Literal["intro_opportunity", "connection_request", "intro_offer"]
MOST_WISHES = 5  # people whom somebody may name within a day


class Side(StrEnum):
    """Which of the two a person is."""

    MAKER = "maker"  # the connector; who is asked whether they want to meet; the volunteer
    BENEFICIARY = "beneficiary"  # the innovator; who asked; who is introduced


class Stage(StrEnum):
    """What a status of any of the flows means."""

    OPEN = "open"  # to be accepted
    TO_CONFIRM = "to_confirm"  # an offer was accepted: is the third person willing?
    AGREED = "agreed"  # contacts are exchanged
    PAUSED = "paused"  # somebody else introduces the same person
    OVER = "over"


class Reported(StrEnum):
    """Who says that it has happened."""

    NOBODY = "nobody"
    ME = "me"
    OTHER = "other"


class Introduction(Document):
    """One introduction, from one side."""

    id: UUID
    item_type: ItemType
    side: Side
    status: str
    stage: Stage
    who: str | None = None  # the other side; None: not to be known yet
    work: str | None = None  # their title and company
    third: str | None = None  # the person outside, by name or as described
    reason: str | None = None  # others' words
    bounty: int = 0  # credits, from the beneficiary to the maker
    funded: bool = True  # the beneficiary can pay it now
    reported: Reported = Reported.NOBODY
    asked: bool = False  # we wait for their word whether it happened
    expires_at: datetime | None = None
    updated_at: datetime

    @property
    def accepts(self) -> Side:
        """Who is asked first."""
        return Side.BENEFICIARY if self.item_type == "intro_offer" else Side.MAKER

    @property
    def is_mine_to_answer(self) -> bool:
        """Whether it waits for a yes or no of this person."""
        first = self.stage is Stage.OPEN and self.side is self.accepts
        return first or self.is_to_confirm

    @property
    def is_to_confirm(self) -> bool:
        """Whether they offered it, and are to say whether the third person is willing."""
        return self.stage is Stage.TO_CONFIRM and self.side is Side.MAKER

    @property
    def waits_for_me(self) -> bool:
        """Whether anybody waits for a word of theirs."""
        return self.is_mine_to_answer or (self.stage is Stage.AGREED and self.asked)

    @property
    def name(self) -> str:
        """What it is called when one of several is meant."""
        if self.item_type == "connection_request":
            return self.who or "a meeting"
        if self.third and self.who:
            return f"{self.third}, for {self.who}" if self.side is Side.MAKER else self.third
        return self.third or self.who or "an introduction"


class Wish(Document):
    """Somebody whom a person has named, whether they were found or not."""

    id: UUID
    kind: Literal["meet", "introduce"]
    name: str
    company: str | None = None
    third: str | None = None  # whom they would introduce
    created_at: datetime


class Introductions(Document):
    """All that a person may know of theirs."""

    items: list[Introduction] = Field(default_factory=list[Introduction])  # last changed first
    wishes: list[Wish] = Field(default_factory=list[Wish])  # newest first
    available: int = 0  # credits that may be spent


__all__ = [
    "MOST_WISHES",
    "Introduction",
    "Introductions",
    "ItemType",
    "Reported",
    "Side",
    "Stage",
    "Wish",
]
