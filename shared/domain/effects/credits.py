"""What buying credits changes at once: a payment page is known. Credits come with the payment."""

from typing import Literal

from shared.domain.context import TurnContext
from shared.domain.effects.base import Effect


class RecordCheckout(Effect):
    """A payment page was given to the person; the same one again changes nothing."""

    kind: Literal["record_checkout"] = "record_checkout"
    session_id: str  # Stripe's
    credits: int
    amount: int  # in the currency's smallest unit
    currency: str

    def apply(self, context: TurnContext) -> TurnContext:
        """Nothing is bought yet."""
        return context
