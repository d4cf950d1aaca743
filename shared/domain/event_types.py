"""The types of business events, declared in the business's own order.

Many writers know only seconds, or days. Of events that occurred at the same moment, a request comes
before its quote and a quote before its answer, an invoice before its payment, a follow-up is
scheduled before it is sent, and a dismissal comes last; ids decide between events of one type. In
SQL this order is `private.system_event_rank`; a test holds the two together.
"""

from collections.abc import Mapping
from typing import Literal, get_args

EventType = Literal[
    "lead_created",
    "quote_requested",
    "quote_sent",
    "quote_accepted",
    "quote_rejected",
    "invoice_issued",
    "payment_received",
    "followup_scheduled",
    "followup_sent",
    "followup_dismissed",
    "note_added",
    "loop_dismissed",
]
EVENT_TYPES: tuple[str, ...] = get_args(EventType)
RANKS: Mapping[str, int] = {name: rank for rank, name in enumerate(EVENT_TYPES, 1)}
