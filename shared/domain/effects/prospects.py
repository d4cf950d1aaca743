"""What becomes of contacts that innovators have uploaded."""

from typing import Literal
from uuid import UUID

from shared.domain.context import TurnContext
from shared.domain.effects.base import Effect
from shared.domain.model import Value


class Maybe(Value):
    """A prospect that a member may be."""

    prospect_id: UUID
    score: int  # 40 to 69
    rule: str  # by what they were found; from a fixed list


class MatchProspects(Effect):
    """The member is these prospects, and may be those: for a person to decide."""

    kind: Literal["match_prospects"] = "match_prospects"
    joined: list[UUID]
    maybe: list[Maybe]

    def apply(self, context: TurnContext) -> TurnContext:
        """No agent is told of it."""
        return context


class RewardUploader(Effect):
    """Credits for whoever uploaded a prospect who joined, and a connection request, once."""

    kind: Literal["reward_uploader"] = "reward_uploader"
    prospect_id: UUID

    def apply(self, context: TurnContext) -> TurnContext:
        """The balance is read anew with the next text."""
        return context


class EndProspectItems(Effect):
    """Introductions to a prospect who was taken back come to nothing."""

    kind: Literal["end_prospect_items"] = "end_prospect_items"
    prospect_id: UUID

    def apply(self, context: TurnContext) -> TurnContext:
        """What matters to them is read anew with the next text."""
        return context


class WithdrawUpload(Effect):
    """An upload is taken back, with every contact of it."""

    kind: Literal["withdraw_upload"] = "withdraw_upload"
    batch_id: UUID

    def apply(self, context: TurnContext) -> TurnContext:
        """It is not among their uploads any more."""
        left = [upload for upload in context.uploads if upload.id != self.batch_id]
        return context.model_copy(update={"uploads": left})


__all__ = ["EndProspectItems", "MatchProspects", "Maybe", "RewardUploader", "WithdrawUpload"]
