"""Claim, handle, settle: the loop that every queue table is worked by.

A row is claimed by one statement that sets a lease and counts the attempt, handled with no
transaction open, and settled by one statement that the lease fences. What differs per table is in
its SQL functions and in the `Steps` of its worker; what is the same is `work_lanes`.
"""

from shared.queue.outcome import EMPTY_COUNTS, Outcome
from shared.queue.single_flight import SingleFlight
from shared.queue.work import Finished, Lane, Steps, work_lanes, work_off

__all__ = [
    "EMPTY_COUNTS",
    "Finished",
    "Lane",
    "Outcome",
    "SingleFlight",
    "Steps",
    "work_lanes",
    "work_off",
]
