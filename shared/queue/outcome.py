"""What became of a claimed row."""

from enum import StrEnum

EMPTY_COUNTS = {"claimed": 0, "done": 0, "retried": 0, "dead": 0}


class Outcome(StrEnum):
    """What became of a claimed row; the keys of a sweep's summary."""

    DONE = "done"
    RETRIED = "retried"  # back to waiting, with backoff
    DEAD = "dead"  # given up, visible with its error
    LOST = "lost"  # another worker has it, or the lease has to run out
    UNCONFIRMED = "unconfirmed"  # sent or not: to be asked
