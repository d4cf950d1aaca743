"""What becomes of contacts that innovators have uploaded."""

from datetime import date, datetime
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


class Acquaintance(Value):
    """A member who may know a prospect."""

    prospect_id: UUID
    user_id: UUID
    rule: str  # from a fixed list
    score: int  # 40 to 100; from 70 on they are asked
    source: str | None = None  # the kind of their upload, or the provider
    known_until: date | None = None  # when the prospect left the member's company


class NoteAcquaintances(Effect):
    """Who may know whom is kept; whoever certainly does is asked for an introduction soon."""

    kind: Literal["note_acquaintances"] = "note_acquaintances"
    rows: list[Acquaintance]

    def apply(self, context: TurnContext) -> TurnContext:
        """No agent is told of it."""
        return context


class OpenOpportunities(Effect):
    """Members who know whom an innovator wishes to meet are asked, within limits."""

    kind: Literal["open_opportunities"] = "open_opportunities"
    innovator_id: UUID

    def apply(self, context: TurnContext) -> TurnContext:
        """What matters to them is read anew with the next text."""
        return context


class ResearchAgain(Effect):
    """A prospect was looked up (None: nobody was); the innovator's next is from `at` on."""

    kind: Literal["research_again"] = "research_again"
    innovator_id: UUID
    prospect_id: UUID | None
    at: datetime  # with time zone

    def apply(self, context: TurnContext) -> TurnContext:
        """No agent is told of it."""
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


__all__ = [
    "Acquaintance",
    "EndProspectItems",
    "MatchProspects",
    "Maybe",
    "NoteAcquaintances",
    "OpenOpportunities",
    "ResearchAgain",
    "RewardUploader",
    "WithdrawUpload",
]
