"""Purchases of credits, as Stripe tells of them. Each call may come again and changes nothing then.

Everything else that moves credits is SQL that flows call in transactions of their own:
`book_credits`, `reserve_credits`, `release_credits` and `pay_reserved` in `sql/functions/credits`.
"""

from dataclasses import dataclass
from datetime import datetime

from shared.db.pool import Database
from shared.domain.purchases import Ended, Paid, TakenBack


@dataclass(frozen=True)
class Payments:
    """The transitions of `stripe_payments`; `now` is the database's clock unless given."""

    database: Database

    def record(self, paid: Paid, *, now: datetime | None = None) -> str:
        """Books what was paid, once: booked, known, unclaimed (nobody has that id), or doubled.

        doubled: the payment is another session's, and is booked there; nothing changes.

        Raises MalformedRequest when the session is known with other credits, or of somebody else.
        """
        return self.database.value(
            "select private.record_payment(%s, %s, %s, %s, %s, %s, coalesce(%s, now()))",
            (
                paid.session_id,
                paid.payment_intent,
                paid.user_id,
                paid.credits,
                paid.amount,
                paid.currency,
                now,
            ),
        )

    def end(self, ended: Ended, *, now: datetime | None = None) -> str:
        """A checkout that brought no money, or none yet: its new state, or unchanged."""
        return self.database.value(
            "select private.end_checkout(%s, %s, coalesce(%s, now()))",
            (ended.session_id, ended.state, now),
        )

    def take_back(self, taken: TakenBack, *, now: datetime | None = None) -> str:
        """What refunds and disputes take back: booked, unchanged, known, or kept for later."""
        return self.database.value(
            "select private.take_back_payment(%s, %s, %s, %s, %s, %s, %s, coalesce(%s, now()))",
            (
                taken.payment_intent,
                taken.object_id,
                taken.kind,
                taken.amount,
                taken.rank,
                taken.at,
                taken.event_id,
                now,
            ),
        )
