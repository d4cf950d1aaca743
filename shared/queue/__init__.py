"""Claim, handle, settle: the loop that every queue table is worked by.

A row is claimed by one statement that sets a lease and counts the attempt, handled with no
transaction open, and settled by one statement that the lease fences. What differs per table is in
its SQL functions; what is the same is `work_off`.
"""

from shared.queue.single_flight import SingleFlight
from shared.queue.work import EMPTY_COUNTS, Outcome, work_off

__all__ = ["EMPTY_COUNTS", "Outcome", "SingleFlight", "work_off"]
