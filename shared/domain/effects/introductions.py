"""What people say of introductions, and what time brings to them."""

from typing import Any, Literal
from uuid import UUID, uuid4

from pydantic import Field

from shared.domain.context import TurnContext
from shared.domain.effects.base import Effect
from shared.domain.introductions import ItemType, Reported, Stage, Wish


class _OfOne(Effect):
    """Of one introduction. It no longer applies when it is not theirs to say, or is over."""

    item_type: ItemType
    item_id: UUID

    def _stands(self, context: TurnContext, **columns: Any) -> TurnContext:
        items = [
            item.model_copy(update=columns) if item.id == self.item_id else item
            for item in context.introductions.items
        ]
        known = context.introductions.model_copy(update={"items": items})
        return context.model_copy(update={"introductions": known})


class AcceptIntroduction(_OfOne):
    """They were asked, and say yes to this bounty: what they are paid, or are to pay."""

    kind: Literal["accept_introduction"] = "accept_introduction"
    bounty: int

    def apply(self, context: TurnContext) -> TurnContext:
        """Contacts are exchanged; of an offer the volunteer is asked next."""
        if self.item_type == "intro_offer":
            return self._stands(
                context, status="pending_connector_confirmation", stage=Stage.TO_CONFIRM
            )
        return self._stands(context, status="accepted", stage=Stage.AGREED)


class DeclineIntroduction(_OfOne):
    """No, also after a yes; `words` are why, in theirs."""

    kind: Literal["decline_introduction"] = "decline_introduction"
    words: str | None = None

    def apply(self, context: TurnContext) -> TurnContext:
        """It is over."""
        return self._stands(context, status="declined", stage=Stage.OVER)


class ConfirmIntroduction(_OfOne):
    """The volunteer: the third person is willing."""

    kind: Literal["confirm_introduction"] = "confirm_introduction"

    def apply(self, context: TurnContext) -> TurnContext:
        """Contacts are exchanged."""
        return self._stands(context, status="confirmed", stage=Stage.AGREED)


class ReportIntroduction(_OfOne):
    """It has happened."""

    kind: Literal["report_introduction"] = "report_introduction"

    def apply(self, context: TurnContext) -> TurnContext:
        """They have said so; whether that completes it the database knows."""
        return self._stands(context, reported=Reported.ME, asked=False)


class ObjectToIntroduction(_OfOne):
    """It has not happened."""

    kind: Literal["object_to_introduction"] = "object_to_introduction"

    def apply(self, context: TurnContext) -> TurnContext:
        """Nobody says any more that it has."""
        return self._stands(context, reported=Reported.NOBODY, asked=False)


class DropBounty(_OfOne):
    """The connector is told that the innovator cannot fund the bounty any more."""

    kind: Literal["drop_bounty"] = "drop_bounty"

    def apply(self, context: TurnContext) -> TurnContext:
        """There is none."""
        return self._stands(context, bounty=0, funded=True)


class BlockIntroductions(Effect):
    """Never again: with the other side of an introduction, or with whoever is called so."""

    kind: Literal["block_introductions"] = "block_introductions"
    item_type: ItemType | None = None
    item_id: UUID | None = None
    name: str | None = None  # a person or a company

    def apply(self, context: TurnContext) -> TurnContext:
        """What was open between them is found by the database."""
        return context


class UnblockIntroductions(Effect):
    """They may be brought together with whoever is called so again."""

    kind: Literal["unblock_introductions"] = "unblock_introductions"
    name: str

    def apply(self, context: TurnContext) -> TurnContext:
        """Nothing that they know of changes."""
        return context


class WishIntroduction(Effect):
    """Somebody whom they have named: to meet them, or to introduce a person to them.

    The same whether that is a member or not. It no longer applies when they have named too many
    within a day, or have too few credits.
    """

    kind: Literal["wish_introduction"] = "wish_introduction"
    id: UUID = Field(default_factory=uuid4)
    wish: Literal["meet", "introduce"]
    name: str
    company: str | None = None
    reason: str | None = None
    prospect_name: str | None = None  # whom they would introduce
    prospect_company: str | None = None
    prospect_title: str | None = None
    bounty: int = 0  # set aside for whoever accepts

    def apply(self, context: TurnContext) -> TurnContext:
        """One wish more, the newest, and what it sets aside."""
        wish = Wish(
            id=self.id,
            kind=self.wish,
            name=self.name,
            company=self.company,
            third=self.prospect_name,
            created_at=context.now,
        )
        known = context.introductions
        known = known.model_copy(
            update={"wishes": [wish, *known.wishes], "available": known.available - self.bounty}
        )
        return context.model_copy(update={"introductions": known})


class OfferIntroduction(Effect):
    """An introduction for whoever asked a question that they were asked."""

    kind: Literal["offer_introduction"] = "offer_introduction"
    id: UUID = Field(default_factory=uuid4)
    request_id: UUID
    prospect_name: str
    prospect_company: str | None = None
    prospect_title: str | None = None
    reason: str | None = None

    def apply(self, context: TurnContext) -> TurnContext:
        """The next turn sees it."""
        return context


class StepIntroduction(Effect):
    """What time brings to an introduction. It no longer applies when it is not due."""

    kind: Literal["step_introduction"] = "step_introduction"
    item_type: ItemType
    item_id: UUID
    step: Literal["expire", "remind", "ask", "complete"]

    def apply(self, context: TurnContext) -> TurnContext:
        """It is no part of a turn."""
        return context


class MatchIntroductionWish(Effect):
    """Finds out whether whom somebody has named is a member."""

    kind: Literal["match_introduction_wish"] = "match_introduction_wish"
    wish_id: UUID

    def apply(self, context: TurnContext) -> TurnContext:
        """It is no part of a turn."""
        return context
